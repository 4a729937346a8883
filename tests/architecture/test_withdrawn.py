"""Whatever belongs to a withdrawn finding is answered as the finding itself: 410, with the reason."""

import pytest
from django.urls import reverse

from tests.architecture.test_addresses import is_named, patterns
from tests.factories import NOW
from tests.services.report_files import confirmed, proposal, read_report
from tracker.models import Finding
from tracker.services import withdrawals
from tracker.vocabulary import ProposalKind

pytestmark = pytest.mark.django_db
WHY = "The reader took the wrong line."


@pytest.fixture
def finding(cast) -> Finding:
    report = read_report(cast.editor)
    confirmed(report, cast.editor, ProposalKind.FINDING)
    row = proposal(report, ProposalKind.FINDING)
    withdrawals.withdraw(proposal=row, reason=WHY, by=cast.editor, now=NOW)
    return Finding.kept.get(proposals=row)


def addresses_of(finding, *, api):
    found = [
        reverse(name, kwargs={"reference": finding.reference})
        for name, pattern in patterns()
        if is_named(name) and set(pattern.pattern.converters) == {"reference"}
    ]
    return [address for address in found if address.startswith("/api/") is api]


@pytest.mark.parametrize("api", [True, False])
def test_every_address_of_it_is_gone_and_says_why(client, cast, finding, api):
    answers = {}
    for person in (cast.inspector, cast.liaison, cast.administrator):
        client.force_login(person)
        for address in addresses_of(finding, api=api):
            answers.setdefault(address, []).append(client.get(address))
    assert len(answers) > 10
    for address, all_three in answers.items():
        statuses = {answer.status_code for answer in all_three}
        # The roles of some of them may not do it, or the address takes no GET.
        assert (address, statuses - {403, 405}) == (address, set() if statuses == {405} else {410})
        for answer in all_three:
            assert answer.status_code != 410 or WHY in answer.content.decode()


def test_who_could_not_see_it_learns_nothing(client, cast, finding):
    Finding.kept.filter(pk=finding.pk).update(public_from=None)
    client.force_login(cast.stranger)
    for api in (True, False):
        for address in addresses_of(finding, api=api):
            assert client.get(address).status_code in (403, 404, 405)


def test_another_force_s_workspace_of_it_stays_unknown(client, cast, finding):
    client.force_login(cast.stranger)
    assert client.get(f"/api/v1/findings/{finding.reference}/").status_code == 410
    assert client.get(f"/api/v1/findings/{finding.reference}/timeline/").status_code == 404
