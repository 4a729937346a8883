"""Chains: the same matter found again, with the sentences that prove it."""

from datetime import date
from typing import Any

from django.utils import timezone

from tracker import access
from tracker.api.links import Links
from tracker.api.sources import published, source_of
from tracker.models import FindingLink, Judgment, Statement
from tracker.models.visibility import Person
from tracker.selectors.ages import Age, open_for
from tracker.selectors.chains import Chain, ChainFinding, ChainYear

PLACE = ("start", "end", "line", "page")


def shown(chain: Chain, links: Links, user: Person) -> dict[str, Any]:
    """As this person may see it: a force's own status is of its workspace."""
    today = timezone.localdate()
    return {
        "finding": links.finding(chain.finding.reference),
        "times_found": chain.times_found,
        "first": links.finding(chain.first.reference),
        "first_raised": None if chain.first.is_as_reported else published(chain.first.report),
        "age_months": _months(chain.age(on=today)),
        "times_repeated": chain.times_repeated,
        "years": [_year(year, links, user, today) for year in chain.years],
        "related": [_link(link, links) for link in chain.related],
    }


def _year(year: ChainYear, links: Links, user: Person, today: date) -> dict[str, Any]:
    return {
        "year": year.year,
        "findings": [_finding(found, links, user, today) for found in year.findings],
        "statements": [_statement(said, links) for said in year.statements],
        "carried_forward": [_carried(judgment) for judgment in year.carried_forward],
        "not_inspected": [links.inspection(inspection.pk) for inspection in year.not_inspected],
    }


def _finding(found: ChainFinding, links: Links, user: Person, today: date) -> dict[str, Any]:
    finding, asked = found.finding, found.finding.question
    own = {"force_status": finding.force_status} if access.sees_workspace(user, finding) else {}
    return {
        "reference": finding.reference,
        "url": links.finding(finding.reference),
        "is_this": found.is_this,
        "kind": finding.kind,
        "text": finding.text,
        "wording": finding.wording,
        "grade": _grade(found.judgment),
        "question": {"slug": asked.slug, "text": asked.text} if asked else None,
        "verdict": finding.verdict or None,
        "inspectorate_status": access.inspectorate_status_for(user, finding).value,
        "closure_reason": finding.closure_reason or None,
        "closed_at": finding.closed_at,
        "open_months": _months(open_for(finding, on=today)),
        **own,
        "source": source_of(finding.report, f"{finding.inspection.programme}, {finding.force}"),
        "predecessors": [_link(link, links) for link in found.links],
        "branches": [_link(link, links) for link in found.branches],
    }


def _statement(said: Statement, links: Links) -> dict[str, Any]:
    return {
        "about": links.finding(said.finding.reference),  # type: ignore[union-attr]
        "verdict": said.verdict,
        "strength": said.strength,
        "quote": said.quote,
        "place": {key: said.passages[0][key] for key in PLACE if key in said.passages[0]}
        if said.passages
        else {},
        "source": source_of(said.report, ""),
    }


def _link(link: FindingLink, links: Links) -> dict[str, Any]:
    return {
        "predecessor": links.finding(link.predecessor.reference),
        "successor": links.finding(link.successor.reference),
        "relation": link.relation,
        "kind_step": link.kind_step,
        "decided_by": link.decided_by.name if link.decided_by else None,
        "decided_at": link.decided_at,
        "note": link.note,
    }


def _carried(judgment: Judgment) -> dict[str, Any]:
    return {
        "question": judgment.question.slug,  # type: ignore[union-attr]
        "grade": _grade(judgment),
        "last_inspected": judgment.last_inspected,
    }


def _grade(judgment: Judgment | None) -> str | None:
    return judgment.grade.label if judgment and judgment.grade else None


def _months(age: Age | None) -> int | None:
    return age.months if age else None
