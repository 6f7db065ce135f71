"""Who takes part: people, organisations, their agreements and keys, and what they are told."""

from breakwater.apps.organisations.models.agreement import Agreement
from breakwater.apps.organisations.models.keys import (
    KeyCopy,
    KeyTest,
    MemberKey,
    OrganisationKey,
    PasskeyCopy,
    RecoveryCopy,
)
from breakwater.apps.organisations.models.membership import Absence, Grant, Membership
from breakwater.apps.organisations.models.notice import Notice, OutgoingMessage
from breakwater.apps.organisations.models.organisation import Organisation
from breakwater.apps.organisations.models.person import FailedSignIn, Invitation, Person

__all__ = [
    "Absence",
    "Agreement",
    "FailedSignIn",
    "Grant",
    "Invitation",
    "KeyCopy",
    "KeyTest",
    "MemberKey",
    "Membership",
    "Notice",
    "Organisation",
    "OrganisationKey",
    "OutgoingMessage",
    "PasskeyCopy",
    "Person",
    "RecoveryCopy",
]
