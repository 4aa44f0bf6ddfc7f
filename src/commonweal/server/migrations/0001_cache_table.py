from django.db import migrations


class Migration(migrations.Migration):
    """The table of Django's database cache, which counts sign-in attempts across processes."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(
            sql="""
            CREATE TABLE IF NOT EXISTS commonweal_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX IF NOT EXISTS commonweal_cache_expires ON commonweal_cache (expires);
            """,
            reverse_sql="DROP TABLE IF EXISTS commonweal_cache",
        )
    ]
