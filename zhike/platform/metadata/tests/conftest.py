"""What tests of objects that are made begin with."""

import pytest

from tests.cast import ApiClient
from zhike.platform.metadata.tests.contracts import make_contract


@pytest.fixture
def contract(admin: ApiClient) -> None:
    """The workspace has contracts."""
    make_contract(admin)
