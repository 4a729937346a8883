"""Error messages a person can act on, in place of Django's general ones.

Wording follows the GOV.UK Design System's templates: "Enter …", "Select …", "… must be …".
A message that a form gives by itself is left alone.
"""

from django import forms

WORDING: dict[type, dict[str, str]] = {
    forms.Field: {"required": "Enter {what}"},
    forms.CharField: {
        "max_length": "{What} must be %(limit_value)d characters or fewer",
        "min_length": "{What} must be %(limit_value)d characters or more",
    },
    forms.EmailField: {"invalid": "Enter an email address in the correct format, like name@example.com"},
    forms.URLField: {"invalid": "Enter a full web address, like https://www.example.police.uk/plan"},
    forms.IntegerField: {
        "invalid": "{What} must be a whole number, like 12",
        "min_value": "{What} must be %(limit_value)s or more",
        "max_value": "{What} must be %(limit_value)s or fewer",
    },
    forms.FloatField: {"invalid": "{What} must be a number, like 12.5"},
    forms.DecimalField: {"invalid": "{What} must be a number, like 12.5"},
    forms.ChoiceField: {"required": "Select {what}", "invalid_choice": "Select {what} from the list"},
    forms.BooleanField: {"required": "Select “{label}” to continue"},
    forms.FileField: {
        "required": "Select a file",
        "invalid": "Select a file",
        "missing": "Select a file",
        "empty": "The selected file is empty",
        "max_length": "The name of the selected file must be %(max)d characters or fewer",
    },
}


def give_wording(field: forms.Field, label: str) -> None:
    """Replace Django's own messages of `field` by ours, naming the field by its `what` or else its label."""
    words = _words(str(getattr(field, "what", None) or label), label)
    defaults = _by_class(field, lambda cls: cls.__dict__.get("default_error_messages", {}))
    for code, wording in _by_class(field, lambda cls: WORDING.get(cls, {})).items():
        if field.error_messages.get(code) == defaults.get(code):
            field.error_messages[code] = _fill(wording, words)


def lower_first(text: str) -> str:
    """'Target date' → 'target date', but 'AFI reference' stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _words(what: str, label: str) -> dict[str, str]:
    if what.endswith("?"):
        return {"what": f"an answer to “{what}”", "What": "Your answer", "label": label}
    return {"what": lower_first(what), "What": what[:1].upper() + what[1:], "label": label}


def _fill(wording: str, words: dict[str, str]) -> str:
    # Django formats messages that carry parameters with %, so a label's own % must survive that.
    if "%(" in wording:
        words = {name: word.replace("%", "%%") for name, word in words.items()}
    return wording.format(**words)


def _by_class(field: forms.Field, messages_of) -> dict[str, str]:
    found: dict[str, str] = {}
    for cls in reversed(type(field).__mro__):
        found.update(messages_of(cls))
    return found
