"""Reading what platforms answer: texts as texts, and their refusals with their own code."""

from collections.abc import Mapping
from typing import Any

from zhike.platform.identity.providers.errors import ProviderRefused
from zhike.platform.identity.providers.kinds.kind import Site


def text_in(found: Mapping[str, Any], key: str) -> str:
    """The text under a key; empty where there is none."""
    value = found.get(key)
    return value if isinstance(value, str) else ""


def texts_in(found: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The texts listed under a key."""
    value = found.get(key)
    listed = value if isinstance(value, list) else [value]
    return tuple(one for one in listed[:1_000] if isinstance(one, str))


def refusal(site: Site[Any], *told: object) -> ProviderRefused:
    """A refusal with what the platform told, as far as it is fit to be shown."""
    text = " ".join(str(part) for part in told if part not in (None, ""))
    shown = "".join(letter for letter in text if letter.isprintable())[:120]
    return ProviderRefused(provider=site.name, told=shown or "?")
