"""Every SAML answer that must not be believed: signs nobody in, connects nobody, keeps nothing, and says why."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod

from tests.cast import ApiClient
from zhike.platform.identity.models import PostedAnswer
from zhike.platform.identity.providers.kinds.saml.names import TRANSIENT, ds, saml, samlp
from zhike.platform.identity.providers.tests.conftest import TRUSTED, arrive
from zhike.platform.identity.providers.tests.saml_provider import (
    STATEMENT,
    SamlProvider,
    Telling,
    Tree,
    certificate_of,
    moment,
)
from zhike.platform.identity.providers.tests.saml_trip import ask, bring, counted, make, post
from zhike.platform.identity.providers.tests.saml_wrapping import VICTIM, WRAPPINGS

CANNOT_READ = "it cannot be read"
SHAPE = "it is not built as an answer must be"
SIGNATURE = "its signature is not right"
UNSIGNED = "it is not signed"
ISSUER = "somebody else issued it"
AUDIENCE = "it is meant for another application"
PLACE = "it was sent to another address"
OTHER = "it answers another question"
TIME = "it is out of date"
NOBODY = "it names nobody"


@pytest.fixture
def provider_id(admin: ApiClient, alice: ApiClient, adfs: SamlProvider) -> str:
    """AD FS, whose addresses are the house's own, and which may make people."""
    return make(admin, adfs, **TRUSTED, makes_people=True)


def refused(client: ApiClient, adfs: SamlProvider, provider_id: str, why: str) -> None:
    """Try it, and see that nothing came of it."""
    before = counted()
    brought = bring(client, adfs, provider_id)
    assert "ticket" not in brought
    answer = arrive(client, provider_id, brought)
    assert (answer.status, answer.problem["code"]) == (401, "answer-not-trusted"), answer
    assert why in answer.problem["detail"]
    assert counted() == before
    assert client.get("auth/me").status == 401


@pytest.mark.parametrize("name", WRAPPINGS)
def test_a_signed_element_that_was_wrapped(
    provider_id: str, guest: ApiClient, adfs: SamlProvider, name: str
) -> None:
    wrap, signed = WRAPPINGS[name]
    adfs.how = Telling(signed=(signed,), after=wrap)
    refused(guest, adfs, provider_id, SHAPE)


def _insert(text: str, into: str = "NameID") -> Callable[[bytes], bytes]:
    return lambda raw: raw.replace(b"G-2489", f"G-2{text}489".encode(), 1)


def _doctype(text: str) -> Callable[[bytes], bytes]:
    return lambda raw: text.encode() + raw


