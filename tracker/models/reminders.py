"""Reminders: what needed a person on a day, the digest that told of it, and how they want to be told."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.models.enquiries import Enquiry
from tracker.models.factual_checks import FactualCheck
from tracker.models.findings import Finding
from tracker.models.forces import Force
from tracker.models.mailed import Mailed, MailedQuerySet
from tracker.models.reports import Report
from tracker.models.rounds import UpdateRound
from tracker.models.visibility import Person, reach_inside
from tracker.reminder_vocabulary import DigestRhythm, ReminderRule

# What a reminder may be about, in the order of `Matter.thing`.
ABOUT = ("finding", "factual_check", "update_round", "enquiry", "report")
OF_QUESTIONS = (ReminderRule.ENQUIRY, ReminderRule.ANSWERED)


class ReminderChoice(models.Model):
    """How often a person wants the digest. Without a row: daily."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminder_choice"
    )
    digest = models.CharField(max_length=20, choices=DigestRhythm, default=DigestRhythm.DAILY)
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["person"]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_digest_display()}"


class CalendarFeed(models.Model):
    """A secret address at which calendar programs read a person's dates. Only the secret's hash is kept."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feed"
    )
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["person"]

    def __str__(self) -> str:
        return f"Calendar of {self.person}"


class Digest(Mailed):
    """One mail to one person on a day: how many matters need them, and a link. Never a finding's text."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    day = models.DateField()
    created_at = models.DateTimeField()

    objects = MailedQuerySet["Digest"].as_manager()

    class Meta(Mailed.Meta):
        ordering = ["-day", "person"]
        indexes = [models.Index(fields=["id"], condition=Q(mail_state="unsent"), name="digest_queue")]
        constraints = [
            *Mailed.Meta.constraints,
            models.UniqueConstraint(fields=["person", "day"], name="digest_one_a_day_per_person"),
        ]

    def __str__(self) -> str:
        return f"Digest for {self.person}, {self.day}"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: Person) -> Self:
        """One's own, as long as one's role reaches the force."""
        own = self.filter(person=user.pk)
        reach = reach_inside(user)
        return own if reach.all_forces else own.filter(force__in=reach.force_ids)


class Reminder(models.Model):
    """That a rule began to concern a person on a day, about one thing: written once."""

    rule = models.CharField(max_length=20, choices=ReminderRule)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders")
    day = models.DateField(help_text="The day on which it began to need the person.")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    factual_check = models.ForeignKey(
        FactualCheck, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    update_round = models.ForeignKey(
        UpdateRound, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    created_at = models.DateTimeField()
    digest = models.ForeignKey(
        Digest, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "pk"]
        indexes = [
            models.Index(fields=["person", "day"], condition=Q(digest__isnull=True), name="reminder_to_tell")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "person", "day", *ABOUT],
                nulls_distinct=False,
                name="reminder_once_per_rule_thing_day_and_person",
            ),
            models.CheckConstraint(
                condition=Q(finding__isnull=False, factual_check__isnull=True, report__isnull=True)
                | Q(finding__isnull=True, factual_check__isnull=False, report__isnull=True)
                | Q(finding__isnull=True, factual_check__isnull=True, report__isnull=False),
                name="reminder_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(rule=ReminderRule.ROUND, update_round__isnull=False)
                | (~Q(rule=ReminderRule.ROUND) & Q(update_round__isnull=True)),
                name="reminder_of_a_round_names_it",
            ),
            models.CheckConstraint(
                condition=Q(rule__in=OF_QUESTIONS, enquiry__isnull=False)
                | (~Q(rule__in=OF_QUESTIONS) & Q(enquiry__isnull=True)),
                name="reminder_of_a_question_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.finding or self.factual_check or self.report} ({self.day})"
