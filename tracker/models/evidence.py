"""Evidence: what a force shows HMICFRS. An object of its own, used by one or more of the force's findings."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.models.findings import Finding
from tracker.models.forces import Force
from tracker.models.updates import FindingOwnedQuerySet, Update
from tracker.models.visibility import ForceOwnedQuerySet
from tracker.vocabulary import Assessment, EvidenceKind, FileState, Marking


class EvidenceQuerySet(ForceOwnedQuerySet["Evidence"]):
    def current(self) -> Self:
        """Neither withdrawn, nor replaced by a newer version, nor rejected."""
        rows = self.filter(withdrawn_at__isnull=True, replaced_by__isnull=True)
        return rows.exclude(state=FileState.REJECTED)

    def waiting_to_be_scanned(self, *, now: datetime) -> Self:
        """Files that no worker has taken, or whose worker was lost, those kept without a scanner too."""
        untaken = Q(state__in=[FileState.RECEIVED, FileState.NOT_SCANNED])
        return self.filter(untaken | Q(state=FileState.SCANNING, lease_until__lt=now)).order_by("pk")


class Evidence(models.Model):
    """A file, a link or a measure with what it shows. Withdrawn, never deleted; a new version replaces it.

    A file's way: checked for type and structure before anything is kept, then received → scanning → clean,
    rejected, or failed where the scanner gave no verdict. The row is the queue (`services.scanning`).

    `dated_on` is the date of the evidence itself, besides the time it came in.
    A link is shown, never fetched.
    """

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    title = models.CharField(max_length=200)
    shows = models.TextField("what it shows", blank=True)
    dated_on = models.DateField("date of the evidence", null=True, blank=True)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    handling = models.CharField("handling instruction", max_length=200, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    file = models.FileField(upload_to="evidence/", max_length=200, blank=True)
    file_name = models.CharField(
        max_length=255, blank=True, help_text="As uploaded; shown, never used as a path."
    )
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField("size in bytes", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    sent_sha256 = models.CharField(
        "SHA-256 as sent", max_length=64, blank=True, help_text="Before a picture was drawn anew."
    )
    state = models.CharField(max_length=20, choices=FileState, default=FileState.NONE)
    rejected_because = models.TextField(blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    scan_problem = models.TextField(blank=True, help_text="Why the last scan gave no verdict, for staff.")
    scanner = models.CharField(max_length=200, blank=True, help_text="What scanned it, with its signatures.")
    scanned_at = models.DateTimeField(null=True, blank=True)
    assessment = models.CharField(max_length=20, choices=Assessment, default=Assessment.NOT_ASSESSED)
    assessment_reason = models.TextField(blank=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    assessed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveSmallIntegerField(default=1, help_text="1 for the first.")
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    findings = models.ManyToManyField(Finding, through="EvidenceUse", related_name="evidence")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["-added_at", "-pk"]
        indexes = [
            models.Index(
                fields=["state", "id"],
                condition=~Q(state__in=[FileState.NONE, FileState.CLEAN, FileState.REJECTED]),
                name="evidence_scan_queue",
            ),
            models.Index(fields=["force", "sent_sha256"], name="evidence_of_force_by_hash"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "force"], name="evidence_id_force"),
            # The same as `current`: of two people who send one file at once, one is told of the other's.
            models.UniqueConstraint(
                fields=["force", "sent_sha256"],
                condition=Q(withdrawn_at__isnull=True, replaced_by__isnull=True)
                & ~Q(state=FileState.REJECTED)
                & ~Q(sent_sha256=""),
                name="evidence_of_one_file_once_per_force",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind=EvidenceKind.FILE, url="") & ~Q(file="") & ~Q(sha256="") & ~Q(state=FileState.NONE)
                )
                | (Q(kind=EvidenceKind.LINK, file="", state=FileState.NONE) & ~Q(url=""))
                | Q(kind=EvidenceKind.MEASURE, file="", url="", state=FileState.NONE),
                name="evidence_is_a_file_a_link_or_a_measure",
            ),
            models.CheckConstraint(
                condition=Q(state=FileState.SCANNING, lease_until__isnull=False)
                | (~Q(state=FileState.SCANNING) & Q(lease_until__isnull=True)),
                name="evidence_lease_iff_scanning",
            ),
            models.CheckConstraint(
                condition=~Q(state=FileState.FAILED) | ~Q(scan_problem=""),
                name="evidence_not_scanned_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=FileState.REJECTED) | ~Q(rejected_because=""),
                name="evidence_rejected_says_why",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="evidence_withdrawn_by_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(assessment=Assessment.NOT_ENOUGH) | ~Q(assessment_reason=""),
                name="evidence_not_enough_says_why",
            ),
            models.CheckConstraint(
                condition=Q(assessment=Assessment.NOT_ASSESSED, assessed_by=None, assessed_at=None)
                | (
                    ~Q(assessment=Assessment.NOT_ASSESSED)
                    & Q(assessed_by__isnull=False, assessed_at__isnull=False)
                ),
                name="evidence_assessed_by_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(marking=Marking.OFFICIAL_SENSITIVE) | ~Q(handling=""),
                name="evidence_sensitive_says_how_to_handle",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="evidence_replaced_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_downloadable(self) -> bool:
        """Clean; or unscanned where the service runs without a scanner, which its page says."""
        if self.withdrawn_at:
            return False
        is_unscanned_for_good = self.state == FileState.NOT_SCANNED and not settings.CLAMD_URL
        return self.state == FileState.CLEAN or is_unscanned_for_good

    @property
    def is_current(self) -> bool:
        """Neither withdrawn, nor replaced by a newer version, nor rejected."""
        return not (self.withdrawn_at or self.replaced_by_id or self.state == FileState.REJECTED)


class EvidenceUse(models.Model):
    """Evidence used for a finding, and, when it came with one, the update it came with.

    Its force is both the evidence's and the finding's: composite foreign keys hold that.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="uses")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="evidence_uses")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    update = models.ForeignKey(
        Update, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_uses"
    )

    objects = FindingOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "finding", "update"], nulls_distinct=False, name="evidence_use_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.evidence} for {self.finding}"
