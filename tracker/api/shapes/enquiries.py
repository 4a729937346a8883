"""Shapes of questions about findings."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.vocabulary import EnquirySide, EnquiryState


class EnquiryShape(Shape):
    id = serializers.IntegerField()
    url = serializers.URLField()
    finding = serializers.URLField()
    reference = serializers.CharField()
    subject = serializers.CharField()
    state = serializers.ChoiceField(choices=EnquiryState.choices)
    answer_by = serializers.DateField(help_text="Day by which the answer is wanted.")
    asked_by = serializers.CharField()
    asked_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class PersonShape(Shape):
    id = serializers.IntegerField()
    name = serializers.CharField()


class EnquiryMessageShape(Shape):
    side = serializers.ChoiceField(choices=EnquirySide.choices)
    text = serializers.CharField()
    answer_by = serializers.DateField(allow_null=True)
    mentioned = PersonShape(many=True)
    written_by = serializers.CharField()
    written_at = serializers.DateTimeField()


class WholeEnquiryShape(EnquiryShape):
    messages = EnquiryMessageShape(many=True)


class EnquiryAnswerInput(Shape):
    """Lengths and whom one may mention are the service's rules."""

    text = serializers.CharField(allow_blank=True)
    mentioned = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31 - 1),
        required=False,
        max_length=50,
        help_text="Ids of people to tell, too, from the finding's list of people.",
    )


class EnquiryAskOnInput(EnquiryAnswerInput):
    answer_by = serializers.DateField()


class EnquiryAskInput(EnquiryAskOnInput):
    subject = serializers.CharField(allow_blank=True)
