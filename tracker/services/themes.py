"""Themes of findings: proposed by their wording, decided by a person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.importing.themes import themes_named
from tracker.models import Finding, FindingTheme, Theme
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.services import audit
from tracker.vocabulary import Decision

AT_ONCE = 2000  # findings searched, and proposals written, in one query
MOST_DECIDED_AT_ONCE = 100


class NotOfTheFinding(Refusal):
    """There is nothing to take off."""

    code = "not_of_the_finding"

    def __init__(self, finding: Finding, theme: Theme) -> None:
        super().__init__(f"“{theme}” is not a theme of {finding.reference}, so it can’t be taken off.")


class OutOfUse(Refusal):
    """The theme takes no more findings."""

    code = "theme_out_of_use"

    def __init__(self, theme: Theme) -> None:
        super().__init__(f"“{theme}” is not in use any more: choose another theme.")


class NotADecision(Refusal):
    code = "not_a_decision"


class TooMany(Refusal):
    code = "too_many"


class DecidedMeanwhile(Conflict):
    """Someone else decided it since the page was shown."""

    code = "decided_meanwhile"

    def __init__(self, row: FindingTheme) -> None:
        super().__init__(
            f"“{row.theme}” was {row.get_status_display().lower()} for {row.finding.reference} meanwhile, "
            f"by {row.decided_by}. Look at it again, and decide anew if you disagree."
        )


def propose_for(finding: Finding, *, now: datetime) -> None:
    """Propose the themes that a new finding's wording names. Part of raising it: two queries."""
    _propose([finding], _phrases_of(Theme.objects.in_use()), now)


@transaction.atomic
def search(*, now: datetime) -> int:
    """Hold every finding against the themes that wait for it: new ones, and those whose phrases changed.

    Return how many themes were searched for. The row is the queue: another worker's themes are left to it,
    and what was proposed or decided before stays as it is.
    """
    waiting = Theme.objects.select_for_update(skip_locked=True).waiting_to_be_searched_for()
    phrases = _phrases_of(waiting)
    if not phrases:
        return 0
    rows = Finding.objects.standing().only("pk", "text").order_by("pk").iterator(chunk_size=AT_ONCE)
    while findings := list(islice(rows, AT_ONCE)):
        _propose(findings, phrases, now)
    return Theme.objects.filter(pk__in=phrases).update(searched_at=now)


@transaction.atomic
def decide(
    *,
    finding: Finding,
    theme: Theme,
    decision: Decision | str,
    by: User,
    now: datetime,
    note: str = "",
    seen: Decision | str | None = None,
) -> FindingTheme:
    """Confirm that the finding belongs to the theme, proposed or not, or take it off.

    A new decision takes the place of an earlier one; the same one twice is as once. With `seen`, how the
    page showed it, a decision made by someone else meanwhile is not overridden unseen.
    Raises NotAllowed, NotADecision, OutOfUse, NotOfTheFinding, DecidedMeanwhile.
    """
    access.require(by, Permission.DECIDE_REPORT, force_id=finding.force_id)
    decision = _decided(decision)
    row = _row(finding, theme, decision, now)
    if row.status == decision:
        return row
    if seen and row.status != seen:
        raise DecidedMeanwhile(row)
    _decide(row, decision, by, now, note)
    return row


@transaction.atomic
def decide_several(
    *, theme: Theme, pks: Iterable[int], decision: Decision | str, by: User, now: datetime
) -> int:
    """Confirm or reject several of a theme's proposals at once; return how many there still were to decide.

    One that someone decided meanwhile keeps that decision. Raises NotAllowed, NotADecision, TooMany.
    """
    access.require(by, Permission.DECIDE_REPORT)
    decision, chosen = _decided(decision), set(pks)
    if not chosen:
        raise NotADecision("Select the findings that you decide.")
    if len(chosen) > MOST_DECIDED_AT_ONCE:
        raise TooMany(f"Decide no more than {MOST_DECIDED_AT_ONCE} at once.")
    proposed = FindingTheme.objects.proposed().filter(theme=theme, pk__in=chosen)
    rows = proposed.select_for_update(of=("self",)).select_related("finding", "theme").order_by("pk")
    for row in (decided := list(rows)):
        _decide(row, decision, by, now)
    return len(decided)


def _decided(decision: Decision | str) -> Decision:
    if decision not in (Decision.CONFIRMED, Decision.REJECTED):
        raise NotADecision("Say whether the finding belongs to the theme or not.")
    return Decision(decision)


def _row(finding: Finding, theme: Theme, decision: Decision, now: datetime) -> FindingTheme:
    """The row as it stands now, locked; made where a person adds a theme that nobody proposed."""
    rows = FindingTheme.objects.select_for_update(of=("self",)).select_related("theme", "finding")
    if decision == Decision.CONFIRMED and not theme.is_in_use:
        raise OutOfUse(theme)
    if decision == Decision.CONFIRMED:
        FindingTheme.objects.bulk_create(
            [FindingTheme(finding=finding, theme=theme, created_at=now)], ignore_conflicts=True
        )
    row = rows.filter(finding=finding, theme=theme).first()
    if row is None:
        raise NotOfTheFinding(finding, theme)
    return row


def _decide(row: FindingTheme, decision: Decision, by: User, now: datetime, note: str = "") -> None:
    was, row.status, row.note = row.status, decision, note
    row.decided_by, row.decided_at = by, now
    row.save(update_fields=["status", "note", "decided_by", "decided_at"])
    audit.record(
        EventKind.THEME_DECIDED,
        by=by,
        now=now,
        finding=row.finding,
        theme=row.theme.slug,
        name=row.theme.name,
        decision=decision,
        was=was,
        note=note,
    )


def _phrases_of(themes: Iterable[Theme]) -> Mapping[str, str]:
    return {str(theme.pk): theme.phrases for theme in themes}


def _propose(findings: Sequence[Finding], phrases: Mapping[str, str], now: datetime) -> None:
    rows = [
        FindingTheme(finding_id=finding.pk, theme_id=int(theme), reasons=list(reasons), created_at=now)
        for finding in findings
        for theme, reasons in themes_named(finding.text, phrases).items()
    ]
    FindingTheme.objects.bulk_create(rows, ignore_conflicts=True)
