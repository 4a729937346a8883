"""Shapes of what stays put: people, forces, programmes, inspections."""

from rest_framework import serializers

from accounts.scopes import Scope
from tracker.api.shapes.common import NamedShape, Shape
from tracker.roles import Role
from tracker.vocabulary import Confidence, ForceKind, Pillar, ProgrammeKind


class RootShape(Shape):
    me = serializers.URLField()
    findings = serializers.URLField()
    forces = serializers.URLField()
    programmes = serializers.URLField()
    inspections = serializers.URLField()
    reports = serializers.URLField()
    reviews = serializers.URLField()
    schema = serializers.URLField()
    docs = serializers.URLField()


class RoleShape(Shape):
    role = serializers.ChoiceField(choices=Role.choices)
    force = serializers.SlugField(allow_null=True, help_text="null for HMICFRS's roles: all forces.")
    ends_on = serializers.DateField(allow_null=True, help_text="Last day.")


class TokenShape(Shape):
    name = serializers.CharField()
    prefix = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))
    expires_at = serializers.DateTimeField()


class MeShape(Shape):
    name = serializers.CharField()
    email = serializers.EmailField()
    roles = RoleShape(many=True)
    token = TokenShape(allow_null=True, help_text="null when you are signed in by session.")


class ForceRowShape(NamedShape):
    short_name = serializers.CharField()
    ons_code = serializers.CharField(allow_null=True)
    region = serializers.CharField()
    kind = serializers.ChoiceField(choices=ForceKind.choices)


class FormerNameShape(Shape):
    name = serializers.CharField()
    used_from = serializers.DateField(allow_null=True)
    used_until = serializers.DateField()


class PolicingBodyShape(Shape):
    name = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)


class BodyShape(NamedShape):
    on = serializers.DateField(help_text="The first day under the new body.")


class ForceShape(ForceRowShape):
    aliases = serializers.ListField(child=serializers.CharField())
    former_names = FormerNameShape(many=True)
    policing_bodies = PolicingBodyShape(many=True)
    succeeded = BodyShape(many=True, help_text="Bodies it took over from: their findings are among its own.")
    succeeded_by = BodyShape(many=True, help_text="Bodies that took over from it.")
    findings = serializers.URLField()
    grades = serializers.URLField()
    inspections = serializers.URLField()


class ProgrammeRowShape(NamedShape):
    kind = serializers.ChoiceField(choices=ProgrammeKind.choices)
    first_year = serializers.IntegerField()
    last_year = serializers.IntegerField(allow_null=True)


class MappingShape(Shape):
    programme = serializers.SlugField()
    question = serializers.SlugField()
    confidence = serializers.ChoiceField(choices=Confidence.choices)
    note = serializers.CharField()
    source = serializers.CharField()


class QuestionShape(Shape):
    slug = serializers.SlugField()
    text = serializers.CharField()
    pillar = serializers.ChoiceField(choices=Pillar.choices, allow_null=True)
    is_graded = serializers.BooleanField()
    aliases = serializers.ListField(child=serializers.CharField())
    earlier = MappingShape(
        many=True,
        help_text="Earlier questions that the crosswalk maps to it; those of one name need no row.",
    )


class GradeShape(Shape):
    label = serializers.CharField()
    letter = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True, help_text="1 is the best; null stands outside.")


class ScaleShape(Shape):
    name = serializers.CharField(help_text="Grades of different scales cannot be compared.")
    grades = GradeShape(many=True)


class ProgrammeShape(ProgrammeRowShape):
    note = serializers.CharField()
    is_verified = serializers.BooleanField(
        help_text="Its questions have been checked against what HMICFRS published."
    )
    is_comparable = serializers.BooleanField(
        help_text="HMICFRS lets its grades be compared with those of the programme before."
    )
    caution = serializers.CharField()
    questions = QuestionShape(many=True)
    scale = ScaleShape()


class InspectionRowShape(Shape):
    url = serializers.URLField()
    force = NamedShape()
    programme = NamedShape()
    pillar = serializers.ChoiceField(choices=Pillar.choices, allow_null=True)
    year = serializers.IntegerField(help_text="Of inspection, not of publication.")
    public_from = serializers.DateField(allow_null=True)


class JudgmentShape(Shape):
    question = serializers.SlugField(allow_null=True, help_text="null for the overall judgment.")
    text = serializers.CharField()
    grade = serializers.CharField(allow_null=True, help_text="null where the report's text has lost it.")
    last_inspected = serializers.IntegerField(allow_null=True)
    carried_forward = serializers.BooleanField()


class InspectionShape(InspectionRowShape):
    scale = serializers.CharField()
    judgments = JudgmentShape(many=True)
    findings = serializers.URLField()
