"""Shapes of evidence."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.vocabulary import Assessment, EvidenceKind, FileState, Marking


class FileShape(Shape):
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField(help_text="In bytes.")
    sha256 = serializers.CharField(help_text="Of the bytes that are handed out.")
    sent_sha256 = serializers.CharField(help_text="Of the bytes that were sent: a picture is drawn anew.")
    scanned_at = serializers.DateTimeField(allow_null=True)
    state = serializers.ChoiceField(choices=FileState.choices)
    rejected_because = serializers.CharField(allow_null=True)
    content = serializers.URLField()


class EvidenceShape(Shape):
    id = serializers.IntegerField()
    url = serializers.URLField()
    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    title = serializers.CharField()
    shows = serializers.CharField()
    dated_on = serializers.DateField(allow_null=True, help_text="Date of the evidence itself.")
    marking = serializers.ChoiceField(choices=Marking.choices)
    handling = serializers.CharField()
    link = serializers.URLField(allow_null=True, help_text="For a link: where it leads. Never fetched.")
    file = FileShape(allow_null=True)
    assessment = serializers.ChoiceField(choices=Assessment.choices)
    assessment_reason = serializers.CharField()
    assessed_by = serializers.CharField(allow_null=True)
    assessed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(help_text="1 for the first.")
    replaced_by = serializers.URLField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    added_by = serializers.CharField()
    added_at = serializers.DateTimeField()


class FigureShape(Shape):
    """A measure's value with its period, and what it is held against."""

    name = serializers.CharField(help_text="What is measured.")
    unit = serializers.CharField(required=False, allow_blank=True)
    value = serializers.DecimalField(max_digits=16, decimal_places=4, allow_null=True)
    period = serializers.CharField()
    comparator = serializers.CharField(required=False, allow_blank=True, help_text="Empty: its own.")
    comparator_value = serializers.DecimalField(
        max_digits=16, decimal_places=4, required=False, allow_null=True
    )
    comparator_period = serializers.CharField(required=False, allow_blank=True)


class EvidenceDetailShape(EvidenceShape):
    figure = FigureShape(allow_null=True, help_text="For a measure.")
    findings = serializers.ListField(child=serializers.URLField(), help_text="What it is used for.")


class EvidenceInput(Shape):
    title = serializers.CharField(allow_blank=True)
    shows = serializers.CharField(required=False, allow_blank=True, max_length=5_000)
    dated_on = serializers.DateField(required=False)
    marking = serializers.ChoiceField(choices=Marking.choices, required=False)
    handling = serializers.CharField(required=False, allow_blank=True, max_length=200)


class LinkInput(EvidenceInput):
    url = serializers.CharField()


class FileInput(EvidenceInput):
    file = serializers.FileField(allow_empty_file=True)


class FigureInput(FigureShape):
    value = serializers.DecimalField(max_digits=16, decimal_places=4)


class MeasureInput(EvidenceInput):
    figure = FigureInput()


class UseInput(Shape):
    evidence = serializers.IntegerField(min_value=1, help_text="Id of evidence that the force holds.")


class VersionInput(Shape):
    reason = serializers.CharField(allow_blank=True, help_text="What is different in the new version.")


class FileVersionInput(VersionInput, FileInput):
    """A file in the place of a file."""


class LinkVersionInput(VersionInput, LinkInput):
    """A link in the place of a link."""


class MeasureVersionInput(VersionInput, MeasureInput):
    """A measure in the place of a measure."""


class WithdrawalInput(Shape):
    reason = serializers.CharField(allow_blank=True)


class AssessmentInput(Shape):
    assessment = serializers.ChoiceField(choices=[Assessment.ACCEPTED.value, Assessment.NOT_ENOUGH.value])
    reason = serializers.CharField(
        required=False, default="", allow_blank=True, help_text="Needed where it is not enough."
    )
