"""The roles a person can hold, where each may be held, and which ones authorise."""

from enum import StrEnum

from django.db import models


class Kind(models.TextChoices):
    """What an organisation is; it decides what its members may do."""

    FORCE = "force", "Police force"
    POLICING_BODY = "policing_body", "Local policing body"
    SUPPORT_ORGANISATION = "support_organisation", "Support organisation"
    NATIONAL_BODY = "national_body", "National body"
    INSPECTORATE = "inspectorate", "Inspectorate"
    OPERATOR = "operator", "Operator of this installation"


ANYWHERE = frozenset(Kind)
_ANSWERING = frozenset({Kind.FORCE, Kind.POLICING_BODY, Kind.NATIONAL_BODY, Kind.INSPECTORATE})


class Role(StrEnum):
    """One role: ``held_in`` the kinds of organisation that have it.

    A role that ``authorises`` can undo somebody else's safety, so it takes two people to give:
    one asks, another confirms.
    """

    says: str
    does: str
    held_in: frozenset[Kind]
    authorises: bool

    def __new__(
        cls, value: str, says: str, does: str, held_in: frozenset[Kind], authorises: bool
    ) -> "Role":
        """Make ``value`` alone the enum's value, so that it is what is stored."""
        role = str.__new__(cls, value)
        role._value_ = value
        role.says, role.does = says, does
        role.held_in, role.authorises = held_in, authorises
        return role

    OFFICER = (
        "officer",
        "Officer",
        "Checks before sharing, and links people to support.",
        frozenset({Kind.FORCE}),
        False,
    )
    SUPERVISOR = (
        "supervisor",
        "Supervisor",
        "Authorises or refuses what an officer asks to release, never their own request.",
        frozenset({Kind.FORCE}),
        True,
    )
    DATA_PROTECTION_OFFICER = (
        "data_protection_officer",
        "Data protection officer",
        "Sees who consulted which record and when, and watches over retention.",
        ANYWHERE,
        True,
    )
    SOLICITOR = (
        "solicitor",
        "Solicitor",
        "Answers what a court or a law compels.",
        frozenset({Kind.FORCE, Kind.POLICING_BODY}),
        True,
    )
    REGISTER_EDITOR = (
        "register_editor",
        "Register editor",
        "Imports published documents, corrects what was read, and drafts letters.",
        _ANSWERING,
        False,
    )
    APPROVER = (
        "approver",
        "Approver",
        "Signs letters and approves what is published.",
        _ANSWERING,
        True,
    )
    CASEWORKER = (
        "caseworker",
        "Caseworker",
        "Reads and answers what people write to a support organisation.",
        frozenset({Kind.SUPPORT_ORGANISATION}),
        False,
    )
    ORGANISATION_ADMIN = (
        "organisation_admin",
        "Organisation administrator",
        "Invites people, gives and takes roles, and makes agreements.",
        ANYWHERE,
        True,
    )
    AUDITOR = (
        "auditor",
        "Auditor",
        "Counts the log's entries and signs figures, and reads nothing of what they say.",
        frozenset({Kind.POLICING_BODY, Kind.INSPECTORATE}),
        True,
    )
    OPERATOR = (
        "operator",
        "Operator",
        "Keeps the installation running and adds organisations; opens nothing people wrote.",
        frozenset({Kind.OPERATOR}),
        True,
    )


# From what is stored to what it means.
ROLES = {role.value: role for role in Role}


def roles_of(kind: Kind) -> list[Role]:
    """The roles that an organisation of ``kind`` can give, in the order they are shown."""
    return [role for role in Role if kind in role.held_in]
