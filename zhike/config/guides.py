"""The guide pages of `docs/guides/<language>/<page>.md`, served to the help panel of the pages they explain."""

import re
from functools import cache
from typing import Any, Final

from ninja import Router, Schema

from zhike.config.home import PROJECT
from zhike.kit.errors import NotFound
from zhike.kit.language import Language
from zhike.platform.identity.requests import ActorRequest, signed_in

router = Router(tags=["guides"], auth=signed_in)
GUIDES: Final = PROJECT / "docs" / "guides"
_FOLDERS: Final[dict[Language, str]] = {"en": "en", "zh-CN": "zh"}
_PAGE: Final = re.compile(r"[a-z][a-z-]{0,40}\Z")


class GuideOut(Schema):
    """A guide page: its title, and its text in Markdown."""

    page: str
    title: str
    markdown: str


@cache
def guide(page: str, language: Language) -> tuple[str, str]:
    """Title and Markdown of a page. Raises NotFound."""
    path = GUIDES / _FOLDERS[language] / f"{page}.md"
    if not _PAGE.match(page) or not path.is_file():
        raise NotFound
    text = path.read_text(encoding="utf-8")
    return text.partition("\n")[0].removeprefix("# ").strip(), text


@router.get("/guides", response=list[GuideOut])
def list_guides(request: ActorRequest, language: Language = "zh-CN") -> Any:
    """Every guide page in the language asked for."""
    pages = sorted(path.stem for path in (GUIDES / _FOLDERS[language]).glob("*.md"))
    return [_out(page, language) for page in pages]


@router.get("/guides/{page}", response=GuideOut)
def get_guide(request: ActorRequest, page: str, language: Language = "zh-CN") -> Any:
    """One guide page."""
    return _out(page, language)


def _out(page: str, language: Language) -> GuideOut:
    title, markdown = guide(page, language)
    return GuideOut(page=page, title=title, markdown=markdown)
