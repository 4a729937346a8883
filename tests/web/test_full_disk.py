"""A form with a file that cannot be written down: the form says so, and nothing is lost or half kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from tests.config.test_stores import full_disk
from tracker.models import Evidence


@pytest.fixture
def send(client, cast):
    finding = factories.finding()
    client.force_login(cast.liaison)

    def send(size):
        file = SimpleUploadedFile("long.txt", b"a" * size)
        answers = {"file": file, "title": "Visits in May", "marking": "official"}
        return client.post(reverse("update-evidence-file", args=[finding.reference]), answers)

    return send


def test_a_file_there_is_no_room_for_on_its_way_in_is_told_on_the_form(send):
    """Beyond a megabyte a file goes to the disk before any view is asked."""
    with full_disk(room=64 * 1024):
        page = send(3_000_000)
    assert page.status_code == 200
    assert "The file could not be stored" in page.content.decode()
    assert 'value="Visits in May"' in page.content.decode()
    assert not Evidence.objects.exists()
    assert send(3_000_000).status_code == 302  # there is room again


def test_a_file_there_is_no_room_for_in_the_store_is_told_on_the_form(send):
    with full_disk(room=64 * 1024):
        page = send(500_000)
    assert page.status_code == 200
    assert "The file could not be stored" in page.content.decode()
    assert not Evidence.objects.exists()
