"""A person's own account and API tokens."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.AccountHome.as_view(), name="account-home"),
    path("invitation/<str:secret>/", views.AcceptInvitation.as_view(), name="invitation"),
    path("session/", views.SessionState.as_view(), name="session-state"),
    path("kept-form/", views.KeptForm.as_view(), name="kept-form"),
    path("tokens/", views.TokenList.as_view(), name="token-list"),
    path("tokens/create/", views.TokenCreate.as_view(), name="token-create"),
    path("tokens/<int:pk>/revoke/", views.TokenRevoke.as_view(), name="token-revoke"),
]
