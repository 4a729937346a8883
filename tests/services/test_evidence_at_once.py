"""Two people send the same file in the same moment: it is kept once, and the other is told of it."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests import factories
from tests.services.test_reviews_at_once import at_once, split
from tracker.models import Evidence
from tracker.roles import Role
from tracker.services import evidence, versions

NOW = factories.NOW
PEOPLE = 4
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unseen(monkeypatch):
    """Everyone has looked whether the force holds the file before anyone has sent it."""
    looked = evidence.refuse_held
    calls = []

    def look(force, sha256):
        calls.append(sha256)
        if len(calls) > PEOPLE:
            looked(force, sha256)

    monkeypatch.setattr(evidence, "refuse_held", look)


def stored():
    return default_storage.listdir("evidence")[1]


def test_one_of_several_who_send_the_same_file_at_once_has_it_kept(transactional_db, cast, unseen):
    finding, other = factories.finding(), factories.finding()
    officer = factories.member(Role.LIAISON_OFFICER)

    def send(to, by):
        return lambda: evidence.add_file(
            finding=to, file=ContentFile(b"overdue\n24\n", name="visits.csv"), by=by, now=NOW, title="Visits"
        )

    both = [send(finding, cast.liaison), send(other, officer)]
    kept, told = split(at_once(*both * (PEOPLE // 2)), Evidence)
    assert len(kept) == 1
    assert [type(refusal) for refusal in told] == [evidence.AlreadyHeld] * (PEOPLE - 1)
    assert {refusal.existing for refusal in told} == set(kept)
    assert Evidence.objects.count() == 1
    assert stored() == [kept[0].file.name.removeprefix("evidence/")]


def test_a_file_that_was_withdrawn_or_replaced_may_come_again(transactional_db, cast):
    finding = factories.finding()
    by = {"by": cast.liaison, "now": NOW, "title": "Visits"}

    def file(content):
        return ContentFile(content, name="visits.csv")

    first = evidence.add_file(finding=finding, file=file(b"a,1\n"), **by)
    evidence.withdraw(evidence=first, by=cast.liaison, now=NOW, reason="Wrong one.")
    second = evidence.add_file(finding=finding, file=file(b"a,1\n"), **by)
    versions.replace_file(old=second, file=file(b"a,2\n"), reason="Newer.", **by)
    assert evidence.add_file(finding=finding, file=file(b"a,1\n"), **by)
    assert Evidence.objects.current().count() == 2


def test_another_force_may_have_the_same_file(transactional_db, cast):
    ours, theirs = factories.finding(), factories.finding("hertfordshire")
    for finding, by in ((ours, cast.liaison), (theirs, cast.stranger)):
        file = ContentFile(b"a,1\n", name="a.csv")
        evidence.add_file(finding=finding, file=file, by=by, now=NOW, title="Visits")
    assert Evidence.objects.count() == 2
