"""National recommendations: what a thematic inspection asks of all forces, or of several."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from tracker.models.inspections import Programme
from tracker.models.reports import Report
from tracker.models.visibility import RegisterQuerySet


class NationalRecommendation(models.Model):
    """A thematic recommendation to all forces or several: the one source that a finding of each force shares.

    `services.national.address` makes it with its findings in one step; addressing it again only adds forces
    that were left out. `services.national_corrections.correct` corrects it for all of them. Its findings are
    worked on and closed one by one.
    """

    title = models.CharField("report", max_length=200)
    text = models.TextField()
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="national_recommendations"
    )
    year = models.PositiveSmallIntegerField("inspection year")
    public_from = models.DateField("published on")
    source_url = models.URLField(max_length=500, blank=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text="Grows with each correction.")

    objects = RegisterQuerySet["NationalRecommendation"].as_manager()

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="national_recommendation_text_not_empty"),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)), name="national_recommendation_year_is_plausible"
            ),
            models.UniqueConstraint("programme", "year", MD5("text"), name="national_recommendation_once"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("national-detail", args=[self.pk])
