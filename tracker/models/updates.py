"""What a force tells HMICFRS about a finding: drafts kept until sent, then updates that never change."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.models.findings import Finding
from tracker.models.visibility import ForceOwnedQuerySet, Row
from tracker.vocabulary import ForceStatus


class FindingOwnedQuerySet(ForceOwnedQuerySet[Row]):
    force_path = "finding__force"


class Update(models.Model):
    """One report of progress. Append-only (a trigger refuses changes); a correction is a new update."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="updates")
    number = models.PositiveIntegerField(help_text="1 for the finding's first.")
    force_status = models.CharField(max_length=20, choices=ForceStatus)
    waiting_on = models.CharField(max_length=200, blank=True)
    narrative = models.TextField(help_text="What changed and what difference it made.")
    force_due_on = models.DateField("force's target date", null=True, blank=True)
    due_reason = models.TextField("why the date moved", blank=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    correction = models.TextField("what was wrong in the update it corrects", blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    objects = FindingOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["finding", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "number"], name="update_number_once_per_finding"),
            models.UniqueConstraint(
                fields=["id", "finding", "submitted_by"], name="update_id_finding_submitted_by"
            ),
            models.CheckConstraint(condition=~Q(narrative=""), name="update_narrative_not_empty"),
            models.CheckConstraint(
                condition=~Q(force_status=ForceStatus.WAITING) | ~Q(waiting_on=""),
                name="update_waiting_names_the_organisation",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")), name="update_corrects_another"
            ),
            # Not the other way round: what was sent before corrections had words stays as it is.
            models.CheckConstraint(
                condition=Q(correction="") | Q(corrects__isnull=False),
                name="update_correction_names_the_update",
            ),
        ]

    def __str__(self) -> str:
        return f"Update {self.number} of {self.finding}"


class UpdateDraft(models.Model):
    """A person's unsent update of a finding: the answers so far, and the finding's version it began from."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    evidence = models.ManyToManyField("tracker.Evidence", blank=True, related_name="drafts")
    finding_version = models.PositiveIntegerField()
    saved_at = models.DateTimeField()

    objects = FindingOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "user"], name="update_draft_one_per_person")
        ]

    def __str__(self) -> str:
        return f"Draft for {self.finding}"
