"""What is kept of a list's statement never outlives the rights and fields it was made for."""

from tests.cast import ApiClient
from zhike.platform.access.actions import set_roles
from zhike.platform.access.policy import policy_of
from zhike.platform.identity import profile
from zhike.platform.identity.actor import SYSTEM, Actor


def titles(client: ApiClient) -> set[str]:
    """The names in the client's list."""
    return {row["title"] for row in client.get("records/contact").json["rows"]}


def test_a_changed_role_changes_the_next_list(alice: ApiClient, charlie: ApiClient) -> None:
    charlie.post("records/contact", {"name": "of another team"})
    assert titles(alice) == set()
    assert alice.id is not None
    set_roles(SYSTEM, alice.id, ["read_only"])
    assert titles(alice) == {"of another team"}
    set_roles(SYSTEM, alice.id, ["member"])
    assert titles(alice) == set()


def test_a_new_field_can_be_listed_at_once(admin: ApiClient) -> None:
    admin.post("records/contact", {"name": "x"})
    assert titles(admin) == {"x"}
    asked = admin.get("records/contact", query={"fields": "name,custom.level"})
    assert asked.problem["code"] == "unknown-field"
    made = admin.post(
        "objects/contact/fields",
        {"key": "level", "kind": "text", "label": {"en": "Level", "zh": "等级"}},
    )
    assert made.status == 201
    rows = admin.get("records/contact", query={"fields": "name,custom.level"}).json["rows"]
    assert rows[0]["custom"] == {"level": None}


def test_a_policy_stays_the_same_object_while_rights_do(alice: ApiClient) -> None:
    actor = Actor(alice.id, "web")
    first = policy_of(actor)
    assert alice.id is not None
    profile.forget(alice.id)
    assert policy_of(actor) is first
    set_roles(SYSTEM, alice.id, ["manager"])
    assert policy_of(actor) is not first
