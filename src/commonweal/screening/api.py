"""Screening under /api/v1: may I use this, contribute to it, publish it? Answered at once, kept only if asked for."""

from http import HTTPStatus
from typing import Annotated, Protocol

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from commonweal.components.queries import Scope
from commonweal.organisations.models import Body, User
from commonweal.screening import permissions
from commonweal.screening.actions import request_screening
from commonweal.screening.documents.answers import ScreeningAnswerDocument, answer_document
from commonweal.screening.models import Request
from commonweal.screening.permissions import Permission
from commonweal.screening.queries.earlier import ruling_to_use_again
from commonweal.screening.queries.gathering import answers_to
from commonweal.screening.queries.requests import standing_ruling
from commonweal.screening.queries.wanted import Asker, Wanted
from commonweal.screening.rules.policy import Kind, Use
from commonweal.screening.rules.reasons import Answer, Colour, Lane, read
from commonweal.screening.rules.subjects import Unclear, subject_from
from commonweal.standards import repository_url
from commonweal.standards.http_problems import ProblemDocument, RequestRefused, plain

router = Router(tags=["screening"])  # who may call is said where it is added to the API; visitors may

MOST_SUBJECTS, MOST_KEPT = 500, 50


class Caller(Protocol):
    """Who asks: a visitor, a person, or a program with a token of a body (`body_id`)."""

    @property
    def scope(self) -> Scope:
        """The bodies whose components they may see."""

    @property
    def body_id(self) -> int | None:
        """The only body that is spoken of; None where it is to be named."""


class ScreeningQuestion(Schema):
    """What is asked: package URLs, "type name version", or addresses of repositories.

    `answers` are those of the forms. To contribute: `size` (small, large), `own_work` (yes), `agreement` (none, dco,
    cla, unknown). To publish: `third_party`, `secrets` and `personal` (yes, found), `maintainer`; `licence` is the one
    chosen.
    With `keep` the body named by `body`, or that of the token, has it on file, ruled at once or with a clock.
    """

    subjects: Annotated[list[Annotated[str, Field(max_length=2000)]], Field(min_length=1, max_length=MOST_SUBJECTS)]
    kind: Kind = Kind.USE
    use: Use = Use.SERVICE
    licence: Annotated[str, Field(max_length=500)] = ""
    repository: Annotated[str, Field(max_length=2000)] = ""
    answers: dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=1000)]] = {}
    body: Annotated[str, Field(max_length=300)] = ""
    keep: bool = False


class ScreeningAnswers(Schema):
    """An answer for each subject, in the order asked."""

    data: list[ScreeningAnswerDocument]


@router.post(
    "/screening",
    response={200: ScreeningAnswers} | dict.fromkeys((400, 401, 403, 404, 422), ProblemDocument),
    summary="May I use this?",
)
def ask_screening(request: HttpRequest, question: ScreeningQuestion) -> ScreeningAnswers:
    """Ask about packages or repositories; each is green, amber or red, with reasons and what to do.

    Visitors are told what everybody may know, and nothing is kept. With a token or a session rulings of the body count,
    and with `keep` the request is put on file there.
    """
    caller: Caller = request.auth  # type: ignore[attr-defined]
    user: User | None = getattr(caller, "user", None)
    wanted = [_wanted(text, question) for text in question.subjects]
    body = _body(caller, user, question)
    if question.keep:
        if body is None or user is None:
            raise RequestRefused(HTTPStatus.UNPROCESSABLE_ENTITY, _("Say for which organisation it is to be kept."))
        if len(wanted) > MOST_KEPT:
            detail = _("Keep at most %(most)s at once.") % {"most": MOST_KEPT}
            raise RequestRefused(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
        kept = [request_screening(wanted=each, body=body, by=user) for each in wanted]
        return ScreeningAnswers(data=[_kept(each, of) for each, of in zip(wanted, kept, strict=True)])
    answers = answers_to(wanted, Asker(user or AnonymousUser(), caller.scope, body))
    return ScreeningAnswers(data=[_answered(each, of, body) for each, of in zip(wanted, answers, strict=True)])


def _wanted(text: str, question: ScreeningQuestion) -> Wanted:
    """What is wanted.

    Raises RequestRefused where it cannot be read.
    """
    subject = subject_from(text)
    repository = repository_url.canonical(question.repository) if question.repository else ""
    if isinstance(subject, Unclear) or repository is None:
        detail = _("“%(text)s” cannot be read. Write a package URL, such as pkg:npm/left-pad@1.3.0.")
        unread = text if repository is not None else question.repository
        raise RequestRefused(HTTPStatus.BAD_REQUEST, detail % {"text": unread[:200]})
    use = question.use.value if question.kind is Kind.USE else ""
    licence = plain(question.licence)
    given = {plain(name): plain(answer) for name, answer in question.answers.items()}
    answers = given | ({"licence": licence} if question.kind is Kind.PUBLISH else {})
    return Wanted(
        question.kind.value,
        subject,
        use,
        licence,
        repository=repository,
        answers=answers if question.kind is not Kind.USE else {},
    )  # fmt: skip


def _body(caller: Caller, user: User | None, question: ScreeningQuestion) -> Body | None:
    """For which body is asked, if the caller may ask for it.

    Raises RequestRefused, Http404.
    """
    if user is None:
        if question.body or question.keep:
            raise RequestRefused(HTTPStatus.UNAUTHORIZED, _("Asking for an organisation needs a token or a session."))
        return None
    if not question.body and caller.body_id is None:
        return None
    found = Body.objects.filter(slug=question.body) if question.body else Body.objects.filter(pk=caller.body_id or 0)
    body = found.first()
    is_other = body is not None and caller.body_id is not None and body.pk != caller.body_id
    if body is None or is_other or not permissions.allows(user, Permission.ASK, on=body):
        raise Http404
    return body


def _answered(wanted: Wanted, answer: Answer, body: Body | None) -> ScreeningAnswerDocument:
    ruling = ruling_to_use_again(wanted, answer, body, timezone.localdate()) if body else None
    return answer_document(wanted, answer, ruling, site=settings.SITE_URL)


def _kept(wanted: Wanted, kept: Request) -> ScreeningAnswerDocument:
    reasons = tuple(read(each) for each in kept.reasons)
    answer = Answer(Colour(kept.colour), Lane(kept.lane), reasons, tuple(kept.packs))
    return answer_document(wanted, answer, standing_ruling(kept), kept, site=settings.SITE_URL)
