"""What a row of the table of addresses is made of."""

from dataclasses import dataclass

from tracker.roles import Permission as P

OK, FOUND, UNAUTHORISED, FORBIDDEN, NOT_FOUND, GONE = 200, 302, 401, 403, 404, 410


@dataclass(frozen=True)
class Door:
    """`of` names the thing whose keys the address holds (`test_addresses.KEYS`)."""

    needs: P | None = None  # without it: 403
    hidden_without: P | None = None  # without it: 404
    of: str = ""
    owner: str = ""  # for this one person alone; 404 for everyone else
    method: str = "get"
    answer: int = OK  # for those who may
    anonymous: int | None = None  # led to the sign-in, unless it is public
    public: str = ""  # why it is open without sign-in
    path: str = ""  # asked instead of the address by name


def signed_in(**more: object) -> Door:
    """For everyone who has signed in, whatever their roles."""
    return Door(**more)


def workspace(needs: P = P.SEE_WORKSPACE, **more: object) -> Door:
    """Of one force's workspace, which exists for the force and HMICFRS only."""
    return Door(needs=needs, hidden_without=P.SEE_WORKSPACE, **more)


def report(**more: object) -> Door:
    """Of a report as its readers work on it."""
    return Door(hidden_without=P.DECIDE_REPORT, **{"of": "report"} | more)


def check(**more: object) -> Door:
    """Of a report's factual check, which exists for the invited and HMICFRS's readers of reports."""
    return Door(hidden_without=P.SEE_FACTUAL_CHECK, **{"of": "factual check"} | more)


def duty(**more: object) -> Door:
    """Of a published report that a policing body must answer: a fact of the register."""
    return Door(**{"hidden_without": P.SEE_REGISTER, "of": "report to answer"} | more)


def api(door: Door, **more: object) -> Door:
    return Door(**{**vars(door), "anonymous": UNAUTHORISED, **more})


LOCKED_OUT = "someone who cannot sign in needs it"
SIGNING_IN = "it is the way in"
