"""Shapes of bodies that every room's API shares."""

from ninja import Schema
from pydantic import ConfigDict


class Input(Schema):
    """A body: unknown keys are refused, never ignored."""

    model_config = ConfigDict(extra="forbid")


class Label(Input):
    """A name in both languages."""

    en: str
    zh: str
