"""The API's description is checked in: a change of the API is a change one sees. `make api` renews it."""

from tests.architecture.source import PROJECT
from zhike.config.openapi import document


def test_the_checked_in_document_is_what_the_api_says() -> None:
    kept = PROJECT / "web" / "src" / "api" / "openapi.json"
    assert kept.read_text(encoding="utf-8") == document(), "run `make api`"
