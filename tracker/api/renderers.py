"""JSON of the REST API."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer


class OrjsonRenderer(JSONRenderer):
    """JSON in UTF-8; dates and times as ISO 8601, the latter in UTC with "Z"."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z)


class FileRenderer(OrjsonRenderer):
    """For a view that answers with a file whatever its type; its errors are still JSON."""

    media_type = "*/*"
    format = "file"
