"""Shapes of corrected editions."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.vocabulary import Decision, ProposalKind


class EditionInput(Shape):
    report = serializers.IntegerField(help_text="`id` of the earlier report that this one corrects.")


class EditionChangeShape(Shape):
    field = serializers.CharField(help_text="Its name in parsed-report/1.")
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class EditionDifferenceShape(Shape):
    """What stands by the earlier edition, and is otherwise in the corrected one, or gone from it."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ProposalKind.choices)
    is_gone = serializers.BooleanField()
    before = serializers.URLField(help_text="The earlier edition's proposal.")
    changes = EditionChangeShape(many=True)
    status = serializers.ChoiceField(choices=Decision.choices, help_text="Confirmed: taken over.")
    decided_by = serializers.CharField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()
    decision = serializers.URLField(help_text="Where it is decided.")


class EditionDecisionInput(Shape):
    decision = serializers.ChoiceField(choices=[Decision.CONFIRMED.value, Decision.REJECTED.value])
    note = serializers.CharField(required=False, allow_blank=True, max_length=2_000)
