"""A board pack as at a day of the past says what was known then, an evidence pack all that was done by then.

The story goes through the services, so that it is told from what they really leave behind.
"""

import io
import json
import subprocess
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from docx import Document

from tests import factories
from tests.factories import NOW
from tracker.models import Evidence, Finding, Proposal
from tracker.selectors.board_packs import Wanted, board_pack
from tracker.selectors.listings import NotAFilter
from tracker.services import (
    actions,
    corrections,
    enquiries,
    evidence,
    exports,
    findings,
    leads,
    reviews,
    target_dates,
    updates,
    withdrawals,
)
from tracker.services.correcting import Correction
from tracker.services.export_plans import DateNotGood
from tracker.services.measures import Figure

pytestmark = pytest.mark.django_db
ASKED = "The force should improve how it records risk."


def day(number: int) -> datetime:
    return NOW + timedelta(days=number)


@pytest.fixture
def story(cast):
    """Day 0 raised; 1 a lead, an action and HMICFRS's date; 2 an update with a figure; 3 a question; 4 the
    answer, and the date moved; 5 accepted; 6 closed; 7 another lead; 8 the wording corrected."""
    finding = factories.finding(text=ASKED)
    leads.name_lead(finding=finding, lead=cast.liaison, deputy=None, by=cast.chief, now=day(1))
    step = actions.add(
        finding=finding, by=cast.liaison, now=day(1), what="Train all staff", owner_name="A. Trainer",
        due_on=date(2018, 12, 1),
    )  # fmt: skip
    dated = {"finding": finding, "by": cast.inspector}
    target_dates.set_for_hmicfrs(**dated, due_on=date(2018, 6, 4), now=day(1))
    figure = Figure(
        name="DVPOs", value=Decimal(32), period="2017", comparator="2016", comparator_value=Decimal(69)
    )
    piece = evidence.add_measure(
        finding=finding, figure=figure, by=cast.liaison, now=day(2), title="Orders made"
    )
    update = updates.submit(
        finding=finding, by=cast.liaison, now=day(2), force_status="at_risk", narrative="Half are trained.",
        force_due_on=date(2018, 9, 1), evidence=[piece],
    )  # fmt: skip
    asked = enquiries.ask(
        finding=finding, subject="Who trains?", text="Who trains the rest?", answer_by=date(2018, 7, 1),
        by=cast.inspector, now=day(3),
    )  # fmt: skip
    enquiries.answer(enquiry=asked, text="An agency.", by=cast.liaison, now=day(4))
    actions.set_done(action=step, done_on=date(2018, 6, 5), by=cast.liaison, now=day(4))
    target_dates.set_for_hmicfrs(**dated, due_on=date(2018, 10, 1), reason="Not before autumn.", now=day(4))
    reviews.accept(update=update, by=cast.inspector, now=day(5), reason="Enough.")
    findings.close(finding=finding, reason="verified", by=cast.inspector, now=day(6), note="Seen.")
    return finding


def line_of(pack, finding):
    lines = [line for section in pack.sections for line in section.lines if finding.reference in line[0]]
    return dict(zip(pack.columns, lines[0], strict=True)) if lines else None


def at(finding, by, number, **more):
    wanted = Wanted(finding.force, on=day(number).date(), **more)
    return board_pack(wanted, by, now=day(30))


def test_the_board_reads_what_was_known_on_each_day(cast, story):
    lines = [line_of(at(story, cast.liaison, number), story) for number in range(6)]
    said = [(line["Force says"], line["HMICFRS says"], line["Lead"]) for line in lines]
    assert said == [
        ("Not started", "Open", "Nobody"),
        ("Not started", "Open", cast.liaison.name),
        ("At risk", "Under review", cast.liaison.name),
        ("At risk", "Under review", cast.liaison.name),
        ("At risk", "Under review", cast.liaison.name),
        ("At risk", "Open", cast.liaison.name),
    ]
    dates = [(line["HMICFRS's date"], line["Force's date"]) for line in lines]
    assert dates[0] == ("Not set", "Not set")
    assert dates[1] == ("4 June 2018", "Not set")
    assert dates[3] == ("4 June 2018", "1 September 2018")
    assert dates[4] == ("1 October 2018 (originally 4 June 2018, moved once)", "1 September 2018")


def test_what_was_closed_later_was_open_then_and_is_counted(cast, story):
    before, after = at(story, cast.liaison, 5), at(story, cast.liaison, 6)
    assert (before.figures["Open findings"], before.figures["Closed findings"]) == (1, 0)
    assert (after.figures["Open findings"], after.figures["Closed findings"]) == (0, 1)
    # Nothing but HMICFRS's first date counted on day 1, and it had not passed.
    assert [at(story, cast.liaison, number).figures["Past their target date"] for number in (1, 5)] == [0, 0]
    assert line_of(after, story) is None


