"""Printed names to rows: how a report writes a force, programme, question or grade. None: not known here."""

import re

from django.db.models import Q, QuerySet

from tracker.models import Force, Grade, Programme, Question
from tracker.vocabulary import ProgrammeKind

_PEEL_OF = re.compile(r"PEEL (20[0-9]{2})", re.IGNORECASE)


def force_named(name: str) -> Force | None:
    """The force of that name: its present one, a former one, or an alias of it."""
    called_so = Q(name__iexact=name) | Q(former_names__name__iexact=name) | Q(aliases__alias__iexact=name)
    return Force.objects.filter(called_so).order_by("pk").distinct().first()


def programme_named(name: str) -> Programme | None:
    """By its name; "PEEL 2018", as the web pages of PEEL 2018/19 say, is the cycle that began that year."""
    year = _PEEL_OF.fullmatch(name)
    began = Programme.objects.filter(kind=ProgrammeKind.PEEL, first_year=year[1]) if year else None
    return Programme.objects.filter(name__iexact=name).first() or (began.first() if began else None)


def peel_programme_of(year: int) -> Programme | None:
    """The PEEL cycle in which a force was inspected that year."""
    cycles = Programme.objects.filter(kind=ProgrammeKind.PEEL, first_year__lte=year)
    return cycles.filter(Q(last_year__gte=year) | Q(last_year__isnull=True)).order_by("-first_year").first()


def question_named(programme: Programme, name: str, *, pillar: str = "") -> Question | None:
    """The programme's question by its text or an alias; the same words may stand under two pillars."""
    rows = programme.questions.filter(Q(text__iexact=name) | Q(aliases__text__iexact=name)).distinct()
    if pillar:
        rows = rows.filter(pillar=pillar)
    return rows.order_by("pk").first()


def questions_of(programme: Programme, *, pillar: str = "") -> QuerySet[Question]:
    """The programme's questions, of one pillar where there is one, in their order."""
    return programme.questions.filter(pillar=pillar) if pillar else programme.questions.all()


def grade_named(programme: Programme, label: str) -> Grade | None:
    return programme.scale.grades.filter(label__iexact=label).first()
