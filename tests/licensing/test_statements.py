"""Of what was declared, concluded and detected one counts, and disagreement is told."""

from commonweal.licensing.rules.statements import Origin, counted


def test_what_a_person_concluded_comes_before_what_was_declared_and_detected() -> None:
    found = counted(declared="GPL", concluded="GPL-2.0-only", detected="MIT")

    assert (found.expression, found.origin) == ("GPL-2.0-only", Origin.CONCLUDED)
    assert found.disagreeing == ((Origin.DECLARED, "GPL"), (Origin.DETECTED, "MIT"))


def test_the_same_in_other_words_is_no_disagreement() -> None:
    found = counted(declared="Apache License, Version 2.0 OR MIT".replace(" OR ", " or "), detected="MIT OR Apache-2.0")

    assert found.expression == "Apache-2.0 OR MIT"
    assert not found.is_disputed


def test_a_declaration_that_cannot_be_read_is_not_hidden_by_a_detection() -> None:
    found = counted(declared="BSD", detected="BSD-3-Clause")

    assert (found.expression, found.origin, found.text) == (None, Origin.DECLARED, "BSD")
    assert found.disagreeing == ((Origin.DETECTED, "BSD-3-Clause"),)


def test_noassertion_says_nothing() -> None:
    assert counted(declared="NOASSERTION", detected="MIT").origin is Origin.DETECTED
    assert counted(declared="NONE").origin is Origin.NOBODY
    assert counted().expression is None
