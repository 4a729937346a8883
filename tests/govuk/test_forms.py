from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from govuk.forms import Checkboxes, DateField, GovukFilterForm, GovukForm, LongTextField, Radios
from tests.govuk.cast import ANSWERS, EveryField, control, soup

ATTACK = "<script>alert(1)</script>"


@pytest.fixture
def wrong():
    return EveryField({"target_day": "27", "target_month": "3", "target_year": "27"}, {})


def test_an_answered_form_has_no_error_and_no_summary():
    form = EveryField(ANSWERS, {"proof": SimpleUploadedFile("plan.txt", b"Plan")})
    assert form.is_valid(), form.errors
    assert form.error_summary == ""
    assert "govuk-error-message" not in str(form)


@pytest.mark.parametrize("name", list(EveryField.base_fields))
def test_each_error_is_linked_to_a_control_that_takes_focus(wrong, name):
    message = wrong.errors[name][0]
    link = soup(wrong.error_summary).find("a", string=message)
    target = soup(wrong).find(id=link["href"].removeprefix("#"))
    assert target.name in {"input", "select", "textarea"}
    assert target["name"].startswith(name)


def test_the_link_of_a_date_leads_to_the_part_at_fault(wrong):
    link = soup(wrong.error_summary).find("a", string="Year must include 4 numbers")
    assert link["href"] == "#id_target_year"
    assert "govuk-input--error" in control(wrong, "target_year")["class"]
    assert "govuk-input--error" not in control(wrong, "target_day")["class"]


def test_what_describes_a_control_is_on_the_page_and_every_id_is_there_once(wrong):
    page = soup(wrong)
    ids = [tag["id"] for tag in page.find_all(id=True)]
    described = {
        name
        for tag in page.find_all(attrs={"aria-describedby": True})
        for name in tag["aria-describedby"].split()
    }
    assert len(ids) == len(set(ids))
    assert described <= set(ids)
    assert described


def test_every_control_has_a_label(wrong):
    page = soup(wrong)
    labelled = {label["for"] for label in page.find_all("label")}
    assert {tag["id"] for tag in page.find_all(["input", "select", "textarea"])} <= labelled


def test_the_browser_neither_checks_nor_cuts(wrong):
    for tag in soup(wrong).find_all(["input", "select", "textarea"]):
        assert not {"required", "maxlength", "min", "step"} & set(tag.attrs)


def test_what_was_typed_comes_back_but_never_a_password():
    form = EveryField({**ANSWERS, "name": "x" * 30, "target_month": "Febuary", "theme": "no such"}, {})
    assert control(form, "name")["value"] == "x" * 30
    assert control(form, "target_month")["value"] == "Febuary"
    assert soup(form).find("textarea").text == ANSWERS["change"]
    assert control(form, "status").has_attr("checked")
    assert [tag["value"] for tag in soup(form).find_all("input", checked=True)] == [
        "on_track",
        "at_risk",
        "on_track",
        "on",
    ]
    assert not control(form, "password").has_attr("value")


def test_initial_values_are_shown():
    form = EveryField(initial={"target": date(2027, 3, 27), "status": "at_risk", "officers": 0})
    assert control(form, "target_month")["value"] == "3"
    assert control(form, "officers")["value"] == "0"
    assert soup(form).find("input", {"name": "status", "checked": True})["value"] == "at_risk"


@pytest.mark.parametrize(
    ("name", "answer", "message"),
    [
        ("name", "", "Enter name"),
        ("name", "x" * 21, "Name must be 20 characters or fewer"),
        ("email", "liaison", "Enter an email address in the correct format, like name@example.com"),
        ("website", "no address", "Enter a full web address, like https://www.example.police.uk/plan"),
        ("change", "", "Enter what has changed"),
        ("change", "x" * 41, "What has changed must be 40 characters or fewer"),
        ("status", "", "Select force status"),
        ("status", "gone", "Select force status from the list"),
        ("kinds", [], "Select kinds"),
        ("agreed", "", "Select “I have checked this” to continue"),
        ("officers", "twelve", "Officers trained must be a whole number, like 12"),
        ("officers", "0", "Officers trained must be 1 or more"),
        ("share", "half", "Share must be a number, like 12.5"),
    ],
)
def test_messages_say_what_to_do(name, answer, message):
    form = EveryField({**ANSWERS, name: answer})
    assert form.errors[name] == [message]


