"""Shapes of factual checks before publication."""

from typing import Any

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.services.factual_checks import LONGEST_ANSWER, LONGEST_REMARK
from tracker.vocabulary import RemarkOutcome


class RemarkShape(Shape):
    id = serializers.IntegerField()
    about = serializers.CharField(help_text="The wording remarked on; empty: the report as a whole.")
    text = serializers.CharField()
    made_by = serializers.CharField()
    made_at = serializers.DateTimeField()
    outcome = serializers.ChoiceField(choices=RemarkOutcome.choices)
    answer = serializers.CharField()
    answered_by = serializers.CharField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True, help_text="By who made it, before an answer.")
    answer_at = serializers.URLField(help_text="Where HMICFRS answers it.")


class CheckRowShape(Shape):
    id = serializers.IntegerField()
    url = serializers.URLField()
    title = serializers.CharField()
    force = serializers.CharField(help_text="The force's slug.")
    remarks_by = serializers.DateField(help_text="Last day for remarks.")
    invited_by = serializers.CharField()
    invited_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class CheckedFindingShape(Shape):
    """A finding as the report has it before its publication."""

    id = serializers.IntegerField(help_text="What a remark names as `proposal`.")
    kind = serializers.CharField(allow_null=True)
    question = serializers.CharField(allow_null=True)
    text = serializers.CharField(allow_null=True)


class CheckedJudgmentShape(Shape):
    """A grade as the report gives it before its publication."""

    question = serializers.CharField(allow_null=True)
    grade = serializers.CharField(allow_null=True, help_text="Null where the text has lost it.")


class CheckedStatementShape(Shape):
    """What the report says of an earlier finding."""

    quotes = serializers.ListField(child=serializers.CharField())
    about_year = serializers.IntegerField(allow_null=True)
    verdict = serializers.CharField(allow_null=True)


class CheckShape(CheckRowShape):
    judgments = CheckedJudgmentShape(many=True)
    findings = CheckedFindingShape(many=True)
    statements = CheckedStatementShape(many=True)
    text = serializers.CharField(help_text="The whole report.")
    remarks = RemarkShape(many=True)


class CheckInput(Shape):
    remarks_by: Any = serializers.DateField(help_text="Last day for remarks, before the publication day.")


class CheckWithdrawalInput(Shape):
    reason = serializers.CharField(max_length=LONGEST_ANSWER)


class RemarkInput(Shape):
    text = serializers.CharField(max_length=LONGEST_REMARK)
    proposal = serializers.IntegerField(
        required=False, allow_null=True, help_text="The `id` of a finding; without it, the report as a whole."
    )


class AnswerInput(Shape):
    outcome = serializers.ChoiceField(
        choices=[RemarkOutcome.ACCEPTED.value, RemarkOutcome.NOT_ACCEPTED.value]
    )
    text = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST_ANSWER, help_text="Needed where not accepted."
    )
