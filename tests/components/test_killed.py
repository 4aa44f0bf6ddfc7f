"""A program that is killed while it receives a list loses nothing and doubles nothing."""

import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.db import connection

from commonweal.components.models import SbomDocument
from commonweal.organisations import actions as organisations
from commonweal.usage import actions as usage
from tests.conftest import PROJECT

KILLS = 20


@pytest.mark.django_db(transaction=True)
def test_whatever_moment_it_dies_the_list_before_or_the_new_one_stands_whole() -> None:
    draft = organisations.BodyDraft(
        uri="https://m.example/borgo", name="Borgo", kind="municipality", tier="local", country="IT"
    )
    town = organisations.register_body(draft=draft, by=None)
    system = usage.enter_system(body=town, draft=usage.SystemDraft(name="Portale"), by=None)

    command = [sys.executable, "-m", "tests.components.killed", str(system.pk), str(KILLS), "7"]
    done = subprocess.run(command, env=environment(), cwd=PROJECT, capture_output=True, text=True, check=False)

    said = done.stdout.split()
    assert done.returncode == 0, done.stderr
    assert said.count("killed") == KILLS
    assert said.count("whole") == len(said) - said.count("killed") - said.count("finished")
    assert said.count("whole") > KILLS
    assert SbomDocument.objects.filter(system=system, replaced_at=None).count() == 1


def environment() -> dict[str, str]:
    """The database of this test, for a program of its own."""
    settings = connection.settings_dict
    before, _, query = os.environ.get("DATABASE_URL", "").partition("?")
    given = f"{before.rpartition('/')[0]}/{settings['NAME']}{'?' + query if query else ''}"
    url = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={quote(settings['HOST'], safe='')}"
    return os.environ | {
        "DATABASE_URL": given if before else url,
        "PYTHONPATH": f"{PROJECT}/src{os.pathsep}{PROJECT}",
    }
