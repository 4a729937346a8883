"""Who may do what: permission -> role -> scope, as data. `access` asks it; nothing else decides.

Scope says for which forces a role has a permission: those of the membership, or all.
"""

from enum import StrEnum

from django.db import models


class Permission(StrEnum):
    SEE_REGISTER = "see the register"
    SEE_WORKSPACE = "see the workspace"
    SUBMIT_UPDATE = "draft and send updates, evidence, actions and own dates"
    ASSIGN_LEAD = "name the lead of a finding"
    ANSWER_ENQUIRY = "answer enquiries"
    ASK_ENQUIRY = "ask enquiries"
    RESPOND_56_DAYS = "take part in the 56-day response"
    COMMENT_56_DAYS = "give the chief officer’s comments on a report"
    ANSWER_56_DAYS = "answer a report for the local policing body"
    RECORD_RESPONSE = "record a published response to a report"
    DECIDE_REPORT = "upload reports and decide proposals, statements, links and themes"
    SEE_FACTUAL_CHECK = "see a report’s factual check before it is published"
    CHECK_FACTS = "remark on the facts of a report before it is published"
    REVIEW = "review updates and close findings"
    VOID_CLOSURE = "void a closure"
    MANAGE_REFERENCE = "manage reference data"
    MANAGE_PEOPLE = "invite people and give roles"
    READ_AUDIT = "read the audit trail"


class Scope(StrEnum):
    OWN_FORCE = "own force"
    ALL_FORCES = "all forces"


class Role(models.TextChoices):
    LIAISON_OFFICER = "liaison_officer", "Force liaison officer"  # answers HMICFRS for the force
    FORCE_VIEWER = "force_viewer", "Force viewer"  # reads the force's workspace
    CHIEF_OFFICER = "chief_officer", "Chief officer"
    POLICING_BODY = "policing_body", "Local policing body"  # PCC, mayor, MOPAC or City of London Corporation
    FORCE_ADMINISTRATOR = "force_administrator", "Force administrator"  # invites people of the force
    INSPECTOR = "inspector", "Inspector"  # HMICFRS: reviews and closes
    HMICFRS_EDITOR = "hmicfrs_editor", "HMICFRS editor"  # reads reports in, keeps reference data
    ADMINISTRATOR = "administrator", "Administrator"  # runs the service

    @property
    def is_of_a_force(self) -> bool:
        return self in FORCE_ROLES


FORCE_ROLES = frozenset(
    {
        Role.LIAISON_OFFICER,
        Role.FORCE_VIEWER,
        Role.CHIEF_OFFICER,
        Role.POLICING_BODY,
        Role.FORCE_ADMINISTRATOR,
    }
)

_P, _R, _F, _A = Permission, Role, Scope.OWN_FORCE, Scope.ALL_FORCES

GRANTS: dict[Permission, dict[Role, Scope]] = {
    _P.SEE_REGISTER: dict.fromkeys(Role, _A),
    _P.SEE_WORKSPACE: {
        _R.LIAISON_OFFICER: _F,
        _R.FORCE_VIEWER: _F,
        _R.CHIEF_OFFICER: _F,
        _R.FORCE_ADMINISTRATOR: _F,
        _R.INSPECTOR: _A,
        _R.HMICFRS_EDITOR: _A,
        _R.ADMINISTRATOR: _A,
    },
    _P.SUBMIT_UPDATE: {_R.LIAISON_OFFICER: _F, _R.CHIEF_OFFICER: _F},
    _P.ASSIGN_LEAD: {_R.LIAISON_OFFICER: _F, _R.CHIEF_OFFICER: _F, _R.FORCE_ADMINISTRATOR: _F},
    _P.ANSWER_ENQUIRY: {_R.LIAISON_OFFICER: _F, _R.CHIEF_OFFICER: _F},
    _P.ASK_ENQUIRY: {_R.INSPECTOR: _A, _R.HMICFRS_EDITOR: _A},
    # To read what is said in the answer; who says what of it stands in the three below.
    _P.RESPOND_56_DAYS: {
        _R.LIAISON_OFFICER: _F,
        _R.CHIEF_OFFICER: _F,
        _R.POLICING_BODY: _F,
        _R.INSPECTOR: _A,
        _R.HMICFRS_EDITOR: _A,
    },
    _P.COMMENT_56_DAYS: {_R.LIAISON_OFFICER: _F, _R.CHIEF_OFFICER: _F},
    _P.ANSWER_56_DAYS: {_R.POLICING_BODY: _F},
    _P.RECORD_RESPONSE: {_R.POLICING_BODY: _F, _R.INSPECTOR: _A, _R.HMICFRS_EDITOR: _A},
    _P.DECIDE_REPORT: {_R.INSPECTOR: _A, _R.HMICFRS_EDITOR: _A},
    # HMICFRS always; of a force these people, and only while it is invited.
    _P.SEE_FACTUAL_CHECK: {
        _R.LIAISON_OFFICER: _F,
        _R.CHIEF_OFFICER: _F,
        _R.INSPECTOR: _A,
        _R.HMICFRS_EDITOR: _A,
    },
    _P.CHECK_FACTS: {_R.LIAISON_OFFICER: _F, _R.CHIEF_OFFICER: _F},
    _P.REVIEW: {_R.INSPECTOR: _A},
    _P.VOID_CLOSURE: {_R.ADMINISTRATOR: _A},
    _P.MANAGE_REFERENCE: {_R.HMICFRS_EDITOR: _A, _R.ADMINISTRATOR: _A},
    _P.MANAGE_PEOPLE: {_R.FORCE_ADMINISTRATOR: _F, _R.ADMINISTRATOR: _A},
    _P.READ_AUDIT: {
        _R.LIAISON_OFFICER: _F,
        _R.CHIEF_OFFICER: _F,
        _R.FORCE_ADMINISTRATOR: _F,
        _R.INSPECTOR: _A,
        _R.HMICFRS_EDITOR: _A,
        _R.ADMINISTRATOR: _A,
    },
}


def scope_of(role: Role, permission: Permission) -> Scope | None:
    """For which forces a role has a permission; None where it has it not."""
    return GRANTS[permission].get(role)
