"""A person to choose, by name."""

from django import forms

from accounts.models import User


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return obj.name
