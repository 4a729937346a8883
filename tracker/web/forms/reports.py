"""Forms of a report: uploading it, and its publication day."""

from django import forms

from govuk.forms import DateField, GovukForm


class UploadForm(GovukForm):
    file = forms.FileField(
        label="Report",
        help_text="A report of an inspection as a PDF, a saved web page or a text file, up to 25 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.html,.htm,.txt,application/pdf,text/html,text/plain"}),
        error_messages={
            "required": "Select the report to upload",
            "empty": "The file is empty. Select another file",
        },
    )


class PublicationForm(GovukForm):
    published_on = DateField(
        label="Publication day",
        help_text="The day on which HMICFRS published the report, for example 22 3 2018. Its findings are "
        "shown to everyone from then.",
        error_messages={"required": "Enter the publication day"},
    )
