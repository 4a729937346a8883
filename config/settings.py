"""Settings, all from the environment. Production differs from development by its environment only."""

import logging
import os
from pathlib import Path

from csp.constants import NONE, SELF

from config.env import BASE_DIR, DEVELOPMENT_KEY, PRIVATE_DIR, check_environment, env
from config.identity_providers import origins_of
from config.logs import LOGGING as LOGGING
from config.logs import configure_structlog
from config.sign_in import sign_in_settings
from config.stores import store_named

check_environment(os.environ)

# --- Where this runs ---------------------------------------------------------------------------------
ENVIRONMENT = env.str("ENVIRONMENT", default="development")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.bool("DEBUG", default=not PRODUCTION)
DEMO = env.bool("DEMO", default=False)
PORT = env.int("PORT", default=8000)
SECRET_KEY = env.str("SECRET_KEY", default=DEVELOPMENT_KEY)
# Former keys, while what they signed and encrypted is still about.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[".localhost", "127.0.0.1", "[::1]"])
# Links in mail; a page's own links are relative.
SITE_URL = env.str(
    "SITE_URL", default=f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else f"http://127.0.0.1:{PORT}"
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- Parts -------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "tracker.apps.TrackerConfig",
    "accounts.apps.AccountsConfig",
    "govuk.apps.GovukConfig",
    "tracker.apps.TrackerAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    # Every page asks for sign-in unless it is marked `login_not_required`.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "config.middleware.PrivateResponsesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.HelpersMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tracker.web.middleware.AccessMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "govuk.context.service",
                "tracker.web.context.navigation",
            ],
            "libraries": {
                "evidence": "tracker.web.evidence_tags",
                "findings": "tracker.web.tags",
                "reports": "tracker.web.report_tags",
            },
        },
    }
]

# --- Database ----------------------------------------------------------------------------------------
# Without DATABASE_URL manage.py starts a private server and sets it; this default is never served.
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres://tracker@127.0.0.1:5432/tracker")}
DATABASES["default"].update(CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=False, ATOMIC_REQUESTS=False)
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
if env.bool("DATABASE_POOL", default=False):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache and background work -----------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "tracker",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
}

LONGEST_JOB_SECONDS = 300

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A job of a killed worker comes back after this time and one sweep; a job must never outlast it.
    "visibility_timeout": LONGEST_JOB_SECONDS * 2 + 60,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.1}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = LONGEST_JOB_SECONDS
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"
# A sweep that no worker took in time is worthless: the next one does the same.
CELERY_BEAT_SCHEDULE = {
    "sweep-publications": {
        "task": "tracker.sweep_publications",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "sweep-files": {"task": "tracker.sweep_files", "schedule": 10, "options": {"expires": 10}},
    "sweep-orphans": {"task": "tracker.sweep_orphans", "schedule": 3600, "options": {"expires": 3600}},
    "sweep-reports": {"task": "tracker.sweep_reports", "schedule": 10, "options": {"expires": 10}},
    "sweep-comparisons": {
        "task": "tracker.sweep_comparisons",
        "schedule": 30,
        "options": {"expires": 30},
    },
    "sweep-exports": {"task": "tracker.sweep_exports", "schedule": 10, "options": {"expires": 10}},
    "sweep-rereads": {"task": "tracker.sweep_rereads", "schedule": 10, "options": {"expires": 10}},
    "search-themes": {"task": "tracker.search_themes", "schedule": 30, "options": {"expires": 30}},
    # Each writes what is not written yet: a day on which nobody rang is caught up with.
    "write-reminders": {"task": "tracker.write_reminders", "schedule": 900, "options": {"expires": 900}},
    "sweep-digests": {"task": "tracker.sweep_digests", "schedule": 10, "options": {"expires": 10}},
    "make-checkpoint": {"task": "tracker.make_checkpoint", "schedule": 3600, "options": {"expires": 3600}},
    "sweep-notifications": {
        "task": "tracker.sweep_notifications",
        "schedule": 10,
        "options": {"expires": 10},
    },
}

# --- People ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    # It extends Django's own backend, so the permissions of the admin come with it.
    "allauth.account.auth_backends.AuthenticationBackend",
    # Signs nobody in; says by role who keeps people and tokens.
    "tracker.admin.backend.RolesBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
vars().update(sign_in_settings(demo=DEMO, production=PRODUCTION))

# --- Transport, cookies, headers ---------------------------------------------------------------------
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=PRODUCTION)
# Only where a proxy sets the header itself may it be believed.
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = SESSION_WHOLE_SECONDS = 12 * 60 * 60  # then one signs in again, however busy
SESSION_IDLE_SECONDS = 30 * 60
SESSION_WARNING_SECONDS = 5 * 60  # before the end
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # A form that leads to an organisation's sign-in is answered with a way there.
        "form-action": [SELF, *origins_of(env.str("OIDC_PROVIDERS", default=""))],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- Files -------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(PRIVATE_DIR / "media")))
