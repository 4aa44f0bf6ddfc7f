"""An empty installation is filled with what comes with the program."""

import pytest

from commonweal.catalogue.models import Alternative, Entry
from commonweal.cli.commands import main
from commonweal.organisations.models import Office

pytestmark = pytest.mark.django_db


def test_offices_and_software_come_with_the_program_and_twice_is_once(capsys: pytest.CaptureFixture[str]) -> None:
    def counts() -> tuple[int, int, int]:
        return Office.objects.count(), Entry.objects.count(), Alternative.objects.count()

    assert main(["starter"]) == 0
    first = counts()
    assert main(["starter"]) == 0

    assert counts() == first
    assert min(first) > 0
    assert f"{first[0]} offices" in capsys.readouterr().out
