"""Asking for exports and reading what comes of them."""

import csv
import io
from typing import Any

from tests.cast import Answer, ApiClient
from zhike.platform.jobs.testing import run_queued_jobs


def exported(person: ApiClient, **body: Any) -> Answer:
    """Ask for an export (of contacts by name, unless `body` says else) and write it; returns its state."""
    asked = person.post("exports", {"object": "contact", "sort": "name", **body})
    assert asked.status == 202, asked
    run_queued_jobs()
    return person.get(f"exports/{asked.json['id']}")


def content(person: ApiClient, **body: Any) -> bytes:
    """The bytes of a new export."""
    answer = person.get(f"exports/{exported(person, **body).json['id']}/file")
    assert answer.status == 200, answer
    return b"".join(answer.response.streaming_content)  # type: ignore[attr-defined]


def rows_of(raw: bytes, encoding: str = "utf-8-sig") -> list[list[str]]:
    """The cells of a CSV."""
    return list(csv.reader(io.StringIO(raw.decode(encoding), newline="")))
