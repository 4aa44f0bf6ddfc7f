"""Let portfolios be compared, and users be counted, from the indexes alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The indexes of claims also hold what decides whether a claim counts, and for whom."""

    dependencies = [("usage", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="usageclaim", name="usage_claim_by_body"),
        migrations.AddIndex(
            model_name="usageclaim",
            index=models.Index(
                fields=["owner", "entry"], include=["visibility", "status", "denied_at"], name="usage_claim_by_body"
            ),
        ),
        migrations.RemoveIndex(model_name="usageclaim", name="usage_claim_by_entry"),
        migrations.AddIndex(
            model_name="usageclaim",
            index=models.Index(
                fields=["entry", "owner"],
                include=["visibility", "status", "denied_at", "end_reason", "author"],
                name="usage_claim_by_entry",
            ),
        ),
    ]
