"""Shapes of links between findings, as those who decide them see them."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.vocabulary import Decision, FindingKind, LinkRelation


class FindingLinkShape(Shape):
    """A later finding takes up an earlier one: proposed by a machine, or decided by a person."""

    id = serializers.IntegerField()
    url = serializers.URLField()
    predecessor = serializers.URLField()
    successor = serializers.URLField()
    relation = serializers.ChoiceField(choices=LinkRelation.choices)
    status = serializers.ChoiceField(choices=Decision.choices)
    score = serializers.FloatField(allow_null=True, help_text="0 to 1, the machine's.")
    reasons = serializers.ListField(child=serializers.CharField())
    told_of = serializers.BooleanField(
        help_text="A report speaks of the earlier finding. If not: a silent repeat."
    )
    decided_by = serializers.CharField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()
    decision = serializers.URLField(help_text="Where it is decided.")


class LinkDecisionShape(Shape):
    number = serializers.IntegerField(help_text="From 1; the last one stands.")
    status = serializers.ChoiceField(choices=Decision.choices)
    relation = serializers.ChoiceField(choices=LinkRelation.choices)
    note = serializers.CharField()
    decided_by = serializers.CharField()
    decided_at = serializers.DateTimeField()


class FindingLinkWholeShape(FindingLinkShape):
    decisions = LinkDecisionShape(many=True)


class FindingLinkInput(Shape):
    predecessor = serializers.CharField(max_length=80, help_text="Reference of the earlier finding.")
    successor = serializers.CharField(max_length=80, help_text="Reference of the later finding.")
    relation = serializers.ChoiceField(choices=LinkRelation.choices)
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=2_000,
        help_text="Why; for continues_in_part it is needed, and says which part.",
    )  # fmt: skip


class LinkDecisionInput(Shape):
    decision = serializers.ChoiceField(choices=[Decision.CONFIRMED.value, Decision.REJECTED.value])
    relation = serializers.ChoiceField(
        choices=LinkRelation.choices, required=False, help_text="Instead of the proposed one."
    )
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=2_000,
        help_text="Why; needed to reject, for continues_in_part (which part), and to decide anew.",
    )  # fmt: skip
    replaces = serializers.IntegerField(
        required=False, min_value=1,
        help_text="To decide anew: the number of the decision that stands and that you have seen.",
    )  # fmt: skip


class CandidateFindingShape(Shape):
    finding = serializers.URLField()
    reference = serializers.CharField()
    year = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=FindingKind.choices)
    text = serializers.CharField()
    score = serializers.FloatField(help_text="0 to 1.")
    proposed = serializers.BooleanField(help_text="Likely enough for a machine to propose the link.")
    reasons = serializers.ListField(child=serializers.CharField())
    link = serializers.URLField(allow_null=True, help_text="The link between the two, if there is one.")


class CandidatesShape(Shape):
    finding = serializers.URLField()
    candidates = CandidateFindingShape(many=True)
