"""The paper on which a council decides: what is proposed, what it rests on, what is feared, and what nobody knows.

It is built once, as a sheet of headings, texts, points and tables; the page, the PDF and the Markdown say the same.
"""

from collections.abc import Iterator

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.drawing.printing import Beside, Heading, Part, Point, Points, Sheet, Table, Text
from commonweal.organisations.queries import name_of
from commonweal.strategy.documents.team import apart_of_team, days_of, ends_of_team, months_of_team
from commonweal.strategy.documents.words import shown
from commonweal.strategy.models import Concern, PlannedAction, SupportKind
from commonweal.strategy.queries.figures import Measured, figure_pack
from commonweal.strategy.queries.paper import GoalPart, Paper
from commonweal.strategy.queries.watch_pack import watch_pack


def paper_sheet(paper: Paper) -> Sheet:
    """The paper as a sheet."""
    strategy = paper.strategy
    title = strategy.title if strategy else _("No strategy is written down")
    lead = _("Written on %(day)s from what is on file. What nobody wrote down is said to be not known; it is no zero.")
    return Sheet(
        language=get_language() or "en",
        above=_("Paper for a decision · %(name)s") % {"name": name_of(paper.body)},
        title=title,
        lead=lead % {"day": date_format(paper.made_on)},
        parts=tuple(_parts(paper)),
        foot=_foot(),
    )


def _parts(paper: Paper) -> Iterator[Part | Beside]:
    yield Heading(_("What is proposed"))
    if paper.strategy is not None and paper.strategy.summary:
        yield Text(paper.strategy.summary)
    yield from _proposed(paper)
    yield Heading(_("What happens if nothing is done"))
    kept = paper.strategy.if_nothing if paper.strategy else ""
    yield Text(
        kept
        or _(
            "Missing: nobody wrote down what happens, and what it costs, if all is kept as it is. "
            "Without it the paper is not whole."
        )
    )
    yield Heading(_("What is feared, and what is answered"))
    yield from _feared(paper)
    yield Heading(_("What it rests on"))
    yield from _rests_on(paper)
    yield Heading(_("Figures for each goal"))
    yield from _figures(paper)
    yield Heading(_("Who does it, and is the time there?"))
    yield from _time(paper)
    yield Heading(_("Rules that people cannot follow yet"))
    yield from _uncovered(paper)
    yield Heading(_("What nobody knows"))
    yield _unknown(paper)


def _proposed(paper: Paper) -> Iterator[Part]:
    for part in paper.goals:
        goal = part.aimed.goal
        measure = goal.measure or _("not known")
        yield Text(
            _("Goal: %(goal)s. It serves: %(aim)s. We would see it by: %(measure)s.")
            % {"goal": goal.title, "aim": goal.get_aim_display(), "measure": measure}
        )
        yield _action_table(part.open_actions) if part.open_actions else Text(_("Nothing is planned for this goal."))
        if part.done:
            yield Text(_("Done already: %(actions)s.") % {"actions": "; ".join(map(str, part.done))}, is_quiet=True)
    if not paper.goals:
        yield Text(_("No goal is set."))
    if paper.loose:
        yield Text(_("For no goal:"))
        yield _action_table(paper.loose)
    yield Text(_effort(paper))


def _action_table(actions: tuple[PlannedAction, ...]) -> Table:
    unknown = _("not known")
    rows = tuple(
        (
            action.title,
            action.owner_name or _("nobody"),
            unknown if action.effort_days is None else days_of(round(action.effort_days * 100)),
            shown(action.due_on),
        )
        for action in actions
    )
    return Table((_("Action"), _("Who sees to it"), _("Effort in days"), _("By")), rows, (6, 3, 2, 3))


def _effort(paper: Paper) -> str:
    known = [round(each.effort_days * 100) for each in paper.open_actions if each.effort_days is not None]
    missing = len(paper.open_actions) - len(known)
    words = _("Effort of what is open, as far as it is known: %(days)s days.") % {"days": days_of(sum(known))}
    return words + " " + _("Actions without a known effort: %(count)s.") % {"count": missing} if missing else words


def _feared(paper: Paper) -> Iterator[Part]:
    if not paper.concerns:
        yield Text(_("No concern is open."))
        return
    yield Points(tuple(map(_concern, paper.concerns)), is_numbered=True)


