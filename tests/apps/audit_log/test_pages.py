"""The public pages and files of the logs."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client

from breakwater.apps.audit_log import continuing, logs, publication
from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.domain.audit_log.export import verify_export
from breakwater.domain.audit_log.findings import all_hold
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.audit_log.manifest import (
    CHECKPOINT_PATH,
    KEYS_PATH,
    MANIFEST_ENTRY_PATH,
    MANIFEST_PATH,
    POLICY_PATH,
    log_paths,
    read_manifest,
)
from breakwater.domain.audit_log.policy import read_policy
from breakwater.gate.log_signer import LogSigner
from tests.apps.audit_log.conftest import witness_in

pytestmark = pytest.mark.django_db
ORIGIN = "ours.example/operator-log"
PAGE = f"/log/{ORIGIN}/"


def publish(*counts: int) -> None:
    for count in counts or (1,):
        for _ in range(count):
            append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={})
        publication.publish(OPERATOR_LOG)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_an_outsider_collects_the_files_over_http_and_verifies_them(
    gate: LogSigner, client: Client
) -> None:
    publish(1, 300)

    def read(path: str) -> bytes | None:
        answer = client.get(PAGE + path)
        return answer.content if answer.status_code == 200 else None

    policy, manifest = read(POLICY_PATH), read(MANIFEST_PATH)
    assert policy is not None
    assert manifest is not None
    size = publication.latest(logs.tree_of(ORIGIN)).size  # type: ignore[union-attr]
    companions = [CHECKPOINT_PATH, KEYS_PATH, POLICY_PATH, MANIFEST_PATH, MANIFEST_ENTRY_PATH]
    paths = {*companions, *log_paths(size), *read_manifest(manifest).sums}
    assert all_hold(verify_export(read, paths, read_policy(policy)))


@pytest.mark.parametrize(
    "address",
    [
        f"/log/{ORIGIN}/tile/0/001",
        f"/log/{ORIGIN}/tile/0/000.p/63",
        f"/log/{ORIGIN}/tile/x/../../checkpoint",
        f"/log/{ORIGIN}/tile/../../../gate/secret",
        f"/log/{ORIGIN}/figures/../checkpoint",
        f"/log/{ORIGIN}/figures/2026-01",
        f"/log/{ORIGIN}/CONTINUES",
        "/log/../gate/secret/",
        "/log/../gate/checkpoint",
        "/log/%2e%2e/gate/policy",
        "/log/..%2fgate/policy",
        "/log/a%00b/checkpoint",
        "/log/no.example/operator-log/checkpoint",
        "/log/no.example/operator-log/",
    ],
)
def test_nothing_else_is_served(gate: LogSigner, client: Client, data: Path, address: str) -> None:
    publish()
    shutil.copy(data / "gate" / "secret", data / "gate" / "checkpoint")
    shutil.copy(data / "gate" / "secret", data / "gate" / "policy")

    assert client.get(address).status_code == 404


def test_the_page_says_how_much_is_public_and_which_witnesses_signed(
    gate: LogSigner, client: Client, data: Path
) -> None:
    publish()
    before = text(client, PAGE)
    with witness_in(data, "one", ORIGIN) as (one, address):
        (data / "witnesses").write_text(
            f"witness helpers {one.verifier_keys[0]} {address}\n"
            f"witness away {one.verifier_keys[1]}\n"
            "group enough 1 helpers away\nquorum enough\n",
            encoding="ascii",
        )
        publish()

    after = text(client, PAGE)
    assert "64 lines are public." in before
    assert "No witness watches this log yet" in before
    assert "128 lines are public." in after
    assert "Enough witnesses have signed them." in after
    assert "<bdi>helpers</bdi>: has signed the latest" in after
    assert "<bdi>away</bdi>: has not signed the latest" in after


def test_a_log_that_is_not_public_yet_says_so(client: Client, data: Path) -> None:
    append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={})

    assert "Nothing of this log is public yet" in text(client, PAGE)
    assert PAGE in text(client, "/log/")


def test_a_log_that_was_continued_says_so_on_both_pages(gate: LogSigner, client: Client) -> None:
    publish()
    continuing.continue_log(OPERATOR_LOG)
    publish()

    old, new = text(client, PAGE), text(client, f"/log/{ORIGIN}-2/")
    assert "This log has ended" in old
    assert f"/log/{ORIGIN}-2/" in old
    assert "goes on from" in new
    assert json.loads(client.get(f"/log/{ORIGIN}-2/CONTINUES").content)["continues"] == ORIGIN
    assert client.get(PAGE + "checkpoint").status_code == 200


def test_without_any_log_the_pages_stand(client: Client, data: Path) -> None:
    assert "No log has been started yet" in text(client, "/log/")


def test_the_verifier_can_be_downloaded_with_its_checksum(client: Client) -> None:
    program = client.get("/log/verifier.py")
    checksum = client.get("/log/verifier.py.sha256").content.decode()

    assert program["Content-Disposition"] == 'attachment; filename="verifier.py"'
    assert checksum == f"{sha256(program.content).hexdigest()}  verifier.py\n"
    compile(program.content, "verifier.py", "exec")
