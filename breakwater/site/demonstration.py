"""The demonstration: an invented county, loaded through the same verbs a person uses."""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from breakwater.apps.organisations.models import OutgoingMessage
from breakwater.domain.plain_error import PlainError
from breakwater.site import (
    demonstration_cases,
    demonstration_directory,
    demonstration_disclosures,
    demonstration_folder,
    demonstration_keys,
    demonstration_logs,
    demonstration_month,
    demonstration_outreach,
    demonstration_people,
    demonstration_protection,
    demonstration_receiving,
    demonstration_referrals,
    demonstration_reports,
)
from breakwater.site.demonstration_verbs import run_verb

_PACKAGE = Path(__file__).resolve().parents[1]
# A real force's published page, on machines where it lies beside the repository.
_REAL_RESPONSE = _PACKAGE.parents[1] / "shared" / "documents" / "gloucestershire-response.txt"
_OWNER = ("--owner", "saltmarsh-constabulary")


@contextlib.contextmanager
def holding_the_data() -> Iterator[None]:
    """Keep the data folder to ourselves; refused while another product or reset holds it.

    Refused too, and not touched, where the folder is not a demonstration's. The kernel frees the
    lock with the process, however it ends.
    """
    _only_in_demonstration()
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(settings.DATA / "running.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PlainError(
                "Breakwater already runs with this data; stop it first, or set BREAKWATER_DATA"
            ) from None
        yield
    finally:
        os.close(handle)


def prepare() -> list[str]:
    """Bring the database up to date and load the demonstration if there is none.

    Returns the sentences that say what was done.
    """
    _only_in_demonstration()
    done: list[str] = []
    if not demonstration_folder.is_finished():
        if demonstration_folder.is_ours():
            _forget()
        demonstration_folder.set_aside_public_files()
        demonstration_folder.mark()
        call_command("migrate", verbosity=0)
        done = _load()
        demonstration_folder.mark_finished()
    else:
        call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    return done


def start_afresh() -> list[str]:
    """Throw away what the demonstration holds and load it anew."""
    _only_in_demonstration()
    if demonstration_folder.is_ours():
        demonstration_folder.mark_unfinished()
    return prepare()


def notices() -> list[str]:
    """What whoever starts the demonstration must be told, a sentence each."""
    return [
        *demonstration_people.table(),
        *demonstration_keys.table(),
        *demonstration_reports.table(),
        "The rule pack is unsigned: a demonstration may use it, and says so.",
        f"The invented receiver’s key is {demonstration_disclosures.RECEIVER_KEY} in the data.",
        f"The invented auditor’s key is {demonstration_month.AUDITOR_KEY} in the data.",
        "This is a demonstration: every process runs as one user, so no wall stands between them.",
    ]


def _only_in_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise PlainError("the demonstration is loaded only where BREAKWATER_DEMONSTRATION=1")
    if connection.vendor != "sqlite":
        raise PlainError("the demonstration runs on embedded SQLite; unset BREAKWATER_DATABASE")
    if settings.LOG_POLICY.parent.resolve() != settings.DATA:
        raise PlainError("the demonstration keeps its own witnesses; unset BREAKWATER_LOG_POLICY")
    demonstration_folder.refuse_an_installation()


def _forget() -> None:
    connection.close()
    database = Path(connection.settings_dict["NAME"])
    for ending in ("", "-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    demonstration_logs.forget()


def _load() -> list[str]:
    done = demonstration_people.load()
    # One gate for all that is sealed and signed below, instead of one for each.
    with demonstration_keys.gate():
        return [*done, *_load_what_they_did()]


def _load_what_they_did() -> list[str]:
    return [
        *demonstration_keys.load_everyones(),
        *demonstration_month.load(),
        *_quietly(demonstration_directory.load),
        *_quietly(demonstration_cases.load),
        *_quietly(demonstration_disclosures.load),
        *_quietly(demonstration_referrals.load),
        *_quietly(demonstration_outreach.load),
        *_quietly(demonstration_protection.load),
        *_quietly(demonstration_receiving.load),
        *_load_pathways(),
        *_quietly(demonstration_reports.load),
        *_load_register(),
    ]


def _quietly(load: Callable[[], list[str]]) -> list[str]:
    """Whoever starts the demonstration is not shown the e-mails of its invented past."""
    with transaction.atomic():
        said = load()
        OutgoingMessage.objects.all().delete()
    return said


def _load_pathways() -> list[str]:
    run_verb("pathways", "load", _PACKAGE / "demonstration" / "pathways.toml")
    return ["Loaded the pathways on which people can write to three of them."]


def _load_register() -> list[str]:
    register = _PACKAGE / "demonstration" / "register"
    run_verb("bodies", "--load", register / "bodies.toml")
    run_verb("import-inspection", register / "safe-to-share.toml", *_OWNER)
    _import(register / "saltmarsh-response.html", "saltmarsh-constabulary", "saltmarsh-pcc")
    done = ["Loaded “Safe to share?” and an invented force’s response to it."]
    if not _REAL_RESPONSE.exists():
        return [*done, "Gloucestershire’s own response is not beside the repository, so left out."]
    _import(_REAL_RESPONSE, "gloucestershire-constabulary")
    return [*done, "Loaded Gloucestershire’s published response, read from its own page."]


def _import(document: Path, *bodies: str) -> None:
    run_verb(
        "import", document, "--commit", "--inspection", "safe-to-share", "--body", *bodies, *_OWNER
    )
