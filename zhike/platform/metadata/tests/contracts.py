"""An object made over HTTP, as an administrator makes one: contracts with an amount, a company, a status and a remark."""

from typing import Any

from tests.cast import Answer, ApiClient

CONTRACT: dict[str, Any] = {
    "key": "contract",
    "label": {"en": "Contract", "zh": "合同"},
    "plural": "Contracts",
    "title": {"en": "Subject", "zh": "合同名称"},
    "icon": "file-signature",
    "color": "violet",
}
FIELDS: list[dict[str, Any]] = [
    {"key": "amount", "kind": "money", "label": {"en": "Amount", "zh": "金额"}},
    {
        "key": "company",
        "kind": "lookup",
        "label": {"en": "Company", "zh": "客户"},
        "settings": {"object": "company"},
    },
    {
        "key": "status",
        "kind": "choice",
        "label": {"en": "Status", "zh": "状态"},
        "settings": {
            "options": [
                {"key": "draft", "label": {"en": "Draft", "zh": "草稿"}, "color": "neutral"},
                {"key": "signed", "label": {"en": "Signed", "zh": "已签"}, "color": "good"},
            ]
        },
    },
    {"key": "remark", "kind": "text", "label": {"en": "Remark", "zh": "备注"}},
]


def make_object(admin: ApiClient, **other: Any) -> Answer:
    """The object of contracts, or another like it."""
    answer = admin.post("objects", {**CONTRACT, **other})
    assert answer.status == 201, answer
    return answer


def make_contract(admin: ApiClient) -> None:
    """Contracts with their fields."""
    make_object(admin)
    for field in FIELDS:
        answer = admin.post("objects/contract/fields", field)
        assert answer.status == 201, answer


def make(client: ApiClient, object_key: str, title: str, **custom: Any) -> str:
    """A record; its id."""
    answer = client.post(f"records/{object_key}", {"title": title, "custom": custom})
    assert answer.status == 201, answer
    return str(answer.json["id"])
