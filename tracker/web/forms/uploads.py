"""The form that takes many reports at once."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from govuk.forms import GovukForm

KINDS = ".pdf,.html,.htm,.txt,.zip,application/pdf,text/html,text/plain,application/zip"


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of files. Each is judged by the service, so that one at fault holds none of the others back."""

    widget = ManyFilesInput

    def clean(self, data: list[UploadedFile], initial: Any = None) -> list[UploadedFile]:
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return data


class UploadManyForm(GovukForm):
    files = ManyFilesField(
        label="Reports",
        help_text="Up to 50 reports of 25 MB each and 250 MB together, or a zip file that holds them.",
        widget=ManyFilesInput(attrs={"accept": KINDS}),
        error_messages={"required": "Select the reports to upload"},
    )
