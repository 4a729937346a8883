"""Whether what was improved is still embedded some months after closure, and what HMICFRS makes of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.models.evidence import Evidence
from tracker.models.findings import Finding
from tracker.models.updates import FindingOwnedQuerySet
from tracker.vocabulary import Embedded


class EmbeddingCheckQuerySet(FindingOwnedQuerySet["EmbeddingCheck"]):
    pass


class EmbeddingCheck(models.Model):
    """What the force says of a finding closed as verified: still embedded, no longer, or not yet known.

    Append-only (a trigger refuses changes): a later answer is a later row. It changes nothing of the finding:
    "no longer" waits for HMICFRS's `EmbeddingDecision`.
    """

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="embedding_checks")
    answer = models.CharField(max_length=20, choices=Embedded)
    text = models.TextField("what shows it", blank=True)
    link = models.URLField(max_length=500, blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="embedding_checks")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = EmbeddingCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["finding", "made_at"], name="embedding_check_of_finding")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=Embedded.NOT_KNOWN) | ~Q(text=""),
                name="embedding_check_says_what_shows_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding}: {self.get_answer_display().lower()}"


class EmbeddingDecisionQuerySet(FindingOwnedQuerySet["EmbeddingDecision"]):
    force_path = "check_made__finding__force"


class EmbeddingDecision(models.Model):
    """HMICFRS's answer to "no longer embedded": a new finding linked to the closed one, or none.

    Append-only.
    """

    check_made = models.OneToOneField(EmbeddingCheck, on_delete=models.PROTECT, related_name="decision")
    successor = models.ForeignKey(
        Finding,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The new finding; none where HMICFRS raises none.",
    )
    reason = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = EmbeddingDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="embedding_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.check_made}; {self.successor or 'no new finding'}"
