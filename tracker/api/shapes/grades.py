"""Shapes of a force's grades over the years."""

from rest_framework import serializers

from tracker.api.shapes.common import NamedShape, Shape
from tracker.vocabulary import LineBreak, NoGrade, Pillar


class GivenGradeShape(Shape):
    year = serializers.IntegerField(help_text="Of inspection, not of publication.")
    force = serializers.SlugField(help_text="Another one where the force has since taken over from it.")
    question = serializers.SlugField(allow_null=True)
    grade = serializers.CharField(allow_null=True, help_text="null where the report's text has lost it.")
    rank = serializers.IntegerField(allow_null=True, help_text="1 is the best; null stands outside.")
    carried_forward = serializers.BooleanField()
    last_inspected = serializers.IntegerField(allow_null=True)


class GradeCellShape(Shape):
    programme = serializers.SlugField()
    grades = GivenGradeShape(many=True)
    no_grade = serializers.ChoiceField(
        choices=NoGrade.choices, allow_null=True, help_text="Why there is none."
    )
    not_comparable = serializers.ChoiceField(
        choices=LineBreak.choices,
        allow_null=True,
        help_text="Why it cannot be compared with the grade before it; null where it can, or there is none.",
    )


class GradeLineShape(Shape):
    title = serializers.CharField()
    pillar = serializers.ChoiceField(choices=Pillar.choices, allow_null=True)
    question = serializers.SlugField(allow_null=True, help_text="As asked last; null for an overall grade.")
    cells = GradeCellShape(many=True, help_text="One for each programme, oldest first.")


class GradedProgrammeShape(NamedShape):
    scale = serializers.CharField(help_text="Grades of different scales cannot be compared.")
    is_verified = serializers.BooleanField()
    caution = serializers.CharField(help_text="What HMICFRS says of comparing its grades.")


class GradeHistoryShape(Shape):
    force = NamedShape()
    programmes = GradedProgrammeShape(many=True)
    lines = GradeLineShape(many=True)
