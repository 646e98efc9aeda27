"""The world of the tests about rights serves here, too."""

from tests.rights.conftest import world

__all__ = ["world"]
