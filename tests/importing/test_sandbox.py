"""A reader that runs wild in the child process is stopped, and the caller is told why."""

import os
import socket
import time
import uuid
from functools import partial

import pytest

from tests.importing import bombs
from tests.importing.rendered import as_pdf, drawn, lines, locked
from tests.importing.samples import OWN
from tracker.importing import isolation, sandbox
from tracker.importing.problems import UnreadableReport
from tracker.importing.readers.pdf.pieces import MOST_PAGES
from tracker.importing.reading import read
from tracker.importing.sandbox import Limits
from tracker.importing.steps import Stage, Step

REPORT = (OWN / "borsetshire-2017.txt").read_bytes()
SHORT = Limits(cpu_seconds=1, wall_seconds=2)


def _refusal(entry, data=b"x", limits=SHORT):
    with pytest.raises(UnreadableReport) as refused:
        sandbox.read(data, "report.txt", limits, entry=f"tests.importing.hostile:{entry}")
    return refused.value


def test_reads_the_same_as_in_this_process():
    assert sandbox.read(REPORT, "report.txt") == read(REPORT, "report.txt")


def test_refusal_of_the_reader_comes_through():
    with pytest.raises(UnreadableReport, match="The file is empty"):
        sandbox.read(b"", "report.txt")


@pytest.mark.parametrize("entry", ["loop", "wait"])
def test_too_long_is_stopped(entry):
    assert str(_refusal(entry)).startswith("Reading took too long and was stopped.")


def test_the_limits_are_those_promised():
    told = _refusal("list_limits", limits=sandbox.DEFAULT_LIMITS).detail
    memory, left = 768 * 1024**2, told.rpartition(", ")[2].strip("\n)")
    assert f"({memory}, {memory}), (15, 15), (0, 0)" in told
    assert 20 < int(left) <= 30


def test_too_much_memory_is_refused():
    assert str(_refusal("eat_memory")) == "The file needs more memory to read than is allowed."
    megabyte, allowed = 1024**2, sandbox.DEFAULT_LIMITS
    assert "were there" in str(_refusal("take_memory", b"%d" % (500 * megabyte), allowed))
    assert "more memory" in str(_refusal("take_memory", b"%d" % (768 * megabyte), allowed))


def test_endless_answer_is_stopped():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "LONGEST_ANSWER", 1024 * 1024)
        refused = _refusal("answer_without_end")
    assert "stopped" in str(refused)


def test_no_file_can_be_written(tmp_path):
    target = tmp_path / "written.txt"
    _refusal("write_a_file", data=str(target).encode())
    assert not target.exists() or not target.read_bytes()


def test_fault_of_the_reader_is_told_without_its_traceback():
    refused = _refusal("fail")
    assert "Tell the team" in str(refused)
    assert "ZeroDivisionError" in refused.detail


