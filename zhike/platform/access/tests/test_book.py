"""Roles as they are stored become roles as they are asked; what a built-in one may cannot be written away."""

from typing import get_args

import pytest

from zhike.kit.language import Text
from zhike.platform.access.actions import turn_page
from zhike.platform.access.book import Attribute, current_book, stored_role
from zhike.platform.access.models import PersonAttribute, SharingRule, StoredRole
from zhike.platform.access.roles import (
    ACCESS_WIDTH,
    FIELD_CLASSES,
    ROLES,
    WIDTH,
    FieldAccess,
    FieldClass,
    Role,
    Scope,
    follows_edit,
    granted,
)

SET = {
    "objects_set": {"contact": {"view": "own"}},
    "fields_set": {"contact": {"phone": "hidden"}},
    "classes_set": {"personal": "masked"},
    "follows_set": {"contact": ["company", "other"]},
}


def row(key: str, base: str = "", **parts: object) -> StoredRole:
    return StoredRole(key=key, label_en="New", label_zh="新", base=base, **{**SET, **parts})


@pytest.mark.parametrize("base", ["", "member", "manager", "read_only", "administrator", "gone"])
def test_a_role_of_ones_own_is_like_its_base_and_never_like_the_administrator(base: str) -> None:
    made = stored_role(row("new", base))
    copied = base in {"member", "manager", "read_only"}
    assert made.grants == (ROLES[base].grants if copied else {})
    assert (made.key, made.label, made.base) == ("new", Text("New", "新"), base)
    assert not made.may_all
    assert made.objects == SET["objects_set"]
    assert made.fields == SET["fields_set"]
    assert made.classes == SET["classes_set"]
    assert made.follows == {"contact": ("company", "other")}
    assert granted(made, "contact", "view") == "own"


def test_a_built_in_role_keeps_its_name_and_its_grants_and_takes_what_is_set() -> None:
    member = stored_role(row("member"))
    assert (member.label, member.grants, member.base) == (
        ROLES["member"].label,
        ROLES["member"].grants,
        "member",
    )
    assert member.fields == SET["fields_set"]
    assert granted(member, "contact", "view") == "own"
    assert granted(member, "company", "view") == "team"


def test_the_administrator_is_what_it_is_whatever_is_stored() -> None:
    assert stored_role(row("administrator")) is ROLES["administrator"]


def test_every_width_and_class_that_can_be_set_has_a_place() -> None:
    assert list(WIDTH) == list(get_args(Scope))
    assert sorted(WIDTH.values()) == list(WIDTH.values())
    assert len(set(WIDTH.values())) == len(WIDTH)
    assert list(ACCESS_WIDTH) == list(get_args(FieldAccess))
    assert sorted(ACCESS_WIDTH.values()) == list(ACCESS_WIDTH.values())
    assert len(set(ACCESS_WIDTH.values())) == len(ACCESS_WIDTH)
    assert get_args(FieldClass) == FIELD_CLASSES


def test_which_actions_do_as_edit_does(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = {"campaign": {"member": {"pause": "own"}}}
    monkeypatch.setattr("zhike.platform.access.roles._declared", declared)
    member, manager = ROLES["member"], ROLES["manager"]
    assert follows_edit(member, "contact", "close")
    assert follows_edit(manager, "campaign", "pause")
    assert not follows_edit(member, "campaign", "pause")
    assert not follows_edit(member, "contact", "edit")
    assert not follows_edit(member, "contact", "send")
    assert not follows_edit(ROLES["administrator"], "contact", "close")
    assert not follows_edit(stored_role(row("new", "manager")), "contact", "view")
    closing = Role("closing", Text("c", "c"), {"close": "own"})
    assert not follows_edit(closing, "contact", "close")
    assert follows_edit(closing, "contact", "reopen")


def test_a_built_in_role_is_its_own_base() -> None:
    """Grants that objects declare are looked up by it."""
    assert [(role.key, role.base) for role in ROLES.values()] == [(key, key) for key in ROLES]
    assert list(ROLES) == ["administrator", "manager", "member", "read_only"]


@pytest.mark.django_db
def test_the_book_holds_what_is_stored_and_is_read_anew_for_a_new_stamp() -> None:
    before = current_book()
    assert current_book() is before
    row("new", "member").save()
    for name, access, active in (("a", "view", True), ("b", "edit", True), ("c", "edit", False)):
        SharingRule(object="contact", name=name, access=access, active=active).save()
    options = [{"key": "e", "label": {"en": "East", "zh": "东"}}]
    PersonAttribute(key="region", label_en="Region", label_zh="区域", options=options).save()
    assert current_book() is before
    turn_page()
    book = current_book()
    assert book.stamp != before.stamp
    assert list(book.roles) == [*ROLES, "new"]
    assert [(rule.name, rule.access, rule.filter) for rule in book.rules] == [
        ("a", "view", "{}"),
        ("b", "edit", "{}"),
    ]
    assert book.attributes == (
        Attribute("region", Text("Region", "区域"), (("e", Text("East", "东")),)),
    )
