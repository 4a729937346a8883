"""Chains: the same matter found again, with the sentences that prove it."""

from typing import Any

from tracker.api.links import Links
from tracker.api.sources import source_of
from tracker.models import FindingLink, Judgment, Statement
from tracker.selectors.chains import Chain, ChainFinding, ChainYear


def shown(chain: Chain, links: Links) -> dict[str, Any]:
    return {
        "finding": links.finding(chain.finding.reference),
        "times_found": chain.times_found,
        "first": links.finding(chain.first.reference),
        "first_raised_on": chain.first_raised_on,
        "years": [_year(year, links) for year in chain.years],
        "related": [_link(link, links) for link in chain.related],
    }


def _year(year: ChainYear, links: Links) -> dict[str, Any]:
    return {
        "year": year.year,
        "findings": [_finding(found, links) for found in year.findings],
        "statements": [_statement(said, links) for said in year.statements],
        "carried_forward": [_carried(judgment) for judgment in year.carried_forward],
    }


def _finding(found: ChainFinding, links: Links) -> dict[str, Any]:
    finding = found.finding
    return {
        "reference": finding.reference,
        "url": links.finding(finding.reference),
        "is_this": found.is_this,
        "kind": finding.kind,
        "text": finding.text,
        "wording": finding.wording,
        "grade": _grade(found.judgment),
        "verdict": finding.verdict or None,
        "source": source_of(finding.report, f"{finding.inspection.programme}, {finding.force}"),
        "predecessors": [_link(link, links) for link in found.links],
    }


def _statement(said: Statement, links: Links) -> dict[str, Any]:
    return {
        "about": links.finding(said.finding.reference),  # type: ignore[union-attr]
        "verdict": said.verdict,
        "strength": said.strength,
        "quote": said.quote,
        "source": source_of(said.report, ""),
    }


def _link(link: FindingLink, links: Links) -> dict[str, Any]:
    return {
        "predecessor": links.finding(link.predecessor.reference),
        "successor": links.finding(link.successor.reference),
        "relation": link.relation,
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
