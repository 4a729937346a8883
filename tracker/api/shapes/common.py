"""Shapes that several nouns share."""

from typing import Any

from rest_framework import serializers


class Shape(serializers.Serializer[Any]):
    """A shape of an answer: every field is there unless it says `required=False`."""


class NamedShape(Shape):
    """Something with a slug, its name and its address."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    url = serializers.URLField()


class SourceShape(Shape):
    """Where HMICFRS's words stand, and the licence they are shown under."""

    title = serializers.CharField()
    published = serializers.CharField(
        allow_null=True, help_text='As precise as printed: "2018-03-22", "2018-03" or "2018".'
    )
    url = serializers.URLField(allow_null=True)
    licence = serializers.CharField()
