"""`zhike export` writes what the browser would, to a file only its owner may read."""

from pathlib import Path

import openpyxl
import pytest

from tests.cast import ApiClient
from zhike.config.command_line import main
from zhike.kit.errors import Forbidden, NotFound
from zhike.platform.changes.models import Change
from zhike.platform.exports.command import export_file
from zhike.platform.exports.sources import Asked
from zhike.platform.exports.tests.files import rows_of


def test_a_file_by_its_name_is_csv_or_xlsx(manager: ApiClient, tmp_path: Path) -> None:
    manager.post("records/contact", {"name": "王芳", "stage": "customer"})
    asked = Asked("contact", None, None, "", ("name", "stage"))
    assert export_file(asked, tmp_path / "a.csv", language="zh-CN") == 1
    assert rows_of((tmp_path / "a.csv").read_bytes()) == [["姓名", "阶段"], ["王芳", "成交客户"]]
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o600
    export_file(asked, tmp_path / "a.XLSX")
    sheet = openpyxl.load_workbook(tmp_path / "a.XLSX").active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]] == ["王芳", "Customer"]
    assert set(Change.objects.filter(verb="export").values_list("via", "actor_id")) == {
        ("cli", None)
    }


def test_a_person_named_exports_with_their_rights(
    manager: ApiClient, alice: ApiClient, tmp_path: Path
) -> None:
    asked = Asked("contact")
    assert export_file(asked, tmp_path / "a.csv", email=manager.email) == 0
    with pytest.raises(Forbidden):
        export_file(asked, tmp_path / "b.csv", email=alice.email)
    with pytest.raises(NotFound):
        export_file(asked, tmp_path / "b.csv", email="nobody@x.cn")
    assert not (tmp_path / "b.csv").exists()


def test_a_filter_that_is_no_json_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "contact", "x.csv", "--filter", "{"]) == 1
    assert "JSON" in capsys.readouterr().err
