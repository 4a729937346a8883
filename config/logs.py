"""Logs as JSON lines: event names and ids, never what people wrote or who they are."""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

# What follows opens a calendar, an invitation or a new password to whoever reads it.
SECRET = re.compile(r"(?<=/)(calendar|invitation|key)/[^/]+")

# Extra fields of a standard log record (`logger.info("…", extra={…})`) join the line beside structlog's own.
SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def without_query(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Cut the query off a logged address: it holds search words, and may hold a person's name.

    So with an address that is itself the key to something.
    """
    if isinstance(event.get("request"), str):
        address = event["request"].partition("?")[0]
        event["request"] = SECRET.sub(r"\1/…", address)
    return event


def configure_structlog() -> None:
    """Send structlog's events through the standard library's handlers."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED_PROCESSORS,
            without_query,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": [*SHARED_PROCESSORS, structlog.stdlib.ExtraAdder()],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # Says each 404 once more, with the address in full; the request log has it without the query.
        "django.request": {"level": "ERROR"},
    },
}
