"""Updates: sent once, by the force, while the finding is not closed."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests import factories
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.lifecycle import NEXT, Step
from tracker.models import AuditEvent, Evidence, EvidenceUse, TargetDate, Update, UpdateDraft
from tracker.services import drafts, evidence, updates
from tracker.services.guards import ChangedMeanwhile, DateInPast, ReasonMissing
from tracker.vocabulary import ForceStatus, InspectorateStatus

NOW = factories.NOW
SAID = "Each overdue visit is now explained by a supervisor."


@pytest.fixture
def finding(cast):
    return factories.finding()


@pytest.fixture
def submit(finding, cast):
    """`submit(narrative=…)`: Cleveland's liaison officer sends an update, changed as the test wants."""

    def submit(**changes):
        answers = {"force_status": ForceStatus.ON_TRACK, "narrative": SAID, "by": cast.liaison, "now": NOW}
        return updates.submit(finding=finding, **answers | changes)

    return submit


def in_status(finding, status):
    """The finding brought into a status of the inspectorate, without the deeds that lead there."""
    finding.inspectorate_status = status
    if status == InspectorateStatus.CLOSED:
        finding.closure_reason, finding.status_before_closure = "verified", "open"
        finding.closed_at, finding.closed_by = NOW, finding.raised_by
    finding.save()
    return finding


# --- What sending does -------------------------------------------------------------------------------


def test_update_is_numbered_and_the_finding_says_what_it_says(submit, finding):
    before = finding.version

    update = submit(force_status=ForceStatus.AT_RISK)

    finding.refresh_from_db()
    assert (update.number, update.narrative, update.submitted_at) == (1, SAID, NOW)
    assert finding.force_status == ForceStatus.AT_RISK
    assert finding.inspectorate_status == InspectorateStatus.UNDER_REVIEW
    assert finding.last_update_at == NOW
    assert finding.version == before + 1
    assert submit().number == 2


def test_update_is_recorded_with_who_and_when(submit, finding, cast):
    update = submit()

    event = AuditEvent.objects.get(kind=EventKind.UPDATE_SUBMITTED)
    assert (event.actor, event.at, event.finding, event.force) == (cast.liaison, NOW, finding, finding.force)
    assert event.data == {"update_id": update.pk, "number": 1, "force_status": "on_track", "corrects": None}


def test_chief_officer_may_send_one(submit, cast):
    assert submit(by=cast.chief).submitted_by == cast.chief


@pytest.mark.parametrize(
    "who", ["viewer", "body", "force_admin", "stranger", "inspector", "editor", "nobody"]
)
def test_nobody_else_may_send_one(submit, cast, who):
    with pytest.raises(access.NotAllowed):
        submit(by=getattr(cast, who))
    assert not Update.objects.exists()


@pytest.mark.parametrize("status", InspectorateStatus)
def test_every_status_takes_an_update_or_refuses_it_as_the_table_says(submit, finding, status):
    in_status(finding, status)
    if (status, Step.SUBMIT) in NEXT:
        submit()
        finding.refresh_from_db()
        assert finding.inspectorate_status == NEXT[status, Step.SUBMIT]
    else:
        with pytest.raises(updates.FindingClosed, match="has closed this finding"):
            submit()
        assert not finding.updates.exists()


@pytest.mark.parametrize("narrative", ["", "  \n "])
def test_update_without_words_is_refused(submit, narrative):
    with pytest.raises(updates.NothingToReport):
        submit(narrative=narrative)


def test_longest_words_are_taken(submit):
    assert len(submit(narrative="a" * 2000).narrative) == 2000


def test_longer_words_are_refused(submit):
    with pytest.raises(updates.TooLong, match="2,000 characters or fewer"):
        submit(narrative="a" * 2001)


def test_sent_update_can_not_be_changed(submit):
    update = submit()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Update.objects.filter(pk=update.pk).update(narrative="Something else")


# --- Waiting on another organisation -----------------------------------------------------------------


def test_waiting_names_the_organisation(submit, finding):
    submit(force_status=ForceStatus.WAITING, waiting_on=" Middlesbrough Council ")
    finding.refresh_from_db()
    assert finding.waiting_on == "Middlesbrough Council"


def test_waiting_on_nobody_is_refused(submit):
    with pytest.raises(updates.NobodyToWaitFor):
        submit(force_status=ForceStatus.WAITING)


def test_organisation_is_forgotten_when_nobody_is_waited_for(submit, finding):
    submit(force_status=ForceStatus.WAITING, waiting_on="Middlesbrough Council")
    submit(force_status=ForceStatus.ON_TRACK, waiting_on="Middlesbrough Council")
    finding.refresh_from_db()
    assert finding.waiting_on == ""


