"""The labelled real pages are read as well as promised. Left out where TRACKER_SAMPLES is not set."""

import pytest

from benchmarks.eval_reading import Evaluation


@pytest.fixture(scope="module")
def figures(samples):
    lines = Evaluation(samples / "labels", "all", show=False).lines()
    return {(line["set"], line.get("forces") or line["of"]): line for line in lines}


def test_findings_on_pages(figures):
    found = figures["findings", "all"]
    assert found["recall"] >= 0.95
    assert found["precision"] >= 0.98


def test_statements_on_pages(figures):
    told = figures["statements", "all"]
    assert told["found"] >= 0.90
    assert told["verdict_right"] >= 0.85
    assert told["boilerplate_taken"] == 0


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("findings", 11),
        ("judgments", 10),
        ("explicit statements", 5),
        ("all statements", 14),
        ("measures", 40),
        ("lost figures kept missing", 5),
        ("suggestions", 11),
    ],
)
def test_samples(figures, name, least):
    assert figures["samples", name]["right"] >= least


@pytest.mark.parametrize(("name", "most"), [("look-alikes taken", 0), ("false suggestions", 3)])
def test_what_is_not_in_the_samples(figures, name, most):
    assert figures["samples", name]["right"] <= most
