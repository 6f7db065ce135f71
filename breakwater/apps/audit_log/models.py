"""What the log stores. Nothing outside this app reads or writes these tables (import contract).

``StoredLog``, ``Entry``, ``Node`` and ``Access`` only ever grow: triggers in ``tables`` refuse
every change and every deletion, which is why Django does not manage them (it rebuilds tables and
drops triggers on the way). ``Record`` may be deleted, never changed: deleting it is erasure.
"""

from django.db import models


class StoredLog(models.Model):
    """One tree. A log that was continued after a restore has several, one for each generation."""

    name = models.CharField(max_length=160)
    generation = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=255, unique=True)
    started_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "audit_log_storedlog"

    def __str__(self) -> str:
        return self.origin


class Entry(models.Model):
    """What stays for ever: the 64 published bytes, and what an auditor may count it by."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(StoredLog, on_delete=models.DO_NOTHING, related_name="entries")
    index = models.PositiveBigIntegerField()
    commitment = models.BinaryField()
    kind = models.CharField(max_length=60)
    day = models.DateField()
    salt1 = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_log_entry"
        ordering = ["log", "index"]


class Record(models.Model):
    """What an entry committed to, with its salt: the part that erasure takes away."""

    pk = models.CompositePrimaryKey("log_id", "index")
    log = models.ForeignKey(StoredLog, on_delete=models.DO_NOTHING, related_name="records")
    index = models.PositiveBigIntegerField()
    content = models.BinaryField()
    salt2 = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_log_record"


class Node(models.Model):
    """One complete subtree's hash; ``stored_tree.position`` says where in the tree it stands."""

    pk = models.CompositePrimaryKey("log_id", "position")
    log = models.ForeignKey(StoredLog, on_delete=models.DO_NOTHING, related_name="nodes")
    position = models.PositiveBigIntegerField()
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "audit_log_node"


class OwedPurge(models.Model):
    """An erasure that was committed, until its bytes have left the disk (``erasure``)."""

    # Those beside the log's own that lost rows.
    tables = models.JSONField(default=list)


class Publication(models.Model):
    """One size of a log that was made public, with the checkpoint the gate signed for it."""

    log = models.ForeignKey(StoredLog, on_delete=models.PROTECT, related_name="publications")
    size = models.PositiveBigIntegerField()
    note = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["log", "size"]
        constraints = [
            models.UniqueConstraint(fields=["log", "size"], name="a_size_is_published_once")
        ]


class Cosignature(models.Model):
    """One witness's signature line under one publication."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="cosignatures"
    )
    witness = models.CharField(max_length=255)
    line = models.TextField()
    collected_at = models.DateTimeField()

    class Meta:
        ordering = ["witness"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "witness"], name="a_witness_signs_a_size_once"
            )
        ]


class Access(models.Model):
    """One line of the private access log (``access``): who did what to which record, no content."""

    class Act(models.TextChoices):
        """The six things section 62(1) asks to be logged."""

        COLLECTION = "collection", "Collected"
        ALTERATION = "alteration", "Altered"
        CONSULTATION = "consultation", "Consulted"
        DISCLOSURE = "disclosure", "Disclosed"
        COMBINATION = "combination", "Combined"
        ERASURE = "erasure", "Erased"

    id = models.BigAutoField(primary_key=True)
    organisation = models.CharField(max_length=80, blank=True)
    act = models.CharField(max_length=20, choices=Act)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    record_kind = models.CharField(max_length=60)
    record_id = models.CharField(max_length=80)
    because = models.CharField(max_length=60)
    recipient = models.CharField(max_length=80, blank=True)

    class Meta:
        managed = False
        db_table = "audit_log_access"
        ordering = ["-id"]
