"""The factual check on pages: inviting, reading, remarking, answering."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tracker.models import FactualCheck, FactualRemark, Proposal

TODAY = timezone.localdate()
SECRET = "The force should improve how it records stop and search."


@pytest.fixture
def report(cast):
    day = TODAY + timedelta(days=40)
    inspection = factories.inspection(year=2017, public_from=day)
    made = factories.report(
        inspection=inspection, published_on=day, published_precision="day", text=f"Text. {SECRET} <b>Bold</b>"
    )
    place = {"start": 6, "end": 6 + len(SECRET), "line": 1, "page": None}
    rows = [
        (
            "finding",
            {"kind": "area_for_improvement", "question": None, "text": SECRET, "parent": None} | place,
        ),
        ("judgment", {"question": "Legitimacy", "grade": None} | place),
        (
            "statement",
            {
                "verdict": "improved",
                "about_year": 2016,
                "strength": "explicit",
                "predecessor": None,
                "question": None,
                "quotes": [{"text": "It is better."} | place],
            },
        ),
    ]
    for kind, payload in rows:
        Proposal.objects.create(report=made, kind=kind, position=0, payload=payload)
    return made


@pytest.fixture
def check(report, cast):
    return FactualCheck.objects.create(
        report=report,
        force=report.inspection.force,
        remarks_by=TODAY + timedelta(days=5),
        invited_by=cast.editor,
        invited_at=timezone.now(),
    )


def day(date):
    return {"remarks_by_day": date.day, "remarks_by_month": date.month, "remarks_by_year": date.year}


def page(name, *keys):
    return reverse(name, args=keys)


def test_staff_invite_from_the_report_s_page(client, get, cast, report):
    address = page("report-invite", report.pk)
    assert address in get(cast.editor, page("report-detail", report.pk)).content.decode()
    refused = client.post(address, day(TODAY - timedelta(days=1))).content.decode()
    assert "must be today or later" in refused
    done = client.post(address, day(TODAY + timedelta(days=5)))
    check = FactualCheck.objects.get()
    assert done.url == page("factual-check", check.pk)
    sheet = get(cast.editor, page("report-detail", report.pk)).content.decode()
    assert "0 remarks" in sheet
    assert address not in sheet


def test_the_invited_read_it_from_their_home_page_and_nobody_else_does(get, cast, check):
    address = page("factual-check", check.pk)
    assert address in get(cast.liaison, "/").content.decode()
    html = get(cast.liaison, address).content.decode()
    for words in (SECRET, "Missing from the text", "It is better.", "do not pass it on", "&lt;b&gt;Bold"):
        assert words in html
    for person in (cast.viewer, cast.force_admin, cast.body, cast.stranger, cast.administrator):
        assert get(person, address).status_code == 404
        assert address not in get(person, "/").content.decode()


def test_a_remark_is_made_and_answered(client, get, cast, check):
    address = page("factual-check", check.pk)
    proposal = check.report.proposals.get(kind="finding")
    form = f"{page('factual-remark', check.pk)}?proposal={proposal.pk}"
    assert SECRET in get(cast.liaison, form).content.decode()
    assert "Enter your remark" in client.post(form, {"text": ""}).content.decode()
    assert client.post(form, {"text": "It was <27>."}).url == address
    said = FactualRemark.objects.get()
    assert (said.proposal, said.made_by) == (proposal, cast.liaison)
    html = get(cast.chief, address).content.decode()
    assert "It was &lt;27&gt;." in html
    assert "Waiting for HMICFRS" in html
    answer = page("factual-remark-answer", check.pk, said.pk)
    assert get(cast.liaison, answer).status_code == 403
    assert answer in get(cast.inspector, address).content.decode()
    assert "Enter why" in client.post(answer, {"outcome": "not_accepted"}).content.decode()
    client.post(answer, {"outcome": "not_accepted", "text": "The table says 72."})
    assert "The table says 72." in get(cast.liaison, address).content.decode()


def test_its_writer_withdraws_a_remark_and_it_stays_to_be_seen(client, get, cast, check):
    said = FactualRemark.objects.create(
        factual_check=check, text="It was 27.", made_by=cast.liaison, made_at=timezone.now()
    )
    address, sheet = page("factual-remark-withdraw", check.pk, said.pk), page("factual-check", check.pk)
    assert address not in get(cast.chief, sheet).content.decode()
    assert "Only " in client.post(address).content.decode()
    assert address in get(cast.liaison, sheet).content.decode()
    assert "It was 27." in get(cast.liaison, address).content.decode()
    assert client.post(address).url == sheet
    for person in (cast.liaison, cast.editor):
        html = get(person, sheet).content.decode()
        assert "<strong>Withdrawn</strong>" in html
        assert "It was 27." in html
        assert page("factual-remark-answer", check.pk, said.pk) not in html
    assert (
        "withdrew this remark"
        in client.post(
            page("factual-remark-answer", check.pk, said.pk), {"outcome": "accepted"}
        ).content.decode()
    )


def test_staff_move_the_last_day_and_withdraw(client, get, cast, check):
    client.force_login(cast.editor)
    assert client.post(page("factual-check-last-day", check.pk), day(TODAY)).status_code == 302
    check.refresh_from_db()
    assert check.remarks_by == TODAY
    address = page("factual-check-withdraw", check.pk)
    assert "Enter why" in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": "Rewritten."})
    assert "Rewritten." in get(cast.editor, page("factual-check", check.pk)).content.decode()
    assert get(cast.liaison, page("factual-check", check.pk)).status_code == 404


def test_after_the_last_day_it_is_read_and_not_remarked_on(client, get, cast, check):
    FactualCheck.objects.update(remarks_by=TODAY - timedelta(days=1))
    html = get(cast.liaison, page("factual-check", check.pk)).content.decode()
    assert "It has passed." in html
    assert page("factual-remark", check.pk) not in html
    refused = client.post(page("factual-remark", check.pk), {"text": "Late."}).content.decode()
    assert "Ask HMICFRS for more time" in refused
    assert "Late." in refused


def test_the_page_costs_the_same_however_much_it_holds(queries_of, cast, check):
    address = page("factual-check", check.pk)
    before = queries_of(cast.liaison, address)
    for position in range(1, 6):
        row = Proposal.objects.create(
            report=check.report, kind="finding", position=position, payload={"text": "More.", "kind": "x"}
        )
        FactualRemark.objects.create(
            factual_check=check, proposal=row, text="No.", made_by=cast.liaison, made_at=timezone.now()
        )
    assert queries_of(cast.liaison, address) == before
