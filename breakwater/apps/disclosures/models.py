"""What is stored about decisions and releases.

Those without ``managed`` are guarded tables (``domain/disclosures/guards.py``): rows are added,
never changed and never deleted, and the database itself refuses a release that the rule does not
allow. No table has a place for a name, except what a release needs, which is sealed.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from breakwater.apps.organisations.models import Organisation
from breakwater.domain.disclosures.fields import FIELDS, Channel, Told
from breakwater.domain.disclosures.question import LASTS
from breakwater.domain.firewall.outcome import Outcome


def _force() -> "models.ForeignKey[Organisation, Organisation]":
    return models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions about decisions."""

    def of(self, force: Organisation) -> "DecisionQuerySet":
        """Those of one force."""
        return self.filter(force=force)

    def to_link(self) -> "DecisionQuerySet":
        """Those whose duty to link to support is still open."""
        return self.filter(links=True, link__isnull=True)


class Decision(models.Model):
    """One recorded answer of the rule about one incident."""

    class Through(models.TextChoices):
        """Where the question came from."""

        PAGE = "page", "Check before you share"
        API = "api", "A records system"
        REQUEST = "request", "An authorised request"
        TELEPHONE = "telephone", "Entered after a telephone call"
        INCOMING = "incoming", "A request that came in"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = _force()
    incident = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True)
    offence = models.CharField(max_length=60, blank=True)
    legal_basis = models.CharField(max_length=20, blank=True)
    necessity = models.CharField(max_length=20, blank=True)
    authorised_by = models.CharField(max_length=40, blank=True)
    # Every fact that was asked, and the recorded steps, by name.
    facts = models.JSONField(default=dict)
    outcome = models.CharField(max_length=20)
    pack = models.CharField(max_length=120)
    rule = models.CharField(max_length=120)
    # Whether it opened the duty to link the person to support.
    links = models.BooleanField()
    through = models.CharField(max_length=20, choices=Through)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "disclosures_decision"
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return self.incident

    @property
    def means(self) -> Outcome:
        """The outcome itself."""
        return Outcome(self.outcome)


class Link(models.Model):
    """How the duty to link was met: a link was made, or it was offered and declined."""

    class How(models.TextChoices):
        """The two ways to meet it."""

        MADE = "made", "They want support, and the link is made"
        DECLINED = "declined", "It was offered, and they said no"

    class Interpreter(models.TextChoices):
        """Through whom the person was spoken to."""

        NOT_NEEDED = "not_needed", "None was needed"
        INDEPENDENT = "independent", "An independent interpreter"
        SOMEBODY_ELSE = "somebody_else", "Somebody they know"

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="link")
    how = models.CharField(max_length=10, choices=How)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Where the organisation does not take part here: what it is called.
    organisation_named = models.CharField(max_length=200, blank=True)
    offered_at = models.DateTimeField()
    was_alone = models.BooleanField()
    interpreter = models.CharField(max_length=20, choices=Interpreter)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_link_names_its_organisation",
                condition=Q(how="declined")
                | Q(organisation__isnull=False)
                | ~Q(organisation_named=""),
            ),
        ]

    @property
    def organisation_name(self) -> str:
        """What the support organisation is called."""
        return self.organisation.name if self.organisation else self.organisation_named


class Receiver(models.Model):
    """A post to which a package can be sealed, with the key that alone opens it."""

    force = _force()
    name = models.CharField(max_length=200)
    recipient = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    listed_at = models.DateTimeField()
    listed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Request(models.Model):
    """What an officer asks to release; ``digest`` is what a supervisor's passkey signs."""

    class State(models.TextChoices):
        """Where a request stands, in the words of its page."""

        WAITING = "waiting", "Waits for a supervisor"
        AUTHORISED = "authorised", "Authorised, not released yet"
        RELEASED = "released", "Released"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        LAPSED = "lapsed", "Lapsed after 72 hours"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="requests")
    force = _force()
    incident = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20)
    receiver_name = models.CharField(max_length=200)
    receiver_key = models.CharField(max_length=200)
    channel = models.CharField(max_length=20, choices=[(one.value, one.says) for one in Channel])
    offence = models.CharField(max_length=300)
    evidence = models.CharField(max_length=300)
    statute = models.CharField(max_length=300)
    purpose = models.CharField(max_length=1000)
    regime = models.CharField(max_length=40)
    necessity = models.CharField(max_length=2000)
    told = models.CharField(max_length=20, choices=[(one.value, one.says) for one in Told])
    told_reason = models.CharField(max_length=1000)
    digest = models.BinaryField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        managed = False
        db_table = "disclosures_request"
        ordering = ["-asked_at"]

    def state_at(self, at: datetime) -> "Request.State":
        """Where it stands at ``at``; a request nobody has released in time has lapsed."""
        if hasattr(self, "release"):
            return self.State.RELEASED
        if hasattr(self, "ending"):
            return self.State(self.ending.how)
        if at - self.asked_at > LASTS:
            return self.State.LAPSED
        return self.State.AUTHORISED if hasattr(self, "authorisation") else self.State.WAITING

    @property
    def lapses_at(self) -> datetime:
        """The moment after which it can no longer be released."""
        return self.asked_at + LASTS


