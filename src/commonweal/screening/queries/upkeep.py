"""What the four words of health say of a project, as a reason."""

from collections.abc import Sequence

from commonweal.health.models import Project
from commonweal.health.queries.words import words_of_each
from commonweal.screening.queries.wanted import Wanted
from commonweal.screening.rules.policy import Policy
from commonweal.screening.rules.reasons import Colour, Lane, Perspective, Reason

_NO, _WATCH, _YES = "no", "watch", "yes"


def health_reasons(wanted: Sequence[Wanted], policy: Policy) -> list[Reason]:
    """Give the reason for each; not known where no repository is known, or nobody looked at it."""
    urls = {each.url for each in wanted if each.url}
    projects = list(Project.objects.filter(url__in=urls)) if urls else []
    said = words_of_each(projects) if projects else {}
    by_url = {each.url: each for each in projects}
    lane = Lane.APPROVE if Perspective.HEALTH.value in policy.may_be_unknown else Lane.PERSON
    found = []
    for each in wanted:
        project = by_url.get(each.url)
        answers = {one.word.value: one.answer.value for one in said.get(project.pk, ())} if project else {}
        if project is None or not answers:
            sentence = "health.unknown" if each.url else "health.no_repository"
            found.append(Reason(Perspective.HEALTH, Colour.GREY, lane, sentence, link=_page(project)))
        else:
            found.append(_reason(answers, project, policy, lane))
    return found


def _reason(answers: dict[str, str], project: Project, policy: Policy, unknown: Lane) -> Reason:
    named = {kind: [word for word, answer in answers.items() if answer == kind] for kind in (_NO, _WATCH, _YES)}
    if named[_NO]:
        colour, lane, sentence, words = Colour.RED, policy.word_no, "health.no", named[_NO]
    elif named[_WATCH]:
        colour, lane, sentence, words = Colour.AMBER, Lane.APPROVE, "health.watch", named[_WATCH]
    elif len(named[_YES]) == len(answers):
        colour, lane, sentence, words = Colour.GREEN, Lane.APPROVE, "health.yes", named[_YES]
    elif named[_YES]:
        colour, lane, sentence, words = Colour.GREY, unknown, "health.partly", named[_YES]
    else:
        colour, lane, sentence, words = Colour.GREY, unknown, "health.unknown", []
    return Reason(
        Perspective.HEALTH, colour, lane, sentence, {"words": ",".join(words)}, "history", link=_page(project)
    )


def _page(project: Project | None) -> str:
    return project.get_absolute_url() if project else ""
