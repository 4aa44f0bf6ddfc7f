"""Reading the lists of bodies that were brought in."""

from django.db.models import QuerySet

from commonweal.organisations.models import ImportBatch, ImportedBody


def batches() -> QuerySet[ImportBatch]:
    """Every list, newest first, without the files."""
    return ImportBatch.objects.defer("content", "findings").select_related("by", "undone_by")


def batch(number: int) -> ImportBatch | None:
    """One list with what reading it found, without the file."""
    return ImportBatch.objects.defer("content").select_related("by", "undone_by").filter(pk=number).first()


def done_by(found: ImportBatch) -> QuerySet[ImportedBody]:
    """What a list did, body by body, in the order in which it was done."""
    return found.imported.select_related("body").order_by("pk")


def removed(slug: str) -> ImportedBody | None:
    """The body of this address that a list entered and its undoing took out again."""
    gone = ImportedBody.objects.filter(slug=slug, is_new=True, body=None, batch__undone_at__isnull=False)
    return gone.select_related("batch").order_by("-pk").first()
