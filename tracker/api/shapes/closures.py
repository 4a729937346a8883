"""Shapes of offered closures."""

from rest_framework import serializers

from tracker.api.shapes.common import NamedShape, Shape, SourceShape
from tracker.vocabulary import ClosureReason

OFFERED = [(reason.value, reason.label) for reason in (ClosureReason.SUPERSEDED, ClosureReason.VERIFIED)]


class OfferShape(Shape):
    reason = serializers.ChoiceField(choices=OFFERED)
    carried_on_by = serializers.URLField(allow_null=True, help_text="Superseded: the later finding.")
    quote = serializers.CharField(allow_null=True, help_text="Verified: what the report says.")
    source = SourceShape(allow_null=True)


class OfferedClosureShape(Shape):
    """An open finding that may be closed, and why. An inspector decides."""

    finding = serializers.URLField()
    reference = serializers.CharField()
    force = NamedShape()
    text = serializers.CharField()
    update_undecided = serializers.BooleanField(help_text="An update of the force is to be decided first.")
    offers = OfferShape(many=True)
    answer = serializers.URLField(help_text="Where it is taken or declined.")


class ClosureAnswerInput(Shape):
    answer = serializers.ChoiceField(choices=[*OFFERED, ("leave_open", "Leave it open")])
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=2_000, help_text="Needed to leave it open: why."
    )
