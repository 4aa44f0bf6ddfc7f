"""Whether code under one licence may go into a work under another: our table of the EUPL, and OSADL's matrix."""

from pathlib import Path

import pytest
import yaml

from commonweal.licensing.documents.sentences import COMPATIBILITY
from commonweal.licensing.queries.compatibility_pack import PACK, answer_for, compatibility_pack
from commonweal.licensing.rules.compatibility import EUPL, Answer, Cell
from commonweal.standards import osadl
from commonweal.standards.licences import is_valid

TABLE = compatibility_pack().table
CELLS = sorted(TABLE.values(), key=lambda cell: (cell.inbound, cell.outbound))
# Appendix of the EUPL 1.2 as Implementing Decision (EU) 2017/863 has it, by hand from its text.
APPENDIX = {
    "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later",
    "OSL-2.1", "OSL-3.0", "EPL-1.0", "CECILL-2.0", "CECILL-2.1", "MPL-2.0", "LGPL-2.1-only", "LGPL-2.1-or-later",
    "LGPL-3.0-only", "LGPL-3.0-or-later", "CC-BY-SA-3.0", "EUPL-1.1", "EUPL-1.2", "LiLiQ-R-1.1", "LiLiQ-Rplus-1.1",
}  # fmt: skip


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell.inbound} into {cell.outbound}")
def test_each_cell_of_the_table_has_licences_a_reason_and_a_source(cell: Cell) -> None:
    assert is_valid(cell.inbound)
    assert is_valid(cell.outbound)
    assert EUPL in {cell.inbound, cell.outbound}
    assert cell.reason in COMPATIBILITY
    assert len(cell.source) > 20
    assert any(letter.isdigit() for letter in cell.source)


def test_code_under_the_eupl_may_go_where_the_appendix_says_and_nowhere_else() -> None:
    out = {cell.outbound: cell.answer for cell in CELLS if cell.inbound == EUPL and cell.reason != "same"}

    assert {name for name, answer in out.items() if answer != Answer.NO} == APPENDIX - {EUPL}
    assert {name for name, answer in out.items() if answer == Answer.CHECK} == {"CC-BY-SA-3.0"}
    assert answer_for(EUPL, EUPL) is not None


def test_the_appendix_is_worded_as_the_licence_words_it(shared_data: Path) -> None:
    text = " ".join((shared_data / "licences" / "eupl" / "EUPL-1.2.txt").read_text().split())
    appendix = text[text.index("‘Compatible Licences’ according to Article 5 EUPL are:") :]
    lines = [line["words"] for line in yaml.safe_load(PACK.read_text())["appendix"]]

    assert [line for line in lines if line not in appendix] == []
    assert appendix.count("—") - 1 == len(lines)  # one dash of its own stands in the name of LiLiQ


@pytest.mark.parametrize(
    ("inbound", "outbound", "answer"),
    [
        ("MIT", "EUPL-1.2", Answer.YES),
        ("Apache License 2.0", "EUPL-1.2", None),
        ("MIT OR GPL-3.0-only", "EUPL-1.2", Answer.YES),
        ("MIT AND GPL-3.0-only", "EUPL-1.2", Answer.NO),
        ("EUPL-1.2", "GPL-2.0", Answer.YES),
        ("EUPL-1.2+", "AGPL-3.0-only", Answer.YES),
        ("EUPL-1.2", "MIT", Answer.NO),
        ("EUPL-1.2", "EPL-2.0", Answer.NO),
        ("MIT", "MIT OR EUPL-1.2", Answer.YES),
        ("GPL-2.0-only", "MIT OR GPL-2.0-only", Answer.NO),
        ("Apache-2.0", "GPL-2.0-only", Answer.NO),
        ("Apache-2.0", "GPL-3.0-only", Answer.YES),
        ("GPL-2.0-only", "GPL-3.0-only", Answer.NO),
        ("GPL-2.0-or-later", "GPL-3.0-only", Answer.YES),
        ("LicenseRef-Town", "EUPL-1.2", Answer.UNKNOWN),
        ("LicenseRef-Town", "LicenseRef-Town", Answer.YES),
        ("MIT", "GPL-2.0-only WITH Bison-exception-2.2", Answer.CHECK),
        ("GPL-2.0-only WITH GCC-exception-2.0", "EUPL-1.2", Answer.CHECK),
        ("MIT", "GPL-2.0-only WITH Classpath-exception-2.0", Answer.YES),
    ],
)
def test_expressions_go_together_by_their_best_way(inbound: str, outbound: str, answer: Answer | None) -> None:
    found = answer_for(inbound, outbound)

    assert (found.answer if found else None) == answer


def test_a_choice_says_which_way_was_taken() -> None:
    found = answer_for("GPL-3.0-only OR MIT", "EUPL-1.2")

    assert found is not None
    assert found.chosen == "MIT"


def test_where_osadl_says_otherwise_it_is_told() -> None:
    found = answer_for("Apache-2.0", "EUPL-1.2")

    assert found is not None
    assert [other.answer for other in found.others] == [Answer.UNKNOWN]


def test_osadls_answers_are_kept_as_they_are() -> None:
    known = sorted(osadl.licences_known())
    ours = {EUPL}
    different = [
        (inbound, outbound)
        for inbound in known
        for outbound in known
        if not ours & {inbound, outbound} and inbound != outbound
        and (found := answer_for(inbound, outbound)) is not None
        and found.answer.value != osadl.compatibility(inbound, outbound)
    ]  # fmt: skip

    assert len(known) == 110
    assert different == []


def test_we_are_never_green_where_osadl_says_no_but_for_what_the_appendix_names() -> None:
    greener = {
        (cell.inbound, cell.outbound)
        for cell in CELLS
        if cell.answer == Answer.YES and osadl.compatibility(cell.inbound, cell.outbound) == osadl.Compatibility.NO
    }

    assert greener == {("EUPL-1.2", "EUPL-1.1")}
