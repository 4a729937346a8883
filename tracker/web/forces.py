"""The register by force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tracker import access
from tracker.roles import Permission
from tracker.selectors import forces
from tracker.selectors.bodies import history_of
from tracker.selectors.duties import running_of
from tracker.selectors.grades import grade_history
from tracker.web.grade_chart import chart_of


def force_list(request: HttpRequest) -> HttpResponse:
    access.require(request.user, Permission.SEE_REGISTER)
    return render(request, "forces/list.html", {"forces": forces.all_forces(request.user)})


def force_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Grades by inspection, findings by question, and the matters that came back."""
    access.require(request.user, Permission.SEE_REGISTER)
    force = access.get_force(slug)
    register = forces.register_of(force, request.user)
    may_hand_over = access.has_permission(request.user, Permission.ASSIGN_LEAD, force_id=force.pk)
    context = {
        "force": force,
        "register": register,
        "bodies": history_of(force),
        "running": running_of(force, today=timezone.localdate()),
        "may_hand_over": may_hand_over,
        "may_manage_people": access.has_permission(request.user, Permission.MANAGE_PEOPLE, force_id=force.pk),
    }
    context["may_pack"] = access.has_permission(request.user, Permission.SEE_WORKSPACE, force_id=force.pk)
    return render(request, "forces/detail.html", context)


def force_grades(request: HttpRequest, slug: str) -> HttpResponse:
    """The force's grades by question and cycle, with a line that breaks where they cannot be compared."""
    access.require(request.user, Permission.SEE_REGISTER)
    force = access.get_force(slug)
    history = grade_history(force, request.user)
    rows = [{"line": line, "chart": chart_of(line)} for line in history.lines]
    return render(request, "forces/grades.html", {"force": force, "history": history, "rows": rows})
