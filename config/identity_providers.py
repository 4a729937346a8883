"""Reading `OIDC_PROVIDERS`: the organisations at which people may sign in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

NEEDED = ("issuer", "name", "client_id", "client_secret")


def providers_of(written: str) -> list[dict[str, Any]]:
    """Return each provider: `issuer`, `name`, `client_id`, `client_secret`, and where given `amr` and `acr`.

    Those two are lists of what it says when a second factor was used; `amr` is `["mfa"]` unless given.

    Raises ValueError with a sentence for whoever wrote it.
    """
    try:
        providers = json.loads(written or "[]")
    except ValueError:
        raise ValueError("OIDC_PROVIDERS must be a JSON list of identity providers.") from None
    if not isinstance(providers, list) or not all(map(_is_whole, providers)):
        raise ValueError(f"OIDC_PROVIDERS must be a list of objects with {', '.join(NEEDED)}.")
    return providers


def _is_whole(provider: Any) -> bool:
    return isinstance(provider, dict) and all(
        isinstance(provider.get(name), str) and provider[name] for name in NEEDED
    )


def problems_of_providers(written: str, *, production: bool) -> Iterator[str]:
    """Yield a sentence for each reason not to use them."""
    try:
        providers = providers_of(written)
    except ValueError as problem:
        yield str(problem)
        return
    if production and not all(provider["issuer"].startswith("https://") for provider in providers):
        yield "OIDC_PROVIDERS must have issuers whose addresses begin with https://."


def origins_of(written: str) -> list[str]:
    """Where browsers are led to sign in, for the Content-Security-Policy."""
    parts = [urlsplit(provider["issuer"]) for provider in providers_of(written)]
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts})
