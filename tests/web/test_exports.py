"""The button below a list, and the pages of its file."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import NOW
from tracker.models import Export
from tracker.services import exports

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding(db):
    return factories.finding()


def sent(client, user, **fields):
    client.force_login(user)
    return client.post(reverse("export-list"), {"list": "findings", "format": "csv", "query": "", **fields})


def test_each_list_offers_exactly_itself(cast, get, finding):
    page = get(cast.viewer, reverse("finding-list"), force="cleveland", sort="-due").content.decode()
    assert "Export exactly this list" in page
    assert 'value="force=cleveland&amp;sort=-due"' in page


def test_a_small_list_is_downloaded_at_once(cast, client, finding):
    response = sent(client, cast.viewer)
    export = Export.objects.get()
    assert response.url == reverse("export-download", args=[export.pk])
    download = client.get(response.url)
    assert finding.reference in b"".join(download.streaming_content).decode()
    assert download["Content-Disposition"] == f'attachment; filename="{export.file_name}"'
    assert (download["X-Content-Type-Options"], download["Cache-Control"]) == ("nosniff", "private, no-store")


def test_a_large_list_tells_how_far_it_is(cast, client, finding, monkeypatch):
    monkeypatch.setattr(exports, "SMALL", -1)
    response = sent(client, cast.viewer)
    export = Export.objects.get()
    assert "waits for a worker" in client.get(response.url).content.decode()
    assert client.get(reverse("export-progress", args=[export.pk])).json()["is_over"] is False
    assert client.get(reverse("export-download", args=[export.pk])).status_code == 409
    exports.make(export_id=export.pk, now=NOW)
    assert export.title in client.get(reverse("export-list")).content.decode()
    assert client.get(reverse("export-progress", args=[export.pk])).json()["is_over"] is True


def test_one_under_way_can_be_cancelled(cast, client, finding, monkeypatch):
    monkeypatch.setattr(exports, "SMALL", -1)
    page = sent(client, cast.viewer).url
    cancel = reverse("export-cancel", args=[Export.objects.get().pk])
    assert cancel in client.get(page).content.decode()
    shown = client.post(cancel, follow=True).content.decode()
    assert "You cancelled this file" in shown
    assert cancel not in shown
    assert "nothing to cancel" in client.post(cancel, follow=True).content.decode()


def test_what_cannot_be_made_is_told(cast, client, finding):
    response = sent(client, cast.viewer, query="colour=red")
    assert "cannot be filtered by “colour”" in client.get(response.url).content.decode()
    assert not Export.objects.exists()


def test_a_list_of_a_closed_page_is_forbidden(cast, client, finding):
    assert sent(client, cast.body, list="evidence").status_code == 403


def test_another_person_s_export_does_not_exist(cast, client, finding):
    sent(client, cast.liaison)
    client.force_login(cast.stranger)
    pk = Export.objects.get().pk
    for name in ("export-detail", "export-progress", "export-download"):
        assert client.get(reverse(name, args=[pk])).status_code == 404
