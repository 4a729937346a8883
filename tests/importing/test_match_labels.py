"""What ranking reaches on labelled pairs and statements. Left out where TRACKER_SAMPLES is not set."""

import pytest

from benchmarks.eval_matching import PARTS, Labels, figures


@pytest.fixture(scope="module")
def reached(samples):
    return {name: value for name, _, value in figures(Labels(samples / "labels"), PARTS["all"])}


@pytest.mark.parametrize(
    ("figure", "least"),
    [
        ("area under the curve", 0.85),
        ("area under the curve, both formal", 0.92),
        ("right predecessor first", 0.9),
        ("right predecessor among three", 1.0),
        ("statement's finding first", 0.85),
    ],
)
def test_figure(reached, figure, least):
    assert reached[figure] >= least


def test_siblings_are_not_proposed(reached):
    assert reached["siblings proposed"] == 0
