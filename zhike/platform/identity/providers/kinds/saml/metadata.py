"""What both sides tell of themselves: our document for the provider, and the provider's, read to fill in the form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element as Element

from zhike.kit.language import Text
from zhike.platform.identity.providers.kinds.saml.certificates import read_certificates, written
from zhike.platform.identity.providers.kinds.saml.distrust import Distrust
from zhike.platform.identity.providers.kinds.saml.documents import parsed, text_of
from zhike.platform.identity.providers.kinds.saml.names import (
    EMAIL,
    METADATA,
    PERSISTENT,
    POST,
    PROTOCOL,
    REDIRECT,
    ds,
    md,
)

NO_PROVIDER: Final = Text(
    "This describes no identity provider of SAML 2.0, or several.",
    "其中没有 SAML 2.0 身份提供方，或包含多个。",
)
NO_REDIRECT: Final = Text(
    "The provider offers no sign-in address with the binding HTTP-Redirect.",
    "登录系统未提供 HTTP-Redirect 方式的登录地址。",
)
NO_CERTIFICATE: Final = Text(
    "The provider tells no certificate that could be used (RSA of 2048 bits or more, or P-256, P-384, P-521).",
    "登录系统未提供可用的签名证书（RSA 2048 位及以上，或 P-256、P-384、P-521）。",
)


@dataclass(frozen=True, slots=True)
class Us:
    """How Zhike is called at one provider, and where answers are sent. Each provider has its own, so that no answer fits two."""

    name: str
    place: str


def us(back: str) -> Us:
    """From the address people return to."""
    return Us(f"{back}/metadata", f"{back}/acs")


def introduction(back: str) -> bytes:
    """What the provider must know of us. Questions are not signed, and nothing is read that is encrypted."""
    here = us(back)
    root = etree.Element(md("EntityDescriptor"), entityID=here.name, nsmap={"md": METADATA})
    role = etree.SubElement(
        root,
        md("SPSSODescriptor"),
        AuthnRequestsSigned="false",
        WantAssertionsSigned="true",
        protocolSupportEnumeration=PROTOCOL,
    )
    for name_format in (PERSISTENT, EMAIL):
        etree.SubElement(role, md("NameIDFormat")).text = name_format
    etree.SubElement(
        role,
        md("AssertionConsumerService"),
        Binding=POST,
        Location=here.place,
        index="0",
        isDefault="true",
    )
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def settings_in(document: str) -> dict[str, Any]:
    """What a provider's metadata says of what an administrator fills in. Raises Distrust with a whole sentence."""
    role, entity_id = _described(parsed(document.encode()))
    places = [
        one.get("Location", "")
        for one in role.findall(md("SingleSignOnService"))
        if one.get("Binding") == REDIRECT
    ]
    if not places or not places[0]:
        raise Distrust(NO_REDIRECT)
    try:
        certificates = written(read_certificates("\n\n".join(_certificates(role))))
    except ValueError as error:
        raise Distrust(NO_CERTIFICATE) from error
    return {"entity_id": entity_id, "address": places[0], "certificates": certificates}


def _described(root: Element) -> tuple[Element, str]:
    """The one identity provider in it, and its name."""
    found = [
        (role, entity.get("entityID", ""))
        for entity in root.iter(md("EntityDescriptor"))
        for role in entity.findall(md("IDPSSODescriptor"))
        if PROTOCOL in role.get("protocolSupportEnumeration", "").split()
    ]
    if len(found) != 1 or not found[0][1]:
        raise Distrust(NO_PROVIDER)
    return found[0]


def _certificates(role: Element) -> Iterator[str]:
    """Those it signs with."""
    for key in role.findall(md("KeyDescriptor")):
        if key.get("use", "signing") == "signing":
            for found in key.iter(ds("X509Certificate")):
                yield text_of(found)