# --- Target dates ------------------------------------------------------------------------------------

SOON, LATER = date(2018, 9, 1), date(2018, 12, 1)


def test_first_target_date_needs_no_reason(submit, finding):
    assert submit(force_due_on=SOON, due_reason="Nothing has moved.").due_reason == ""
    finding.refresh_from_db()
    assert finding.force_due_on == SOON


def test_moved_date_keeps_the_first_one_beside_it(submit, finding):
    submit(force_due_on=SOON)
    submit(force_due_on=LATER, due_reason="The new system comes in November.")
    kept = TargetDate.objects.filter(finding=finding).values_list("due_on", "reason", "is_hmicfrs")
    assert list(kept) == [(SOON, "", False), (LATER, "The new system comes in November.", False)]


def test_date_moved_without_a_reason_is_refused(submit, finding):
    submit(force_due_on=SOON)
    with pytest.raises(ReasonMissing, match="why the target date has moved"):
        submit(force_due_on=LATER, due_reason=" ")
    assert finding.updates.count() == 1


@pytest.mark.parametrize("again", [None, SOON])
def test_date_left_alone_stays(submit, again):
    submit(force_due_on=SOON)
    second = submit(force_due_on=again)
    assert (second.force_due_on, second.due_reason) == (SOON, "")
    assert TargetDate.objects.count() == 1


def test_date_gone_by_is_refused(submit):
    with pytest.raises(DateInPast):
        submit(force_due_on=NOW.date() - timedelta(days=1))


# --- Corrections and evidence ------------------------------------------------------------------------


def test_update_corrects_an_earlier_one(submit):
    first = submit()
    again = submit(corrects=first, correction=" The figure for May is 42. ")
    assert (again.corrects, again.correction) == (first, "The figure for May is 42.")


@pytest.mark.parametrize("correction", ["", " "])
def test_correction_without_what_was_wrong_is_refused(submit, correction):
    first = submit()
    with pytest.raises(updates.CorrectionUnexplained, match="Enter what was wrong in update 1"):
        submit(corrects=first, correction=correction)


def test_correction_of_nothing_is_refused(submit):
    with pytest.raises(updates.CorrectionUnexplained, match="Say which update"):
        submit(correction="The figure for May is 42.")


def test_correction_of_nothing_is_refused_by_the_database(finding, cast):
    with pytest.raises(IntegrityError, match="update_correction_names_the_update"), transaction.atomic():
        factories.update(finding, by=cast.liaison, correction="The figure for May is 42.")


# --- What others did meanwhile -----------------------------------------------------------------------


def test_update_of_a_finding_that_changed_since_it_was_looked_at_is_refused(submit, finding):
    seen = finding.version
    submit()
    with pytest.raises(ChangedMeanwhile):
        submit(seen_version=seen)
    assert finding.updates.count() == 1


def test_update_of_a_finding_as_it_was_looked_at_is_sent(submit, finding):
    submit()
    finding.refresh_from_db()
    assert submit(seen_version=finding.version).number == 2


def test_update_of_another_finding_is_not_corrected(submit, cast):
    other = factories.update(factories.finding(), by=cast.liaison)
    with pytest.raises(updates.CorrectsAnotherFinding):
        submit(corrects=other)


@pytest.fixture
def letter(finding, cast):
    return evidence.add_link(
        finding=finding, url="https://cleveland.example/letter", by=cast.liaison, now=NOW, title="Letter"
    )


def test_evidence_that_waited_comes_with_the_update(submit, letter):
    update = submit(evidence=[letter])
    assert list(EvidenceUse.objects.values_list("evidence", "update")) == [(letter.pk, update.pk)]


def test_evidence_used_before_is_used_again(submit, letter):
    submit(evidence=[letter])
    submit(evidence=[letter, letter])
    assert list(letter.uses.values_list("update__number", flat=True)) == [1, 2]


def test_withdrawn_evidence_is_refused(submit, letter, cast):
    evidence.withdraw(evidence=letter, by=cast.liaison, now=NOW, reason="Wrong letter")
    letter.refresh_from_db()
    with pytest.raises(updates.EvidenceNotUsable, match="Letter"):
        submit(evidence=[letter])


def test_evidence_of_another_force_is_refused(submit, cast):
    theirs = evidence.add_link(
        finding=factories.finding("hertfordshire"), url="https://herts.example/", by=cast.stranger, now=NOW,
        title="Theirs",
    )  # fmt: skip
    with pytest.raises(updates.EvidenceNotUsable):
        submit(evidence=[theirs])


# --- Drafts ------------------------------------------------------------------------------------------


