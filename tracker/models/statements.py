"""Statements: passages of a report about an earlier finding, confirmed by a person."""

from django.conf import settings
from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from tracker.models.findings import Finding
from tracker.models.forces import Force
from tracker.models.inspections import Question
from tracker.models.reports import Report
from tracker.models.visibility import RegisterQuerySet, StandingManager
from tracker.vocabulary import FindingKind, StatementStrength, Verdict

# Which statement of one report year counts: the one that is most about this finding.
RANK_OF_STRENGTH = Case(
    When(strength=StatementStrength.EXPLICIT, then=Value(3)),
    When(strength=StatementStrength.IMPLICIT, then=Value(2)),
    When(strength=StatementStrength.SUMMARY, then=Value(1)),
    default=Value(0),
    output_field=IntegerField(),
)


class Statement(models.Model):
    """What a report says became of an earlier finding, in the report's own sentence.

    Made when a person confirms a proposal; `passages` are dicts of text, start, end, line (and page). A
    statement need not settle a finding: a rule ("judgments from 2016 remain in place") is about all of them.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="statements")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="statements")
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="statements"
    )
    quote = models.TextField(help_text="The first passage.")
    passages = models.JSONField(default=list)
    year = models.PositiveSmallIntegerField("inspection year of the report")
    about_year = models.PositiveSmallIntegerField(null=True, blank=True)
    about_kind = models.CharField(max_length=30, choices=FindingKind, blank=True)
    verdict = models.CharField(max_length=20, choices=Verdict)
    strength = models.CharField(max_length=20, choices=StatementStrength)
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="statements"
    )
    public_from = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    counted_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When its verdict began to count, not before publication.",
    )

    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was withdrawn, as confirmed by mistake."
    )

    objects = StandingManager.from_queryset(RegisterQuerySet)()
    kept = RegisterQuerySet.as_manager()

    class Meta:
        ordering = ["year", "pk"]
        indexes = [
            models.Index(
                fields=["public_from"],
                condition=Q(finding__isnull=False, counted_at__isnull=True),
                name="statement_not_counted_yet",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(quote=""), name="statement_quote_not_empty"),
            models.CheckConstraint(
                condition=~Q(strength=StatementStrength.RULE) | Q(finding__isnull=True),
                name="statement_rule_settles_no_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.quote[:60]}"
