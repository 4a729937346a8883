"""Accounts are given by an administrator, never taken."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in without self sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
