"""The samples of RFC 7643 and 7644: every request is understood, every answer has the standard's shape."""

import json
import tarfile
from typing import Any

import pytest

from tests.cast import ApiClient
from zhike.kit.tests.shared_data import shared_file
from zhike.platform.identity.models import Membership
from zhike.platform.provisioning.tests.conftest import Directory, refused

SAMPLES = shared_file("standards/scim_rfc7643_7644_samples.tar.gz")


def _samples() -> dict[str, Any]:
    with tarfile.open(SAMPLES) as archive:
        found = {}
        for one in archive.getmembers():
            file = archive.extractfile(one)
            if file is not None:
                found[one.name.rpartition("/")[2].removesuffix(".json")] = json.load(file)
        return found


ALL = _samples()
USERS = ["rfc7643-8.1-user-minimal", "rfc7643-8.2-user-full", "rfc7643-8.3-enterprise_user"]
KEPT = {"userName", "externalId", "displayName", "active", "timezone"}
PATCHES = sorted(name for name in ALL if "-patch_op-" in name)
GROUP_PATCHES = [name for name in PATCHES if "member" in name]
USER_PATCHES = [name for name in PATCHES if name not in GROUP_PATCHES]


@pytest.mark.parametrize("name", USERS)
def test_a_user_of_the_standard_is_made_with_what_is_kept(directory: Directory, name: str) -> None:
    sample = ALL[name]
    answer = directory.call("post", "Users", sample)
    assert answer.status == 201, answer
    made = answer.json
    for key in KEPT & set(sample):
        assert made[key] == sample[key], key
    assert made["id"] != sample["id"]
    assert made["emails"][0]["value"] == sample["userName"]
    for part in ("familyName", "givenName"):
        assert made.get("name", {}).get(part) == sample.get("name", {}).get(part)


@pytest.mark.parametrize(
    "name", ["rfc7644-3.3-user-post_request", "rfc7644-3.14-user-post_request"]
)
def test_a_user_name_that_is_no_address_needs_one_beside_it(
    directory: Directory, name: str
) -> None:
    sample = ALL[name]
    refused(directory.call("post", "Users", sample), 400, "invalidValue")
    made = directory.call("post", "Users", {**sample, "emails": [{"value": "bjensen@example.com"}]})
    assert made.status == 201
    assert (made.json["userName"], made.json["externalId"]) == ("bjensen", "bjensen")


def test_the_put_of_the_standard(directory: Directory) -> None:
    made = directory.user("bjensen", emails=[{"value": "old@example.com"}])
    answer = directory.call("put", f"Users/{made['id']}", ALL["rfc7644-3.5.1-user-put_request"])
    assert answer.status == 200, answer
    assert answer.json["name"] == {
        "formatted": "Ms. Barbara J Jensen III",
        "familyName": "Jensen",
        "givenName": "Barbara",
    }
    assert answer.json["emails"][0]["value"] == "bjensen@example.com"
    assert answer.json["userName"] == "bjensen"
    assert "roles" not in answer.json


@pytest.mark.parametrize("name", USER_PATCHES)
def test_the_patches_of_users_are_understood(directory: Directory, name: str) -> None:
    made = directory.user("babs@jensen.example")
    answer = directory.call("patch", f"Users/{made['id']}", ALL[name])
    assert answer.status == 200, answer
    assert answer.json["id"] == made["id"]


def _members(operation: dict[str, Any]) -> list[dict[str, str]]:
    value = operation.get("value") or []
    found: list[dict[str, str]] = value.get("members", []) if isinstance(value, dict) else value
    return found


