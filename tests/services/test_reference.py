"""Reference data: what is loaded, and that loading again touches nothing people have changed."""

from collections import Counter

import pytest
from django.core.management import call_command

from tracker.models import (
    Force,
    ForceAlias,
    Grade,
    Programme,
    Question,
    QuestionAlias,
    QuestionCrosswalk,
    Scale,
)
from tracker.selectors.questions import question_map
from tracker.services import reference
from tracker.vocabulary import Confidence, ForceKind, Pillar

pytestmark = pytest.mark.django_db
LOADED = [Force, ForceAlias, Scale, Grade, Programme, Question, QuestionAlias, QuestionCrosswalk]


@pytest.fixture
def loaded(db: None) -> None:
    reference.load()


def rows() -> dict[str, list[dict]]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in LOADED}


@pytest.mark.usefixtures("loaded")
class TestWhatIsLoaded:
    def test_the_43_forces_of_england_and_wales(self) -> None:
        territorial = Force.objects.filter(kind=ForceKind.TERRITORIAL)
        assert territorial.count() == 43
        assert territorial.values("ons_code").distinct().count() == 43

    @pytest.mark.parametrize(
        ("alias", "slug"),
        [
            ("Cleveland", "cleveland"),
            ("Hertfordshire", "hertfordshire"),
            ("Metropolitan Police", "metropolitan"),
            ("Devon & Cornwall Police", "devon-and-cornwall"),
        ],
    )
    def test_a_force_by_another_name(self, alias: str, slug: str) -> None:
        assert ForceAlias.objects.get(alias__iexact=alias).force.slug == slug

    def test_programmes_from_2014_to_2025_27(self) -> None:
        peel = Programme.objects.filter(kind="peel").order_by("first_year")
        assert [programme.first_year for programme in peel] == [
            2014,
            2015,
            2016,
            2017,
            2018,
            2021,
            2023,
            2025,
        ]

    def test_effectiveness_had_five_questions_in_2017_and_one_ungraded(self) -> None:
        asked = Question.objects.filter(programme__slug="peel-2017", pillar=Pillar.EFFECTIVENESS)
        assert Counter(asked.values_list("is_graded", flat=True)) == {True: 4, False: 1}

    def test_a_question_by_its_chapter_heading(self) -> None:
        asked = Question.objects.get(programme__slug="peel-2017", text="Protecting vulnerable people")
        assert asked.aliases.filter(text="Protecting vulnerable people and supporting victims").exists()

    def test_the_scale_grew_a_grade_in_2021(self) -> None:
        ranked = Grade.objects.filter(rank__isnull=False)
        before = ranked.filter(scale__programmes__slug="peel-2017").values_list("label", flat=True)
        after = ranked.filter(scale__programmes__first_year=2021).values_list("label", flat=True)
        assert set(after) - set(before) == {"Adequate"}

    def test_each_mapping_says_how_sure_it_is_why_and_where_that_stands(self) -> None:
        rows = QuestionCrosswalk.objects.all()
        assert rows.count() > 30
        assert not rows.filter(source="").exists()
        assert not rows.filter(note="").exists()
        assert set(rows.values_list("confidence", flat=True)) == set(Confidence.values)

    def test_a_question_is_followed_through_the_programmes(self) -> None:
        newest = Question.objects.get(programme__slug="peel-2023-25", text="Investigating crime")
        covered = Question.objects.filter(pk__in=question_map().covered_by([newest.pk]))
        assert set(covered.values_list("programme__first_year", flat=True)) == {
            *range(2014, 2019),
            2021,
            2023,
        }

    def test_what_no_page_confirms_is_marked(self) -> None:
        unverified = Programme.objects.filter(is_verified=False)
        assert set(unverified.values_list("slug", flat=True)) == {"peel-2023-25", "peel-2025-27"}

    def test_the_two_cycles_whose_grades_stand_apart_say_so(self) -> None:
        apart = Programme.objects.filter(is_comparable=False)
        assert set(apart.values_list("first_year", flat=True)) == {2021, 2023}
        assert not apart.filter(caution="").exists()


class TestLoadingAgain:
    def test_makes_nothing_twice(self, loaded: None) -> None:
        before = rows()
        call_command("load_reference_data")
        assert rows() == before

    def test_keeps_what_people_changed(self, loaded: None) -> None:
        Force.objects.filter(slug="hampshire").update(name="Hampshire & Isle of Wight")
        Programme.objects.filter(slug="peel-2017").update(note="As agreed in March")
        before = rows()
        reference.load()
        assert rows() == before

    def test_keeps_questions_that_editors_put_in_the_place_of_its_own(self, loaded: None) -> None:
        cycle = Programme.objects.get(slug="peel-2023-25")
        Question.objects.filter(programme=cycle, position=9).update(slug="victims", text="Victims")
        reference.load()
        added = cycle.questions.get(slug="service-for-victims-of-crime")
        assert (added.position, cycle.questions.get(slug="victims").position) == (10, 9)

    def test_keeps_a_mapping_as_people_corrected_it(self, loaded: None) -> None:
        row = QuestionCrosswalk.objects.filter(confidence=Confidence.HIGH).first()
        QuestionCrosswalk.objects.filter(pk=row.pk).update(confidence=Confidence.LOW, note="Agreed in March")
        before = rows()
        reference.load()
        assert rows() == before

    def test_brings_back_what_is_missing(self, loaded: None) -> None:
        QuestionAlias.objects.all().delete()
        reference.load()
        assert QuestionAlias.objects.exists()
