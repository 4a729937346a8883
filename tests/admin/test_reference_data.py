"""Reference data: kept by editors and administrators, read by inspectors, protected while in use."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from tests import factories
from tests.admin.conftest import SignedIn
from tests.fixtures import Cast
from tracker.models import (
    AuditEvent,
    Force,
    ForceAlias,
    ForceSuccession,
    Programme,
    Question,
    QuestionCrosswalk,
    Scale,
)

FORCES = "/admin/tracker/force/"
INLINES = ["former_names", "aliases", "policing_bodies", "successions_to"]


@pytest.fixture
def editor(cast: Cast, signed_in: SignedIn) -> Client:
    return signed_in(cast.editor)


@pytest.fixture
def inspector(cast: Cast, signed_in: SignedIn) -> Client:
    return signed_in(cast.inspector)


def answers(force: Force | None = None, **changes: str) -> dict[str, str]:
    """What the form of a force posts, its inlines empty but for the changes."""
    kept = (
        {name: getattr(force, name) or "" for name in ("name", "short_name", "ons_code", "region", "kind")}
        if force
        else {}
    )
    management = {f"{inline}-{count}_FORMS": "0" for inline in INLINES for count in ("TOTAL", "INITIAL")}
    return kept | management | changes


class TestForces:
    def test_an_editor_renames_one_and_keeps_its_former_name(self, cast: Cast, editor: Client) -> None:
        force = factories.force("hampshire")
        former = {
            "former_names-TOTAL_FORMS": "1",
            "former_names-0-name": force.name,
            "former_names-0-used_until": "2022-01-24",
        }
        answer = editor.post(
            f"{FORCES}{force.pk}/change/",
            answers(force, name="Hampshire and Isle of Wight Constabulary", **former),
        )
        assert answer.status_code == 302
        force.refresh_from_db()
        assert force.name == "Hampshire and Isle of Wight Constabulary"
        assert str(force.former_names.get()) == "Hampshire Police (until 2022-01-24)"

    def test_the_history_says_who_changed_what(self, cast: Cast, editor: Client) -> None:
        force = factories.force()
        editor.post(f"{FORCES}{force.pk}/change/", answers(force, region="North East"))
        assert LogEntry.objects.get().user == cast.editor
        assert "Changed Region" in editor.get(f"{FORCES}{force.pk}/history/").content.decode()

    def test_an_inspector_only_reads(self, cast: Cast, inspector: Client) -> None:
        force = factories.force()
        assert inspector.get(FORCES).status_code == 200
        answer = inspector.post(f"{FORCES}{force.pk}/change/", answers(force, region="Elsewhere"))
        assert answer.status_code == 403
        assert inspector.get(f"{FORCES}add/").status_code == 403

    def test_references_are_made_of_the_slug_so_it_stays(self, cast: Cast, editor: Client) -> None:
        force = factories.force()
        editor.post(f"{FORCES}{force.pk}/change/", answers(force, slug="teesside"))
        force.refresh_from_db()
        assert force.slug == "cleveland"

    def test_an_alias_means_one_force(self, cast: Cast, editor: Client) -> None:
        ForceAlias.objects.create(force=factories.force("hertfordshire"), alias="Herts")
        force = factories.force()
        alias = {"aliases-TOTAL_FORMS": "1", "aliases-0-alias": "HERTS"}
        page = editor.post(f"{FORCES}{force.pk}/change/", answers(force, **alias))
        assert page.status_code == 200
        assert not force.aliases.exists()

    def test_it_is_found_by_an_alias(self, cast: Cast, editor: Client) -> None:
        ForceAlias.objects.create(force=factories.force(), alias="Teesside police")
        page = editor.get(FORCES, {"q": "teesside"}).content.decode()
        assert "Cleveland Police" in page
        assert "Hertfordshire" not in page


class TestDeleting:
    def test_what_is_in_use_stays(self, cast: Cast, editor: Client) -> None:
        force = factories.finding().force
        answer = editor.post(f"{FORCES}{force.pk}/delete/", {"post": "yes"})
        assert "would require deleting the following protected" in answer.content.decode()
        assert Force.objects.filter(pk=force.pk).exists()

    def test_many_at_once_stay_too(self, cast: Cast, editor: Client) -> None:
        force = factories.finding().force
        editor.post(FORCES, {"action": "delete_selected", "_selected_action": [force.pk], "post": "yes"})
        assert Force.objects.filter(pk=force.pk).exists()

    def test_what_nothing_uses_goes(self, cast: Cast, editor: Client) -> None:
        scale = Scale.objects.create(name="Pass or fail")
        editor.post(f"/admin/tracker/scale/{scale.pk}/delete/", {"post": "yes"})
        assert not Scale.objects.filter(pk=scale.pk).exists()


class TestProgrammes:
    def test_grades_given_hold_the_scale_fast(self, cast: Cast, editor: Client) -> None:
        programme = factories.inspection().programme
        other = Scale.objects.create(name="Five grades")
        editor.post(
            f"/admin/tracker/programme/{programme.pk}/change/",
            {
                "name": programme.name,
                "kind": "peel",
                "first_year": "2017",
                "scale": str(other.pk),
                "letters": "abc",
                "questions-TOTAL_FORMS": "0",
                "questions-INITIAL_FORMS": "0",
            },
        )
        programme.refresh_from_db()
        assert (programme.scale.name, programme.letters) == ("Four grades (to 2018/19)", "gen")

    def test_a_new_one_needs_no_code(self, cast: Cast, editor: Client) -> None:
        answer = editor.post(
            "/admin/tracker/programme/add/",
            {
                "name": "PEEL 2027–29",
                "slug": "peel-2027-29",
                "kind": "peel",
                "first_year": "2027",
                "last_year": "2029",
                "update_interval_days": "90",
                "scale": str(factories.scale().pk),
                "letters": "gen",
                "questions-TOTAL_FORMS": "0",
                "questions-INITIAL_FORMS": "0",
            },
        )
        assert answer.status_code == 302
        assert Programme.objects.get(slug="peel-2027-29").last_year == 2029


class TestBodies:
    ADD = "/admin/tracker/forcesuccession/add/"

    def test_a_takeover_is_recorded_through_the_service(self, cast: Cast, editor: Client) -> None:
        pair = {"predecessor": factories.force("teesside").pk, "successor": factories.force().pk}
        editor.post(self.ADD, pair | {"on": "2017-04-01"})
        row = ForceSuccession.objects.get()
        assert AuditEvent.objects.filter(kind="force_succeeded", force=row.successor).exists()
        page = editor.post(self.ADD, pair | {"on": "2018-04-01"}, follow=True).content.decode()
        assert "is recorded already" in page
        editor.post(f"/admin/tracker/forcesuccession/{row.pk}/delete/", {"post": "yes"})
        assert not ForceSuccession.objects.exists()

    def test_one_in_use_is_not_taken_back(self, cast: Cast, editor: Client) -> None:
        old, new = factories.finding("teesside", year=2016), factories.finding(year=2017)
        row = ForceSuccession.objects.create(predecessor=old.force, successor=new.force, on="2017-04-01")
        factories.link(old, new)
        address = f"/admin/tracker/forcesuccession/{row.pk}/delete/"
        assert "rest on this" in editor.post(address, {"post": "yes"}, follow=True).content.decode()
        assert ForceSuccession.objects.filter(pk=row.pk).exists()

    def test_a_new_name_keeps_the_old_one(self, cast: Cast, editor: Client) -> None:
        answers = {"force": factories.force().pk, "name": "Tees Police", "used_until": "2018-04-01"}
        address = "/admin/tracker/forcename/add/"
        editor.post(address, answers)
        force = Force.objects.get(slug="cleveland")
        assert (force.name, force.former_names.get().name) == ("Tees Police", "Cleveland Police")
        assert (
            "Enter a later day"
            in editor.post(address, answers | {"name": "Teesside Police"}, follow=True).content.decode()
        )


class TestQuestions:
    def test_options_say_which_programme(self, cast: Cast, editor: Client) -> None:
        factories.question(year=2016)
        factories.question(year=2017)
        chosen = {"app_label": "tracker", "model_name": "questioncrosswalk", "field_name": "later"}
        answer = editor.get("/admin/autocomplete/", {"term": "vulnerable 2017"} | chosen)
        assert [option["text"] for option in json.loads(answer.content)["results"]] == [
            "PEEL 2017: Protecting vulnerable people"
        ]

    def test_a_mapping_back_in_time_is_refused_in_words(self, cast: Cast, editor: Client) -> None:
        earlier, later = factories.question(year=2016), factories.question(year=2017)
        pair = {"earlier": later.pk, "later": earlier.pk, "confidence": "high"}
        page = editor.post("/admin/tracker/questioncrosswalk/add/", pair).content.decode()
        assert "of a programme that began before" in page
        assert not QuestionCrosswalk.objects.exists()
        editor.post(
            "/admin/tracker/questioncrosswalk/add/", pair | {"earlier": earlier.pk, "later": later.pk}
        )
        assert QuestionCrosswalk.objects.get().later == later

    def test_one_is_mapped_to_a_later_programme_s(self, cast: Cast, editor: Client) -> None:
        earlier, later = factories.question(year=2016), factories.question(year=2017)
        empty = {
            f"{inline}-{count}_FORMS": "0"
            for inline in ("aliases", "earlier_questions", "later_questions")
            for count in ("TOTAL", "INITIAL")
        }
        mapped = {
            "later_questions-TOTAL_FORMS": "1",
            "later_questions-0-later": str(later.pk),
            "later_questions-0-confidence": "high",
        }
        same = {"programme": str(earlier.programme_id), "pillar": earlier.pillar, "position": "1"}
        editor.post(
            f"/admin/tracker/question/{earlier.pk}/change/",
            {"text": earlier.text, "is_graded": "on"} | same | empty | mapped,
        )
        row = QuestionCrosswalk.objects.get()
        assert (row.later, row.confidence) == (later, "high")
        page = editor.get(f"/admin/tracker/question/{later.pk}/change/").content.decode()
        assert "PEEL 2016: Protecting vulnerable people" in page
        assert Question.objects.get(pk=earlier.pk).slug == earlier.slug
