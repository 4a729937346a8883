"""Pictures drawn anew, so that only what can be seen of them is kept. Run in the sandbox's child process."""

import base64
import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from tracker.importing.problems import UnreadableReport
from tracker.importing.steps import Tell, untold

# Formats, and the kinds of pixels that each can hold; others become the last.
MODES = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "I;16", "RGB", "RGBA")}
QUALITY = {"JPEG": {"quality": 92}, "PNG": {}}


@dataclass(frozen=True)
class Redrawn:
    """A picture as the child hands it out."""

    data: bytes
    text: str = ""

    def as_json(self) -> dict[str, str]:
        return {"data": base64.b64encode(self.data).decode()}


def redraw(data: bytes, format_name: str, *, tell: Tell = untold) -> Redrawn:
    """Return the first picture of the file, turned the way its camera held it, and nothing else of it.

    Raises UnreadableReport.
    """
    Image.MAX_IMAGE_PIXELS = None  # counted before, by its header; memory is limited here
    drawn = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=[format_name]) as picture:
            seen = _with_plain_pixels(ImageOps.exif_transpose(picture), MODES[format_name])
            seen.info = {}  # EXIF, comments, colour profiles and text, which saving would carry over
            seen.save(drawn, format_name, **QUALITY[format_name])
    except (OSError, SyntaxError, ValueError) as problem:
        raise UnreadableReport("The picture could not be drawn.", detail=str(problem)) from None
    return Redrawn(drawn.getvalue())


def _with_plain_pixels(picture: Image.Image, modes: tuple[str, ...]) -> Image.Image:
    if "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture if picture.mode in modes else picture.convert("RGB")
