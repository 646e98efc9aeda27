"""Product text in the two languages of the house.

Every label, message and sentence a person reads is a `Text`; which half is shown is decided last, when a response
for one reader is written.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

Language = Literal["en", "zh-CN"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh-CN")
DEFAULT_LANGUAGE: Final[Language] = "zh-CN"


class Text(NamedTuple):
    """One text in English and Chinese. Declarations may give a plain pair; `text_of` takes both."""

    en: str
    zh: str


def text_of(pair: Text | tuple[str, str]) -> Text:
    """Turn an `(english, chinese)` pair into a `Text`; a `Text` is returned as it is."""
    return pair if isinstance(pair, Text) else Text(*pair)


def say(text: Text, language: Language) -> str:
    """Return the half of `text` that a reader of `language` sees."""
    return text.zh if language == "zh-CN" else text.en


def filled(text: Text, data: Mapping[str, object]) -> Text:
    """Fill the placeholders of both halves; a value that is itself a `Text` is said in the language of the half.

    Raises KeyError for a placeholder without a value.
    """
    english = {key: value.en if isinstance(value, Text) else value for key, value in data.items()}
    chinese = {key: value.zh if isinstance(value, Text) else value for key, value in data.items()}
    return Text(text.en.format_map(english), text.zh.format_map(chinese))


def listed(texts: Iterable[Text]) -> Text:
    """The texts one after another, with the comma of each language."""
    found = list(texts)
    return Text(", ".join(text.en for text in found), "、".join(text.zh for text in found))


def language_of(value: str | None, otherwise: Language = DEFAULT_LANGUAGE) -> Language:
    """Choose a language from a user setting or an Accept-Language header; `otherwise` when nothing is asked for.

    The header is read in the order it lists languages; weights are ignored because browsers send them sorted.
    """
    for part in (value or "").split(","):
        name = part.split(";")[0].strip().lower()
        if name.startswith("zh"):
            return "zh-CN"
        if name.startswith("en"):
            return "en"
    return otherwise
