"""Corrected editions on the report's page and through the API."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import NOW
from tests.web.test_reports import text_of
from tracker.models import EditionDifference, Proposal
from tracker.services import editions

WAS, NOW_IS = "Visit all offenders within three days.", "Visit all offenders within five days."


def made(text, **fields):
    report = factories.report(year=2017, published_on=date(2018, 3, 22), published_precision="day", **fields)
    place = {"start": 0, "end": len(text), "line": 1, "page": None}
    payload = {"kind": "area_for_improvement", "question": None, "text": text, "parent": None, **place}
    return report, Proposal.objects.create(report=report, kind="finding", position=0, payload=payload)


@pytest.fixture
def pair(cast):
    first, proposal = made(WAS, status="decided", decided_at=NOW)
    proposal.finding = factories.finding(inspection=first.inspection, report=first, text=WAS)
    proposal.status, proposal.decided_by, proposal.decided_at = "confirmed", cast.editor, NOW
    proposal.save()
    return first, made(NOW_IS)[0]


def page(report):
    return reverse("report-detail", args=[report.pk])


def test_from_the_offer_to_the_decision(client, get, cast, pair):
    first, second = pair
    address = reverse("report-edition", args=[second.pk])
    assert address in get(cast.editor, page(second)).content.decode()
    assert "Select the report" in client.post(address, {}).content.decode()
    assert client.post(address, {"replaces": first.pk}).url == f"{page(second)}#edition"
    html = get(cast.editor, page(second)).content.decode()
    assert "three</del>" in html
    assert "five</ins>" in html
    assert page(second) in get(cast.editor, page(first)).content.decode()
    row = EditionDifference.objects.get()
    decide = reverse("edition-difference-decide", args=[second.pk, row.pk])
    client.post(decide, {"decision": "nonsense"})
    row.refresh_from_db()
    assert row.status == "proposed"
    client.post(decide, {"decision": "confirmed", "note": "An error."})
    row.before.finding.refresh_from_db()
    assert row.before.finding.text == NOW_IS
    assert "An error." in get(cast.editor, page(second)).content.decode()


def unmarking(report):
    return reverse("report-edition-unmark", args=[report.pk])


@pytest.fixture
def marked(cast, pair):
    first, second = pair
    return editions.mark(report=second, replaces=first, by=cast.editor, now=NOW)


def test_a_mark_is_taken_back_with_a_reason_from_the_edition_s_page(client, get, cast, marked):
    assert unmarking(marked) in get(cast.editor, page(marked)).content.decode()
    assert "Enter why it is no corrected edition" in text_of(client.post(unmarking(marked), {"reason": " "}))
    marked.refresh_from_db()
    assert marked.replaces
    done = client.post(unmarking(marked), {"reason": "It is the report of another year."}, follow=True)
    assert "is no corrected edition any more" in text_of(done)
    marked.refresh_from_db()
    assert (marked.replaces, marked.status) == (None, "read")
    assert "is not marked as a corrected edition" in text_of(client.get(unmarking(marked), follow=True))


def test_a_mark_of_which_something_was_taken_stays(client, get, cast, marked):
    row = EditionDifference.objects.get()
    editions.decide(difference=row, decision="confirmed", by=cast.editor, now=NOW)
    assert unmarking(marked) not in get(cast.editor, page(marked)).content.decode()
    assert "was taken over from this edition already" in text_of(client.get(unmarking(marked), follow=True))
    refused = text_of(client.post(unmarking(marked), {"reason": "A mistake."}))
    assert "was taken over from this edition already" in refused
    marked.refresh_from_db()
    assert marked.replaces


@pytest.mark.parametrize("who", ["liaison", "stranger", "administrator"])
def test_others_reach_no_mark(get, client, cast, marked, who):
    for name in ("report-edition", "report-edition-unmark"):
        address = reverse(name, args=[marked.pk])
        assert get(getattr(cast, who), address).status_code == 404
        assert client.post(address, {"reason": "Mine."}).status_code == 404
    marked.refresh_from_db()
    assert marked.replaces
