"""Police forces, what they are called and were called, their policing bodies, and who belongs to them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from tracker.duty_vocabulary import BodyKind
from tracker.roles import FORCE_ROLES, Role
from tracker.vocabulary import ForceKind


class Force(models.Model):
    """A police force or other inspected body. Its name is the present one; earlier ones are ForceNames."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=80)
    ons_code = models.CharField("ONS code", max_length=9, null=True, blank=True, unique=True)
    region = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, choices=ForceKind, default=ForceKind.TERRITORIAL)
    update_interval_days = models.PositiveSmallIntegerField(
        "days between updates",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Reminded after so many days without an update. Empty: as the programme says.",
    )
    embedding_check_days = models.PositiveSmallIntegerField(
        "days from closure to “still embedded?”",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Asked so many days after a finding was closed as verified. Empty: as the programme says.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(update_interval_days__isnull=True) | Q(update_interval_days__gt=0),
                name="force_update_interval_is_positive",
            ),
            models.CheckConstraint(
                condition=Q(embedding_check_days__isnull=True) | Q(embedding_check_days__gt=0),
                name="force_embedding_check_days_are_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BodiesBefore(models.Func):
    """Ids of the bodies that a force took over from by a day, directly or through others: an array.

    `BodiesBefore("pk", day)`. The database's own function: its triggers ask it, too.
    """

    function = "tracker_bodies_before"
    output_field = ArrayField(models.BigIntegerField())


class ForceName(models.Model):
    """A former name: a force had it from one day until the day before another; an open start is null.

    `services.forces.rename` makes it. A trigger holds that a force has one name at a time.
    """

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=120)
    used_from = models.DateField(null=True, blank=True)
    used_until = models.DateField(help_text="The first day of the next name.")

    class Meta:
        ordering = ["force", "used_until"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_from__isnull=True) | Q(used_from__lt=F("used_until")),
                name="force_name_used_from_before_used_until",
            ),
            models.UniqueConstraint(
                fields=["force", "name", "used_until"], name="force_name_once_per_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (until {self.used_until})"

    def clean(self) -> None:
        """The trigger's rule as a sentence, for forms."""
        if self.force_id and self.used_until and self._others_at_the_time().exists():
            raise ValidationError("The force had another name in these days. Correct one of the two.")

    def _others_at_the_time(self) -> "models.QuerySet[ForceName]":
        others = ForceName.objects.filter(force=self.force_id, used_until__gt=self.used_from or date.min)
        return others.exclude(pk=self.pk).filter(Q(used_from__isnull=True) | Q(used_from__lt=self.used_until))


class ForceAlias(models.Model):
    """Another way in which reports write a force's name, such as its short form."""

    force = models.ForeignKey(Force, on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField(max_length=120)

    class Meta:
        ordering = ["alias"]
        constraints = [models.UniqueConstraint(Upper("alias"), name="force_alias_means_one_force")]

    def __str__(self) -> str:
        return self.alias


class ForceSuccession(models.Model):
    """One body took over from another on a day; the successor's chains carry the predecessor's findings, and
    from that day its people work on them (docs/adr/0015).

    A body may take over from several (a merger), and several from one (a split). Triggers hold that
    successions follow one another in time and form no ring.
    """

    predecessor = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="successions_from")
    successor = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="successions_to")
    on = models.DateField("first day")

    class Meta:
        ordering = ["on"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="force_succession_between_two_forces"
            ),
            models.UniqueConstraint(fields=["predecessor", "successor"], name="force_succession_once"),
        ]

    def __str__(self) -> str:
        return f"{self.successor} succeeded {self.predecessor}"


class PolicingBody(models.Model):
    """Who must publish comments on a report within 56 days. Police Act 1996 section 55."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="policing_bodies")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=BodyKind)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )

    class Meta:
        verbose_name_plural = "policing bodies"
        ordering = ["force", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["force"],
                condition=Q(until__isnull=True),
                name="policing_body_one_at_present_per_force",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lt=F("until")),
                name="policing_body_since_before_until",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ForceMembershipQuerySet(models.QuerySet["ForceMembership"]):
    def in_force(self, *, on: date) -> Self:
        """Memberships that count on that day; a delegation has an end date, its last day included."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


class ForceMembership(models.Model):
    """A role of a person: in one force, or, for HMICFRS's roles, for all forces (then the force is null)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    force = models.ForeignKey(
        Force, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(max_length=30, choices=Role)
    ends_on = models.DateField("last day", null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField()

    objects = ForceMembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role", "force"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=sorted(FORCE_ROLES), force__isnull=False)
                | (~Q(role__in=sorted(FORCE_ROLES)) & Q(force__isnull=True)),
                name="force_membership_has_force_iff_force_role",
            ),
            models.UniqueConstraint(
                fields=["user", "force", "role"], nulls_distinct=False, name="force_membership_each_role_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}" + (f", {self.force}" if self.force else "")
