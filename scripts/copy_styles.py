#!/usr/bin/env python
"""Copy the design systems' styles, script and pictures into static/vendor, without what is not ours to use.

GDS Transport, the crest and GOV.UK's icons are for services on gov.uk only, whatever the licence of the code.
Usage: scripts/copy_styles.py [--from DIR], DIR holding what npm would have put into node_modules.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
GOVUK = Path("govuk-frontend/dist/govuk")
MOJ = Path("@ministryofjustice/frontend/moj")

FONT_STACK = '"Helvetica Neue",Helvetica,Arial,sans-serif'
FONT_FACE = re.compile(r"@font-face\s*{[^}]*}")
GDS_TRANSPORT = re.compile(r'"?GDS Transport"?,\s*arial,\s*sans-serif', re.IGNORECASE)
CREST = re.compile(r"[\w-]*(?:image|mask)\s*:\s*url\([^)]*(?:crest|crown)[^)]*\);?")
# The map files are not copied, and a storage that hashes names stops at a reference to nothing.
SOURCE_MAP = re.compile(r"(?:/\*|//)# sourceMappingURL=\S+(?:\s*\*/)?\s*")
PICTURE = re.compile(r"url\(/assets/(images/[^)]+)\)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, default=ROOT / "node_modules")
    source = parser.parse_args().source
    if not (source / GOVUK).is_dir():
        sys.exit(f"{source} holds no govuk-frontend: run npm ci --ignore-scripts first.")
    shutil.rmtree(VENDOR, ignore_errors=True)
    copy_sheet(source / GOVUK / "govuk-frontend.min.css", VENDOR / "govuk")
    copy_text(source / GOVUK / "govuk-frontend.min.js", VENDOR / "govuk", without_source_map)
    copy_sheet(source / MOJ / "moj-frontend.min.css", VENDOR / "moj")


def copy_sheet(sheet: Path, folder: Path) -> None:
    """Copy a style sheet with the pictures that it still shows."""
    text = copy_text(sheet, folder, without_brand)
    for picture in set(re.findall(r"url\(assets/([^)]+)\)", text)):
        copy_file(sheet.parent / "assets" / picture, folder / "assets" / picture)


def copy_text(file: Path, folder: Path, change: Callable[[str], str]) -> str:
    """Copy a text file, changed; return the new text."""
    folder.mkdir(parents=True, exist_ok=True)
    text = change(file.read_text(encoding="utf-8"))
    (folder / file.name).write_text(text, encoding="utf-8")
    return text


def copy_file(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)


def without_source_map(text: str) -> str:
    return SOURCE_MAP.sub("", text)


def without_brand(text: str) -> str:
    """Return a style sheet with a font of the reader's machine, no crest, and relative pictures."""
    text = GDS_TRANSPORT.sub(FONT_STACK, FONT_FACE.sub("", text))
    return without_source_map(PICTURE.sub(r"url(assets/\1)", CREST.sub("", text)))


if __name__ == "__main__":
    main()