HIDDEN: dict[str, Callable[[bytes], bytes]] = {
    "a comment in the name": _insert("<!-- -->"),
    "a processing instruction in the name": _insert("<?x?>"),
    "a comment elsewhere": lambda raw: raw.replace(b"<samlp:Status>", b"<!--x--><samlp:Status>", 1),
    "a document type": _doctype("<!DOCTYPE x>"),
    "entities within entities": _doctype(
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    ),
    "a file as an entity": lambda raw: (
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        + raw.replace(b"G-2489", b"&f;", 1)
    ),
    "a parameter entity": _doctype('<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">'),
    "an entity nobody declared": _insert("&x;"),
    "no XML": lambda raw: b"hello",
    "nothing": lambda raw: b"",
    "cut off": lambda raw: raw[:-9],
    "another encoding": lambda raw: raw.decode().encode("utf-16"),
    "far too long": lambda raw: raw.replace(b"G-2489", b"x" * 400_000, 1),
    "far too many attributes": lambda raw: raw.replace(
        b"<samlp:Status>", b"<samlp:Status %s>" % b" ".join(b'a%d=""' % n for n in range(101)), 1
    ),
    "far too many prefixes": lambda raw: raw.replace(
        b"<samlp:Status>",
        b"<samlp:Status>" + b"".join(b'<x xmlns:p%d="u"/>' % n for n in range(101)),
        1,
    ),
    "far too deep": lambda raw: b"<x>" * 5_000 + raw + b"</x>" * 5_000,
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_document_that_hides_something(
    provider_id: str, guest: ApiClient, adfs: SamlProvider, name: str
) -> None:
    adfs.how = Telling(raw=HIDDEN[name])
    refused(guest, adfs, provider_id, CANNOT_READ)


SIGNED_WRONGLY: dict[str, tuple[Telling, str]] = {
    "nothing signed": (Telling(signed=()), UNSIGNED),
    "another key": (Telling(key="two"), SIGNATURE),
    "another key of another kind": (
        Telling(key="elliptic", method=SignatureMethod.ECDSA_SHA256),
        SIGNATURE,
    ),
    "SHA-1": (Telling(method=SignatureMethod.RSA_SHA1), SIGNATURE),
    "a digest by SHA-1": (Telling(digest=DigestAlgorithm.SHA1), SIGNATURE),
    "the public key as a secret": (Telling(method=SignatureMethod.HMAC_SHA256), SIGNATURE),
    "SHA-224": (Telling(method=SignatureMethod.RSA_SHA224), SIGNATURE),
    "a digest by SHA-224": (Telling(digest=DigestAlgorithm.SHA224), SIGNATURE),
    "comments signed, too": (
        Telling(canonical=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0_WITH_COMMENTS),
        SHAPE,
    ),
    "another canonical form": (Telling(canonical=CanonicalizationMethod.CANONICAL_XML_1_1), SHAPE),
}


@pytest.mark.parametrize("name", SIGNED_WRONGLY)
def test_a_signature_of_the_wrong_kind(
    provider_id: str, guest: ApiClient, adfs: SamlProvider, name: str
) -> None:
    adfs.how, why = SIGNED_WRONGLY[name]
    refused(guest, adfs, provider_id, why)


def _changed(name: str, text: str) -> Callable[[Tree], None]:
    def change(response: Tree) -> None:
        next(response.iter(name)).text = text

    return change


def _set(path: str, attribute: str, value: str) -> Callable[[Tree], None]:
    def change(response: Tree) -> None:
        response.find(path).set(attribute, value)

    return change


def _signature_moved(response: Tree) -> None:
    """The assertion's own signature, but where the response's would be."""
    assertion = response.find(saml("Assertion"))
    response.insert(1, assertion.find(ds("Signature")))


def _two_signatures(response: Tree) -> None:
    signature = response.find(f"{saml('Assertion')}/{ds('Signature')}")
    signature.addnext(etree.fromstring(etree.tostring(signature)))


def _outer_forged(response: Tree) -> None:
    """A response signature that is not right beside an assertion's that is."""
    response.find(f"{ds('Signature')}/{ds('SignatureValue')}").text = "AAAA"


def _id_that_is_no_name(response: Tree) -> None:
    """Libraries that strip every # of the reference find another element than the one with this id."""
    response.find(saml("Assertion")).set("ID", "#_evil")
    next(response.iter(ds("Reference"))).set("URI", "##_evil")


def _two_references(response: Tree) -> None:
    reference = next(response.iter(ds("Reference")))
    reference.addnext(etree.fromstring(etree.tostring(reference)))


def _no_assertion(response: Tree) -> None:
    response.remove(response.find(saml("Assertion")))


def _void(response: Tree) -> Tree:
    """A relative namespace makes some libraries canonicalise to nothing, whose digest is known to all."""
    raw = etree.tostring(response).replace(
        b"<saml:Subject>", b'<saml:Subject xmlns:v="relative/place" v:x="1">', 1
    )
    return etree.fromstring(raw)


_SIGNATURE_PATH = f"{saml('Assertion')}/{ds('Signature')}"
_REFERENCE = f"{_SIGNATURE_PATH}/{ds('SignedInfo')}/{ds('Reference')}"
AFTERWARDS: dict[str, tuple[Callable[[Tree], Tree | None], str]] = {
    "another person": (_changed(saml("NameID"), VICTIM), SIGNATURE),
    "another address": (_changed(saml("AttributeValue"), "ada@example.com"), SIGNATURE),
    "another audience": (_changed(saml("Audience"), "x"), SIGNATURE),
    "a longer life": (
        _set(f"{saml('Assertion')}/{saml('Conditions')}", "NotOnOrAfter", moment(9999)),
        SIGNATURE,
    ),
    "another digest": (_changed(ds("DigestValue"), "AAAA"), SIGNATURE),
    "no signature value": (_changed(ds("SignatureValue"), ""), SIGNATURE),
    "a signature that is no base64": (_changed(ds("SignatureValue"), "%%%"), SIGNATURE),
    "a signature in the place of another": (_signature_moved, SHAPE),
    "the same signature twice": (_two_signatures, SHAPE),
    "a signature elsewhere": (
        lambda tree: tree.find(samlp("Status")).append(tree.makeelement(ds("Signature"))),
        SHAPE,
    ),
    "something beside the signature": (
        lambda tree: tree.find(_SIGNATURE_PATH).append(tree.makeelement(ds("Object"))),
        SHAPE,
    ),
    "another transform": (
        _set(
            f"{_REFERENCE}/{ds('Transforms')}/{ds('Transform')}",
            "Algorithm",
            "http://www.w3.org/TR/1999/REC-xslt-19991116",
        ),
        SHAPE,
    ),
    "two references": (_two_references, SHAPE),
    "a reference to everything": (_set(_REFERENCE, "URI", ""), SHAPE),
    "a reference to elsewhere": (_set(_REFERENCE, "URI", "http://127.0.0.1:1/x"), SHAPE),
    "an id that is no name": (_id_that_is_no_name, SHAPE),
    "a reference by pointer": (_set(_REFERENCE, "URI", "#xpointer(/)"), SHAPE),
    "a method nobody knows": (
        _set(f"{_SIGNATURE_PATH}/{ds('SignedInfo')}/{ds('SignatureMethod')}", "Algorithm", "none"),
        SIGNATURE,
    ),
    "no assertion": (_no_assertion, SHAPE),
    "a canonical form of nothing": (_void, SIGNATURE),
    "another version": (_set(".", "Version", "1.1"), SHAPE),
    "another message": (lambda tree: setattr(tree, "tag", samlp("LogoutResponse")), SHAPE),
    "an encrypted assertion": (
        lambda tree: tree.append(tree.makeelement(saml("EncryptedAssertion"))),
        "it is encrypted; switch the encryption of assertions off",
    ),
    "an encrypted name": (
        lambda tree: setattr(next(tree.iter(saml("NameID"))), "tag", saml("EncryptedID")),
        "it is encrypted",
    ),
}


@pytest.mark.parametrize("name", AFTERWARDS)
def test_an_answer_that_was_changed_after_it_was_signed(
    provider_id: str, guest: ApiClient, adfs: SamlProvider, name: str
) -> None:
    change, why = AFTERWARDS[name]
    adfs.how = Telling(after=change)
    refused(guest, adfs, provider_id, why)


def test_every_signature_there_is_must_be_right(
    provider_id: str, guest: ApiClient, adfs: SamlProvider
) -> None:
    adfs.how = Telling(signed=("assertion", "response"), after=_outer_forged)
    refused(guest, adfs, provider_id, SIGNATURE)


_ELSEWHERE = "https://other.example/acs"
SAID: dict[str, tuple[dict[str, str], str]] = {
    "another issuer": ({"issuer": "https://other.example"}, ISSUER),
    "another issuer of the response": ({"response_issuer": "https://other.example"}, ISSUER),
    "an issuer that begins like ours": ({"issuer": "https://idp.example/saml/x"}, ISSUER),
    "another audience": ({"audience": "https://other.example"}, AUDIENCE),
    "another destination": ({"destination": _ELSEWHERE}, PLACE),
    "another recipient": ({"recipient": _ELSEWHERE}, PLACE),
    "no question at all": ({"question": "", "confirmed_question": ""}, "nobody here asked for it"),
    "no question in the response": ({"question": ""}, "nobody here asked for it"),
    "no question in the assertion": ({"confirmed_question": ""}, OTHER),
    "another question in the assertion": ({"confirmed_question": "_x"}, OTHER),
    "a question that is none of ours": ({"question": "x", "confirmed_question": "x"}, OTHER),
    "conditions that ended": ({"ends": moment(-120)}, TIME),
    "a confirmation that ended": ({"confirmed_until": moment(-120)}, TIME),
    "conditions that have not begun": ({"begins": moment(3600)}, TIME),
    "made in the future": ({"issued": moment(3600)}, TIME),
    "a time that is none": ({"confirmed_until": "soon"}, TIME),
    "a time of nowhere": ({"confirmed_until": "2126-01-01T00:00:00"}, TIME),
    "a day that is none": ({"ends": "2126-02-31T00:00:00Z"}, TIME),
    "somebody who only holds a key": (
        {"method": "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"},
        SHAPE,
    ),
    "a condition nobody knows": ({"condition": "<saml:Condition/>"}, SHAPE),
    "a second restriction": (
        {
            "condition": "<saml:AudienceRestriction><saml:Audience>x</saml:Audience></saml:AudienceRestriction>"
        },
        AUDIENCE,
    ),
    "no sign-in": ({"statement": ""}, SHAPE),
    "a sign-in that ended": (
        {
            "statement": STATEMENT.format(at=moment()).replace(
                "<saml:AuthnStatement ",
                f'<saml:AuthnStatement SessionNotOnOrAfter="{moment(-120)}" ',
            )
        },
        TIME,
    ),
    "nobody": ({"subject": ""}, NOBODY),
    "a name that is too long": ({"subject": "x" * 256}, NOBODY),
    "a name in pieces": ({"subject": "a<b/>c"}, NOBODY),
    "a name among another's people": ({"qualifier": ' SPNameQualifier="https://x"'}, NOBODY),
    "a name for this time only": ({"format": TRANSIENT}, "it names people anew each time"),
}


@pytest.mark.parametrize("name", SAID)
def test_a_well_signed_answer_that_says_the_wrong_thing(
    provider_id: str, guest: ApiClient, adfs: SamlProvider, name: str
) -> None:
    values, why = SAID[name]
    adfs.how = Telling(values=values)
    refused(guest, adfs, provider_id, why)


def test_an_answer_for_one_provider_is_none_for_another(
    provider_id: str, guest: ApiClient, admin: ApiClient, adfs: SamlProvider
) -> None:
    other = make(admin, adfs, name="Other", **TRUSTED)
    before = counted()
    brought = post(other, adfs.form(ask(guest, provider_id)))
    assert "ticket" not in brought
    assert counted() == before


def test_a_certificate_that_ended(
    provider_id: str, guest: ApiClient, admin: ApiClient, adfs: SamlProvider
) -> None:
    old = adfs.settings(certificates=certificate_of("one", begins=-9, ends=-1))
    assert admin.patch(f"admin/providers/{provider_id}", {"settings": old}).status == 200
    refused(guest, adfs, provider_id, "the provider's certificate is out of date")


FORMS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "no answer": {"RelayState": "x"},
    "no base64": {"SAMLResponse": "%%%"},
    "no ASCII": {"SAMLResponse": "知客"},
    "the answer of another binding": {"SAMLart": "AAQ="},
    "a very long state": {"SAMLResponse": "AAAA", "RelayState": "x" * 50_000},
    "a state that breaks lines": {"SAMLResponse": "AAAA", "RelayState": "a\r\nSet-Cookie: x=1"},
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_holds_no_answer(provider_id: str, name: str) -> None:
    before = counted()
    brought = post(provider_id, FORMS[name])
    assert "ticket" not in brought
    assert len(brought.get("state", "")) <= 100
    assert counted() == before


def test_no_change_of_any_byte_is_believed_or_fails_the_server(
    provider_id: str, guest: ApiClient, adfs: SamlProvider
) -> None:
    """Forty answers with a byte or a piece changed: refused, or they still say the same."""
    drawn = random.Random(7)

    def spoilt(raw: bytes) -> bytes:
        at = drawn.randrange(len(raw))
        if drawn.random() < 0.5:
            return raw[:at] + bytes([drawn.randrange(32, 127)]) + raw[at + 1 :]
        return raw[:at] + raw[at + drawn.randrange(1, 40) :]

    adfs.how = Telling(raw=spoilt)
    for _ in range(40):
        brought = bring(guest, adfs, provider_id)
        assert ("ticket" in brought) != ("refused" in brought)
    said = {
        (one.get("subject"), one.get("email"))
        for one in PostedAnswer.objects.values_list("claims", flat=True)
    }
    assert said <= {("G-2489", "alice@example.com")}
