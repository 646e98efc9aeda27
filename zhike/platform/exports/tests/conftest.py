"""Files of exports lie in a folder of the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test.utils import override_settings


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """The house's folder while the test runs."""
    with override_settings(ZHIKE_HOME=tmp_path):
        yield tmp_path
