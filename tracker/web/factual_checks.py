"""The factual check: the report before its publication, remarks on it and answers to them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.generic import FormView

from govuk.forms import GovukForm
from tracker import access
from tracker.models import FactualCheck
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.factual_checks import pre_publication
from tracker.services import factual_checks
from tracker.web.forms.factual_checks import AnswerForm, LastDayForm, RemarkForm, WithdrawForm
from tracker.web.posted import row_posted


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The report's findings and text, with remarks and answers."""
    check = access.get_factual_check_for(request.user, pk)
    is_open = FactualCheck.objects.filter(pk=check.pk).open(on=timezone.localdate()).exists()
    is_the_force = access.has_permission(request.user, Permission.CHECK_FACTS, force_id=check.force_id)
    in_time = is_open and timezone.localdate() <= check.remarks_by
    context = {
        "check": check,
        "report": check.report,
        "read": pre_publication(check),
        "is_open": is_open,
        "in_time": in_time,
        "may_remark": is_the_force and in_time,
        "is_staff": access.has_permission(request.user, Permission.DECIDE_REPORT),
    }
    return render(request, "factual_checks/detail.html", context)


class CheckPage(FormView):
    """A deed on a factual check that asks for something first, and leads back to it."""

    permission = Permission.DECIDE_REPORT
    main_field = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.check = access.get_factual_check_for(request.user, kwargs["pk"], self.permission)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(check=self.check, report=self.check.report, **kwargs)

    def form_valid(self, form: GovukForm) -> HttpResponse:
        try:
            self.deed(form.cleaned_data)
        except (access.NotAllowed, access.NotVisible):
            raise
        except Refusal as problem:
            form.add_error(self.main_field or None, str(problem))
            return self.form_invalid(form)
        return redirect("factual-check", self.check.pk)

    def doer(self) -> dict[str, Any]:
        return {"by": self.request.user, "now": timezone.now()}


class LastDayPage(CheckPage):
    template_name = "factual_checks/last_day.html"
    form_class = LastDayForm
    main_field = "remarks_by"

    def get_initial(self) -> dict[str, Any]:
        return {"remarks_by": self.check.remarks_by}

    def deed(self, given: dict[str, Any]) -> None:
        factual_checks.move(check=self.check, **given, **self.doer())


class WithdrawPage(CheckPage):
    template_name = "factual_checks/withdraw.html"
    form_class = WithdrawForm
    main_field = "reason"

    def deed(self, given: dict[str, Any]) -> None:
        factual_checks.withdraw(check=self.check, **given, **self.doer())
        messages.success(self.request, f"{self.check.force} does not see the report any more.")


class RemarkPage(CheckPage):
    """`?proposal=` names the finding that the remark is on; without it, it is on the report."""

    template_name = "factual_checks/remark.html"
    form_class = RemarkForm
    permission = Permission.CHECK_FACTS
    main_field = "text"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(proposal=self.proposal(), **kwargs)

    def proposal(self) -> Any:
        rows = factual_checks.open_to_remarks(self.check)
        return row_posted(rows, self.request.GET.get("proposal"))

    def deed(self, given: dict[str, Any]) -> None:
        factual_checks.remark(check=self.check, proposal=self.proposal(), **given, **self.doer())
        messages.success(self.request, "Your remark was sent to HMICFRS.")


class OneRemarkPage(CheckPage):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.remark = access.get_factual_remark_for(
            request.user, kwargs["pk"], kwargs["remark_pk"], self.permission
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(remark=self.remark, **kwargs)


class RemarkWithdrawPage(OneRemarkPage):
    """By its writer, until it is answered."""

    template_name = "factual_checks/withdraw_remark.html"
    form_class = GovukForm
    permission = Permission.CHECK_FACTS

    def deed(self, given: dict[str, Any]) -> None:
        factual_checks.withdraw_remark(remark=self.remark, **self.doer())
        messages.success(self.request, "Your remark is withdrawn. HMICFRS was told.")


class AnswerPage(OneRemarkPage):
    template_name = "factual_checks/answer.html"
    form_class = AnswerForm
    main_field = "text"

    def deed(self, given: dict[str, Any]) -> None:
        factual_checks.answer(remark=self.remark, **given, **self.doer())


class InvitePage(FormView):
    """For staff, from the report's page."""

    template_name = "factual_checks/invite.html"
    form_class = LastDayForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.report = access.get_report_for(request.user, kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.report, **kwargs)

    def form_valid(self, form: LastDayForm) -> HttpResponse:
        deed = {"by": self.request.user, "now": timezone.now(), **form.cleaned_data}
        try:
            check = factual_checks.invite(report=self.report, **deed)
        except Refusal as problem:
            form.add_error("remarks_by", str(problem))
            return self.form_invalid(form)
        messages.success(self.request, f"{check.force} is invited to check the facts.")
        return redirect("factual-check", check.pk)
