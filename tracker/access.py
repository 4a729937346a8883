"""The only doors to rows."""


class NotVisible(Exception):
    """There is no such thing as far as this person is concerned (doors: 404)."""


class NotAllowed(Exception):
    """The person sees it and may not do this with it (doors: 403)."""
