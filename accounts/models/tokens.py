"""Keys with which programs use the API in a person's name."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.scopes import Scope

# A year and a day: a token that expires at the end of a day a year ahead is still within it.
LONGEST_LIFE = timedelta(days=366)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self, now: datetime) -> ApiTokenQuerySet:
        """Tokens that work: neither revoked nor expired, and their user can sign in."""
        return self.filter(revoked_at=None, expires_at__gt=now, user__is_active=True)


class ApiToken(models.Model):
    """A secret shown once. Only its digest is kept, so nobody can read it back from here.

    It works from `created_at` until it is revoked, `expires_at` passes, or its user is switched off.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField("begins with", max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope.choices))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "API token"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at"), expires_at__lte=F("created_at") + LONGEST_LIFE),
                name="api_token_expires_within_a_year",
            ),
            models.CheckConstraint(condition=~Q(scopes=[]), name="api_token_has_a_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def last_day(self) -> date:
        """The last day on which it works, in the site's time zone."""
        return timezone.localdate(self.expires_at - timedelta(microseconds=1))

    def is_expired(self, now: datetime) -> bool:
        return self.expires_at <= now

    @property
    def scope_labels(self) -> list[str]:
        """The scopes in words, in the order they are listed."""
        return [scope.label for scope in Scope if scope in self.scopes]
