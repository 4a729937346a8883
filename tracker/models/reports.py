"""Reports as they came in, and what their reader proposes. A proposal is not a finding."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.jobs import ReadingStage
from tracker.models.inspections import Inspection
from tracker.models.visibility import ForceOwnedQuerySet, Person, Row, reach_of
from tracker.roles import Permission
from tracker.vocabulary import (
    DatePrecision,
    Decision,
    ProposalKind,
    ProposalOrigin,
    RejectReason,
    ReportStatus,
    RereadStatus,
)


class StaffQuerySet(ForceOwnedQuerySet[Row]):
    """Rows that only HMICFRS's readers of reports see."""

    def visible_to(self, user: Person) -> Self:
        return self if reach_of(user, Permission.DECIDE_REPORT).all_forces else self.none()


class ReportQuerySet(StaffQuerySet["Report"]):
    force_path = "inspection__force"

    def waiting_to_be_read(self, *, now: datetime) -> Self:
        """Uploaded and not taken by a worker, or taken by one whose lease has run out."""
        return self.filter(
            Q(status=ReportStatus.UPLOADED) | Q(status=ReportStatus.READING, lease_until__lt=now)
        ).order_by("pk")

    def waiting_to_be_compared(self) -> Self:
        """Decided, and its findings not yet held against the force's earlier ones."""
        return self.filter(status=ReportStatus.DECIDED, compared_at__isnull=True).order_by("pk")


