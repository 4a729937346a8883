"""Check that nothing in the audit trail was changed, removed or made up, and say what was.

Against a checkpoint, which somebody else has kept, it also finds what was cut off the end or written anew.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.documents.signed import NotGenuine, public_name
from tracker.selectors import trails
from tracker.services import checkpoints


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--against", type=Path, metavar="FILE", help="checkpoints, one a line")
        parser.add_argument(
            "--key", help="the public key that signed them, in base64; default: this service's"
        )

    def handle(self, *args: Any, against: Path | None, key: str | None, **options: Any) -> None:
        kept = self._kept(against, key or public_name(checkpoints.signing_key())) if against else []
        problems = list(trails.problems(kept))
        if problems:
            raise CommandError("\n".join(problems))
        links = sum(head.sequence for head in trails.heads())
        self.stdout.write(f"The audit trail is whole: {links:,} events, {len(kept):,} checkpoints agree.")

    def _kept(self, path: Path, key: str) -> list[dict[str, Any]]:
        try:
            return list(checkpoints.read(path, key=key))
        except NotGenuine:
            raise CommandError(f"{path} holds a checkpoint that this key did not sign.") from None
        except (OSError, ValueError) as problem:
            raise CommandError(f"{path} can't be read as checkpoints: {problem}") from None
