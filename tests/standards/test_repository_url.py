"""Addresses of repositories take one spelling and compare equal when they name the same repository."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.standards.repository_url import canonical, comparison_key, is_same


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("https://github.com/italia/spid", "https://github.com/italia/spid"),
        ("HTTPS://GitHub.com/italia/Spid.git/", "https://github.com/italia/Spid"),
        ("git@github.com:italia/spid.git", "https://github.com/italia/spid"),
        ("github.com:italia/spid.git", "https://github.com/italia/spid"),
        ("ssh://git@gitlab.example.org:2222/group/sub/app.git", "https://gitlab.example.org/group/sub/app"),
        ("git://git.example.org/app.git", "https://git.example.org/app"),
        ("git+https://git.example.org/app", "https://git.example.org/app"),
        ("https://user:secret@git.example.org/app", "https://git.example.org/app"),
        ("https://git.example.org:443/app", "https://git.example.org/app"),
        ("http://git.example.org:8080//app/?tab=readme#top", "http://git.example.org:8080/app"),
        ("https://github.com/italia/spid/tree/main/api", "https://github.com/italia/spid"),
        ("https://gitlab.example.org/group/app/-/blob/main/README.md", "https://gitlab.example.org/group/app"),
        ("http://[::1]:3000/owner/app", "http://[::1]:3000/owner/app"),
        ("javascript:alert(1)", None),
        ("file:///srv/git/app.git", None),
        ("https://", None),
        ("https://exa mple.org/app", None),
        ("https://git.example.org:port/app", None),
        ("just words", None),
        ("", None),
    ],
)
def test_every_way_to_write_an_address_gives_one_spelling(written: str, spelt: str | None) -> None:
    assert canonical(written) == spelt


def test_scheme_case_and_www_do_not_make_another_repository() -> None:
    assert is_same("http://www.github.com/Italia/SPID.git", "git@github.com:italia/spid")
    assert not is_same("https://github.com/italia/spid", "https://github.com/italia/spid2")
    assert not is_same("nonsense", "nonsense")


SEGMENTS = st.from_regex(r"[A-Za-z0-9_.-]{1,8}", fullmatch=True)
ADDRESSES = st.builds(
    "{}{}{}/{}{}".format,
    st.sampled_from(["https://", "http://", "ssh://git@", "git://", "HTTPS://a:b@"]),
    st.sampled_from(["github.com", "git.Example.org", "www.example.org"]),
    st.sampled_from(["", ":443", ":8443"]),
    st.lists(SEGMENTS, min_size=1, max_size=5).map("/".join),
    st.sampled_from(["", ".git", "/", ".git/", "?a=b", "#c"]),
)


@given(st.one_of(st.text(), ADDRESSES))
def test_the_canonical_address_is_stable_and_keeps_its_key(text: str) -> None:
    spelt = canonical(text)

    if spelt is not None:
        assert spelt.startswith(("https://", "http://"))
        assert canonical(spelt) == spelt
        assert comparison_key(spelt) == comparison_key(text)
