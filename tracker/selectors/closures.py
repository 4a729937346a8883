"""Closures that a decided link or a statement offers. An inspector takes or declines them; nothing closes by
itself.

Nothing of an offer is stored: it stands while its ground stands, and ends with it. Of what is not published
yet nothing is offered, as a closure would tell of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from tracker.models import DeclinedClosure, Finding, FindingLink, Statement
from tracker.models.findings import FindingQuerySet
from tracker.models.statements import RANK_OF_STRENGTH
from tracker.models.visibility import Person, reach_of
from tracker.roles import Permission
from tracker.vocabulary import ClosureReason, LinkRelation, Verdict

# What supersedes a finding carries it on, wholly or in part.
CARRIES_ON = (LinkRelation.CONTINUES, LinkRelation.CONTINUES_IN_PART)
Ground = TypeVar("Ground", FindingLink, Statement)


@dataclass(frozen=True)
class Offer:
    """To close the finding as superseded, because of the link to what carries it on, or as verified, because
    of the statement that says it is resolved."""

    finding: Finding
    reason: ClosureReason
    link: FindingLink | None = None
    statement: Statement | None = None


def offered(user: Person) -> FindingQuerySet:
    """The findings whose closure is offered to this person, who may close them. In no order."""
    return _with_grounds(Finding.objects.visible_to(user).within(reach_of(user, Permission.REVIEW)))


def offers_of(findings: Iterable[Finding]) -> dict[int, Sequence[Offer]]:
    """Finding id -> what is offered, for findings out of `offered`. Two queries."""
    findings = list(findings)
    links = _by_id(FindingLink.objects.select_related("successor"), findings, "superseding")
    said = _by_id(Statement.objects.select_related("report"), findings, "settling")
    return {finding.pk: _offers(finding, links, said) for finding in findings}


def offers_on(finding: Finding) -> Sequence[Offer]:
    """What is offered on this finding to those who may close it. Three queries at most."""
    rows = list(_with_grounds(Finding.objects.filter(pk=finding.pk)))
    return offers_of(rows)[finding.pk] if rows else ()


def carried_on_by(finding: Finding) -> "QuerySet[FindingLink]":
    """The links to later findings that carry this one on, wholly or in part: what may supersede it."""
    rows = FindingLink.objects.public(on=timezone.localdate()).filter(predecessor=finding)
    rows = rows.filter(relation__in=CARRIES_ON)
    return rows.select_related("successor").order_by("-successor__year", "pk")


def _with_grounds(rows: FindingQuerySet) -> FindingQuerySet:
    links = FindingLink.objects.public(on=timezone.localdate()).filter(relation=LinkRelation.CONTINUES)
    # Few findings have a ground at all, and the database finds these by an index.
    resolved = Finding.objects.filter(verdict=Verdict.RESOLVED).order_by().values_list("pk")
    may_have = links.order_by().values_list("predecessor").union(resolved)
    rows = rows.open().filter(pk__in=may_have)
    rows = rows.annotate(superseding=_superseding(links), settling=_settling())
    return rows.filter(Q(superseding__isnull=False) | Q(settling__isnull=False))


def _superseding(links: "QuerySet[FindingLink]") -> Subquery:
    """The link by which a later finding carries the finding on: the one decided last."""
    declined = _declined("predecessor", ClosureReason.SUPERSEDED, since="decided_at")
    rows = links.filter(~Exists(declined), predecessor=OuterRef("pk"))
    return Subquery(rows.order_by("-decided_at", "-pk").values("pk")[:1])


def _settling() -> Subquery:
    """The statement whose verdict stands on the finding, where that is *resolved*."""
    declined = _declined("finding", ClosureReason.VERIFIED, since="counted_at")
    rows = Statement.objects.annotate(rank=RANK_OF_STRENGTH).filter(
        ~Exists(declined),
        finding=OuterRef("pk"),
        finding__verdict=Verdict.RESOLVED,
        verdict=Verdict.RESOLVED,
        year=OuterRef("verdict_year"),
        counted_at__isnull=False,
        withdrawn_at__isnull=True,
        rank__gt=0,
    )
    return Subquery(rows.order_by("-rank", "-pk").values("pk")[:1])


def _declined(finding: str, reason: ClosureReason, *, since: str) -> "QuerySet[DeclinedClosure]":
    return DeclinedClosure.objects.filter(
        finding=OuterRef(finding), reason=reason, declined_at__gte=OuterRef(since)
    )


def _by_id(rows: "QuerySet[Ground]", findings: Sequence[Finding], ground: str) -> dict[int, Ground]:
    ids = {getattr(finding, ground) for finding in findings} - {None}
    return rows.in_bulk(ids) if ids else {}


def _offers(finding: Finding, links: dict[int, FindingLink], said: dict[int, Statement]) -> Sequence[Offer]:
    offers = []
    if link := links.get(finding.superseding):  # type: ignore[attr-defined]
        offers.append(Offer(finding, ClosureReason.SUPERSEDED, link=link))
    if statement := said.get(finding.settling):  # type: ignore[attr-defined]
        offers.append(Offer(finding, ClosureReason.VERIFIED, statement=statement))
    return offers
