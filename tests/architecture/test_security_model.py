"""The guide page of the security model says what the rights say."""

import pytest

from zhike.config.home import PROJECT
from zhike.config.security_model import FOLDERS, page


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_checked_in_page_is_what_the_rights_say(folder: str) -> None:
    path = PROJECT / "docs" / "guides" / folder / "security-model.md"
    assert path.read_text(encoding="utf-8") == page(folder), "run `make api`"
