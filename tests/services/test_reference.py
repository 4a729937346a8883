"""Reference data: what is loaded, and that loading again touches nothing people have changed."""

from collections import Counter

import pytest
from django.core.management import call_command

from tracker.models import Force, ForceAlias, Grade, Programme, Question, QuestionAlias, Scale
from tracker.services import reference
from tracker.vocabulary import ForceKind, Pillar

pytestmark = pytest.mark.django_db
LOADED = [Force, ForceAlias, Scale, Grade, Programme, Question, QuestionAlias]


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

    def test_brings_back_what_is_missing(self, loaded: None) -> None:
        QuestionAlias.objects.all().delete()
        reference.load()
        assert QuestionAlias.objects.exists()
