"""One witness: its keys, its memory, the logs it knows, and its answer to a request."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import (
    SignatureLine,
    SignatureType,
    VerifierKey,
    check_key_name,
    read_verifier_key,
)
from breakwater.domain.audit_log.signing import SigningKey, cosign
from breakwater.domain.audit_log.witness import State, Status, decide, read_request
from breakwater.domain.plain_error import PlainError
from breakwater.witness import keys
from breakwater.witness.memory import Memory

_TYPES = (SignatureType.COSIGNATURE, SignatureType.ML_DSA_44_COSIGNATURE)
LARGEST_LIST = 1 << 20


@dataclass(frozen=True)
class Answer:
    """What a witness says to a request: an HTTP status, a type, and the body."""

    status: int
    body: bytes
    content_type: str = "text/plain; charset=utf-8"


class Witness:
    """Signs with an Ed25519 key and an ML-DSA-44 key of one name.

    ``folder`` (0700) holds its secret, its name and ``witness.db``. Every log it may sign for was
    put on its list by its operator; any other is refused.
    """

    def __init__(self, folder: Path, name: str, log_keys: Iterable[VerifierKey]) -> None:
        secret = keys.secret_in(folder)
        self.name = _settled_name(folder, name)
        self._signing: list[SigningKey] = [keys.derived(secret, self.name, kind) for kind in _TYPES]
        self.memory = Memory(folder / "witness.db")
        self.logs: dict[str, list[VerifierKey]] = {}
        for key in log_keys:
            self.logs.setdefault(key.name, []).append(key)

    @property
    def verifier_keys(self) -> list[VerifierKey]:
        """The public keys, Ed25519 first."""
        return [key.verifier_key for key in self._signing]

    def answer(self, body: bytes) -> Answer:
        """Answer an add-checkpoint request (tlog-witness).

        The new checkpoint is on disk before the signature leaves, in the transaction in which it
        was compared with the last one; if we die in between, the log asks again and gets it.
        """
        try:
            request = read_request(body)
        except MalformedError as wrong:
            return Answer(Status.MALFORMED, f"{wrong}\n".encode())
        with self.memory.changing():
            decision = decide(request, State(self.logs, self.memory.seen()))
            if decision.remember is None:
                return Answer(decision.status, decision.says.encode(), decision.content_type)
            self.memory.remember(request.signed)
            now = int(time.time())
            lines = [cosign(decision.remember, key, at=now) for key in self._signing]
        return Answer(Status.COSIGNED, _written(lines))


def _written(lines: Iterable[SignatureLine]) -> bytes:
    return "".join(str(line) for line in lines).encode()


def _settled_name(folder: Path, name: str) -> str:
    """The name given at the first start; keys are derived from it, so it can't change later."""
    path = folder / "name"
    if not path.exists():
        if not name:
            raise PlainError("give this witness a name with --name, for example witness.example/w1")
        path.write_text(check_key_name(name) + "\n", encoding="utf-8")
    settled = path.read_text(encoding="utf-8").strip()
    if name and name != settled:
        raise PlainError(f"this witness is called {settled}; its name can't be changed")
    return check_key_name(settled)


def read_log_list(data: bytes) -> list[VerifierKey]:
    """Read which logs to sign for: a verifier key on each line, or a policy's ``log`` lines.

    A line of anything else a policy holds is passed over, so that a log's published policy can be
    taken as it is.
    """
    if len(data) > LARGEST_LIST:
        raise PlainError("the list of logs is larger than 1 MiB")
    found = []
    for line in data.decode("utf-8", "replace").splitlines():
        words = line.split()
        if len(words) == 1 and not words[0].startswith("#"):
            found.append(read_verifier_key(words[0]))
        elif re.match(r"\s*log\s", line) and len(words) > 1:
            found.append(read_verifier_key(words[1]))
    return found
