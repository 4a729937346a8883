"""A made-up register of any size, in a database that is thrown away; the same number, the same findings."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import connection, transaction

from accounts.models import User
from tracker.models import Finding, Force, ForceMembership, Inspection, Programme, Question, Report, Scale
from tracker.roles import Role
from tracker.vocabulary import FindingKind, ForceStatus, InspectorateStatus, Pillar

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
YEARS = range(2014, 2026)
FORCES = 43
QUESTIONS = 10
SENTENCE = (
    "the force should ensure that its officers identify and record risk at first contact supervise "
    "investigations visit registered sex offenders on time and share what they know with partners"
)


@contextmanager
def throwaway_database() -> Iterator[None]:
    """The default connection leads to an empty, migrated database meanwhile; nothing is left of it."""
    real, name = connection.settings_dict["NAME"], f"benchmark_{random.getrandbits(64):x}"
    connection.settings_dict["TEST"]["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        yield
    finally:
        # By its own name, not by `destroy_test_db`: that drops whatever the connection leads to, and after a
        # failure half-way this may be the real one.
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = real


def make_register(findings: int) -> User:
    """Write so many findings of all forces, and return an inspector, who sees every workspace."""
    inspector = User.objects.create_user("inspector@benchmark.example", "Inspector")
    ForceMembership.objects.create(user=inspector, role=Role.INSPECTOR, given_at=NOW)
    inspections = _inspections(inspector)
    questions = list(Question.objects.order_by("pk"))
    made = islice(_findings(inspections, questions, inspector), findings)
    Finding.objects.bulk_create(made, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return inspector


# Rows like those of `_finding`, written by the database itself; every force's findings of one number hang
# together through all years. `replica` leaves out the checks of each row: they hold by the way it is made.
# Without what ANALYZE finds, the join of a million rows would be planned for a thousand.
GROW = f"""
SET LOCAL session_replication_role = replica;
INSERT INTO tracker_finding (reference, inspection_id, force_id, year, number, kind, question_id, text,
    wording, is_accelerated, report_id, place, public_from, force_status, waiting_on, inspectorate_status,
    status_before_closure, closure_reason, verdict, version, raised_by_id, raised_at)
SELECT force.slug || '-' || inspection.year || '-eff-' || to_char(number, 'FM9999900'),
    inspection.id, force.id, inspection.year, number, 'area_for_improvement', question.id,
    'The force should ensure that it ' || md5(inspection.id || ':' || number) || ' {SENTENCE}.',
    'published', false, report.id, '{{}}', inspection.public_from, 'on_track', '', 'open', '', '', '', 1,
    %s, %s
FROM generate_series(3, %s) AS number
CROSS JOIN tracker_inspection AS inspection
JOIN tracker_force AS force ON force.id = inspection.force_id
JOIN tracker_report AS report ON report.inspection_id = inspection.id
JOIN tracker_question AS question ON question.position = number %% {QUESTIONS};
ANALYZE tracker_finding;
INSERT INTO tracker_findinglink (predecessor_id, successor_id, relation, status, reasons, note, decided_by_id,
    decided_at, created_at)
SELECT earlier.id, later.id, 'continues', 'confirmed', '[]', '', %s, %s, %s
FROM tracker_finding AS earlier
JOIN tracker_finding AS later ON later.force_id = earlier.force_id AND later.number = earlier.number
    AND later.year = earlier.year + 1
WHERE earlier.number >= 3;
"""


def grow_register(findings: int, by: User) -> None:
    """Let a register of `make_register` grow to about so many findings, in chains through all years."""
    rounds = findings // (FORCES * len(YEARS))
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in GROW.split(";\n"):
            if statement.strip():
                cursor.execute(statement, _values(statement, by, rounds))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _values(statement: str, by: User, rounds: int) -> list[object]:
    if "INSERT INTO tracker_finding " in statement:
        return [by.pk, NOW, rounds]
    return [by.pk, NOW, NOW] if "INSERT" in statement else []


def _inspections(by: User) -> list[tuple[Inspection, Report]]:
    programme = _programme()
    forces = Force.objects.bulk_create(
        Force(slug=f"force-{number:02}", name=f"Force {number:02} Police", short_name=f"Force {number:02}")
        for number in range(FORCES)
    )
    inspections = Inspection.objects.bulk_create(
        Inspection(
            force=force,
            programme=programme,
            pillar=Pillar.EFFECTIVENESS,
            year=year,
            public_from=date(year + 1, 4, 1),
        )
        for year in YEARS
        for force in forces
    )
    reports = Report.objects.bulk_create(_report(each, number, by) for number, each in enumerate(inspections))
    return list(zip(inspections, reports, strict=True))


def _programme() -> Programme:
    programme = Programme.objects.create(
        slug="benchmark",
        name="Benchmark",
        first_year=YEARS[0],
        letters="ben",
        scale=Scale.objects.create(name="One grade"),
    )
    Question.objects.bulk_create(
        Question(programme=programme, position=number, text=f"Question {number}", slug=f"question-{number}")
        for number in range(QUESTIONS)
    )
    return programme


def _report(inspection: Inspection, number: int, by: User) -> Report:
    return Report(
        file=f"reports/{number}",
        file_name=f"{number}.txt",
        sha256=f"{number:064x}",
        size=100_000,
        status="read",
        title=f"Police effectiveness {inspection.year}, {inspection.force.name}",
        published_on=inspection.public_from,
        published_precision="month",
        inspection=inspection,
        text="A report's whole text. " * 4_000,
        uploaded_by=by,
        uploaded_at=NOW,
    )


def _findings(
    inspections: list[tuple[Inspection, Report]], questions: list[Question], by: User
) -> Iterator[Finding]:
    """Round after round, one finding of each inspection; without end."""
    chance = random.Random(2017)
    number = 0
    while True:
        number += 1
        for inspection, report in inspections:
            yield _finding(inspection, report, number, chance.choice(questions), chance, by)


def _finding(
    inspection: Inspection, report: Report, number: int, question: Question, chance: random.Random, by: User
) -> Finding:
    return Finding(
        reference=f"{inspection.force.slug}-{inspection.year}-eff-{number:02}",
        inspection=inspection,
        force=inspection.force,
        year=inspection.year,
        number=number,
        kind=chance.choice(FindingKind.values[:2]),
        question=question,
        text=" ".join(chance.choices(SENTENCE.split(), k=chance.randint(20, 90))).capitalize() + ".",
        report=report,
        public_from=inspection.public_from,
        force_status=chance.choice(ForceStatus.values),
        force_due_on=inspection.public_from + timedelta(days=chance.randint(90, 900)),
        inspectorate_status=chance.choice([InspectorateStatus.OPEN, InspectorateStatus.UNDER_REVIEW]),
        raised_by=by,
        raised_at=NOW,
    )
