"""What production refuses to start with, and that it starts without it."""

import os
import subprocess
import sys

import pytest

from config.env import BASE_DIR, RefusesToStart, check_environment, problems_of
from tracker.importing import isolation

FIT = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "kX3v9Qw7-mB2nL5pR8tY1uI4oA6sD0fG-hJkZxCvBnMqWeRtYuIoP",
    "ALLOWED_HOSTS": "tracker.example",
    "DATABASE_URL": "postgres://tracker@database.example/tracker",
    "REDIS_URL": "redis://broker.example/0",
    "CLAMD_URL": "tcp://scanner.example:3310",
    "AUDIT_SIGNING_KEY": "c2VjcmV0IHNlZWQgb2YgdGhlIHRyYWlsLCAzMiBieXQ=",
    "AUDIT_CHECKPOINTS": "/srv/audit/checkpoints.jsonl",
}

INSECURE_PROVIDER = (
    '[{"issuer": "http://id.example", "name": "A force", "client_id": "tracker", "client_secret": "s"}]'
)


def test_fit_environment_is_accepted():
    check_environment(FIT)


@pytest.mark.parametrize(
    "change",
    [
        {"CLAMD_URL": "unix:///run/clamav/clamd.ctl"},
        {"EVIDENCE_STORAGE": "s3://evidence/tracker?endpoint=https://store.example&region=eu-west-2"},
        {"MEDIA_ROOT": "/srv/tracker"},
    ],
)
def test_other_ways_are_accepted_too(change):
    check_environment(FIT | change)


def test_development_needs_nothing():
    check_environment({})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"DEBUG": "true"}, "DEBUG"),
        ({"DEMO": "1"}, "DEMO"),
        ({"SECOND_FACTOR_REQUIRED": "off"}, "SECOND_FACTOR_REQUIRED"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + FIT["SECRET_KEY"]}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "tracker.example,*"}, "ALLOWED_HOSTS"),
        ({"SITE_URL": "http://tracker.example"}, "https"),
        ({"SECURE_SSL_REDIRECT": "off"}, "https"),
        ({"BEHIND_PROXY": "on"}, "TRUSTED_PROXY_COUNT"),
        ({"TRUSTED_PROXY_COUNT": "1"}, "BEHIND_PROXY"),
        ({"OIDC_PROVIDERS": "nonsense"}, "OIDC_PROVIDERS"),
        ({"OIDC_PROVIDERS": '[{"issuer": "https://id.example"}]'}, "client_secret"),
        ({"OIDC_PROVIDERS": INSECURE_PROVIDER}, "https"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"REDIS_URL": ""}, "REDIS_URL"),
        ({"CLAMD_URL": ""}, "CLAMD_URL"),
        ({"AUDIT_SIGNING_KEY": ""}, "AUDIT_SIGNING_KEY"),
        ({"AUDIT_SIGNING_KEY": "dG9vIHNob3J0"}, "AUDIT_SIGNING_KEY"),
        ({"AUDIT_CHECKPOINTS": ""}, "AUDIT_CHECKPOINTS"),
        ({"CLAMD_URL": "scanner.example:3310"}, "CLAMD_URL"),
        ({"CLAMD_URL": "tcp://scanner.example"}, "CLAMD_URL"),
        ({"CLAMD_URL": "tcp://scanner.example:port"}, "CLAMD_URL"),
        ({"CLAMD_URL": "unix://"}, "CLAMD_URL"),
        ({"EVIDENCE_STORAGE": "s3://"}, "EVIDENCE_STORAGE"),
        ({"EVIDENCE_STORAGE": "s3://key:secret@bucket"}, "EVIDENCE_STORAGE"),
        ({"EVIDENCE_STORAGE": "s3://bucket?acl=public-read"}, "EVIDENCE_STORAGE"),
        ({"EVIDENCE_STORAGE": "ftp://files.example"}, "EVIDENCE_STORAGE"),
        ({"MEDIA_ROOT": str(BASE_DIR / "staticfiles" / "media")}, "MEDIA_ROOT"),
    ],
)
def test_one_unfit_thing_is_refused_in_one_sentence(change, named):
    problems = list(problems_of(FIT | change))
    assert len(problems) == 1
    assert named in problems[0]
    assert problems[0].endswith(".")


def test_everything_unfit_is_said_at_once():
    with pytest.raises(RefusesToStart) as refused:
        check_environment({"ENVIRONMENT": "production", "DEBUG": "yes"})
    assert len(str(refused.value).splitlines()) == 8


def test_a_machine_that_cannot_isolate_the_reading_of_reports_is_refused(monkeypatch):
    monkeypatch.setattr(isolation, "prefix", lambda: None)
    (problem,) = problems_of(FIT)
    assert "bubblewrap" in problem
    assert not list(problems_of({}))


def test_unknown_environment_is_refused():
    assert list(problems_of({"ENVIRONMENT": "staging"})) == [
        "ENVIRONMENT must be development or production, not staging."
    ]


def command(*words, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=BASE_DIR,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_refuses_in_words_without_traceback():
    refused = command("check", **FIT | {"DEMO": "true"})
    assert refused.returncode == 1
    assert refused.stderr.strip() == "DEMO must be off in production: it has published passwords."


def test_a_command_of_fit_production_runs():
    assert command("check", **FIT).returncode == 0
