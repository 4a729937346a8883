"""Programmes with their questions and scales, the inspections made in them, and the judgments given."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from tracker.models.forces import Force
from tracker.models.visibility import RegisterQuerySet, StandingManager
from tracker.vocabulary import Confidence, Pillar, ProgrammeKind


class Scale(models.Model):
    """A grade scale. Grades of different scales cannot be compared."""

    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Grade(models.Model):
    """One grade of a scale; rank 1 is the best, null for "Ungraded"."""

    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="grades")
    label = models.CharField(max_length=40)
    letter = models.CharField(max_length=2, help_text="Stands for the grade where there is little room.")
    rank = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["scale", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "label"], name="grade_label_once_per_scale"),
            models.UniqueConstraint(fields=["scale", "rank"], name="grade_rank_once_per_scale"),
        ]

    def __str__(self) -> str:
        return self.label


class Programme(models.Model):
    """One cycle of inspection with its own questions and scale, such as "PEEL 2017"."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=ProgrammeKind, default=ProgrammeKind.PEEL)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="programmes")
    letters = models.CharField(
        max_length=3, help_text="Three letters for references of inspections without a pillar."
    )
    note = models.TextField(blank=True)
    is_verified = models.BooleanField(
        "verified", default=True, help_text="Its questions have been checked against what HMICFRS published."
    )
    is_comparable = models.BooleanField(
        "comparable with the programme before",
        default=True,
        help_text="HMICFRS lets its grades be compared with those of the programme before.",
    )
    caution = models.TextField(
        blank=True, help_text="What HMICFRS says of comparing its grades; shown beside a force’s grades."
    )
    caution_source = models.URLField(max_length=500, blank=True)
    update_interval_days = models.PositiveSmallIntegerField(
        "days between updates",
        default=90,
        validators=[MinValueValidator(1)],
        help_text="Forces are reminded after so many days without an update of an open finding.",
    )
    embedding_check_days = models.PositiveSmallIntegerField(
        "days from closure to “still embedded?”",
        null=True,
        blank=True,
        default=180,
        validators=[MinValueValidator(1)],
        help_text="Forces are asked so many days after a finding was closed as verified. Empty: not asked.",
    )

    class Meta:
        ordering = ["-first_year", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(last_year__gte=models.F("first_year")),
                name="programme_first_year_not_after_last_year",
            ),
            models.CheckConstraint(
                condition=Q(letters__regex=r"^[a-z]{3}$"), name="programme_letters_are_three"
            ),
            models.CheckConstraint(
                condition=Q(update_interval_days__gt=0), name="programme_update_interval_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(embedding_check_days__isnull=True) | Q(embedding_check_days__gt=0),
                name="programme_embedding_check_days_are_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """What is graded, as the judgments table words it. It belongs to one programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="questions")
    pillar = models.CharField(max_length=20, choices=Pillar, blank=True)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100)
    is_graded = models.BooleanField(default=True)

    class Meta:
        ordering = ["programme", "pillar", "position"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="question_slug_once_per_programme"),
            models.UniqueConstraint(
                fields=["programme", "pillar", "position"], name="question_position_once_per_pillar"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class QuestionAlias(models.Model):
    """Another name of a question in the same programme: a chapter heading, or the official wording."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=300)

    class Meta:
        verbose_name_plural = "question aliases"
        ordering = ["text"]
        constraints = [models.UniqueConstraint(Upper("text"), "question", name="question_alias_once")]

    def __str__(self) -> str:
        return self.text


class QuestionCrosswalk(models.Model):
    """A question of one programme that maps, loosely, to one of a later programme.

    Questions of one name (and pillar) map to each other without it. A trigger holds that the earlier one is
    of an earlier programme, so no ring can form.
    """

    earlier = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="later_questions")
    later = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="earlier_questions")
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.MEDIUM)
    note = models.CharField("why", max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True, help_text="Where one can read that it is so.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="question_crosswalk_once"),
            models.CheckConstraint(
                condition=~Q(earlier=models.F("later")), name="question_crosswalk_between_two_questions"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.later}"

    def clean(self) -> None:
        """The trigger's rule as a sentence, for forms."""
        if self.earlier_id and self.later_id and not self._is_in_order():
            raise ValidationError(
                "The earlier question must be of a programme that began before the later one’s."
            )

    def _is_in_order(self) -> bool:
        return self.earlier.programme.first_year < self.later.programme.first_year


class Inspection(models.Model):
    """One force inspected in one programme (and pillar). Its year is not the year of publication.

    `public_from` is the first day on which the report is surely published: the day itself, or, where only
    a month is printed, the first day of the next month. Null: embargoed, or not known.
    """

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="inspections")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="inspections")
    pillar = models.CharField(max_length=20, choices=Pillar, blank=True)
    year = models.PositiveSmallIntegerField()
    public_from = models.DateField(null=True, blank=True)
    assessed = models.ManyToManyField(
        Question, blank=True, related_name="inspections", help_text="Inspected this time."
    )
    last_number = models.PositiveIntegerField(
        default=0, help_text="Last number given to a finding; never given again."
    )

    objects = RegisterQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "force", "programme", "pillar"]
        constraints = [
            models.UniqueConstraint(fields=["force", "programme", "pillar", "year"], name="inspection_once"),
            # What a finding's composite foreign key points at: its force and year are its inspection's.
            models.UniqueConstraint(fields=["id", "force", "year"], name="inspection_id_force_year"),
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)), name="inspection_year_is_plausible"
            ),
        ]

    def __str__(self) -> str:
        pillar = f", {self.get_pillar_display().lower()}" if self.pillar else ""
        return f"{self.force} {self.year}, {self.programme}{pillar}"

    @property
    def letters(self) -> str:
        """The three letters of its findings' references."""
        return Pillar(self.pillar).letters if self.pillar else self.programme.letters


class JudgmentQuerySet(RegisterQuerySet["Judgment"]):
    force_path = "inspection__force"
    public_from_path = "inspection__public_from"


class Judgment(models.Model):
    """The grade on one question, or overall (then the question is null). A grade lost in the text is null."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="judgments")
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="judgments"
    )
    grade = models.ForeignKey(
        Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="judgments"
    )
    last_inspected = models.PositiveSmallIntegerField(null=True, blank=True)
    carried_forward = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was withdrawn, as confirmed by mistake."
    )

    objects = StandingManager.from_queryset(JudgmentQuerySet)()
    kept = JudgmentQuerySet.as_manager()

    class Meta:
        ordering = ["inspection", "question__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "question"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="judgment_once_per_question",
            ),
            models.CheckConstraint(
                condition=Q(carried_forward=False) | Q(last_inspected__isnull=False),
                name="judgment_carried_forward_says_from_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question or 'Overall'}: {self.grade or 'missing'}"