def test_child_has_no_secrets(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    assert "no secrets here" in _refusal("fail").detail


def test_nothing_of_the_group_outlives_the_call():
    name = f"{uuid.uuid4()}.txt"
    before = time.monotonic()
    with pytest.raises(UnreadableReport):
        sandbox.read(b"x", name, SHORT, "tests.importing.hostile:leave_a_child")
    assert time.monotonic() - before < 30
    assert _are_gone(name)


def test_no_way_leads_to_the_network():
    """The port on this machine is open for us, and not for the child."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        refused = _refusal("call_home", data=str(port).encode())
    assert "OSError" in refused.detail or "ConnectionRefusedError" in refused.detail
    assert "['lo']" in _refusal("list_networks").detail


@pytest.mark.parametrize("way", range(len(isolation._WAYS)))
def test_each_way_of_isolation_reads_and_stops(way, monkeypatch):
    found = isolation._found(isolation._WAYS[way])
    if not (found and isolation._works(found)):
        pytest.skip(f"{isolation._WAYS[way][0]} cannot be used on this machine")
    monkeypatch.setattr(isolation, "prefix", lambda: found)
    assert sandbox.read(REPORT, "report.txt") == read(REPORT, "report.txt")
    assert "took too long" in str(_refusal("loop"))
    assert "['lo']" in _refusal("list_networks").detail


def test_a_way_that_does_not_work_is_none():
    assert not isolation._works(("false",))
    assert not isolation._works(("/no/such/program",))
    assert isolation._found(("no-such-program",)) is None


def test_steps_are_told_on_the_way():
    steps = []
    pages = [[(72, 72, "PEEL 2017: an inspection of Cleveland Police")]] * 400
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox, "PAUSE", 0.01)
        sandbox.read(drawn(*pages), "report.pdf", tell=steps.append)
    told = [step.page for step in steps if step.stage is Stage.PAGES]
    assert told == sorted(set(told))
    assert {step.pages for step in steps} <= {400, None}
    assert len(told) > 2


def test_stories_of_a_hostile_child_are_heard_sparingly():
    steps = []
    with pytest.raises(UnreadableReport, match="took too long"):
        sandbox.read(b"x", "a", SHORT, "tests.importing.hostile:tell_stories", tell=steps.append)
    assert set(steps) == {Step(Stage.PAGES, 2, 3)}
    assert len(steps) <= SHORT.wall_seconds / sandbox.PAUSE


def test_nobody_waits_for_a_process_that_got_away(monkeypatch):
    monkeypatch.setattr(isolation, "prefix", lambda: None)
    monkeypatch.setattr(sandbox, "_GRACE", 0.1)
    before = time.monotonic()
    _refusal("get_away")
    assert time.monotonic() - before < 15


def test_a_teller_that_fails_leaves_no_child_behind():
    def fail(step):
        raise ConnectionError("the database is down")

    name = f"{uuid.uuid4()}.txt"
    with pytest.raises(ConnectionError):
        sandbox.read(b"x", name, SHORT, "tests.importing.hostile:tell_stories", tell=fail)
    assert _are_gone(name)


def test_crash_of_native_code_is_told():
    assert str(_refusal("crash")).startswith("Reading was stopped because the file asked for more")


def test_larger_than_any_report_is_refused_unread():
    with pytest.raises(UnreadableReport, match="more than 25 MB"):
        sandbox.read(b"x" * (sandbox.LARGEST + 1), "report.txt")


def _are_gone(file_name):
    """Whether no process reads the file any more, once those that were killed had time to die."""
    deadline = time.monotonic() + 10
    while left := _processes_of(file_name):
        if time.monotonic() > deadline:
            return not left
    return True


def _processes_of(file_name):
    """Command lines of this machine's processes that read a file of this name."""
    lines = []
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{number}/cmdline", "rb") as line:
                lines.append(line.read())
        except OSError:
            continue
    return [line for line in lines if file_name.encode() in line]


@pytest.mark.parametrize(
    "bomb",
    [
        bombs.page_tree_cycle,
        bombs.flate_bomb,
        bombs.shared_content,
        bombs.too_many_pages,
        bombs.nested_divisions,
        partial(bombs.nested_divisions, 1_900_000),
        locked,
        lambda: as_pdf(REPORT)[:-2_000],
    ],
)
def test_bombs_are_refused_with_a_reason(bomb):
    limits = Limits(cpu_seconds=3, wall_seconds=6)
    with pytest.raises(UnreadableReport) as refused:
        sandbox.read(bomb(), "bomb", limits)
    assert "a reason of its own" not in str(refused.value)


def test_as_many_pages_as_a_report_may_have_are_read():
    first = lines(72, "PEEL: Police effectiveness 2017", "An inspection of Cleveland Police")
    others = [lines(300, f"Words of page {number}.") for number in range(2, MOST_PAGES + 1)]
    report = sandbox.read(drawn(first, *others), "report.pdf")
    assert report.text.count("Words of page") == MOST_PAGES - 1
