"""Systems: what a body runs, open or not, and how systems hang together."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.catalogue.models import Entry, Product
from commonweal.organisations.models import Body, User, Visibility, Visible


class Criticality(models.TextChoices):
    """How much a body suffers when a system stops."""

    UNKNOWN = "", _("not known")
    LOW = "low", _("can wait for weeks")
    MEDIUM = "medium", _("can wait for days")
    HIGH = "high", _("can wait for hours")
    VITAL = "vital", _("must not stop")


class Hosting(models.TextChoices):
    """Where a system runs."""

    UNKNOWN = "", _("not known")
    OWN = "own", _("in our own machine room")
    SHARED = "shared", _("in a shared public computing centre")
    SUPPLIER = "supplier", _("at the supplier")
    CLOUD = "cloud", _("in a cloud")
    DESKTOP = "desktop", _("on the workplaces")


class Known(models.TextChoices):
    """Yes, no, or nobody has said."""

    UNKNOWN = "", _("not known")
    YES = "yes", _("yes")
    NO = "no", _("no")


class System(Visible):
    """Something a body (`owner`) runs for a purpose: software of the catalogue, a closed product, or neither.

    `functions` are categories of the catalogue, `data_classes` ids of the pack `data-classes`; `unit` answers for it
    within the body; `supplier_name` is the supplier as written, `supplier` the organisation it was taken for.
    `reference` is the body's own, or given in order. `author` stays empty but for a private system. A system out of use
    keeps its row with `ended_on`.
    """

    visibility = models.SmallIntegerField(choices=Visibility.choices, default=Visibility.BODY, db_index=True)
    name = models.CharField(max_length=300)
    folded_name = models.CharField(max_length=300, editable=False)
    purpose = models.CharField(max_length=500, blank=True)
    functions = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="systems")
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="systems")
    is_open_source = models.CharField(max_length=3, choices=Known.choices, blank=True)
    version = models.CharField(max_length=100, blank=True)
    supplier_name = models.CharField(max_length=300, blank=True)
    supplier = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="supplied_systems")
    unit = models.CharField(max_length=200, blank=True)
    user_count = models.PositiveIntegerField(null=True, blank=True)
    criticality = models.CharField(max_length=10, choices=Criticality.choices, blank=True)
    hosting = models.CharField(max_length=10, choices=Hosting.choices, blank=True)
    hosting_country = models.CharField(max_length=2, blank=True)
    data_classes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    has_open_export = models.CharField(max_length=3, choices=Known.choices, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """A body's own reference is unique to it; a system is one product, not two."""

        ordering = ["folded_name", "pk"]
        indexes = [models.Index(fields=["owner", "folded_name"], name="system_by_body")]
        constraints = [
            models.CheckConstraint(name="system_has_a_body", condition=models.Q(owner__isnull=False)),
            models.CheckConstraint(
                name="system_is_of_one_product", condition=models.Q(entry__isnull=True) | models.Q(product__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["owner", "reference"], condition=~models.Q(reference=""), name="system_reference_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The system's page."""
        return f"/systems/{self.pk}"

    @property
    def software(self) -> Entry | Product | None:
        """What it is: software of the catalogue, a product, or not known."""
        return self.entry or self.product

    @property
    def supplier_words(self) -> str:
        """The supplier as it is called here; "" for not known."""
        return self.supplier_name or (self.supplier.name if self.supplier else "")


class Interface(models.Model):
    """That one system gives data to another (of the same body, or a named outside one), by which standard.

    Seen by whoever may see `origin`; `target` is named only to those who may see that too.
    """

    origin = models.ForeignKey(System, on_delete=models.CASCADE, related_name="interfaces_out")
    target = models.ForeignKey(System, null=True, blank=True, on_delete=models.CASCADE, related_name="interfaces_in")
    target_name = models.CharField(max_length=300, blank=True)
    standard = models.CharField(max_length=200, blank=True)
    is_open = models.CharField(max_length=3, choices=Known.choices, blank=True)
    is_both_ways = models.BooleanField(default=False)
    purpose = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        """Leads somewhere else."""

        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="interface_leads_somewhere", condition=models.Q(target__isnull=False) | ~models.Q(target_name="")
            ),
            models.CheckConstraint(name="interface_leads_elsewhere", condition=~models.Q(origin=models.F("target"))),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} → {self.target_id or self.target_name}"


class DuplicateDecision(models.Model):
    """That somebody looked at two systems that seem to be one, and said so: joined in the first, or truly two."""

    first = models.ForeignKey(System, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(System, on_delete=models.CASCADE, related_name="+")
    is_same = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A pair is decided once."""

        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_decided_once"),
            models.CheckConstraint(name="duplicate_is_of_two", condition=~models.Q(first=models.F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {'=' if self.is_same else '≠'} {self.second_id}"


class SystemImport(models.Model):
    """A file of systems taken in at once, and what it changed, so that it can be taken back.

    `before` and `after` are lists of {"kind": "system" or "contract", "pk", "facts"} in one order; the facts before are
    None for what the file brought.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="system_imports")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)

    class Meta:
        """Newest first."""

        ordering = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.taken_at:%Y-%m-%d}"
