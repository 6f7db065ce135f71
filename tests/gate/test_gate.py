"""The gate on a real process: what it signs, what it refuses, and what it remembers."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from breakwater.domain.audit_log.checkpoint import read_checkpoint
from breakwater.domain.audit_log.cosignature import Check, check_signature
from breakwater.domain.audit_log.encoding import write_base64
from breakwater.domain.audit_log.note import SignatureType, read_verifier_key
from tests.growing_log import GrowingLog
from tests.running import COMMAND, REPOSITORY, running_gate, short_folder

ORIGIN = "ours.example/disclosure-log"


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_folder() as made:
        yield made


def ask(folder: Path, request: dict[str, Any] | bytes) -> dict[str, Any]:
    line = request if isinstance(request, bytes) else json.dumps(request).encode() + b"\n"
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(10)
        connection.connect(str(folder / "gate.socket"))
        connection.sendall(line)
        with connection.makefile("rb") as answers:
            said: dict[str, Any] = json.loads(answers.readline())
    return said


def sign(
    log: GrowingLog, old: int, size: int | None = None, proof: list[bytes] | None = None
) -> dict[str, Any]:
    checkpoint = log.checkpoint(size)
    hashes = log.proof(min(old, checkpoint.size), size) if proof is None else proof
    return {
        "verb": "sign",
        "origin": log.origin,
        "old": old,
        "size": checkpoint.size,
        "root": write_base64(checkpoint.root),
        "proof": [write_base64(value) for value in hashes],
    }


def size_of(answer: dict[str, Any]) -> int:
    return read_checkpoint(answer["checkpoint"].encode()).checkpoint.size


def test_a_log_that_grows_is_signed_with_a_key_that_stays_after_a_restart(folder: Path) -> None:
    log = GrowingLog(ORIGIN).grow(3)
    with running_gate(folder):
        ask(folder, sign(log, 0))
        before = ask(folder, {"verb": "keys", "origin": ORIGIN})

    with running_gate(folder):
        answer = ask(folder, sign(log.grow(5), 3))
        after = ask(folder, {"verb": "keys", "origin": ORIGIN})

    signed = read_checkpoint(answer["checkpoint"].encode())
    key = read_verifier_key(after["keys"][0])
    assert signed.checkpoint == log.checkpoint(8)
    assert check_signature(signed, signed.note.signatures[0], key) is Check.HOLDS
    assert before == after


def test_a_public_checkpoint_carries_an_ml_dsa_44_cosignature_too(folder: Path) -> None:
    with running_gate(folder):
        answer = ask(folder, sign(GrowingLog(ORIGIN).grow(3), 0) | {"public": True})
        keys = [
            read_verifier_key(key)
            for key in ask(folder, {"verb": "keys", "origin": ORIGIN})["keys"]
        ]

    signed = read_checkpoint(answer["checkpoint"].encode())
    assert [key.type for key in keys] == [
        SignatureType.NOTE,
        SignatureType.ML_DSA_44_COSIGNATURE,
    ]
    for line, key in zip(signed.note.signatures, keys, strict=True):
        assert check_signature(signed, line, key) is Check.HOLDS


def rewrite() -> dict[str, Any]:
    """The first entry is another one, proved as well as it can be."""
    return sign(GrowingLog(ORIGIN, "other").grow(8), 5)


def rewrite_without_proof() -> dict[str, Any]:
    return sign(GrowingLog(ORIGIN, "other").grow(8), 5, proof=[])


def rollback() -> dict[str, Any]:
    return sign(GrowingLog(ORIGIN).grow(4), 4)


def rollback_from_the_beginning() -> dict[str, Any]:
    return sign(GrowingLog(ORIGIN).grow(4), 0)


def fork() -> dict[str, Any]:
    """The same size with another last entry."""
    return sign(GrowingLog(ORIGIN).grow(4).grow(1, "other"), 5)


def fork_from_before() -> dict[str, Any]:
    return sign(GrowingLog(ORIGIN).grow(4).grow(3, "other"), 4)


def a_fresh_start() -> dict[str, Any]:
    return sign(GrowingLog(ORIGIN, "other").grow(9), 0)


def a_size_beyond_the_proof() -> dict[str, Any]:
    return sign(GrowingLog(ORIGIN).grow(8), 5) | {"size": 9}


@pytest.mark.parametrize(
    "asked",
    [
        rewrite,
        rewrite_without_proof,
        rollback,
        rollback_from_the_beginning,
        fork,
        fork_from_before,
        a_fresh_start,
        a_size_beyond_the_proof,
    ],
    ids=lambda asked: asked.__name__,
)
def test_what_does_not_extend_the_last_checkpoint_is_refused_after_a_crash_too(
    folder: Path, asked: Any
) -> None:
    with running_gate(folder) as gate:
        ask(folder, sign(GrowingLog(ORIGIN).grow(5), 0))
        refused = ask(folder, asked())
        gate.send_signal(signal.SIGKILL)
        gate.wait()

    with running_gate(folder):
        refused_again = ask(folder, asked())

        assert size_of(ask(folder, {"verb": "last", "origin": ORIGIN})) == 5
    assert "refused" in refused
    assert refused_again == refused


# A gate whose process dies at the worst moment: stored, and not yet answered.
DIES_BEFORE_ANSWERING = """
import os, signal, sys
from breakwater.gate import verbs
from breakwater.site.command_line.main import main

