"""SAML 2.0, as a service provider: a question by redirect, an answer by post that is believed only when everything about it is right."""

import base64
import binascii
import zlib
from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from lxml import etree
from pydantic import AfterValidator, StringConstraints

from zhike.kit.addresses import place_of
from zhike.kit.clock import now
from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text, filled
from zhike.kit.schemas import Input
from zhike.platform.identity.providers.errors import AnswerNotTrusted
from zhike.platform.identity.providers.kinds.answers import refusal
from zhike.platform.identity.providers.kinds.kind import Received, Site, Trip
from zhike.platform.identity.providers.kinds.saml.answers import QUESTION, Expected, judged
from zhike.platform.identity.providers.kinds.saml.certificates import read_certificates, written
from zhike.platform.identity.providers.kinds.saml.claims import claims_of
from zhike.platform.identity.providers.kinds.saml.distrust import Distrust, StatusIs
from zhike.platform.identity.providers.kinds.saml.documents import LONGEST, UNREADABLE
from zhike.platform.identity.providers.kinds.saml.metadata import introduction, settings_in, us
from zhike.platform.identity.providers.kinds.saml.names import (
    ASSERTION,
    POST,
    PROTOCOL,
    UNSPECIFIED,
    saml,
    samlp,
)
from zhike.platform.identity.providers.kinds.saml.signatures import EXPIRED

_WORKS: Final = Text(
    "Certificates: {count}, the last good until {day}. Sign in once to see the rest.",
    "共有 {count} 个证书，最晚有效至 {day}。请登录一次以确认其余设置。",
)
_NOT_READ: Final = Text(
    "This is not the XML of a provider's metadata.", "这不是登录系统的元数据 XML。"
)
_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
_Attribute = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
_Certificates = Annotated[
    str,
    StringConstraints(max_length=60_000),
    AfterValidator(lambda text: written(read_certificates(text))),
]


class SamlSettings(Input):
    """How the provider calls itself, where it asks people to sign in, and what it signs with.

    Several certificates while it changes from one to the next. An attribute left empty is found by its usual names;
    without `id_attribute` the NameID names the person.
    """

    entity_id: _Line
    address: _Line
    certificates: _Certificates
    id_attribute: _Attribute = ""
    email_attribute: _Attribute = ""
    groups_attribute: _Attribute = ""


class Saml:
    """Entra ID, AD FS, Okta, Keycloak, Shibboleth, Authing and whatever else speaks it."""

    settings = SamlSettings
    anchors = ("entity_id", "id_attribute")
    state_field = "RelayState"

    def leave(self, site: Site[SamlSettings], trip: Trip, agent: str) -> str:
        """The provider's page with the question, packed as the binding asks."""
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        packed = packer.compress(_question(site, trip)) + packer.flush()
        asked = {"SAMLRequest": base64.b64encode(packed), self.state_field: trip.state}
        address = site.settings.address
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"

    def receive(self, site: Site[SamlSettings], back: str, posted: Mapping[str, str]) -> Received:
        """Judge the answer. Raises ProviderRefused, AnswerNotTrusted."""
        here = us(back)
        settings = site.settings
        expected = Expected(settings.entity_id, here.name, here.place)
        try:
            raw = _unpacked(posted.get("SAMLResponse", ""))
            answer = judged(raw, expected, read_certificates(settings.certificates))
            claims = claims_of(
                answer.assertion,
                audience=here.name,
                id_attribute=settings.id_attribute,
                email_attribute=settings.email_attribute,
                groups=settings.groups_attribute,
            )
        except Distrust as error:
            raise AnswerNotTrusted(provider=site.name, why=error.why) from error
        except StatusIs as error:
            raise refusal(site, error.told) from error
        return Received(claims, answer.nonce, answer.assertion.get("ID", ""), answer.until)

    def lands_at(self, back: str) -> str:
        """Where the provider makes browsers post its answers."""
        return us(back).place

    def called(self, back: str) -> str:
        """What Zhike is called there, and where that name is explained."""
        return us(back).name

    def introduction(self, back: str) -> bytes:
        """Our metadata."""
        return introduction(back)

    def settings_in(self, document: str) -> dict[str, Any]:
        """What the provider's metadata says. Raises ValidationFailed."""
        try:
            return settings_in(document)
        except Distrust as error:
            why = _NOT_READ if error.why is UNREADABLE else error.why
            problem = Problem(("document",), "not-metadata", why)
            raise ValidationFailed(problems=[problem]) from error

    def try_out(self, site: Site[SamlSettings]) -> Text:
        """Nothing can be asked without a person; what was entered can be judged."""
        place_of(site.settings.address, site.named)
        certificates = read_certificates(site.settings.certificates)
        last = max(one.not_valid_after_utc for one in certificates)
        if last < now():
            raise AnswerNotTrusted(provider=site.name, why=EXPIRED)
        return filled(_WORKS, {"count": len(certificates), "day": last.date().isoformat()})


def _question(site: Site[SamlSettings], trip: Trip) -> bytes:
    """The AuthnRequest. Its id is made of the trip's nonce, so that the answer leads back to this trip alone."""
    here = us(trip.back)
    root = etree.Element(
        samlp("AuthnRequest"),
        ID=f"{QUESTION}{trip.nonce}",
        Version="2.0",
        IssueInstant=now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        Destination=site.settings.address,
        ProtocolBinding=POST,
        AssertionConsumerServiceURL=here.place,
        nsmap={"samlp": PROTOCOL, "saml": ASSERTION},
    )
    etree.SubElement(root, saml("Issuer")).text = here.name
    etree.SubElement(root, samlp("NameIDPolicy"), Format=UNSPECIFIED, AllowCreate="true")
    return etree.tostring(root, encoding="utf-8")


def _unpacked(posted: str) -> bytes:
    """What was posted, without the line breaks some providers send along. Raises Distrust."""
    if not posted or len(posted) > 2 * LONGEST:
        raise Distrust(UNREADABLE)
    try:
        return base64.b64decode("".join(posted.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Distrust(UNREADABLE) from error
