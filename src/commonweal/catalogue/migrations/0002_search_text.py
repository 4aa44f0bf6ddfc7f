"""Text search that ignores accents, a configuration a language, and vectors kept out of the rows."""

from django.db import migrations

LANGUAGES = ("english", "italian", "french", "german")

CONFIGURATIONS = [
    migrations.RunSQL(
        f"""
        CREATE TEXT SEARCH CONFIGURATION commonweal_{language} (COPY = pg_catalog.{language});
        ALTER TEXT SEARCH CONFIGURATION commonweal_{language}
            ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {dictionary};
        """,
        f"DROP TEXT SEARCH CONFIGURATION commonweal_{language}",
    )
    for language, dictionary in [("simple", "simple"), *((name, f"{name}_stem") for name in LANGUAGES)]
]


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [
        *CONFIGURATIONS,
        migrations.RunSQL(
            """
            ALTER TABLE catalogue_searchtext SET (toast_tuple_target = 128);
            ALTER TABLE catalogue_searchtext ALTER COLUMN words SET STORAGE EXTERNAL;
            ALTER TABLE catalogue_searchtext ALTER COLUMN headwords SET STORAGE EXTERNAL;
            """,
            migrations.RunSQL.noop,
        ),
    ]
