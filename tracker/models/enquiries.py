"""Questions that HMICFRS asks a force about a finding, and the answers."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.models.findings import Finding
from tracker.models.updates import FindingOwnedQuerySet
from tracker.models.visibility import ForceOwnedQuerySet, Person
from tracker.vocabulary import EnquirySide, EnquiryState


class EnquiryQuerySet(ForceOwnedQuerySet["Enquiry"]):
    force_path = "finding__force"

    def visible_to(self, user: Person) -> Self:
        return super().visible_to(user).filter(finding__withdrawn_at__isnull=True)

    def waiting(self) -> Self:
        """Those that wait for the force's answer."""
        return self.filter(state=EnquiryState.WAITING)

    def overdue(self, *, on: date) -> Self:
        return self.waiting().filter(answer_by__lt=on)


class Enquiry(models.Model):
    """A question about a finding, with all that is written to it.

    HMICFRS asks, by when the answer is wanted (waiting); the force answers (answered); HMICFRS asks on, with
    another day, or closes it. Nothing that was written changes: each is an `EnquiryMessage`.
    """

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="enquiries")
    subject = models.CharField(max_length=120)
    state = models.CharField(max_length=20, choices=EnquiryState, default=EnquiryState.WAITING)
    answer_by = models.DateField("answer wanted by")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = "question"
        ordering = ["answer_by", "pk"]
        indexes = [models.Index(fields=["state", "answer_by"], name="enquiry_by_state_and_day")]
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="enquiry_has_a_subject"),
            models.CheckConstraint(
                condition=Q(state=EnquiryState.CLOSED, closed_by__isnull=False, closed_at__isnull=False)
                | (~Q(state=EnquiryState.CLOSED) & Q(closed_by=None, closed_at=None)),
                name="enquiry_closed_by_and_at_iff_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("enquiry-detail", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.state == EnquiryState.CLOSED

    @property
    def is_waiting(self) -> bool:
        return self.state == EnquiryState.WAITING


class EnquiryMessageQuerySet(FindingOwnedQuerySet["EnquiryMessage"]):
    force_path = "enquiry__finding__force"


class EnquiryMessage(models.Model):
    """One thing written to a question, by one side. Append-only (a trigger refuses changes).

    `mentioned` are told of it besides those whose finding it is.
    """

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=10, choices=EnquirySide)
    text = models.TextField()
    answer_by = models.DateField("answer wanted by", null=True, blank=True)
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = EnquiryMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="enquiry_message_not_empty"),
            models.CheckConstraint(
                condition=Q(side=EnquirySide.HMICFRS, answer_by__isnull=False)
                | Q(side=EnquirySide.FORCE, answer_by__isnull=True),
                name="enquiry_message_of_hmicfrs_says_by_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.text[:60]}"
