"""Objects as their readers see them, field by field: the very field, a part of it, or none."""

from typing import Any

import pytest

from tests.cast import ApiClient, set_rights
from zhike.kit.language import Text
from zhike.platform.access.policy import EVERYTHING, Policy
from zhike.platform.access.roles import ROLES, Role
from zhike.platform.identity.profile import profile_of
from zhike.platform.metadata.kinds.masked import MaskedKind
from zhike.platform.metadata.kinds.owners import OwnersKind
from zhike.platform.metadata.kinds.told import ToldKind
from zhike.platform.metadata.registry import registry
from zhike.platform.metadata.seen import all_seen, entered_by, seen_by, sees_everything

pytestmark = pytest.mark.django_db  # which objects and fields there are stands in the database


def reader(*, scope: Any = "all", **parts: Any) -> Policy:
    """Somebody with one role, which says this of contacts."""
    fields = {"contact": parts} if parts else {}
    return Policy(None, (Role("r", Text("r", "r"), {"view": scope}, fields=fields),))


def test_where_nothing_is_limited_the_object_is_the_object() -> None:
    for policy in (EVERYTHING, reader()):
        for key in ("contact", "segment", "order"):
            assert seen_by(policy, key) is registry.get(key)
            assert entered_by(policy, key) is registry.get(key)
        assert all_seen(policy) == list(registry)


def test_each_field_is_seen_as_far_as_it_may_be() -> None:
    policy = reader(
        phone="hidden", email="masked", job_title="view", created_at="view", name="edit"
    )
    whole = registry.get("contact")
    seen = seen_by(policy, "contact")
    assert seen.spec is whole.spec
    assert list(seen.fields) == [path for path in whole.fields if path != "phone"]
    title = seen.fields["job_title"]
    assert (whole.fields["job_title"].readonly, title.readonly) == (False, True)
    assert title.kind is whole.fields["job_title"].kind
    email = seen.fields["email"]
    assert isinstance(email.kind, MaskedKind)
    assert (email.masked, email.readonly, email.required) == (True, True, False)
    changed = {path for path, field in seen.fields.items() if field is not whole.fields[path]}
    assert changed == {"job_title", "email"}  # what nobody writes is not locked once more


def test_what_is_needed_is_not_needed_of_who_sees_a_part() -> None:
    seen = seen_by(reader(name="masked"), "contact")
    assert registry.get("contact").fields["name"].required
    assert not seen.fields["name"].required


def test_half_a_reference_is_none() -> None:
    seen = seen_by(reader(company="masked", owner="masked", email="masked"), "contact")
    assert {"company", "owner"} & set(seen.fields) == set()
    assert seen.fields["email"].masked
    assert "company" in seen_by(reader(company="view", owner="edit"), "contact").fields


def test_records_that_point_by_a_hidden_field_are_not_related() -> None:
    whole = registry.get("company")
    (contacts,) = (key for key, one in whole.relations.items() if one.object == "contact")
    hidden = seen_by(reader(company="hidden"), "company")
    assert set(whole.relations) - set(hidden.relations) == {contacts}
    assert seen_by(reader(company="view"), "company").relations == whole.relations
    assert seen_by(reader(phone="hidden"), "company").relations == whole.relations


def test_what_was_worked_out_is_kept_until_the_object_changes() -> None:
    policy = reader(phone="hidden")
    seen = seen_by(policy, "contact")
    assert seen_by(policy, "contact") is seen
    assert seen_by(policy, "company") is not seen
    assert seen_by(reader(phone="hidden"), "contact") is not seen
    registry.forget()
    again = seen_by(policy, "contact")
    assert again is not seen
    assert list(again.fields) == list(seen.fields)


