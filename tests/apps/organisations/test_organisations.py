"""Who takes part, who agreed to what, and leaving with everything."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from breakwater.apps.audit_log.models import Record
from breakwater.apps.organisations import access
from breakwater.apps.organisations.changes import agreements, people
from breakwater.apps.organisations.changes import organisations as change
from breakwater.apps.organisations.changes.agreements import Terms
from breakwater.apps.organisations.models import (
    Agreement,
    Invitation,
    Organisation,
    OutgoingMessage,
    Person,
)
from breakwater.apps.organisations.roles import Kind, Role
from breakwater.domain.plain_error import PlainError
from tests.people import PASSWORD, TOTP_SECRET, Cast, signed_in

pytestmark = pytest.mark.django_db
TERMS = Terms(
    purposes="Linking people to support",
    may_be_passed="What the person agreed to",
    never_passed_on="Anything else",
    from_on=date(2026, 1, 1),
    review_on=date(2030, 1, 1),
)


def proposed(cast: Cast, kind: Kind = Kind.SUPPORT_ORGANISATION) -> Organisation:
    """By the policing body, or by an operator."""
    support = kind is Kind.SUPPORT_ORGANISATION
    return change.propose_organisation(
        name="Tideway Refuge",
        kind=kind,
        first_administrator_email="first@tideway.example",
        by=cast.body_admin if support else cast.operator_1,
        at=timezone.now(),
    )


def may_admit(cast: Cast, organisation: Organisation) -> set[str]:
    """Everyone whom the rule lets be the second person."""
    return {
        name
        for name, one in vars(cast).items()
        if isinstance(one, Person) and access.may_admit(one.membership, organisation)
    }


class TestAdmission:
    """Proposed by one, admitted by another."""

    def test_the_sector_vouches_for_a_support_organisation(self, cast: Cast) -> None:
        assert may_admit(cast, proposed(cast)) == {
            "support_admin",
            "support_admin_2",
            "other_admin",
            "other_admin_2",
        }

    def test_while_nobody_here_can_vouch_an_operator_records_a_written_voucher(
        self, cast: Cast
    ) -> None:
        Organisation.objects.filter(kind=Kind.SUPPORT_ORGANISATION).update(admitted_at=None)

        assert may_admit(cast, proposed(cast)) >= {"operator_1", "operator_2"}
        client = signed_in(cast.operator_1, confirmed=True)
        organisation = Organisation.objects.get(name="Tideway Refuge")
        address = f"/organisations/proposals/{organisation.pk}/"
        assert b"required" in client.post(address, {"answer": "admit"}).content
        client.post(address, {"answer": "admit", "written_voucher": "The Refuge Union, 3 May"})
        organisation.refresh_from_db()
        assert organisation.takes_part
        assert organisation.written_voucher == "The Refuge Union, 3 May"

    def test_a_second_operator_admits_a_force(self, cast: Cast) -> None:
        assert may_admit(cast, proposed(cast, Kind.FORCE)) == {"operator_2"}

    def test_the_first_administrator_holds_the_role_from_the_first_day(self, cast: Cast) -> None:
        change.admit_organisation(
            organisation=proposed(cast), by=cast.support_admin, at=timezone.now()
        )
        invitation = Invitation.objects.get(email="first@tideway.example")

        person = people.accept_invitation(
            invitation=invitation,
            name="Fay First",
            password=PASSWORD,
            totp_secret=TOTP_SECRET,
            at=timezone.now(),
        )

        place = access.membership_of(person)
        assert place is not None
        assert place.roles_on(access.today()) == {Role.ORGANISATION_ADMIN}

    def test_nobody_admits_what_they_proposed(self, cast: Cast) -> None:
        organisation = proposed(cast)

        with pytest.raises(PlainError, match="somebody else"):
            change.admit_organisation(
                organisation=organisation, by=cast.body_admin, at=timezone.now()
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.filter(pk=organisation.pk).update(admitted_by=cast.body_admin)

    def test_before_it_is_admitted_nobody_can_join(self, cast: Cast) -> None:
        with pytest.raises(PlainError, match="does not take part"):
            people.invite(
                organisation=proposed(cast),
                email="x@tideway.example",
                roles=[],
                by=cast.body_admin,
                at=timezone.now(),
            )

    def test_one_that_was_declined_can_be_proposed_again(self, cast: Cast) -> None:
        change.decline_organisation(
            organisation=proposed(cast), by=cast.support_admin, at=timezone.now()
        )

        assert proposed(cast).is_waiting

    def test_a_row_of_the_public_register_is_taken_over(self, cast: Cast) -> None:
        made_by_register = Organisation.objects.create(
            slug="tideway-refuge", name="Tideway Refuge", kind=Kind.FORCE
        )

        assert proposed(cast, Kind.FORCE) == made_by_register

    def test_a_name_that_takes_part_is_not_proposed_again(self, cast: Cast) -> None:
        change.admit_organisation(
            organisation=proposed(cast), by=cast.support_admin, at=timezone.now()
        )

        with pytest.raises(PlainError, match="already"):
            proposed(cast)


class TestAgreements:
    """Two sides, two people, and nothing edited."""

    def offered(self, cast: Cast, replaces: Agreement | None = None) -> Agreement:
        """By the force to the charity."""
        return agreements.propose_agreement(
            proposer=cast.force,
            other=cast.support,
            terms=TERMS,
            by=cast.force_admin,
            at=timezone.now(),
            replaces=replaces,
        )

    def in_force(self, cast: Cast) -> Agreement:
        """Offered and accepted."""
        agreement = self.offered(cast)
        agreements.accept_agreement(agreement=agreement, by=cast.support_admin, at=timezone.now())
        return agreement

    def test_nothing_is_in_force_until_the_other_side_accepts(self, cast: Cast) -> None:
        agreement = self.offered(cast)
        assert not Agreement.objects.in_force(access.today()).exists()

        with pytest.raises(PlainError, match="other organisation"):
            agreements.accept_agreement(
                agreement=agreement, by=cast.force_admin_2, at=timezone.now()
            )
        agreements.accept_agreement(agreement=agreement, by=cast.support_admin, at=timezone.now())

        assert Agreement.objects.in_force(access.today()).get() == agreement

    def test_a_newer_one_ends_the_older_the_moment_it_is_accepted(self, cast: Cast) -> None:
        old = self.in_force(cast)
        new = self.offered(cast, replaces=old)
        assert Agreement.objects.in_force(access.today()).get() == old

        agreements.accept_agreement(agreement=new, by=cast.support_admin, at=timezone.now())

        assert Agreement.objects.in_force(access.today()).get() == new

    @pytest.mark.parametrize("who", ["force_admin", "support_admin"])
    def test_either_side_ends_it_at_once(self, cast: Cast, who: str) -> None:
        agreements.end_agreement(
            agreement=self.in_force(cast),
            reason="The purpose is met.",
            by=getattr(cast, who),
            at=timezone.now(),
        )

        assert not Agreement.objects.in_force(access.today()).exists()

    def test_the_page_names_what_no_agreement_allows(self, cast: Cast) -> None:
        agreement = self.offered(cast)

        page = signed_in(cast.caseworker).get(f"/agreements/{agreement.pk}/").content.decode()

        assert agreements.NEVER_IN_ANY_AGREEMENT in page

    @pytest.mark.parametrize(
        ("day", "standing"),
        [
            (date(2025, 12, 31), "Agreed, not begun"),
            (date(2026, 1, 1), "In force"),
            (date(2030, 1, 1), "In force"),
            (date(2030, 1, 2), "Review is late"),
        ],
    )
    def test_where_it_stands(self, cast: Cast, day: date, standing: str) -> None:
        agreement = self.in_force(cast)
        agreement.refresh_from_db()

        assert agreement.standing_on(day) == standing


class TestLeaving:
    """With everything, for good."""

    def test_it_takes_its_own_rows_along_and_nobody_elses(self, cast: Cast) -> None:
        TestAgreements().in_force(cast)
        client = signed_in(cast.support_admin, confirmed=True)

        answer = client.post("/organisations/take-data-away/")

        package = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
        lists = [name for name in package.namelist() if name.endswith(".json")]
        rows = {name: json.loads(package.read(name)) for name in lists}
        assert {row["name"] for row in rows["people.json"]} == {
            "Cora Cove",
            "Cem Cliff",
            "Kit Kelp",
        }
        assert rows["agreements.json"][0]["other"] == cast.support.name
        everything = json.dumps(rows)
        assert cast.other_caseworker.email not in everything
        assert TOTP_SECRET not in everything

    def test_leaving_closes_every_account_and_ends_every_agreement(self, cast: Cast) -> None:
        TestAgreements().in_force(cast)
        client = signed_in(cast.support_admin, confirmed=True)

        client.post("/organisations/leave/", {"name": "something else"})
        assert Organisation.objects.get(pk=cast.support.pk).takes_part
        client.post("/organisations/leave/", {"name": "southfell women's support"})

        assert not Organisation.objects.get(pk=cast.support.pk).takes_part
        assert not Agreement.objects.in_force(access.today()).exists()
        for one in (cast.support_admin, cast.support_admin_2, cast.caseworker):
            assert access.membership_of(one) is None
        assert access.membership_of(cast.other_caseworker) is not None


def test_every_change_leaves_one_entry_that_names_nobody(cast: Cast) -> None:
    before = Record.objects.count()
    agreement = TestAgreements().in_force(cast)
    agreements.end_agreement(
        agreement=agreement, reason="The purpose is met.", by=cast.force_admin, at=timezone.now()
    )
    people.close_account(membership=cast.officer.membership, by=cast.force_admin, at=timezone.now())

    records = [bytes(record.content).decode() for record in Record.objects.all()]
    written = " ".join(records)
    # Four changes, and the entry that starts the log.
    assert len(records) - before == 5
    for one in vars(cast).values():
        if isinstance(one, Person):
            assert one.name not in written
            assert one.email not in written


def test_an_email_says_nothing_but_that_there_is_something(cast: Cast) -> None:
    proposed(cast)

    texts = {message.subject + message.text for message in OutgoingMessage.objects.all()}

    assert len(texts) == 1
    assert "Tideway" not in texts.pop()