STORAGES = {
    # Reports and evidence: outside the web root, never served but by a view that asks `access`.
    "default": store_named(env.str("EVIDENCE_STORAGE", default="")),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.storage.HashedStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Files go to disk from 1 MB on and are measured by the services (25 MB); everything else stays small.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # 50 reports at once; the form says so to who sends some more
# Up to here a form says what is wrong with a file; beyond, none of it is read.
LARGEST_UPLOAD = 100 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "config.uploads.HugeUploadRefuser",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "config.uploads.FullDiskSurvivor",
]
# Signed checkpoints of the audit trail, a line each, out of reach of the database's owner; the seed of the
# key that signs them (32 bytes in base64), and who keeps one a day.
AUDIT_CHECKPOINTS = Path(
    env.str("AUDIT_CHECKPOINTS", default=str(PRIVATE_DIR / "audit" / "checkpoints.jsonl"))
)
AUDIT_SIGNING_KEY = env.str("AUDIT_SIGNING_KEY", default="")
AUDIT_CHECKPOINT_RECIPIENTS = env.list("AUDIT_CHECKPOINT_RECIPIENTS", default=[])
# ClamAV's daemon, tcp://HOST:PORT or unix:///PATH. Without one files are handed out as "not scanned".
CLAMD_URL = env.str("CLAMD_URL", default="")

# --- Mail --------------------------------------------------------------------------------------------
_MAIL_FOLDER = f"filemail:///{PRIVATE_DIR / 'mail'}"
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25" if PRODUCTION else _MAIL_FOLDER))
EMAIL_TIMEOUT = 10
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Inspection findings tracker <tracker@localhost>")

# --- Language and time -------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/London"
USE_TZ = True

# --- REST API ----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["tracker.api.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["tracker.api.parsers.OrjsonParser"],
    "DEFAULT_SCHEMA_CLASS": "tracker.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "tracker.api.problems.handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    # The Accept header says it; `format` would be a parameter of every address.
    "URL_FORMAT_OVERRIDE": None,
    "SCHEMA_COERCE_PATH_PK": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Inspection findings tracker",
    "DESCRIPTION": "Findings of police inspections, what forces say of them, and what inspectors found.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "PREPROCESSING_HOOKS": ["tracker.api.schema.only_documented"],
    "ENUM_NAME_OVERRIDES": {
        name: f"tracker.vocabulary.{name}"
        for name in (
            "Assessment",
            "ClosureReason",
            "Decision",
            "EnquirySide",
            "EnquiryState",
            "EvidenceKind",
            "FileState",
            "FindingKind",
            "ForceKind",
            "ForceStatus",
            "InspectorateStatus",
            "LinkRelation",
            "Marking",
            "Pillar",
            "ProgrammeKind",
            "ProposalKind",
            "ReportStatus",
            "RereadStatus",
            "ReviewOutcome",
            "StatementStrength",
            "Verdict",
            "Wording",
        )
    }
    | {"TakenItemListEnum": "tracker.api.shapes.rereads.LISTS"}
    | {"EventKind": "tracker.event_vocabulary.EventKind"},
}

# --- Logs --------------------------------------------------------------------------------------------
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
# One line a request, when it is answered.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
configure_structlog()
