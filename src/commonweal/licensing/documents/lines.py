"""Answers about licences as lines of text, for the command line."""

from collections.abc import Iterable, Iterator

from commonweal.licensing.documents.answers import (
    AdviceDocument,
    CompatibilityDocument,
    LicenceCheckDocument,
    LicencePairDocument,
)


def check_lines(found: LicenceCheckDocument) -> Iterator[str]:
    """What a licence means, is allowed, and asks."""
    if found.expression is None:
        yield f"“{found.text}” names no licence that is known here."
        return
    yield f"{found.expression}: {found.kind_words}. {found.kind_sentence}"
    if found.simplified != found.expression:
        yield f"That is the same as {found.simplified}."
    yield f"It is {found.openness_words}."
    for use in found.uses:
        yield f"{use.use_words}: {use.outcome_words}. {use.because}"
        if use.chosen:
            yield f"  Taken from the choice: {use.chosen}."
        for duty in use.duties:
            yield f"  - {duty.sentence} ({'; '.join(duty.sources)})"
        for licence in use.unknown:
            yield f"  - {licence}: what it asks is not known here."


def pair_lines(found: CompatibilityDocument) -> Iterator[str]:
    """Whether two go together, why, and who says otherwise."""
    if found.answer is None:
        yield "One of the two names no licence that is known here."
        return
    yield f"{found.inbound} into {found.outbound}: {found.answer_words}."
    if found.chosen:
        yield f"Taken from the choice: {found.chosen}."
    yield from _pairs(found.because)
    if found.others:
        yield "Others say otherwise:"
        yield from _pairs(found.others)


def advice_lines(found: AdviceDocument) -> Iterator[str]:
    """Which licences fit, and why others do not."""
    for text in found.unread:
        yield f"“{text}” names no licence that is known here."
    if found.is_impossible:
        yield "No licence fits: what it is built on does not go together, or cannot be what you want."
    for number, each in enumerate(found.recommended, start=1):
        yield f"{number}. {each.licence}: {each.because}"
        yield from (f"   + {strength}" for strength in each.strengths)
        yield from _pairs(each.look_at)
    for out in found.discarded:
        yield f"Not {out.licence}: {out.because}"
        yield from _pairs(out.pairs)
    yield from (f"Note: {note}" for note in found.notes)


def _pairs(pairs: Iterable[LicencePairDocument]) -> Iterator[str]:
    for each in pairs:
        source = f" ({each.source})" if each.source else ""
        yield f"   {each.inbound} into {each.outbound}: {each.answer_words}. {each.because}{source}"
