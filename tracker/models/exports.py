"""Exports: lists and packs that leave the service as files."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.documents.vocabulary import ExportFormat, ExportKind, ExportState
from tracker.models.visibility import Person

UNDER_WAY = (ExportState.WAITING, ExportState.MAKING)


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: Person) -> Self:
        """One's own: what somebody may see is another's in no case."""
        return self.filter(owner_id=user.pk)

    def waiting_to_be_made(self, *, now: datetime) -> Self:
        """Asked for and not taken by a worker, or taken by one whose lease has run out."""
        untaken = Q(state=ExportState.WAITING)
        return self.filter(untaken | Q(state=ExportState.MAKING, lease_until__lt=now)).order_by("pk")

    def past_their_day(self, *, now: datetime) -> Self:
        return self.filter(state=ExportState.READY, expires_at__lte=now).order_by("pk")


class Export(models.Model):
    """A file made for one person: waiting → being made → ready → deleted on its last day; or failed; or
    cancelled by its owner before it was ready.

    The row is the queue (`services.exports`): claimed by a conditional UPDATE with a lease. A small one is
    made at once, by the same steps. `parameters` say of what; `made_with` lists the memberships, [role, force
    id], with whose eyes it was made: without one of them its owner does not get it any more.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports")
    kind = models.CharField(max_length=20, choices=ExportKind)
    format = models.CharField(max_length=10, choices=ExportFormat)
    title = models.CharField(max_length=200)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=ExportState, default=ExportState.WAITING)
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField(null=True, blank=True, help_text="Rows or files it will hold.")
    done = models.PositiveIntegerField(default=0, help_text="How many of them are written.")
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True, help_text="Why it could not be made, for a person.")
    made_with = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="exports/", max_length=200, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField("size in bytes", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["owner", "-id"], name="export_of_person"),
            models.Index(
                fields=["id"],
                condition=Q(state__in=[ExportState.WAITING, ExportState.MAKING]),
                name="export_queue",
            ),
            models.Index(
                fields=["expires_at"], condition=Q(state=ExportState.READY), name="export_by_its_last_day"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ExportState.MAKING, lease_until__isnull=False)
                | (~Q(state=ExportState.MAKING) & Q(lease_until__isnull=True)),
                name="export_lease_iff_being_made",
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.FAILED) | ~Q(problem=""), name="export_failed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ExportState.READY,
                    made_at__isnull=False,
                    expires_at__isnull=False,
                    size__isnull=False,
                )
                & ~Q(file="")
                & ~Q(sha256="")
                | ~Q(state=ExportState.READY) & Q(file=""),
                name="export_has_a_file_iff_ready",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_format_display()})"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_ready(self) -> bool:
        return self.state == ExportState.READY
