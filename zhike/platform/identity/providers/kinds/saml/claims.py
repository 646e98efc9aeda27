"""What a signed assertion says of a person."""

from collections.abc import Sequence
from typing import Final

from lxml.etree import _Element as Element

from zhike.kit.language import Text
from zhike.platform.identity.providers.kinds.kind import SUBJECT_LONGEST, Claims
from zhike.platform.identity.providers.kinds.saml.distrust import Distrust
from zhike.platform.identity.providers.kinds.saml.documents import only, text_of
from zhike.platform.identity.providers.kinds.saml.names import EMAIL, TRANSIENT, saml

_CLAIMS: Final = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
_MICROSOFT: Final = "http://schemas.microsoft.com/"
EMAILS: Final = ("email", "mail", "urn:oid:0.9.2342.19200300.100.1.3", f"{_CLAIMS}emailaddress")
NAMES: Final = (
    *("displayName", "urn:oid:2.16.840.1.113730.3.1.241"),
    *(f"{_MICROSOFT}identity/claims/displayname", "name", f"{_CLAIMS}name"),
)
GROUPS: Final = (
    *("groups", "memberOf", "urn:oid:1.3.6.1.4.1.5923.1.5.1.1"),
    *(f"{_MICROSOFT}ws/2008/06/identity/claims/groups", "http://schemas.xmlsoap.org/claims/Group"),
)
"""What providers call these when nobody tells them otherwise; the first that an assertion has counts."""
_GROUPS_AT_MOST: Final = 1_000
NOBODY: Final = Text("it names nobody", "没有指明用户")
NOT_KEPT: Final = Text(
    "it names people anew each time (transient); let it send a persistent name, or name an attribute that never changes",
    "其用户标识每次登录都会改变（transient），请改为 persistent，或指定唯一标识属性",
)


def claims_of(
    assertion: Element, *, audience: str, id_attribute: str, email_attribute: str, groups: str
) -> Claims:
    """Who it is. Raises Distrust.

    SAML has no word for a proven address: all a provider says is its administrators' word, which counts where an
    administrator here trusts its addresses. Of several addresses none is known to be the person's own, so none counts.
    """
    told = _attributes(assertion)
    name_id = _name_id(assertion, audience)
    subject = _one(told, (id_attribute,)) if id_attribute else _kept_name(name_id)
    if not 0 < len(subject) <= SUBJECT_LONGEST:
        raise Distrust(NOBODY)
    email = _one(told, (email_attribute,) if email_attribute else EMAILS)
    if not email and not email_attribute and name_id.get("Format") == EMAIL:
        email = text_of(name_id)
    return Claims(
        subject=subject,
        email=email,
        vouched=bool(email),
        name=_one(told, NAMES),
        groups=_values(told, (groups,) if groups else GROUPS)[:_GROUPS_AT_MOST],
    )


def _name_id(assertion: Element, audience: str) -> Element:
    """The name of the person, if it is a name for us: with a qualifier it means somebody among another's people."""
    subject = only(assertion, saml("Subject"))
    name_id = None if subject is None else only(subject, saml("NameID"))
    if name_id is None or name_id.get("SPNameQualifier", audience) != audience:
        raise Distrust(NOBODY)
    return name_id


def _kept_name(name_id: Element) -> str:
    if name_id.get("Format") == TRANSIENT:
        raise Distrust(NOT_KEPT)
    return text_of(name_id)


def _attributes(assertion: Element) -> dict[str, tuple[str, ...]]:
    """All values by the attribute's name, however often it is told."""
    found: dict[str, tuple[str, ...]] = {}
    for attribute in assertion.iterfind(f"{saml('AttributeStatement')}/{saml('Attribute')}"):
        values = [text_of(one) for one in attribute.iterfind(saml("AttributeValue"))]
        name = attribute.get("Name", "")
        found[name] = found.get(name, ()) + tuple(one for one in values if one)
    return found


def _values(told: dict[str, tuple[str, ...]], names: Sequence[str]) -> tuple[str, ...]:
    return next((told[name] for name in names if told.get(name)), ())


def _one(told: dict[str, tuple[str, ...]], names: Sequence[str]) -> str:
    values = _values(told, names)
    return values[0] if len(set(values)) == 1 else ""
