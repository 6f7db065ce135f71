"""Leaving with all cases: sealed pieces that open without anything of ours."""

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pyrage
import pytest

from breakwater.apps.cases.export import README
from breakwater.apps.cases.models import Piece
from breakwater.apps.organisations.models import Person
from tests.apps.cases.making import IDENTITY, WORDS, a_case, piece
from tests.people import Cast, signed_in

pytestmark = pytest.mark.django_db


def _taken_by(someone: Person) -> zipfile.ZipFile:
    answer = signed_in(someone, confirmed=True).post("/organisations/take-data-away/")
    assert answer.streaming
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def test_every_own_piece_goes_along_sealed_and_nobody_elses(cast: Cast) -> None:
    own = a_case(cast.support, pieces=[piece(), piece(sort=Piece.Sort.FILE)])
    theirs = a_case(cast.other_support)

    package = _taken_by(cast.support_admin)

    listed = json.loads(package.read("cases/cases.json"))
    (case,) = listed["cases"]
    assert (case["reference"], case["state"]) == (own.reference, "waiting")
    assert listed["left_out_because_you_are_kept_away"] == 0
    for name, stored in zip(case["pieces"], own.pieces.all(), strict=True):
        assert package.read(f"cases/{name['file']}") == bytes(stored.sealed)
    assert not [name for name in package.namelist() if theirs.reference in name]
    assert package.testzip() is None


def test_the_instructions_that_lie_beside_them_open_a_piece(cast: Cast, tmp_path: Path) -> None:
    a_case(cast.support)
    package = _taken_by(cast.support_admin)
    (name,) = (one for one in package.namelist() if one.endswith(".age"))
    padded = tmp_path / "piece.padded"
    padded.write_bytes(pyrage.decrypt(package.read(name), [IDENTITY]))
    assert package.read("cases/README.txt").decode() == README
    found = re.search(r"python3 -c '(.*?)'", README, re.DOTALL)
    assert found
    program = found.group(1).replace("\\\n", "\n").replace("\n       ", "\n")

    done = subprocess.run([sys.executable, "-c", program, padded], capture_output=True, check=True)

    assert json.loads(done.stdout.splitlines()[0])["parts"][0]["text"] == WORDS


def test_whoever_the_person_keeps_away_does_not_carry_her_case_off(cast: Cast) -> None:
    made = a_case(cast.support, excluded=[cast.support_admin.membership])

    package, colleagues = _taken_by(cast.support_admin), _taken_by(cast.support_admin_2)

    assert not [name for name in package.namelist() if name.endswith(".age")]
    assert json.loads(package.read("cases/cases.json"))["left_out_because_you_are_kept_away"] == 1
    assert [name for name in colleagues.namelist() if made.reference in name]
