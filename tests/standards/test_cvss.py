"""Scores and bands of CVSS vectors; the examples and their scores are those that FIRST publishes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.standards.cvss import Band, band_in_words, band_of, rate


@pytest.mark.parametrize(
    ("vector", "version", "score", "band"),
    [
        ("AV:N/AC:L/Au:N/C:N/I:N/A:C", "2.0", "7.8", Band.HIGH),
        ("(AV:N/AC:L/Au:N/C:C/I:C/A:C)", "2.0", "10.0", Band.HIGH),
        ("AV:L/AC:M/Au:N/C:N/I:P/A:C", "2.0", "5.4", Band.MEDIUM),
        ("CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", "3.0", "6.4", Band.MEDIUM),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "3.1", "9.8", Band.CRITICAL),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", "3.1", "3.1", Band.LOW),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "3.1", "0.0", Band.NONE),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:H/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N", "4.0", "5.1", Band.MEDIUM),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", "4.0", "10.0", Band.CRITICAL),
    ],
)
def test_a_vector_has_its_score_and_band(vector: str, version: str, score: str, band: Band) -> None:
    rating = rate(vector)

    assert rating is not None
    assert (rating.version, rating.score, rating.band) == (version, Decimal(score), band)


def test_the_environment_counts_where_the_vector_tells_of_it() -> None:
    base = rate("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
    inside = rate("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MAV:P")

    assert base is not None
    assert inside is not None
    assert inside.score < base.score


@pytest.mark.parametrize("vector", ["", "medium", "CVSS:3.1/", "CVSS:3.1/AV:N", "CVSS:9.9/AV:N", "AV:N/" * 1_000])
def test_what_is_no_vector_has_no_rating(vector: str) -> None:
    assert rate(vector) is None


@given(st.text(max_size=60) | st.text(alphabet="CVSS:3.14/AVNLPRUI", max_size=60))
def test_no_text_makes_the_rating_fall(vector: str) -> None:
    rating = rate(vector)

    assert rating is None or 0 <= rating.score <= 10


@pytest.mark.parametrize(
    ("score", "band"),
    [
        ("0.0", Band.NONE),
        ("3.9", Band.LOW),
        ("4.0", Band.MEDIUM),
        ("6.9", Band.MEDIUM),
        ("8.9", Band.HIGH),
        ("9.0", Band.CRITICAL),
    ],
)
def test_bands_begin_where_first_lets_them(score: str, band: Band) -> None:
    assert band_of(Decimal(score)) is band


@pytest.mark.parametrize(
    ("word", "band"),
    [("MODERATE", Band.MEDIUM), ("Important", Band.HIGH), ("negligible", Band.LOW), ("dreadful", Band.UNKNOWN)],
)
def test_words_of_databases_are_understood(word: str, band: Band) -> None:
    assert band_in_words(word) is band
