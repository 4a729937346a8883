"""Themes: what findings of many forces are about, such as DASH or registered sex offenders."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracker.importing.phrases import unusable_in
from tracker.models.findings import Finding
from tracker.models.visibility import Person, RegisterQuerySet
from tracker.vocabulary import Decision


def usable_phrases(phrases: str) -> None:
    """Raises ValidationError naming each phrase that would be found nowhere, or in nearly every text."""
    if unusable := unusable_in(phrases):
        raise ValidationError(
            "Use words of letters and figures, the first with at least three before a *: "
            f"{', '.join(unusable)} can’t be searched for."
        )


class ThemeQuerySet(models.QuerySet["Theme"]):
    def in_use(self) -> Self:
        return self.filter(is_in_use=True)

    def waiting_to_be_searched_for(self) -> Self:
        return self.in_use().filter(searched_at__isnull=True).order_by("pk")


class Theme(models.Model):
    """A tag of findings across forces. Reference data: HMICFRS keeps its name and phrases.

    A finding whose wording has one of the phrases is proposed for the theme when it is raised, and all
    findings are searched again when the theme is new or its phrases have changed (`searched_at` is null).
    One out of use keeps what was decided, and is proposed no more.
    """

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=100, unique=True)
    description = models.TextField(blank=True, help_text="What belongs here and what does not.")
    phrases = models.TextField(
        blank=True,
        validators=[usable_phrases],
        help_text="With commas between them; * stands for any ending, or alone for any one word.",
    )
    is_in_use = models.BooleanField("in use", default=True)
    searched_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(is_in_use=True, searched_at__isnull=True), name="theme_waiting"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("theme-detail", args=[self.slug])


class FindingThemeQuerySet(RegisterQuerySet["FindingTheme"]):
    force_path = "finding__force"
    public_from_path = "finding__public_from"

    def visible_to(self, user: Person) -> Self:
        """Of findings that stand for themselves."""
        return super().visible_to(user).standing()

    def public(self, *, on: object) -> Self:
        return super().public(on=on).confirmed().standing()

    def standing(self) -> Self:
        """Of findings that were neither merged into another nor withdrawn."""
        return self.filter(finding__merged_into__isnull=True, finding__withdrawn_at__isnull=True)

    def confirmed(self) -> Self:
        return self.filter(status=Decision.CONFIRMED)

    def proposed(self) -> Self:
        return self.filter(status=Decision.PROPOSED)


class FindingTheme(models.Model):
    """That a finding belongs to a theme: proposed by a machine with its reasons, or added by a person.

    A person decides; taking a theme off again is a new decision on the same row, and the audit trail keeps
    each. Only confirmed ones count, and only those are seen outside HMICFRS.
    """

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="theme_links")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="finding_links")
    status = models.CharField(max_length=20, choices=Decision, default=Decision.PROPOSED)
    reasons = models.JSONField(
        default=list, blank=True, help_text="The machine's; none where a person added it."
    )
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = FindingThemeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["theme", "status", "finding"], name="finding_theme_by_status")]
        constraints = [
            models.UniqueConstraint(fields=["finding", "theme"], name="finding_theme_once"),
            models.CheckConstraint(
                condition=Q(status=Decision.PROPOSED, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status=Decision.PROPOSED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="finding_theme_decided_by_and_at_iff_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding}: {self.theme}"

    @property
    def is_confirmed(self) -> bool:
        return self.status == Decision.CONFIRMED
