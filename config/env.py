"""The environment, and what production refuses to start with."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from config.identity_providers import problems_of_providers
from config.stores import store_named
from tracker.documents import signed
from tracker.importing import isolation

BASE_DIR = Path(__file__).resolve().parent.parent
# Data, passwords and mail of the private servers and the demo.
PRIVATE_DIR = Path(os.environ.get("PRIVATE_DIR") or BASE_DIR / ".private")

DEVELOPMENT_KEY = "insecure-key-of-the-development-environment-never-used-in-production"
SHORTEST_KEY = 50
FEWEST_DIFFERENT_CHARACTERS = 5

env = environ.Env()


class RefusesToStart(ImproperlyConfigured):
    """The environment is not fit to run in. `str()` has one sentence a line for whoever starts it."""


def is_on(environment: Mapping[str, str], name: str, default: bool) -> bool:
    """Whether a switch is on; an absent or empty one has its default."""
    value = environment.get(name, "").strip().lower()
    return value in environ.Env.BOOLEAN_TRUE_STRINGS if value else default


def check_environment(environment: Mapping[str, str]) -> None:
    """Raise RefusesToStart naming everything that is wrong, not only the first thing."""
    problems = list(problems_of(environment))
    if problems:
        raise RefusesToStart("\n".join(problems))


def problems_of(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each reason not to start with this environment."""
    name = environment.get("ENVIRONMENT", "development")
    if name not in ("development", "production"):
        yield f"ENVIRONMENT must be development or production, not {name}."
    yield from _problems_of_files(environment)
    yield from problems_of_providers(environment.get("OIDC_PROVIDERS", ""), production=name == "production")
    if name == "production":
        yield from _switches_that_must_be_off(environment)
        yield from _problems_of_key(environment.get("SECRET_KEY", ""))
        yield from _problems_of_addresses(environment)
        yield from _problems_of_production_s_files(environment)
        yield from _problems_of_the_trail(environment)
        yield from _problems_of_this_machine()


def _switches_that_must_be_off(environment: Mapping[str, str]) -> Iterator[str]:
    for switch, harm in (("DEBUG", "shows settings to visitors"), ("DEMO", "has published passwords")):
        if is_on(environment, switch, default=False):
            yield f"{switch} must be off in production: it {harm}."
    if not is_on(environment, "SECOND_FACTOR_REQUIRED", default=True):
        yield "SECOND_FACTOR_REQUIRED must stay on in production: a password alone opens no account."


def _problems_of_key(key: str) -> Iterator[str]:
    if not key:
        yield "SECRET_KEY must be set in production."
    elif len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT_CHARACTERS or "insecure" in key:
        yield f"SECRET_KEY is too weak for production: use {SHORTEST_KEY} or more random characters."


def _problems_of_addresses(environment: Mapping[str, str]) -> Iterator[str]:
    hosts = [host.strip() for host in environment.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    if not hosts:
        yield "ALLOWED_HOSTS must name the hosts that production answers to."
    if "*" in hosts:
        yield "ALLOWED_HOSTS must not be * in production: name the hosts."
    proxies = environment.get("TRUSTED_PROXY_COUNT", "0")
    if is_on(environment, "BEHIND_PROXY", default=False) is (proxies == "0"):
        yield (
            "BEHIND_PROXY and TRUSTED_PROXY_COUNT belong together: say how many proxies there are, or the "
            "attempts of all people to sign in would count as those of one address."
        )
    if environment.get("SITE_URL", "https://").startswith("http://") or not is_on(
        environment, "SECURE_SSL_REDIRECT", default=True
    ):
        yield "Production needs https: SITE_URL begins with https:// and SECURE_SSL_REDIRECT stays on."
    for name in ("DATABASE_URL", "REDIS_URL"):
        if not environment.get(name):
            yield f"{name} must be set in production: private servers are for development."


def _problems_of_files(environment: Mapping[str, str]) -> Iterator[str]:
    try:
        store_named(environment.get("EVIDENCE_STORAGE", ""))
    except ValueError as problem:
        yield str(problem)
    scanner = environment.get("CLAMD_URL", "")
    if scanner and not _names_a_scanner(scanner):
        yield "CLAMD_URL must be tcp://HOST:PORT or unix:///PATH."


def _names_a_scanner(address: str) -> bool:
    parts = urlsplit(address)
    try:
        is_network = parts.scheme == "tcp" and parts.hostname is not None and parts.port is not None
    except ValueError:  # a port that is no number
        return False
    return is_network or (parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1)


def _problems_of_production_s_files(environment: Mapping[str, str]) -> Iterator[str]:
    if not environment.get("CLAMD_URL"):
        yield "CLAMD_URL must name ClamAV's daemon in production: no file may reach a reader unscanned."
    media = environment.get("MEDIA_ROOT", "")
    served = [BASE_DIR / "static", BASE_DIR / "staticfiles"]
    if media and any(Path(media).resolve().is_relative_to(folder) for folder in served):
        yield "MEDIA_ROOT must not lie in a folder that is served: evidence would be open to anyone."


def _problems_of_the_trail(environment: Mapping[str, str]) -> Iterator[str]:
    try:
        signed.key_from(environment.get("AUDIT_SIGNING_KEY", ""))
    except ValueError:
        yield "AUDIT_SIGNING_KEY must be 32 random bytes in base64: it signs checkpoints of the audit trail."
    if not environment.get("AUDIT_CHECKPOINTS"):
        yield "AUDIT_CHECKPOINTS must name a file for signed checkpoints, away from the database."


def _problems_of_this_machine() -> Iterator[str]:
    """Reports come from outside: what reads them must reach no network."""
    if isolation.prefix() is None:
        yield (
            "Production needs bubblewrap, or `unshare` with the right to use it: reports are read in a "
            "process without network."
        )
