"""What a second reading of a report would change, beside what stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.importing import differences
from tracker.importing.differences import FIELDS, INSPECTION, Change, Difference, State
from tracker.models import Proposal, Question, Report, Reread
from tracker.selectors import corrections
from tracker.vocabulary import Decision, ProposalKind, ProposalOrigin

LISTS = {
    ProposalKind.JUDGMENT: "judgments",
    ProposalKind.FINDING: "findings",
    ProposalKind.STATEMENT: "statements",
    ProposalKind.MEASURE: "measures",
    ProposalKind.SUGGESTION: "suggestions",
}
NAMES = {INSPECTION: "The inspection", **{name: kind.label for kind, name in LISTS.items()}}
NAMED_BY = {"judgments": "question", "statements": "quote", "measures": "name"}

PLACES = ("quotes", "start", "end")
# What a second reading never changes of an item that waits, or that stands confirmed.
STAYS_PROPOSED = {"statements": {"quote"}}
STAYS_CONFIRMED = {
    INSPECTION: {"force", "programme", "pillar", "inspection_year", "published"},
    "judgments": {"question"},
    "statements": {"predecessor"},
}
BY_PEOPLE = (ProposalOrigin.SPLIT, ProposalOrigin.MERGED, ProposalOrigin.PERSON)


@dataclass(frozen=True)
class ReadTwice:
    """One item that the two readings do not agree on.

    `proposal` is what stands here, as a person may have corrected and decided it; None for a new item.
    """

    name: str
    state: State
    words: str
    changes: Sequence[Change]
    proposal: Proposal | None
    position: int | None

    @property
    def called(self) -> str:
        return str(NAMES[self.name])

    @property
    def can_be_taken(self) -> bool:
        """Whether something that changed may be taken over."""
        return bool(self.takeable)

    @property
    def takeable(self) -> frozenset[str]:
        """What may be taken over of the changes: of what waits for a decision, or stands confirmed."""
        row = self.proposal
        if self.state != State.CHANGED or row is None or row.withdrawn_at:
            return frozenset()
        if row.status not in (Decision.PROPOSED, Decision.CONFIRMED):
            return frozenset()
        stays = STAYS_PROPOSED if row.status == Decision.PROPOSED else STAYS_CONFIRMED
        return frozenset(change.field for change in self.changes) - stays.get(self.name, set())

    @property
    def told(self) -> list[corrections.Change]:
        """The changes in words that a person reads."""
        return [corrections.change_of(each.field, each.before, each.after) for each in self.changes]

    @property
    def key(self) -> str:
        """ "findings-3": how a form names a new item."""
        return f"{self.name}-{self.position}"


def differences_of(reread: Reread) -> list[Difference]:
    """Every item of both readings. What stands is what a person made of the first; positions of `before` are
    those of proposals. What was rejected, split or merged is known, and so never new again."""
    return _compared(reread, _standing(reread))


def read_twice(reread: Reread) -> list[ReadTwice]:
    """What is new, gone or changed, kind by kind. A fixed number of queries."""
    standing = _standing(reread)
    found = _compared(reread, standing)
    by_place = {(_name(row), row.position): row for row in standing}
    return [_row(reread, each, by_place) for each in found if each.state != State.SAME]


def _standing(reread: Reread) -> list[Proposal]:
    return list(reread.report.proposals.select_related("decided_by").order_by("kind", "position"))


def _compared(reread: Reread, standing: Sequence[Proposal]) -> list[Difference]:
    lists: dict[str, list[Proposal]] = {}
    for row in standing:
        lists.setdefault(_name(row), []).append(row)
    now = corrections.standing_values(standing)
    before: dict[str, Any] = {
        name: [_values(row, now[row.pk], rows) for row in rows]
        for name, rows in lists.items()
        if name != INSPECTION
    }
    for row in lists.get(INSPECTION, ()):
        before |= now[row.pk]
    called = _names_of_questions(reread.report)
    found = differences.compare(_called(before, called), _called(reread.items, called), same_text=True)
    told = (_with_position(each, lists.get(each.name, ())) for each in found if not _is_peoples(each, lists))
    return list(told)


def _names_of_questions(report: Report) -> dict[str, str]:
    """Each name of a question in the report's programme -> its text: another name of it is no difference."""
    of = report.inspection
    if of is None:
        return {}
    rows = Question.objects.filter(programme=of.programme_id, **({"pillar": of.pillar} if of.pillar else {}))
    names: dict[str, str] = {}
    for text, alias in rows.order_by("-pk").values_list("text", "aliases__text"):
        names |= {name.casefold(): text for name in (text, alias) if name}
    return names


def _called(whole: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return dict(whole) | {
        name: [_with_text_of_question(item, names) for item in whole.get(name, ())]
        for name in LISTS.values()
        if "question" in FIELDS[name]
    }


def _with_text_of_question(item: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    asked = item.get("question")
    return item if asked is None else {**item, "question": names.get(asked.casefold(), asked)}


def _is_peoples(each: Difference, lists: dict[str, list[Proposal]]) -> bool:
    """Whether people drew it so: a part, a whole or an addition; or it is what these replace."""
    if each.state != State.GONE or each.before is None or each.name == INSPECTION:
        return False
    row = lists[each.name][each.before]
    return row.status == Decision.REPLACED or row.origin in BY_PEOPLE


def _with_position(each: Difference, rows: Sequence[Proposal]) -> Difference:
    """Counted in proposals: after a split or a merge the positions of a kind have gaps."""
    if each.before is None or not rows:
        return each
    return Difference(each.name, rows[each.before].position, each.after, each.changes)


def _name(row: Proposal) -> str:
    return LISTS.get(ProposalKind(row.kind), INSPECTION)


def _values(row: Proposal, now: dict[str, Any], rows: Sequence[Proposal]) -> dict[str, Any]:
    """What readers read of it: not the wording that a person gave the earlier finding of a statement.

    A parent is counted among these rows.
    """
    kept = (*FIELDS[_name(row)], *PLACES)
    values = {key: value for key, value in now.items() if key in kept}
    if values.get("parent") is not None:
        places: dict[Any, int] = {other.position: place for place, other in enumerate(rows)}
        values["parent"] = places.get(row.values["parent"])
    return values


def _row(reread: Reread, each: Difference, by_place: dict[tuple[str, int], Proposal]) -> ReadTwice:
    proposal = None if each.before is None else by_place.get((each.name, each.before))
    if proposal:
        item: dict[str, Any] = proposal.values
    else:
        item = reread.items[each.name][each.after] if each.name != INSPECTION else {}
    words = str(item.get(NAMED_BY.get(each.name, "text")) or "")
    return ReadTwice(each.name, each.state, words, each.changes, proposal, each.after)
