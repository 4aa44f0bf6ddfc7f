"""What people of Esempia asked whether they may use, contribute to or publish it, and what became of it."""

from collections.abc import Mapping

from commonweal.organisations.models import Body, User
from commonweal.screening.actions import RulingDraft, request_screening, rule
from commonweal.screening.models import Request
from commonweal.screening.queries.wanted import Wanted
from commonweal.screening.rules.subjects import Subject, subject_from

_SMALL = {"size": "small", "own_work": "yes", "agreement": "none"}
_READY = {
    "licence": "EUPL-1.2", "third_party": "MIT, Apache-2.0", "secrets": "yes", "personal": "", "maintainer": "Team Web",
    "description": "valid", "faults": "0",
}  # fmt: skip
# Who asks, for which body, about what, how.
_ASKED: tuple[tuple[str, str, str, dict[str, object]], ...] = (
    ("chiara", "borgo", "pkg:npm/lodash@4.17.21", {"kind": "use", "use": "service", "licence": "MIT"}),
    ("pia", "borgo", "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1", {"kind": "use", "use": "service"}),
    ("chiara", "borgo", "https://git.esempia.example/borgo/eventi", {"kind": "publish", "answers": _READY}),
    (
        "chiara",
        "borgo",
        "https://git.example.org/map/tiles",
        {"kind": "contribute", "licence": "MIT", "answers": _SMALL},
    ),
    ("elio", "saint-aubrac", "pkg:pypi/requests@2.32.3", {"kind": "use", "use": "internal", "licence": "Apache-2.0"}),
    ("elio", "saint-aubrac", "pkg:npm/left-pad@1.3.0", {"kind": "use", "use": "distributed"}),
)


def settle(bodies: Mapping[str, Body], accounts: Mapping[str, User]) -> None:
    """Ask, and rule on one; once."""
    if Request.objects.exists():
        return
    for who, where, text, more in _ASKED:
        _ask(bodies[where], accounts[who], text, **more)
    waiting = _ask(bodies["borgo"], accounts["chiara"], "pkg:npm/leaflet@1.9.4", kind="use", use="service")
    conditions = "Load it from our own server, not from a network of others."
    rule(request=waiting, draft=RulingDraft(decided="conditions", conditions=conditions), by=accounts["pia"])
    _ask(bodies["borgo"], accounts["pia"], "pkg:npm/leaflet@1.9.3", kind="use", use="service")


def _ask(body: Body, by: User, text: str, **more: object) -> Request:
    subject = subject_from(text)
    assert isinstance(subject, Subject)  # noqa: S101  they are written above
    return request_screening(wanted=Wanted(subject=subject, **more), body=body, by=by)  # type: ignore[arg-type]
