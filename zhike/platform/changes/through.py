"""Tokens and apps of the log in words."""

from typing import Final

from zhike.kit.language import Text

_KINDS: Final = {
    "token": Text("token “{name}”", "令牌“{name}”"),
    "app": Text("app “{name}”", "应用“{name}”"),
}


def in_words(through: str | None) -> Text | None:
    """`token:Entra` as people read it; None where nothing but the person did it."""
    kind, _, name = (through or "").partition(":")
    if kind not in _KINDS:
        return None
    return Text(*(said.replace("{name}", name) for said in _KINDS[kind]))
