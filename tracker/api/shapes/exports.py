"""Shapes of exports."""

from typing import Any

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.documents.vocabulary import ExportFormat, ExportKind, ExportState
from tracker.selectors.list_columns import LISTINGS
from tracker.vocabulary import Marking


class ExportShape(Shape):
    id = serializers.IntegerField()
    url = serializers.URLField()
    kind = serializers.ChoiceField(choices=ExportKind.choices)
    format = serializers.ChoiceField(choices=ExportFormat.choices)
    title = serializers.CharField()
    parameters: Any = serializers.JSONField(help_text="As they were sent.")
    status = serializers.ChoiceField(choices=ExportState.choices)
    problem = serializers.CharField(allow_null=True, help_text="Why it could not be made.")
    asked_at = serializers.DateTimeField()
    as_at = serializers.DateTimeField(allow_null=True, help_text="When it was made.")
    expires_at = serializers.DateTimeField(allow_null=True)
    total = serializers.IntegerField(allow_null=True, help_text="Rows or files it holds.")
    done = serializers.IntegerField(help_text="How many of them are written.")
    file_name = serializers.CharField(allow_null=True)
    size = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)
    content = serializers.URLField(allow_null=True, help_text="The file, while it is there.")


class ExportInput(serializers.Serializer[Any]):
    """What is asked for."""

    kind = serializers.ChoiceField(choices=ExportKind.choices, default=ExportKind.LIST)
    format = serializers.ChoiceField(choices=ExportFormat.choices)
    list = serializers.ChoiceField(choices=sorted(LISTINGS), required=False, help_text="For a list: which.")
    finding = serializers.CharField(required=False, help_text="For an evidence pack: its reference.")
    on = serializers.DateField(
        required=False,
        help_text="As it stood when that day ended. An evidence pack needs it; a board pack may have it.",
    )
    force = serializers.CharField(required=False, help_text="For a board pack: its slug.")
    since = serializers.DateField(required=False, help_text="For a board pack: what changed from then on.")
    report = serializers.IntegerField(
        required=False, help_text="For an answer to a report within 56 days: the report’s number."
    )
    marking = serializers.ChoiceField(
        choices=Marking.choices, required=False, help_text="For a board pack; OFFICIAL if not given."
    )
    query = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="For a list, the query string of its page, such as force=cleveland&overdue=true; for a "
        "board pack, that of the list of findings.",
    )
