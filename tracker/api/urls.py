"""Addresses of the REST API. Each is answered with and without its last slash: a POST is never redirected."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, path, re_path

from tracker.api import (
    actions,
    after_import,
    agreement,
    claims,
    closures,
    corrections,
    docs,
    editions,
    evidence,
    factual_checks,
    finding_links,
    findings,
    forces,
    grades,
    inspections,
    me,
    merges,
    national,
    programmes,
    proposals,
    reports,
    rereads,
    reshaping,
    reviews,
    themes,
    updates,
)
from tracker.api.base import nothing_here

app_name = "api"

ADDRESSES: list[tuple[str, Callable[..., Any], str]] = [
    ("me/", me.Me.as_view(), "me"),
    ("forces/", forces.ForceList.as_view(), "force-list"),
    ("forces/<slug:slug>/", forces.ForceDetail.as_view(), "force-detail"),
    ("forces/<slug:slug>/grades/", grades.ForceGrades.as_view(), "force-grades"),
    ("programmes/", programmes.ProgrammeList.as_view(), "programme-list"),
    ("programmes/<slug:slug>/", programmes.ProgrammeDetail.as_view(), "programme-detail"),
    ("inspections/", inspections.InspectionList.as_view(), "inspection-list"),
    ("inspections/<int:pk>/", inspections.InspectionDetail.as_view(), "inspection-detail"),
    ("findings/", findings.FindingList.as_view(), "finding-list"),
    ("findings/<slug:reference>/", findings.FindingDetail.as_view(), "finding-detail"),
    ("findings/<slug:reference>/chain/", findings.FindingChain.as_view(), "finding-chain"),
    ("findings/<slug:reference>/timeline/", findings.FindingTimeline.as_view(), "finding-timeline"),
    (
        "findings/<slug:reference>/corrections/",
        corrections.FindingCorrections.as_view(),
        "finding-corrections",
    ),
    ("findings/<slug:reference>/close/", findings.FindingClosure.as_view(), "finding-close"),
    ("findings/<slug:reference>/themes/", themes.FindingThemes.as_view(), "finding-themes"),
    ("findings/<slug:reference>/elsewhere/", themes.FindingElsewhere.as_view(), "finding-elsewhere"),
    ("findings/<slug:reference>/actions/", actions.ActionList.as_view(), "action-list"),
    ("findings/<slug:reference>/actions/<int:pk>/", actions.ActionDetail.as_view(), "action-detail"),
    ("findings/<slug:reference>/actions/<int:pk>/done/", actions.ActionDone.as_view(), "action-done"),
    ("findings/<slug:reference>/actions/<int:pk>/move/", actions.ActionMove.as_view(), "action-move"),
    ("findings/<slug:reference>/actions/<int:pk>/remove/", actions.ActionRemoval.as_view(), "action-remove"),
    ("findings/<slug:reference>/updates/", updates.UpdateList.as_view(), "update-list"),
    ("findings/<slug:reference>/updates/<int:number>/", updates.UpdateDetail.as_view(), "update-detail"),
    (
        "findings/<slug:reference>/updates/<int:number>/review/",
        reviews.UpdateReview.as_view(),
        "update-review",
    ),
    ("findings/<slug:reference>/evidence/", evidence.EvidenceList.as_view(), "evidence-list"),
    ("evidence/", evidence.AllEvidence.as_view(), "all-evidence"),
    ("evidence/<int:pk>/", evidence.EvidenceDetail.as_view(), "evidence-detail"),
    ("evidence/<int:pk>/content/", evidence.EvidenceContent.as_view(), "evidence-content"),
    ("evidence/<int:pk>/versions/", evidence.EvidenceVersions.as_view(), "evidence-versions"),
    ("evidence/<int:pk>/withdrawal/", evidence.EvidenceWithdrawal.as_view(), "evidence-withdraw"),
    ("evidence/<int:pk>/assessment/", evidence.EvidenceAssessment.as_view(), "evidence-assess"),
    ("evidence/<int:pk>/scan/", evidence.EvidenceScan.as_view(), "evidence-scan"),
    ("national-recommendations/", national.NationalList.as_view(), "national-list"),
    ("national-recommendations/<int:pk>/", national.NationalDetail.as_view(), "national-detail"),
    ("national-recommendations/<int:pk>/forces/", national.NationalForces.as_view(), "national-forces"),
    ("themes/", themes.ThemeList.as_view(), "theme-list"),
    ("themes/<slug:slug>/", themes.ThemeDetail.as_view(), "theme-detail"),
    ("themes/<slug:slug>/proposals/", themes.ThemeProposals.as_view(), "theme-proposals"),
    ("themes/<slug:slug>/decisions/", themes.ThemeDecisions.as_view(), "theme-decisions"),
    (
        "findings/<slug:reference>/candidates/<slug:side>/",
        finding_links.CandidateList.as_view(),
        "candidate-list",
    ),
    ("links/", finding_links.LinkList.as_view(), "link-list"),
    ("links/<int:pk>/", finding_links.LinkDetail.as_view(), "link-detail"),
    ("links/<int:pk>/decision/", finding_links.LinkDecisionMade.as_view(), "link-decide"),
    ("claims/contradicted/", claims.ContradictedClaims.as_view(), "claim-list"),
    ("claims/contradicted/by-force/", claims.ContradictedCounts.as_view(), "claim-counts"),
    (
        "findings/<slug:reference>/offered-closure/",
        closures.OfferedClosureAnswer.as_view(),
        "offered-closure",
    ),
    ("offered-closures/", closures.OfferedClosureList.as_view(), "offered-closure-list"),
    ("reviews/", reviews.ReviewQueue.as_view(), "review-list"),
    ("reports/", reports.ReportList.as_view(), "report-list"),
    ("reports/<int:pk>/", reports.ReportDetail.as_view(), "report-detail"),
    ("reports/<int:pk>/retry/", reports.ReportRetry.as_view(), "report-retry"),
    ("reports/<int:pk>/publication/", reports.ReportPublication.as_view(), "report-publication"),
    ("reports/<int:pk>/unaccounted-for/", after_import.UnaccountedFor.as_view(), "unaccounted-for"),
    ("reports/<int:pk>/silent-repeats/", after_import.SilentRepeatList.as_view(), "silent-repeat-list"),
    ("reports/<int:pk>/proposals/", proposals.ProposalList.as_view(), "proposal-list"),
    (
        "reports/<int:report_pk>/proposals/<int:pk>/",
        proposals.ProposalDetail.as_view(),
        "proposal-detail",
    ),
    (
        "reports/<int:report_pk>/proposals/<int:pk>/confirm/",
        proposals.ProposalConfirm.as_view(),
        "proposal-confirm",
    ),
    (
        "reports/<int:report_pk>/proposals/<int:pk>/reject/",
        proposals.ProposalReject.as_view(),
        "proposal-reject",
    ),
    ("reports/<int:pk>/edition/", editions.ReportEdition.as_view(), "report-edition"),
    ("reports/<int:pk>/differences/", editions.DifferenceList.as_view(), "edition-difference-list"),
    (
        "reports/<int:report_pk>/differences/<int:pk>/decision/",
        editions.DifferenceDecision.as_view(),
        "edition-difference-decide",
    ),
    ("reports/<int:pk>/factual-check/", factual_checks.CheckInvitation.as_view(), "report-invite"),
    ("factual-checks/", factual_checks.CheckList.as_view(), "factual-check-list"),
    ("factual-checks/<int:pk>/", factual_checks.CheckDetail.as_view(), "factual-check"),
    ("factual-checks/<int:pk>/last-day/", factual_checks.CheckLastDay.as_view(), "factual-check-last-day"),
    (
        "factual-checks/<int:pk>/withdraw/",
        factual_checks.CheckWithdrawal.as_view(),
        "factual-check-withdraw",
    ),
    ("factual-checks/<int:pk>/remarks/", factual_checks.RemarkList.as_view(), "factual-remark"),
    (
        "factual-checks/<int:check_pk>/remarks/<int:pk>/answer/",
        factual_checks.RemarkAnswer.as_view(),
        "factual-remark-answer",
    ),
    ("merges/", merges.MergeList.as_view(), "merge-list"),
    ("merges/<int:pk>/decision/", merges.MergeDecision.as_view(), "merge-decide"),
    ("merges/<int:pk>/undo/", merges.MergeUndo.as_view(), "merge-undo"),
    (
        "reports/<int:report_pk>/proposals/<int:pk>/amend/",
        corrections.ProposalAmendment.as_view(),
        "proposal-amend",
    ),
    (
        "reports/<int:report_pk>/proposals/<int:pk>/withdraw/",
        corrections.ProposalWithdrawal.as_view(),
        "proposal-withdraw",
    ),
    (
        "reports/<int:report_pk>/proposals/<int:pk>/split/",
        reshaping.ProposalSplit.as_view(),
        "proposal-split",
    ),
    ("reports/<int:pk>/merge/", reshaping.ProposalMerge.as_view(), "proposal-merge"),
    ("reports/<int:pk>/history/", rereads.ReportHistory.as_view(), "report-history"),
    ("reports/<int:pk>/rereads/", rereads.RereadList.as_view(), "reread-list"),
    ("reports/<int:report_pk>/rereads/<int:pk>/", rereads.RereadDetail.as_view(), "reread-detail"),
    ("reports/<int:report_pk>/rereads/<int:pk>/take/", rereads.RereadTake.as_view(), "reread-take"),
    ("agreement/", agreement.AgreementTable.as_view(), "agreement"),
    ("agreement/items/", agreement.AgreementItems.as_view(), "agreement-items"),
    ("schema/", docs.schema, "schema"),
    ("docs/", docs.page, "docs"),
]


def both_ways() -> Iterator[URLPattern]:
    for route, view, name in ADDRESSES:
        yield path(route, view, name=name)
        yield path(route.removesuffix("/"), view)


urlpatterns = [
    path("", me.Root.as_view(), name="root"),
    *both_ways(),
    re_path("", nothing_here, name="nothing-here"),
]
