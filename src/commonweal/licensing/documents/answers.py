"""What is known of a licence, of two together, and which to choose: for the API, the command line and the pages."""

from ninja import Schema

from commonweal.licensing.documents import advice_sentences as advising
from commonweal.licensing.documents import sentences
from commonweal.licensing.documents.sentences import words
from commonweal.licensing.queries.advice_pack import advice_for, advice_pack
from commonweal.licensing.queries.compatibility_pack import answer_for, compatibility_pack
from commonweal.licensing.queries.obligations_pack import duties, obligations_pack
from commonweal.licensing.queries.policy_pack import policy_pack, standard_policy
from commonweal.licensing.rules.advice import Discarded, Recommended, Wish
from commonweal.licensing.rules.compatibility import Cell
from commonweal.licensing.rules.obligations import Asked, checklist
from commonweal.licensing.rules.policy import Use
from commonweal.standards.licence_kinds import kind_of_expression
from commonweal.standards.licence_logic import simplified
from commonweal.standards.licence_names import expression_named
from commonweal.standards.licences import is_valid, openness


class DutyDocument(Schema):
    """One thing that licences ask for, of which licences, and where that stands."""

    id: str
    sentence: str
    licences: list[str]
    sources: list[str]


class LicenceUseDocument(Schema):
    """What the policy says for one use, and what the licences ask; `chosen` where the expression lets choose."""

    use: str
    use_words: str
    outcome: str
    outcome_words: str
    because: str
    chosen: str
    duties: list[DutyDocument]
    unknown: list[str]


class LicenceCheckDocument(Schema):
    """What a text means as a licence; `expression` is null where that cannot be said."""

    text: str
    expression: str | None
    simplified: str | None
    kind: str
    kind_words: str
    kind_sentence: str
    openness: str
    openness_words: str
    uses: list[LicenceUseDocument]
    policy: str
    obligations: str


class LicencePairDocument(Schema):
    """What one table says of one pair, why, and where that stands."""

    inbound: str
    outbound: str
    answer: str
    answer_words: str
    because: str
    source: str


class CompatibilityDocument(Schema):
    """Whether code under `inbound` may go into a work under `outbound`; `answer` is null where one cannot be read.

    `others` are tables that say something else.
    """

    inbound: str | None
    outbound: str | None
    answer: str | None
    answer_words: str
    chosen: str
    because: list[LicencePairDocument]
    others: list[LicencePairDocument]
    table: str


class RecommendedLicence(Schema):
    """A licence that fits, why, what speaks for it, and what to look at first."""

    licence: str
    because: str
    strengths: list[str]
    look_at: list[LicencePairDocument]


class DiscardedLicence(Schema):
    """A licence that does not fit, and why."""

    licence: str
    because: str
    pairs: list[LicencePairDocument]


class AdviceDocument(Schema):
    """Which licences fit, the best first. `is_impossible`: what it is built on does not go together."""

    recommended: list[RecommendedLicence]
    discarded: list[DiscardedLicence]
    notes: list[str]
    unread: list[str]
    is_impossible: bool
    pack: str


def readable(text: str) -> str:
    """The expression that a text means, else the text itself, which then cannot be read."""
    return expression_named(text) or text.strip()


def checked(text: str) -> LicenceCheckDocument:
    """What a text means as a licence, asks and is allowed."""
    expression = expression_named(text)
    shown = expression or ""
    kind, is_open = kind_of_expression(shown), openness(shown)
    return LicenceCheckDocument(
        text=text,
        expression=expression,
        simplified=simplified(shown),
        kind=kind.value,
        kind_words=str(sentences.KINDS[kind]),
        kind_sentence=str(sentences.KIND_SENTENCES[kind]),
        openness=is_open.value,
        openness_words=str(sentences.OPENNESS[is_open]),
        uses=[_use(expression, use) for use in Use],
        policy=policy_pack().name,
        obligations=obligations_pack().name,
    )


def compared(inbound: str, outbound: str) -> CompatibilityDocument:
    """Whether code under one licence may go into a work under another."""
    inside, outside = readable(inbound), readable(outbound)
    found = answer_for(inside, outside) if is_valid(inside) and is_valid(outside) else None
    return CompatibilityDocument(
        inbound=inside if is_valid(inside) else None,
        outbound=outside if is_valid(outside) else None,
        answer=found.answer.value if found else None,
        answer_words=str(sentences.ANSWERS[found.answer]) if found else "",
        chosen=found.chosen if found else "",
        because=[pair(cell) for cell in found.cells] if found else [],
        others=[pair(cell) for cell in found.others] if found else [],
        table=compatibility_pack().name,
    )


def advised(wish: Wish) -> AdviceDocument:
    """Which licences fit a wish."""
    found = advice_for(wish)
    return AdviceDocument(
        recommended=[_recommended(each) for each in found.recommended],
        discarded=[_discarded(each) for each in found.discarded],
        notes=[words(advising.NOTES, each) for each in found.notes],
        unread=list(found.unread),
        is_impossible=found.is_impossible,
        pack=advice_pack().name,
    )


def pair(cell: Cell) -> LicencePairDocument:
    """What a table says of a pair, in words."""
    return LicencePairDocument(
        inbound=cell.inbound,
        outbound=cell.outbound,
        answer=cell.answer.value,
        answer_words=str(sentences.ANSWERS[cell.answer]),
        because=words(sentences.COMPATIBILITY, cell.reason),
        source=cell.source,
    )


def _use(expression: str | None, use: Use) -> LicenceUseDocument:
    verdict = standard_policy().verdict(expression, use)
    asked = checklist(duties(), expression or "", use, chosen=verdict.chosen)
    return LicenceUseDocument(
        use=use.value,
        use_words=str(sentences.USES[use]),
        outcome=verdict.outcome.value,
        outcome_words=str(sentences.OUTCOMES[verdict.outcome]),
        because=words(sentences.POLICY, verdict.sentence),
        chosen=verdict.chosen,
        duties=[_duty(each) for each in asked.duties],
        unknown=list(asked.unknown),
    )


def _duty(asked: Asked) -> DutyDocument:
    sentence = words(sentences.DUTIES, asked.id)
    return DutyDocument(id=asked.id, sentence=sentence, licences=list(asked.licences), sources=list(asked.sources))


def _recommended(found: Recommended) -> RecommendedLicence:
    return RecommendedLicence(
        licence=found.licence,
        because=words(advising.REASONS, found.reason),
        strengths=[words(advising.STRENGTHS, each) for each in found.strengths],
        look_at=[pair(cell) for cell in found.cells],
    )


def _discarded(found: Discarded) -> DiscardedLicence:
    because = words(advising.DISCARDED, found.reason)
    return DiscardedLicence(licence=found.licence, because=because, pairs=[pair(cell) for cell in found.cells])
