"""Offices: open source programme offices under whatever label, and how they are joined."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonweal.organisations.models.body import Body
from commonweal.organisations.models.visibility import Visible


class Archetype(models.TextChoices):
    """The six archetypes of public-sector OSPOs. Source: the European Commission's study on public sector OSPOs."""

    NATIONAL = "national_government", _("national government")
    INSTITUTION = "institution_centric", _("institution-centric")
    LOCAL = "local_government", _("local government")
    ASSOCIATION = "association_based", _("association-based")
    ACADEMIC = "academic", _("academic")
    CIVIL_SOCIETY = "civil_society", _("civil society and complementary")


class OfficeLevel(models.TextChoices):
    """How far an office reaches."""

    INTERNATIONAL = "international", _("international")
    SUPRANATIONAL = "supranational", _("supranational")
    NATIONAL = "national", _("national")
    REGIONAL = "regional", _("regional")
    LOCAL = "local", _("local")
    INSTITUTIONAL = "institutional", _("one institution")


class BudgetKind(models.TextChoices):
    """Where an office's money comes from."""

    PUBLIC = "public_budget", _("public budget")
    PROJECT = "project_funding", _("project money")
    MEMBERS = "membership_fees", _("members' fees")
    GRANT = "grant", _("grants and donations")
    MIXED = "mixed", _("several sources")
    NONE = "none", _("no budget of its own")
    UNKNOWN = "unknown", _("not known")


class DatePrecision(models.TextChoices):
    """How much of a date is known."""

    YEAR = "year", _("the year")
    MONTH = "month", _("the month")
    DAY = "day", _("the day")


class Office(Visible):
    """A support function for open source, whatever its label; closed ones stay."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    label = models.CharField(max_length=100, blank=True)
    archetype = models.CharField(max_length=30, choices=Archetype.choices, blank=True)
    level = models.CharField(max_length=20, choices=OfficeLevel.choices, blank=True)
    sponsor = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="sponsored_offices")
    serves = models.CharField(max_length=300, blank=True)
    goal = models.TextField(blank=True)
    budget_kind = models.CharField(max_length=20, choices=BudgetKind.choices, default=BudgetKind.UNKNOWN)
    country = models.CharField(max_length=2, blank=True)
    website = models.URLField(max_length=500, blank=True)
    mailbox = models.EmailField(blank=True)
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True)
    dates_known_to = models.CharField(max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY)
    end_reason = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    in_study = models.BooleanField(default=False)
    folded_names = models.TextField(blank=True, editable=False)

    class Meta:
        """An end has a reason; `label` is what the office calls itself ("OSPO"), blank when it has no label."""

        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="closed_office_has_a_reason", condition=models.Q(active_to__isnull=True) | ~models.Q(end_reason="")
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        """Whether an end is written down."""
        return self.active_to is not None or bool(self.end_reason)

    def get_absolute_url(self) -> str:
        """The office's page."""
        return f"/offices/{self.slug}"


class OfficeName(models.Model):
    """Another name of an office: in a language, an abbreviation, or a former one."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=300)

    class Meta:
        """Once per office and language."""

        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["office", "language", "name"], name="office_name_once")]

    def __str__(self) -> str:
        return self.name


class HostRole(models.TextChoices):
    """What a body is to an office it has to do with."""

    HOST = "host", _("hosts it")
    OWNER = "owner", _("owns it")
    FORMER = "former_host", _("hosted it before")
    SPONSOR = "co_sponsor", _("pays for it too")


class Host(models.Model):
    """A body that houses an office, owns it, or did so before; an office may have several."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="hosts")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="hosted_offices")
    role = models.CharField(max_length=12, choices=HostRole.choices, default=HostRole.HOST)
    part = models.CharField(max_length=300, blank=True)

    class Meta:
        """Once per office and body."""

        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["office", "body"], name="host_once")]

    def __str__(self) -> str:
        return f"{self.office} at {self.body}"


class LinkKind(models.TextChoices):
    """How two offices are joined."""

    SUPPORTS = "supports", _("supports")
    PEERS = "peers_with", _("peers with")


class OfficeLink(models.Model):
    """A directed "supports" (never in a circle) or an undirected "peers with" (stored once, lower id first)."""

    origin = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=12, choices=LinkKind.choices)
    since = models.DateField(null=True, blank=True)

    class Meta:
        """No office is linked with itself."""

        constraints = [
            models.UniqueConstraint(fields=["origin", "target", "kind"], name="office_link_once"),
            models.CheckConstraint(
                name="office_is_not_linked_with_itself", condition=~models.Q(origin=models.F("target"))
            ),
            models.CheckConstraint(
                name="peers_are_stored_once",
                condition=~models.Q(kind="peers_with") | models.Q(origin__lt=models.F("target")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.get_kind_display()} {self.target}"


class Service(models.Model):
    """Something an office does: for whom, how long it takes, and whom to ask; "" is not known."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="services")
    description = models.CharField(max_length=500)
    for_whom = models.CharField(max_length=200, blank=True)
    takes = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=300, blank=True)

    class Meta:
        """Once per office."""

        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["office", "description"], name="service_once")]

    def __str__(self) -> str:
        return self.description

    @property
    def line(self) -> str:
        """The service as people write it, as `rules.read_service` reads it."""
        return " | ".join((self.description, self.for_whom, self.takes, self.contact)).rstrip(" |")


class OfficeSource(models.Model):
    """Where a fact about an office was read, and when."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="sources")
    url = models.URLField(max_length=1000)
    title = models.CharField(max_length=500)
    dated = models.CharField(max_length=40, blank=True)

    class Meta:
        """An address once per office."""

        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["office", "url"], name="office_source_once")]

    def __str__(self) -> str:
        return self.title
