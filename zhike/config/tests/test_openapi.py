"""The OpenAPI document that is checked in is the one the code gives; `make api` renews it and the types made from it."""

from pathlib import Path

from zhike.config.openapi import document

CHECKED_IN = Path(__file__).resolve().parents[3] / "web" / "src" / "api" / "openapi.json"


def test_the_document_checked_in_is_up_to_date() -> None:
    assert document() == CHECKED_IN.read_text(encoding="utf-8"), (
        "run `make api` and commit both files"
    )
