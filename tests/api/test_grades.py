"""A force's grades over the years, and the crosswalk that its lines follow."""

import pytest

from tests import factories
from tracker.models import Judgment, QuestionCrosswalk


@pytest.fixture
def judged(cast):
    rows = []
    for year, text, label in ((2016, "Keeping people safe", "Inadequate"), (2017, "Protecting", "Good")):
        inspection, question = factories.inspection(year=year), factories.question(text, year=year)
        grade = inspection.programme.scale.grades.get(label=label)
        rows.append(
            Judgment.objects.create(
                inspection=inspection,
                question=question,
                grade=grade,
                carried_forward=year == 2017,
                last_inspected=2016,
            )
        )
    QuestionCrosswalk.objects.create(
        earlier=rows[0].question,
        later=rows[1].question,
        confidence="medium",
        note="Reworded",
        source="A list",
    )


@pytest.mark.parametrize("person", ["stranger", "inspector"])
def test_a_force_has_its_lines(cast, as_, judged, person):
    [line] = as_(getattr(cast, person)).get("forces/cleveland/grades/").json()["lines"]
    assert [cell["grades"][0]["grade"] for cell in line["cells"]] == ["Inadequate", "Good"]
    assert line["cells"][1]["grades"][0]["carried_forward"] is True
    assert [cell["not_comparable"] for cell in line["cells"]] == [None, "question"]


def test_a_programme_tells_which_earlier_questions_map_to_its_own(cast, as_, judged):
    [question] = as_(cast.stranger).get("programmes/peel-2017/").json()["questions"]
    assert question["earlier"] == [
        {
            "programme": "peel-2016",
            "question": "keeping-people-safe",
            "confidence": "medium",
            "note": "Reworded",
            "source": "A list",
        }
    ]


def test_without_a_role_there_is_none_and_no_force_of_that_name(cast, as_):
    assert as_(cast.nobody).get("forces/cleveland/grades/").status_code == 403
    assert as_(cast.liaison).get("forces/atlantis/grades/").status_code == 404
