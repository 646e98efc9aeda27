"""Where in an HTML text a merge field stands, so that its value can be made safe for that place or refused."""

import re
from typing import Final, Literal

Place = Literal["text", "attribute", "url", "unsafe"]

_TAG_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:-]*")
_ATTRIBUTE = re.compile(r"([a-zA-Z_:@][-a-zA-Z0-9_:.@]*)\s*=\s*\Z")
_RAW_ELEMENTS: Final = frozenset(
    (
        "script",
        "style",
        "textarea",
        "title",
        "iframe",
        "noscript",
        "template",
        "svg",
        "math",
    )
)
_URL_ATTRIBUTES: Final = frozenset(
    (
        "href",
        "src",
        "action",
        "formaction",
        "background",
        "poster",
        "cite",
        "data",
        "xlink:href",
        "srcset",
    )
)


class Scanner:
    """Follows HTML piece by piece: feed it the text before each merge field, then ask for the place."""

    def __init__(self) -> None:
        self._quote = ""
        self._tag: str | None = None
        self._raw = ""
        self._comment = False
        self._attribute = ""
        self._value = ""

    def feed(self, text: str) -> None:
        """Read on to the end of `text`."""
        at = 0
        while at < len(text):
            at = self._step(text, at)

    def place(self) -> Place:
        """Where a value put here would land. The merge field counts as part of an attribute's value."""
        if self._raw or self._comment:
            return "unsafe"
        if self._tag is None:
            return "text"
        if (
            not self._quote
            or self._attribute.startswith("on")
            or self._attribute in ("style", "srcdoc")
        ):
            return "unsafe"
        is_url = self._attribute in _URL_ATTRIBUTES and not self._value.strip()
        self._value += "x"
        return "url" if is_url else "attribute"

    def _step(self, text: str, at: int) -> int:
        if self._comment:
            end = text.find("-->", at)
            self._comment = end < 0
            return len(text) if end < 0 else end + 3
        if self._tag is not None:
            return self._in_tag(text, at)
        if self._raw:
            found = re.compile(rf"</{self._raw}\b", re.IGNORECASE).search(text, at)
            if not found:
                return len(text)
            self._raw, self._tag = "", "/"
            return found.end()
        start = text.find("<", at)
        if start < 0:
            return len(text)
        if text.startswith("<!--", start):
            self._comment = True
            return start + 4
        name = _TAG_NAME.match(text, start + 1)
        if name:
            self._tag = name[0].lower()
            return name.end()
        # A lone `<` directly before a merge field would let the value begin a tag.
        if text[start:] in ("<", "</"):
            self._tag = "?"
        return start + 1

    def _in_tag(self, text: str, at: int) -> int:
        if self._quote:
            end = text.find(self._quote, at)
            self._value += text[at : end if end >= 0 else len(text)]
            if end < 0:
                return len(text)
            self._quote = ""
            return end + 1
        found = re.compile("[\"'>]").search(text, at)
        if not found:
            return len(text)
        if found[0] == ">":
            if self._tag in _RAW_ELEMENTS:
                self._raw = self._tag or ""
            self._tag = None
        else:
            name = _ATTRIBUTE.search(text, at, found.start())
            self._quote, self._value = found[0], ""
            self._attribute = name[1].lower() if name else "on"
        return found.end()
