"""Cells of percent, rating and duration fields are read as people write them; automatic numbers are no column to fill."""

import pytest

from tests.cast import ApiClient
from zhike.platform.imports.tests.uploads import counts, imported, upload

FILE = """姓名,折扣,满意度,时长,编号
张伟,12.5%,★★★★,1小时30分,K9
李娜,8,3/5,0:45:10,
王芳,,lots,,
"""


@pytest.fixture
def measured(admin: ApiClient) -> ApiClient:
    """Contacts with a field of each kind."""
    kinds = {"share": "percent", "stars": "rating", "length": "duration", "code": "auto_number"}
    for key, kind in kinds.items():
        body = {"key": key, "kind": kind, "label": {"en": key, "zh": key}}
        assert admin.post("objects/contact/fields", body).status == 201
    return admin


def test_cells_become_values_and_every_row_gets_its_number(measured: ApiClient) -> None:
    mapping = ["name", "custom.share", "custom.stars", "custom.length", None]
    ended = imported(measured, FILE, mapping=mapping)
    assert counts(ended) == {"created": 3}
    rows = measured.get(
        "records/contact",
        query={
            "fields": "custom.share,custom.stars,custom.length,custom.code",
            "sort": "custom.code",
        },
    ).json["rows"]
    assert [(row["title"], row["custom"]) for row in rows] == [
        ("张伟", {"share": 12.5, "stars": 4, "length": 5400, "code": "0001"}),
        ("李娜", {"share": 8, "stars": 3, "length": 2710, "code": "0002"}),
        ("王芳", {"share": None, "stars": None, "length": None, "code": "0003"}),
    ]


def test_an_automatic_number_is_no_target(measured: ApiClient) -> None:
    answer = upload(measured, FILE)
    mapping = ["name", None, None, None, "custom.code"]
    refused = measured.patch(f"imports/{answer.json['id']}", {"mapping": mapping})
    assert refused.status == 422, refused


def test_a_formula_is_no_target(measured: ApiClient) -> None:
    made = measured.post(
        "objects/contact/fields",
        {
            "key": "double",
            "kind": "formula",
            "label": {"en": "Double", "zh": "双倍"},
            "settings": {"expression": "custom.stars * 2"},
        },
    )
    assert made.status == 201, made
    answer = upload(measured, FILE)
    mapping = ["name", None, None, None, "custom.double"]
    refused = measured.patch(f"imports/{answer.json['id']}", {"mapping": mapping})
    assert refused.status == 422, refused
    ended = imported(measured, "姓名,双倍\n张伟,3\n")
    assert counts(ended) == {"created": 1}
    page = measured.get("records/contact", query={"fields": "custom.double"})
    assert [row["custom"] for row in page.json["rows"]] == [{"double": None}]
