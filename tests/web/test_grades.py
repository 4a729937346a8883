"""The page of a force's grades over the years, and its line."""

import json
import re
from collections import Counter
from pathlib import Path

from tests import factories
from tracker.models import Force, Inspection, Judgment, Programme, Question
from tracker.selectors.grades import grade_history
from tracker.services import reference
from tracker.vocabulary import LineBreak
from tracker.web.grade_chart import chart_of

ADDRESS = "/forces/cleveland/grades/"


def judge(year, grade="Good", **fields):
    given = factories.scale().grades.get(label=grade) if grade else None
    return Judgment.objects.create(
        inspection=factories.inspection(year=year),
        question=factories.question(year=year),
        grade=given,
        **fields,
    )


def test_the_page_has_each_grade_in_words_and_the_line_beside_it(cast, get):
    judge(2015, "Inadequate")
    judge(2016, "Requires improvement")
    judge(2017, "Requires improvement", carried_forward=True, last_inspected=2016)
    page = get(cast.stranger, ADDRESS).content.decode()
    assert Counter(re.findall(r"<strong>(Inadequate|Requires improvement)</strong>", page)) == {
        "Inadequate": 1,
        "Requires improvement": 2,
    }
    assert "Carried forward from 2016" in page
    assert page.count("app-line__mark--carried") == 1
    assert page.count("<polyline") == 1
    assert 'style="' not in page
    assert "<script>" not in page


def test_a_break_is_told_in_words_with_hmicfrs_s_caution(cast, get):
    judge(2016)
    judge(2017)
    Programme.objects.filter(slug="peel-2017").update(
        is_comparable=False, caution="Its grades stand apart.", caution_source="https://example.org/peel"
    )
    page = get(cast.liaison, ADDRESS).content.decode()
    assert "Not comparable: new cycle" in page
    assert "Its grades stand apart." in page
    assert 'href="https://example.org/peel"' in page
    assert "<polyline" not in page
    assert page.count("app-line__break") == 1


def test_without_grades_it_says_so(cast, get):
    assert "No grades are published here yet" in get(cast.body, ADDRESS).content.decode()
    assert get(cast.body, "/forces/atlantis/grades/").status_code == 404


def test_the_force_s_page_leads_there(cast, get):
    judge(2017)
    assert f'href="{ADDRESS}"' in get(cast.stranger, "/forces/cleveland/").content.decode()


def test_a_missing_grade_interrupts_the_line(cast):
    judge(2015)
    judge(2016, None)
    judge(2017)
    chart = chart_of(grade_history(factories.force(), cast.liaison).lines[0])
    assert (len(chart.marks), chart.runs) == (2, [])


PILLARS = {None: "", "effectiveness": "effectiveness", "efficiency": "efficiency", "legitimacy": "legitimacy"}
PROGRAMMES = {"2014": 2014, "2015": 2015, "2016": 2016, "2017": 2017, "2018/19": 2018}


def test_real_grades_make_lines_that_can_be_drawn(cast, samples: Path) -> None:
    """Each labelled grade stands once in its force's lines, and none is compared across a change."""
    reference.load()
    rows = [
        json.loads(line) for line in (samples / "labels" / "grades.jsonl").read_text("utf-8").splitlines()
    ]
    kept = [row for row in rows if _kept(row)]
    assert len(kept) > 60
    for force in Force.objects.filter(inspections__isnull=False).distinct():
        lines = grade_history(force, cast.inspector).lines
        shown = {judgment.pk for line in lines for cell in line.cells for judgment in cell.judgments}
        assert shown == set(Judgment.objects.filter(inspection__force=force).values_list("pk", flat=True))
        assert not {cell.broken for line in lines for cell in line.cells} & {LineBreak.SCALE, LineBreak.CYCLE}
        assert all(chart_of(line).marks for line in lines)


def _kept(row: dict) -> bool:
    programme = Programme.objects.filter(kind="peel", first_year=PROGRAMMES.get(row["cycle"], 0)).first()
    pillar = PILLARS[row["pillar"]]
    if programme is None:
        return False
    asked = Question.objects.filter(programme=programme, pillar=pillar).order_by("position")
    question = asked[row["question"] - 1] if row["question"] else None
    inspection, _ = Inspection.objects.get_or_create(
        force=Force.objects.get(slug=row["slug"]), programme=programme, pillar=pillar, year=row["year"]
    )
    grade = programme.scale.grades.get(label__iexact=row["grade"])
    return Judgment.objects.get_or_create(
        inspection=inspection, question=question, defaults={"grade": grade}
    )[1]