class Report(models.Model):
    """An uploaded report: uploaded → reading → read → decided; or failed, or needs a person.

    The row is the queue: a worker claims it by a conditional UPDATE with a lease (`services.reports.read`).
    The same bytes are never held twice. Its text is kept so that each quote can be shown in its place.
    """

    file = models.FileField(upload_to="reports/", max_length=200)
    file_name = models.CharField(max_length=255, help_text="As uploaded; shown, never used as a path.")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveIntegerField("size in bytes")
    status = models.CharField(max_length=20, choices=ReportStatus, default=ReportStatus.UPLOADED)
    problem = models.TextField(blank=True, help_text="Why it could not be read, for a person.")
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(
        max_length=10,
        choices=ReadingStage,
        blank=True,
        help_text="How far its reading is.",
    )
    page = models.PositiveSmallIntegerField(null=True, blank=True, help_text="The page it is at, from 1.")
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True, help_text="The text that was read; places are offsets into it.")
    reader = models.CharField(max_length=60, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    title = models.CharField(max_length=200, blank=True)
    isbn = models.CharField("ISBN", max_length=13, blank=True)
    source_url = models.URLField(blank=True, max_length=500)
    published_on = models.DateField(null=True, blank=True, help_text="First day of what is known.")
    published_precision = models.CharField(max_length=5, choices=DatePrecision, blank=True)
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        help_text="The earlier edition of the same report, which stays readable.",
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    compared_at = models.DateTimeField(
        null=True, blank=True, help_text="When its findings were held against the force's earlier ones."
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "id"], name="report_queue"),
            models.Index(
                fields=["id"],
                condition=Q(status=ReportStatus.DECIDED, compared_at__isnull=True),
                name="report_not_compared",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ReportStatus.READING, lease_until__isnull=False)
                | (~Q(status=ReportStatus.READING) & Q(lease_until__isnull=True)),
                name="report_lease_iff_reading",
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.READING) | Q(stage=""), name="report_stage_only_while_reading"
            ),
            models.CheckConstraint(
                condition=Q(stage=ReadingStage.PAGES, page__isnull=False, pages__isnull=False)
                & Q(page__gte=1, page__lte=F("pages"))
                | (~Q(stage=ReadingStage.PAGES) & Q(page__isnull=True, pages__isnull=True)),
                name="report_page_of_pages_iff_at_pages",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ReportStatus.FAILED, ReportStatus.NEEDS_PERSON]) | ~Q(problem=""),
                name="report_failed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.DECIDED, decided_at__isnull=False)
                | (~Q(status=ReportStatus.DECIDED) & Q(decided_at__isnull=True)),
                name="report_decided_at_iff_decided",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True, published_precision="")
                | (Q(published_on__isnull=False) & ~Q(published_precision="")),
                name="report_published_on_has_precision",
            ),
            models.CheckConstraint(
                condition=~Q(replaces=models.F("id")), name="report_replaces_another_report"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.file_name

    @property
    def stage_text(self) -> str:
        """The stage that its reading is at, and the page where it goes by pages; empty when none is told."""
        if self.stage == ReadingStage.PAGES:
            return f"Reading page {self.page:,} of {self.pages:,}"
        return self.get_stage_display()


class ProposalQuerySet(StaffQuerySet["Proposal"]):
    force_path = "report__inspection__force"

    def undecided(self) -> Self:
        return self.filter(status=Decision.PROPOSED)


class Proposal(models.Model):
    """One thing that the reader took from a report, with its quote and place, waiting for a person.

    `payload` is the item as `parsed-report/1` prints it; `correction` holds what a person changed of it.
    `candidates` ranks what a statement may speak of: dicts with side ("predecessor" or "successor"), either
    `finding` (id of an earlier finding) or `proposal` (position of a proposed finding of this report), score
    (0 to 1), reasons (sentences), relation, and proposed (whether the score is worth a person's look).
    Confirming makes the real row, once; deciding twice gives the same row. `made_from` are those that stood
    here before it was split or merged. `amended_at` and `withdrawn_at` tell what became of the confirmed row.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=20, choices=ProposalKind)
    position = models.PositiveIntegerField(help_text="Order within its kind, from 0.")
    payload = models.JSONField()
    correction = models.JSONField(default=dict, blank=True)
    candidates = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=20, choices=Decision, default=Decision.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    reject_reason = models.CharField(max_length=30, choices=RejectReason, blank=True)
    origin = models.CharField(max_length=20, choices=ProposalOrigin, default=ProposalOrigin.READ)
    reader = models.CharField(max_length=60, blank=True, help_text="Which version of the reader read it.")
    made_from = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="replacements")
    amended_at = models.DateTimeField(
        null=True, blank=True, help_text="When its row was corrected, after it was confirmed."
    )
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="When its row was withdrawn, as confirmed by mistake."
    )
    judgment = models.ForeignKey(
        "tracker.Judgment", on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    finding = models.ForeignKey(
        "tracker.Finding", on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    statement = models.ForeignKey(
        "tracker.Statement", on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    observation = models.ForeignKey(
        "tracker.Observation", on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["report", "kind", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "kind", "position"], name="proposal_once_per_position"),
            models.CheckConstraint(
                condition=Q(status=Decision.PROPOSED, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status=Decision.PROPOSED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="proposal_decided_by_and_at_iff_decided",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ProposalKind.FINDING, status=Decision.CONFIRMED) | Q(finding__isnull=False),
                name="proposal_confirmed_finding_has_finding",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ProposalKind.STATEMENT, status=Decision.CONFIRMED)
                | Q(statement__isnull=False),
                name="proposal_confirmed_statement_has_statement",
            ),
            models.CheckConstraint(
                condition=Q(reject_reason="") | Q(status=Decision.REJECTED),
                name="proposal_reject_reason_only_if_rejected",
            ),
            models.CheckConstraint(
                condition=Q(amended_at__isnull=True, withdrawn_at__isnull=True)
                | Q(status=Decision.CONFIRMED),
                name="proposal_only_confirmed_is_amended_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.position + 1} of {self.report}"

    @property
    def values(self) -> dict[str, object]:
        """The item as it stands: as read, with a person's corrections over it."""
        return {**self.payload, **self.correction}


class RereadQuerySet(StaffQuerySet["Reread"]):
    force_path = "report__inspection__force"

    def waiting_to_be_read(self, *, now: datetime) -> Self:
        """Asked for and not taken by a worker, or taken by one whose lease has run out."""
        return self.filter(
            Q(status=RereadStatus.WAITING) | Q(status=RereadStatus.READING, lease_until__lt=now)
        ).order_by("pk")


class Reread(models.Model):
    """A second reading of a report's own file: waiting → reading → done; or failed.

    Read as the report itself was: claimed by a conditional UPDATE with a lease, in the child process. `items`
    are lists of parsed-report/1 by name, their places in the report's own text. It changes nothing: a person
    looks at the differences, and takes over what is new as proposals.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="rereads")
    status = models.CharField(max_length=20, choices=RereadStatus, default=RereadStatus.WAITING)
    problem = models.TextField(blank=True, help_text="Why it could not be read, for a person.")
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reader = models.CharField(max_length=60, blank=True)
    items = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = RereadQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["status", "id"], name="reread_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(status__in=[RereadStatus.WAITING, RereadStatus.READING]),
                name="reread_one_under_way",
            ),
            models.CheckConstraint(
                condition=Q(status=RereadStatus.READING, lease_until__isnull=False)
                | (~Q(status=RereadStatus.READING) & Q(lease_until__isnull=True)),
                name="reread_lease_iff_reading",
            ),
            models.CheckConstraint(
                condition=~Q(status=RereadStatus.FAILED) | ~Q(problem=""), name="reread_failed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, read again"
