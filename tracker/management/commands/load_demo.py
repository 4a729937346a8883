"""Make the demo: two 2017 inspections read from extracts, their findings and predecessors, a person per role.

Safe to run again. Refused unless DEMO is on: its sign-ins are public.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.management.demo import loading


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo's sign-ins are public: set DEMO=true to load it, never in production."
            )
        loading.load(now=timezone.now())
        self.stdout.write("The demo is loaded.")
