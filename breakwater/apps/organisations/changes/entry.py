"""The entry that every change here leaves in the operator's log."""

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.domain.audit_log.kinds import Kind


def record(
    kind: Kind,
    *,
    by: Person | None,
    organisation: Organisation,
    about: Person | None = None,
    fingerprint: str | None = None,
) -> None:
    """Append one entry in the caller's transaction: who did it, where, and whom it is about.

    ``fingerprint`` is that of a key, in words.

    People are named by their random keys, which mean nothing outside this database, and no longer
    anything in it once the row is gone.
    """
    append(
        log=OPERATOR_LOG,
        kind=kind,
        record={
            "by": str(by.pk) if by else None,
            "organisation": organisation.slug,
            "about": str(about.pk) if about else None,
        }
        | ({"fingerprint": fingerprint} if fingerprint else {}),
    )
