"""Which kinds of providers there are."""

from collections.abc import Mapping
from typing import Any, Final

from zhike.platform.identity.providers.kinds.dingtalk import DingTalk
from zhike.platform.identity.providers.kinds.feishu import Feishu
from zhike.platform.identity.providers.kinds.kind import Away, Directory, Kind, Posting, Returning
from zhike.platform.identity.providers.kinds.ldap import Ldap
from zhike.platform.identity.providers.kinds.oidc import OpenIdConnect
from zhike.platform.identity.providers.kinds.saml.saml import Saml
from zhike.platform.identity.providers.kinds.wecom import WeCom

RETURNING: Final[Mapping[str, Returning[Any]]] = {
    "oidc": OpenIdConnect(),
    "wecom": WeCom(),
    "dingtalk": DingTalk(),
    "feishu": Feishu(),
}
POSTING: Final[Mapping[str, Posting[Any]]] = {"saml": Saml()}
AWAY: Final[Mapping[str, Away[Any]]] = {**RETURNING, **POSTING}
DIRECTORIES: Final[Mapping[str, Directory[Any]]] = {"ldap": Ldap()}


def kind_named(name: str) -> Kind[Any] | None:
    """The kind of this name."""
    return AWAY.get(name) or DIRECTORIES.get(name)
