"""The fixed cast: who is who in every test."""

from dataclasses import dataclass

import pytest

from accounts.models import User
from tests import factories
from tracker.roles import Role


@dataclass(frozen=True)
class Cast:
    """Cleveland's people, a stranger of Hertfordshire, HMICFRS's people, and someone with no role."""

    liaison: User
    viewer: User
    chief: User
    body: User
    force_admin: User
    stranger: User
    inspector: User
    second_inspector: User
    editor: User
    administrator: User
    nobody: User


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast(
        liaison=factories.member(Role.LIAISON_OFFICER, email="liaison@cleveland.example"),
        viewer=factories.member(Role.FORCE_VIEWER, email="viewer@cleveland.example"),
        chief=factories.member(Role.CHIEF_OFFICER, email="chief@cleveland.example"),
        body=factories.member(Role.POLICING_BODY, email="pcc@cleveland.example"),
        force_admin=factories.member(Role.FORCE_ADMINISTRATOR, email="admin@cleveland.example"),
        stranger=factories.member(
            Role.LIAISON_OFFICER, "hertfordshire", email="liaison@hertfordshire.example"
        ),
        inspector=factories.member(Role.INSPECTOR, email="inspector@hmicfrs.example"),
        second_inspector=factories.member(Role.INSPECTOR, email="second-inspector@hmicfrs.example"),
        editor=factories.member(Role.HMICFRS_EDITOR, email="editor@hmicfrs.example"),
        administrator=factories.member(Role.ADMINISTRATOR, email="administrator@hmicfrs.example"),
        nobody=factories.person("nobody@example.org"),
    )
