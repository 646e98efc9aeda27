"""XML of strangers, read as what it plainly is: no document type, no entities, nothing fetched, nothing hidden in comments."""

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from zhike.kit.language import Text
from zhike.platform.identity.providers.kinds.saml.distrust import Distrust

LONGEST: Final = 400_000
"""Bytes; the longest real answers and descriptions have some tens of thousands."""
_AT_MOST: Final = 100
"""Attributes of one element, and prefixes of the whole: to put thousands in order takes seconds, and answers have a few."""
UNREADABLE: Final = Text("it cannot be read", "无法读取")


def parsed(raw: bytes) -> Element:
    """The root element. Raises Distrust.

    A document with a comment or a processing instruction is refused whole: both may stand inside a signed text without
    changing its signature, and readers differ in what they then take the text to be.
    """
    if len(raw) > LONGEST:
        raise Distrust(UNREADABLE)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Distrust(UNREADABLE) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Distrust(UNREADABLE)
    if any(not isinstance(node.tag, str) or len(node.attrib) > _AT_MOST for node in root.iter()):
        raise Distrust(UNREADABLE)
    prefixes = {declared[0] for _, declared in etree.iterwalk(root, events=("start-ns",))}
    if len(prefixes) > _AT_MOST:
        raise Distrust(UNREADABLE)
    return root


def only(parent: Element, name: str) -> Element | None:
    """The one child of this name; None where there are none or several."""
    found = parent.findall(name)
    return found[0] if len(found) == 1 else None


def text_of(element: Element | None) -> str:
    """The text of an element that holds nothing but text."""
    return "" if element is None or len(element) else (element.text or "").strip()
