"""Roles that authorise take two people, in the verbs and in the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from breakwater.apps.organisations import access
from breakwater.apps.organisations.changes import roles as change
from breakwater.apps.organisations.models import Absence, Grant, Membership, Notice, Person
from breakwater.apps.organisations.roles import ROLES, Role
from breakwater.domain.plain_error import PlainError
from tests.people import Cast, give

pytestmark = pytest.mark.django_db


def ask(cast: Cast, role: Role, by: Person | None = None) -> Grant:
    """For the officer."""
    return change.ask_for_role(
        membership=cast.officer.membership, role=role, by=by or cast.force_admin, at=timezone.now()
    )


def held(cast: Cast) -> set[Role]:
    """By the officer, beyond what they had."""
    place = Membership.objects.get(person=cast.officer)
    return set(place.roles_on(access.today())) - {Role.OFFICER}


class TestGiving:
    """One person or two."""

    def test_a_role_that_does_not_authorise_is_given_at_once(self, cast: Cast) -> None:
        ask(cast, Role.REGISTER_EDITOR)

        assert held(cast) == {Role.REGISTER_EDITOR}
        assert Notice.objects.filter(person=cast.officer, kind="role-given").count() == 1

    def test_a_role_that_authorises_gives_nothing_until_confirmed(self, cast: Cast) -> None:
        grant = ask(cast, Role.SUPERVISOR)
        assert held(cast) == set()

        change.confirm_role(grant=grant, by=cast.force_admin_2, at=timezone.now())

        assert held(cast) == {Role.SUPERVISOR}

    @pytest.mark.parametrize("who", ["force_admin", "officer"])
    def test_neither_who_asked_nor_who_receives_confirms(self, cast: Cast, who: str) -> None:
        grant = ask(cast, Role.SUPERVISOR)

        with pytest.raises(PlainError, match="two people"):
            change.confirm_role(grant=grant, by=getattr(cast, who), at=timezone.now())

    def test_nobody_gives_a_role_to_themselves(self, cast: Cast) -> None:
        with pytest.raises(PlainError, match="somebody else"):
            ask(cast, Role.REGISTER_EDITOR, by=cast.officer)

    def test_it_is_confirmed_once(self, cast: Cast) -> None:
        grant = ask(cast, Role.SUPERVISOR)
        change.confirm_role(grant=grant, by=cast.force_admin_2, at=timezone.now())

        with pytest.raises(PlainError, match="already"):
            change.confirm_role(grant=grant, by=cast.operator_1, at=timezone.now())

    def test_the_same_role_is_not_given_twice(self, cast: Cast) -> None:
        ask(cast, Role.SUPERVISOR)

        with pytest.raises(PlainError, match="already holds"):
            ask(cast, Role.SUPERVISOR)

    def test_declining_gives_nothing(self, cast: Cast) -> None:
        grant = ask(cast, Role.SUPERVISOR)

        change.take_role(grant=grant, by=cast.force_admin_2, at=timezone.now())

        assert held(cast) == set()
        with pytest.raises(PlainError):
            change.confirm_role(grant=grant, by=cast.operator_1, at=timezone.now())

    def test_the_second_administrator_is_told(self, cast: Cast) -> None:
        ask(cast, Role.SUPERVISOR)

        told = Notice.objects.filter(kind="role-waits").values_list("person__name", flat=True)
        assert list(told) == [cast.force_admin_2.name]


class TestTheDatabase:
    """With our Python out of the way."""

    def refuses(self, **changes: object) -> None:
        """Storing this is an error of the database."""
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.update(**changes)

    def test_it_refuses_one_person_where_two_are_needed(self, cast: Cast) -> None:
        Grant.objects.exclude(pk=ask(cast, Role.SUPERVISOR).pk).delete()

        self.refuses(given_at=timezone.now())
        self.refuses(given_at=timezone.now(), given_by=cast.force_admin)
        self.refuses(given_at=timezone.now(), given_by=cast.officer)
        Grant.objects.update(given_at=timezone.now(), given_by=cast.force_admin_2)
        assert held(cast) == {Role.SUPERVISOR}

    def test_it_refuses_to_turn_a_harmless_role_into_one_that_authorises(self, cast: Cast) -> None:
        Grant.objects.exclude(pk=ask(cast, Role.REGISTER_EDITOR).pk).delete()

        for role in Role:
            if role.authorises:
                self.refuses(role=role.value)

    def test_it_refuses_an_end_without_a_person_or_before_the_beginning(self, cast: Cast) -> None:
        self.refuses(ended_at=timezone.now())
        self.refuses(until_on=access.today() - timedelta(days=3650))


class TestAlone:
    """An organisation with one administrator finds its second person outside."""

    def test_a_charitys_second_person_is_in_the_body_that_proposed_it(self, cast: Cast) -> None:
        cast.support.proposed_by = cast.body_admin
        cast.support.save()
        Grant.objects.filter(person=cast.support_admin_2).delete()
        grant = change.ask_for_role(
            membership=cast.caseworker.membership,
            role=Role.ORGANISATION_ADMIN,
            by=cast.support_admin,
            at=timezone.now(),
        )

        can = {
            one.name
            for one in vars(cast).values()
            if isinstance(one, Person)
            and access.grants_to_confirm(one.membership).filter(pk=grant.pk).exists()
        }

        assert can == {cast.body_admin.name, cast.body_admin_2.name}

    def test_a_forces_second_person_is_an_operator(self, cast: Cast) -> None:
        Grant.objects.filter(person=cast.force_admin_2).delete()
        grant = ask(cast, Role.SUPERVISOR)

        can = {
            one.name
            for one in vars(cast).values()
            if isinstance(one, Person)
            and access.grants_to_confirm(one.membership).filter(pk=grant.pk).exists()
        }

        assert can == {cast.operator_1.name, cast.operator_2.name}


class TestDays:
    """A role lasts from its first day to its last."""

    @pytest.mark.parametrize(
        ("begins", "ends", "holds"),
        [(0, None, True), (1, None, False), (-5, 0, True), (-5, -1, False), (0, 0, True)],
    )
    def test_the_database_and_the_row_agree(
        self, cast: Cast, begins: int, ends: int | None, holds: bool
    ) -> None:
        today = access.today()
        grant = give(cast.officer.membership, Role.REGISTER_EDITOR)
        grant.from_on = today + timedelta(days=begins)
        grant.until_on = None if ends is None else today + timedelta(days=ends)
        grant.save()

        assert grant.is_in_force(today) is holds
        assert Grant.objects.in_force(today).filter(pk=grant.pk).exists() is holds


class TestCover:
    """What waits for someone away waits for their cover."""

    def away(self, cast: Cast, **other: Membership) -> Absence:
        """The supervisor, today."""
        places = {
            "membership": cast.supervisor.membership,
            "cover": cast.officer.membership,
        } | other
        return change.arrange_cover(
            **places,
            from_on=access.today(),
            until_on=access.today(),
            by=cast.supervisor,
            at=timezone.now(),
        )

    @pytest.mark.usefixtures("_first_hour_of_a_summer_day")
    def test_the_cover_is_told_too(self, cast: Cast) -> None:
        self.away(cast)
        change.ask_for_role(
            membership=cast.supervisor.membership,
            role=Role.REGISTER_EDITOR,
            by=cast.force_admin,
            at=timezone.now(),
        )

        told = set(Notice.objects.filter(kind="role-given").values_list("person__name", flat=True))
        assert told == {cast.supervisor.name, cast.officer.name}

    def test_it_gives_no_role(self, cast: Cast) -> None:
        self.away(cast)

        assert held(cast) == set()

    def test_after_it_was_called_off_only_the_person_is_told(self, cast: Cast) -> None:
        change.call_off_cover(absence=self.away(cast), by=cast.supervisor, at=timezone.now())
        change.ask_for_role(
            membership=cast.supervisor.membership,
            role=Role.REGISTER_EDITOR,
            by=cast.force_admin,
            at=timezone.now(),
        )

        told = Notice.objects.filter(kind="role-given").values_list("person__name", flat=True)
        assert list(told) == [cast.supervisor.name]

    def test_nobody_covers_for_themselves_or_for_another_organisation(self, cast: Cast) -> None:
        with pytest.raises(PlainError):
            self.away(cast, cover=cast.supervisor.membership)
        with pytest.raises(PlainError):
            self.away(cast, cover=cast.caseworker.membership)


def test_every_stored_role_has_its_meaning() -> None:
    assert {value for value, _ in Grant._meta.get_field("role").flatchoices} == set(ROLES)
