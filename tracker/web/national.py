"""National recommendations: the list, one with its forces, and addressing it to them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import FormView

from tracker import access
from tracker.models import NationalRecommendation
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.corrections import corrections_of_national
from tracker.selectors.national import recommendations, standing_of
from tracker.services import national, national_corrections
from tracker.web.corrections import done
from tracker.web.forms.national import ForcesForm, NationalAmendForm, NationalForm
from tracker.web.paging import page_of
from tracker.web.tags import counted


def national_list(request: HttpRequest) -> HttpResponse:
    access.require(request.user, Permission.SEE_REGISTER)
    page = page_of(recommendations(request.user), request.GET.get("page"))
    return render(request, "national/list.html", {"page_obj": page, "may_address": _may_address(request)})


def national_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The published wording, how far the forces are in total, and each of them."""
    row = access.get_national_for(request.user, pk)
    context = {
        "national": row,
        "standing": standing_of(row, request.user),
        "may_address": _may_address(request),
        "corrections": corrections_of_national(row),
        "is_hmicfrs": access.is_hmicfrs(request.user),
    }
    return render(request, "national/detail.html", context)


def _may_address(request: HttpRequest) -> bool:
    return access.has_permission(request.user, Permission.DECIDE_REPORT)


class AddressPage(FormView):
    """A new recommendation, with a finding for each force."""

    template_name = "national/address.html"
    form_class = NationalForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        access.require(request.user, Permission.DECIDE_REPORT)

    def deed(self, form: Any) -> NationalRecommendation:
        return national.address(by=self.request.user, now=timezone.now(), **form.answers)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            row = self.deed(form)
        except Refusal as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        number = counted(row.findings.count(), "force")
        messages.success(
            self.request, f"The recommendation is addressed to {number}, with a finding for each."
        )
        return redirect(row)


class CorrectNationalPage(FormView):
    """The wording, title, address or day, corrected for all its forces."""

    template_name = "reports/amend.html"
    form_class = NationalAmendForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.national = access.get_national_for(request.user, kwargs["pk"])
        access.require(request.user, Permission.DECIDE_REPORT)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"data": super().get_form_kwargs().get("data"), "national": self.national}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            called="a national recommendation",
            back_url=self.national.get_absolute_url(),
            corrections=corrections_of_national(self.national),
            **kwargs,
        )

    def form_valid(self, form: NationalAmendForm) -> HttpResponse:
        def deed() -> None:
            national_corrections.correct(
                national=self.national,
                correction=form.amendment(),
                by=self.request.user,
                now=timezone.now(),
            )

        if not done(form, deed):
            return self.form_invalid(form)
        messages.success(self.request, "You corrected the recommendation and the finding of each force.")
        return redirect(self.national)


class AddForcesPage(AddressPage):
    """Forces that were left out."""

    form_class = ForcesForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.national = access.get_national_for(request.user, kwargs["pk"])
        super().setup(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"already": self.national}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(national=self.national, **kwargs)

    def deed(self, form: Any) -> NationalRecommendation:
        return national.add_forces(
            national=self.national, forces=form.chosen, by=self.request.user, now=timezone.now()
        )
