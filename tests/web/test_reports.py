"""HMICFRS's pages of reports: list, upload, reading, the sheet, correcting and confirming."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from tests.factories import NOW
from tests.services.report_files import changed, confirmed, extract, finding_with, proposal, read_report
from tracker.models import Finding, FindingLink, Judgment, Proposal, Report, Statement
from tracker.selectors import sources
from tracker.services import reports
from tracker.vocabulary import Decision, ProposalKind, ReportStatus

OFFENDERS = "registered sex offenders"


@pytest.fixture
def editor(client, cast):
    client.force_login(cast.editor)
    return client


@pytest.fixture
def inspector(client, cast):
    client.force_login(cast.inspector)
    return client


@pytest.fixture
def cleveland(cast):
    return read_report(cast.editor)


def sheet_of(report) -> str:
    return reverse("report-detail", args=[report.pk])


def page(name, row) -> str:
    return reverse(name, args=[row.report_id, row.pk])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def shown_values(response) -> dict:
    """What the correction form would post if nothing were changed."""
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


# --- who ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["report-list", "report-upload"])
@pytest.mark.parametrize("who", ["liaison", "chief", "stranger", "administrator", "nobody"])
def test_others_are_kept_from_reports(get, cast, name, who):
    assert get(getattr(cast, who), reverse(name)).status_code == 403


@pytest.mark.parametrize("who", ["liaison", "stranger", "administrator"])
def test_a_report_does_not_exist_for_others(get, client, cast, cleveland, who):
    row = proposal(cleveland, ProposalKind.INSPECTION)
    assert get(getattr(cast, who), sheet_of(cleveland)).status_code == 404
    for name in ("proposal-confirm", "proposal-reject", "proposal-correct"):
        assert client.post(page(name, row)).status_code == 404
    for name in ("report-retry", "report-publication"):
        assert client.post(reverse(name, args=[cleveland.pk])).status_code == 404
    row.refresh_from_db()
    assert row.status == Decision.PROPOSED


def test_a_proposal_is_reached_through_its_own_report_only(editor, cleveland):
    row = proposal(cleveland, ProposalKind.INSPECTION)
    other = factories.report()
    assert editor.get(reverse("proposal-correct", args=[other.pk, row.pk])).status_code == 404


# --- list and upload ------------------------------------------------------------------------------------


def test_the_list_says_how_far_each_report_is(editor, cast, cleveland):
    confirmed(cleveland, cast.editor, ProposalKind.JUDGMENT)
    shown = text_of(editor.get(reverse("report-list")))
    assert "Cleveland Police, 2017" in shown
    assert f"6 of {cleveland.proposals.count()}" in shown
    assert "Read, waiting for decisions" in shown


def test_an_empty_list_says_what_to_do(editor):
    assert "No reports yet" in text_of(editor.get(reverse("report-list")))


def test_25_reports_are_on_a_page(editor):
    for _ in range(26):
        factories.report(year=2017)
    assert len(editor.get(reverse("report-list")).context["page_obj"]) == 25
    assert len(editor.get(reverse("report-list"), {"page": 2}).context["page_obj"]) == 1


def upload(client, content: bytes, name: str = "a.txt"):
    return client.post(reverse("report-upload"), {"file": SimpleUploadedFile(name, content)})


def test_uploading_leads_to_the_reports_page(editor):
    response = upload(editor, extract().read(), "cleveland.txt")
    report = Report.objects.get()
    assert response.url == sheet_of(report)
    waiting = text_of(editor.get(response.url))
    assert "This report is the next to be read." in waiting
    assert "Check again" in waiting


def test_uploading_nothing_says_what_to_do(editor):
    response = editor.post(reverse("report-upload"), {})
    assert "Select the report to upload" in text_of(response)


def test_an_empty_or_large_file_is_refused_in_words(editor, monkeypatch):
    assert "The file is empty" in text_of(upload(editor, b""))
    monkeypatch.setattr(reports, "LIMIT", 10)
    assert "must be smaller than 25 MB" in text_of(upload(editor, b"x" * 11))
    assert not Report.objects.exists()


def test_the_same_file_again_leads_to_the_first(editor, cleveland):
    response = upload(editor, extract().read())
    assert "This file was uploaded before" in text_of(response)
    assert f'href="{sheet_of(cleveland)}"' in response.content.decode()


def test_a_failed_report_says_why_and_is_read_again(editor, cast):
    report = read_report(cast.editor, SimpleUploadedFile("a.txt", b"nothing of use"))
    shown = text_of(editor.get(sheet_of(report)))
    assert report.problem in shown
    assert editor.post(reverse("report-retry", args=[report.pk])).url == sheet_of(report)
    report.refresh_from_db()
    assert report.status == ReportStatus.UPLOADED


# --- the sheet ------------------------------------------------------------------------------------------


def test_the_sheet_shows_the_source_with_each_quote_in_place(editor, cleveland):
    shown = editor.get(sheet_of(cleveland)).content.decode()
    row = proposal(cleveland, ProposalKind.FINDING, OFFENDERS)
    assert f'<span id="source-{row.pk}"></span><mark>{row.payload["text"]}</mark>' in shown
    assert f'href="#source-{row.pk}"' in shown
    assert f'href="#proposal-{row.pk}"' in shown


def test_the_whole_text_stands_on_the_sheet_once(cleveland):
    stretches = sources.stretches(cleveland.text, cleveland.proposals.all())
    assert "".join(stretch.text for stretch in stretches) == cleveland.text


def test_before_the_inspection_nothing_else_is_offered(editor, cleveland):
    shown = editor.get(sheet_of(cleveland)).content.decode()
    assert "Confirm the inspection first" in shown
    assert page("proposal-confirm", proposal(cleveland, ProposalKind.INSPECTION)) in shown
    assert page("proposal-confirm", proposal(cleveland, ProposalKind.FINDING)) not in shown
    assert "confirm-all" not in shown


def test_words_of_a_report_are_escaped(editor, cast):
    wild = "<script>alert(1)</script>"
    report = read_report(cast.editor, changed(("registered sex offenders.\n", f"{wild} offenders.\n")))
    shown = editor.get(sheet_of(report)).content.decode()
    assert wild not in shown
    assert "&lt;script&gt;" in shown


def test_warnings_stand_on_the_sheet(editor, cast):
    report = read_report(cast.editor, extract("hertfordshire"))
    assert "The overall judgment is missing from the text." in text_of(editor.get(sheet_of(report)))


def propose_statement(report, told, position):
    """One more statement, which may be about an earlier finding of its own."""
    candidate = {
        "side": "predecessor",
        "finding": factories.finding(year=2016).pk,
        "score": 0.5,
        "relation": "continues",
        "proposed": True,
        "reasons": ["Alike."],
    }
    Proposal.objects.create(
        report=report, kind=told.kind, position=position, payload=told.payload, candidates=[candidate]
    )


def test_the_sheet_takes_as_many_queries_for_one_statement_as_for_many(queries_of, cast, cleveland):
    confirmed(cleveland, cast.editor, ProposalKind.FINDING)
    told = proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS)
    propose_statement(cleveland, told, 50)
    before = queries_of(cast.inspector, sheet_of(cleveland))
    for position in range(51, 80):
        propose_statement(cleveland, told, position)
    assert queries_of(cast.inspector, sheet_of(cleveland)) == before


def test_the_list_takes_as_many_queries_for_one_report_as_for_many(queries_of, cast, cleveland):
    before = queries_of(cast.editor, reverse("report-list"))
    for _ in range(20):
        factories.report("hertfordshire")
    assert queries_of(cast.editor, reverse("report-list")) == before


def test_confirming_leads_back_to_the_proposal_which_says_who_and_when(editor, cast, cleveland):
    row = proposal(cleveland, ProposalKind.INSPECTION)
    response = editor.post(page("proposal-confirm", row))
    assert response.url == f"{sheet_of(cleveland)}#proposal-{row.pk}"
    assert f"Confirmed by {cast.editor} on" in text_of(editor.get(sheet_of(cleveland)))


def test_all_judgments_and_findings_are_confirmed_at_once(editor, cast, cleveland):
    confirmed(cleveland, cast.editor)
    for kind in ("judgment", "finding"):
        response = editor.post(reverse("report-confirm-all", args=[cleveland.pk, kind]))
        assert response.url == f"{sheet_of(cleveland)}#group-{kind}"
    assert (Judgment.objects.filter(question__isnull=False).count(), Finding.objects.count()) == (5, 6)


def test_statements_are_not_confirmed_at_once(editor, cast, cleveland):
    confirmed(cleveland, cast.editor)
    address = reverse("report-confirm-all", args=[cleveland.pk, "statement"])
    assert "Decide each statement by itself" in text_of(editor.post(address, follow=True))


def test_a_refusal_is_told_on_the_sheet(editor, cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.FINDING)
    editor.post(page("proposal-reject", row), {"reason": "not_said"})
    shown = text_of(editor.post(page("proposal-confirm", row), follow=True))
    assert "Finding 1 was rejected (the report does not say this) already" in shown
    assert not Finding.objects.exists()


def test_confirming_before_the_inspection_is_refused(editor, cleveland):
    row = proposal(cleveland, ProposalKind.FINDING)
    assert "Confirm the inspection first" in text_of(editor.post(page("proposal-confirm", row), follow=True))
    assert editor.get(page("proposal-correct", row)).url == sheet_of(cleveland)


def test_what_cannot_stand_leads_to_its_correction(editor, cast):
    report = read_report(cast.editor, changed(("Cleveland Police", "Borsetshire Constabulary")))
    row = proposal(report, ProposalKind.INSPECTION)
    assert "Enter the force" in text_of(editor.post(page("proposal-confirm", row)))
    form = editor.get(page("proposal-correct", row))
    response = editor.post(page("proposal-correct", row), shown_values(form) | {"force": "Cleveland Police"})
    assert response.status_code == 302
    report.refresh_from_db()
    assert report.inspection.force.slug == "cleveland"
    assert report.inspection.assessed.count() == 3


@pytest.mark.parametrize("kind", [ProposalKind.JUDGMENT, ProposalKind.FINDING, ProposalKind.STATEMENT])
def test_a_correction_that_changes_nothing_is_no_correction(editor, cast, cleveland, kind):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, kind)
    response = editor.post(
        page("proposal-correct", row), shown_values(editor.get(page("proposal-correct", row)))
    )
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.status, row.correction) == (Decision.CONFIRMED, {})


@pytest.mark.parametrize(
    ("kind", "payload", "typed"),
    [
        ("measure", {"name": "Arrests", "value": None, "unit": "%"}, {"value": "27.5"}),
        ("suggestion", {"text": "It could do more.", "question": None}, {"text": "It could do better."}),
    ],
)
def test_measures_and_suggestions_are_corrected(editor, cast, cleveland, kind, payload, typed):
    confirmed(cleveland, cast.editor)
    row = Proposal.objects.create(report=cleveland, kind=kind, position=90, payload=payload)
    given = shown_values(editor.get(page("proposal-correct", row))) | typed
    assert editor.post(page("proposal-correct", row), given).status_code == 302
    row.refresh_from_db()
    assert list(row.correction) == list(typed)
    assert kind == "suggestion" or row.observation.value == 27.5


def test_a_refused_correction_keeps_what_was_typed(editor, cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS)
    typed = shown_values(editor.get(page("proposal-correct", row))) | {
        "about": "new",
        "about_year": "2017",
        "text": "Manage the risk.",
    }
    response = editor.post(page("proposal-correct", row), typed)
    shown = response.content.decode()
    assert "There is a problem" in shown
    assert "before 2017" in shown
    assert "Manage the risk." in shown
    assert not Statement.objects.exists()


def test_the_offenders_statement_is_confirmed_as_the_sheet_says(editor, cast, cleveland):
    confirmed(cleveland, cast.editor, ProposalKind.FINDING)
    shown = editor.get(sheet_of(cleveland))
    assert "Confirming makes a new 2016 finding" in text_of(shown)
    successor = finding_with(OFFENDERS)
    row = proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS)
    assert f'name="successor" value="{successor.pk}"' in shown.content.decode()
    editor.post(page("proposal-confirm", row), {"predecessor": "", "successor": str(successor.pk)})
    link = FindingLink.objects.get()
    assert (link.predecessor.reference, link.successor) == ("cleveland-2016-eff-01", successor)
    assert "cleveland-2016-eff-01" in text_of(editor.get(sheet_of(cleveland)))


def test_a_posted_finding_of_another_force_is_not_taken(editor, cast, cleveland):
    confirmed(cleveland, cast.editor)
    foreign = factories.finding("hertfordshire", year=2016)
    row = proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS)
    editor.post(page("proposal-confirm", row), {"predecessor": foreign.pk, "successor": foreign.pk})
    assert not FindingLink.objects.exists()
    assert not foreign.statements.exists()


@pytest.mark.parametrize("key", ["²", "9" * 5000, "x"])
def test_what_is_no_key_chooses_no_finding(editor, cast, cleveland, key):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS)
    editor.post(page("proposal-confirm", row), {"predecessor": key, "successor": key})
    row.refresh_from_db()
    assert row.statement.finding.is_as_reported
    assert not FindingLink.objects.exists()


def test_an_inspector_closes_as_verified_on_the_correction_page(inspector, cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.STATEMENT, "absent children")
    form = inspector.get(page("proposal-correct", row))
    inspector.post(page("proposal-correct", row), shown_values(form) | {"closes": "on"})
    earlier = Statement.objects.get().finding
    assert (earlier.verdict, earlier.closure_reason) == ("resolved", "verified")


def test_an_editor_is_not_offered_to_close(editor, cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.STATEMENT, "absent children")
    assert "closes" not in editor.get(page("proposal-correct", row)).context["form"].fields


def test_another_earlier_finding_is_chosen_from_the_list(editor, cast, cleveland):
    earlier = factories.finding(year=2016)
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS)
    typed = shown_values(editor.get(page("proposal-correct", row))) | {"about": "other"}
    assert "Select the earlier finding" in text_of(editor.post(page("proposal-correct", row), typed))
    editor.post(page("proposal-correct", row), typed | {"other": str(earlier.pk)})
    assert Statement.objects.get().finding == earlier


def test_a_statement_about_no_finding_settles_none(editor, cast, cleveland):
    confirmed(cleveland, cast.editor)
    row = proposal(cleveland, ProposalKind.STATEMENT, OFFENDERS)
    typed = shown_values(editor.get(page("proposal-correct", row))) | {"about": "none"}
    editor.post(page("proposal-correct", row), typed)
    assert Statement.objects.get().finding is None


# --- publication ----------------------------------------------------------------------------------------


def test_the_publication_day_is_entered(editor, cast, cleveland):
    confirmed(cleveland, cast.editor)
    address = reverse("report-publication", args=[cleveland.pk])
    day = {"published_on_day": "22", "published_on_month": "3", "published_on_year": "2018"}
    assert editor.post(address, day).url == sheet_of(cleveland)
    assert "Published 22 March 2018" in text_of(editor.get(sheet_of(cleveland)))


def test_a_publication_day_before_the_inspection_is_refused(editor, cast, cleveland):
    confirmed(cleveland, cast.editor)
    day = {"published_on_day": "22", "published_on_month": "3", "published_on_year": "2016"}
    response = editor.post(reverse("report-publication", args=[cleveland.pk]), day)
    assert "must be in 2017" in text_of(response)


def test_reports_in_every_state_have_a_page(editor):
    states = [
        ("uploaded", {}),
        ("reading", {"lease_until": NOW}),
        ("needs_person", {"problem": "There is no text."}),
        ("decided", {"decided_at": NOW}),
    ]
    for status, fields in states:
        report = factories.report(status=status, **fields)
        assert report.get_status_display().lower() in text_of(editor.get(sheet_of(report))).lower()
