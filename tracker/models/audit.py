"""The audit trail: append-only, and the spine that timeline, notifications and feeds read from."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracker.event_vocabulary import EventKind, event_kinds
from tracker.models.evidence import Evidence
from tracker.models.factual_checks import is_embargoed
from tracker.models.findings import Finding
from tracker.models.forces import Force
from tracker.models.reports import Report
from tracker.models.visibility import ForceOwnedQuerySet, Person, reach_of, sees_embargoed
from tracker.roles import Permission

# Of these even the audit trail of the force says nothing before the day: not all who read it are invited.
BEFORE_PUBLICATION = (
    EventKind.FACT_CHECK_INVITED,
    EventKind.FACT_CHECK_MOVED,
    EventKind.FACT_CHECK_WITHDRAWN,
    EventKind.FACT_REMARK_MADE,
    EventKind.FACT_REMARK_WITHDRAWN,
    EventKind.FACT_REMARK_ANSWERED,
)


class AuditEventQuerySet(ForceOwnedQuerySet["AuditEvent"]):
    def visible_to(self, user: Person) -> Self:
        """A force reads what was done for it, but nothing of what is not published yet."""
        rows = self.within(reach_of(user, Permission.READ_AUDIT))
        if sees_embargoed(user):
            return rows
        today = timezone.localdate()
        return rows.filter(
            Q(finding__isnull=True) | Q(finding__public_from__lte=today),
            Q(report__isnull=True) | Q(report__inspection__public_from__lte=today),
            ~(Q(kind__in=BEFORE_PUBLICATION) & is_embargoed("report__", on=today)),
        )


class AuditEvent(models.Model):
    """One deed: who, what, when, on what. A trigger refuses to change or delete a row.

    A deed on evidence stands in the history of each finding that uses it.

    `data` holds ids and short facts that the sentence of the timeline needs; never a password or token.
    The actor is null only where nobody acted that is known: at a failed sign-in, for what a scan found, and
    when a publication day has come.
    """

    kind = models.CharField(max_length=40, choices=event_kinds)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The force for which the actor acted; none for HMICFRS, and where nobody acted.
    acting_for = models.ForeignKey(Force, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    request_id = models.CharField(max_length=64, blank=True)  # of the log lines; empty outside a request
    data = models.JSONField(default=dict, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["finding", "id"], name="audit_event_of_finding"),
            models.Index(fields=["force", "id"], name="audit_event_of_force"),
            models.Index(
                fields=["id"],
                name="audit_event_of_national",
                condition=Q(kind=EventKind.NATIONAL_CORRECTED),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor__isnull=False)
                | Q(
                    kind__in=[
                        EventKind.SIGN_IN_FAILED,
                        EventKind.EVIDENCE_REJECTED,
                        EventKind.REPORT_PUBLISHED,
                    ]
                ),
                name="audit_event_has_an_actor",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.at:%Y-%m-%d %H:%M})"
