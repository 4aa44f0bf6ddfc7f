"""A report as a sheet to print: one page for the short form; the full form adds every answer.

The paper on which a body decides goes on with the open concerns, how the way to go was worked out, and who is near.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from commonweal.assessments.documents.advice import AdvisedActionDocument
from commonweal.assessments.documents.office import OfficeDocument, WayDocument
from commonweal.assessments.documents.report import AnswerDocument, NearDocument, OpenConcernDocument, ReportDocument
from commonweal.assessments.documents.sentences import language, number
from commonweal.assessments.documents.showing import coverage_words, level_table, radar
from commonweal.assessments.rules.instrument import Scoring
from commonweal.drawing.printing import Beside, Drawing, Heading, Part, Point, Points, Sheet, Table, Text

WEAKEST = 3


def sheet_of(report: ReportDocument) -> Sheet:
    """The report to print."""
    return Sheet(
        language=language(),
        above=report.title,
        title=report.about or _("Our organisation"),
        lead=_lead(report),
        parts=tuple(_parts(report)),
        foot=_foot(report),
    )


def _lead(report: ReportDocument) -> str:
    told = _("%(day)s. %(answered)s questions answered. What is not known is shown as such, never as zero.")
    lead = told % {"day": date_format(report.made_at), "answered": coverage_words(report.coverage)}
    return f"{lead} {report.whole_words}".strip()


def _parts(report: ReportDocument) -> Iterator[Part | Beside]:
    holding = tuple(_holding(report))
    drawing = radar(report)
    if drawing:
        yield Beside((Drawing(drawing, _("A drawing of the table below: how far each part is.")),), holding)
    else:
        yield from holding
    if report.advice is not None:
        yield Heading(_("What to do next"))
        yield (
            Points(tuple(map(_point, report.advice.given)), is_numbered=True)
            if report.advice.given
            else Text(_("Nothing is advised from what is known so far."))
        )
    is_graded = report.scoring == Scoring.GRADED
    yield Heading(_("Where each part stands, from level 0 to level 4") if is_graded else _("Where each part stands"))
    table = level_table(report)
    yield Table(
        (pgettext("of a list of questions", "Part"), *table.columns),
        tuple((f"{row.key} · {row.name}", *row.cells) for row in table.rows),
        (6, *((5 if place == 0 else 2) for place, _column in enumerate(table.columns))),
    )
    if report.before_on is not None:
        yield Text(_before(report, report.before_on), is_quiet=True)
    if report.concerns is not None:
        yield from _concerns(report.concerns)
    if report.office is not None and report.near is not None:
        yield from _worked_out(report.office)
        yield from _near(report.near)
    if report.looked_up_on is not None:
        told = _("Concerns, the way to go and who is near: as on file on %(day)s, for whoever printed this.")
        yield Text(told % {"day": date_format(report.looked_up_on)}, is_quiet=True)
    if not report.is_short:
        yield Heading(_("Every answer"))
        yield Table((_("Question"), _("Answer")), tuple(map(_answer_row, report.answers)), (3, 2))


def _holding(report: ReportDocument) -> Iterator[Part]:
    """What holds it back, and which office fits."""
    if report.held_by or report.is_mostly_unknown:
        yield Heading(_("What holds it back"))
    if report.held_by:
        yield Points(tuple(Point(each.asked, each.answer) for each in report.held_by[:WEAKEST]))
        more = len(report.held_by) - WEAKEST
        if more > 0:
            yield Text(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": number(more)})
    if report.is_mostly_unknown:
        yield Text(_("Most questions are not answered yet: what holds it back may be among them."))
    if report.office is not None:
        yield Heading(_("Which office fits"))
        if report.office.archetype_name:
            yield Text(f"{report.office.archetype_name}: {report.office.because}.")
        yield Points((Point(f"{report.office.way.name}.", _way_words(report.office)),))


def _before(report: ReportDocument, on: date) -> str:
    """When the levels under "before" were found, and whether by the same questions."""
    words = [_("Before: as found on %(day)s.") % {"day": date_format(on)}]
    if report.before_version != report.version:
        words.append(_("The questions were changed in between: compare with care."))
    return " ".join(words)


def _concerns(concerns: Sequence[OpenConcernDocument]) -> Iterator[Part]:
    """What people fear, what was answered so far, and what shows it."""
    yield Heading(_("Open concerns"))
    if concerns:
        yield Points(
            tuple(Point(each.fear, each.answer or _("Not answered yet."), each.evidence_url) for each in concerns)
        )
    else:
        yield Text(_("No open concern is on file."))


def _worked_out(office: OfficeDocument) -> Iterator[Part]:
    """Every comparison behind the way to go, and what to find out."""
    yield Heading(_("How the way to go was worked out"), is_on_new_page=True)
    if office.archetype_missing:
        yield Text(f"{_('Which kind fits is not known yet. Say:')} {office.archetype_missing}")
    if office.to_find_out:
        yield Text(_("Another way might come first. Find out:"))
        yield Points(tuple(map(Point, office.to_find_out)))
    yield Table(
        (_("Way"), _("Question"), _("Answer"), _("Needed"), _("Holds")),
        tuple(row for way in (*office.ways, *office.additions) for row in _comparisons(way)),
        (4, 7, 2, 3, 2),
    )


def _comparisons(way: WayDocument) -> Iterator[tuple[str, ...]]:
    """The way as a whole, then each comparison."""
    yield (way.name, "", "", "", way.outcome_words)
    for check in way.every:
        yield ("", check.asked, check.value_words, check.needed, check.outcome_words)
    for check in way.one_of:
        yield (_("One of these:"), check.asked, check.value_words, check.needed, check.outcome_words)


def _near(near: Sequence[NearDocument]) -> Iterator[Part]:
    yield Heading(_("Who is near"))
    if near:
        rows = tuple((each.wanted_for, each.name, each.sentence) for each in near)
        yield Table((_("For what"), _("Who"), _("Why")), rows, (3, 4, 6))
    else:
        yield Text(_("The directory names nobody near. Look through all offices."))


def _way_words(office: OfficeDocument) -> str:
    """What the way means and what is next; what is not known might bring another one."""
    words = [office.way.says, office.way.next]
    if not office.is_settled and any(way.id == office.way.id for way in office.ways):
        words.append(_("Another way might come first once more is known."))
    return " ".join(words)


def _point(action: AdvisedActionDocument) -> Point:
    facts = [_("Days of work: %(days)s. Who: %(who)s.") % {"days": number(action.days), "who": action.who}]
    if action.is_taken:
        facts.append(f"{capfirst(_('taken up'))}{': ' if action.taken_by else ''}{action.taken_by}.")
    if action.taken_on is not None:
        facts.append(_("To be done by %(day)s.") % {"day": date_format(action.taken_on)})
    address = f"{settings.SITE_URL}{reverse('guidance-page', args=[action.guidance])}" if action.guidance else ""
    return Point(f"{action.do}.", " ".join(facts), address)


def _answer_row(answer: AnswerDocument) -> tuple[str, str]:
    """A number that people quote, such as QA1 or 1.2, stands before its question; a name for programs does not."""
    has_number = any(sign.isdigit() for sign in answer.question)
    asked = f"{answer.question} · {answer.asked}" if has_number else answer.asked
    return asked, f"{answer.answer} {answer.reason}".strip()


def _foot(report: ReportDocument) -> str:
    packs = [f"{report.instrument} {report.version}"]
    if report.advice is not None:
        packs.append(report.advice.pack)
    if report.office is not None:
        packs += report.office.packs
    return _("Counted by: %(packs)s (CC0-1.0). %(site)s") % {"packs": ", ".join(packs), "site": settings.SITE_URL}
