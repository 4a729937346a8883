"""Why a file could not be read."""


class UnreadableReport(Exception):
    """The bytes gave no report. `str()` is a sentence that a person can act on.

    `detail` is for the log only (a traceback of the reader), never for a page. `needs_person`: the file is
    whole but holds no text, as a scan does, so that a person has to read it.
    """

    def __init__(self, reason: str, detail: str = "", *, needs_person: bool = False) -> None:
        super().__init__(reason)
        self.detail = detail
        self.needs_person = needs_person
