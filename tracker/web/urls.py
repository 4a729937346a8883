"""Addresses of pages."""

from django.urls import URLPattern, URLResolver, include, path

from tracker.web import (
    agreement,
    claims,
    corrections,
    evidence,
    factual_checks,
    findings,
    forces,
    home,
    jobs,
    links,
    merges,
    notifications,
    reports,
    rereads,
    reshaping,
    reviews,
    updates,
    uploads,
)

UPDATE = [
    path("", updates.start, name="update-start"),
    path("status/", updates.StatusPage.as_view(), name="update-status"),
    path("date/", updates.DatePage.as_view(), name="update-date"),
    path("change/", updates.ChangePage.as_view(), name="update-change"),
    path("evidence/", updates.EvidencePage.as_view(), name="update-evidence"),
    path("evidence/file/", evidence.AddFilePage.as_view(), name="update-evidence-file"),
    path("evidence/link/", evidence.AddLinkPage.as_view(), name="update-evidence-link"),
    path("check/", updates.CheckPage.as_view(), name="update-check"),
    path("sent/", updates.sent, name="update-sent"),
    path("delete/", updates.discard, name="update-discard"),
]
EVIDENCE = [
    path("", evidence.detail, name="evidence-detail"),
    path("download/", evidence.download, name="evidence-download"),
    path("withdraw/", evidence.WithdrawPage.as_view(), name="evidence-withdraw"),
]
REPORT = [
    path("", reports.report_detail, name="report-detail"),
    path("progress/", reports.report_progress, name="report-progress"),
    path("retry/", reports.report_retry, name="report-retry"),
    path("factual-check/", factual_checks.InvitePage.as_view(), name="report-invite"),
    path("publication/", reports.PublicationPage.as_view(), name="report-publication"),
    path("confirm-all/<slug:kind>/", reports.confirm_all, name="report-confirm-all"),
    path("proposals/<int:proposal_pk>/", reports.proposal_correct, name="proposal-correct"),
    path("proposals/<int:proposal_pk>/confirm/", reports.proposal_confirm, name="proposal-confirm"),
    path("proposals/<int:proposal_pk>/reject/", corrections.RejectPage.as_view(), name="proposal-reject"),
    path("proposals/<int:proposal_pk>/amend/", corrections.AmendPage.as_view(), name="proposal-amend"),
    path(
        "proposals/<int:proposal_pk>/withdraw/", corrections.WithdrawPage.as_view(), name="proposal-withdraw"
    ),
    path("proposals/<int:proposal_pk>/split/", reshaping.SplitPage.as_view(), name="proposal-split"),
    path("proposals/<int:proposal_pk>/merge/", reshaping.MergePage.as_view(), name="proposal-merge"),
    path("history/", rereads.history, name="report-history"),
    path("rereads/", rereads.ask, name="reread-ask"),
    path("rereads/<int:reread_pk>/", rereads.detail, name="reread-detail"),
    path("rereads/<int:reread_pk>/take/", rereads.take, name="reread-take"),
    path("add/<slug:kind>/", reshaping.add, name="proposal-add"),
    path("silent-repeats/<int:link_pk>/", links.decide, name="silent-repeat-decide"),
]

FACTUAL_CHECK = [
    path("", factual_checks.detail, name="factual-check"),
    path("remark/", factual_checks.RemarkPage.as_view(), name="factual-remark"),
    path("last-day/", factual_checks.LastDayPage.as_view(), name="factual-check-last-day"),
    path("withdraw/", factual_checks.WithdrawPage.as_view(), name="factual-check-withdraw"),
    path(
        "remarks/<int:remark_pk>/answer/",
        factual_checks.AnswerPage.as_view(),
        name="factual-remark-answer",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("findings/", findings.finding_list, name="finding-list"),
    path("findings/<slug:reference>/", findings.finding_detail, name="finding-detail"),
    path("findings/<slug:reference>/timeline/", findings.finding_timeline, name="finding-timeline"),
    path("findings/<slug:reference>/update/", include(UPDATE)),
    path("findings/<slug:reference>/evidence/<int:pk>/", include(EVIDENCE)),
    path(
        "findings/<slug:reference>/correct/",
        corrections.FindingCorrectPage.as_view(),
        name="finding-correct",
    ),
    path("findings/<slug:reference>/close/", reviews.ClosePage.as_view(), name="finding-close"),
    path("findings/<slug:reference>/void-closure/", reviews.VoidPage.as_view(), name="finding-void-closure"),
    path("findings/<slug:reference>/merge/", merges.MergePage.as_view(), name="finding-merge"),
    path("findings/<slug:reference>/merged/", merges.merged_finding, name="finding-merged"),
    path("merges/", merges.merge_list, name="merge-list"),
    path("merges/<int:pk>/", merges.merge_decide, name="merge-decide"),
    path("merges/<int:pk>/undo/", merges.UndoPage.as_view(), name="merge-undo"),
    path("claims/", claims.claim_list, name="claim-list"),
    path("reviews/", reviews.review_list, name="review-list"),
    path("reviews/<int:pk>/", reviews.ReviewPage.as_view(), name="review-detail"),
    path("reports/", reports.report_list, name="report-list"),
    path("reports/upload/", reports.UploadPage.as_view(), name="report-upload"),
    path("reports/upload/many/", uploads.upload_many, name="report-upload-many"),
    path("reports/agreement/", agreement.table, name="agreement"),
    path("reports/agreement/items/", agreement.items, name="agreement-items"),
    path("reports/agreement/corrections.csv", agreement.corrections, name="agreement-corrections"),
    path("reports/<int:pk>/", include(REPORT)),
    path("factual-checks/<int:pk>/", include(FACTUAL_CHECK)),
    path("jobs/", jobs.job_list, name="job-list"),
    path("jobs/reports/<int:pk>/retry/", jobs.report_retry, name="job-retry-report"),
    path("jobs/mails/<int:pk>/retry/", jobs.mail_retry, name="job-retry-mail"),
    path("notifications/", notifications.notification_list, name="notification-list"),
    path("notifications/read/", notifications.mark_all_read, name="notification-read-all"),
    path("notifications/<int:pk>/read/", notifications.mark_read, name="notification-read"),
    path("forces/", forces.force_list, name="force-list"),
    path("forces/<slug:slug>/", forces.force_detail, name="force-detail"),
    path("help/", include("tracker.web.help")),
]
