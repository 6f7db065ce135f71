"""What goes public: complete, checkable, on a schedule, and silent about who did what when."""

import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from breakwater.apps.audit_log import by_file, logs, publication
from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.audit_log.gate_client import GateAwayError
from breakwater.apps.audit_log.models import Publication
from breakwater.domain.audit_log.export import verify_export
from breakwater.domain.audit_log.findings import Finding, all_hold
from breakwater.domain.audit_log.kinds import KINDS, Kind
from breakwater.domain.audit_log.policy import read_policy
from breakwater.domain.audit_log.tiles import Bundle, read_bundle
from breakwater.domain.plain_error import PlainError
from breakwater.gate.log_signer import LogSigner
from breakwater.site.command_line.standalone import standalone_source
from breakwater.site.command_line.verify_path import DirectoryReader, list_files
from tests.apps.audit_log.conftest import gate_in, witness_in

pytestmark = pytest.mark.django_db
ORIGIN = "ours.example/operator-log"


def enter(count: int) -> None:
    for number in range(count):
        append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={"key": number})


def publish() -> Publication:
    return publication.publish(OPERATOR_LOG)


def verified(folder: Path) -> list[Finding]:
    policy = read_policy((folder / "policy").read_bytes())
    return verify_export(DirectoryReader(folder), list_files(folder), policy)


def test_an_export_holds_under_the_verifier_and_one_changed_byte_does_not(
    gate: LogSigner, data: Path
) -> None:
    for count in (3, 0, 200):
        enter(count)
        publish()

    publication.export(OPERATOR_LOG, data / "export")

    assert all_hold(verified(data / "export"))
    bundle = data / "export/tile/entries/000"
    changed = bytearray(bundle.read_bytes())
    changed[2 + 64 + 2 + 5] ^= 1
    bundle.write_bytes(changed)
    findings = verified(data / "export")
    assert not all_hold(findings)
    assert any("ntry 1 " in finding.says for finding in findings)


def test_a_bare_python_verifies_an_export(gate: LogSigner, data: Path) -> None:
    enter(5)
    publish()
    publication.export(OPERATOR_LOG, data / "export")
    (data / "verifier.py").write_text(standalone_source(), encoding="utf-8")

    ran = subprocess.run(
        [sys.executable, "-I", "-S", data / "verifier.py", data / "export"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout
    assert "export holds." in ran.stdout


def test_a_silent_day_and_a_busy_one_look_alike(gate: LogSigner) -> None:
    sizes = []
    for count in (0, 20, 1, 0, 25):
        enter(count) if count else append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={})
        sizes.append(publish().size)

    assert [size % 64 for size in sizes] == [0] * 5
    assert {after - before for before, after in itertools.pairwise(sizes)} == {64}


def test_nothing_public_tells_a_key_added_from_a_filler(gate: LogSigner, data: Path) -> None:
    enter(5)
    last = publish()

    public = [path for path in logs.folder_of(ORIGIN).rglob("*") if path.is_file()]

    entries = read_bundle(
        Bundle(0, last.size),
        (logs.folder_of(ORIGIN) / Bundle(0, last.size).path).read_bytes(),
    )
    assert {len(entry) for entry in entries} == {64}
    assert len(set(entries)) == last.size
    # The MANIFEST's own entry is opened to everybody, because the MANIFEST is public.
    said = b"".join(path.read_bytes() for path in public if path.name != "MANIFEST.entry")
    assert [kind for kind in KINDS if kind.encode() in said and kind != "manifest"] == []


def test_nothing_is_public_before_the_next_round(gate: LogSigner, data: Path) -> None:
    enter(1)
    publish()
    before = {path: path.read_bytes() for path in (data / "log").rglob("*") if path.is_file()}

    enter(100)

    after = {path: path.read_bytes() for path in (data / "log").rglob("*") if path.is_file()}
    assert before == after


def test_without_the_gate_nothing_is_published_and_the_next_round_makes_up_for_it(
    data: Path,
) -> None:
    enter(3)
    with pytest.raises(GateAwayError):
        publish()
    assert not (data / "log").exists()

    with gate_in(data):
        publish()

    assert (logs.folder_of(ORIGIN) / "checkpoint").exists()


def test_files_that_a_dying_process_did_not_write_are_written_by_the_next_round(
    gate: LogSigner, data: Path
) -> None:
    enter(3)
    last = publish()
    folder = logs.folder_of(ORIGIN)
    whole = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for path in (folder / "checkpoint", folder / "MANIFEST", next(folder.glob("tile/0/000*/*"))):
        path.unlink()

    publication.collect(last)

    assert whole == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_witnesses_are_asked_and_those_who_were_away_are_asked_again(
    gate: LogSigner, data: Path
) -> None:
    enter(3)
    with (
        witness_in(data, "one", ORIGIN) as (one, first),
        witness_in(data, "two", ORIGIN) as (two, second),
    ):
        (data / "witnesses").write_text(
            f"witness one {one.verifier_keys[0]} {first}\n"
            f"witness two {two.verifier_keys[0]} {second}/away\n"
            "group both 2 one two\nquorum both\n",
            encoding="ascii",
        )
        for _ in range(3):
            last = publish()
        publication.export(OPERATOR_LOG, data / "one-of-two")
        with_one = publication.policy_at(last), publication.signed_by_all(last)

        answer = two.answer(by_file.ask(OPERATOR_LOG, 0))
        assert by_file.bring(OPERATOR_LOG, answer.body) == ["two"]
        publication.export(OPERATOR_LOG, data / "two-of-two")

    assert len(with_one[1].note.signatures) == 3
    assert not all_hold(verified(data / "one-of-two"))
    assert all_hold(verified(data / "two-of-two"))
    public = (logs.folder_of(ORIGIN) / "checkpoint").read_bytes()
    assert public == (data / "two-of-two/checkpoint").read_bytes()


def test_a_witness_that_answers_nonsense_is_not_believed(gate: LogSigner, data: Path) -> None:
    enter(1)
    with (
        witness_in(data, "one", ORIGIN) as (one, address),
        witness_in(data, "two", ORIGIN) as (two, _),
    ):
        # The policy expects two's signature where one answers.
        (data / "witnesses").write_text(
            f"witness two {two.verifier_keys[0]} {address}\nquorum two\n", encoding="ascii"
        )
        last = publish()
        with pytest.raises(PlainError, match="no witness"):
            by_file.bring(OPERATOR_LOG, one.answer(by_file.ask(OPERATOR_LOG, 64)).body)

    assert last.cosignatures.count() == 0


def test_a_damaged_list_of_witnesses_stops_the_round_in_a_sentence(
    gate: LogSigner, data: Path
) -> None:
    enter(1)
    (data / "witnesses").write_text("witness one\n", encoding="ascii")

    with pytest.raises(PlainError, match="line"):
        publish()


def test_an_export_goes_into_a_new_folder_only(gate: LogSigner, data: Path) -> None:
    enter(1)
    with pytest.raises(PlainError, match="not been published yet"):
        publication.export(OPERATOR_LOG, data / "export")
    publish()
    (data / "export").mkdir()

    with pytest.raises(PlainError, match="new folder"):
        publication.export(OPERATOR_LOG, data / "export")


def test_the_multiple_is_a_setting(gate: LogSigner, settings: Settings) -> None:
    settings.LOG_MULTIPLE = 100
    enter(1)

    assert publish().size == 100
