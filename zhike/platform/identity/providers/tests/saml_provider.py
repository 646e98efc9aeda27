"""A small SAML provider on this machine that signs with a key of its own, and lets a test change what it is about to say."""

import base64
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.signer import XMLSigner

from zhike.kit.clock import now
from zhike.platform.identity.providers.kinds.saml.names import PERSISTENT, ds, saml
from zhike.platform.identity.providers.tests.json_server import Asked, JsonServer, Pages, Said

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Tree = Any
ENTITY = "https://idp.example/saml"
EXCLUSIVE = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
_RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{response_id}" Version="{version}" IssueInstant="{at}"
 Destination="{destination}" InResponseTo="{question}"><saml:Issuer>{response_issuer}</saml:Issuer>
 <samlp:Status><samlp:StatusCode Value="{status}"/></samlp:Status>{assertions}</samlp:Response>"""
_ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{assertion_id}" Version="2.0"
 IssueInstant="{issued}"><saml:Issuer>{issuer}</saml:Issuer><saml:Subject>
 <saml:NameID Format="{format}"{qualifier}>{subject}</saml:NameID><saml:SubjectConfirmation Method="{method}">
 <saml:SubjectConfirmationData NotOnOrAfter="{confirmed_until}" Recipient="{recipient}"
 InResponseTo="{confirmed_question}"/></saml:SubjectConfirmation></saml:Subject>
 <saml:Conditions NotBefore="{begins}" NotOnOrAfter="{ends}"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience>
 </saml:AudienceRestriction>{condition}</saml:Conditions>{statement}<saml:AttributeStatement>{attributes}</saml:AttributeStatement>
 </saml:Assertion>"""
STATEMENT = (
    '<saml:AuthnStatement AuthnInstant="{at}"><saml:AuthnContext><saml:AuthnContextClassRef>'
    "urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
)


@cache
def key_named(name: str) -> Key:
    """One key for each name and run."""
    if name.startswith("elliptic"):
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(65537, 1024 if name == "short" else 2048)


def certificate_of(name: str, *, begins: int = -1, ends: int = 30) -> str:
    """A certificate that signs itself, good from and until so many days from now."""
    key = key_named(name)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() + timedelta(days=begins))
        .not_valid_after(now() + timedelta(days=ends))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()


