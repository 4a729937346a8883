"""Exports hold exactly what their owner sees, are made once, and reach nobody else."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from openpyxl import load_workbook

from tests import factories
from tests.factories import NOW
from tracker import access
from tracker.documents.vocabulary import ExportState
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Export, Finding, ForceMembership
from tracker.models.visibility import forget_memberships
from tracker.selectors.list_columns import LISTINGS
from tracker.selectors.listings import NotAFilter
from tracker.services import exports, orphans, rounds
from tracker.services.export_plans import FormatNotThere

pytestmark = pytest.mark.django_db
LATER = NOW + exports.KEPT_FOR


def asked(by, name="findings", query="", format="csv", now=NOW):
    return exports.ask(kind="list", format=format, parameters={"list": name, "query": query}, by=by, now=now)


def lines_of(export, by, now=NOW) -> list[dict[str, str]]:
    data = exports.opened(export=export, by=by, now=now).read().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data, newline="")))


@pytest.fixture
def finding(cast):
    return factories.finding(force_due_on=date(2018, 9, 1), text="=HYPERLINK(1)", lead=cast.liaison)


@pytest.fixture
def waiting(cast, monkeypatch):
    """An export that is too large to be made at once."""
    monkeypatch.setattr(exports, "SMALL", -1)
    return lambda by=cast.liaison: asked(by)


def test_the_force_has_its_workspace_in_it(cast, finding):
    [line] = lines_of(asked(cast.liaison), cast.liaison)
    assert (line["Reference"], line["Force's target date"]) == (finding.reference, "2018-09-01")
    assert (line["Lead"], line["Force says"]) == (cast.liaison.name, "Not started")
    assert line["Text"] == "'=HYPERLINK(1)"
    assert line["As at"] == "2018-06-01T09:30:00Z"
    assert "Open Government Licence" in line["Licence"]


@pytest.mark.parametrize("person", ["stranger", "body"])
def test_others_have_the_register_only(cast, finding, person):
    reader = getattr(cast, person)
    [line] = lines_of(asked(reader), reader)
    assert line["Reference"] == finding.reference
    assert (line["Force says"], line["Force's target date"], line["Lead"]) == ("", "", "")


def test_an_embargoed_finding_is_in_the_inspectors_list_alone(cast):
    hidden = factories.finding(year=2018, public_from=None)
    Finding.objects.filter(pk=hidden.pk).update(public_from=None)
    assert [line["Reference"] for line in lines_of(asked(cast.inspector), cast.inspector)]
    assert lines_of(asked(cast.liaison), cast.liaison) == []


def test_it_is_narrowed_and_sorted_as_its_page(cast, finding):
    factories.finding("hertfordshire")
    older = factories.finding(year=2016)
    query = "force=cleveland&sort=year&page=1&q="
    found = [line["Reference"] for line in lines_of(asked(cast.inspector, query=query), cast.inspector)]
    assert found == [older.reference, finding.reference]


@pytest.mark.parametrize("query", ["colour=red", "force=nowhere", "kind=cake"])
def test_what_does_not_narrow_the_list_is_refused(cast, query):
    with pytest.raises(NotAFilter):
        asked(cast.inspector, query=query)


def test_excel_holds_the_same_lines(cast, finding):
    export = asked(cast.liaison, format="xlsx")
    sheet = load_workbook(exports.opened(export=export, by=cast.liaison, now=NOW)).active
    head, line = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert dict(zip(head, line, strict=True))["Text"] == "=HYPERLINK(1)"
    assert sheet["H2"].data_type == "s"
    assert export.file_name == "findings-2018-06-01.xlsx"


@pytest.mark.parametrize("format", ["docx", "zip", "exe"])
def test_a_list_is_a_table(cast, format):
    with pytest.raises(FormatNotThere):
        asked(cast.liaison, format=format)


# What the address of a list says that is not of everything: its object, and others that are no such thing.
OF = {
    "theme-findings": ("theme=body-worn-video", "theme=none-such"),
    "theme-proposals": ("theme=body-worn-video", "theme=none-such"),
    "grades": ("force=cleveland", "force=none-such"),
    "actions": ("finding=cleveland-2017-eff-01", "finding=cleveland-2017-eff-99"),
    "history": ("finding=cleveland-2017-eff-01", "finding=cleveland-2017-eff-99"),
    "silent-repeats": ("report={report}", "report=0"),
    "proposals": ("report={report}", "report=0"),
    "round-findings": ("round={round}", "round=0"),
    "national-forces": ("recommendation={national}", "recommendation=0"),
}


@pytest.fixture
def rows(cast):
    """Something for each list that is of one thing."""
    report = factories.report()
    finding = factories.finding(inspection=report.inspection)
    factories.finding_theme(finding)
    assert finding.reference == "cleveland-2017-eff-01"
    ends = {"last_day": date(2018, 9, 1), "by": cast.inspector, "now": NOW}
    asking = rounds.open_round(name="Quarter", forces=[finding.force], **ends)
    return {"report": report.pk, "round": asking.pk, "national": factories.national().pk}


@pytest.mark.parametrize("name", sorted(LISTINGS))
def test_each_list_can_be_had_by_those_who_see_its_page(cast, rows, name):
    query = OF.get(name, ("", ""))[0].format(**rows)
    lines = lines_of(asked(cast.inspector, name, query), cast.inspector)
    head = [*LISTINGS[name].columns, "As at", *LISTINGS[name].notes]
    assert all(list(line) == head for line in lines)


@pytest.mark.parametrize("name", sorted(OF))
def test_a_list_of_one_thing_says_of_which_and_of_nothing_else(cast, rows, name):
    ours, none_such = OF[name]
    with pytest.raises(NotAFilter):
        asked(cast.inspector, name)
    with pytest.raises(NotAFilter):
        asked(cast.inspector, name, f"{ours.format(**rows)}&colour=red")
    with pytest.raises(access.NotVisible):
        asked(cast.inspector, name, none_such)


@pytest.mark.parametrize("name", ["actions", "history"])
def test_a_list_of_a_workspace_does_not_exist_for_others(cast, rows, name):
    with pytest.raises((access.NotVisible, access.NotAllowed)):
        asked(cast.stranger, name, OF[name][0])


@pytest.mark.parametrize(
    ("name", "person"), [("evidence", "body"), ("reviews", "liaison"), ("reports", "chief")]
)
def test_a_list_whose_page_is_closed_is_closed_as_a_file(cast, name, person):
    with pytest.raises(access.NotAllowed):
        asked(getattr(cast, person), name)


# --- Who gets the file --------------------------------------------------------------------------------


def test_only_its_owner_downloads_it_and_that_is_written_down(cast, finding):
    export = asked(cast.liaison)
    for other in (cast.chief, cast.inspector):
        with pytest.raises(access.NotVisible):
            exports.opened(export=export, by=other, now=NOW)
    exports.opened(export=export, by=cast.liaison, now=NOW)
    event = AuditEvent.objects.get(kind=EventKind.EXPORT_DOWNLOADED)
    assert (event.actor, event.data["export_id"]) == (cast.liaison, export.pk)


def test_whoever_has_lost_the_role_does_not_get_it_any_more(cast, finding):
    export = asked(cast.liaison)
    ForceMembership.objects.filter(user=cast.liaison).update(force=factories.force("hertfordshire"))
    forget_memberships(cast.liaison)
    with pytest.raises(exports.NoLongerYours):
        exports.opened(export=export, by=cast.liaison, now=NOW)


def test_it_is_deleted_on_its_last_day(cast, finding):
    export = asked(cast.liaison)
    name = export.file.name
    assert default_storage.exists(name)
    exports.sweep(now=LATER - timedelta(seconds=1))
    exports.opened(export=export, by=cast.liaison, now=NOW)
    exports.sweep(now=LATER)
    export.refresh_from_db()
    assert (export.state, export.file.name) == (ExportState.EXPIRED, "")
    with pytest.raises(exports.NotReady):
        exports.opened(export=export, by=cast.liaison, now=LATER)


def test_a_file_past_its_day_is_not_handed_out_before_the_sweep(cast, finding):
    export = asked(cast.liaison)
    with pytest.raises(exports.NotReady):
        exports.opened(export=export, by=cast.liaison, now=LATER)


# --- The row is the queue -----------------------------------------------------------------------------


def test_a_large_one_waits_for_a_worker_and_is_made_once(cast, finding, waiting):
    export = waiting()
    assert export.state == ExportState.WAITING
    with pytest.raises(exports.NotReady):
        exports.opened(export=export, by=cast.liaison, now=NOW)
    assert exports.make(export_id=export.pk, now=NOW)
    assert not exports.make(export_id=export.pk, now=NOW)
    assert len(lines_of(export, cast.liaison)) == 1
    export.refresh_from_db()
    assert (export.done, export.total) == (1, 1)


def test_one_whose_worker_was_lost_is_made_by_another(cast, finding, waiting):
    export = waiting()
    Export.objects.filter(pk=export.pk).update(state="making", lease_until=NOW, attempts=1)
    assert not exports.make(export_id=export.pk, now=NOW)
    after = NOW + timedelta(seconds=1)
    assert exports.sweep(now=after) == 1
    assert exports.make(export_id=export.pk, now=after)


def test_one_that_never_comes_to_an_end_is_given_up(cast, finding, waiting):
    export = waiting()
    Export.objects.filter(pk=export.pk).update(attempts=exports.MOST_ATTEMPTS)
    assert not exports.make(export_id=export.pk, now=NOW)
    export.refresh_from_db()
    assert (export.state, export.problem) == (ExportState.FAILED, exports.GAVE_UP)


def test_one_whose_owner_lost_the_role_meanwhile_fails_with_the_reason(cast, waiting):
    export = exports.ask(kind="list", format="csv", parameters={"list": "evidence"}, by=cast.liaison, now=NOW)
    ForceMembership.objects.filter(user=cast.liaison).delete()
    assert not exports.make(export_id=export.pk, now=NOW)
    export.refresh_from_db()
    assert "Your role does not let you" in export.problem


def test_one_that_is_cancelled_is_not_made(cast, finding, waiting):
    export = exports.cancel(export=waiting(), by=cast.liaison, now=NOW)
    assert export.state == ExportState.CANCELLED
    assert not exports.make(export_id=export.pk, now=NOW)
    with pytest.raises(exports.NotReady, match="You cancelled"):
        exports.opened(export=export, by=cast.liaison, now=NOW)
    with pytest.raises(exports.NothingToCancel):
        exports.cancel(export=export, by=cast.liaison, now=NOW)
    assert AuditEvent.objects.filter(kind=EventKind.EXPORT_CANCELLED, actor=cast.liaison).count() == 1


def test_one_that_is_cancelled_while_it_is_written_leaves_nothing(cast, finding, waiting, monkeypatch):
    export, told = waiting(), exports._tell

    def cancelled_meanwhile(making, done):
        exports.cancel(export=export, by=cast.liaison, now=NOW)
        told(making, done)

    monkeypatch.setattr(exports, "_tell", cancelled_meanwhile)
    assert not exports.make(export_id=export.pk, now=NOW)
    export.refresh_from_db()
    assert (export.state, export.file.name, export.problem) == (ExportState.CANCELLED, "", "")
    assert not default_storage.exists("exports") or default_storage.listdir("exports")[1] == []


def test_nobody_cancels_another_s(cast, finding, waiting):
    export = waiting()
    with pytest.raises(access.NotVisible):
        exports.cancel(export=export, by=cast.inspector, now=NOW)
    assert exports.make(export_id=export.pk, now=NOW)


def test_more_rows_than_a_sheet_holds_are_refused_for_excel_alone(cast, finding, monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 0)
    with pytest.raises(exports.TooManyRows, match="CSV"):
        asked(cast.liaison, format="xlsx")
    assert asked(cast.liaison).is_ready


def test_nobody_fills_the_queue(cast, waiting):
    for _ in range(exports.MOST_UNDER_WAY):
        waiting()
    with pytest.raises(exports.TooManyUnderWay):
        waiting()
    assert waiting(cast.inspector)


def test_a_file_that_no_row_names_is_swept_and_one_that_a_row_names_is_kept(cast, finding):
    export = asked(cast.liaison)
    with default_storage.open("exports/left.csv", "wb") as left:
        left.write(b"x")
    orphans.sweep(now=export.asked_at + timedelta(days=3650))
    assert default_storage.exists(export.file.name)
    assert not default_storage.exists("exports/left.csv")