@pytest.fixture
def save(finding, cast):
    def save(by=None, now=NOW, **answers):
        return drafts.save_draft(finding=finding, by=by or cast.liaison, now=now, answers=answers)

    return save


def test_answers_gather_in_one_draft(save):
    save(force_status="at_risk")
    draft = save(narrative=SAID, now=NOW + timedelta(minutes=5))
    assert draft.answers == {"force_status": "at_risk", "narrative": SAID}
    assert draft.saved_at == NOW + timedelta(minutes=5)
    assert UpdateDraft.objects.count() == 1


def test_each_person_has_a_draft_of_their_own(save, cast):
    assert save(narrative="Mine") != save(narrative="Hers", by=cast.chief)


def test_viewer_can_not_draft(save, cast):
    with pytest.raises(access.NotAllowed):
        save(by=cast.viewer)


def test_closed_finding_takes_no_draft(save, finding):
    in_status(finding, InspectorateStatus.CLOSED)
    with pytest.raises(updates.FindingClosed):
        save(narrative=SAID)


def test_draft_remembers_the_version_it_began_from(save, submit, finding, cast):
    draft = save(narrative="Still typing")
    submit(by=cast.chief)
    finding.refresh_from_db()
    assert save(narrative="And more").finding_version == draft.finding_version < finding.version


def test_discarded_draft_is_gone(save, finding, cast):
    save(narrative=SAID)
    drafts.discard_draft(finding=finding, by=cast.liaison)
    assert not UpdateDraft.objects.exists()


def test_draft_is_sent_with_its_answers_and_evidence(save, letter, finding, cast):
    draft = save(force_status="waiting", waiting_on="NHS", narrative=SAID, force_due_on="2018-09-01")
    drafts.use_in_draft(draft=draft, evidence=letter, by=cast.liaison, now=NOW)

    update = drafts.send_draft(finding=finding, by=cast.liaison, now=NOW)

    assert (update.force_status, update.waiting_on, update.narrative) == ("waiting", "NHS", SAID)
    assert update.force_due_on == SOON
    assert [use.evidence for use in update.evidence_uses.all()] == [letter]
    assert not UpdateDraft.objects.exists()


def test_evidence_removed_from_the_draft_stays_with_the_finding(save, letter, finding, cast):
    draft = save(narrative=SAID)
    drafts.use_in_draft(draft=draft, evidence=letter, by=cast.liaison, now=NOW)
    drafts.remove_from_draft(draft=draft, evidence=letter, by=cast.liaison, now=NOW)

    update = drafts.send_draft(finding=finding, by=cast.liaison, now=NOW)

    assert not update.evidence_uses.exists()
    assert list(finding.evidence.all()) == [letter]


def test_nobody_changes_another_person_s_draft(save, letter, cast):
    draft = save(narrative=SAID)
    for deed in (drafts.use_in_draft, drafts.remove_from_draft):
        with pytest.raises(access.NotVisible):
            deed(draft=draft, evidence=letter, by=cast.chief, now=NOW)


def test_draft_sent_twice_is_one_update(save, finding, cast):
    save(narrative=SAID)
    sent = drafts.send_draft(finding=finding, by=cast.liaison, now=NOW)
    with pytest.raises(drafts.DraftGone, match="already sent update 1") as refused:
        drafts.send_draft(finding=finding, by=cast.liaison, now=NOW)
    assert refused.value.sent == sent
    assert finding.updates.count() == 1


def test_refused_draft_is_kept(save, finding, cast):
    save(force_status="on_track")
    with pytest.raises(updates.NothingToReport):
        drafts.send_draft(finding=finding, by=cast.liaison, now=NOW)
    assert UpdateDraft.objects.exists()


def test_a_draft_that_was_sent_meanwhile_takes_no_more_evidence(save, letter, finding, cast):
    draft = save(narrative=SAID)
    drafts.send_draft(finding=finding, by=cast.liaison, now=NOW)
    for deed in (drafts.use_in_draft, drafts.remove_from_draft):
        with pytest.raises(drafts.DraftGone, match="already sent update 1"):
            deed(draft=draft, evidence=letter, by=cast.liaison, now=NOW)


def test_evidence_withdrawn_meanwhile_goes_with_no_update(submit, save, letter, cast):
    evidence.withdraw(
        evidence=Evidence.objects.get(pk=letter.pk), by=cast.liaison, now=NOW, reason="It names a victim"
    )
    with pytest.raises(updates.EvidenceNotUsable):
        submit(evidence=[letter])
    with pytest.raises(updates.EvidenceNotUsable):
        drafts.use_in_draft(draft=save(narrative=SAID), evidence=letter, by=cast.liaison, now=NOW)