def moment(seconds: float = 0) -> str:
    """So many seconds from now, as SAML writes it."""
    return (now() + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Question:
    """What came from Zhike."""

    id: str
    place: str
    audience: str
    state: str
    tree: Tree


def question_in(address: str) -> Question:
    """Unpack the AuthnRequest out of the address a browser was sent to."""
    query = dict(parse_qsl(urlsplit(address).query))
    tree = etree.fromstring(zlib.decompress(base64.b64decode(query["SAMLRequest"]), wbits=-15))
    return Question(
        id=str(tree.attrib["ID"]),
        place=str(tree.attrib["AssertionConsumerServiceURL"]),
        audience=str(tree.findtext(saml("Issuer"))),
        state=query["RelayState"],
        tree=tree,
    )


@dataclass
class Telling:
    """How an answer is made: values that differ, what is signed and how, and what is done to it after signing."""

    values: Mapping[str, str] = field(default_factory=dict)
    signed: Collection[str] = ("assertion",)
    key: str = "one"
    method: SignatureMethod = SignatureMethod.RSA_SHA256
    digest: DigestAlgorithm = DigestAlgorithm.SHA256
    canonical: CanonicalizationMethod = EXCLUSIVE
    after: Callable[[Tree], Tree | None] | None = None
    raw: Callable[[bytes], bytes] | None = None


class Sha1Signer(XMLSigner):
    """Signs as was done once, and as the library no longer does."""

    def check_deprecated_methods(self) -> None:
        """Allowed here."""


def sign(tree: Tree, how: Telling) -> Tree:
    """The same element with a signature after its issuer."""
    place = etree.SubElement(tree, ds("Signature"), Id="placeholder", nsmap={"ds": ds("")[1:-1]})
    tree.insert(1, place)
    signer = Sha1Signer(
        signature_algorithm=how.method, digest_algorithm=how.digest, c14n_algorithm=how.canonical
    )
    key = key_named(how.key)
    pem = None if how.method.name.startswith("HMAC") else certificate_of(how.key)
    secret: Any = key
    if pem is None:
        public = key.public_key()
        secret = public.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    signed = signer.sign(tree, key=secret, cert=pem, reference_uri=tree.attrib["ID"])
    return etree.fromstring(etree.tostring(signed))


class SamlProvider:
    """`person` are the attributes of whoever is sent here; `how` is what is wrong with its answers, or only different."""

    def __init__(self, address: str = "http://idp.internal") -> None:
        self.address = address
        self.subject = "G-2489"
        self.person: dict[str, Collection[str]] = {
            "email": ["alice@example.com"],
            "displayName": ["Alice"],
        }
        self.how = Telling()
        self.count = 0

    def settings(self, **others: Any) -> dict[str, Any]:
        return {
            "entity_id": ENTITY,
            "address": f"{self.address}/sso",
            "certificates": certificate_of("one"),
            **others,
        }

    def metadata(self) -> str:
        """What it tells of itself."""
        bare = "".join(certificate_of("one").splitlines()[1:-1])
        return (
            '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"'
            f' xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="{ENTITY}"><md:IDPSSODescriptor'
            ' protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">'
            f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{bare}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
            '</md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"'
            f' Location="{self.address}/post"/><md:SingleSignOnService'
            f' Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{self.address}/sso"/>'
            "</md:IDPSSODescriptor></md:EntityDescriptor>"
        )

    def form(self, question: Question) -> dict[str, str]:
        """What the browser is made to post."""
        raw = self.answer(question)
        return {"SAMLResponse": base64.b64encode(raw).decode(), "RelayState": question.state}

    def answer(self, question: Question) -> bytes:
        """The response as bytes."""
        how = self.how
        values = self._values(question)
        assertion = etree.fromstring(_ASSERTION.format(**values))
        if "assertion" in how.signed:
            assertion = sign(assertion, how)
        told = etree.tostring(assertion).decode()
        response = etree.fromstring(_RESPONSE.format(**values, assertions=told))
        if "response" in how.signed:
            response = sign(response, how)
        if how.after is not None:
            changed = how.after(response)
            response = response if changed is None else changed
        raw = etree.tostring(response)
        return raw if how.raw is None else how.raw(raw)

    def _values(self, question: Question) -> dict[str, str]:
        self.count += 1
        attributes = "".join(
            f'<saml:Attribute Name="{escape(name)}">'
            + "".join(f"<saml:AttributeValue>{escape(one)}</saml:AttributeValue>" for one in values)
            + "</saml:Attribute>"
            for name, values in self.person.items()
        )
        usual = {
            "response_id": f"_r{self.count}",
            "assertion_id": f"_a{self.count}",
            "version": "2.0",
            "at": moment(),
            "issued": moment(),
            "destination": question.place,
            "recipient": question.place,
            "question": question.id,
            "confirmed_question": question.id,
            "issuer": ENTITY,
            "response_issuer": ENTITY,
            "audience": question.audience,
            "status": "urn:oasis:names:tc:SAML:2.0:status:Success",
            "method": "urn:oasis:names:tc:SAML:2.0:cm:bearer",
            "format": PERSISTENT,
            "qualifier": "",
            "subject": self.subject,
            "confirmed_until": moment(300),
            "begins": moment(-5),
            "ends": moment(300),
            "condition": "",
            "statement": STATEMENT.format(at=moment()),
            "attributes": attributes,
        }
        return {**usual, **self.how.values}


class SamlServer(JsonServer):
    """The provider with a page of its own, for a browser. Runs until `stop`."""

    def __init__(self) -> None:
        super().__init__()
        self.provider = SamlProvider(self.address)

    def pages(self) -> Pages:
        return {"/sso": self.sso, "/favicon.ico": lambda _: (404, {})}

    def sso(self, request: Asked) -> Said:
        """A page that posts the answer by itself, as providers do."""
        query = "&".join(f"{name}={escape_query(value)}" for name, value in request.query.items())
        question = question_in(f"{self.address}/sso?{query}")
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">'
            for name, value in self.provider.form(question).items()
        )
        page = (
            f'<!doctype html><title>Provider</title><form method="post" action="{escape(question.place)}">'
            f"{fields}</form><script>document.forms[0].submit()</script>"
        )
        return 200, page.encode()


def escape_query(value: str) -> str:
    """Base64 has characters that mean something else in an address."""
    return value.replace("%", "%25").replace("+", "%2B").replace("=", "%3D").replace("&", "%26")
