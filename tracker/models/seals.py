"""Seals of the audit trail: a hash chain per acting organisation, written by the database alone."""

from typing import Self

from django.db import models

from tracker.models.audit import AuditEvent
from tracker.models.visibility import ForceOwnedQuerySet, Person, reach_of
from tracker.roles import Permission


class AuditSealQuerySet(ForceOwnedQuerySet["AuditSeal"]):
    force_path = "event__acting_for"

    def visible_to(self, user: Person) -> Self:
        """A force reads the chain of what its own people did; HMICFRS reads all."""
        return self.within(reach_of(user, Permission.READ_AUDIT))


class AuditSeal(models.Model):
    """What binds an event to all before it in the chain of the organisation that acted.

    A trigger writes it when the event's transaction commits; the application may only read it.
    `digest` is SHA-256 of the nonce and the event's payload, `hash` SHA-256 of the hash before (nothing for
    the first) and the digest. So the chain can be checked where payloads are withheld.
    """

    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, primary_key=True, related_name="seal")
    chain = models.CharField(max_length=40)  # "hmicfrs", or "force-" and the force's id
    sequence = models.PositiveBigIntegerField()
    nonce = models.BinaryField()
    digest = models.BinaryField()
    hash = models.BinaryField()

    objects = AuditSealQuerySet.as_manager()

    class Meta:
        ordering = ["chain", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="audit_seal_once_in_its_chain"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}"
