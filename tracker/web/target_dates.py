"""HMICFRS's target date of a finding, set and moved on its own page. The force's goes with updates."""

from typing import Any

from tracker.roles import Permission
from tracker.selectors.target_dates import dates_of
from tracker.services import target_dates
from tracker.web.forms.target_dates import HmicfrsDateForm
from tracker.web.reviews import FindingPage


class HmicfrsDatePage(FindingPage):
    template_name = "dates/set.html"
    form_class = HmicfrsDateForm
    permission = Permission.REVIEW
    deed = staticmethod(target_dates.set_for_hmicfrs)
    done = "HMICFRS’s target date of {} is saved."

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": self.finding.due_on}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"finding": self.finding}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(dates=dates_of(self.finding).hmicfrs, **kwargs)
