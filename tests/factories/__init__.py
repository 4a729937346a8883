"""Rows for tests, made the short way. What a service guards is made through the service in its own tests."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.utils.text import slugify

from accounts.models import User
from tracker.models import (
    Finding,
    FindingLink,
    FindingTheme,
    Force,
    ForceMembership,
    Grade,
    Inspection,
    NationalRecommendation,
    Programme,
    Question,
    Report,
    Scale,
    Statement,
    Theme,
    Update,
)
from tracker.roles import FORCE_ROLES, Role
from tracker.vocabulary import Decision, FindingKind, LinkRelation, Pillar, StatementStrength, Verdict

NOW = datetime(2018, 6, 1, 9, 30, tzinfo=UTC)
PASSWORD = "tracker-demo-2017"
NAMES = {"cleveland": "Cleveland Police", "hertfordshire": "Hertfordshire Constabulary"}
_serial = count(1)


def force(slug: str = "cleveland") -> Force:
    name = NAMES.get(slug, slug.replace("-", " ").title() + " Police")
    short_name = name.removesuffix(" Police").removesuffix(" Constabulary")
    return Force.objects.get_or_create(slug=slug, defaults={"name": name, "short_name": short_name})[0]


def scale() -> Scale:
    four, made = Scale.objects.get_or_create(name="Four grades (to 2018/19)")
    if made:
        labels = ["Outstanding", "Good", "Requires improvement", "Inadequate"]
        Grade.objects.bulk_create(
            [
                Grade(scale=four, label=label, letter=label[0], rank=rank)
                for rank, label in enumerate(labels, 1)
            ]
            + [Grade(scale=four, label="Ungraded", letter="U")]
        )
    return four


def programme(year: int = 2017) -> Programme:
    return Programme.objects.get_or_create(
        slug=f"peel-{year}",
        defaults={
            "name": f"PEEL {year}",
            "first_year": year,
            "last_year": year,
            "scale": scale(),
            "letters": "gen",
        },
    )[0]


def question(text: str = "Protecting vulnerable people", *, year: int = 2017, **fields: Any) -> Question:
    cycle = programme(year)
    fields.setdefault("pillar", Pillar.EFFECTIVENESS)
    position = cycle.questions.count() + 1
    return Question.objects.get_or_create(
        programme=cycle, slug=slugify(text), defaults={"text": text, "position": position, **fields}
    )[0]


def inspection(force_slug: str = "cleveland", *, year: int = 2017, **fields: Any) -> Inspection:
    """Published long ago, unless `public_from` says otherwise."""
    fields.setdefault("public_from", date(year + 1, 4, 1))
    return Inspection.objects.get_or_create(
        force=force(force_slug),
        programme=programme(year),
        pillar=Pillar.EFFECTIVENESS,
        year=year,
        defaults=fields,
    )[0]


def person(email: str | None = None, *, name: str = "", is_active: bool = True) -> User:
    email = email or f"person{next(_serial)}@example.org"
    user = User.objects.create_user(email, name or email.split("@")[0].replace("-", " ").title(), PASSWORD)
    if not is_active:
        User.objects.filter(pk=user.pk).update(is_active=False)
        user.is_active = False
    return user


def member(role: Role, force_slug: str = "cleveland", *, email: str | None = None, **fields: Any) -> User:
    """A person with one role; the force counts only for roles of a force."""
    user = person(email)
    of = force(force_slug) if role in FORCE_ROLES else None
    ForceMembership.objects.create(user=user, role=role, force=of, given_at=NOW, **fields)
    return user


def finding(force_slug: str = "cleveland", *, year: int = 2017, **fields: Any) -> Finding:
    of = fields.pop("inspection", None) or inspection(force_slug, year=year)
    of.last_number += 1
    of.save(update_fields=["last_number"])
    fields.setdefault("question", question(year=of.year))
    fields.setdefault("public_from", of.public_from)
    fields.setdefault(
        "text", "The force should ensure that it manages effectively the risks it has been told of."
    )
    fields.setdefault("raised_by", _raiser())
    return Finding.objects.create(
        reference=f"{of.force.slug}-{of.year}-{of.letters}-{of.last_number:02}",
        inspection=of,
        force=of.force,
        year=of.year,
        number=of.last_number,
        kind=fields.pop("kind", FindingKind.AREA_FOR_IMPROVEMENT),
        raised_at=fields.pop("raised_at", NOW),
        **fields,
    )


def report(force_slug: str = "cleveland", *, year: int = 2017, **fields: Any) -> Report:
    """A report that was read; give `status` and its companions for another state."""
    number = next(_serial)
    fields.setdefault("inspection", inspection(force_slug, year=year))
    fields.setdefault("status", "read")
    fields.setdefault("title", f"PEEL: Police effectiveness {year}")
    fields.setdefault("uploaded_by", _raiser())
    return Report.objects.create(
        file=f"reports/test-{number}.txt",
        file_name=f"report-{number}.txt",
        sha256=f"{number:064x}",
        size=1000,
        uploaded_at=NOW,
        **fields,
    )


def statement(about: Finding, *, in_report: Report | None = None, **fields: Any) -> Statement:
    """A confirmed statement about a finding, in a report of the year after it."""
    source = in_report or report(about.force.slug, year=about.year + 1)
    year = source.inspection.year if source.inspection else about.year + 1
    fields.setdefault("quote", "This year, we found that the situation has not improved.")
    fields.setdefault("verdict", Verdict.NOT_IMPROVED)
    fields.setdefault("strength", StatementStrength.EXPLICIT)
    fields.setdefault("public_from", source.inspection.public_from if source.inspection else None)
    return Statement.objects.create(
        report=source,
        force=about.force,
        finding=about,
        year=year,
        about_year=about.year,
        confirmed_by=_raiser(),
        confirmed_at=NOW,
        passages=[{"text": fields["quote"], "start": 0, "end": len(fields["quote"]), "line": 1}],
        **fields,
    )


def link(predecessor: Finding, successor: Finding, **fields: Any) -> FindingLink:
    fields.setdefault("relation", LinkRelation.CONTINUES)
    fields.setdefault("status", Decision.CONFIRMED)
    if fields["status"] != Decision.PROPOSED:
        fields.setdefault("decided_by", _raiser())
        fields.setdefault("decided_at", NOW)
    needs_a_word = (
        fields["status"] == Decision.REJECTED or fields["relation"] == LinkRelation.CONTINUES_IN_PART
    )
    fields.setdefault("note", "It was looked at." if needs_a_word else "")
    made = FindingLink.objects.create(predecessor=predecessor, successor=successor, **fields)
    if made.decided_by:
        decided = {
            name: getattr(made, name) for name in ("status", "relation", "note", "decided_by", "decided_at")
        }
        made.decisions.create(number=1, **decided)
    return made


def national(**fields: Any) -> NationalRecommendation:
    """Addressed to nobody yet."""
    thematic = Programme.objects.get_or_create(
        slug="thematic",
        defaults={
            "name": "Thematic inspections",
            "kind": "thematic",
            "first_year": 2014,
            "scale": scale(),
            "letters": "thm",
        },
    )[0]
    fields.setdefault("title", "Shared confidence")
    fields.setdefault("text", f"By 2019 all forces should share what they know ({next(_serial)}).")
    fields.setdefault("public_from", date(2018, 4, 1))
    return NationalRecommendation.objects.create(
        programme=thematic, year=2017, made_by=_raiser(), made_at=NOW, **fields
    )


def update(of: Finding, *, by: User, **fields: Any) -> Update:
    fields.setdefault("force_status", "on_track")
    fields.setdefault("narrative", "Visits are now made on time, and each overdue one is explained.")
    fields.setdefault("submitted_at", NOW)
    return Update.objects.create(finding=of, number=of.updates.count() + 1, submitted_by=by, **fields)


def _raiser() -> User:
    """Someone of HMICFRS who made the rows that nobody in the test made."""
    return User.objects.filter(email="raiser@hmicfrs.example").first() or person("raiser@hmicfrs.example")


def theme(slug: str = "body-worn-video", **fields: Any) -> Theme:
    name = slug.replace("-", " ").capitalize()
    defaults = {"name": name, "phrases": name.lower(), "searched_at": NOW} | fields
    return Theme.objects.get_or_create(slug=slug, defaults=defaults)[0]


def finding_theme(of: Finding, under: Theme | None = None, **fields: Any) -> FindingTheme:
    """A theme that a person confirmed; give `status=Decision.PROPOSED` for one that a machine proposed."""
    status = fields.pop("status", Decision.CONFIRMED)
    if status != Decision.PROPOSED:
        fields = {"decided_by": _raiser(), "decided_at": NOW} | fields
    return FindingTheme.objects.create(finding=of, theme=under or theme(), status=status, **fields)
