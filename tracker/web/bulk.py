"""Changing several findings at once: they are chosen, the change is tried, and done when it is confirmed."""

import json
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.generic import FormView

from tracker import access
from tracker.models.visibility import reach_of
from tracker.refusals import Refusal
from tracker.selectors.findings import register
from tracker.services import bulk
from tracker.services.bulk import BulkDeed
from tracker.web.forms.bulk import FORMS
from tracker.web.forms.findings import FindingListFilter
from tracker.web.paging import page_of
from tracker.web.tags import counted


@require_GET
def bulk_choose(request: HttpRequest, deed: str) -> HttpResponse:
    """The findings that this person may change so, filtered as the register is, each to be ticked.

    A page holds as many as may be changed at once, so that no tick has to be carried to another page.
    """
    kind = _deed(request, deed)
    reach = reach_of(request.user, bulk.DEEDS[kind].permission)
    rows = register(request.user).within(reach)
    filters = request.GET.copy()
    chosen = filters.pop("reference", [])
    is_all = bool(filters.pop("all", []))
    filterset = FindingListFilter(filters, queryset=rows, request=request)
    page = page_of(filterset.qs, request.GET.get("page"), size=bulk.MOST_AT_ONCE)
    filters["all"] = "1"
    context = {
        "deed": kind,
        "deeds": bulk.deeds_for(request.user),
        "form": filterset.form,
        "chosen": [finding.reference for finding in page] if is_all else chosen,
        "all_url": f"?{filters.urlencode()}",
        "is_all": is_all,
        "page_obj": page,
    }
    return render(request, "bulk/choose.html", context)


class ChangePage(FormView):
    """What is to change, then what that does to each of the findings, then it is done."""

    template_name = "bulk/change.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kind = _deed(request, kwargs["deed"])
        given = request.POST if request.method == "POST" else request.GET
        self.references = list(dict.fromkeys(given.getlist("reference")))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.references:
            messages.warning(request, str(bulk.NothingChosen()))
            return redirect("bulk-choose", self.kind.value)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What was ticked comes by POST, too: a hundred references are too long for an address."""
        if "chosen" in request.POST:
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def get_form_class(self) -> Any:
        return FORMS[self.kind]

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs() | {"user": self.request.user}
        # Nothing is answered yet where the findings have just been ticked.
        return given | {"data": None} if "chosen" in self.request.POST else given

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back_url = reverse("bulk-choose", args=[self.kind.value])
        return super().get_context_data(
            deed=self.kind, references=self.references, back_url=back_url, **kwargs
        )

    def form_valid(self, form: Any) -> HttpResponse:
        # Only what was shown is done: with other answers than those it shows again.
        shown = self._answers()
        is_confirmed = "confirmed" in self.request.POST and self.request.POST.get("shown") == shown
        try:
            outcomes = (bulk.carry_out if is_confirmed else bulk.preview)(
                deed=self.kind, references=self.references, by=self.request.user, now=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
        except Refusal as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        if is_confirmed:
            return self._done(outcomes)
        changing = [row for row in outcomes if not row.why_not]
        unchanged = [row for row in outcomes if row.why_not]
        return self.render_to_response(
            self.get_context_data(form=form, shown=shown, changing=changing, unchanged=unchanged)
        )

    def _answers(self) -> str:
        """Digest of what was answered and chosen."""
        left_out = {"csrfmiddlewaretoken", "confirmed", "shown"}
        answers = sorted((name, values) for name, values in self.request.POST.lists() if name not in left_out)
        return sha256(json.dumps(answers).encode()).hexdigest()

    def _done(self, outcomes: Any) -> HttpResponse:
        changed = sum(1 for row in outcomes if not row.why_not)
        left = len(outcomes) - changed
        rest = f" {counted(left, 'finding')} stayed as before." if left else ""
        messages.success(self.request, f"{counted(changed, 'finding')} changed.{rest}")
        return redirect("bulk-choose", self.kind.value)


def _deed(request: HttpRequest, deed: str) -> BulkDeed:
    """Raises NotVisible for what is no deed, NotAllowed for one that is not this person's."""
    if deed not in BulkDeed.values:
        raise access.NotVisible
    access.require(request.user, bulk.DEEDS[BulkDeed(deed)].permission)
    return BulkDeed(deed)
