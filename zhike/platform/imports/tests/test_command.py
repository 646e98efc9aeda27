"""`zhike import` does what the browser does, and says so on the terminal."""

from pathlib import Path

import pytest

from tests.cast import ApiClient
from zhike.foundation.customer.models import Contact
from zhike.kit.errors import NotFound
from zhike.platform.imports.command import import_file
from zhike.platform.imports.errors import BadMapping

PEOPLE = "姓名,邮箱,公司\n张伟,z@x.cn,宏达\n李娜,nope,\n"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="gb18030")
    return path


def test_rows_arrive_and_refused_ones_are_written_beside_the_file(
    db: None, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_file("contact", people) == 1
    printed = capsys.readouterr().out
    assert "gb18030" in printed
    assert "姓名 -> name" in printed
    contact = Contact.objects.get()
    assert (contact.name, contact.owner_id) == ("张伟", None)
    assert "李娜" in people.with_name("people.csv.errors.csv").read_text(encoding="utf-8-sig")


def test_a_person_may_be_named_who_imports(manager: ApiClient, people: Path) -> None:
    import_file("contact", people, email=manager.email)
    assert Contact.objects.get().owner_id == manager.id
    with pytest.raises(NotFound):
        import_file("contact", people, email="nobody@x.cn")


def test_a_dry_run_changes_nothing(
    db: None, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_file("contact", people, dry_run=True) == 1
    assert "email" in capsys.readouterr().out
    assert not Contact.objects.exists()


def test_a_file_that_does_not_fit_is_refused(db: None, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(BadMapping):
        import_file("contact", path)
    with pytest.raises(NotFound):
        import_file("contact", tmp_path / "missing.csv")
