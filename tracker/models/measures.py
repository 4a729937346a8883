"""Measures and their observations: a figure with its period and comparator. A lost value stays null."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracker.models.evidence import Evidence
from tracker.models.forces import Force
from tracker.models.reports import Report
from tracker.models.visibility import ForceOwnedQuerySet, Person, StandingManager, sees_embargoed


class Measure(models.Model):
    """What is measured and in what unit, such as domestic violence protection orders, a count."""

    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name", "unit"], name="measure_once")]

    def __str__(self) -> str:
        return self.name


class ObservationQuerySet(ForceOwnedQuerySet["Observation"]):
    def visible_to(self, user: Person) -> Self:
        """A figure out of a report is not seen before the report is published."""
        rows = super().visible_to(user)
        if sees_embargoed(user):
            return rows
        published = Q(report__inspection__public_from__lte=timezone.localdate())
        return rows.filter(Q(report__isnull=True) | published)


class Observation(models.Model):
    """A measure's value for a force and period, out of a report or given as evidence.

    Words instead of a figure ("just over half") stand in `value_words`; both empty means lost in the text.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="observations")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="observations")
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="observations"
    )
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="observations"
    )
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    value_words = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=120, blank=True)
    comparator = models.CharField(max_length=120, blank=True)
    comparator_value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    comparator_words = models.CharField(max_length=200, blank=True)
    comparator_period = models.CharField(max_length=120, blank=True)
    is_derived = models.BooleanField("derived", default=False, help_text="Worked out, not printed.")
    note = models.TextField(blank=True)
    place = models.JSONField(default=dict, blank=True)
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was withdrawn, as confirmed by mistake."
    )

    objects = StandingManager.from_queryset(ObservationQuerySet)()
    kept = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["force", "measure", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report__isnull=False, evidence__isnull=True)
                | Q(report__isnull=True, evidence__isnull=False),
                name="observation_out_of_a_report_or_evidence",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value if self.value is not None else self.value_words or 'missing'}"
