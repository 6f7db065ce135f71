"""Keys that open what people write, as the server holds them: wrapped, sealed, never open.

Everything binary here is an age file made in a member's browser. Whoever reads these tables can
open none of it; whoever writes them is noticed, because what counts is the list that the gate
signs and what each member's key remembers.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from breakwater.apps.organisations.models.membership import Membership
from breakwater.apps.organisations.models.organisation import Organisation
from breakwater.apps.organisations.models.pairs import both_or_neither


def _person(*, null: bool = False) -> "models.ForeignKey[object, object]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=null, related_name="+"
    )


class MemberKey(models.Model):
    """One member's own key. A new one after a loss is a new row; the lost one is retired."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="keys")
    recipient = models.CharField(max_length=80, unique=True)
    # An age identity file under her passphrase; any age tool opens it.
    wrapped = models.BinaryField()
    # What her key remembers of the gate's and the organisation's keys, locked with her own key.
    memory = models.BinaryField()
    made_at = models.DateTimeField()
    made_by = _person()
    wrapped_at = models.DateTimeField()
    wrapped_by = _person()
    retired_at = models.DateTimeField(null=True)
    retired_by = _person(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                name="one_key_in_use_for_each_member",
                condition=Q(retired_at__isnull=True),
            ),
            models.CheckConstraint(
                name="member_key_retired_by_someone",
                condition=both_or_neither("retired_at", "retired_by"),
            ),
        ]


class PasskeyCopy(models.Model):
    """The same identity wrapped by a passkey (WebAuthn PRF): a convenience, never the only way."""

    key = models.ForeignKey(MemberKey, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    # Which passkey to ask the browser for (AGE-PLUGIN-FIDO2PRF-1…); it opens nothing.
    credential = models.CharField(max_length=600)
    wrapped = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = _person()

    class Meta:
        ordering = ["added_at"]


class OrganisationKeyQuerySet(models.QuerySet["OrganisationKey"]):
    """Questions about the versions of a key."""

    def kept(self) -> "OrganisationKeyQuerySet":
        """Those that are or were in use, or wait to be."""
        return self.filter(withdrawn_at__isnull=True)


class OrganisationKey(models.Model):
    """One version of an organisation's key.

    It comes into use once two members have opened a test sealed to it and the gate has signed
    for it; until then the version before stays in use.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="organisation_keys"
    )
    version = models.PositiveIntegerField()
    recipient = models.CharField(max_length=80, unique=True)
    # The signed note in which the key says who it is (breakwater/sealing/statement.py).
    statement = models.TextField()
    made_at = models.DateTimeField()
    made_by = _person()
    in_use_at = models.DateTimeField(null=True)
    in_use_by = _person(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = _person(null=True)

    objects = OrganisationKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "version"],
                name="one_key_of_each_version",
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="organisation_key_in_use_by_someone",
                condition=both_or_neither("in_use_at", "in_use_by"),
            ),
            models.CheckConstraint(
                name="organisation_key_withdrawn_by_someone",
                condition=both_or_neither("withdrawn_at", "withdrawn_by"),
            ),
            models.CheckConstraint(
                name="a_key_in_use_is_not_withdrawn",
                condition=Q(in_use_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
        ]

    @property
    def waits(self) -> bool:
        """Whether it has yet to come into use."""
        return self.in_use_at is None and self.withdrawn_at is None


class KeyCopy(models.Model):
    """One version of the organisation's key, sealed to one member's key."""

    organisation_key = models.ForeignKey(
        OrganisationKey, on_delete=models.PROTECT, related_name="copies"
    )
    member_key = models.ForeignKey(MemberKey, on_delete=models.PROTECT, related_name="copies")
    sealed = models.BinaryField()
    # The organisation's key says that this member's key may hold it (sealing/voucher.py).
    voucher = models.TextField()
    sealed_at = models.DateTimeField()
    sealed_by = _person()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_key", "member_key"], name="one_copy_for_each_member"
            ),
        ]


class RecoveryCopy(models.Model):
    """One version of the organisation's key, sealed to a recovery key that was printed.

    Each new key comes with a new paper, which opens the older versions too; ``printed_with`` says
    which paper.
    """

    organisation_key = models.ForeignKey(
        OrganisationKey, on_delete=models.PROTECT, related_name="recovery_copies"
    )
    printed_with = models.ForeignKey(
        OrganisationKey, on_delete=models.PROTECT, related_name="paper_copies"
    )
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_key", "printed_with"], name="one_copy_for_each_paper"
            ),
        ]


class KeyTest(models.Model):
    """One member's key opened a test message sealed to one version of the organisation's key."""

    member_key = models.ForeignKey(MemberKey, on_delete=models.PROTECT, related_name="tests")
    organisation_key = models.ForeignKey(
        OrganisationKey, on_delete=models.PROTECT, related_name="tests"
    )
    opened_at = models.DateTimeField()
    opened_by = _person()

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["organisation_key", "opened_at"])]
