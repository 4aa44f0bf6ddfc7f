"""What is on file here of a country is suggested for four of its 68 indicators, each with the page it rests on."""

from datetime import date

import pytest

from commonweal.assessments import actions
from commonweal.assessments.actions import AssessmentDraft
from commonweal.assessments.models import Assessment
from commonweal.assessments.queries.suggestions import suggestions_for
from commonweal.catalogue.models import Entry
from commonweal.organisations import actions as organisations
from tests.conftest import Cast
from tests.usage.claims_world import software

pytestmark = pytest.mark.django_db


def asked(cast: Cast, country: str = "XX") -> Assessment:
    """The indicators of a country, begun by the town."""
    draft = AssessmentDraft(instrument="enablement", country=country)
    return actions.start_assessment(body=cast.town, draft=draft, by=cast.chiara)


def office(cast: Cast, slug: str, archetype: str, **more: object) -> None:
    draft = organisations.OfficeDraft(
        slug=slug, name=slug.title(), archetype=archetype, country="XX", hosts=[(cast.town, "")], **more
    )
    organisations.open_office(draft=draft, by=None)


def test_the_directory_and_the_catalogue_count_what_they_know_of_a_country(cast: Cast) -> None:
    office(cast, "national", "national_government")
    office(cast, "union", "association_based")
    office(cast, "old", "association_based", active_to=date(2024, 1, 1), end_reason="no money left")
    pieces = [software(name).pk for name in ("Mense", "Tributi", "Eventi")]
    Entry.objects.filter(pk__in=pieces).update(country="XX")

    found = suggestions_for(cast.chiara, asked(cast))

    assert {each: suggestion.value for each, suggestion in found.items()} == {"4.1": 2, "5.1": 1, "13.2": 3, "13.4": 1}
    assert found["4.1"].fact.url == "/offices?country=XX"
    assert found["13.2"].fact.sentence.startswith("This catalogue holds 3 pieces of software")


def test_of_a_country_that_nothing_is_on_file_of_nothing_is_suggested(cast: Cast) -> None:
    office(cast, "national", "national_government")

    assert suggestions_for(cast.chiara, asked(cast, "YY")) == {}


def test_a_person_takes_a_count_as_the_answer_with_what_it_rests_on(cast: Cast) -> None:
    office(cast, "national", "national_government")
    mine = asked(cast)

    answer = actions.accept_suggestion(respondent=mine.respondents.get(), question="4.1", by=cast.chiara)

    assert (answer.value, answer.has_evidence) == (1, True)
