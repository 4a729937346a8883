"""Reports through the API: upload, progress, decisions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import factories
from tests.factories import NOW
from tracker.models import Finding, Proposal, Report
from tracker.services import reports as service
from tracker.vocabulary import ReportStatus


def a_file(content: bytes = b"PEEL: Police effectiveness 2017", name: str = "cleveland.txt"):
    return SimpleUploadedFile(name, content)


def test_a_report_is_taken_and_read_later(as_, cast):
    api = as_(cast.editor)
    taken = api.upload("reports/", file=a_file())
    assert taken.status_code == 202
    assert taken.json()["status"] == "uploaded"
    assert api.get(taken["Location"]).json() == taken.json()
    assert api.get("reports/").json()["results"][0]["file_name"] == "cleveland.txt"


def test_the_same_bytes_twice_are_refused_naming_the_first(as_, cast):
    first = as_(cast.editor).upload("reports/", file=a_file())
    second = as_(cast.inspector).upload("reports/", file=a_file(name="again.txt"))
    assert second.status_code == 409
    problem = second.json()
    assert problem["code"] == "already_uploaded"
    assert "cleveland.txt" in problem["detail"]
    assert problem["existing"] == first["Location"]
    assert Report.objects.count() == 1


def test_bad_uploads_leave_nothing(as_, cast, monkeypatch):
    api = as_(cast.editor)
    assert api.upload("reports/").json()["errors"][0]["pointer"] == "#/file"
    assert api.upload("reports/", file=a_file(b"")).json()["code"] == "empty_report"
    monkeypatch.setattr(service, "LIMIT", 10)
    assert api.upload("reports/", file=a_file()).status_code == 422
    assert api.post("reports/", {}).status_code == 415
    assert not Report.objects.exists()


def test_an_upload_beyond_any_report_is_refused_unread(as_, cast, settings):
    settings.LARGEST_UPLOAD = 1_000
    refused = as_(cast.editor).upload("reports/", file=a_file(b"PEEL " * 200))
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("name", ["liaison", "stranger", "administrator", "nobody"])
def test_reports_are_hmicfrs_readers_alone(as_, cast, name):
    report, api = factories.report(), as_(getattr(cast, name))
    assert api.get("reports/").status_code == 403
    assert api.upload("reports/", file=a_file()).status_code == 403
    assert api.get(f"reports/{report.pk}/").status_code == 404
    assert api.get(f"reports/{report.pk}/proposals/").status_code == 404
    assert api.post(f"reports/{report.pk}/retry/").status_code == 404
    assert Report.objects.count() == 1


def test_a_report_that_failed_says_why_and_can_be_read_again(as_, cast):
    failed = factories.report(status=ReportStatus.FAILED, problem="This is no PEEL report.")
    api = as_(cast.editor)
    assert api.get(f"reports/{failed.pk}/").json()["problem"] == "This is no PEEL report."
    again = api.post(f"reports/{failed.pk}/retry/")
    assert (again.status_code, again.json()["status"]) == (202, "uploaded")
    assert api.post(f"reports/{failed.pk}/retry/").status_code == 409


def test_it_says_how_far_its_reading_is(as_, cast):
    report = factories.report(status="reading", lease_until=NOW, stage="pages", page=12, pages=31)
    url = f"reports/{report.pk}/"
    assert as_(cast.editor).get(url).json()["reading"] == {"stage": "pages", "page": 12, "pages": 31}
    assert as_(cast.editor).get(f"reports/{factories.report().pk}/").json()["reading"] is None


def test_the_day_of_publication_is_entered(as_, cast):
    report = factories.report()
    address = f"reports/{report.pk}/publication/"
    assert as_(cast.editor).put(address, {"published_on": "2018-03-22"}).json()["published"] == "2018-03-22"
    assert as_(cast.editor).put(address, {"published_on": "2001-01-01"}).status_code == 422
    assert as_(cast.editor).put(address, {}).status_code == 400


# --- Decisions, on a report of the real reader --------------------------------------------------------------


@pytest.fixture
def read(as_, cast, samples, django_capture_on_commit_callbacks):
    """Cleveland's report, uploaded through the API and read."""
    from django.core.management import call_command

    call_command("load_reference_data", verbosity=0)
    texts = (path.read_bytes() for path in sorted(samples.glob("reports/*.txt")))
    cleveland = next(text for text in texts if b"Cleveland Police" in text[:2000])
    taken = as_(cast.editor).upload("reports/", file=a_file(cleveland))
    assert service.read(report_id=taken.json()["id"], now=timezone.now())
    return as_(cast.editor).get(taken["Location"]).json()


