"""Fuzzes the reader, the judgement, repair, upgrade and writer of publiccode.yml with atheris (coverage-guided).

    python tests/fuzz/publiccode_fuzz.py CORPUS_FOLDER -runs=1000000 -max_len=4096

atheris is no dependency: install it beside the project. The corpus folder may hold real files to start from. A finding
is an exception: reading must never raise, what was read must survive JSON and writing, and mending must be done once.
"""

import json
import sys

import atheris

with atheris.instrument_imports(include=["commonweal.standards"]):
    from commonweal.standards.problems import has_errors
    from commonweal.standards.publiccode import PublicCode, check
    from commonweal.standards.publiccode.repairing import repair
    from commonweal.standards.publiccode.upgrading import upgrade
    from commonweal.standards.publiccode.writer import write


def one_input(content: bytes) -> None:
    """Hold every promise that is made for any bytes."""
    judgement = check(content)
    publiccode = judgement.publiccode
    if publiccode is None:
        assert has_errors(judgement.problems)
    # Writing and mending read several times more, and would leave no time for reading.
    elif len(content) % 8 == 1:
        assert PublicCode.from_dict(json.loads(json.dumps(publiccode.to_dict(), allow_nan=False))) == publiccode
        written = check(write(publiccode)).publiccode
        assert written is not None
        assert without_unknown(written) == without_unknown(publiccode)
    if len(content) % 32 == 0:
        for mend in (repair, upgrade):
            once, _ = mend(content)
            assert mend(once) == (once, [])


def without_unknown(publiccode: PublicCode) -> dict[str, object]:
    """Give what is modelled; the path of an unknown key may change its language tag."""
    plain = publiccode.to_dict()
    plain.pop("unknown", None)
    return plain


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
