"""What the scopes of a token cover, word for word, and that a policy limited by them reaches no further than its person."""

import pytest

from zhike.kit.language import Text
from zhike.platform.access.policy import Policy
from zhike.platform.access.roles import ROLES, Role
from zhike.platform.access.scopes import covers

pytestmark = pytest.mark.django_db  # which objects there are stands in the database


@pytest.mark.parametrize(
    ("scopes", "object_key", "action", "covered"),
    [
        (set(), "contact", "view", False),
        ({"contact:view"}, "contact", "view", True),
        ({"contact:view"}, "contact", "edit", False),
        ({"contact:view"}, "company", "view", False),
        ({"contact:edit"}, "contact", "edit", True),
        ({"contact:edit"}, "contact", "view", False),
        ({"contact:edit"}, "contact", "delete", False),
        ({"contact:edit"}, "campaign", "pause", False),
        ({"campaign:edit"}, "campaign", "pause", True),
        ({"campaign:edit"}, "campaign", "send", False),
        ({"campaign:pause"}, "campaign", "pause", True),
        ({"read"}, "contact", "view", True),
        ({"read"}, "contact", "edit", False),
        ({"read"}, "contact", "export", False),
        ({"read"}, "contact", "admin", False),
        ({"read"}, "user", "view", False),
        ({"read"}, "user", "admin", False),
        ({"admin"}, "user", "admin", True),
        ({"admin"}, "team", "view", True),
        ({"admin"}, "role", "admin", False),
        ({"admin"}, "contact", "admin", True),
        ({"admin"}, "contact", "view", False),
        ({"contact:admin"}, "contact", "admin", False),
        ({"scim"}, "user", "admin", True),
        ({"scim"}, "team", "admin", True),
        ({"scim"}, "role", "admin", False),
        ({"scim"}, "audit", "admin", False),
        ({"scim"}, "contact", "view", False),
        ({"contact:view"}, "user", "view", False),
    ],
)
def test_a_scope_covers_what_it_says(
    scopes: set[str], object_key: str, action: str, *, covered: bool
) -> None:
    assert covers(frozenset(scopes), object_key, action) is covered


def test_a_limit_takes_rights_away_and_gives_none() -> None:
    limit = frozenset({"contact:view", "order:edit"})
    admin = Policy(None, (ROLES["administrator"],), limit=limit)
    assert admin.scope("contact", "view") == "all"
    assert admin.scope("order", "edit") == "all"
    for object_key, action in (("contact", "edit"), ("order", "view"), ("user", "admin")):
        rows = admin.rows(object_key, action)
        assert (rows.scope, rows.owners, rows.unowned) == ("none", (), False)
        assert not admin.may(object_key, action)
    nobody = Policy(None, (Role("r", Text("r", "r"), {}),), limit=limit)
    assert not nobody.may("contact", "view")


def test_menus_show_what_may_be_done() -> None:
    reader = Policy(None, (ROLES["read_only"],))
    assert reader.actions("contact", ("close",)) == ["view"]
    member = Policy(None, (ROLES["member"],))
    assert member.actions("contact", ("close", "send")) == [
        "view",
        "create",
        "edit",
        "delete",
        "close",
    ]
    limited = Policy(None, (ROLES["member"],), limit=frozenset({"contact:edit"}))
    assert limited.actions("contact", ("close", "send")) == ["edit", "close"]