def proposals(api, read, **parameters):
    return [row for page in api.pages(read["proposals"], **parameters) for row in page]


def test_the_job_of_a_report(as_, cast, read):
    api = as_(cast.editor)
    assert read["status"] == "read"
    counts = {row["kind"]: row["proposed"] for row in read["progress"]}
    assert (counts["inspection"], counts["judgment"], counts["finding"]) == (1, 5, 6)
    [inspection] = proposals(api, read, kind="inspection")
    findings = proposals(api, read, kind="finding")
    early = api.post(f"{findings[0]['url']}confirm/")
    assert (early.status_code, early.json()["code"]) == (422, "inspection_first")
    assert api.post(f"{inspection['url']}confirm/").json()["status"] == "confirmed"
    made = [api.post(f"{row['url']}confirm/").json() for row in findings]
    assert all(row["finding"] for row in made)
    assert api.post(f"{findings[0]['url']}confirm/").json() == made[0]
    assert Finding.objects.count() == 6
    assert as_(cast.stranger).get(made[0]["finding"]).status_code == 200


def test_a_statement_makes_its_predecessor_and_link(as_, cast, read):
    api = as_(cast.editor)
    for row in [*proposals(api, read, kind="inspection"), *proposals(api, read, kind="finding")]:
        api.post(f"{row['url']}confirm/")
    said = next(
        row
        for row in proposals(api, read, kind="statement")
        if "registered sex offenders" in str(row["payload"]) and row["payload"]["strength"] == "explicit"
    )
    new = Finding.objects.filter(text__icontains="registered sex offenders").get()
    wrong = api.post(f"{said['url']}confirm/", {"successors": ["nowhere-2017-eff-01"]})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "#/successors")
    confirmed = api.post(f"{said['url']}confirm/", {"successors": [new.reference]})
    assert confirmed.status_code == 200
    chain = api.get(f"findings/{new.reference}/chain/").json()
    assert [year["year"] for year in chain["years"]] == [2017, 2016]
    assert chain["years"][0]["statements"][0]["verdict"] == "not_improved"
    assert chain["years"][1]["findings"][0]["wording"] == "as_reported"


def test_corrected_or_rejected(as_, cast, read):
    api = as_(cast.editor)
    [inspection] = proposals(api, read, kind="inspection")
    wrong = api.post(f"{inspection['url']}confirm/", {"correction": {"force": "Nowhere Police"}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "value_not_usable")
    assert wrong.json()["errors"][0]["pointer"] == "#/correction/force"
    api.post(f"{inspection['url']}confirm/")
    first, second, *_ = proposals(api, read, kind="finding")
    corrected = api.post(f"{first['url']}confirm/", {"correction": {"text": "The force should do better."}})
    assert api.get(corrected.json()["finding"]).json()["text"] == "The force should do better."
    assert api.post(f"{second['url']}reject/", {"note": "A heading."}).status_code == 400
    rejected = api.post(
        f"{second['url']}reject/", {"reject_reason": "standing_text", "note": "A heading."}
    ).json()
    assert (rejected["status"], rejected["reject_reason"]) == ("rejected", "standing_text")
    late = api.post(f"{second['url']}confirm/")
    assert (late.status_code, late.json()["code"]) == (409, "already_decided")
    assert cast.editor.name in late.json()["detail"]


def test_a_proposal_is_reached_by_its_own_report_only(as_, cast):
    report, other = factories.report(), factories.report()
    proposal = Proposal.objects.create(report=report, kind="finding", position=0, payload={})
    assert as_(cast.editor).get(f"reports/{report.pk}/proposals/{proposal.pk}/").status_code == 200
    assert as_(cast.editor).get(f"reports/{other.pk}/proposals/{proposal.pk}/").status_code == 404
    assert as_(cast.liaison).post(f"reports/{report.pk}/proposals/{proposal.pk}/reject/").status_code == 404
