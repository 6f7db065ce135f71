"""Fetching and authorising in one step: a force's own statements, and what the public may read."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404

from breakwater.apps.organisations.access import may, require
from breakwater.apps.organisations.models import Membership, Organisation
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.roles import Kind
from breakwater.apps.outreach.models import Statement, StatementQuerySet, Translation

_Row = TypeVar("_Row", bound=Model)


def statements(member: Membership) -> StatementQuerySet:
    """Every version and draft of the member's own force, for those who write or sign them."""
    if not (may(member, Action.DRAFT_STATEMENT) or may(member, Action.SIGN_STATEMENT)):
        raise PermissionDenied
    found = Statement.objects.filter(force=member.organisation)
    return found.select_related("force", "drafted_by", "signed_by")


def statement(member: Membership, pk: int) -> Statement:
    """One of them."""
    return _found(statements(member).filter(pk=pk).first())


def draft_to_sign(member: Membership, pk: int) -> Statement:
    """A draft that the member may sign, were it not their own."""
    found = draft_to_drop(member, pk)
    require(member, Action.SIGN_STATEMENT)
    return found


def draft_to_drop(member: Membership, pk: int) -> Statement:
    """A draft that nobody has signed."""
    return _found(statements(member).drafts().filter(pk=pk).first())


def signed_statement(member: Membership, pk: int) -> Statement:
    """One that was signed, for those who put it into other languages."""
    found = _found(statements(member).filter(pk=pk, signed_at__isnull=False).first())
    require(member, Action.DRAFT_STATEMENT)
    return found


def translation(member: Membership, pk: int) -> Translation:
    """One of a statement of the member's force, for those who approve it."""
    found = Translation.objects.filter(pk=pk, statement__in=statements(member))
    require(member, Action.SIGN_STATEMENT)
    return _found(found.select_related("statement__force", "entered_by").first())


def forces_with_a_statement() -> QuerySet[Organisation]:
    """Forces that take part and have told the public something."""
    return (
        Organisation.objects.filter(
            kind=Kind.FORCE,
            admitted_at__isnull=False,
            left_at__isnull=True,
            statements__signed_at__isnull=False,
        )
        .distinct()
        .order_by("name")
    )


def published(slug: str) -> list[Statement]:
    """Every signed version of one force, the newest first; 404 where there is none.

    Also of a force that has left: its word stays on record.
    """
    found = list(Statement.objects.signed().filter(force__slug=slug).select_related("force"))
    if not found:
        raise Http404
    return found


def translated(statement: Statement, language: str) -> Translation | None:
    """Its approved words in ``language``, or nothing."""
    found = statement.translations.filter(language=language, approved_at__isnull=False)
    return found.first()


def _found(row: _Row | None) -> _Row:
    if row is None:
        raise Http404
    return row
