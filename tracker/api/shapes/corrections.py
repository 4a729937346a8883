"""Shapes of corrections and withdrawals of what was confirmed."""

from typing import Any

from rest_framework import serializers

from tracker.api.shapes.common import Shape

REASON = {"max_length": 2_000, "help_text": "Kept with the old values."}
NULLABLE = {"required": False, "allow_null": True}


class ChangeShape(Shape):
    field = serializers.CharField()
    before: Any = serializers.JSONField(allow_null=True)
    after: Any = serializers.JSONField(allow_null=True)


class CorrectionShape(Shape):
    at = serializers.DateTimeField()
    by = serializers.CharField()
    reason = serializers.CharField()
    changes = ChangeShape(many=True)


class FindingCorrectionInput(Shape):
    """What is left out stays as it is."""

    kind = serializers.CharField(required=False)
    question = serializers.CharField(**NULLABLE)
    text = serializers.CharField(required=False)
    parent = serializers.CharField(**NULLABLE, help_text="Reference of the cause of concern.")
    reason = serializers.CharField(**REASON)
    version = serializers.IntegerField(required=False, help_text="Of the finding as you saw it.")


class AmendInput(Shape):
    correction = serializers.DictField(help_text="The values that are to stand, by name.")
    reason = serializers.CharField(**REASON)
    version = serializers.IntegerField(required=False, help_text="Of the finding as you saw it.")


class WithdrawInput(Shape):
    reason = serializers.CharField(**REASON)
