"""Reports, and what stands on the sheet of one."""

from django.db.models import Q, QuerySet

from tracker.models import Finding


def earlier_findings(force_id: int, year: int) -> QuerySet[Finding]:
    """What a report of that year may speak of: findings of the force, and of one it took over from."""
    of_the_force = Q(force_id=force_id) | Q(force__successions_from__successor_id=force_id)
    rows = Finding.objects.filter(of_the_force, year__lt=year).select_related("question").distinct()
    return rows.order_by("-year", "reference")
