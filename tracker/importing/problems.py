"""Why a file could not be read."""


class UnreadableReport(Exception):
    """The bytes gave no report. `str()` is a sentence that a person can act on.

    `detail` is for the log only (a traceback of the reader), never for a page.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.detail = detail
