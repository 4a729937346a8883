"""Shapes of themes across forces."""

from rest_framework import serializers

from tracker.api.shapes.common import NamedShape, Shape, SourceShape
from tracker.vocabulary import ClosureReason, Decision, Verdict

DECISIONS = [Decision.CONFIRMED.value, Decision.REJECTED.value]


class ThemeRowShape(Shape):
    """The counts are of the findings that you may see."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    url = serializers.URLField()
    description = serializers.CharField()
    is_in_use = serializers.BooleanField()
    forces = serializers.IntegerField()
    open = serializers.IntegerField()
    closed = serializers.IntegerField()
    findings = serializers.URLField(help_text="The list of its findings.")


class SettledShape(Shape):
    """A finding that HMICFRS verified, or that a later report found resolved, and by which words."""

    finding = serializers.URLField()
    reference = serializers.CharField()
    force = NamedShape()
    year = serializers.IntegerField(help_text="Of the closure or of the verdict, whichever came first.")
    closure_reason = serializers.ChoiceField(choices=ClosureReason.choices, allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    verdict = serializers.ChoiceField(choices=Verdict.choices, allow_null=True)
    quote = serializers.CharField(allow_null=True)
    source = SourceShape(allow_null=True, help_text="Of the quote.")


class ThemeShape(ThemeRowShape):
    settled = SettledShape(many=True, help_text="At most five, the first to be settled first.")
    page = serializers.URLField(help_text="Where a person reads it.")


class FindingThemeShape(Shape):
    """A theme of a finding. `status`, `reasons` and who decided are HMICFRS's alone to see."""

    theme = NamedShape()
    status = serializers.ChoiceField(choices=Decision.choices, required=False)
    reasons = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="The machine's; empty where added by hand."
    )
    decided_by = serializers.CharField(allow_null=True, required=False)
    decided_at = serializers.DateTimeField(allow_null=True, required=False)
    note = serializers.CharField(required=False)


class FindingThemeInput(Shape):
    theme = serializers.SlugField(help_text="The theme's slug.")
    decision = serializers.ChoiceField(choices=DECISIONS)
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=2_000)


class ThemeProposalShape(Shape):
    id = serializers.IntegerField()
    finding = serializers.URLField()
    reference = serializers.CharField()
    force = NamedShape()
    text = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField())


class ThemeDecisionsInput(Shape):
    proposals = serializers.ListField(
        child=serializers.IntegerField(min_value=1), allow_empty=False, max_length=100
    )
    decision = serializers.ChoiceField(choices=DECISIONS)


class ThemeDecisionsShape(Shape):
    decided = serializers.IntegerField(
        help_text="Those decided by someone else meanwhile are left as they are."
    )


class ElsewhereFindingShape(Shape):
    finding = serializers.URLField()
    reference = serializers.CharField()
    force = NamedShape()
    year = serializers.IntegerField()
    text = serializers.CharField()


class ElsewhereShape(Shape):
    """A theme of the finding in other forces: published information only."""

    theme = NamedShape()
    forces = serializers.IntegerField(help_text="How many other forces have it.")
    count = serializers.IntegerField(help_text="How many findings of theirs have it.")
    newest = ElsewhereFindingShape(many=True, help_text="At most five.")
    settled_first = SettledShape(allow_null=True)
    findings = serializers.URLField(help_text="The list of the theme's findings.")
