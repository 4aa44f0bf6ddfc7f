"""The reports of campaigns as sheets to print."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from commonweal.assessments.documents.campaign_report import CampaignReport, PlaceRow
from commonweal.assessments.documents.country_report import CountryReport, PlanPart, StepRow
from commonweal.assessments.documents.reporting import number
from commonweal.assessments.documents.sentences import NOT_KNOWN, language
from commonweal.drawing.printing import Heading, Part, Point, Points, Sheet, Table, Text


def campaign_sheet(report: CampaignReport) -> Sheet:
    """A campaign on paper: who answered, where help is needed most, each dimension, question and place."""
    return Sheet(
        language=language(),
        above=report.host,
        title=report.title,
        lead=taking_part(report),
        parts=tuple(_campaign_parts(report)),
        foot=_foot(report.instrument, report.made_on),
    )


def country_sheet(report: CountryReport) -> Sheet:
    """A place on paper: where it stands, what changed, the plan, what is not known, every indicator."""
    return Sheet(
        language=language(),
        above=f"{report.campaign} · {report.host}",
        title=report.place_name,
        lead=known_words(report),
        parts=tuple(_country_parts(report)),
        foot=_foot(report.instrument, report.made_on),
    )


def taking_part(report: CampaignReport) -> str:
    """How many answered, in a sentence."""
    told = {"begun": number(report.begun), "places": number(report.places), "complete": number(report.complete)}
    return _("%(begun)s of %(places)s have answered something, %(complete)s everything.") % told


def known_words(report: CountryReport) -> str:
    """How much is known, in a sentence."""
    told = {
        "known": number(report.known),
        "asked": number(report.asked),
        "evidence": number(report.with_evidence),
        "day": date_format(report.baseline_on),
    }
    return _("%(known)s of %(asked)s indicators are known, %(evidence)s with evidence; they stand for %(day)s.") % told


def months_words(step: StepRow) -> str:
    """From which month to which."""
    if step.starts is None or step.ends is None:
        return _("does not fit")
    if step.starts == step.ends:
        return _("month %(month)s") % {"month": number(step.starts)}
    return _("months %(first)s to %(last)s") % {"first": number(step.starts), "last": number(step.ends)}


def need_words(step: StepRow) -> str:
    """Why a step is in the plan."""
    if step.need == "always":
        return _("part of every plan")
    because = " · ".join(step.because)
    return because if step.need == "gap" else _("to be found out: %(because)s") % {"because": because}


def _campaign_parts(report: CampaignReport) -> Iterator[Part]:
    if report.purpose:
        yield Text(report.purpose)
    if report.conflicts:
        yield Text(
            ngettext(
                "%(count)s answer is contested and counts as not known until somebody decides.",
                "%(count)s answers are contested and count as not known until somebody decides.",
                report.conflicts,
            )
            % {"count": number(report.conflicts)}
        )
    if report.weakest:
        yield Heading(_("Where most need help"))
        yield Points(tuple(Point(each.name, low_words(each.low, report.places)) for each in report.weakest))
    yield Heading(_("Each part"))
    yield dimension_table(report)
    yield Heading(_("Each place"))
    yield Table(
        columns=(_("Place"), _("How far"), _("Dealt with"), _("Known")),
        rows=tuple(_place(row) for row in report.rows),
        shares=(4, 2, 2, 2),
    )
    yield Heading(_("Each question"))
    yield Table(
        columns=(_("Id"), _("Question"), _("Know"), _("Do not know"), _("Least"), _("Middle"), _("Most")),
        rows=tuple(
            (
                each.id,
                each.ask,
                number(each.known),
                number(each.unknown),
                *(_value(value) for value in (each.least, each.middle, each.most)),
            )
            for each in report.indicators
        ),
        shares=(1, 6, 1, 1, 1, 1, 1),
    )


def low_words(low: int, places: int) -> str:
    """How many places are low in a part."""
    return _("%(low)s of %(places)s are at level 0 or 1.") % {"low": number(low), "places": number(places)}


def dimension_table(report: CampaignReport) -> Table:
    """Each dimension with how many places are at which level, or how much is known of it."""
    if not report.is_graded:
        return Table(
            columns=(_("Id"), pgettext("of a list of questions", "Part"), _("Answers known"), _("of")),
            rows=tuple(
                (each.id, each.name, number(each.answered), number(each.applicable)) for each in report.dimensions
            ),
            shares=(1, 6, 2, 2),
        )
    return Table(
        columns=(
            _("Id"),
            pgettext("of a list of questions", "Part"),
            *(_("Level %(level)s") % {"level": level} for level in range(5)),
            _("Not known"),
        ),
        rows=tuple(
            (
                each.id,
                each.name,
                *(number(dict(each.levels).get(level, 0)) for level in range(5)),
                number(each.unknown),
            )
            for each in report.dimensions
        ),
        shares=(1, 5, 1, 1, 1, 1, 1, 1),
    )


def _country_parts(report: CountryReport) -> Iterator[Part]:
    yield Heading(_("Where it stands"))
    yield Table(
        columns=(_("Id"), pgettext("of a list of questions", "Part"), _("Stands at"), _("Answers known")),
        rows=tuple(
            (
                area.id,
                area.name,
                area.cell.words,
                _("%(known)s of %(all)s") % {"known": number(area.cell.answered), "all": number(area.cell.applicable)},
            )
            for area in report.areas
        ),
        shares=(1, 5, 2, 2),
    )
    if report.before_on is not None:
        yield Heading(_("What changed since %(day)s") % {"day": date_format(report.before_on)})
        if not report.is_same_version:
            yield Text(_("The questions were changed in between: compare with care."))
        yield _change_table(report)
    if report.plan is not None:
        yield Heading(_("The next 24 months"))
        yield from _plan_parts(report.plan)
    yield Heading(_("Every indicator"))
    yield Table(
        columns=(_("Id"), _("Indicator"), _("Value"), _("What shows it")),
        rows=tuple((each.id, each.ask, each.words, "; ".join(each.evidence)) for each in report.indicators),
        shares=(1, 5, 3, 4),
    )


def _change_table(report: CountryReport) -> Part:
    if not report.changed:
        return Text(_("Nothing that is known changed."))
    return Table(
        columns=(_("Id"), _("Indicator"), _("Before"), _("After")),
        rows=tuple((each.id, each.ask, each.before_words, each.after_words) for each in report.changed),
        shares=(1, 5, 2, 2),
    )


def _plan_parts(plan: PlanPart) -> Iterator[Part]:
    yield Text(_("For a team of %(people)s; pack %(pack)s.") % {"people": number(plan.people), "pack": plan.pack})
    columns = (_("When"), _("What"), _("Done when"), _("Who"), _("Why"))
    for steps in (plan.steps, plan.left_over):
        if steps:
            yield Table(
                columns=columns,
                rows=tuple((months_words(each), each.do, each.result, each.who, need_words(each)) for each in steps),
                shares=(2, 4, 4, 2, 4),
            )
    load = ", ".join(f"{month}: {number(people)}" for month, people in enumerate(plan.load, 1))
    yield Text(_("People needed in each month: %(load)s.") % {"load": load}, is_quiet=True)


def _place(row: PlaceRow) -> tuple[str, ...]:
    of = {"all": number(row.asked)}
    return (
        row.name,
        state_words(row.state),
        _("%(known)s of %(all)s") % {"known": number(row.dealt_with), **of},
        _("%(known)s of %(all)s") % {"known": number(row.known), **of},
    )


def state_words(state: str) -> str:
    """How far a place is, in words."""
    words = {"finished": _("finished"), "complete": _("all answered"), "begun": _("begun"), "waiting": _("nothing yet")}
    return words[state]


def _value(value: float | None) -> str:
    return str(NOT_KNOWN) if value is None else number(value)


def _foot(instrument: str, made_on: date) -> str:
    return _("Asked with %(instrument)s. Made on %(day)s.") % {"instrument": instrument, "day": date_format(made_on)}
