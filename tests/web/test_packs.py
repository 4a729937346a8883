"""Pages that ask for packs, and the board pack on paper."""

import pytest
from django.urls import reverse

from tests import factories
from tracker.models import Export

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding(db):
    return factories.finding()


def board(force="cleveland", name="board-pack"):
    return reverse(name, args=[force])


def day(name, day, month, year):
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def test_a_board_pack_in_word_is_downloaded_at_once(cast, client, finding):
    client.force_login(cast.chief)
    assert "Board pack" in client.get(board()).content.decode()
    response = client.post(board(), {"marking": "official", "format": "docx"})
    export = Export.objects.get()
    assert (export.kind, response.url) == ("board_pack", reverse("export-download", args=[export.pk]))
    assert client.get(response.url)["Content-Type"].endswith("wordprocessingml.document")


def test_the_page_to_print_is_marked_and_holds_the_findings(cast, client, finding):
    client.force_login(cast.viewer)
    sent = {
        "marking": "official_sensitive",
        "format": "print",
        **day("since", 1, 5, 2018),
    }
    page = client.get(client.post(board(), sent).url).content.decode()
    assert "app-pack--sensitive" in page
    assert "OFFICIAL-SENSITIVE" in page
    assert finding.reference in page
    assert "What changed since 1 May 2018" in page


def test_the_force_page_offers_it_to_its_own_people_alone(cast, get, finding):
    address = reverse("force-detail", args=["cleveland"])
    assert board() in get(cast.viewer, address).content.decode()
    for person in (cast.body, cast.stranger):
        assert board() not in get(person, address).content.decode()
        assert get(person, board()).status_code == 403
        assert get(person, board(name="board-pack-print")).status_code == 403


def test_the_page_to_print_takes_a_constant_number_of_queries(cast, queries_of, finding):
    address = board(name="board-pack-print")
    few = queries_of(cast.viewer, address)
    for _ in range(10):
        factories.statement(factories.finding(verdict="worse", verdict_year=2018))
    assert queries_of(cast.viewer, address) <= few


def test_an_evidence_pack_waits_for_a_worker(cast, client, finding):
    client.force_login(cast.viewer)
    address = reverse("evidence-pack", args=[finding.reference])
    assert "evidence-pack" in client.get(finding.get_absolute_url()).content.decode()
    client.post(address, day("on", 2, 6, 2018))
    export = Export.objects.get()
    assert (export.kind, export.state) == ("evidence_pack", "waiting")


def test_a_day_before_the_finding_was_recorded_is_refused_on_the_form(cast, client, finding):
    client.force_login(cast.viewer)
    address = reverse("evidence-pack", args=[finding.reference])
    page = client.post(address, day("on", 2, 6, 2016)).content.decode()
    assert "Give a day on or after 1 June 2018" in page
    assert not Export.objects.exists()


def test_an_evidence_pack_of_another_force_does_not_exist(cast, get, finding):
    address = reverse("evidence-pack", args=[finding.reference])
    for person in (cast.stranger, cast.body):
        assert get(person, address).status_code == 404
