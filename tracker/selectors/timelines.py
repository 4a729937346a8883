"""The history of a finding: what was done to it, by whom and when, read from the audit trail."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from govuk.dates import date_text
from tracker.duty_vocabulary import DutyPart
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, EnquiryMessage, EvidenceUse, Finding, Statement, Update
from tracker.selectors import people
from tracker.selectors.corrections import changes_of
from tracker.selectors.told import Facts, Told
from tracker.vocabulary import (
    Assessment,
    ClosureReason,
    Decision,
    Embedded,
    LinkRelation,
    ProposalKind,
    Verdict,
    Wording,
)


@dataclass(frozen=True)
class Row:
    """One deed: a sentence, who did it and in what capacity ("Inspector, HMICFRS"), when, and its words.

    `detail` is what the person wrote, `quote` what a report says; either may be empty.
    """

    kind: EventKind
    sentence: str
    who: str
    capacity: str
    when: datetime
    detail: str
    quote: str

    @property
    def by(self) -> str:
        return f"{self.who}, {self.capacity}" if self.capacity else self.who


def timeline_of(finding: Finding, *, most: int | None = None) -> list[Row]:
    """Everything done to the finding, newest first, or its `most` newest rows.

    Workspace, so only for those who see it. Six queries at most, however long the history.
    """
    return told_of(finding, events_of(finding)[:most])


def told_of(finding: Finding, events: Iterable[AuditEvent]) -> list[Row]:
    """A row for each of the finding's events, in their order. Three queries, however many, and one more for
    questions."""
    events = list(events)
    facts = _facts(finding, events)
    capacities = people.capacities(event.actor_id for event in events)
    return [_row(event, facts, capacities) for event in events]


def events_of(finding: Finding) -> "QuerySet[AuditEvent]":
    """The events that a timeline tells of, newest first; with those of findings that were merged into it, and
    of evidence that it uses."""
    of_the_matter = [finding.pk, *finding.merged.values_list("pk", flat=True)]
    used = EvidenceUse.objects.filter(finding__in=of_the_matter).values("evidence")
    told_here = Q(finding__in=of_the_matter) | Q(evidence__in=used)
    rows = AuditEvent.objects.filter(told_here, kind__in=SENTENCES)
    return rows.select_related("actor", "report", "finding").order_by("-pk")


def _facts(finding: Finding, events: Sequence[AuditEvent]) -> Facts:
    ids = {event.finding_id for event in events if event.finding_id}
    updates = Update.objects.filter(finding__in=ids)
    written = {event.data["message_id"] for event in events if "message_id" in event.data}
    return Facts(
        finding=finding,
        updates={update.pk: update for update in updates},
        # Also one that is withdrawn by now: the history speaks of it.
        statements={said.pk: said for said in Statement.kept.filter(finding=finding)},
        messages=EnquiryMessage.objects.in_bulk(written),
    )


def _row(event: AuditEvent, facts: Facts, capacities: dict[int, str]) -> Row:
    kind = EventKind(event.kind)
    told = SENTENCES[kind](event, facts)
    # A deed on evidence is of each finding that uses it.
    is_of_another = event.finding_id != facts.finding.pk and event.evidence_id is None
    of_another = f"{event.finding}: " if is_of_another else ""
    return Row(
        kind=kind,
        sentence=f"{of_another}{told.sentence}",
        who=event.actor.name if event.actor else "",
        capacity=capacities.get(event.actor_id or 0, ""),
        when=event.at,
        detail=told.detail,
        quote=told.quote,
    )


# --- One sentence for each kind of event ----------------------------------------------------------------


def _raised(event: AuditEvent, facts: Facts) -> Told:
    source = f" from {event.report.title}" if event.report and event.report.title else ""
    told_later = ", as a later report tells of it" if event.data.get("wording") == Wording.AS_REPORTED else ""
    return Told(f"Recorded{source}{told_later}")


def _verdict(event: AuditEvent, facts: Facts) -> Told:
    said = facts.statements.get(event.data["statement_id"])
    verdict = Verdict(event.data["verdict"]).label.lower()
    return Told(f"Verdict of the {event.data['year']} report: {verdict}", quote=said.quote if said else "")


def _linked(event: AuditEvent, facts: Facts) -> Told:
    relation = LinkRelation(event.data["relation"]).label.lower()
    told = f"Linked to the earlier finding {event.data['predecessor']}: {relation}"
    return Told(told, detail=event.data.get("note", ""))


def _link_decided(event: AuditEvent, facts: Facts) -> Told:
    relation = LinkRelation(event.data["relation"]).label.lower()
    is_confirmed = event.data["decision"] == Decision.CONFIRMED
    decided = f"confirmed: {relation}" if is_confirmed else "rejected"
    return Told(f"Link to {event.data['predecessor']} {decided}", detail=event.data["note"])


def _merged(event: AuditEvent, facts: Facts) -> Told:
    return Told(f"{event.data['reported']}, told of by a later report, merged into this", event.data["note"])


def _not_the_same(event: AuditEvent, facts: Facts) -> Told:
    return Told(f"Found not to be the same as {event.data['reported']}", event.data["note"])


def _merge_undone(event: AuditEvent, facts: Facts) -> Told:
    return Told(f"Merge with {event.data['reported']} undone: each stands for itself", event.data["note"])


def _theme_decided(event: AuditEvent, facts: Facts) -> Told:
    if event.data["decision"] == Decision.CONFIRMED:
        return Told(f"Theme: {event.data['name']}", detail=event.data["note"])
    undone = "taken off" if event.data["was"] == Decision.CONFIRMED else "proposed and rejected"
    return Told(f"Theme {undone}: {event.data['name']}", detail=event.data["note"])


def _edition(event: AuditEvent, facts: Facts) -> Told:
    data = event.data
    was = "; ".join(
        f"{change['field'].replace('_', ' ')} was: {change['before']}" for change in data["changes"]
    )
    if data["is_gone"]:
        taken = "left out of the corrected edition of the report"
    else:
        taken = "changed by the corrected edition of the report"
    if data["decision"] != "confirmed":
        return Told(f"Left as it was, though {taken}", data["note"])
    return Told(taken[:1].upper() + taken[1:], " ".join(filter(None, [was, data["note"]])))


def _update_sent(event: AuditEvent, facts: Facts) -> Told:
    update = facts.updates[event.data["update_id"]]
    status = update.get_force_status_display()
    waiting = f", {update.waiting_on}" if update.waiting_on else ""
    wrong = facts.updates.get(update.corrects_id or 0)
    corrects = f", correcting update {wrong.number}" if wrong else ""
    moved = f"Target date moved to {date_text(update.force_due_on)}: {update.due_reason}"
    said = [update.correction, update.narrative, moved if update.due_reason else ""]
    detail = "\n\n".join(filter(None, said))
    return Told(f"Update {update.number} sent{corrects}: {status.lower()}{waiting}", detail=detail)


def _update_signed(event: AuditEvent, facts: Facts) -> Told:
    data = event.data
    level = f"level {data['level']}, {data['level_name']}"
    return Told(f"Update {data['number']} signed at {level}; it waits for the next level", data["reason"])


def _update_accepted(event: AuditEvent, facts: Facts) -> Told:
    return Told(f"Update {event.data['number']} accepted", detail=event.data["reason"])


def _update_returned(event: AuditEvent, facts: Facts) -> Told:
    more_by = event.data.get("more_by")
    by = f" by {date_text(date.fromisoformat(more_by))}" if more_by else ""
    return Told(f"More evidence asked for{by}, on update {event.data['number']}", detail=event.data["reason"])


def _lead_named(event: AuditEvent, facts: Facts) -> Told:
    said = f"Lead: {event.data['lead'] or 'nobody'}; deputy: {event.data['deputy'] or 'nobody'}"
    return Told(f"Handed over. {said}" if event.data["handed_over"] else said)


def _target_date_set(event: AuditEvent, facts: Facts) -> Told:
    day, before = date_text(date.fromisoformat(event.data["due_on"])), event.data["before"]
    whose = "HMICFRS’s" if event.data.get("is_hmicfrs", True) else "The force’s"
    if before is None:
        return Told(f"{whose} target date set: {day}")
    earlier = date_text(date.fromisoformat(before))
    return Told(f"{whose} target date moved from {earlier} to {day}", detail=event.data["reason"])


def _action_added(event: AuditEvent, facts: Facts) -> Told:
    return Told(f"Action added for {event.data['owner']}", detail=event.data["what"])


def _action_changed(event: AuditEvent, facts: Facts) -> Told:
    before, after = _plan(event.data["before"]), _plan(event.data)
    return Told("Action changed", detail=f"{before}\n→ {after}")


def _action_done(event: AuditEvent, facts: Facts) -> Told:
    day = date_text(date.fromisoformat(event.data["done_on"]))
    return Told(f"Action done on {day}", detail=event.data["what"])


def _action_not_done(event: AuditEvent, facts: Facts) -> Told:
    return Told("Action not done after all", detail=event.data["what"])


def _action_removed(event: AuditEvent, facts: Facts) -> Told:
    return Told("Action removed", detail=event.data["what"])


def _plan(action: dict[str, Any]) -> str:
    due = f", due {date_text(date.fromisoformat(action['due_on']))}" if action["due_on"] else ""
    return f"{action['what']} ({action['owner']}{due})"


def _evidence_added(event: AuditEvent, facts: Facts) -> Told:
    return Told(f"Evidence added: {event.data['title']}")


def _evidence_withdrawn(event: AuditEvent, facts: Facts) -> Told:
    return Told(f"Evidence withdrawn: {event.data['title']}", detail=event.data["reason"])


def _evidence_reused(event: AuditEvent, facts: Facts) -> Told:
    if event.finding_id != facts.finding.pk:
        return Told(f"Evidence used for another finding, {event.data['reference']}: {event.data['title']}")
    return Told(f"Evidence of the force used here too: {event.data['title']}")


def _evidence_replaced(event: AuditEvent, facts: Facts) -> Told:
    told = f"Version {event.data['version']} of evidence: {event.data['title']}"
    return Told(told, detail=event.data["reason"])


def _evidence_assessed(event: AuditEvent, facts: Facts) -> Told:
    said = Assessment(event.data["assessment"]).label.lower()
    return Told(f"Evidence {said}: {event.data['title']}", detail=event.data["reason"])


def _evidence_rejected(event: AuditEvent, facts: Facts) -> Told:
    return Told(f"Evidence rejected by the virus scan: {event.data['title']}", detail=event.data["reason"])


def _enquiry_asked(event: AuditEvent, facts: Facts) -> Told:
    data, asked = event.data, facts.messages[event.data["message_id"]]
    again = "Asked on" if data["again"] else "Question asked"
    by = date_text(date.fromisoformat(data["answer_by"]))
    return Told(f"{again}, to be answered by {by}: {data['subject']}", detail=asked.text)


def _enquiry_answered(event: AuditEvent, facts: Facts) -> Told:
    said = facts.messages[event.data["message_id"]]
    return Told(f"Question answered: {event.data['subject']}", detail=said.text)


def _enquiry_closed(event: AuditEvent, facts: Facts) -> Told:
    return Told(f"Question closed: {event.data['subject']}")


def _closed(event: AuditEvent, facts: Facts) -> Told:
    said = facts.statements.get(event.data["statement_id"])
    reason = ClosureReason(event.data["reason"]).label
    successor = event.data.get("successor")
    carried_on = f", carried on by {successor}" if successor else ""
    return Told(
        f"Closed: {reason.lower()}{carried_on}", detail=event.data["note"], quote=said.quote if said else ""
    )


def _closure_declined(event: AuditEvent, facts: Facts) -> Told:
    reason = ClosureReason(event.data["reason"]).label.lower()
    return Told(f"Left open, though closure as {reason} was offered", detail=event.data["note"])


def _finding_corrected(event: AuditEvent, facts: Facts) -> Told:
    return _corrected("", event)


def _statement_corrected(event: AuditEvent, facts: Facts) -> Told:
    source = f" of {event.report.title}" if event.report and event.report.title else ""
    return _corrected(f" in a statement{source}", event)


def _corrected(where: str, event: AuditEvent) -> Told:
    changes = changes_of(event)
    fields = ", ".join(change.called.lower() for change in changes)
    words = "\n".join(f"{change.called}: {change.before} → {change.after}" for change in changes)
    fields = fields or "where it stands in the report"
    return Told(f"Corrected{where}: {fields}", detail=f"{event.data['reason']}\n{words}")


def _withdrawn(event: AuditEvent, facts: Facts) -> Told:
    what = (
        "A statement about it withdrawn" if event.data["proposed"] == ProposalKind.STATEMENT else "Withdrawn"
    )
    return Told(f"{what}, as confirmed by mistake", detail=event.data["reason"])


def _duty_recorded(event: AuditEvent, facts: Facts) -> Told:
    what = DutyPart(event.data["part"]).label.lower()
    done = "recorded" if event.data["version"] == 1 else "changed"
    return Told(f"In answer to the report: {what} {'taken back' if event.data['is_withdrawn'] else done}")


def _restored(event: AuditEvent, facts: Facts) -> Told:
    is_statement = event.data["proposed"] == ProposalKind.STATEMENT
    what = "Withdrawal of a statement about it undone" if is_statement else "Withdrawal undone"
    return Told(what, detail=event.data["reason"])


def _closure_voided(event: AuditEvent, facts: Facts) -> Told:
    return Told("Closure voided: the finding stands as it stood before", detail=event.data["reason"])


def _embedding_checked(event: AuditEvent, facts: Facts) -> Told:
    answer = Embedded(event.data["answer"]).label.lower()
    detail = "\n".join(filter(None, [event.data["text"], event.data["link"]]))
    return Told(f"Asked whether it is still embedded, the force says: {answer}", detail=detail)


def _embedding_decided(event: AuditEvent, facts: Facts) -> Told:
    successor = event.data["successor"]
    raised = f"{successor} raised" if successor else "No new finding raised"
    return Told(f"{raised}, as the force calls this no longer embedded", detail=event.data["reason"])


SENTENCES: dict[EventKind, Callable[[AuditEvent, Facts], Told]] = {
    EventKind.FINDING_RAISED: _raised,
    EventKind.VERDICT_RECORDED: _verdict,
    EventKind.FINDING_LINKED: _linked,
    EventKind.LINK_DECIDED: _link_decided,
    EventKind.FINDING_MERGED: _merged,
    EventKind.MERGE_REJECTED: _not_the_same,
    EventKind.MERGE_UNDONE: _merge_undone,
    EventKind.THEME_DECIDED: _theme_decided,
    EventKind.EDITION_DIFFERENCE_DECIDED: _edition,
    EventKind.UPDATE_SUBMITTED: _update_sent,
    EventKind.UPDATE_SIGNED: _update_signed,
    EventKind.UPDATE_ACCEPTED: _update_accepted,
    EventKind.UPDATE_RETURNED: _update_returned,
    EventKind.LEAD_NAMED: _lead_named,
    EventKind.TARGET_DATE_SET: _target_date_set,
    EventKind.ACTION_ADDED: _action_added,
    EventKind.ACTION_CHANGED: _action_changed,
    EventKind.ACTION_DONE: _action_done,
    EventKind.ACTION_NOT_DONE: _action_not_done,
    EventKind.ACTION_REMOVED: _action_removed,
    EventKind.EVIDENCE_ADDED: _evidence_added,
    EventKind.EVIDENCE_WITHDRAWN: _evidence_withdrawn,
    EventKind.EVIDENCE_REUSED: _evidence_reused,
    EventKind.EVIDENCE_REPLACED: _evidence_replaced,
    EventKind.EVIDENCE_ASSESSED: _evidence_assessed,
    EventKind.EVIDENCE_REJECTED: _evidence_rejected,
    EventKind.ENQUIRY_ASKED: _enquiry_asked,
    EventKind.ENQUIRY_ANSWERED: _enquiry_answered,
    EventKind.ENQUIRY_CLOSED: _enquiry_closed,
    EventKind.FINDING_CLOSED: _closed,
    EventKind.CLOSURE_DECLINED: _closure_declined,
    EventKind.CLOSURE_VOIDED: _closure_voided,
    EventKind.EMBEDDING_CHECKED: _embedding_checked,
    EventKind.EMBEDDING_DECIDED: _embedding_decided,
    EventKind.FINDING_CORRECTED: _finding_corrected,
    EventKind.STATEMENT_CORRECTED: _statement_corrected,
    EventKind.ITEM_WITHDRAWN: _withdrawn,
    EventKind.ITEM_RESTORED: _restored,
    EventKind.DUTY_RECORDED: _duty_recorded,  # an answer to the whole report is of no one finding
}
