"""Words for what advisories state in codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonweal.standards.cvss import Band

BANDS: dict[str, Promise] = {
    Band.CRITICAL.value: _("critical"),
    Band.HIGH.value: _("high"),
    Band.MEDIUM.value: _("medium"),
    Band.LOW.value: _("low"),
    Band.NONE.value: _("none"),
    Band.UNKNOWN.value: _("not known"),
}
_REFERENCES: dict[str, Promise] = {
    "ADVISORY": _("advisory"),
    "ARTICLE": _("article"),
    "DETECTION": _("how to find it"),
    "DISCUSSION": _("discussion"),
    "EVIDENCE": _("evidence"),
    "FIX": _("fix"),
    "GIT": _("source code"),
    "INTRODUCED": _("where it came in"),
    "PACKAGE": _("package"),
    "REPORT": _("report"),
    "WEB": _("page"),
}


def reference_words(kind: str) -> str:
    """What kind of page a reference leads to."""
    return str(_REFERENCES.get(kind.upper(), _REFERENCES["WEB"]))
