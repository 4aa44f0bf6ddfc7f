"""Lists of words, unlogged: a crash empties both tables together, and the worker lists anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_search_text"),
    ]

    operations = [
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "is_headword", "lexeme", "part", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_headword", models.BooleanField()),
                ("lexeme", models.TextField(db_collation="C")),
                ("part", models.IntegerField()),
                ("entries", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="PostingList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("of_table", models.CharField(max_length=200)),
                ("read_to", models.BigIntegerField()),
                ("listed_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.RunSQL(
            """
            ALTER TABLE catalogue_posting SET UNLOGGED;
            ALTER TABLE catalogue_postinglist SET UNLOGGED;
            ALTER TABLE catalogue_posting ALTER COLUMN entries SET STORAGE EXTERNAL;
            """,
            migrations.RunSQL.noop,
        ),
    ]
