"""Corrected editions on the report's page and through the API."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import NOW
from tracker.models import EditionDifference, Proposal

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