def test_a_count_with_the_owners_rights_is_the_owners_unless_one_sees_everything(
    alice: ApiClient,
) -> None:
    """A filter could otherwise be asked about records out of sight."""
    profile = profile_of(alice.id)
    whole = registry.get("segment")
    assert whole.spec.owners_view == {"member_count"}
    member = Policy(profile, (ROLES["member"],))
    limited = reader(phone="hidden")
    for policy in (member, limited):
        assert not sees_everything(policy)
        seen = seen_by(policy, "segment")
        guarded = {path for path, one in seen.fields.items() if isinstance(one.kind, OwnersKind)}
        assert guarded == {"member_count"}
        assert list(seen.fields) == list(whole.fields)
        assert seen_by(policy, "company").fields.keys() == registry.get("company").fields.keys()
    assert seen_by(member, "contact") is registry.get("contact")
    for policy in (EVERYTHING, reader(), Policy(profile, (ROLES["read_only"],))):
        assert sees_everything(policy)
        assert seen_by(policy, "segment") is whole
    assert not sees_everything(reader(scope="team"))
    some = Role("r", Text("r", "r"), {"view": "all"}, objects={"order": {"view": "own"}})
    assert not sees_everything(Policy(profile, (some,)))


def test_whose_count_it_is_reads_it(alice: ApiClient, bob: ApiClient, admin: ApiClient) -> None:
    alice.post("records/contact", {"name": "Ann"})
    made = alice.post("records/segment", {"name": "All", "filter": {"all": []}}).json["id"]
    assert alice.post(f"segments/{made}/refresh").json["value"] == 1
    path = f"records/segment/{made}"
    counts = [who.get(path).json["member_count"] for who in (alice, bob, admin)]
    assert counts == [1, None, 1]


def test_a_filter_is_told_where_it_asks_only_for_what_is_seen_whole() -> None:
    """By fields, and by relations through them."""
    policy = reader(company="hidden", email="masked", job_title="view")
    told = seen_by(policy, "segment").fields["filter"].kind
    assert isinstance(told, ToldKind)
    for hidden in ({"field": "email"}, {"field": "contact.email"}, {"related": "contacts"}):
        assert told.masked({"all": [hidden]}) is None, hidden
    for shown in ({"field": "job_title"}, {"field": "phone"}, {"related": "orders"}):
        assert told.masked({"all": [shown]}) == {"all": [shown]}, shown
    others = seen_by(policy, "segment").fields
    assert [path for path, one in others.items() if isinstance(one.kind, ToldKind)] == ["filter"]


def test_what_is_seen_in_part_is_entered_whole() -> None:
    policy = reader(phone="hidden", email="masked", job_title="view")
    whole, entered = registry.get("contact"), entered_by(policy, "contact")
    assert entered.spec is whole.spec
    assert entered.fields["email"] is whole.fields["email"]
    assert "phone" not in entered.fields
    assert entered.fields["job_title"].readonly
    assert list(entered.fields) == list(seen_by(policy, "contact").fields)
    assert entered.relations == seen_by(policy, "contact").relations


def test_every_object_is_seen_by_the_same_rules() -> None:
    policy = reader(phone="hidden")
    assert [one.spec.key for one in all_seen(policy)] == [one.key for one in registry]
    assert all(one is seen_by(policy, one.spec.key) for one in all_seen(policy))


def test_a_class_of_fields_is_seen_alike_at_every_door(admin: ApiClient, bob: ApiClient) -> None:
    record = admin.post("records/contact", {"name": "Ann", "email": "ann@x.com", "owner": None})
    objects = {"contact": {"create": "none", "edit": "all"}}
    limited = set_rights(admin, "member", classes={"personal": "view"}, objects=objects)
    assert limited.status == 200
    path = f"records/contact/{record.json['id']}"
    found = bob.get(path)
    assert found.json["email"] == "ann@x.com"
    refused = bob.patch(path, {"email": "b@x.com"}, version=found.version)
    assert refused.problem["errors"][0]["code"] == "read-only"
    assert admin.get(path).json["email"] == "ann@x.com"
