"""Signed statements: JSON under an Ed25519 signature that anyone with the public key can check."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SEED_BYTES = 32


class NotGenuine(Exception):
    """The statement was not signed by that key, or was changed since."""


def key_from(seed: str) -> Ed25519PrivateKey:
    """The key of a seed of 32 bytes in base64. Raises ValueError where it is none."""
    raw = base64.b64decode(seed, validate=True)
    if len(raw) != SEED_BYTES:
        raise ValueError("An Ed25519 seed has 32 bytes.")
    return Ed25519PrivateKey.from_private_bytes(raw)


def key_derived_from(secret: str) -> Ed25519PrivateKey:
    """A key for development, where nobody relies on who signed."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"audit " + secret.encode()).digest())


def public_name(key: Ed25519PrivateKey) -> str:
    """The public key in base64, as those who check are told it."""
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def sign(said: Mapping[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    """`{"said", "signature", "key"}`, ready for JSON."""
    signature = base64.b64encode(key.sign(_bytes(said))).decode()
    return {"said": dict(said), "signature": signature, "key": public_name(key)}


def checked(statement: Mapping[str, Any], key: str) -> dict[str, Any]:
    """What was said, if that public key (base64) signed it. Raises NotGenuine."""
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key))
        public.verify(base64.b64decode(statement["signature"]), _bytes(statement["said"]))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        raise NotGenuine from None
    said: dict[str, Any] = statement["said"]
    return said


def _bytes(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
