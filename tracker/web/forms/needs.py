"""The form in which a person says how often the digest comes."""

from django import forms

from govuk.forms import GovukForm, Radios
from tracker.reminder_vocabulary import DigestRhythm


class DigestForm(GovukForm):
    digest = forms.ChoiceField(
        label="How often should a mail tell you what needs you?",
        choices=DigestRhythm.choices,
        widget=Radios(hints={DigestRhythm.NEVER: "The page “Needs you” still lists everything"}),
        help_text="It comes in the morning, only if something new needs you. It holds counts and a link.",
        error_messages={"required": "Select how often the mail comes"},
    )
    mark_optional = False