sign = verbs.VERBS["sign"]

def sign_and_die(gate, request, peer):
    sign(gate, request, peer)
    os.kill(os.getpid(), signal.SIGKILL)

verbs.VERBS["sign"] = sign_and_die
main(["gate", *sys.argv[1:]])
"""


def test_killed_between_storing_and_answering_it_signs_no_other_tree(folder: Path) -> None:
    log = GrowingLog(ORIGIN).grow(5)
    with (
        running_gate(folder, program=[sys.executable, "-c", DIES_BEFORE_ANSWERING]),
        pytest.raises((json.JSONDecodeError, OSError)),
    ):
        ask(folder, sign(log, 0))

    with running_gate(folder):
        other = ask(folder, sign(GrowingLog(ORIGIN, "other").grow(5), 0))
        same = ask(folder, sign(log, 5))

    assert "refused" in other
    assert "refused" not in same
    assert size_of(same) == 5


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense\n",
        b"[]\n",
        b'{"verb": "open-sesame"}\n',
        b'{"verb": ["sign"]}\n',
        b'{"verb": "sign"}\n',
        b'{"verb": "sign", "origin": "a\\nb/register-log", "proof": [], "root": ""}\n',
        json.dumps(sign(GrowingLog(ORIGIN).grow(1), 0) | {"size": True}).encode() + b"\n",
        json.dumps(sign(GrowingLog(ORIGIN).grow(1), 0) | {"size": 10**30}).encode() + b"\n",
        json.dumps(sign(GrowingLog(ORIGIN).grow(1), 0, proof=[b"x" * 32] * 500)).encode() + b"\n",
        b'{"verb": "' + b"x" * 70_000 + b'"}\n',
        b"[" * 60_000 + b"\n",
    ],
    ids=lambda line: repr(line[:40]),
)
def test_nonsense_is_refused_in_a_sentence_and_harms_nobody(shared_gate: Path, line: bytes) -> None:
    said = ask(shared_gate, line)

    assert list(said)[:1] == ["refused"]
    assert "refused" not in ask(shared_gate, {"verb": "last", "origin": ORIGIN})


@pytest.fixture(scope="module")
def shared_gate() -> Iterator[Path]:
    with short_folder() as made, running_gate(made):
        yield made


def test_only_its_owner_can_read_the_keys_and_only_its_group_can_knock(shared_gate: Path) -> None:
    modes = {
        path.name: oct(path.stat().st_mode & 0o777)
        for path in [shared_gate / "gate", shared_gate / "gate.socket", *shared_gate.glob("gate/*")]
    }

    assert modes["gate"] == "0o700"
    assert modes["gate.socket"] == "0o660"
    assert modes["secret"] == modes["gate.db"] == "0o600"


def not_started(folder: Path) -> subprocess.CompletedProcess[str]:
    """What it says where it is to keep its keys in ``folder/gate`` and does not start."""
    return subprocess.run(
        [*COMMAND, "gate", "--folder", folder / "gate", "--socket", folder / "gate.socket"],
        cwd=REPOSITORY,
        env=os.environ | {"BREAKWATER_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_second_gate_on_the_same_socket_does_not_start(shared_gate: Path) -> None:
    second = not_started(shared_gate)

    assert second.returncode == 2
    assert "a gate runs already" in second.stderr


def test_it_does_not_start_with_keys_that_others_could_read(folder: Path) -> None:
    (folder / "gate").mkdir(mode=0o755)

    started = not_started(folder)

    assert started.returncode == 2
    assert "0700" in started.stderr


def test_who_approves_packs_is_read_in_its_own_folder_not_where_the_web_writes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BREAKWATER_DATA", str(folder))
    (folder / "approvers.toml").write_text("not a list")
    with running_gate(folder):
        pass

    (folder / "gate/approvers.toml").write_text("not a list")
    started = not_started(folder)

    assert started.returncode == 2
    assert "the list of approvers" in started.stderr


ASKS_AS_ITSELF = """
import json, socket, sys
with socket.socket(socket.AF_UNIX) as connection:
    connection.settimeout(10)
    connection.connect(sys.argv[1])
    connection.sendall(sys.argv[2].encode() + b"\\n")
    print(connection.makefile().readline(), end="")
