"""Two people, one sheet: of two decisions on one item, by page and by REST at the same moment, one counts.

The other person is told who decided what; so is whoever comes later, by either door, whatever the kind.
"""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.services.report_files import added, proposal, read_report
from tracker.models import Proposal
from tracker.services.proposals import NAMES
from tracker.vocabulary import Decision, ProposalKind

pytestmark = pytest.mark.django_db(transaction=True)
REJECTION = {"reject_reason": "not_said", "note": ""}
# In the order in which they are decided: the inspection says whose the rest is.
KINDS = (
    ProposalKind.INSPECTION,
    ProposalKind.JUDGMENT,
    ProposalKind.FINDING,
    ProposalKind.STATEMENT,
    ProposalKind.MEASURE,
    ProposalKind.SUGGESTION,
)


def at_once(*deeds):
    gate, answers = Barrier(len(deeds)), [None] * len(deeds)

    def run(index, deed):
        gate.wait(timeout=20)
        try:
            answers[index] = deed()
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def page_of(person):
    client = Client()
    client.force_login(person)
    return client


def told_on(response):
    return " ".join(response.content.decode().split())


def refused_by_rest(answer, row):
    assert (answer.status_code, answer.json()["code"]) == (409, "already_decided")
    return names_who_and_what(answer.json()["detail"], row)


def names_who_and_what(words, row):
    assert f"by {row.decided_by} on " in words
    assert f"was {row.get_status_display().lower()}" in words
    assert (
        f"{NAMES[row.kind]} {'' if row.kind == ProposalKind.INSPECTION else row.position + 1}".strip()
        in words
    )
    return True


def test_of_two_decisions_one_counts_and_the_other_person_is_told(transactional_db, as_, cast):
    report = read_report(cast.editor)
    for kind in (ProposalKind.MEASURE, ProposalKind.SUGGESTION):
        added(report, kind)
    page, rest = page_of(cast.editor), as_(cast.inspector)
    later_page, later_rest = page_of(cast.second_inspector), as_(cast.second_inspector)
    for kind in KINDS:
        row = proposal(report, kind)
        at_rest, keys = f"reports/{report.pk}/proposals/{row.pk}/", [report.pk, row.pk]
        confirming = reverse("proposal-confirm", args=keys)
        shown, answer = at_once(
            lambda: page.post(confirming, follow=True),  # noqa: B023  both are done before the next turn
            lambda: rest.post(f"{at_rest}confirm/", {}),  # noqa: B023
        )
        row = Proposal.objects.select_related("decided_by").get(pk=row.pk)
        assert row.status == Decision.CONFIRMED
        if row.decided_by == cast.editor:
            assert refused_by_rest(answer, row)
        else:
            assert answer.status_code == 200
            assert names_who_and_what(told_on(shown), row)
        assert refused_by_rest(later_rest.post(f"{at_rest}confirm/", {}), row)
        assert refused_by_rest(later_rest.post(f"{at_rest}reject/", REJECTION), row)
        assert names_who_and_what(told_on(later_page.post(confirming, follow=True)), row)
        for name in ("proposal-reject", "proposal-correct"):
            assert names_who_and_what(told_on(later_page.get(reverse(name, args=keys), follow=True)), row)
        row.refresh_from_db()
        assert (row.status, row.note) == (Decision.CONFIRMED, "")
