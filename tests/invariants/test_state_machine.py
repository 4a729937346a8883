"""People do whatever they like to a finding, through the real services: it goes as the oracle says, and all
that must hold across rows holds at the end.

A few runs each time the tests are run. The long one:
`STATE_RUNS=2000 pytest tests/invariants/test_state_machine.py`.
"""

import os
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from accounts.models import User
from tests import factories
from tests.invariants.oracle import EVERYBODY, Story
from tracker.models import AuditEvent, Finding, FindingLink, Notification, SignOffLevel, UpdateDraft
from tracker.refusals import Refusal
from tracker.roles import Role
from tracker.selectors.invariants import RULES
from tracker.services import drafts, findings, links, reviews, updates
from tracker.vocabulary import FindingKind, LinkRelation

RUNS = int(os.environ.get("STATE_RUNS", "20"))
STEPS = 30

people = st.sampled_from(EVERYBODY)
words = st.sampled_from(["All visits are made.", ""])
statuses = st.sampled_from(["on_track", "at_risk", "off_track", "complete"])
places = st.integers(0, 3)  # of an update, from the newest back
reasons_to_close = st.sampled_from(["verified", "no_further_action", "superseded", ""])


class Work(RuleBasedStateMachine):
    """One finding; `people` and the rows it begins with are made by the test."""

    people: dict[str, User]
    finding: Finding
    link: FindingLink

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.now = factories.NOW

    @initialize(levels=st.sampled_from([1, 1, 2]))
    def begin(self, levels: int) -> None:
        self.story = Story(levels)
        for number in range(1, levels + 1):
            SignOffLevel.objects.create(number=number, name=f"Level {number}")
        self.began_with = Finding.objects.get(pk=self.finding.pk).version

    def teardown(self) -> None:
        broken = {rule.name: rule.broken(timezone.now()) for rule in RULES}
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)
        assert not {name: ids for name, ids in broken.items() if ids}

    # --- Deeds ------------------------------------------------------------------------------------------

    @rule(by=people, text=words, says=statuses, has_seen=st.sampled_from([None, 0, 1]))
    def send(self, by: str, text: str, says: str, has_seen: int | None) -> None:
        """`has_seen`: nothing compared, the newest version, or the one before it."""
        seen = None if has_seen is None else self.story.changes - has_seen
        expected = self.story.against_sending(by, words=text, seen=seen)
        version = None if seen is None else self.began_with + seen
        if self.does(expected, updates.submit, finding=self.finding, by=by, force_status=says, narrative=text,
                     seen_version=version):  # fmt: skip
            self.story.sent(by, says)

    @rule(by=people)
    def write_draft(self, by: str) -> None:
        answers = {"narrative": "All visits are made.", "force_status": "on_track"}
        expected = self.story.against_drafting(by)
        if self.does(expected, drafts.save_draft, finding=self.finding, by=by, answers=answers):
            self.story.drafts.add(by)

    @rule(by=people)
    def send_draft(self, by: str) -> None:
        expected = self.story.against_drafting(by)
        if by not in self.story.drafts:
            expected = expected - {"NotAllowed"} | {"DraftGone"}
        if self.does(expected, drafts.send_draft, finding=self.finding, by=by):
            self.story.drafts.remove(by)
            self.story.sent(by, "on_track")

    @precondition(lambda self: self.story.updates)
    @rule(by=people, back=places, close_as=st.sampled_from([None, None, "verified", "superseded"]))
    def accept(self, by: str, back: int, close_as: str | None) -> None:
        number = max(1, len(self.story.updates) - back)
        expected = self.story.against_deciding(by, number)
        link = self.link if close_as == "superseded" else None
        if self.does(
            expected, reviews.accept, update=self.update(number), by=by, close_as=close_as, link=link
        ):
            if not self.story.signed(by, number):
                return
            self.story.decided(number, "accepted")
            if close_as:
                self.story.closed(close_as)

    @precondition(lambda self: self.story.updates)
    @rule(by=people, back=places, reason=words)
    def ask_for_more(self, by: str, back: int, reason: str) -> None:
        number = max(1, len(self.story.updates) - back)
        expected = self.story.against_deciding(by, number, reason=reason)
        if self.does(expected, reviews.return_to_force, update=self.update(number), by=by, reason=reason):
            self.story.decided(number, "returned")

    @rule(by=people, reason=reasons_to_close, is_linked=st.booleans())
    def close(self, by: str, reason: str, is_linked: bool) -> None:
        expected = self.story.against_closing(by, reason=reason, is_linked=is_linked)
        link = self.link if is_linked else None
        if self.does(expected, findings.close, finding=self.finding, reason=reason, link=link, by=by):
            self.story.closed(reason)

    @rule(by=people, reason=words)
    def void(self, by: str, reason: str) -> None:
        expected = self.story.against_voiding(by, reason=reason)
        if self.does(expected, findings.void_closure, finding=self.finding, by=by, reason=reason):
            self.story.closed("")

    # --- What came of it --------------------------------------------------------------------------------

    def does(self, expected: set[str], deed: Any, *, by: str, **more: Any) -> bool:
        """Whether it was done. One of the expected refusals comes if there are any, and leaves no trace."""
        self.now += timedelta(minutes=1)
        before, refused = traces(), ""
        try:
            deed(by=self.people[by], now=self.now, **more)
        except Refusal as refusal:
            refused = type(refusal).__name__
        assert refused in (expected or {""})
        assert not refused or traces() == before
        return not refused

    def update(self, number: int) -> Any:
        return self.finding.updates.select_related("finding").get(number=number)

    @invariant()
    def it_is_as_the_oracle_says(self) -> None:
        story, kept = self.story, Finding.objects.get(pk=self.finding.pk)
        assert (kept.inspectorate_status, kept.force_status) == (story.status, story.says)
        assert kept.closure_reason == story.closed_as
        assert kept.status_before_closure == (story.before_closure if story.closed_as else "")
        assert kept.version - self.began_with == story.changes
        assert kept.updates.count() == len(story.updates)
        signatures = sum(len(update.signed_by) + (update.decided == "returned") for update in story.updates)
        assert kept.reviews.count() == signatures
        assert UpdateDraft.objects.filter(finding=kept).count() == len(story.drafts)


def traces() -> tuple[int, ...]:
    """How much there is of all that a deed writes."""
    return tuple(model.objects.count() for model in (AuditEvent, Notification, UpdateDraft))


def test_a_finding_goes_as_the_oracle_says(cast: Any) -> None:
    both = factories.member(Role.LIAISON_OFFICER, email="both@cleveland.example")
    both.memberships.create(role=Role.INSPECTOR, given_at=factories.NOW)
    raised = [
        findings.raise_finding(
            inspection=factories.inspection(year=year), kind=FindingKind.AREA_FOR_IMPROVEMENT,
            text="The force should visit in time.", by=cast.editor, now=factories.NOW,
        )
        for year in (2016, 2017)
    ]  # fmt: skip
    Work.people = {name: getattr(cast, name, both) for name in EVERYBODY}
    Work.finding = raised[0]
    Work.link = links.link(
        predecessor=raised[0], successor=raised[1], relation=LinkRelation.CONTINUES, by=cast.editor,
        now=factories.NOW,
    )  # fmt: skip
    checks = list(HealthCheck)
    run(Work, settings=settings(max_examples=RUNS, stateful_step_count=STEPS, deadline=None,
                                suppress_health_check=checks, database=None))  # fmt: skip
