"""JSON of the REST API."""

from rest_framework.renderers import JSONRenderer


class OrjsonRenderer(JSONRenderer):
    """JSON."""
