"""What people write for a licence becomes the SPDX expression, or nothing where it leaves the licence open."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.standards.licence_logic import are_equal
from commonweal.standards.licence_names import expression_named
from commonweal.standards.licences import is_valid


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("The Apache Software License, Version 2.0", "Apache-2.0"),
        ("Apache License 2.0 (Apache-2.0)", "Apache-2.0"),
        ("Apache License Version 2.0, January 2004", "Apache-2.0"),
        ("ALv2", "Apache-2.0"),
        ("https://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"),
        ("GPLv3+", "GPL-3.0-or-later"),
        ("GPL-3.0", "GPL-3.0-only"),
        ("GPL (>= 2)", "GPL-2.0-or-later"),
        ("GNU General Public License v2 or later (GPLv2+)", "GPL-2.0-or-later"),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", "GPL-3.0-only"),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 or later (LGPLv3+)", "LGPL-3.0-or-later"),
        (
            "GNU General Public License; either version 3 of the License, or (at your option) any later version",
            "GPL-3.0-or-later",
        ),
        ("GNU AFFERO GENERAL PUBLIC LICENSE Version 3, 19 November 2007", "AGPL-3.0-only"),
        ("License :: OSI Approved :: MIT License", "MIT"),
        ("The MIT License", "MIT"),
        ("BSD 3-Clause", "BSD-3-Clause"),
        ("New BSD License", "BSD-3-Clause"),
        ("2-clause BSD license", "BSD-2-Clause"),
        ("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
        ("EUPL v1.2", "EUPL-1.2"),
        ("European Union Public Licence 1.2 (EUPL-1.2)", "EUPL-1.2"),
        ("EUPL-1.2 or later", "EUPL-1.2+"),
        ("Creative Commons Attribution-ShareAlike 4.0 International", "CC-BY-SA-4.0"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("https://spdx.org/licenses/ISC.html", "ISC"),
        ("mit or apache-2.0", "MIT OR Apache-2.0"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("GPL-2.0+ WITH Classpath-exception-2.0", "GPL-2.0-or-later WITH Classpath-exception-2.0"),
        ("GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("LicenseRef-scancode-mit-old-style", "LicenseRef-scancode-mit-old-style"),
    ],
)
def test_words_for_a_licence_mean_its_expression(written: str, meant: str) -> None:
    assert expression_named(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "", "GPL", "LGPL", "BSD", "BSD License", "Apache", "Creative Commons", "CC BY", "MPL", "EUPL", "GNU v3",
        "Proprietary or commercial", "UNLICENSED", "see LICENSE", "SEE LICENSE IN license.txt", "All rights reserved",
        "Copyright 2020 Ada", "GPL/LGPL 2.1 and others", "MIT/X11", "Apache-2.0 with changes",
        "GPL v3 with linking exception",
        "GPL v7", "MIT-style", "free", "other", "none", "x" * 5000, "(" * 300,
    ],
)  # fmt: skip
def test_words_that_leave_the_licence_open_stay_unanswered(written: str) -> None:
    assert expression_named(written) is None


@given(st.text(max_size=60) | st.from_regex(r"(?:L|A)?GPL[ -]?v?[0-9.]{0,4}\+?(?: or later| only)?", fullmatch=True))
def test_whatever_is_answered_is_an_expression_of_listed_licences_and_means_itself(text: str) -> None:
    found = expression_named(text)

    assert found is None or (is_valid(found) and expression_named(found) == found)


# Spellings of FLAME (CC-BY-4.0) that mean something else to us, each looked at: SPDX's own identifiers mean themselves;
# an older version is not guessed to be a newer one; other names are mistakes or other opinions there.
OTHERWISE = {
    "BSD 2 Clause FreeBSD", "bsd-2-clause-freebsd", "Historical Permission Notice and Disclaimer - sell variant",
    "GNU Lesser General Public License-2.0", "GNU Library General Public License v2 or later", "LGPLv2, greater",
    "GNU Lesser General Public License v2 or later (LGPLv2+)", "LGPLv2.0+", "LicenseRef-ISO-8879",
    "LicenseRef-Fedora-Public-Domain", "LicenseRef-scancode-cmu-template", "LicenseRef-C-Ares", "LicenseRef-c-Ares",
    "MPL-2.0+", "LicenseRef-scancode-openssl", "PSF-2.0", "scancode://psf-2.0", "psf-2.0", "LicenseRef-scancode-ttcl",
    "LicenseRef-flame-x11-keith-packard",
}  # fmt: skip


def test_of_three_thousand_spellings_in_use_more_than_four_in_five_are_answered_none_wrongly(shared_data: Path) -> None:
    listed = json.loads((shared_data / "licences" / "foss-licenses" / "licenses.json").read_text())
    spellings = [(alias, each["spdxid"]) for each in listed for alias in each["aliases"]]

    answered = [(alias, spdx, found) for alias, spdx in spellings if (found := expression_named(alias)) is not None]

    assert len(spellings) == 3459
    assert {alias for alias, spdx, found in answered if not are_equal(found, spdx)} == OTHERWISE
    assert len(answered) - len(OTHERWISE) == 2930  # 84.7 %


def test_names_that_are_known_to_leave_the_version_open_stay_unanswered(shared_data: Path) -> None:
    folder = shared_data / "licences" / "foss-licenses"
    open_names = json.loads((folder / "no_version.json").read_text())["no_versions"]

    assert [alias for each in open_names.values() for alias in each["aliases"] if expression_named(alias)] == []
