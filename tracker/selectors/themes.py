"""Themes across forces: which forces have a problem, which have settled it, and how."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When, Window
from django.db.models.functions import ExtractYear, Least, RowNumber

from tracker.models import Finding, FindingTheme, Statement, Theme
from tracker.models.findings import FindingQuerySet
from tracker.models.statements import RANK_OF_STRENGTH
from tracker.models.themes import FindingThemeQuerySet
from tracker.models.visibility import Person
from tracker.selectors.bodies import EVER, answering_for, bodies_of
from tracker.selectors.findings import register
from tracker.vocabulary import ClosureReason, InspectorateStatus, Verdict

Tags = FindingThemeQuerySet

MOST_ELSEWHERE = 5  # findings of other forces in the box of one finding, for each theme

IS_CLOSED = Q(finding__inspectorate_status=InspectorateStatus.CLOSED)


@dataclass(frozen=True)
class Spread:
    """How far a theme is spread, as its reader may see it. `proposed` still wait for a decision."""

    theme: Theme
    forces: int = 0
    findings: int = 0
    closed: int = 0
    proposed: int = 0

    @property
    def open(self) -> int:
        return self.findings - self.closed


@dataclass(frozen=True)
class Settled:
    """A finding that is settled: HMICFRS verified it, or a later report found it resolved.

    `year`: of the closure, or the inspection year of the verdict, whichever came first. `statement` is the
    passage that says so, where a report does.
    """

    finding: Finding
    year: int
    statement: Statement | None

    @property
    def is_verified(self) -> bool:
        return self.finding.closure_reason == ClosureReason.VERIFIED


@dataclass(frozen=True)
class Elsewhere:
    """The findings of other forces under a theme: how many, the nearest ones, and who settled it first."""

    theme: Theme
    forces: int
    count: int
    findings: Sequence[Finding]
    first: Settled | None


def spreads(themes: Iterable[Theme], user: Person, *, proposed: bool = False) -> list[Spread]:
    """How far each of the themes is spread. One query, or two with `proposed`, which only those who decide
    may ask for."""
    found = _counts(FindingTheme.objects.visible_to(user).confirmed())
    waiting = _proposed_by_theme() if proposed else {}
    return [_spread(theme, found.get(theme.pk), waiting.get(theme.pk, 0)) for theme in themes]


def listed(user: Person) -> "QuerySet[Theme]":
    """The themes in use, and those out of use that still have findings which this person may see; by name."""
    tagged = FindingTheme.objects.visible_to(user).confirmed().filter(theme=OuterRef("pk"))
    return Theme.objects.filter(Q(is_in_use=True) | Exists(tagged)).order_by("name")


def spread_of(theme: Theme, user: Person) -> Spread:
    """How far one theme is spread. One query."""
    tags = FindingTheme.objects.visible_to(user).confirmed().filter(theme=theme)
    return _spread(theme, _counts(tags).get(theme.pk))


def findings_of(theme: Theme, user: Person) -> FindingQuerySet:
    """The findings that were confirmed for the theme, of all forces, force by force, newest first."""
    rows = with_theme(register(user), theme, user)
    return rows.order_by("force__name", "-year", "reference")


def with_theme(rows: FindingQuerySet, theme: Theme, user: Person) -> FindingQuerySet:
    """Those of the findings that were confirmed for the theme, as far as this person may know it."""
    tagged = FindingTheme.objects.visible_to(user).confirmed().filter(theme=theme, finding=OuterRef("pk"))
    return rows.filter(Exists(tagged))


def settled_of(theme: Theme, user: Person, *, most: int) -> list[Settled]:
    """The theme's findings that are settled, the first to be settled first. Two queries."""
    tags = FindingTheme.objects.visible_to(user).confirmed().filter(theme=theme)
    first = _settled(tags).order_by(F("settled_year"), "finding__year", "finding__reference")
    return [each for _, each in _with_statements(first[:most])]


def themes_of(finding: Finding, user: Person) -> "QuerySet[FindingTheme]":
    """The finding's themes: confirmed ones, and for HMICFRS those that are proposed, too."""
    rows = FindingTheme.objects.visible_to(user).filter(finding=finding)
    return rows.select_related("theme", "decided_by").order_by("theme__name")


