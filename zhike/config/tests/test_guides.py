"""Every guide page is there in both languages and can be read in the product."""

import pytest

from tests.cast import ApiClient
from zhike.config.guides import GUIDES

PAGES = sorted(path.stem for path in (GUIDES / "en").glob("*.md"))


def test_both_languages_have_the_same_pages() -> None:
    assert sorted(path.stem for path in (GUIDES / "zh").glob("*.md")) == PAGES
    assert "start" in PAGES


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_page_is_served_with_its_title(alice: ApiClient, language: str) -> None:
    listed = alice.get("guides", query={"language": language}).json
    assert [entry["page"] for entry in listed] == PAGES
    for entry in listed:
        one = alice.get(f"guides/{entry['page']}", query={"language": language}).json
        assert one == entry
        assert one["markdown"].startswith(f"# {one['title']}\n")


@pytest.mark.parametrize("page", ["none", "..", "%2e%2e%2fREADME", "Start"])
def test_an_unknown_page_is_not_found(alice: ApiClient, page: str) -> None:
    assert alice.get(f"guides/{page}").status == 404


def test_a_guest_reads_nothing(guest: ApiClient) -> None:
    assert guest.get("guides/start").status == 401
