"""Pages of a person's own account. Everyone signed in has them; nobody sees another's."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import DetailView, FormView, ListView, TemplateView, View

from accounts import second_factor, sessions
from accounts.forms import SetPasswordForm, TokenForm
from accounts.models import ApiToken
from accounts.services import invitations, tokens


class AccountHome(TemplateView):
    template_name = "account/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        factors = [str(factor) for factor in second_factor.factors_of(self.request.user).order_by("pk")]
        return super().get_context_data(second_steps=", ".join(factors) or "Not set up", **kwargs)


class SessionState(View):
    """How long this sign-in lasts yet, for the script that warns; asked by POST it lasts the longer.

    The token is the form token of now: pages that were open while somebody signed in again need it.
    """

    def get(self, request: HttpRequest) -> JsonResponse:
        left = sessions.left(request.session)
        state = {"seconds": left.seconds, "extends": left.can_be_extended, "token": get_token(request)}
        return JsonResponse(state)

    def post(self, request: HttpRequest) -> JsonResponse:
        request.session[sessions.SEEN] = time.time()
        return self.get(request)


class KeptForm(View):
    """What somebody sent after their sign-in was over: to be sent again, or thrown away."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kept = sessions.kept_form(request)
        return render(request, "account/kept_form.html", {"kept": kept}) if kept else redirect("home")

    def post(self, request: HttpRequest) -> HttpResponse:
        request.session.pop(sessions.KEPT_FORM, None)
        return redirect("home")


@method_decorator(login_not_required, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class AcceptInvitation(View):
    """Behind the link of an invitation: a password is chosen, once."""

    template_name = "account/invitation.html"

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        invitation = invitations.find(secret, timezone.now())
        if invitation is None:
            return render(request, self.template_name, status=HTTPStatus.GONE)
        return self._page(SetPasswordForm(user=invitation.user))

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        invitation = invitations.find(secret, timezone.now())
        if invitation is None:
            return self.get(request, secret)
        form = SetPasswordForm(data=request.POST, user=invitation.user)
        if not form.is_valid():
            return self._page(form)
        try:
            password = form.cleaned_data["password1"]
            invitations.accept(secret=secret, password=password, now=timezone.now())
        except invitations.LinkDoesNotWork:
            return self.get(request, secret)
        messages.success(request, "Your password is saved. Sign in with it.")
        return redirect("account_login")

    def _page(self, form: SetPasswordForm) -> HttpResponse:
        return render(self.request, self.template_name, {"form": form, "person": form.user})


class OwnTokens:
    """Only the tokens of the person who asks: anyone else's do not exist for them."""

    request: HttpRequest

    def get_queryset(self) -> QuerySet[ApiToken]:
        return ApiToken.objects.filter(user=self.request.user)


class TokenList(OwnTokens, ListView):
    template_name = "account/token_list.html"
    context_object_name = "tokens"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(now=timezone.now(), **kwargs)


# The password is asked again, so that a machine left signed in gives nobody a key for a year.
@method_decorator(reauthentication_required, name="dispatch")
class TokenCreate(FormView):
    template_name = "account/token_create.html"
    form_class = TokenForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    @method_decorator(sensitive_variables())
    def form_valid(self, form: TokenForm) -> HttpResponse:
        try:
            token, secret = tokens.create(user=self.request.user, now=timezone.now(), **form.token_fields())
        except tokens.TokenRefused as problem:
            form.add_error("expires_on", str(problem))
            return self.form_invalid(form)
        # Answered here and not after a redirect: the secret is kept nowhere, not even in the session.
        return render(self.request, "account/token_created.html", {"token": token, "secret": secret})


class TokenRevoke(OwnTokens, DetailView):
    template_name = "account/token_revoke.html"
    context_object_name = "token"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        token = self.get_object()
        try:
            tokens.revoke(token=token, by=request.user, now=timezone.now())
        except tokens.AlreadyRevoked as problem:
            messages.info(request, str(problem))
        else:
            messages.success(request, f"The token “{token.name}” no longer works")
        return redirect("token-list")
