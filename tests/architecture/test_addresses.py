"""Every address stands in the table, and answers each person as the table says."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.services import tokens
from tests import factories
from tests.architecture import workspace
from tests.architecture.addresses import ADDRESSES
from tests.architecture.doors import FORBIDDEN, FOUND, NOT_FOUND, UNAUTHORISED, Door
from tests.fixtures import Cast
from tracker.access import has_permission
from tracker.models import (
    Action,
    Digest,
    DutyEntry,
    EditionDifference,
    Enquiry,
    Evidence,
    FactualCheck,
    FactualRemark,
    Finding,
    FindingMerge,
    FindingTheme,
    Inspection,
    NationalRecommendation,
    Notification,
    Proposal,
    Report,
    Reread,
    Update,
    UpdateRound,
)
from tracker.roles import Permission
from tracker.services import calendars, exports

PEOPLE = [
    "nobody",
    "stranger",
    "liaison",
    "viewer",
    "chief",
    "body",
    "force_admin",
    "inspector",
    "editor",
    "administrator",
]
Rows = dict[type[Model], Any]

KEYS: dict[str, Callable[[Rows], dict[str, object]]] = {
    "": lambda rows: {},
    "finding": lambda rows: {"reference": rows[Finding].reference},
    "deed": lambda rows: {"deed": "theme"},
    "question": lambda rows: {"pk": rows[Enquiry].pk},
    "evidence": lambda rows: {"pk": rows[Evidence].pk},
    "evidence of a finding": lambda rows: {"reference": rows[Finding].reference, "pk": rows[Evidence].pk},
    "action of a finding": lambda rows: {"reference": rows[Finding].reference, "pk": rows[Action].pk},
    "update": lambda rows: {"pk": rows[Update].pk},
    "update of a finding": lambda rows: {"reference": rows[Finding].reference, "number": 1},
    "report": lambda rows: {"pk": rows[Report].pk},
    "kind of proposal": lambda rows: {"pk": rows[Report].pk, "kind": "judgment"},
    "proposal": lambda rows: {"report_pk": rows[Report].pk, "pk": rows[Proposal].pk},
    "proposal on a page": lambda rows: {"pk": rows[Report].pk, "proposal_pk": rows[Proposal].pk},
    "second reading": lambda rows: {"report_pk": rows[Report].pk, "pk": rows[Reread].pk},
    "second reading on a page": lambda rows: {"pk": rows[Report].pk, "reread_pk": rows[Reread].pk},
    "factual check": lambda rows: {"pk": rows[FactualCheck].pk},
    "remark": lambda rows: {"check_pk": rows[FactualCheck].pk, "pk": rows[FactualRemark].pk},
    "remark on a page": lambda rows: {"pk": rows[FactualCheck].pk, "remark_pk": rows[FactualRemark].pk},
    "report to answer": lambda rows: {"pk": rows[DutyEntry].report_id},
    "part of an answer": lambda rows: {"pk": rows[DutyEntry].report_id, "part": "chief_officers_comments"},
    "entry of an answer": lambda rows: {"report_pk": rows[DutyEntry].report_id, "pk": rows[DutyEntry].pk},
    "entry of an answer on a page": lambda rows: {
        "pk": rows[DutyEntry].report_id,
        "entry_pk": rows[DutyEntry].pk,
    },
    "difference": lambda rows: {"report_pk": rows[Report].pk, "pk": rows[EditionDifference].pk},
    "difference on a page": lambda rows: {"pk": rows[Report].pk, "difference_pk": rows[EditionDifference].pk},
    "merge": lambda rows: {"pk": rows[FindingMerge].pk},
    "link": lambda rows: {"pk": rows["proposed link"].pk},
    "two findings": lambda rows: {
        "reference": rows[Finding].reference,
        "other": rows["earlier finding"].reference,
    },
    "side of a finding": lambda rows: {"reference": rows[Finding].reference, "side": "earlier"},
    "notification": lambda rows: {"pk": rows[Notification].pk},
    "digest": lambda rows: {"pk": rows["digest"].pk},
    "inspection": lambda rows: {"pk": rows[Inspection].pk},
    "national recommendation": lambda rows: {"pk": rows[NationalRecommendation].pk},
    "programme": lambda rows: {"slug": "peel-2017"},
    "theme": lambda rows: {"slug": rows[FindingTheme].theme.slug},
    "force": lambda rows: {"slug": "cleveland"},
    "force and person": lambda rows: {"slug": "cleveland", "pk": rows["role"].user_id},
    "force and role": lambda rows: {"slug": "cleveland", "pk": rows["role"].pk},
    "export": lambda rows: {"pk": rows["export"].pk},
    "round": lambda rows: {"pk": rows[UpdateRound].pk},
    "calendar": lambda rows: {"secret": rows["calendar"]},
    "token": lambda rows: {"pk": rows["token"].pk},
    "mailed secret": lambda rows: {"secret": "a-secret"},
    "provider": lambda rows: {"provider_id": "none"},
    "passkey": lambda rows: {"pk": 1},
    "mailed key": lambda rows: {"uidb36": "1", "key": "a-key"},
}


def patterns(
    within: list[URLPattern | URLResolver] | None = None, namespace: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Each pattern with its name and namespace."""
    for pattern in get_resolver().url_patterns if within is None else within:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or ""), pattern
        else:
            deeper = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern.url_patterns, deeper)


def is_named(name: str) -> bool:
    return bool(name) and not name.endswith(":")