class NamedField(models.Model):
    """One field that would leave, why, and the SHA-256 of its sealed content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="named_fields")
    name = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    sealed_digest = models.BinaryField()

    class Meta:
        managed = False
        db_table = "disclosures_namedfield"
        ordering = ["name"]

    @property
    def says(self) -> str:
        """What the field is called."""
        return FIELDS[self.name].says


class SealedField(models.Model):
    """The content of a named field, sealed to the gate; deleted once the request has ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="sealed_fields")
    name = models.CharField(max_length=40)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "name"], name="a_field_is_sealed_once")
        ]


class Authorisation(models.Model):
    """A second person's approval of exactly one request, signed by their passkey."""

    request = models.OneToOneField(
        Request, on_delete=models.PROTECT, primary_key=True, related_name="authorisation"
    )
    force = _force()
    incident = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    digest = models.BinaryField()
    # The WebAuthn assertion as JSON; its challenge is the digest.
    assertion = models.TextField()
    authorised_at = models.DateTimeField()
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        managed = False
        db_table = "disclosures_authorisation"


class Ending(models.Model):
    """How a request ended without a release."""

    request = models.OneToOneField(
        Request, on_delete=models.PROTECT, primary_key=True, related_name="ending"
    )
    how = models.CharField(max_length=20)
    reason = models.CharField(max_length=1000)
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        managed = False
        db_table = "disclosures_ending"


class Release(models.Model):
    """That something was handed to the gate for release; the gate decides again."""

    request = models.OneToOneField(
        Request, on_delete=models.PROTECT, primary_key=True, related_name="release"
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    force = _force()
    incident = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    outcome = models.CharField(max_length=20)
    legal_basis = models.CharField(max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        managed = False
        db_table = "disclosures_release"


class Handover(models.Model):
    """What became of a release at the gate: a package, or the gate's refusal."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="handover")
    log_index = models.PositiveBigIntegerField()
    # SHA-256 of the sealed package in the gate's outbox, once there is one.
    package_digest = models.CharField(max_length=64, blank=True)
    # SHA-256 of the link that lets the receiver download it.
    link_digest = models.CharField(max_length=64, blank=True)
    refused = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(null=True)


class Account(models.Model):
    """Something that was said or handed over outside the gate, entered by a person afterwards."""

    class Sort(models.TextChoices):
        """Which of the ways that pass the gate by."""

        TELEPHONE = "telephone", "Said by telephone or in person"
        COMPELLED = "compelled", "Compelled by law"
        SAFEGUARDING = "safeguarding", "Shared to protect somebody"

    class Instrument(models.TextChoices):
        """What compels."""

        COURT_ORDER = "court_order", "A court order"
        WARRANT = "warrant", "A warrant"
        STATUTE = "statute", "A law that leaves no choice"

    class Body(models.TextChoices):
        """Who may receive something to protect somebody. Immigration Enforcement is none."""

        CHILDREN = "children", "Children's services"
        ADULTS = "adults", "Adult safeguarding"
        MARAC = "marac", "The MARAC"
        SLAVERY = "slavery", "The national referral mechanism for modern slavery"
        HEALTH = "health", "An ambulance or a hospital, because a life is in danger"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = _force()
    sort = models.CharField(max_length=20, choices=Sort)
    incident = models.CharField(max_length=40)
    fields = models.JSONField(default=list)
    happened_at = models.DateTimeField()
    because = models.CharField(max_length=1000)
    # Telephone: what the rule says about it. It counts as a decision, and may open a duty.
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, related_name="account"
    )
    instrument = models.CharField(max_length=20, choices=Instrument, blank=True)
    instrument_reference = models.CharField(max_length=200, blank=True)
    body = models.CharField(max_length=20, choices=Body, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-entered_at"]
        constraints = [
            models.CheckConstraint(
                name="an_account_says_what_it_must",
                condition=Q(sort="telephone", decision__isnull=False)
                | (Q(sort="compelled") & ~Q(instrument="") & ~Q(instrument_reference=""))
                | (Q(sort="safeguarding") & ~Q(body="")),
            ),
        ]


class IncomingRequest(models.Model):
    """Something that Immigration Enforcement asked of the force, answered by the same rule."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = _force()
    their_reference = models.CharField(max_length=80)
    received_on = models.DateField()
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="incoming")
    is_refused = models.BooleanField()
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-answered_at"]


class ApiToken(models.Model):
    """What a force's records system shows to ask the rule; stored is its SHA-256."""

    force = _force()
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The minute in which it last asked, and how often in it.
    minute = models.BigIntegerField(default=0)
    asked_in_minute = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-made_at"]


class AnsweredOnce(models.Model):
    """An answer the API gave under an idempotency key, so that a repeated question counts once."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="a_key_answers_once")]