"""


def ask_as(user: str, folder: Path, request: dict[str, Any]) -> str:
    if os.geteuid() != 0:
        pytest.skip("only root can ask the gate as somebody else")
    folder.chmod(0o755)
    (folder / "gate.socket").chmod(0o666)  # so that the kernel's word, not the mode, decides
    asked = subprocess.run(
        ["/usr/bin/python3", "-c", ASKS_AS_ITSELF, folder / "gate.socket", json.dumps(request)],
        user=user,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout


def test_a_user_who_is_not_on_the_list_gets_no_answer(folder: Path) -> None:
    with running_gate(folder):
        assert ask_as("nobody", folder, {"verb": "last", "origin": ORIGIN}) == ""
    with running_gate(folder, "--user", "nobody"):
        assert json.loads(ask_as("nobody", folder, {"verb": "last", "origin": ORIGIN})) == {
            "checkpoint": None
        }


def test_two_users_of_the_machine_must_ask_before_a_log_is_continued(folder: Path) -> None:
    wish = {"verb": "continue", "closed": ORIGIN, "opened": f"{ORIGIN}-2"}
    continued = GrowingLog(f"{ORIGIN}-2").grow(1)
    with running_gate(folder, "--user", "nobody"):
        ask(folder, sign(GrowingLog(ORIGIN).grow(5), 0))
        by_the_first = ask(folder, wish)
        by_the_first_again = ask(folder, wish)
        not_open_yet = ask(folder, sign(continued, 0))
        by_the_second = json.loads(ask_as("nobody", folder, wish))
        opened = ask(folder, sign(continued, 0))
        closed = ask(folder, sign(GrowingLog(ORIGIN).grow(6), 5))

    assert by_the_first == by_the_first_again == {"opened": False}
    assert "refused" in not_open_yet
    assert by_the_second == {"opened": True}
    assert size_of(opened) == 1
    assert "closed" in closed["refused"]


@pytest.mark.parametrize(
    ("closed", "opened"),
    [
        (ORIGIN, ORIGIN),
        (ORIGIN, "other.example/disclosure-log-2"),
        (ORIGIN, "ours.example/operator-log-2"),
        ("", f"{ORIGIN}-2"),
    ],
)
def test_a_log_continues_only_under_its_own_name(
    shared_gate: Path, closed: str, opened: str
) -> None:
    said = ask(shared_gate, {"verb": "continue", "closed": closed, "opened": opened})

    assert "refused" in said