def queue(theme: Theme, user: Person) -> "QuerySet[FindingTheme]":
    """What is proposed for the theme and not decided yet; of forces in turn, newest inspection first."""
    rows = FindingTheme.objects.visible_to(user).proposed().filter(theme=theme)
    rows = rows.select_related("finding__force", "finding__inspection__programme", "finding__question")
    return rows.order_by("finding__force__name", "-finding__year", "finding__reference")


def elsewhere(finding: Finding, *, on: date) -> list[Elsewhere]:
    """The same problem in other forces, theme by theme: what was published by that day, and nothing else.

    The same for everyone who sees the finding. A body that the force took over from, or that took over from
    it, is no other force. A theme that no other force has is left out. Seven queries, however many themes and
    findings there are.
    """
    own = FindingTheme.objects.confirmed().filter(finding=finding).values("theme")
    same = {*bodies_of(finding.force_id), *answering_for(finding.force_id, on=EVER)}
    others = FindingTheme.objects.public(on=on).filter(theme__in=own).exclude(finding__force__in=same)
    counts = _counts(others)
    newest = list(_first_of_each(others, "-finding__year", "finding__reference", most=MOST_ELSEWHERE))
    first = dict(_with_statements(_first_of_each(_settled(others), "settled_year", "finding__year", most=1)))
    return [
        Elsewhere(
            theme,
            forces=counts[theme.pk]["forces"],
            count=counts[theme.pk]["findings"],
            findings=[row.finding for row in newest if row.theme_id == theme.pk],
            first=first.get(theme.pk),
        )
        for theme in Theme.objects.filter(pk__in=counts).order_by("name")
    ]


def _counts(tags: Tags) -> dict[int, dict[str, int]]:
    """How many forces and findings each theme has, by its id, and how many of those are closed."""
    rows = tags.order_by().values("theme")
    counted = rows.annotate(
        forces=Count("finding__force", distinct=True),
        findings=Count("pk"),
        closed=Count("pk", filter=IS_CLOSED),
    )
    return {row["theme"]: {name: row[name] for name in ("forces", "findings", "closed")} for row in counted}


def _spread(theme: Theme, counts: dict[str, int] | None, proposed: int = 0) -> Spread:
    return Spread(theme, **(counts or {}), proposed=proposed)


def _first_of_each(tags: Tags, *order: str, most: int) -> Tags:
    """The first few of each theme, in that order."""
    place = Window(RowNumber(), partition_by="theme", order_by=[*order, "pk"])
    rows = tags.annotate(place=place).filter(place__lte=most)
    return rows.select_related("finding__force").order_by("theme", "place")


def _settled(tags: Tags) -> Tags:
    """Those whose findings are settled, with `settled_year`."""
    resolved = Case(When(finding__verdict=Verdict.RESOLVED, then=F("finding__verdict_year")))
    verified = Case(
        When(finding__closure_reason=ClosureReason.VERIFIED, then=ExtractYear("finding__closed_at"))
    )
    # PostgreSQL's LEAST leaves out what is null.
    rows = tags.annotate(settled_year=Least(resolved, verified)).filter(settled_year__isnull=False)
    return rows.select_related("finding__force")


def _with_statements(tags: Iterable[FindingTheme]) -> list[tuple[int, Settled]]:
    """Each with its theme's id and the statement by which its finding counts as resolved, if any: of the
    verdict's year, the one that is most about it."""
    rows = list(tags)
    resolved = [row.finding_id for row in rows if row.finding.verdict == Verdict.RESOLVED]
    said = Statement.objects.filter(finding__in=resolved, verdict=Verdict.RESOLVED, counted_at__isnull=False)
    said = said.filter(year=F("finding__verdict_year")).annotate(rank=RANK_OF_STRENGTH)
    said = said.select_related("report").order_by("rank", "pk")
    told = {each.finding_id: each for each in said}
    return [
        (row.theme_id, Settled(row.finding, row.settled_year, told.get(row.finding_id)))  # type: ignore[attr-defined]
        for row in rows
    ]


def _proposed_by_theme() -> dict[int, int]:
    waiting = FindingTheme.objects.proposed().standing()
    rows = waiting.order_by().values("theme").annotate(n=Count("pk"))
    return dict(rows.values_list("theme", "n"))
