"""Provisioning over HTTP, for the page of administrators: what the directory may do, and its tokens."""

from typing import Any

from ninja import Router, Schema

from zhike.kit.schemas import Input
from zhike.platform.access.policy import policy_of
from zhike.platform.identity.models import ApiToken, TokenKind
from zhike.platform.identity.requests import ActorRequest, administering, just_proved
from zhike.platform.identity.schemas import Person, RoleKeys
from zhike.platform.identity.scopes import SCIM
from zhike.platform.identity.tokens_api import TokenOfPerson, TokenOut
from zhike.platform.provisioning.addresses import address_of
from zhike.platform.provisioning.models import ProvisionedUser
from zhike.platform.provisioning.rules_actions import OBJECT, change_rules, rules

router = Router(tags=["provisioning"], auth=administering)


class ProvisioningOut(Schema):
    """Where a directory speaks to, with which tokens, what it may do, and how many people it keeps."""

    address: str
    default_roles: list[str]
    administrators: bool
    people: int
    tokens: list[TokenOfPerson]


class ProvisioningChanges(Input):
    """What to change."""

    default_roles: RoleKeys | None = None
    administrators: bool | None = None


@router.get("/admin/provisioning", response=ProvisioningOut)
def read_provisioning(request: ActorRequest) -> Any:
    """What a directory may do here."""
    policy_of(request.actor).require(OBJECT, "admin")
    return _state()


@router.patch("/admin/provisioning", response=ProvisioningOut)
def change_provisioning(request: ActorRequest, body: ProvisioningChanges) -> Any:
    """Change what a directory may do here."""
    just_proved(request)
    values = body.model_dump(exclude_unset=True, exclude_none=True)
    change_rules(request.actor, values)
    return _state()


def _state() -> ProvisioningOut:
    row = rules()
    tokens = ApiToken.objects.filter(kind=TokenKind.PERSON, scopes__contains=[SCIM])
    return ProvisioningOut(
        address=address_of(),
        default_roles=row.default_roles,
        administrators=row.administrators,
        people=ProvisionedUser.objects.filter(removed_at=None).count(),
        tokens=[
            TokenOfPerson(**TokenOut.from_orm(token).model_dump(), user=Person.of(token.user))
            for token in tokens.select_related("user").order_by("-created_at")
        ],
    )
