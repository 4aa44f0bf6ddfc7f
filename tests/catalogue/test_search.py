"""Searching."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from commonweal.catalogue import actions, queries
from commonweal.catalogue.permissions import NotAllowed
from commonweal.catalogue.queries import Facet, SearchRequest, SearchResult
from commonweal.organisations.models import Visibility
from tests.catalogue.findings import finding

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


def search(text: str = "", *, viewer: object = NOBODY, language: str = "en", **changes: object) -> SearchResult:
    return queries.search(viewer, SearchRequest(text=text, language=language, **changes))


def names(result: SearchResult) -> list[str]:
    return [hit.entry.name for hit in result.hits]


def facet(result: SearchResult, name: str) -> Facet:
    return next(one for one in result.facets if one.name == name)


def counts(result: SearchResult, name: str) -> dict[str, int]:
    return {value.value: value.count for value in facet(result, name).values}


@pytest.fixture
def _catalogue(db: None) -> None:
    actions.publish_many(
        findings=[
            finding("Mense facili"),
            finding("Anagrafica", category="crm", short="Anagrafe della popolazione residente", feature="certificati"),
            finding("Friedhof", language="de", short="Verwaltung von Friedhöfen", feature="Gräber", licence="MIT"),
            finding(
                "Library", language="en", short="Lending of books", feature="shelves", category="crm", licence="MIT"
            ),
        ],
        by=None,
    )


@pytest.mark.usefixtures("_catalogue")
class TestTexts:
    def test_a_word_is_found_in_any_of_its_forms(self) -> None:
        assert names(search("mensa")) == ["Mense facili"]
        assert names(search("book")) == ["Library"]

    def test_accents_do_not_matter(self) -> None:
        assert names(search("friedhofen")) == ["Friedhof"]

    def test_an_english_need_finds_an_italian_product(self) -> None:
        result = search("civil registry")

        assert names(result) == ["Anagrafica"]
        assert "anagrafe" in result.expanded

    def test_a_mistyped_word_finds_what_was_meant(self) -> None:
        result = search("librari")

        assert result.did_you_mean == "library"
        assert result.is_corrected
        assert names(result) == ["Library"]

    def test_nothing_fits_nonsense(self) -> None:
        assert search("qqqq zzzz xxxx").total == 0

    @pytest.mark.parametrize(
        "text", ["'", "a & b | !c", "((", "\\", "%s %(x)s", "漢字", "'; drop table x", ":*", "-" * 300]
    )
    def test_odd_texts_are_only_texts(self, text: str) -> None:
        assert search(text).page == 1

    def test_the_hit_speaks_the_language_of_the_reader(self) -> None:
        hit = search("mense", language="fr").hits[0]

        assert hit.text is not None
        assert hit.text.language == "it"

    def test_suggestions_begin_as_typed(self) -> None:
        found = queries.suggestions(NOBODY, "lib", "en")

        assert ("Library", "/software/library", "entry") in [(one.text, one.url, one.kind) for one in found]

    @pytest.mark.parametrize("prefix", ["", "a", "((", "[a-", "\\m", "lib.*"])
    def test_odd_beginnings_are_only_text(self, prefix: str) -> None:
        assert isinstance(queries.suggestions(NOBODY, prefix, "en"), list)


@pytest.mark.usefixtures("_catalogue")
class TestFacets:
    def test_each_value_says_how_many_have_it(self) -> None:
        result = search()

        assert result.total == 4
        assert counts(result, "licence") == {"EUPL-1.2": 2, "MIT": 2}
        assert counts(result, "language") == {"it": 2, "de": 1, "en": 1}

    def test_a_choice_narrows_the_others_but_not_its_own_facet(self) -> None:
        result = search(chosen={"licence": ("MIT",)})

        assert result.total == 2
        assert counts(result, "licence") == {"EUPL-1.2": 2, "MIT": 2}
        assert counts(result, "language") == {"de": 1, "en": 1}

    def test_choices_in_one_facet_widen_and_in_two_narrow(self) -> None:
        wide = search(chosen={"language": ("it", "de")})
        narrow = search(chosen={"language": ("it", "de"), "category": ("crm",)})

        assert (wide.total, names(narrow)) == (3, ["Anagrafica"])

    def test_a_chosen_value_that_nobody_has_is_shown_with_zero(self) -> None:
        assert counts(search(chosen={"country": ("FR",)}), "country") == {"FR": 0}

    def test_values_are_named_in_the_language_of_the_reader(self) -> None:
        labels = {value.label for value in facet(search(language="it"), "category").values}

        assert "Contabilità" in labels

    def test_what_changes_is_counted_at_once(self) -> None:
        before = counts(search(), "licence")
        actions.publish(finding=finding("Library", minutes=1, licence="EUPL-1.2", language="en"), by=None)

        assert before["MIT"] == 2
        assert counts(search(), "licence") == {"EUPL-1.2": 3, "MIT": 1}

    def test_what_retired_is_neither_found_nor_counted(self) -> None:
        entry = queries.find_by_url("https://git.example/borgo/library")
        assert entry is not None
        actions.retire(entry=entry, reason="gone", at=entry.changed_at, by=None)

        assert search("lending").total == 0
        assert counts(search(), "language") == {"it": 2, "de": 1}

    def test_names_sort_without_regard_to_case(self) -> None:
        assert names(search(sort="name")) == ["Anagrafica", "Friedhof", "Library", "Mense facili"]

    def test_pages_follow_each_other(self) -> None:
        pages = [search(sort="name", size=3, page=page) for page in (1, 2, 99)]

        assert [names(page) for page in pages[:2]] == [["Anagrafica", "Friedhof", "Library"], ["Mense facili"]]
        assert (pages[2].page, pages[2].pages) == (2, 2)

    def test_a_search_takes_at_most_eight_queries(self, django_assert_max_num_queries) -> None:
        with django_assert_max_num_queries(8):
            search("civil registry", chosen={"licence": ("EUPL-1.2",)})


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        (Visibility.PUBLIC, {"nobody", "aino", "bruno", "chiara", "dragan"}),
        (Visibility.NETWORK, {"aino", "bruno", "chiara"}),
        (Visibility.BODY, {"aino", "chiara"}),
        (Visibility.PRIVATE, set()),
    ],
)
def test_everybody_finds_and_counts_exactly_what_they_may_see(cast, visibility: int, seen_by: set[str]) -> None:
    actions.publish(finding=finding("Hidden", publisher=cast.town, visibility=visibility), by=None)
    viewers = {"nobody": NOBODY} | {name: getattr(cast, name) for name in ("aino", "bruno", "chiara", "dragan")}

    found = {name for name, viewer in viewers.items() if search("hidden", viewer=viewer).total}
    counted = {name for name, viewer in viewers.items() if counts(search(viewer=viewer), "licence")}

    assert found == counted == seen_by


def test_the_url_holds_the_whole_search() -> None:
    query = "q=school+fees&licence=EUPL-1.2&licence=MIT&country=IT&sort=name&page=2"

    request = SearchRequest.from_query(QueryDict(query), "en")

    assert request.chosen == {"licence": ("EUPL-1.2", "MIT"), "country": ("IT",)}
    assert SearchRequest.from_query(QueryDict(request.to_query(page=2)), "en") == request
    assert request.to_query() == "q=school+fees&licence=EUPL-1.2&licence=MIT&country=IT&sort=name"


def test_a_value_is_picked_and_put_back() -> None:
    request = SearchRequest(chosen={"licence": ("MIT",)})

    assert request.toggled("licence", "EUPL-1.2") == "licence=MIT&licence=EUPL-1.2"
    assert request.toggled("licence", "MIT") == ""


def test_the_starter_pack_is_found_offline_and_loading_it_again_changes_nothing() -> None:
    actions.load_starter(by=None)
    again = {publication.outcome for publication in actions.load_starter(by=None)}

    assert again == {"unchanged"}
    assert "Cityvizor" in [name.title() for name in names(search("how the town spends its money"))]


def test_a_saved_search_is_kept_once_and_only_its_owner_removes_it(cast) -> None:
    kept = actions.save_search(name="Canteens", query="?q=canteen", by=cast.chiara)

    assert actions.save_search(name="Canteens", query="q=canteen", by=cast.chiara) == kept
    with pytest.raises(actions.NameTaken):
        actions.save_search(name="Canteens", query="q=other", by=cast.chiara)
    with pytest.raises(NotAllowed):
        actions.remove_search(search=kept, by=cast.dragan)
    assert queries.saved_searches(cast.chiara).get() == kept
    actions.remove_search(search=kept, by=cast.chiara)
    assert not queries.saved_searches(cast.chiara).exists()