@pytest.fixture
def rows(cast: Cast) -> Rows:
    made: Rows = workspace.make()
    made["token"], _ = tokens.create(
        user=cast.liaison,
        name="Export",
        scopes=["findings:read"],
        expires_at=timezone.now() + timedelta(days=1),
        now=timezone.now(),
    )
    of_the_report = factories.finding(inspection=made[Report].inspection, report=made[Report])
    made["export"] = exports.ask(
        kind="list", format="csv", parameters={"list": "themes"}, by=cast.liaison, now=timezone.now()
    )
    made["proposed link"] = factories.link(
        factories.finding(year=2016), of_the_report, status="proposed", score=0.5
    )
    made["calendar"] = calendars.make(by=cast.liaison, now=timezone.now())
    made["digest"] = Digest.objects.create(
        person=cast.liaison, day=timezone.localdate(), created_at=timezone.now()
    )
    made["role"] = cast.viewer.memberships.get()
    made["earlier finding"] = factories.finding(year=2015)
    Notification.objects.filter(pk=made[Notification].pk).update(recipient=cast.inspector)
    return made


# --- The table ----------------------------------------------------------------------------------------------


def test_every_address_stands_in_it() -> None:
    names = {name for name, _ in patterns() if is_named(name) and not name.startswith("admin:")}
    assert names == set(ADDRESSES), "give the address a row in tests/architecture/addresses.py"


def test_an_address_without_a_name_is_another_spelling_of_one_with() -> None:
    named = {view_of(pattern) for name, pattern in patterns() if is_named(name)}
    # The admin's own: one that shortens the address of a row, and a last one that answers 404.
    unnamed = [pattern for name, pattern in patterns() if not is_named(name) and name != "admin:"]
    assert not [str(pattern.pattern) for pattern in unnamed if view_of(pattern) not in named]


def view_of(pattern: URLPattern) -> object:
    return getattr(pattern.callback, "cls", pattern.callback)


def test_what_answers_without_sign_in_says_why() -> None:
    led_to_sign_in = {FOUND, UNAUTHORISED}
    silent = {name for name, door in ADDRESSES.items() if not door.public}
    assert all(anonymous_is_answered(ADDRESSES[name]) in led_to_sign_in for name in silent)


# --- What each person is answered ---------------------------------------------------------------------------


def anonymous_is_answered(door: Door) -> int:
    return door.anonymous or (door.answer if door.public else FOUND)


def expected(door: Door, person: str, cast: Cast, rows: Rows) -> int:
    user, force_id = getattr(cast, person), rows[Finding].force_id

    def has(permission: Permission | None) -> bool:
        return permission is None or has_permission(user, permission, force_id=force_id if door.of else None)

    if (door.owner and door.owner != person) or not has(door.hidden_without):
        return NOT_FOUND
    return door.answer if has(door.needs) else FORBIDDEN


def ask(browser: Client, name: str, door: Door, rows: Rows) -> HttpResponse:
    """Send nothing with it: what comes back says whether the person may, before anything is done."""
    address = door.path or reverse(name, kwargs=KEYS[door.of](rows))
    return browser.generic(door.method.upper(), address, content_type="application/json")


def faults_of(page: HttpResponse) -> list[str]:
    """What every page owes its reader: a title of its own and one main heading."""
    if page.status_code == FOUND or not page.headers.get("Content-Type", "").startswith("text/html"):
        return []
    html = page.content.decode()
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    own_title = title.group(1).split("–")[0].strip() if title else ""
    headings = len(re.findall(r"<h1[\s>]", html))
    return [] if own_title and headings == 1 else [f"title “{own_title}”, {headings} main headings"]


@pytest.mark.parametrize("person", PEOPLE)
def test_each_person_is_answered_by_their_roles(cast: Cast, rows: Rows, person: str) -> None:
    browser = Client()
    browser.force_login(getattr(cast, person))
    wrong = {}
    for name, door in ADDRESSES.items():
        answer = ask(browser, name, door, rows)
        found = [answer.status_code, *faults_of(answer)]
        if found != [expected(door, person, cast, rows)]:
            wrong[name] = found
    assert not wrong


def test_nobody_is_answered_without_signing_in(cast: Cast, rows: Rows) -> None:
    wrong = {}
    for name, door in ADDRESSES.items():
        answer = ask(Client(), name, door, rows)
        found = [answer.status_code, *faults_of(answer)]
        if found != [anonymous_is_answered(door)]:
            wrong[name] = found
    assert not wrong


# --- The admin ----------------------------------------------------------------------------------------------


def admin_addresses() -> Iterator[str]:
    for name, pattern in patterns():
        if name.startswith("admin:") and is_named(name) and name not in {"admin:login", "admin:logout"}:
            keys = dict.fromkeys(pattern.pattern.regex.groupindex, "1")
            yield reverse(name, kwargs={key: "tracker" if key == "app_label" else "1" for key in keys})


@pytest.mark.parametrize(
    "person", [person for person in PEOPLE if person not in {"inspector", "editor", "administrator"}]
)
def test_the_admin_is_closed_to_people_of_forces(cast: Cast, person: str) -> None:
    browser = Client()
    browser.force_login(getattr(cast, person))
    for address in admin_addresses():
        answer = browser.get(address)
        assert (answer.status_code, answer.url.startswith("/admin/login/")) == (302, True), address
    assert browser.get("/admin/login/").status_code == FORBIDDEN


def test_the_admin_asks_for_the_service_s_sign_in(db: None, client: Client) -> None:
    for address in admin_addresses():
        assert client.get(address).url.split("?")[0] in {"/admin/login/", "/accounts/login/"}, address
    assert client.get("/admin/login/").url.startswith("/accounts/login/")
