"""Make the reference data that is missing: forces, scales, programmes, questions. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker.services import reference


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        reference.load()
        self.stdout.write("Reference data is loaded.")
