"""Reference data: forces, scales, programmes, questions and themes, out of the files in `tracker/reference`.

Running it again changes nothing that people have edited since: rows are made where missing, by their
natural keys, and never overwritten.
"""

import csv
import tomllib
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from tracker.importing.force_names import FORCES
from tracker.models import (
    Force,
    ForceAlias,
    Grade,
    Programme,
    Question,
    QuestionAlias,
    QuestionCrosswalk,
    Scale,
    Theme,
)

FOLDER = resources.files("tracker.reference")


@transaction.atomic
def load() -> None:
    """Make every row of reference data that is missing."""
    _load_forces()
    data = _read("programmes.toml")
    for scale in data["scales"]:
        _load_scale(scale)
    for programme in data["programmes"]:
        _load_programme(programme)
    for between in _read("crosswalk.toml")["between"]:
        _load_crosswalk(between)
    for theme in _read("themes.toml")["themes"]:
        _load_theme(theme)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(FOLDER.joinpath(name).read_text("utf-8"))


def _load_forces() -> None:
    names = {called: name for name in FORCES for called in (name.official, *name.others)}
    for row in _rows("forces.csv"):
        force, _ = Force.objects.get_or_create(
            slug=row["slug"],
            defaults={key: row[key] for key in ("name", "short_name", "ons_code", "region", "kind")},
        )
        known = names[row["name"]]
        for alias in (known.short, *known.others):
            ForceAlias.objects.get_or_create(alias=alias, defaults={"force": force})
    for row in _rows("former_names.csv"):
        _load_former_name(Force.objects.get(slug=row["slug"]), row)


def _load_former_name(force: Force, row: dict[str, str]) -> None:
    """A force that is still known here by a name it no longer has gets its new one."""
    if force.former_names.exists():
        return  # people have told already what it was called
    force.former_names.create(name=row["name"], used_until=row["used_until"])
    if force.name == row["name"]:
        force.name = next(each["name"] for each in _rows("forces.csv") if each["slug"] == force.slug)
        force.save(update_fields=["name"])


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(FOLDER.joinpath(name).read_text("utf-8").splitlines()))


def _load_scale(data: dict[str, Any]) -> None:
    scale, _ = Scale.objects.get_or_create(name=data["name"])
    for grade in data["grades"]:
        Grade.objects.get_or_create(
            scale=scale, label=grade["label"], defaults={"letter": grade["letter"], "rank": grade.get("rank")}
        )


def _load_programme(data: dict[str, Any]) -> None:
    programme, _ = Programme.objects.get_or_create(
        slug=data["slug"],
        defaults={
            "name": data["name"],
            "kind": data.get("kind", "peel"),
            "first_year": data["first_year"],
            "last_year": data.get(
                "last_year", data["first_year"] if data["slug"].startswith("peel") else None
            ),
            "scale": Scale.objects.get(name=data["scale"]),
            "letters": data.get("letters", "gen"),
            "note": data.get("note", ""),
            "is_verified": data.get("verified", True),
            "is_comparable": data.get("comparable", True),
            "caution": data.get("caution", ""),
            "caution_source": data.get("caution_source", ""),
        },
    )
    for position, question in enumerate(data.get("questions", []), start=1):
        _load_question(programme, position, question)


def _free_position(programme: Programme, pillar: str, wanted: int) -> int:
    """The place in the file, or the next after the last where editors have filled that one."""
    taken = set(programme.questions.filter(pillar=pillar).values_list("position", flat=True))
    return max(taken) + 1 if wanted in taken else wanted


def _load_question(programme: Programme, position: int, data: dict[str, Any]) -> None:
    slug, pillar = _slug(data["text"]), data.get("pillar", "")
    known = programme.questions.filter(slug=slug).first()
    question = known or programme.questions.create(
        slug=slug,
        pillar=pillar,
        position=_free_position(programme, pillar, position),
        text=data["text"],
        is_graded=data.get("graded", True),
    )
    for alias in data.get("aliases", []):
        QuestionAlias.objects.get_or_create(question=question, text=alias)


def _load_crosswalk(data: dict[str, Any]) -> None:
    for row in data["questions"]:
        QuestionCrosswalk.objects.get_or_create(
            earlier=_question(data["earlier"], row["earlier"]),
            later=_question(data["later"], row["later"]),
            defaults={
                "confidence": row["confidence"],
                "note": row["note"],
                "source": data["source"],
            },
        )


def _question(programme: str, text: str) -> Question:
    return Question.objects.get(programme__slug=programme, slug=_slug(text))


def _slug(text: str) -> str:
    longest = Question._meta.get_field("slug").max_length
    return slugify(text)[:longest].strip("-")


def _load_theme(data: dict[str, Any]) -> None:
    phrases = " ".join(data["phrases"].split())
    facts = {"name": data["name"], "description": data.get("description", ""), "phrases": phrases}
    Theme.objects.get_or_create(slug=data["slug"], defaults=facts)
