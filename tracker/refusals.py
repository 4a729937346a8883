"""What a deed says when it will not be done: sentences a person can act on.

Services raise these; doors translate them (a form error, or 409 or 422 in the REST API).
Inner layers know nothing of HTTP.
"""


class Refusal(Exception):
    """A deed that was refused. `str()` is a sentence for a person, `code` a word for a machine."""

    code = "refused"


class Conflict(Refusal):
    """Refused because the thing has changed or was decided meanwhile."""

    code = "conflict"
