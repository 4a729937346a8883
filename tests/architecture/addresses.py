"""Every address of the service, and who may reach it.

A row says the permission that is needed and without which permission the thing does not even exist for
someone; `tracker.roles` says who has them. A page without a row fails the guard, and so does one that
answers otherwise. Public pages say why they are.
"""

from dataclasses import dataclass

from tracker.roles import Permission as P

OK, FOUND, UNAUTHORISED, FORBIDDEN, NOT_FOUND = 200, 302, 401, 403, 404


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
UPDATING = workspace(P.SUBMIT_UPDATE, of="finding")

PAGES = {
    "home": signed_in(),
    "finding-list": Door(needs=P.SEE_REGISTER),
    "finding-detail": Door(hidden_without=P.SEE_REGISTER, of="finding"),
    "finding-timeline": workspace(of="finding"),
    "evidence-pack": workspace(of="finding"),
    "finding-correct": workspace(P.DECIDE_REPORT, of="finding"),
    "finding-close": workspace(P.REVIEW, of="finding"),
    "finding-void-closure": workspace(P.VOID_CLOSURE, of="finding"),
    "finding-merge": workspace(P.DECIDE_REPORT, of="finding"),
    "finding-merged": Door(hidden_without=P.SEE_REGISTER, of="finding", answer=FOUND),  # it stands for itself
    "merge-list": Door(needs=P.DECIDE_REPORT),
    "merge-decide": Door(hidden_without=P.DECIDE_REPORT, of="merge", method="post", answer=FOUND),
    "merge-undo": Door(hidden_without=P.DECIDE_REPORT, of="merge"),
    "finding-offered-closure": workspace(P.REVIEW, of="finding"),
    "closure-list": Door(needs=P.REVIEW),
    "update-start": workspace(P.SUBMIT_UPDATE, of="finding", answer=FOUND),
    "update-status": UPDATING,
    "update-correct": workspace(P.SUBMIT_UPDATE, of="update of a finding"),
    "update-date": UPDATING,
    "update-change": UPDATING,
    "update-actions": UPDATING,
    "update-evidence": UPDATING,
    "update-evidence-file": UPDATING,
    "update-evidence-link": UPDATING,
    "update-evidence-measure": UPDATING,
    "update-evidence-reuse": UPDATING,
    "update-check": workspace(P.SUBMIT_UPDATE, of="finding", answer=FOUND),  # to what is not answered yet
    "update-sent": workspace(P.SUBMIT_UPDATE, of="finding", answer=FOUND),  # nothing was sent
    "update-discard": UPDATING,
    "finding-lead": workspace(P.ASSIGN_LEAD, of="finding"),
    "finding-target-date": workspace(P.REVIEW, of="finding"),
    "action-list": workspace(of="finding"),
    "action-add": UPDATING,
    "action-change": workspace(P.SUBMIT_UPDATE, of="action of a finding"),
    "action-move": workspace(P.SUBMIT_UPDATE, of="action of a finding", method="post", answer=FOUND),
    "action-done": workspace(P.SUBMIT_UPDATE, of="action of a finding", method="post", answer=FOUND),
    "action-remove": workspace(P.SUBMIT_UPDATE, of="action of a finding"),
    "evidence-detail": workspace(of="evidence of a finding"),
    "evidence-download": workspace(of="evidence of a finding"),
    "evidence-assess": workspace(P.REVIEW, of="evidence of a finding"),
    "evidence-replace": workspace(P.SUBMIT_UPDATE, of="evidence of a finding"),
    "evidence-use": workspace(P.SUBMIT_UPDATE, of="evidence of a finding"),
    "evidence-list": Door(needs=P.SEE_WORKSPACE),
    "evidence-withdraw": workspace(P.SUBMIT_UPDATE, of="evidence of a finding"),
    "finding-theme": workspace(P.DECIDE_REPORT, of="finding", method="post", answer=FOUND),
    "theme-list": Door(needs=P.SEE_REGISTER),
    "theme-detail": Door(needs=P.SEE_REGISTER, of="theme"),
    "theme-queue": Door(needs=P.DECIDE_REPORT, of="theme"),
    "finding-links": workspace(P.DECIDE_REPORT, of="finding"),
    "finding-link-to": workspace(P.DECIDE_REPORT, of="two findings"),
    "link-list": Door(needs=P.DECIDE_REPORT),
    "link-detail": report(of="link"),
    "claim-list": Door(needs=P.SEE_WORKSPACE),
    "review-list": Door(needs=P.REVIEW),
    "review-detail": workspace(P.REVIEW, of="update"),
    "bulk-choose": Door(needs=P.DECIDE_REPORT, of="deed"),
    "bulk-change": Door(needs=P.DECIDE_REPORT, of="deed", answer=FOUND),  # nothing is chosen
    "enquiry-list": Door(needs=P.SEE_WORKSPACE),
    "enquiry-ask": workspace(P.ASK_ENQUIRY, of="finding"),
    "enquiry-detail": workspace(of="question"),
    "enquiry-close": workspace(P.ASK_ENQUIRY, of="question", method="post", answer=FOUND),
    "report-list": Door(needs=P.DECIDE_REPORT),
    "report-upload": Door(needs=P.DECIDE_REPORT),
    "report-upload-many": Door(needs=P.DECIDE_REPORT),
    "report-detail": report(),
    "report-progress": report(),
    "report-retry": report(method="post", answer=FOUND),
    "report-publication": report(),
    "report-edition": report(),
    "report-edition-unmark": report(),
    "edition-difference-decide": report(of="difference on a page", method="post", answer=FOUND),
    "report-invite": report(),
    "factual-check": check(),
    "factual-remark": check(needs=P.CHECK_FACTS),
    "factual-check-last-day": check(needs=P.DECIDE_REPORT),
    "factual-check-withdraw": check(needs=P.DECIDE_REPORT),
    "factual-remark-withdraw": check(needs=P.CHECK_FACTS, of="remark on a page"),
    "factual-remark-answer": check(needs=P.DECIDE_REPORT, of="remark on a page"),
    "duty-list": Door(needs=P.SEE_REGISTER),
    "force-duties": Door(needs=P.SEE_REGISTER, of="force"),
    "duty-detail": duty(),
    "duty-answer": duty(needs=P.RESPOND_56_DAYS),
    "duty-answer-export": duty(needs=P.RESPOND_56_DAYS, method="post", answer=FOUND),
    "duty-record": duty(needs=P.COMMENT_56_DAYS, of="part of an answer"),
    "duty-take-back": Door(
        hidden_without=P.RESPOND_56_DAYS, needs=P.ANSWER_56_DAYS, of="entry of an answer on a page"
    ),
    "report-confirm-all": report(of="kind of proposal", method="post", answer=FOUND),
    "proposal-correct": report(of="proposal on a page"),
    "proposal-confirm": report(of="proposal on a page", method="post", answer=FOUND),
    "proposal-reject": report(of="proposal on a page", answer=FOUND),  # it was confirmed
    "proposal-amend": report(of="proposal on a page"),
    "proposal-withdraw": report(of="proposal on a page"),
    "proposal-restore": report(of="proposal on a page", answer=FOUND),  # it is not withdrawn
    "proposal-split": report(of="proposal on a page", answer=FOUND),  # it was confirmed
    "proposal-merge": report(of="proposal on a page", answer=FOUND),
    "proposal-add": report(of="kind of proposal"),
    "report-history": report(),
    "reread-ask": report(method="post", answer=FOUND),
    "reread-detail": report(of="second reading on a page"),
    "reread-progress": report(of="second reading on a page"),
    "reread-take-change": report(of="second reading on a page", method="post", answer=FOUND),
    "reread-take": report(of="second reading on a page", method="post", answer=FOUND),
    "agreement": Door(needs=P.DECIDE_REPORT),
    "agreement-items": Door(needs=P.DECIDE_REPORT),
    "export-list": signed_in(),
    "export-detail": Door(owner="liaison", of="export"),
    "export-progress": Door(owner="liaison", of="export"),
    "export-download": Door(owner="liaison", of="export"),
    "job-list": Door(needs=P.DECIDE_REPORT),
    "job-retry-report": report(method="post", answer=FOUND),
    "job-retry-reread": report(of="second reading on a page", method="post", answer=FOUND),
    "job-retry-file": workspace(P.DECIDE_REPORT, of="evidence", method="post", answer=FOUND),
    "job-retry-mail": Door(needs=P.DECIDE_REPORT, of="notification", method="post", answer=FOUND),
    "calendar-feed": Door(
        public="calendar programs cannot sign in: the secret in the address stands for it", of="calendar"
    ),
    "calendar-make": signed_in(method="post"),
    "calendar-revoke": signed_in(method="post", answer=FOUND),
    "round-list": Door(needs=P.SEE_WORKSPACE),
    "round-open": Door(needs=P.ASK_ENQUIRY),
    "round-detail": workspace(of="round"),
    "round-end": workspace(P.ASK_ENQUIRY, of="round", method="post", answer=FOUND),
    "need-list": signed_in(),
    "reminder-settings": signed_in(),
    "notification-list": signed_in(),
    "notification-read-all": signed_in(method="post", answer=FOUND),
    "notification-read": Door(owner="inspector", of="notification", method="post", answer=FOUND),
    "force-list": Door(needs=P.SEE_REGISTER),
    "force-detail": Door(needs=P.SEE_REGISTER, of="force"),
    "board-pack": Door(needs=P.SEE_WORKSPACE, of="force"),
    "board-pack-print": Door(needs=P.SEE_WORKSPACE, of="force"),
    "hand-over": Door(needs=P.ASSIGN_LEAD, of="force"),
    "force-grades": Door(needs=P.SEE_REGISTER, of="force"),
    "national-list": Door(needs=P.SEE_REGISTER),
    "national-new": Door(needs=P.DECIDE_REPORT),
    "national-detail": Door(hidden_without=P.SEE_REGISTER, of="national recommendation"),
    "national-forces": Door(
        needs=P.DECIDE_REPORT, hidden_without=P.SEE_REGISTER, of="national recommendation"
    ),
    "help": Door(public=LOCKED_OUT),
    "help-glossary": Door(public="it explains words, and names nobody"),
    "help-accessibility": Door(public="the law asks that anyone can read it"),
    "help-cookies": Door(public="cookies are set before sign-in"),
    "help-privacy": Door(public="anyone may ask what is kept of them"),
}

