"""The answer to a report on pages: reading, recording, taking back, giving out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tracker.duty_vocabulary import DutyPart
from tracker.models import DutyEntry
from tracker.services import duties
from tracker.vocabulary import FindingKind

TODAY = timezone.localdate()
FIRST = TODAY - timedelta(days=30)


@pytest.fixture
def report(cast):
    inspection = factories.inspection(year=2017, public_from=FIRST)
    return factories.report(inspection=inspection, published_on=FIRST, published_precision="day")


@pytest.fixture
def recommendation(report):
    text = "=The force should do it."
    kind = FindingKind.RECOMMENDATION
    return factories.finding(inspection=report.inspection, report=report, kind=kind, text=text)


def page(name, *keys):
    return reverse(name, args=keys)


def shown(response):
    return response.content.decode()


def day(date):
    return {"on_day": date.day, "on_month": date.month, "on_year": date.year}


def recorded(report, part, by, finding=None, **said):
    now = timezone.now()
    return duties.record(report=report, part=part, finding=finding, version=0, by=by, now=now, **said)


def test_everyone_with_a_role_sees_the_clock_in_neutral_words(get, cast, report, recommendation):
    for person in (cast.stranger, cast.viewer, cast.body, cast.inspector):
        read = shown(get(person, page("duty-detail", report.pk)))
        assert "Day 31 of 56, ends" in read
        assert "No published response identified" in read
        assert recommendation.reference in read
        assert "compliant" not in read
    assert get(cast.nobody, page("duty-detail", report.pk)).status_code == 404


def test_where_the_day_is_not_known_it_says_so(get, cast, report):
    month = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)
    type(report).objects.update(published_on=month, published_precision="month")
    read = shown(get(cast.body, page("duty-detail", report.pk)))
    assert "the day of publication is not known yet" in read
    assert "Day " not in read


def test_after_day_56_it_has_ended(get, cast, report):
    type(report).objects.update(published_on="2018-03-22")
    assert "56 days, ended 16 May 2018" in shown(get(cast.body, page("force-duties", "cleveland")))


def test_the_body_records_that_its_response_is_published_and_everyone_sees_it(client, get, cast, report):
    address = page("duty-record", report.pk, "published")
    get(cast.body, address)
    refused = shown(client.post(address, {"version": 0, "link": "javascript:x", **day(TODAY)}))
    assert "starts with http:// or https://" in refused
    done = client.post(address, {"version": 0, "link": "https://pcc.example/a", **day(TODAY)})
    assert done.status_code == 302
    for where in (page("duty-detail", report.pk), page("force-duties", "cleveland"), page("duty-list")):
        assert "https://pcc.example/a" in shown(get(cast.stranger, where))


def test_a_recommendation_is_explained(client, get, cast, report, recommendation):
    address = f"{page('duty-record', report.pk, 'explanation')}?finding={recommendation.reference}"
    assert address in shown(get(cast.body, page("duty-detail", report.pk)))
    assert "Select what the policing body explains" in shown(
        client.post(address, {"version": 0, "text": "No."})
    )
    client.post(address, {"version": 0, "course": "none", "text": "It is done by <b>others</b>."})
    read = shown(get(cast.liaison, page("duty-detail", report.pk)))
    assert "No action is taken or proposed" in read
    assert "It is done by &lt;b&gt;others&lt;/b&gt;." in read
    assert address not in read
    for person in (cast.stranger, cast.viewer):
        assert "It is done by" not in shown(get(person, page("duty-detail", report.pk)))


def test_of_another_report_there_is_nothing_to_explain(get, cast, report):
    other = factories.finding(year=2016, kind=FindingKind.RECOMMENDATION)
    address = f"{page('duty-record', report.pk, 'explanation')}?finding={other.reference}"
    assert get(cast.body, address).status_code == 404
    assert get(cast.body, page("duty-record", report.pk, "nothing")).status_code == 404


def test_what_somebody_changed_meanwhile_is_not_written_over(client, get, cast, report):
    address = page("duty-record", report.pk, "bodys_comments")
    get(cast.body, address)
    client.post(address, {"version": 0, "text": "First."})
    refused = shown(client.post(address, {"version": 0, "text": "Second."}))
    assert "changed this on" in refused
    assert "Second." in refused
    assert DutyEntry.objects.get().text == "First."


def test_it_is_taken_back_with_a_reason(client, get, cast, report):
    entry = recorded(report, DutyPart.PUBLISHED, cast.body, link="https://pcc.example/a", on=TODAY)
    address = page("duty-take-back", report.pk, entry.pk)
    assert get(cast.liaison, address).status_code == 403
    assert address in shown(get(cast.editor, page("duty-detail", report.pk)))
    client.post(address, {"reason": "Of another report."})
    assert "Of another report." in shown(client.get(page("duty-detail", report.pk)))
    read = shown(get(cast.stranger, page("duty-detail", report.pk)))
    assert "No published response identified" in read
    assert "Of another report." not in read


def test_it_is_given_out_for_the_answer(get, cast, report, recommendation):
    recorded(report, DutyPart.EXPLANATION, cast.body, recommendation, course="taken", text="+Done.")
    sheet = shown(get(cast.body, page("duty-answer", report.pk)))
    assert "action has been taken" in sheet


def exported(client, person, report, format):
    client.force_login(person)
    return client.post(page("duty-answer-export", report.pk), {"format": format})


def test_the_answer_is_exported_as_lines_and_as_a_document(client, cast, report, recommendation):
    recorded(report, DutyPart.EXPLANATION, cast.body, recommendation, course="taken", text="+Done.")
    download = client.get(exported(client, cast.liaison, report, "csv").url)
    lines = b"".join(download.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    # A spreadsheet must not run words as a formula.
    assert "'=The force should do it." in lines[2]
    assert "'+Done." in lines[2]
    download = client.get(exported(client, cast.body, report, "docx").url)
    assert download["Content-Type"].endswith("wordprocessingml.document")
    assert exported(client, cast.viewer, report, "docx").status_code == 403
    assert exported(client, cast.body, report, "exe").url == page("duty-detail", report.pk)


def test_it_stands_where_its_people_begin(get, cast, report):
    address = page("duty-detail", report.pk)
    for person in (cast.liaison, cast.body):
        assert address in shown(get(person, page("home")))
    assert address not in shown(get(cast.stranger, page("home")))
    assert address in shown(get(cast.stranger, page("force-detail", "cleveland")))
    assert address in shown(get(cast.editor, page("report-detail", report.pk)))


def test_an_embargoed_report_is_nowhere(get, cast, report):
    type(report).objects.update(published_on=TODAY + timedelta(days=1))
    address = page("duty-detail", report.pk)
    for person in (cast.liaison, cast.body, cast.stranger):
        assert get(person, address).status_code == 404
        for where in (page("home"), page("force-detail", "cleveland"), page("duty-list")):
            assert address not in shown(get(person, where))


def test_a_list_costs_the_same_with_many_reports(get, cast, report, django_assert_num_queries):
    address = page("duty-list")
    get(cast.stranger, address)  # what is read once only
    with CaptureQueriesContext(connection) as few:
        get(cast.stranger, address)
    for slug in ("essex", "kent", "dorset"):
        factories.report(slug, published_on=FIRST, published_precision="day")
    with django_assert_num_queries(len(few)):
        get(cast.stranger, address)
