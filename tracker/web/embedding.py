"""Whether an improvement is still embedded after closure: the force's answer, and HMICFRS's decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.embedding import checks_of, may_be_checked, undecided_of
from tracker.services import embedding
from tracker.web.forms.embedding import RAISE, EmbeddedForm, NoLongerForm
from tracker.web.reviews import FindingPage


class EmbeddedPage(FindingPage):
    template_name = "embedding/say.html"
    form_class = EmbeddedForm
    permission = Permission.SUBMIT_UPDATE
    deed = staticmethod(embedding.say)
    done = "Your answer on {} is kept."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"finding": self.finding}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        checks, is_asked = checks_of(self.finding), may_be_checked(self.finding)
        return super().get_context_data(checks=checks, is_asked=is_asked, **kwargs)


class NoLongerPage(FindingPage):
    """What the force says, and the decision: a new finding with a link, or none."""

    template_name = "embedding/decide.html"
    form_class = NoLongerForm
    permission = Permission.DECIDE_REPORT

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.finding.kind, "text": self.finding.text}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"finding": self.finding}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(check=undecided_of(self.finding), **kwargs)

    def form_valid(self, form: NoLongerForm) -> HttpResponse:
        given = form.cleaned_data
        deed = {"finding": self.finding, "by": self.request.user, "now": timezone.now()}
        try:
            if given.pop("decision") == RAISE:
                raised = embedding.raise_anew(**given, **deed).successor
                done = f"You raised {raised}, linked to {self.finding}."
            else:
                embedding.leave(reason=given["reason"], **deed)
                raised, done = None, f"No new finding is raised. {self.finding} stays closed."
        except Refusal as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(raised or self.finding)