def test_a_voided_closure_was_one_while_it_stood(cast, story):
    findings.void_closure(finding=story, reason="Wrong one.", by=cast.administrator, now=day(9))
    assert at(story, cast.liaison, 8).figures["Closed findings"] == 1
    assert line_of(at(story, cast.liaison, 9), story)["HMICFRS says"] == "Open"


def test_a_later_correction_and_a_later_lead_are_taken_back(cast):
    finding = factories.finding(text=ASKED)
    leads.name_lead(finding=finding, lead=cast.liaison, deputy=None, by=cast.chief, now=day(1))
    leads.name_lead(finding=finding, lead=cast.chief, deputy=None, by=cast.chief, now=day(4))
    better = Correction({"text": "It should do better."}, reason="Misread.")
    corrections.correct_finding(finding=finding, correction=better, by=cast.editor, now=day(5))
    line = line_of(at(finding, cast.liaison, 3), finding)
    assert (line["What HMICFRS asked"], line["Lead"]) == (ASKED, cast.liaison.name)
    line = line_of(at(finding, cast.liaison, 5), finding)
    assert (line["What HMICFRS asked"], line["Lead"]) == ("It should do better.", cast.chief.name)


def test_a_finding_recorded_later_was_not_there_and_one_withdrawn_since_was(cast):
    early, late = factories.finding(), factories.finding(raised_at=day(5))
    report = factories.report()
    proposal = Proposal.objects.create(
        report=report, kind="finding", position=1, payload={}, status="confirmed", decided_by=cast.editor,
        decided_at=NOW, finding=early,
    )  # fmt: skip
    withdrawals.withdraw(proposal=proposal, reason="Not a finding.", by=cast.editor, now=day(6))
    pack = at(early, cast.liaison, 4)
    assert "since" in line_of(pack, early)["Finding"]
    assert line_of(pack, late) is None
    pack = at(early, cast.liaison, 6)
    assert line_of(pack, early) is None
    assert line_of(pack, late)["Finding"] == late.reference


def test_what_was_published_later_was_known_to_hmicfrs_alone(cast):
    factories.finding()
    finding = factories.finding(year=2016)
    Finding.objects.filter(pk=finding.pk).update(public_from=day(5).date())
    assert line_of(at(finding, cast.liaison, 4), finding) is None
    assert line_of(at(finding, cast.inspector, 4), finding)
    assert line_of(at(finding, cast.liaison, 5), finding)


def test_a_link_decided_later_is_not_looked_through(cast):
    earlier, later = factories.finding(year=2016), factories.finding()
    factories.link(earlier, later, decided_at=day(3))
    assert line_of(at(later, cast.liaison, 2), later)["First found"] == "2017"
    assert line_of(at(later, cast.liaison, 3), later)["First found"].startswith("2016")


def test_changes_end_with_the_day(cast, story):
    changes = [row[2] for row in at(story, cast.liaison, 4, since=day(2).date()).changes]
    assert "Update sent by the force" in changes
    assert "Lead and deputy named" not in changes  # before it
    assert "Update accepted" not in changes  # after it


def test_filters_of_today_are_refused_for_a_past_day(cast, story):
    with pytest.raises(NotAFilter):
        at(story, cast.liaison, 3, query="force_status=at_risk")
    assert line_of(at(story, cast.liaison, 3, query="year=2017"), story)
    assert line_of(at(story, cast.liaison, 3, query="year=2016"), story) is None


def test_a_pack_of_the_past_asks_a_constant_number_of_queries(cast, story, django_assert_max_num_queries):
    for _ in range(20):
        factories.finding()
    with django_assert_max_num_queries(12):
        at(story, cast.liaison, 4, since=NOW.date())


def word(by, **more):
    parameters = {"force": "cleveland", **more}
    export = exports.ask(kind="board_pack", format="docx", parameters=parameters, by=by, now=day(30))
    return export


def test_the_word_document_says_as_at_when(cast, story):
    export = word(cast.viewer, on="2018-06-03", marking="official_sensitive")
    assert export.title == "Board pack of Cleveland Police as at 3 June 2018"
    assert export.file_name.startswith("cleveland-board-pack-as-at-2018-06-03")
    document = Document(io.BytesIO(exports.opened(export=export, by=cast.viewer, now=day(30)).read()))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert "As the register stood at the end of 3 June 2018, made on 1 July 2018 at 10:30am" in words
    assert "As at 3 June 2018" in document.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize(
    "more",
    [{"on": "2018-05-01"}, {"on": "2999-01-01"}, {"on": "soon"}, {"on": "2018-06-03", "since": "2018-06-04"}],
)
def test_a_day_that_cannot_be_told_is_refused(cast, story, more):
    with pytest.raises(DateNotGood):
        word(cast.liaison, **more)


# --- The evidence pack --------------------------------------------------------------------------------


def archive(finding, by, number):
    parameters = {"finding": finding.reference, "on": day(number).date().isoformat()}
    export = exports.ask(kind="evidence_pack", format="zip", parameters=parameters, by=by, now=day(30))
    exports.make(export_id=export.pk, now=day(30))
    export.refresh_from_db()
    assert export.is_ready, export.problem
    return zipfile.ZipFile(io.BytesIO(exports.opened(export=export, by=by, now=day(30)).read()))


