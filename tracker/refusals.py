"""What a deed says when it will not be done: sentences a person can act on.

Services raise these; doors translate them (a form error, or 409, 422 or 503 in the REST API).
Inner layers know nothing of HTTP.
"""


class Refusal(Exception):
    """A deed that was refused. `str()` is a sentence for a person, `code` a word for a machine."""

    code = "refused"
    field = ""  # the name of what was filled in wrongly, where it is one thing


class Unavailable(Refusal):
    """Refused because something the service stands on has failed for now: the same may do later."""

    code = "unavailable"


class Conflict(Refusal):
    """Refused because the thing has changed or was decided meanwhile."""

    code = "conflict"
