"""Shapes of the answers to reports within 56 days."""

from typing import Any

from rest_framework import serializers

from tracker.api.shapes.common import NamedShape, Shape, SourceShape
from tracker.duty_vocabulary import Course, DutyPart
from tracker.services.duties import LONGEST_NAME, LONGEST_REASON, LONGEST_TEXT


class ClockShape(Shape):
    """The 56 days, which begin with the day of publication."""

    first_day = serializers.DateField()
    last_day = serializers.DateField()
    day = serializers.IntegerField(help_text="Which day today is; more than 56 once they have ended.")
    is_running = serializers.BooleanField()


class AnswerRowShape(Shape):
    id = serializers.IntegerField()
    url = serializers.URLField()
    force = NamedShape()
    source = SourceShape()
    clock = ClockShape(allow_null=True, help_text="Null: the day of publication is not known.")


class EntryShape(Shape):
    id = serializers.IntegerField()
    part = serializers.ChoiceField(choices=DutyPart.choices)
    finding = serializers.CharField(allow_null=True, help_text="Reference; null: the report as a whole.")
    version = serializers.IntegerField(help_text="What the next version names as the last one seen.")
    is_withdrawn = serializers.BooleanField(help_text="Taken back; `text` then says why.")
    course = serializers.ChoiceField(choices=Course.choices, allow_null=True)
    text = serializers.CharField()
    said_by = serializers.CharField()
    on = serializers.DateField(allow_null=True)
    link = serializers.URLField(allow_null=True)
    made_by = serializers.CharField()
    made_at = serializers.DateTimeField()
    take_back_at = serializers.URLField()


class RecommendationToAnswerShape(Shape):
    reference = serializers.CharField()
    text = serializers.CharField()
    finding = serializers.URLField()
    explanation = EntryShape(allow_null=True)
    comments = EntryShape(allow_null=True, help_text="The chief officer's.")


class AnswerShape(AnswerRowShape):
    """Without the right to take part, only the published response is there."""

    entries = EntryShape(many=True, help_text="What stands for the report as a whole.")
    recommendations = RecommendationToAnswerShape(many=True)
    earlier = EntryShape(many=True, help_text="Versions that do not stand any more.")


class EntryInput(Shape):
    part = serializers.ChoiceField(choices=DutyPart.choices)
    version = serializers.IntegerField(min_value=0, help_text="The last version you have seen; 0: none.")
    finding = serializers.CharField(required=False, allow_null=True, max_length=80)
    course = serializers.ChoiceField(required=False, choices=Course.choices)
    text = serializers.CharField(required=False, max_length=LONGEST_TEXT)
    said_by = serializers.CharField(required=False, max_length=LONGEST_NAME)
    on: Any = serializers.DateField(required=False)
    link = serializers.CharField(required=False, max_length=500)


class TakeBackInput(Shape):
    reason = serializers.CharField(max_length=LONGEST_REASON)