@pytest.mark.parametrize("name", GROUP_PATCHES)
def test_the_patches_of_groups_do_what_they_say(
    directory: Directory, alice: ApiClient, bob: ApiClient, charlie: ApiClient, name: str
) -> None:
    """The samples name people by shortened ids; here they are Alice, who is in the group, and two who are not."""
    text, ids = json.dumps(ALL[name]), [str(one.id) for one in (bob, charlie)]
    text = text.replace("2819c223...919d-413861904646", str(alice.id))
    text = text.replace("2819c223-7f76-...413861904646", str(alice.id))
    body = json.loads(text)
    for operation in body["Operations"]:
        for item, one in zip(_members(operation), ids, strict=False):
            item["value"] = one
    group = {"displayName": "Tour Guides", "members": [{"value": str(alice.id)}]}
    made = directory.call("post", "Groups", group).json
    answer = directory.call("patch", f"Groups/{made['id']}", body)
    assert answer.status == 200, answer
    held = {str(row.user_id) for row in Membership.objects.filter(team_id=made["id"])}
    expected = {str(alice.id)}
    for operation in body["Operations"]:
        new = {item["value"] for item in _members(operation)}
        expected = {"add": expected | new, "replace": new, "remove": set()}[operation["op"]]
    assert held == expected


def test_what_is_asked_first_has_the_shape_of_the_standard(directory: Directory) -> None:
    config = directory.call("get", "ServiceProviderConfig").json
    sample = ALL["rfc7643-8.5-service_provider_configuration"]
    assert set(sample) - set(config) <= {"documentationUri"}
    assert config["schemas"] == sample["schemas"]
    for feature in ("patch", "bulk", "filter", "changePassword", "sort", "etag"):
        assert set(config[feature]) == set(sample[feature])
    types = directory.call("get", "ResourceTypes").json
    wanted = ALL["rfc7644-4-list_response-resource_types"]
    assert {one["id"] for one in types["Resources"]} == {one["id"] for one in wanted["Resources"]}
    for one in types["Resources"]:
        assert directory.call("get", f"ResourceTypes/{one['id']}").json == one
        told = ALL[f"rfc7643-8.6-resource_type-{one['id'].lower()}"]
        assert (one["endpoint"], one["schema"], one["schemas"]) == (
            told["endpoint"],
            told["schema"],
            told["schemas"],
        )
    refused(directory.call("get", "ResourceTypes/Device"), 404)


@pytest.mark.parametrize("kind", ["user", "group"])
def test_the_schemas_say_of_each_attribute_what_the_standard_says(
    directory: Directory, kind: str
) -> None:
    sample = ALL[f"rfc7643-8.7.1-schema-{kind}"]
    ours = directory.call("get", f"Schemas/{sample['id']}").json
    theirs = {one["name"]: one for one in sample["attributes"]}
    for one in ours["attributes"]:
        if one["name"] in {"id", "externalId", "meta"}:
            continue
        for key in ("type", "multiValued", "mutability"):
            assert one[key] == theirs[one["name"]][key], (one["name"], key)
        parts = {part["name"] for part in theirs[one["name"]].get("subAttributes", [])}
        assert {part["name"] for part in one.get("subAttributes", [])} <= parts


def test_errors_have_the_shape_of_the_standard(directory: Directory) -> None:
    made = directory.user()
    wrong = directory.patch(f"Users/{made['id']}", {"op": "replace", "path": "id", "value": "x"})
    assert wrong.json == ALL["rfc7644-3.12-error-bad_request"]
    nobody = "2819c223-7f76-453a-919d-413861904646"
    missing = directory.call("get", f"Users/{nobody}").json
    assert missing == {
        **ALL["rfc7644-3.12-error-not_found"],
        "detail": f"Resource {nobody} not found",
    }


def test_the_search_of_the_standard(directory: Directory) -> None:
    directory.user(displayName="Smith, James")
    answer = directory.call("post", "Users/.search", ALL["rfc7644-3.4.3-search_request"]).json
    assert (answer["totalResults"], answer["Resources"][0]["displayName"]) == (1, "Smith, James")


def test_the_schemas_name_what_is_kept_and_need_what_is_needed(directory: Directory) -> None:
    """A user name that is an address is enough, and roles are told by their keys."""
    schema = directory.call("get", "Schemas/urn:ietf:params:scim:schemas:core:2.0:User").json
    by_name = {one["name"]: one for one in schema["attributes"]}
    assert [name for name, one in by_name.items() if one["required"]] == ["userName"]
    assert [one["name"] for one in by_name["roles"]["subAttributes"]] == ["value"]
    made = directory.user()
    assert made["roles"] == [{"value": "member"}]
