"""Addresses of things in the API, absolute, so that a client follows them and builds none."""

from django.urls import reverse
from rest_framework.request import Request


class Links:
    """Joined by hand: for a page of fifty rows `reverse` costs more than the query. A test follows each."""

    def __init__(self, request: Request) -> None:
        self.root = request.build_absolute_uri(reverse("api:root"))
        self.site = request.build_absolute_uri("/").rstrip("/")

    def force(self, slug: str, part: str = "") -> str:
        return f"{self.root}forces/{slug}/{part}"

    def national(self, pk: int) -> str:
        return f"{self.root}national-recommendations/{pk}/"

    def programme(self, slug: str) -> str:
        return f"{self.root}programmes/{slug}/"

    def inspection(self, pk: int) -> str:
        return f"{self.root}inspections/{pk}/"

    def finding(self, reference: str, part: str = "") -> str:
        return f"{self.root}findings/{reference}/{part}"

    def update(self, reference: str, number: int) -> str:
        return f"{self.root}findings/{reference}/updates/{number}/"

    def enquiry(self, pk: int) -> str:
        return f"{self.root}enquiries/{pk}/"

    def round(self, pk: int) -> str:
        return f"{self.root}rounds/{pk}/"

    def evidence(self, pk: int) -> str:
        return f"{self.root}evidence/{pk}/"

    def theme(self, slug: str, part: str = "") -> str:
        return f"{self.root}themes/{slug}/{part}"

    def report(self, pk: int, part: str = "") -> str:
        return f"{self.root}reports/{pk}/{part}"

    def factual_check(self, pk: int, part: str = "") -> str:
        return f"{self.root}factual-checks/{pk}/{part}"

    def answer(self, pk: int, part: str = "") -> str:
        return f"{self.root}answers/{pk}/{part}"

    def merge(self, pk: int, part: str = "") -> str:
        return f"{self.root}merges/{pk}/{part}"

    def export(self, pk: int, part: str = "") -> str:
        return f"{self.root}exports/{pk}/{part}"

    def reread(self, report_pk: int, pk: int) -> str:
        return f"{self.root}reports/{report_pk}/rereads/{pk}/"

    def proposal(self, report_pk: int, pk: int) -> str:
        return f"{self.root}reports/{report_pk}/proposals/{pk}/"

    def link(self, pk: int, part: str = "") -> str:
        return f"{self.root}links/{pk}/{part}"