def _concern(concern: Concern) -> Point:
    voiced = _("(%(who)s)") % {"who": concern.voiced_by} if concern.voiced_by else ""
    if not concern.answer:
        return Point(f"{concern.fear} {voiced}".strip(), _("Not answered yet; nobody has taken it up."))
    who = str(concern.answered_by) if concern.answered_by else _("not known")
    said = _("Answered by %(who)s on %(day)s: %(answer)s") % {
        "who": who,
        "day": date_format(concern.answered_at) if concern.answered_at else _("not known"),
        "answer": concern.answer,
    }
    if not concern.evidence_url:
        said += " " + _("(Nothing shows it yet.)")
    return Point(f"{concern.fear} {voiced}".strip(), said, concern.evidence_url)


def _rests_on(paper: Paper) -> Iterator[Part]:
    clauses = tuple(Point(f"{clause}:", clause.says, clause.url) for clause in paper.clauses)
    evidence = tuple(
        Point(f"{action}:", one.title, one.url)
        for part in paper.goals
        for action in part.aimed.actions
        for one in action.evidence.all()
    )
    yield Points(clauses) if clauses else Text(_("No clause of a document is written down."))
    if evidence:
        yield Text(_("What shows that something was done:"))
        yield Points(evidence)


def _figures(paper: Paper) -> Iterator[Part]:
    rows = tuple(row for part in paper.goals for row in _figure_rows(part))
    if not rows:
        yield Text(_("Nothing on file here tells of these goals."))
        return
    yield Table((_("Goal"), _("What is counted"), _("Share"), _("Not known")), rows, (4, 6, 3, 2))
    yield Text(figure_pack().note, is_quiet=True)


def _figure_rows(part: GoalPart) -> Iterator[tuple[str, ...]]:
    for each in part.figures:
        yield (part.aimed.goal.title, each.figure.label, share_words(each) or _("not known"), str(each.part.unknown))
    if not part.figures:
        yield (part.aimed.goal.title, _("nothing on file tells of it"), _("not known"), "–")


def share_words(each: Measured) -> str:
    """A share with its parts; "" where there is no whole."""
    if each.part.share is None:
        return ""
    return f"{round(each.part.share * 100)} % ({each.part.numerator}/{each.part.denominator})"


def _time(paper: Paper) -> Iterator[Part]:
    if not paper.team.members:
        yield Text(_("Nobody wrote down who has time for it, so this is not known."))
        return
    bad = [each for each in months_of_team(paper.team, paper.made_on) if each.is_bad]
    points = tuple(Point(f"{each.month}:", each.words) for each in bad)
    yield Points(points) if points else Text(_("In no month is more planned than is known to be there."))
    ends = ends_of_team(paper.team, paper.made_on)
    if ends:
        yield Points(tuple(Point(each.sentence, "; ".join(title for title, _address in each.actions)) for each in ends))


def _uncovered(paper: Paper) -> Iterator[Part]:
    points = tuple(
        Point(f"{row.clause}:", ", ".join(str(SupportKind(kind).label) for kind in row.misses))
        for row in paper.matrix.uncovered
    )
    if points:
        yield Text(_("A rule alone is not enough. What is missing to follow each:"))
        yield Points(points)
    else:
        yield Text(_("Nothing is missing that is known of.") if paper.clauses else _("No clause is written down."))


def _unknown(paper: Paper) -> Part:
    strategy = paper.strategy
    points = [Point(f"{title}:", lacks) for title, _address, lacks in apart_of_team(paper.team)]
    points += [
        Point(f"{part.aimed.goal}:", _("by what one would see it"))
        for part in paper.goals
        if not part.aimed.goal.measure
    ]
    if strategy is not None and strategy.review_on is None:
        points.append(Point(_("When somebody looks at the strategy again.")))
    if strategy is not None and not strategy.if_nothing:
        points.append(Point(_("What happens if nothing is done.")))
    points += [Point(f"{each.fear}", _("no answer")) for each in paper.concerns if not each.answer]
    return Points(tuple(points)) if points else Text(_("Of what this paper asks, nothing is missing."))


def _foot() -> str:
    packs = f"{figure_pack().name}, {watch_pack().name}"
    return _("Counted by: %(packs)s (CC0-1.0). %(site)s") % {"packs": packs, "site": settings.SITE_URL}
