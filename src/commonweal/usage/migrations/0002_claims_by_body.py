"""Let portfolios be compared from the index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The index of claims by body also holds what decides whether a claim counts."""

    dependencies = [("usage", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="usageclaim", name="usage_claim_by_body"),
        migrations.AddIndex(
            model_name="usageclaim",
            index=models.Index(
                fields=["owner", "entry"], include=["visibility", "status", "denied_at"], name="usage_claim_by_body"
            ),
        ),
    ]
