"""The HTML of mails: made safe when it is saved, and turned into plain text for readers without HTML.

Merge fields in the source are set aside while the HTML is cleaned, so their quotes survive; what they bring is escaped
when the template is filled in.
"""

import html
import re
from collections.abc import Callable
from typing import Final

import nh3

_BLOCKS: Final = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "center"}
_TABLES: Final = {
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "caption",
    "colgroup",
    "col",
}
_INLINE: Final = {
    *("a", "span", "b", "strong", "i", "em", "u", "s", "small", "sub", "sup", "code", "pre"),
    *("br", "hr", "img", "ul", "ol", "li", "font"),
}
_PRESENTATION: Final = {
    *("align", "valign", "width", "height", "bgcolor", "border", "cellpadding", "cellspacing"),
}
_ATTRIBUTES: Final = {
    "*": {"style", "title", "dir", "lang"},
    "a": {"href", "name"},
    "img": {"src", "alt", *_PRESENTATION},
    "font": {"color", "face", "size"},
    "td": {"colspan", "rowspan", *_PRESENTATION},
    "th": {"colspan", "rowspan", *_PRESENTATION},
    "ol": {"start", "type"},
    "table": {"role", *_PRESENTATION},
    **dict.fromkeys(("tr", "tbody", "col", "div", "p", "hr"), _PRESENTATION),
}
# Nothing that lets a mail draw over the page around it.
_STYLES: Final = {
    *("color", "background", "background-color", "font", "font-family", "font-size", "font-style"),
    *("font-weight", "line-height", "letter-spacing", "text-align", "text-decoration"),
    *("text-transform", "vertical-align", "white-space", "word-break", "display", "width"),
    *("max-width", "min-width", "height", "max-height", "margin", "margin-top", "margin-right"),
    *("margin-bottom", "margin-left", "padding", "padding-top", "padding-right"),
    *("padding-bottom", "padding-left", "border", "border-top", "border-right", "border-bottom"),
    *("border-left", "border-color", "border-radius", "border-collapse", "border-spacing"),
    *("list-style", "list-style-type", "overflow", "float", "clear"),
}
_TAG = re.compile(r"\{\{[^{}]*\}\}")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_PIECE = re.compile(r"<(/?)([a-zA-Z0-9]+)([^>]*)>|<!--.*?-->|<!.*?>", re.DOTALL)
_HREF = re.compile(r"""\bhref\s*=\s*("([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_LINK = re.compile(
    r"""(<a\b[^>]*?\shref=)"((?:[^"{]|\{\{(?:[^{}'"]|'[^']*'|"[^"]*")*\}\}|\{)*)\""""
)
_ENDS_PARAGRAPH: Final = _BLOCKS | {"table", "ul", "ol", "hr"}
_ENDS_LINE: Final = {"br", "li", "tr"}


def safe_mail_html(source: str) -> str:
    """`source` without anything that could run, frame or cover: tags and inline styles known from mails stay.

    Cleaning twice changes nothing more. A merge field holding `<` or `>` loses its braces' meaning and is cleaned as text.
    """
    kept: list[str] = []
    # The stand-in must not occur in the source, or somebody could smuggle text past the cleaning.
    mark = "zkm"
    while mark in source:
        mark += "m"

    def set_aside(found: re.Match[str]) -> str:
        if "<" in found[0] or ">" in found[0]:
            return found[0]
        kept.append(html.unescape(found[0]))
        return f"{mark}{len(kept) - 1}{mark}"

    cleaned = nh3.clean(
        _TAG.sub(set_aside, source),
        tags=_BLOCKS | _TABLES | _INLINE,
        clean_content_tags={"script", "style", "title", "iframe", "object", "svg", "math"},
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        filter_style_properties=_STYLES,
    )
    return re.sub(f"{mark}(\\d+){mark}", lambda found: kept[int(found[1])], cleaned)


def text_of_mail_html(source: str) -> str:
    """The words of an HTML mail, links written out behind their text. Linear in its source; never fails."""
    pieces: list[str] = []
    link: str | None = None
    at = 0
    for found in _PIECE.finditer(source):
        pieces.append(_words(source[at : found.start()]))
        at = found.end()
        closing, tag = found[1], (found[2] or "").lower()
        if tag in _ENDS_PARAGRAPH:
            pieces.append("\n\n")
        elif tag in _ENDS_LINE and (closing or tag == "br"):
            pieces.append("\n")
        elif tag in {"td", "th"} and closing:
            pieces.append(" ")
        elif tag == "li":
            pieces.append("- ")
        elif tag == "a" and not closing:
            href = _HREF.search(found[3])
            link = html.unescape(next(filter(None, href.groups()[1:]), "")) if href else None
        elif tag == "a":
            pieces.append(f" ({link})" if link else "")
            link = None
    pieces.append(_words(source[at:]))
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _words(text: str) -> str:
    return _SPACE.sub(" ", html.unescape(text))


def replace_links(source: str, replace: Callable[[str], str | None]) -> str:
    """Cleaned HTML with the address of each link replaced; None leaves one as it is.

    `replace` is given the address without HTML escapes and gives HTML-safe text. Merge fields in an address may hold
    quotes of their own.
    """

    def new(found: re.Match[str]) -> str:
        address = replace(html.unescape(found[2]))
        return found[0] if address is None else f'{found[1]}"{address}"'

    return _LINK.sub(new, source)
