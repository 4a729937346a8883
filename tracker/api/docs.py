"""The API's description and its documentation page, for whoever is signed in."""

from django.contrib.auth.decorators import login_required
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated

schema = SpectacularAPIView.as_view(permission_classes=[IsAuthenticated])
# A page for people: who is not signed in is sent to sign in, as by every other page.
page = login_required(
    SpectacularSwaggerSplitView.as_view(
        permission_classes=[IsAuthenticated], url_name="api:schema", template_name="api/docs.html"
    )
)
