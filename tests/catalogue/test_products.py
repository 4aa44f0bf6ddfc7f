"""Products that bodies run, most often closed, and what could stand in for them."""

from datetime import UTC, date, datetime

import pytest

from commonweal.catalogue import actions
from commonweal.catalogue.models import Alternative, Product
from commonweal.catalogue.permissions import NotAllowed
from commonweal.journal.models import Event
from tests.catalogue.findings import finding

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SOURCE = actions.AlternativeSource("Test list", "https://list.example", date(2026, 1, 2), "test 1")


def names_of(event: str) -> int:
    return Event.objects.filter(name=event).count()


def test_a_product_named_twice_is_one(cast):
    first = actions.name_product(name="Photo  Shop", vendor_name="Adobe", is_listed=True, by=cast.bruno)
    again = actions.name_product(name="photo-shop", is_listed=True, by=cast.bruno)

    assert again == first
    assert Product.objects.get().slug == "photo-shop"
    assert names_of("catalogue.product_named") == 1


def test_a_curator_fills_what_was_not_known_and_changes_nothing_else(cast):
    actions.name_product(name="Photoshop", vendor_name="Adobe", is_listed=True, by=None)

    named = actions.name_product(
        name="Photoshop", vendor_name="Other", functions=["graphic-design"], is_listed=True, by=cast.bruno
    )

    assert (named.vendor_name, named.functions) == ("Adobe", ["graphic-design"])


def test_another_name_leads_to_the_product_unless_two_share_it(cast):
    adobe = actions.name_product(name="Adobe Photoshop", other_names=["Photoshop"], is_listed=True, by=None)
    called = actions.name_product(name="Photoshop", by=cast.chiara)
    actions.name_product(name="Suite A", other_names=["Suite"], is_listed=True, by=None)
    actions.name_product(name="Suite B", other_names=["Suite"], is_listed=True, by=None)

    shared = actions.name_product(name="Suite", is_listed=True, by=None)

    assert called == adobe
    assert shared.name == "Suite"


def test_what_an_editor_names_is_not_listed_until_a_curator_names_it(cast):
    named = actions.name_product(name="Our Own Thing", by=cast.chiara)
    before = named.listed_at

    listed = actions.name_product(name="Our own thing", is_listed=True, by=cast.bruno)

    assert before is None
    assert listed.listed_at is not None


def test_what_curators_and_imports_name_by_the_way_is_not_listed(cast):
    assert actions.name_product(name="One", by=cast.bruno).listed_at is None
    assert actions.name_product(name="Two", by=None).listed_at is None


def test_an_editor_changes_nothing_of_a_known_product(cast):
    actions.name_product(name="Photoshop", is_listed=True, by=None)

    actions.name_product(name="Photoshop", vendor_name="Nonsense", other_names=["Rubbish"], by=cast.chiara)

    known = Product.objects.get()
    assert (known.vendor_name, known.other_names) == ("", [])


def test_a_product_needs_a_name(cast):
    with pytest.raises(actions.NamelessProduct):
        actions.name_product(name=" – ", is_listed=True, by=None)


def test_two_products_never_share_an_address(cast):
    one = actions.name_product(name="C", is_listed=True, by=None)
    other = actions.name_product(name="C 2", is_listed=True, by=None)
    third = actions.name_product(name="С", is_listed=True, by=None)

    assert len({one.slug, other.slug, third.slug}) == 3


def test_an_alternative_is_said_once_a_source_and_comes_back(cast):
    entry = actions.publish(finding=finding(name="GIMP"), by=None).entry
    product = actions.name_product(name="Photoshop", is_listed=True, by=None)
    stated = actions.state_alternative(entry=entry, product=product, source=SOURCE, by=cast.bruno)
    actions.state_alternative(entry=entry, product=product, source=SOURCE, by=cast.bruno)
    actions.withdraw_alternative(alternative=stated, at=NOW, by=cast.bruno)

    back = actions.state_alternative(entry=entry, product=product, source=SOURCE, by=cast.bruno)

    assert back.withdrawn_at is None
    assert Alternative.objects.get().stated_on == date(2026, 1, 2)
    assert (names_of("catalogue.alternative_stated"), names_of("catalogue.alternative_withdrawn")) == (2, 1)


def test_who_may_name_products_and_say_what_stands_in(cast):
    own = actions.publish(finding=finding(name="Own", publisher=cast.town), by=None).entry
    other = actions.publish(finding=finding(name="Other"), by=None).entry
    product = actions.name_product(name="Photoshop", is_listed=True, by=None)

    def may(deed):
        try:
            deed()
        except NotAllowed:
            return False
        return True

    def row(person):
        return (
            may(lambda: actions.name_product(name="Photoshop", by=person)),
            may(lambda: actions.name_product(name="Photoshop", is_listed=True, by=person)),
            may(lambda: actions.state_alternative(entry=own, product=product, source=SOURCE, by=person)),
            may(lambda: actions.state_alternative(entry=other, product=product, source=SOURCE, by=person)),
            may(lambda: actions.withdraw_alternative(alternative=standing, at=NOW, by=person)),
        )

    standing = actions.state_alternative(entry=other, product=product, source=SOURCE, by=None)

    assert row(cast.aino) == (True, True, True, True, True)
    assert row(cast.bruno) == (True, True, True, True, True)
    assert row(cast.chiara) == (True, False, True, False, False)
    assert row(cast.dragan) == (False, False, False, False, False)


def test_the_packs_say_what_could_stand_in_for_what_and_loading_them_again_changes_nothing(cast):
    actions.load_starter(by=None)
    first = actions.load_alternatives(by=cast.bruno)
    events = Event.objects.count()

    again = actions.load_alternatives(by=cast.bruno)

    assert len(again) == len(first) > 150
    assert Event.objects.count() == events
    photoshop = Product.objects.get(name="Adobe Photoshop")
    assert [(one.entry.name, one.source_url) for one in photoshop.alternatives.all()] == [
        ("GIMP", "https://www.gimp.org")
    ]


def test_only_curators_load_the_packs(cast):
    with pytest.raises(NotAllowed):
        actions.load_alternatives(by=cast.chiara)
