"""Where the directory finds what."""

from typing import Final

from django.conf import settings

ROOT: Final = "scim/v2"


def address_of(path: str = "") -> str:
    """The whole address of a path below the root."""
    return f"{settings.ZHIKE_BASE_URL}/{ROOT}" + (f"/{path}" if path else "")
