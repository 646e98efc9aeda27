"""The API's document as it is served names the objects its reader may view, those that were made included."""

from typing import Any

from tests.cast import ApiClient, set_rights
from zhike.platform.metadata.tests.contracts import make_contract


def document(client: ApiClient) -> dict[str, Any]:
    """The document as this person is served it."""
    found: dict[str, Any] = client.get("openapi.json").json
    return found


def test_a_made_object_is_listed_with_its_fields(admin: ApiClient, alice: ApiClient) -> None:
    assert "/api/v1/records/contract" not in document(alice)["paths"]
    make_contract(admin)
    share = {"key": "share", "kind": "percent", "label": {"en": "Share", "zh": "占比"}}
    assert admin.post("objects/contract/fields", share).status == 201
    found = document(alice)
    routes = {
        path: sorted(operations)
        for path, operations in found["paths"].items()
        if path.startswith("/api/v1/records/contract")
    }
    assert routes == {
        "/api/v1/records/contract": ["get", "post"],
        "/api/v1/records/contract/{record_id}": ["delete", "get", "patch"],
    }
    read = found["components"]["schemas"]["contract.record"]["properties"]
    assert read["title"]["title"] == "Subject"
    assert read["custom"]["properties"]["status"]["anyOf"][0] == {
        "type": "string",
        "enum": ["draft", "signed"],
    }
    assert read["custom"]["properties"]["share"]["anyOf"][0] == {"type": "number"}
    written = found["components"]["schemas"]["contract.values"]["properties"]
    assert written["custom"]["properties"]["company"]["anyOf"][0]["format"] == "uuid"
    assert "created_at" in read
    assert "created_at" not in written
    posted = found["paths"]["/api/v1/records/contract"]["post"]
    body = posted["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/contract.values"}
    operations = [one["operationId"] for path in found["paths"].values() for one in path.values()]
    assert len(operations) == len(set(operations))


def test_it_says_nothing_of_what_its_reader_may_not_see(admin: ApiClient, alice: ApiClient) -> None:
    make_contract(admin)
    hidden = {"contract": {"custom.amount": "hidden", "custom.remark": "masked"}}
    assert set_rights(admin, "member", fields=hidden).status == 200
    read = document(alice)["components"]["schemas"]["contract.record"]["properties"]["custom"]
    assert set(read["properties"]) == {"company", "status", "remark"}
    assert set_rights(admin, "member", objects={"contract": {"view": "none"}}).status == 200
    assert "contract.record" not in document(alice)["components"]["schemas"]
    assert admin.patch("objects/contract", {"is_enabled": False}).status == 200
    assert "contract.record" not in document(admin)["components"]["schemas"]
