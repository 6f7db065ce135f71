"""The demonstration's keys: made here instead of in browsers, with passphrases that are printed.

The same verbs keep, share and test them as everybody's, with a gate beside. Refused outside a
demonstration: a real key is never made on the server.
"""

import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyrage
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from mnemonic import Mnemonic

from breakwater.apps.audit_log import gate_client
from breakwater.apps.organisations import key_health
from breakwater.apps.organisations.changes import key_tests, keys
from breakwater.apps.organisations.models import (
    MemberKey,
    Membership,
    Notice,
    Organisation,
    OutgoingMessage,
)
from breakwater.apps.organisations.recipients import key_name
from breakwater.domain.audit_log.note import SignatureType
from breakwater.domain.audit_log.signing import SEED_SIZE, SigningKey, sign
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.statement import KeyStatement
from breakwater.sealing.voucher import voucher_text
from breakwater.site.demonstration_people import FORCE, OTHER_SUPPORT, SUPPORT
from breakwater.site.demonstration_wrapping import wrap
from breakwater.site.ending_together import ending_with_us

_WORDS = Mnemonic("english").wordlist
_RECEIVING = (FORCE, SUPPORT, OTHER_SUPPORT)
# Somebody to try it with: she makes a key by hand, and a colleague lets her in.
MAKES_HER_OWN = "Mia Moor"
_READY_WITHIN = 30.0
# The gate of the block we are in, if we are in one.
_running: list[int] = []


@dataclass(frozen=True)
class _OpenKey:
    """Both halves of an organisation's key, as a member's browser would hold them."""

    identity: str
    signer: SigningKey
    statement: KeyStatement

    def file(self) -> bytes:
        """The key file that copies hold."""
        lines = (
            f"# {self.statement.organisation} {self.statement.version}",
            f"# {self.signer.written()}",
            self.identity,
        )
        return "".join(line + "\n" for line in lines).encode()


def load(organisations: list[Organisation], *, without: tuple[str, ...] = ()) -> list[str]:
    """Give these organisations a key that is tested and in use; say their recovery keys, once.

    Everybody there who may open mail gets a key, but for those named in ``without``, who are to
    make their own by hand. The gate must not be running yet: one is started for the meantime.
    """
    only_in_demonstration()
    said = []
    with gate(), transaction.atomic():
        for organisation in organisations:
            members = [
                one for one in key_health.entitled(organisation) if one.person.name not in without
            ]
            said.append(f"Recovery key of {organisation}: {_give_keys(organisation, members)}")
        # Nobody was kept waiting, and nobody reads these addresses.
        Notice.objects.filter(kind__startswith="key-").delete()
        OutgoingMessage.objects.all().delete()
    return said


def load_everyones() -> list[str]:
    """Keys for every organisation of the demonstration that receives mail."""
    receiving = Organisation.objects.filter(name__in=_RECEIVING).order_by("name")
    return load(list(receiving), without=(MAKES_HER_OWN,))


def table() -> list[str]:
    """Whose key opens with which passphrase, one line each, under a heading."""
    only_in_demonstration()
    held = MemberKey.objects.filter(retired_at__isnull=True).select_related("membership__person")
    return [
        f"Passphrases of their keys, which open mail ({MAKES_HER_OWN} has yet to make one):",
        *(
            f"{key.membership.person.name}: {passphrase_of(key.membership)}"
            for key in held.order_by("pk")
        ),
        "",
    ]


def passphrase_of(membership: Membership) -> str:
    """Six words, the same at every start; whoever changes hers in the browser has another one."""
    only_in_demonstration()
    secret = salted_hmac(
        "demonstration passphrase", membership.person.email, algorithm="sha256"
    ).digest()
    pairs = (int.from_bytes(secret[at : at + 2], "big") for at in range(0, 12, 2))
    return " ".join(_WORDS[pair % len(_WORDS)] for pair in pairs)


def only_in_demonstration() -> None:
    """Refuse anywhere else."""
    if not settings.DEMONSTRATION:
        raise PlainError("keys are made on the server only where BREAKWATER_DEMONSTRATION=1")


def _give_keys(organisation: Organisation, members: list[Membership]) -> str:
    made = [_member_key(member) for member in members]
    recovery = pyrage.x25519.Identity.generate()
    key = _open_key(organisation, str(recovery.to_public()))
    now, first = timezone.now(), members[0].person
    stored = keys.make_organisation_key(
        organisation=organisation,
        made=keys.MadeOrganisationKey(
            statement=str(sign(str(key.statement), [key.signer])),
            copies={one.pk: _copy(key, one) for one in made},
            papers={1: _seal(key.file(), str(recovery.to_public()))},
        ),
        by=first,
        at=now,
    )
    for one in made:
        message = key_tests.test_message(member_key=one, key=stored)
        key_tests.record_test(
            member_key=one,
            token=message.token,
            word=_word_in(message.sealed, key.identity),
            by=one.membership.person,
            at=now,
        )
    stored.refresh_from_db()
    if stored.waits:
        key_tests.bring_into_use(key=stored, by=first, at=now)
    return str(recovery)


def _member_key(member: Membership) -> MemberKey:
    identity = pyrage.x25519.Identity.generate()
    # Its browser learns the gate's key and the organisation's when it is first opened there.
    memory = wrap('{"gate":null,"statement":null}', str(identity))
    return keys.make_member_key(
        membership=member,
        made=keys.MadeKey(
            recipient=str(identity.to_public()),
            wrapped=wrap(f"{identity}\n", passphrase_of(member)),
            memory=memory,
        ),
        by=member.person,
        at=timezone.now(),
    )


def _open_key(organisation: Organisation, recovery: str) -> _OpenKey:
    identity = pyrage.x25519.Identity.generate()
    signer = SigningKey(key_name(organisation), SignatureType.NOTE, secrets.token_bytes(SEED_SIZE))
    statement = KeyStatement(
        organisation=key_name(organisation),
        version=1,
        recipient=str(identity.to_public()),
        recovery=recovery,
        verifier=signer.verifier_key,
    )
    return _OpenKey(str(identity), signer, statement)


def _copy(key: _OpenKey, holder: MemberKey) -> keys.MadeCopy:
    text = voucher_text(
        key.statement,
        person=str(holder.membership.person_id),
        recipient=holder.recipient,
    )
    return keys.MadeCopy(_seal(key.file(), holder.recipient), str(sign(text, [key.signer])))


def _seal(content: bytes, recipient: str) -> bytes:
    return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(recipient)]))


def _word_in(sealed: bytes, identity: str) -> str:
    content: bytes = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)])
    length = int.from_bytes(content[:4], "big")
    return content[4 : 4 + length].decode().removeprefix(key_tests.FIRST_LINE)


@contextmanager
def gate() -> Iterator[None]:
    """The gate that the product will use, running for as long as something is sealed.

    Inside another such block that block's gate serves.
    """
    if _running:
        yield
        return
    settings.GATE_SOCKET.unlink(missing_ok=True)
    program = [sys.executable, "-m", "breakwater.site.command_line.main", "gate"]
    place = ["--folder", str(settings.DATA / "gate"), "--socket", str(settings.GATE_SOCKET)]
    process = subprocess.Popen(ending_with_us([*program, *place]))
    try:
        give_up_at = time.monotonic() + _READY_WITHIN
        while not settings.GATE_SOCKET.exists():
            if process.poll() is not None or time.monotonic() > give_up_at:
                raise PlainError("the gate did not start, so no keys could be made")
            time.sleep(0.02)
        _running.append(process.pid)
        yield
    finally:
        _running.clear()
        gate_client.hang_up()
        process.terminate()
        process.wait()