ACCOUNT = {
    "account_login": Door(public=SIGNING_IN, answer=FOUND, anonymous=OK),
    "account_signup": Door(public="it says that sign-up is closed", answer=FOUND, anonymous=OK),
    "account_inactive": Door(public=LOCKED_OUT),
    "account_reset_password": Door(public=LOCKED_OUT),
    "account_reset_password_done": Door(public=LOCKED_OUT),
    "account_reset_password_from_key": Door(public=LOCKED_OUT, of="mailed key"),
    "account_reset_password_from_key_done": Door(public=LOCKED_OUT),
    "account_logout": signed_in(),
    "account_reauthenticate": signed_in(),
    "account_change_password": signed_in(),
    "account_set_password": signed_in(answer=FOUND),  # they have one: to its change
    "account-home": signed_in(),
    "token-list": signed_in(),
    "token-create": signed_in(answer=FOUND),  # to say one's password again
    "token-revoke": Door(owner="liaison", of="token"),
}

API_WORKSPACE = api(workspace(of="finding"))
API_REPORT = api(report())
API = {
    "api:root": api(signed_in()),
    "api:me": api(signed_in()),
    "api:reminders": api(signed_in()),
    "api:calendar-make": api(signed_in(method="post", answer=201)),
    "api:calendar-revoke": api(signed_in(method="post")),
    "api:needs": api(signed_in()),
    "api:round-list": api(Door(needs=P.SEE_WORKSPACE)),
    "api:round-detail": api(workspace(of="round")),
    "api:round-end": api(workspace(P.ASK_ENQUIRY, of="round", method="post", answer=409)),  # ended above
    "api:schema": api(signed_in()),
    "api:docs": signed_in(),
    "api:nothing-here": Door(
        public="it says only that nothing is there",
        path="/api/v1/nowhere/",
        answer=NOT_FOUND,
        anonymous=NOT_FOUND,
    ),
    # Lists hold what the person may see, which may be nothing.
    "api:force-list": api(signed_in()),
    "api:force-detail": api(signed_in(of="force")),
    "api:force-grades": api(Door(needs=P.SEE_REGISTER, of="force")),
    "api:programme-list": api(signed_in()),
    "api:programme-detail": api(signed_in(of="programme")),
    "api:inspection-list": api(signed_in()),
    "api:inspection-detail": api(Door(hidden_without=P.SEE_REGISTER, of="inspection")),
    "api:finding-list": api(signed_in()),
    "api:finding-detail": api(Door(hidden_without=P.SEE_REGISTER, of="finding")),
    "api:finding-chain": api(Door(hidden_without=P.SEE_REGISTER, of="finding")),
    "api:finding-timeline": API_WORKSPACE,
    "api:finding-corrections": api(Door(hidden_without=P.SEE_REGISTER, of="finding")),
    "api:finding-close": api(workspace(P.REVIEW, of="finding", method="post", answer=400)),
    "api:offered-closure": api(workspace(P.REVIEW, of="finding", method="post", answer=400)),
    "api:offered-closure-list": api(Door(needs=P.REVIEW)),
    "api:update-list": API_WORKSPACE,
    "api:update-detail": api(workspace(of="update of a finding")),
    "api:update-review": api(workspace(P.REVIEW, of="update of a finding", method="post", answer=400)),
    "api:finding-lead": API_WORKSPACE,
    "api:target-date-list": API_WORKSPACE,
    "api:hand-over": api(Door(needs=P.ASSIGN_LEAD, of="force", method="post", answer=400)),
    "api:action-list": API_WORKSPACE,
    "api:action-detail": api(workspace(of="action of a finding")),
    "api:action-done": api(workspace(P.SUBMIT_UPDATE, of="action of a finding", method="put", answer=400)),
    "api:action-move": api(workspace(P.SUBMIT_UPDATE, of="action of a finding", method="post", answer=400)),
    "api:action-remove": api(workspace(P.SUBMIT_UPDATE, of="action of a finding", method="post")),
    "api:bulk": api(Door(needs=P.SEE_REGISTER, method="post", answer=400)),
    "api:finding-enquiry-list": API_WORKSPACE,
    "api:enquiry-people": API_WORKSPACE,
    "api:enquiry-list": api(Door(needs=P.SEE_WORKSPACE)),
    "api:enquiry-detail": api(workspace(of="question")),
    "api:enquiry-answers": api(workspace(P.ANSWER_ENQUIRY, of="question", method="post", answer=400)),
    "api:enquiry-questions": api(workspace(P.ASK_ENQUIRY, of="question", method="post", answer=400)),
    # The page closed it before.
    "api:enquiry-close": api(workspace(P.ASK_ENQUIRY, of="question", method="post", answer=409)),
    "api:evidence-list": API_WORKSPACE,
    "api:evidence-detail": api(workspace(of="evidence")),
    "api:evidence-content": api(workspace(of="evidence")),
    "api:all-evidence": api(Door(needs=P.SEE_WORKSPACE)),
    "api:evidence-versions": api(workspace(P.SUBMIT_UPDATE, of="evidence", method="post", answer=400)),
    "api:evidence-withdraw": api(workspace(P.SUBMIT_UPDATE, of="evidence", method="post", answer=400)),
    "api:evidence-assess": api(workspace(P.REVIEW, of="evidence", method="put", answer=400)),
    "api:evidence-scan": api(workspace(P.DECIDE_REPORT, of="evidence", method="post", answer=409)),
    "api:national-list": api(signed_in()),
    "api:national-detail": api(Door(hidden_without=P.SEE_REGISTER, of="national recommendation")),
    "api:national-forces": api(
        Door(
            needs=P.DECIDE_REPORT,
            hidden_without=P.SEE_REGISTER,
            of="national recommendation",
            method="post",
            answer=400,
        )
    ),
    "api:finding-themes": api(Door(hidden_without=P.SEE_REGISTER, of="finding")),
    "api:finding-elsewhere": api(Door(hidden_without=P.SEE_REGISTER, of="finding")),
    "api:theme-list": api(signed_in()),
    "api:theme-detail": api(Door(needs=P.SEE_REGISTER, of="theme")),
    "api:theme-proposals": api(Door(needs=P.DECIDE_REPORT, of="theme")),
    "api:theme-decisions": api(Door(needs=P.DECIDE_REPORT, of="theme", method="post", answer=400)),
    "api:claim-list": api(Door(needs=P.SEE_WORKSPACE)),
    "api:claim-counts": api(Door(needs=P.SEE_WORKSPACE)),
    "api:review-list": api(Door(needs=P.REVIEW)),
    "api:report-list": api(Door(needs=P.DECIDE_REPORT)),
    "api:report-detail": API_REPORT,
    "api:report-retry": api(report(method="post", answer=409)),  # it was read
    "api:report-publication": api(report(method="put", answer=400)),
    "api:unaccounted-for": API_REPORT,
    "api:silent-repeat-list": API_REPORT,
    "api:report-edition": api(report(method="post", answer=400)),
    "api:report-edition-unmark": api(report(method="post", answer=400)),
    "api:edition-difference-list": API_REPORT,
    "api:edition-difference-decide": api(report(of="difference", method="post", answer=400)),
    "api:report-invite": api(report(method="post", answer=400)),
    "api:factual-check-list": api(signed_in()),
    "api:factual-check": api(check()),
    "api:factual-remark": api(check(needs=P.CHECK_FACTS, method="post", answer=400)),
    "api:factual-check-last-day": api(check(needs=P.DECIDE_REPORT, method="put", answer=400)),
    "api:factual-check-withdraw": api(check(needs=P.DECIDE_REPORT, method="post", answer=400)),
    "api:factual-remark-withdraw": api(check(needs=P.CHECK_FACTS, of="remark", method="post", answer=422)),
    "api:factual-remark-answer": api(check(needs=P.DECIDE_REPORT, of="remark", method="post", answer=400)),
    "api:answer-list": api(Door(needs=P.SEE_REGISTER)),
    "api:answer": api(duty()),
    "api:answer-record": api(duty(needs=P.RESPOND_56_DAYS, method="post", answer=400)),
    "api:answer-take-back": api(
        Door(
            hidden_without=P.RESPOND_56_DAYS,
            needs=P.ANSWER_56_DAYS,
            of="entry of an answer",
            method="post",
            answer=400,
        )
    ),
    "api:merge-list": api(Door(needs=P.DECIDE_REPORT)),
    "api:merge-decide": api(Door(hidden_without=P.DECIDE_REPORT, of="merge", method="post", answer=400)),
    "api:merge-undo": api(Door(hidden_without=P.DECIDE_REPORT, of="merge", method="post", answer=400)),
    "api:candidate-list": api(workspace(P.DECIDE_REPORT, of="side of a finding")),
    "api:link-list": api(Door(needs=P.DECIDE_REPORT)),
    "api:link-detail": api(report(of="link")),
    "api:link-decide": api(report(of="link", method="post", answer=400)),
    "api:proposal-list": API_REPORT,
    "api:proposal-detail": api(report(of="proposal")),
    "api:proposal-confirm": api(report(of="proposal", method="post")),
    "api:proposal-reject": api(report(of="proposal", method="post", answer=400)),
    "api:proposal-split": api(report(of="proposal", method="post", answer=400)),
    "api:proposal-merge": api(report(method="post", answer=400)),
    "api:report-history": API_REPORT,
    "api:reread-list": API_REPORT,
    "api:reread-detail": api(report(of="second reading")),
    "api:reread-retry": api(report(of="second reading", method="post", answer=409)),  # it waits
    "api:reread-take-change": api(report(of="second reading", method="post", answer=400)),
    "api:reread-take": api(report(of="second reading", method="post", answer=409)),  # it is not done
    "api:export-list": api(signed_in()),
    "api:export-detail": api(Door(owner="liaison", of="export")),
    "api:export-content": api(Door(owner="liaison", of="export")),
    "api:agreement": api(Door(needs=P.DECIDE_REPORT)),
    "api:agreement-items": api(Door(needs=P.DECIDE_REPORT)),
    "api:proposal-amend": api(report(of="proposal", method="post", answer=400)),
    "api:proposal-restore": api(report(of="proposal", method="post", answer=400)),
    "api:proposal-withdraw": api(report(of="proposal", method="post", answer=400)),
}

ADDRESSES = PAGES | ACCOUNT | API
