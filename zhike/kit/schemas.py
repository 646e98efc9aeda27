"""Shapes of bodies that every room's API shares."""

from typing import Any

import orjson
from ninja import Schema
from pydantic import AfterValidator, ConfigDict


class Input(Schema):
    """A body: unknown keys are refused, never ignored."""

    model_config = ConfigDict(extra="forbid")


class Label(Input):
    """A name in both languages."""

    en: str
    zh: str


def written_within(limit: int) -> AfterValidator:
    """For JSON that is kept as it came: at most so many bytes, and not nested too deep to be written."""

    def check(value: Any) -> Any:
        try:
            if len(orjson.dumps(value)) <= limit:
                return value
        except TypeError:
            pass  # too deep
        raise ValueError(f"at most {limit} bytes of JSON")

    return AfterValidator(check)