def test_an_empty_file_and_none_at_all_are_told_apart():
    empty = SimpleUploadedFile("plan.txt", b"")
    assert EveryField(ANSWERS, {"proof": empty}).errors["proof"] == ["The selected file is empty"]
    assert EveryField(ANSWERS, {}).errors["proof"] == ["Select a file"]


def test_a_forms_own_message_wins_and_percent_signs_survive():
    class Own(GovukForm):
        reason = forms.CharField(error_messages={"required": "Say why the date moved"})
        share = forms.CharField(label="100% of what?", max_length=3)

    assert Own({}).errors["reason"] == ["Say why the date moved"]
    assert Own({}).errors["share"] == ["Enter an answer to “100% of what?”"]
    assert Own({"share": "long"}).errors["share"] == ["Your answer must be 3 characters or fewer"]


def hostile_form() -> type[GovukForm]:
    text = {"label": ATTACK, "help_text": ATTACK, "error_messages": {"required": ATTACK}}
    choices = [(ATTACK, ATTACK)]
    return type(
        "Hostile",
        (GovukForm,),
        {
            "a": forms.CharField(**text),
            "b": LongTextField(max_length=9, **text),
            "c": forms.ChoiceField(choices=choices, widget=Radios(hints={ATTACK: ATTACK}), **text),
            "d": forms.MultipleChoiceField(
                choices=choices, widget=Checkboxes(hints={ATTACK: ATTACK}), **text
            ),
            "e": forms.ChoiceField(choices=choices, **text),
            "f": DateField(**text),
            "g": forms.FileField(**text),
            "h": forms.BooleanField(**text),
            "i": forms.CharField(widget=forms.PasswordInput, **text),
            "j": forms.IntegerField(widget=forms.NumberInput(attrs={"placeholder": ATTACK}), **text),
        },
    )


@pytest.mark.parametrize("heading", [None, *"abcdefghij"])
def test_no_text_of_a_form_becomes_markup(heading):
    form = hostile_form()
    form.page_heading = heading
    answers = {"b": f"{ATTACK * 2}", "f_day": ATTACK, "f_month": ATTACK, "f_year": ATTACK, "c": '"><script>'}
    for bound in (form(answers), form({}), form()):
        html = str(bound) + bound.error_summary
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_the_heading_of_a_page_may_be_its_only_question():
    class Status(GovukForm):
        page_heading = "status"
        status = forms.ChoiceField(choices=[("a", "A")], widget=Radios)
        note = forms.CharField(required=False)

    assert soup(Status()).h1.get_text(strip=True) == "Status"
    assert len(soup(Status()).find_all("h1")) == 1


def test_optional_fields_say_so_except_in_a_filter():
    fields = {"note": forms.CharField(required=False)}
    assert "Note (optional)" in str(type("Form", (GovukForm,), dict(fields))())
    assert "optional" not in str(type("Filter", (GovukFilterForm,), dict(fields))())


def test_errors_of_the_whole_form_and_of_hidden_fields_are_listed():
    class Hidden(GovukForm):
        version = forms.IntegerField(widget=forms.HiddenInput)

    form = Hidden({"version": "x"})
    form.add_error(None, "Somebody else has sent an update")
    texts = [item.get_text(strip=True) for item in soup(form.error_summary).find_all("li")]
    assert texts == ["Somebody else has sent an update", "Version must be a whole number, like 12"]
    assert control(form, "version")["type"] == "hidden"


def test_a_widget_without_component_is_refused_by_name():
    class Odd(GovukForm):
        when = forms.SplitDateTimeField()

    with pytest.raises(TypeError, match="SplitDateTimeWidget"):
        str(Odd()["when"])


def test_other_forms_keep_djangos_look():
    class Plain(forms.Form):
        name = forms.CharField()

    assert "govuk" not in str(Plain())


def test_ids_and_names_keep_the_forms_prefix():
    form = EveryField({}, prefix="first")
    assert control(form, "first-target_day")["id"] == "id_first-target_day"
    assert "#id_first-target_day" in form.error_summary
