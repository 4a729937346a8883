"""Links between a finding and its predecessor: the chain."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from tracker.models.findings import Finding
from tracker.models.reports import Report, StaffQuerySet
from tracker.models.statements import Statement
from tracker.models.visibility import RegisterQuerySet
from tracker.vocabulary import Decision, FindingKind, KindStep, LinkRelation

# What a decision needs no word on: that there is a link, and the whole of the matter.
SAID_BY_ITSELF = Q(status=Decision.PROPOSED) | Q(status=Decision.CONFIRMED) & ~Q(
    relation=LinkRelation.CONTINUES_IN_PART
)


class FindingLinkQuerySet(RegisterQuerySet["FindingLink"]):
    force_path = "successor__force"
    public_from_path = "successor__public_from"

    def public(self, *, on: object) -> Self:
        return self.confirmed().filter(
            Q(statement__isnull=True) | Q(statement__public_from__lte=on),
            successor__public_from__lte=on,
            predecessor__public_from__lte=on,
        )

    def confirmed(self) -> Self:
        return self.filter(status=Decision.CONFIRMED)

    def confirmed_by(self, moment: datetime) -> Self:
        """Those that stood confirmed at that moment: the last decision taken by then says so, or, of the
        oldest links, which have no record of decisions, their own day."""
        taken = LinkDecision.objects.filter(link=OuterRef("pk"), decided_at__lte=moment).order_by("-number")
        rows = self.annotate(status_then=Subquery(taken.values("status")[:1]))
        told = Q(status_then=Decision.CONFIRMED)
        untold = Q(decisions__isnull=True, status=Decision.CONFIRMED, decided_at__lte=moment)
        return rows.filter(told | untold)

    def silent_repeats_of(self, report: Report) -> Self:
        """Proposed when the report was compared, decided or not, and told of by no statement; best first."""
        of_the_report = self.filter(successor__report=report, successor__inspection=report.inspection_id)
        rows = of_the_report.filter(predecessor__merged_into__isnull=True)
        return rows.filter(statement__isnull=True, score__isnull=False).order_by("pk")


class FindingLink(models.Model):
    """A later finding takes up an earlier one of the same force (or of the force it succeeded).

    The earlier inspection comes first, so no ring can form; many to many, so splits and merges are plain.
    A trigger holds both rules. Decided by a person; undone by a new decision, never by deletion. The row
    holds the decision that stands, its LinkDecisions all of them.
    """

    predecessor = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="successor_links")
    successor = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="predecessor_links")
    relation = models.CharField(max_length=20, choices=LinkRelation)
    status = models.CharField(max_length=20, choices=Decision, default=Decision.PROPOSED)
    score = models.DecimalField(
        max_digits=4, decimal_places=3, null=True, blank=True, help_text="0 to 1, the machine's."
    )
    reasons = models.JSONField(default=list, blank=True)
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="links"
    )
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = FindingLinkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="finding_link_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="finding_link_between_two_findings"
            ),
            models.CheckConstraint(
                condition=Q(status=Decision.PROPOSED, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status=Decision.PROPOSED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="finding_link_decided_by_and_at_iff_decided",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 1)),
                name="finding_link_score_from_0_to_1",
            ),
            # Where a report's sentence tells of it, that sentence says which part.
            models.CheckConstraint(
                condition=SAID_BY_ITSELF
                | ~Q(note="")
                | Q(status=Decision.CONFIRMED, statement__isnull=False),
                name="finding_link_says_which_part_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    @property
    def kind_step(self) -> KindStep:
        """Whether the matter was raised or lowered in kind when it was found again."""
        before, now = FindingKind(self.predecessor.kind).weight, FindingKind(self.successor.kind).weight
        if before == now:
            return KindStep.SAME
        return KindStep.RAISED if now > before else KindStep.LOWERED

    @property
    def is_proposed(self) -> bool:
        return self.status == Decision.PROPOSED

    @property
    def is_confirmed(self) -> bool:
        return self.status == Decision.CONFIRMED


class LinkDecisionQuerySet(StaffQuerySet["LinkDecision"]):
    """Others than HMICFRS's readers of reports see the decision that stands, on the link."""

    force_path = "link__successor__force"


class LinkDecision(models.Model):
    """One decision on a link: who, when, what and why. Append-only (a trigger): undoing is one more."""

    link = models.ForeignKey(FindingLink, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(help_text="From 1 in each link.")
    status = models.CharField(max_length=20, choices=Decision)
    relation = models.CharField(max_length=20, choices=LinkRelation)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = LinkDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["link", "number"]
        constraints = [
            models.UniqueConstraint(fields=["link", "number"], name="link_decision_number_once_per_link"),
            models.CheckConstraint(
                condition=~Q(status=Decision.PROPOSED), name="link_decision_confirms_or_rejects"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link}, decision {self.number}"
