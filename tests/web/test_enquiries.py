"""The pages of questions: asked on a finding, answered, listed, closed."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tracker.models import Enquiry
from tracker.services import enquiries

LATER = {"answer_by_day": "1", "answer_by_month": "7", "answer_by_year": "2099"}


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def enquiry(finding, cast):
    day = timezone.localdate() + timedelta(days=7)
    return enquiries.ask(
        finding=finding, subject="Visits in May", text="How many were late?", answer_by=day,
        by=cast.inspector, now=timezone.now(),
    )  # fmt: skip


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_inspector_asks_from_the_finding_s_page(client, finding, cast):
    client.force_login(cast.inspector)
    address = reverse("enquiry-ask", args=[finding.reference])
    assert address in client.get(finding.get_absolute_url()).content.decode()
    assert "Viewer, Force viewer, Cleveland Police" in text_of(client.get(address))
    answers = {"subject": "Visits", "text": "How many?", "mentioned": [cast.viewer.pk]} | LATER
    page = client.post(address, answers, follow=True)
    assert "Your question was sent" in text_of(page)
    assert list(Enquiry.objects.get().messages.get().mentioned.all()) == [cast.viewer]


def test_incomplete_question_is_explained(client, finding, cast):
    client.force_login(cast.inspector)
    address = reverse("enquiry-ask", args=[finding.reference])
    page = text_of(client.post(address, {"text": "How many?"} | LATER | {"answer_by_year": "2017"}))
    assert "Enter subject" in page
    assert not Enquiry.objects.exists()
    page = text_of(client.post(address, {"subject": "x", "text": "y"} | LATER | {"answer_by_year": "2017"}))
    assert page.count("must be today or in the future") >= 2
    outsider = {"subject": "x", "text": "y", "mentioned": [cast.stranger.pk]} | LATER
    assert "There is a problem" in text_of(client.post(address, outsider))
    assert not Enquiry.objects.exists()


def test_liaison_officer_answers(client, enquiry, finding, cast):
    client.force_login(cast.liaison)
    assert "Visits in May" in text_of(client.get(reverse("enquiry-list")))
    assert enquiry.get_absolute_url() in client.get(finding.get_absolute_url()).content.decode()
    page = text_of(client.post(enquiry.get_absolute_url(), {"text": "Two."}, follow=True))
    assert "Cleveland Police answers" in page
    assert "No questions here" in text_of(client.get(reverse("enquiry-list")))
    assert "Visits in May" in text_of(client.get(reverse("enquiry-list"), {"state": "answered"}))


def test_inspector_asks_on_and_closes(client, enquiry, cast):
    client.force_login(cast.inspector)
    client.post(enquiry.get_absolute_url(), {"text": "And June?"} | LATER)
    assert enquiry.messages.count() == 2
    page = text_of(client.post(reverse("enquiry-close", args=[enquiry.pk]), follow=True))
    assert "Inspector closed this question on" in page
    assert "Send question" not in page
    again = client.post(reverse("enquiry-close", args=[enquiry.pk]), follow=True)
    assert "has closed this question" in text_of(again)


@pytest.mark.parametrize(
    ("who", "seen", "answered", "closed"),
    [
        ("liaison", 200, 302, 403),
        ("viewer", 200, 403, 403),
        ("administrator", 200, 403, 403),
        ("body", 404, 404, 404),
        ("stranger", 404, 404, 404),
        ("nobody", 404, 404, 404),
    ],
)
def test_who_reaches_a_question(client, enquiry, cast, who, seen, answered, closed):
    client.force_login(getattr(cast, who))
    assert client.get(enquiry.get_absolute_url()).status_code == seen
    assert client.post(reverse("enquiry-close", args=[enquiry.pk])).status_code == closed
    assert client.post(enquiry.get_absolute_url(), {"text": "Two."}).status_code == answered
    assert enquiry.messages.count() == (2 if answered == 302 else 1)


def test_list_costs_the_same_however_long(client, enquiry, finding, cast, django_assert_max_num_queries):
    client.force_login(cast.inspector)

    def queries():
        with django_assert_max_num_queries(40) as counted:
            client.get(reverse("enquiry-list"))
        return len(counted)

    queries()
    few = queries()
    for _ in range(20):
        enquiries.ask(
            finding=factories.finding(), subject="x", text="y", answer_by=enquiry.answer_by,
            by=cast.inspector, now=timezone.now(),
        )  # fmt: skip
    assert queries() == few
