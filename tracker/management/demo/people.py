"""One person per role, with a published password. Never in production."""

from datetime import datetime

from accounts.models import User
from tracker.models import Force, ForceMembership
from tracker.roles import Role
from tracker.services import people

PASSWORD = "tracker-demo-2017"  # noqa: S105  published on purpose: the demo prints it

ADMINISTRATOR = ("administrator@hmicfrs.example", "Ada Administrator", Role.ADMINISTRATOR, None)
PEOPLE = (
    ADMINISTRATOR,
    ("inspector@hmicfrs.example", "Ines Inspector", Role.INSPECTOR, None),
    ("second-inspector@hmicfrs.example", "Idris Inspector", Role.INSPECTOR, None),
    ("editor@hmicfrs.example", "Edith Editor", Role.HMICFRS_EDITOR, None),
    ("liaison@cleveland.example", "Lena Liaison", Role.LIAISON_OFFICER, "cleveland"),
    ("viewer@cleveland.example", "Vic Viewer", Role.FORCE_VIEWER, "cleveland"),
    ("chief@cleveland.example", "Carys Chief", Role.CHIEF_OFFICER, "cleveland"),
    ("pcc@cleveland.example", "Piotr Commissioner", Role.POLICING_BODY, "cleveland"),
    ("admin@cleveland.example", "Farah Administrator", Role.FORCE_ADMINISTRATOR, "cleveland"),
    ("liaison@hertfordshire.example", "Harry Liaison", Role.LIAISON_OFFICER, "hertfordshire"),
)


def load(*, now: datetime) -> None:
    """Make each person and give the role, where missing."""
    administrator = _person(*ADMINISTRATOR[:2])
    for email, name, role, slug in PEOPLE:
        user = _person(email, name)
        if not ForceMembership.objects.filter(user=user, role=role).exists():
            force = Force.objects.get(slug=slug) if slug else None
            people.appoint(user=user, role=role, force=force, by=administrator, now=now)


def named(email: str) -> User:
    return User.objects.get(email=email)


def _person(email: str, name: str) -> User:
    return User.objects.filter(email=email).first() or User.objects.create_user(email, name, PASSWORD)
