"""The demonstration's gate and witness: made ready before they start, on this machine only.

Whoever runs the demonstration is gate, witness and log in one, which proves nothing to anybody;
it shows how the parts work together.
"""

import shutil
import socket
from contextlib import closing
from urllib.parse import urlsplit

from django.conf import settings

from breakwater.apps.audit_log import logs
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.organisations.roles import Kind
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import VerifierKey
from breakwater.domain.audit_log.policy import read_policy
from breakwater.gate.log_signer import LogSigner
from breakwater.witness.witness import Witness

PUBLISHED_EVERY = 300
_NAME = "demonstration-witness"
_FOLDERS = ("gate", "log", "signed", "witness")


def forget() -> None:
    """Throw away keys and public files together with the data they vouched for.

    Only ever right in a demonstration: a real gate outlives every database (``log continue``).
    """
    for name in _FOLDERS:
        shutil.rmtree(settings.DATA / name, ignore_errors=True)
    settings.LOG_POLICY.unlink(missing_ok=True)


def prepare() -> tuple[list[str], list[str]]:
    """Make the keys, introduce witness and logs to one another; what to give each on its line.

    Returns the arguments of ``breakwater gate`` and of ``breakwater witness serve``.
    """
    folder, known = settings.DATA / "witness", settings.DATA / "witness" / "logs"
    gate = settings.DATA / "gate"
    signer = LogSigner(gate, one_person_may_continue=True)
    witness = Witness(folder, f"{settings.DOMAIN}/{_NAME}", [])
    keys = [key for name in _every_name() for key in signer.public_keys(logs.origin_of(name, 1))]
    known.write_text("".join(f"{key}\n" for key in keys), encoding="ascii")
    address = _address(witness.verifier_keys[0])
    # The gate believes its own copy only.
    (gate / "witnesses").write_bytes(settings.LOG_POLICY.read_bytes())
    return (
        ["--folder", str(gate), "--socket", str(settings.GATE_SOCKET), "--one-person-may-continue"],
        ["--folder", str(folder), "--logs", str(known), "--listen", address],
    )


def _every_name() -> list[str]:
    forces = Organisation.objects.filter(kind=Kind.FORCE).values_list("slug", flat=True)
    return [logs.OPERATOR_LOG, logs.REGISTER_LOG, *map(logs.force_log, forces)]


def _address(key: VerifierKey) -> str:
    """Where the witness listens: where it did last time, if that port is still free."""
    auditors = ""
    try:
        policy = read_policy(settings.LOG_POLICY.read_bytes())
        auditors = "".join(f"#auditor {one}\n" for one in policy.auditors)
        address = urlsplit(policy.urls[_NAME]).netloc
        if policy.witnesses[_NAME] == key and _is_free(address):
            return address
    except (OSError, KeyError, MalformedError):
        pass
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        address = f"127.0.0.1:{found.getsockname()[1]}"
    settings.LOG_POLICY.write_text(
        f"{auditors}witness {_NAME} {key} http://{address}\nquorum {_NAME}\n", encoding="ascii"
    )
    return address


def _is_free(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        socket.create_server((host, int(port))).close()
    except (OSError, ValueError):
        return False
    return True
