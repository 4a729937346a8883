"""Questions about findings: the list, asking, answering, closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import FormView

from tracker import access
from tracker.models import Enquiry
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors import enquiries as asked
from tracker.services import enquiries
from tracker.services.guards import DateInPast
from tracker.vocabulary import EnquiryState
from tracker.web.forms.enquiries import AskAgainForm, AskForm, WrittenForm
from tracker.web.paging import page_of


@require_GET
def enquiry_list(request: HttpRequest) -> HttpResponse:
    """Questions waiting for an answer first; by the address those answered, or closed."""
    access.require(request.user, Permission.SEE_WORKSPACE)
    wanted = request.GET.get("state", "")
    state = EnquiryState(wanted) if wanted in EnquiryState.values else EnquiryState.WAITING
    number = asked.counts(request.user)
    context = {
        "state": state,
        "states": [(each, number.get(each, 0)) for each in EnquiryState],
        "page_obj": page_of(asked.listed(request.user, state=state), request.GET.get("page")),
        "today": timezone.localdate(),
    }
    return render(request, "enquiries/list.html", context)


class WritingPage(FormView):
    """Something is written to a question: asked, asked on, or answered."""

    done = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"finding": self.finding, "by": self.request.user.pk}

    def form_valid(self, form: WrittenForm) -> HttpResponse:
        try:
            enquiry = self.deed(by=self.request.user, now=timezone.now(), **form.cleaned_data)
        except access.NotAllowed:
            raise
        except Refusal as problem:
            form.add_error("answer_by" if isinstance(problem, DateInPast) else None, str(problem))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(enquiry)


class AskPage(WritingPage):
    template_name = "enquiries/ask.html"
    form_class = AskForm
    done = "Your question was sent, and the force is told."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.finding = access.get_finding_for(request.user, kwargs["reference"], Permission.ASK_ENQUIRY)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(finding=self.finding, **kwargs)

    def deed(self, **given: Any) -> Enquiry:
        return enquiries.ask(finding=self.finding, **given)


class EnquiryPage(WritingPage):
    """All that was written to a question; for those whose part it is, a form to answer or to ask on."""

    template_name = "enquiries/detail.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        needed = Permission.SEE_WORKSPACE
        self.enquiry = access.get_enquiry_for(request.user, kwargs["pk"], needed)
        self.finding = self.enquiry.finding
        self.asks = self._may(Permission.ASK_ENQUIRY)
        self.done = "Your question was sent." if self.asks else "Your answer was sent, and HMICFRS is told."

    def _may(self, permission: Permission) -> bool:
        return access.has_permission(self.request.user, permission, force_id=self.finding.force_id)

    def get_form_class(self) -> type[WrittenForm]:
        return AskAgainForm if self.asks else WrittenForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        takes_part = self.asks or self._may(Permission.ANSWER_ENQUIRY)
        return super().get_context_data(
            enquiry=self.enquiry,
            finding=self.finding,
            written=asked.messages_of(self.enquiry),
            asks=self.asks,
            may_write=takes_part and not self.enquiry.is_closed,
            today=timezone.localdate(),
            **kwargs,
        )

    def deed(self, **given: Any) -> Enquiry:
        write = enquiries.ask_again if self.asks else enquiries.answer
        return write(enquiry=self.enquiry, **given).enquiry


@require_POST
def enquiry_close(request: HttpRequest, pk: int) -> HttpResponse:
    enquiry = access.get_enquiry_for(request.user, pk, Permission.ASK_ENQUIRY)
    try:
        enquiries.close(enquiry=enquiry, by=request.user, now=timezone.now())
    except enquiries.EnquiryClosed as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "You closed the question.")
    return redirect(enquiry)