def facts(finding, by, number):
    return json.loads(archive(finding, by, number).read("finding.json"))


def test_questions_hold_what_was_written_by_then(cast, story):
    assert facts(story, cast.liaison, 2)["questions"] == []
    [asked] = facts(story, cast.liaison, 3)["questions"]
    assert (asked["state"], [each["text"] for each in asked["messages"]]) == (
        "Waiting for an answer", ["Who trains the rest?"],
    )  # fmt: skip
    [answered] = facts(story, cast.liaison, 4)["questions"]
    assert (answered["state"], answered["messages"][-1]["text"]) == ("Answered", "An agency.")


def test_the_plan_is_told_deed_by_deed(cast, story):
    [step] = facts(story, cast.liaison, 3)["actions"]
    assert (step["what"], step["owner"], step["done_on"]) == ("Train all staff", "A. Trainer", None)
    [step] = facts(story, cast.liaison, 4)["actions"]
    assert step["done_on"] == "2018-06-05"
    assert [deed["what"] for deed in step["history"]] == ["Action added", "Action done"]


def test_an_action_changed_or_removed_since_stands_as_it_was(cast):
    finding = factories.finding()
    named = {"owner_name": "B. Smith", "by": cast.liaison}
    first = actions.add(finding=finding, what="Write it", now=day(1), **named)
    second = actions.add(finding=finding, what="Read it", now=day(1), **named)
    actions.move(action=second, up=True, by=cast.liaison, now=day(2))
    actions.change(action=first, what="Write it well", now=day(3), **named)
    actions.remove(action=second, by=cast.liaison, now=day(4))
    told = [facts(finding, cast.liaison, number)["actions"] for number in range(1, 5)]
    plans = [[step["what"] for step in plan] for plan in told]
    assert plans == [
        ["Write it", "Read it"], ["Read it", "Write it"], ["Read it", "Write it well"], ["Write it well"],
    ]  # fmt: skip


def test_dates_stand_apart_with_their_moves(cast, story):
    dates = facts(story, cast.liaison, 6)["target_dates"]
    assert (dates["hmicfrs"]["original"], dates["hmicfrs"]["due_on"]) == ("2018-06-04", "2018-10-01")
    assert dates["hmicfrs"]["moves"] == 1
    assert dates["hmicfrs"]["settings"][1]["reason"] == "Not before autumn."
    assert (dates["force"]["due_on"], dates["force"]["moves"]) == ("2018-09-01", 0)
    assert facts(story, cast.liaison, 3)["target_dates"]["hmicfrs"]["moves"] == 0


def test_figures_decisions_and_the_closure_are_in_it(cast, story):
    told = facts(story, cast.liaison, 6)
    [piece] = told["evidence"]
    [figure] = piece["figures"]
    assert (figure["measure"], figure["value"], figure["comparator_value"]) == ("DVPOs", "32", "69")
    assert piece["sent_with_updates"] == [1]
    [decision] = told["updates"][0]["decisions"]
    assert (decision["outcome"], decision["level"], decision["is_final"]) == ("Accepted", 1, True)
    assert len(decision["state_sha256"]) == 64
    [closure] = told["closures"]
    assert (closure["reason"], closure["note"], closure["by"]) == ("Verified", "Seen.", cast.inspector.name)
    assert (told["lead"], told["closure_reason"]) == (cast.liaison.name, "Verified")
    page = archive(story, cast.liaison, 6).read("finding.html").decode()
    for words in ("Who trains the rest?", "Originally 4 June 2018, moved once", "DVPOs: 32", "Action done"):
        assert words in page


def test_a_newer_version_is_named_from_its_day_on(cast, story):
    old = Evidence.objects.get()
    new = Evidence.objects.create(
        force=old.force,
        kind="measure",
        title="Orders, again",
        version=2,
        added_by=cast.liaison,
        added_at=day(7),
    )
    Evidence.objects.filter(pk=old.pk).update(replaced_by=new)
    assert facts(story, cast.liaison, 6)["evidence"][0]["replaced_by"] is None
    assert facts(story, cast.liaison, 7)["evidence"][0]["replaced_by"]["title"] == "Orders, again"


def test_its_checksums_are_what_sha256sum_reads(cast, story, tmp_path):
    folder = tmp_path / "pack"
    archive(story, cast.liaison, 6).extractall(folder)
    checked = ["sha256sum", "--check", "--strict", "MANIFEST.sha256"]
    assert subprocess.run(checked, cwd=folder, check=False, capture_output=True).returncode == 0
    named = {line.split("  ", 1)[1] for line in (folder / "MANIFEST.sha256").read_text().splitlines()}
    assert named == {path.name for path in folder.iterdir()} - {"MANIFEST.sha256"}
    (folder / "finding.html").write_text("changed")
    assert subprocess.run(checked, cwd=folder, check=False, capture_output=True).returncode != 0
