"""`zhike import` does what the browser does, and says so on the terminal."""

from pathlib import Path

import pytest

from tests.cast import ApiClient
from zhike.foundation.customer.models import Contact
from zhike.kit.errors import NotFound
from zhike.platform.imports.command import import_file
from zhike.platform.imports.errors import BadMapping

PEOPLE = "姓名,邮箱,公司\n张伟,z@x.cn,宏达\n李娜,nope,\n,no@x.cn,\n"


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
    contact = Contact.objects.get(name="张伟")
    assert (contact.email, contact.owner_id) == ("z@x.cn", None)
    told = people.with_name("people.csv.errors.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in told] == ["Row", "3", "4"]
    assert "Column “邮箱”, “nope”" in told[1]
    assert "The cell is left empty." in told[1]
    assert "Column “姓名”: Enter a value." in told[2]


def test_a_person_may_be_named_who_imports(manager: ApiClient, people: Path) -> None:
    import_file("contact", people, email=manager.email)
    assert Contact.objects.get(name="张伟").owner_id == manager.id
    with pytest.raises(NotFound) as refused:
        import_file("contact", people, email="nobody@x.cn")
    assert refused.value.message("en") == "There is no active user “nobody@x.cn”."


def test_a_dry_run_changes_nothing(
    db: None, people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_file("contact", people, dry_run=True) == 1
    printed = capsys.readouterr().out
    assert "1 company would be created, too" in printed
    assert "  row 3: Column “邮箱”, “nope”: Enter an e-mail address" in printed
    assert "  row 4: Column “姓名”: Enter a value." in printed
    assert import_file("contact", people, dry_run=True, language="zh-CN") == 1
    assert "列“邮箱”的“nope”" in capsys.readouterr().out
    assert not Contact.objects.exists()


def test_a_file_that_does_not_fit_is_refused(db: None, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(BadMapping) as refused:
        import_file("contact", path)
    assert "“other.csv”" in refused.value.message("en")
    assert "文件中的列：a, b。" in refused.value.message("zh-CN")
    with pytest.raises(NotFound) as missing:
        import_file("contact", tmp_path / "missing.csv")
    assert "missing.csv" in missing.value.message("en")
