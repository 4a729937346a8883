"""Rows of summary lists: answers before they are sent, and facts of evidence."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.defaultfilters import filesizeformat, linebreaks_filter
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from govuk.dates import date_text, moment_text
from tracker.models import Action, Evidence, Finding
from tracker.vocabulary import EvidenceKind, FileState, ForceStatus

Row = dict[str, Any]
NOTHING = "Not provided"


def summary_of_answers(
    finding: Finding, answers: Mapping[str, Any], actions: Sequence[Action], evidence: Sequence[Evidence]
) -> list[Row]:
    """The update as it will be sent, each row with a way to change it."""
    pages = [
        ("Status", _status(answers), "update-status", "status"),
        ("What has changed", _text(answers.get("narrative", "")), "update-change", "what has changed"),
        ("Actions", _list_of([_plan(action) for action in actions]), "update-actions", "actions"),
        ("Evidence", _list_of([item.title for item in evidence]), "update-evidence", "evidence"),
        ("Target date", _date(finding, answers), "update-date", "target date"),
    ]
    rows = [
        row(key, value, href=f"{reverse(page, args=[finding.reference])}?change=1", hidden=hidden)
        for key, value, page, hidden in pages
    ]
    return [*_corrects(finding, answers), *rows]


def _corrects(finding: Finding, answers: Mapping[str, Any]) -> list[Row]:
    """Which update is corrected, and what was wrong in it."""
    wrong = answers.get("corrects")
    if wrong is None:
        return []
    href = f"{reverse('update-correct', args=[finding.reference, wrong.number])}?change=1"
    said = format_html("Update {}{}", wrong.number, _text(answers.get("correction", "")))
    return [row("Corrects", said, href=href, hidden="what was wrong")]


def facts_of_evidence(evidence: Evidence) -> list[Row]:
    """What is known of a piece of evidence; absent facts are left out."""
    facts = [
        ("What it shows", _text(evidence.shows) if evidence.shows else ""),
        ("Date of the evidence", date_text(evidence.dated_on)),
        ("Security classification", evidence.get_marking_display()),
        ("Handling instruction", evidence.handling),
        ("Version", str(evidence.version) if evidence.version > 1 else ""),
        ("File", f"{evidence.file_name}, {filesizeformat(evidence.size)}" if evidence.file_name else ""),
        ("Virus scan", scan_text(evidence)),
        ("Link", _link(evidence.url) if evidence.url else ""),
        ("Added", f"{moment_text(evidence.added_at)} by {evidence.added_by}"),
        ("HMICFRS says", _assessment(evidence)),
        ("Withdrawn", _withdrawn(evidence)),
        ("SHA-256", _code(evidence.sha256) if evidence.sha256 else ""),
        ("SHA-256 as sent", _sent(evidence)),
    ]
    return [row(key, value) for key, value in facts if value]


def row(key: str, value: str, *, href: str = "", hidden: str = "") -> Row:
    """One row; a value is escaped unless it is marked as safe HTML."""
    shown: Row = {"key": {"text": key}, "value": {"html" if hasattr(value, "__html__") else "text": value}}
    if href:
        shown["actions"] = {"items": [{"href": href, "text": "Change", "visuallyHiddenText": hidden}]}
    return shown


def scan_text(evidence: Evidence) -> str:
    if evidence.kind != EvidenceKind.FILE:
        return ""
    if evidence.state == FileState.NOT_SCANNED:
        return "Not scanned for viruses"
    label = FileState(evidence.state).label
    return f"{label}, scanned {moment_text(evidence.scanned_at)}" if evidence.scanned_at else label


def _assessment(evidence: Evidence) -> str:
    label = evidence.get_assessment_display()
    if evidence.assessed_at is None:
        return label
    by = f"{label}, {moment_text(evidence.assessed_at)} by {evidence.assessed_by}"
    reason = linebreaks_filter(evidence.assessment_reason, autoescape=True)
    return format_html('<p class="govuk-body">{}</p><div class="app-prose">{}</div>', by, reason)


def _sent(evidence: Evidence) -> str:
    """Of a picture, which was drawn anew: so that its sender knows it again."""
    if evidence.sent_sha256 in ("", evidence.sha256):
        return ""
    return format_html("{} {}", _code(evidence.sent_sha256), "The picture was kept without its metadata.")


def _status(answers: Mapping[str, Any]) -> str:
    status = ForceStatus(answers["force_status"])
    return f"{status.label}: {answers['waiting_on']}" if status is ForceStatus.WAITING else status.label


def _date(finding: Finding, answers: Mapping[str, Any]) -> str:
    chosen, before = answers.get("force_due_on"), finding.force_due_on
    if chosen is None:
        return NOTHING
    if before is None or chosen == before:
        return date_text(chosen)
    reason = answers.get("due_reason", "")
    return format_html("{}, moved from {}.<br>{}", date_text(chosen), date_text(before), reason)


def _text(text: str) -> str:
    if not text:
        return NOTHING
    return format_html('<div class="app-prose">{}</div>', linebreaks_filter(text, autoescape=True))


def _plan(action: Action) -> str:
    if action.done_on:
        return f"{action.what} (done on {date_text(action.done_on)})"
    due = f", due {date_text(action.due_on)}" if action.due_on else ""
    return f"{action.what} ({action.owner_text}{due})"


def _list_of(texts: Sequence[str]) -> str:
    if not texts:
        return NOTHING
    items = format_html_join("", "<li>{}</li>", ((text,) for text in texts))
    return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items)


def _link(url: str) -> str:
    words = (
        '<a class="govuk-link govuk-!-text-break-word" href="{0}" rel="noopener noreferrer nofollow">{0}</a>'
    )
    return format_html(words, url)


def _code(text: str) -> str:
    return format_html('<code class="app-secret">{}</code>', text)


def _withdrawn(evidence: Evidence) -> str:
    if evidence.withdrawn_at is None:
        return ""
    return f"{moment_text(evidence.withdrawn_at)} by {evidence.withdrawn_by}"
