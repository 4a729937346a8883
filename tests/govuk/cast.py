"""A form with every kind of field, and readers for the HTML it makes."""

from bs4 import BeautifulSoup, Tag
from django import forms

from govuk.forms import Checkboxes, DateField, GovukForm, LongTextField, Radios

CHOICES = [("on_track", "On track"), ("at_risk", "At risk")]

ANSWERS = {
    "name": "R Patel",
    "email": "liaison@cleveland.example",
    "password": "a long passphrase",
    "website": "https://www.example.police.uk/plan",
    "change": "Every officer has been trained",
    "status": "on_track",
    "kinds": ["at_risk"],
    "theme": "at_risk",
    "themes": ["on_track"],
    "agreed": "on",
    "target_day": "27",
    "target_month": "3",
    "target_year": "2027",
    "officers": "12",
    "share": "12.5",
}


class EveryField(GovukForm):
    name = forms.CharField(max_length=20, help_text="As your colleagues know it")
    email = forms.EmailField()
    password = forms.CharField(widget=forms.PasswordInput)
    website = forms.URLField(assume_scheme="https")
    change = LongTextField(label="What has changed?", what="what has changed", max_length=40)
    status = forms.ChoiceField(
        label="Force status", choices=CHOICES, widget=Radios(hints={"at_risk": "May miss the date"})
    )
    kinds = forms.MultipleChoiceField(choices=CHOICES, widget=Checkboxes(hints={"on_track": "All well"}))
    theme = forms.ChoiceField(choices=[("", "Choose a theme"), *CHOICES])
    themes = forms.MultipleChoiceField(choices=CHOICES)
    agreed = forms.BooleanField(label="I have checked this", help_text="Both pages")
    target = DateField(label="Target date", help_text="For example, 27 3 2027")
    proof = forms.FileField(label="Evidence file")
    officers = forms.IntegerField(label="Officers trained", min_value=1)
    share = forms.DecimalField()


def soup(html: object) -> BeautifulSoup:
    return BeautifulSoup(str(html), "html.parser")


def control(html: object, name: str) -> Tag:
    """The first control with this name."""
    return soup(html).find(attrs={"name": name})
