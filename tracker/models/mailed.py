"""What every row that becomes a mail has in common: the row is the queue, a worker claims it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from tracker.models.visibility import Row
from tracker.vocabulary import MailState


class MailedQuerySet(models.QuerySet[Row]):
    def waiting_to_be_sent(self, *, now: datetime) -> Self:
        """Unsent and not held by a worker whose lease still runs."""
        return self.filter(
            Q(lease_until__isnull=True) | Q(lease_until__lt=now), mail_state=MailState.UNSENT
        ).order_by("pk")


class Mailed(models.Model):
    mail_state = models.CharField(max_length=20, choices=MailState, default=MailState.UNSENT)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(mail_state="sent", sent_at__isnull=False)
                | (~Q(mail_state="sent") & Q(sent_at__isnull=True)),
                name="%(class)s_sent_at_iff_sent",
            )
        ]
