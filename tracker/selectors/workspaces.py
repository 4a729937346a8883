"""The workspace of one finding: what only its force and HMICFRS see."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, DateField, Prefetch, QuerySet, When
from django.db.models.functions import Coalesce

from tracker.models import Action, EvidenceUse, Finding, Observation, Review, Update, UpdateDraft
from tracker.models.visibility import Person, reach_of
from tracker.roles import Permission
from tracker.selectors import people
from tracker.selectors.actions import actions_of
from tracker.selectors.target_dates import BothDates, dates_of

# Older updates are in the history.
MOST_UPDATES = 5
MOST_EVIDENCE = 50


@dataclass(frozen=True)
class Workspace:
    """The newest updates with their reviews and evidence, the evidence, and this person's own draft.

    `capacities` say who the senders and reviewers are, by user id.
    """

    updates: Sequence[Update]
    has_more_updates: bool
    actions: Sequence[Action]
    dates: BothDates
    evidence: Sequence[EvidenceUse]
    has_more_evidence: bool
    draft: UpdateDraft | None
    capacities: dict[int, str]

    @property
    def latest(self) -> Update | None:
        return self.updates[0] if self.updates else None

    @property
    def latest_review(self) -> Review | None:
        """What HMICFRS decided on the latest update; None while it waits, also between levels of sign-off."""
        if self.latest is None:
            return None
        return next((review for review in self.latest.reviews.all() if review.is_final), None)


def workspace_of(finding: Finding, user: Person) -> Workspace:
    """Ask `access.sees_workspace` first. At most ten queries."""
    updates = list(_updates(finding)[: MOST_UPDATES + 1])
    evidence = list(_evidence(finding)[: MOST_EVIDENCE + 1])
    shown = updates[:MOST_UPDATES]
    actors = [update.submitted_by_id for update in shown]
    actors += [review.reviewed_by_id for update in shown for review in update.reviews.all()]
    return Workspace(
        updates=shown,
        has_more_updates=len(updates) > MOST_UPDATES,
        actions=list(actions_of(finding)),
        dates=dates_of(finding),
        evidence=evidence[:MOST_EVIDENCE],
        has_more_evidence=len(evidence) > MOST_EVIDENCE,
        draft=UpdateDraft.objects.filter(finding=finding, user=user.pk).first(),
        capacities=people.capacities(actors),
    )


def with_due_date(rows: "QuerySet[Finding]", user: Person) -> "QuerySet[Finding]":
    """Each finding with `own_due_on`: the target date that counts, the force's before HMICFRS's.

    None for findings whose workspace is not this person's: nor may a list be sorted by what it hides.
    """
    reach = reach_of(user, Permission.SEE_WORKSPACE)
    date_that_counts = Coalesce("force_due_on", "due_on")
    if reach.all_forces:
        return rows.annotate(own_due_on=date_that_counts)
    own = When(force__in=reach.force_ids, then=date_that_counts)
    return rows.annotate(own_due_on=Case(own, default=None, output_field=DateField()))


def _updates(finding: Finding) -> "QuerySet[Update]":
    reviews = Review.objects.select_related("reviewed_by").order_by("-level", "-pk")
    uses = EvidenceUse.objects.select_related("evidence").order_by("pk")
    rows = finding.updates.select_related("submitted_by", "corrects").order_by("-number")
    later = Prefetch("corrections", Update.objects.order_by("number"))
    return rows.prefetch_related(Prefetch("reviews", reviews), Prefetch("evidence_uses", uses), later)


def _evidence(finding: Finding) -> "QuerySet[EvidenceUse]":
    """Each piece once, however many updates it came with, newest first."""
    once = finding.evidence_uses.order_by("evidence_id", "pk").distinct("evidence_id")
    rows = EvidenceUse.objects.filter(pk__in=once.values("pk")).select_related("evidence__added_by")
    figures = Prefetch("evidence__observations", Observation.objects.select_related("measure"))
    return rows.prefetch_related(figures).order_by("-evidence__added_at", "-pk")
