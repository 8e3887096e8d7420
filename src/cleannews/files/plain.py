"""JSON out, whatever the values."""

from __future__ import annotations

import base64
import json
from typing import Any


def encoded(value: Any) -> bytes:
    """A value as JSON in UTF-8. What JSON has no form for is written as text: times in ISO 8601, bytes as UTF-8 or else Base64.

    Lone surrogates, which UTF-8 can't hold, are written as escapes, and integers of any size with all their digits.
    """
    import orjson

    try:
        return orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:
        return json.dumps(_finite(value), separators=(",", ":"), default=_plain).encode("ascii")


def json_text(value: Any) -> str:
    """A value as JSON, as text without lone surrogates."""
    return json.dumps(_finite(value), ensure_ascii=False, separators=(",", ":"), default=_plain).encode("utf-8", "replace").decode("utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, (bytes, bytearray)):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return base64.b64encode(value).decode("ascii")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _finite(value: Any) -> Any:
    """NaN and the infinities, which JSON doesn't know, are null."""
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, (list, tuple)) else value
