"""Who runs on an offer, and news of use."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Write down who runs on an offer; find what was said or confirmed last by index."""

    dependencies = [
        ("usage", "0002_claims_by_body"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Tenancy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "visibility",
                    models.SmallIntegerField(
                        choices=[
                            (0, "only its author"),
                            (1, "our own body"),
                            (2, "bodies of the network"),
                            (3, "everyone"),
                        ],
                        db_index=True,
                        default=2,
                    ),
                ),
                ("since", models.DateField()),
                ("left_on", models.DateField(blank=True, null=True)),
                (
                    "got_data",
                    models.CharField(
                        blank=True, choices=[("", "not known"), ("yes", "yes"), ("no", "no")], max_length=3
                    ),
                ),
                ("leaving", models.CharField(blank=True, max_length=1000)),
                ("stated_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["since", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="usageclaim",
            index=models.Index(fields=["-stated_at", "-id"], name="usage_claim_said"),
        ),
        migrations.AddIndex(
            model_name="usageclaim",
            index=models.Index(fields=["-confirmed_at", "-id"], name="usage_claim_confirmed"),
        ),
        migrations.AddField(
            model_name="tenancy",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tenancy",
            name="offer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="tenancies", to="usage.offer"
            ),
        ),
        migrations.AddField(
            model_name="tenancy",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.body",
                verbose_name="owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenancy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_on__isnull", True)), fields=("offer", "owner"), name="one_standing_tenancy"
            ),
        ),
        migrations.AddConstraint(
            model_name="tenancy",
            constraint=models.CheckConstraint(condition=models.Q(("owner__isnull", False)), name="tenancy_has_a_body"),
        ),
        migrations.AddConstraint(
            model_name="tenancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("visibility__gte", 1)), name="tenancy_is_not_private"
            ),
        ),
        migrations.AddConstraint(
            model_name="tenancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_on", None), ("left_on__gte", models.F("since")), _connector="OR"),
                name="tenancy_ends_after_it_began",
            ),
        ),
    ]
