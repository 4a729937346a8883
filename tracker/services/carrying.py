"""What hangs on a finding as reported, carried over to the real one at a merge, and given back when undone.

Updates, reviews and the use of evidence are not moved: they never change. They stay readable under the
reference that they were sent for.
"""

from datetime import datetime
from typing import Any

from django.db.models import Field, Q
from django.utils.dateparse import parse_datetime

from accounts.models import User
from tracker.models import Action, Finding, FindingLink, FindingMerge, FindingTheme, Statement, UpdateDraft
from tracker.services import links
from tracker.vocabulary import Decision

Carried = dict[str, Any]

# What is moved as it is: the rows, and the column that names the finding.
MOVED: dict[str, tuple[Any, str]] = {
    "statements": (Statement, "finding"),
    "recommendations": (Finding, "parent"),
    "merged": (Finding, "merged_into"),
    "drafts": (UpdateDraft, "finding"),
    "actions": (Action, "finding"),
    "themes": (FindingTheme, "finding"),
}
# Of these a finding has one for each: what the real finding has already stands.
ONE_FOR_EACH = {"drafts": "user", "themes": "theme"}
ENDS = ("predecessor", "successor")
DECIDED = ("relation", "status", "statement_id", "note", "decided_by_id", "decided_at")
# What the force has said counts on, where it has said nothing yet of the real finding.
CLAIM = ("force_status", "waiting_on", "last_update_at", "force_due_on")
NAMED = ("lead_id", "deputy_id", "due_on")


def carry(reported: Finding, original: Finding, *, by: User, now: datetime) -> Carried:
    """Move it all; return what was moved and written over. Both findings are locked, and saved here."""
    carried: Carried = {name: _moved(name, reported, original) for name in MOVED}
    carried |= _carry_links(reported, original, by, now)
    carried["written_over"] = _take_over(reported, original)
    return carried


def give_back(merge: FindingMerge) -> None:
    """The other way round: whatever still hangs where the merge put it. Both findings are locked."""
    reported, original, carried = merge.reported, merge.original, merge.carried
    for name, (model, column) in MOVED.items():
        rows = model.objects.filter(pk__in=carried.get(name, []), **{column: original})
        rows.update(**{column: reported})
    for end in ENDS:
        rows = FindingLink.objects.filter(pk__in=carried[f"links_as_{end}"], **{end: original})
        rows.update(**{end: reported})
    for before in carried["links_decided"]:
        _decide_as_before(before)
    _restore(original, carried["written_over"])


def _moved(name: str, reported: Finding, original: Finding) -> list[int]:
    model, column = MOVED[name]
    rows = model.objects.filter(**{column: reported})
    if each := ONE_FOR_EACH.get(name):
        rows = rows.exclude(**{f"{each}__in": model.objects.filter(finding=original).values(each)})
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    model.objects.filter(pk__in=ids).update(**{column: original})
    return ids


def _carry_links(reported: Finding, original: Finding, by: User, now: datetime) -> Carried:
    moved: dict[str, list[int]] = {f"links_as_{end}": [] for end in ENDS}
    before: list[dict[str, Any]] = []
    for link in FindingLink.objects.select_for_update().filter(_at(reported)).order_by("pk"):
        end = ENDS[link.successor_id == reported.pk]
        twin = _twin(link, end, original)
        if twin is None:
            setattr(link, end, original)
            link.save(update_fields=[end])
            moved[f"links_as_{end}"].append(link.pk)
        elif link.status != Decision.REJECTED:
            before += _fold(link, twin, original, by, now)
    return {**moved, "links_decided": before}


def _at(finding: Finding) -> Q:
    return Q(predecessor=finding) | Q(successor=finding)


def _twin(link: FindingLink, end: str, original: Finding) -> FindingLink | None:
    """The link that the real finding has to the same other finding already."""
    other = ENDS[end == ENDS[0]]
    pair = {end: original, f"{other}_id": getattr(link, f"{other}_id")}
    return FindingLink.objects.select_for_update().filter(**pair).first()


def _fold(link: FindingLink, twin: FindingLink, original: Finding, by: User, now: datetime) -> Any:
    """One matter is linked once: a confirmed link stands, on the real finding; what each was is returned."""
    before = [_facts(link) | {"until": now.isoformat()}]
    if link.status == Decision.CONFIRMED and twin.status != Decision.CONFIRMED:
        before.append(_facts(twin) | {"until": before[0]["decided_at"]})
        _set(twin, {name: getattr(link, name) for name in DECIDED})
    note = f"Merged into {original.reference}, whose own link counts."
    _set(link, {"status": Decision.REJECTED, "note": note, "decided_by_id": by.pk, "decided_at": now})
    return before


def _facts(link: FindingLink) -> dict[str, Any]:
    facts = {name: getattr(link, name) for name in DECIDED}
    at = facts["decided_at"]
    return {**facts, "id": link.pk, "decided_at": at.isoformat() if at else None}


def _set(link: FindingLink, facts: dict[str, Any]) -> None:
    FindingLink.objects.filter(pk=link.pk).update(**facts)
    _keep_decision(link.pk)


def _keep_decision(pk: int) -> None:
    row = FindingLink.objects.select_related("decided_by").get(pk=pk)
    if not row.is_proposed:
        links.keep_decision(row)


def _decide_as_before(before: dict[str, Any]) -> None:
    facts = {name: before[name] for name in DECIDED}
    facts["decided_at"] = parse_datetime(before["decided_at"]) if before["decided_at"] else None
    # Unless someone has decided it anew since.
    if FindingLink.objects.filter(pk=before["id"], decided_at=before["until"]).update(**facts):
        _keep_decision(before["id"])


def _take_over(reported: Finding, original: Finding) -> dict[str, Any]:
    """The force's claim, and who leads, where the real finding has none; each before and after."""
    led_by = {original.lead_id, original.deputy_id}  # nobody is both
    names = [name for name in NAMED if getattr(original, name) is None and getattr(reported, name)]
    names = [name for name in names if name == "due_on" or getattr(reported, name) not in led_by]
    if original.last_update_at is None and reported.last_update_at:
        names += CLAIM
    written = {name: [_plain(getattr(original, name)), _plain(getattr(reported, name))] for name in names}
    for name in names:
        setattr(original, name, getattr(reported, name))
    original.save(update_fields=names)
    return written


def _restore(original: Finding, written: dict[str, Any]) -> None:
    """Put back what nobody has changed since."""
    claim_stands = all(
        _plain(getattr(original, name)) == written[name][1] for name in CLAIM if name in written
    )
    for name, (before, after) in written.items():
        stands = claim_stands if name in CLAIM else _plain(getattr(original, name)) == after
        if stands:
            setattr(original, name, _read(name, before))
    original.save(update_fields=list(written))


def _read(name: str, value: Any) -> Any:
    field = Finding._meta.get_field(name.removesuffix("_id"))
    return field.to_python(value) if isinstance(field, Field) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
