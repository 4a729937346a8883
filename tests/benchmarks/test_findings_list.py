"""The benchmark compares like with like."""

from django.db import connection

from benchmarks import findings_list
from benchmarks.generator import make_register
from tracker.models import Finding


def test_both_pages_hold_the_same_findings(db):
    client = findings_list.client_of(make_register(600))
    assert Finding.objects.count() == 600
    ours, base = findings_list.our_page(client), findings_list.bare_page(connection.connection)
    findings_list.refuse_different_rows(ours, base)
