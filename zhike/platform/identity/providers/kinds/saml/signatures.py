"""Which assertion of an answer is signed by the provider, and that one only.

Answers were forged by wrapping: the signed element is moved to where nobody looks, and another put where everybody does.
So the shape is judged first and whole (one assertion, signatures only in their places, every id once, each signature over
the very element it stands in), and then nothing is read but the element that came out of the verified bytes.
"""

import re
from collections.abc import Sequence
from typing import Final

from cryptography.x509 import Certificate
from lxml.etree import LxmlError
from lxml.etree import _Element as Element
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, VerifyResult, XMLVerifier

from zhike.kit.clock import now
from zhike.kit.language import Text
from zhike.platform.identity.providers.kinds.saml.distrust import Distrust
from zhike.platform.identity.providers.kinds.saml.documents import only
from zhike.platform.identity.providers.kinds.saml.names import ds, saml, samlp

METHODS: Final = frozenset(
    {
        SignatureMethod.RSA_SHA256,
        SignatureMethod.RSA_SHA384,
        SignatureMethod.RSA_SHA512,
        SignatureMethod.SHA256_RSA_MGF1,
        SignatureMethod.SHA384_RSA_MGF1,
        SignatureMethod.SHA512_RSA_MGF1,
        SignatureMethod.ECDSA_SHA256,
        SignatureMethod.ECDSA_SHA384,
        SignatureMethod.ECDSA_SHA512,
    }
)
"""Only signatures with a public key, as in `id_token.py`, and no SHA-1."""
DIGESTS: Final = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512})
_CANONICAL: Final = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
_TRANSFORMS: Final = [
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
    _CANONICAL.value,
]
_PARTS: Final = [ds("SignedInfo"), ds("SignatureValue"), ds("KeyInfo")]
_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9._-]{0,199}")
_STUMBLES: Final = (
    SignXMLException,
    LxmlError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    NotImplementedError,
)
"""What the library raises over signatures that are wrong, and over such as were never meant to be one."""
SHAPE: Final = Text("it is not built as an answer must be", "结构不符合要求")
UNSIGNED: Final = Text("it is not signed", "没有签名")
WRONG: Final = Text("its signature is not right", "签名不正确")
EXPIRED: Final = Text(
    "the provider's certificate is out of date; enter the new one in its settings",
    "登录系统的证书已过期，请在设置中更新",
)
ENCRYPTED: Final = Text(
    "it is encrypted; switch the encryption of assertions off for Zhike at the provider",
    "内容已加密，请在登录系统中为知客关闭断言加密",
)


def signed_assertion(response: Element, certificates: Sequence[Certificate]) -> Element:
    """The assertion, made anew of the bytes that were signed. Raises Distrust."""
    assertion = _judged_shape(response)
    trusted = [one for one in certificates if _in_use(one)]
    if not trusted:
        raise Distrust(EXPIRED)
    found = None
    # Every signature there is must be right; what the outermost covers is read.
    for holder, place in ((assertion, f"./{saml('Assertion')}/"), (response, "./")):
        if holder.find(ds("Signature")) is not None:
            found = _verified(response, holder, place, trusted)
    if found is None:
        raise Distrust(UNSIGNED)
    read = found if found.tag == saml("Assertion") else only(found, saml("Assertion"))
    if read is None or read.get("ID") != assertion.get("ID"):
        raise Distrust(SHAPE)
    return read


def _judged_shape(response: Element) -> Element:
    """The one assertion of an answer, in its place, and every signature in its own."""
    if any(name.startswith("Encrypted") for name in _names(response)):
        raise Distrust(ENCRYPTED)
    assertion = only(response, saml("Assertion"))
    alone = len(list(response.iter(samlp("Response")))) == 1
    if assertion is None or not alone or len(list(response.iter(saml("Assertion")))) != 1:
        raise Distrust(SHAPE)
    ids = [value for node in response.iter() for value in _ids(node)]
    if len(ids) != len(set(ids)):
        raise Distrust(SHAPE)
    signed = [one for one in (response, assertion) if one.find(ds("Signature")) is not None]
    if len(signed) != len(list(response.iter(ds("Signature")))):
        raise Distrust(SHAPE)
    for holder in signed:
        _judge_signature(holder)
    return assertion


def _judge_signature(holder: Element) -> None:
    """It is over the element it stands in, all of it and nothing else, in the one plain form."""
    signature = only(holder, ds("Signature"))
    info = None if signature is None else only(signature, ds("SignedInfo"))
    reference = None if info is None else only(info, ds("Reference"))
    own = holder.get("ID", "")
    if signature is None or info is None or reference is None or not _ID.fullmatch(own):
        raise Distrust(SHAPE)
    parts = [part.tag for part in signature]
    transforms = [part.get("Algorithm") for part in reference.iter(ds("Transform"))]
    method = only(info, ds("CanonicalizationMethod"))
    plain = (
        reference.get("URI") == f"#{own}"
        and transforms == _TRANSFORMS
        and method is not None
        and method.get("Algorithm") == _CANONICAL.value
        and parts in (_PARTS[:2], _PARTS)
    )
    if not plain:
        raise Distrust(SHAPE)


def _verified(
    response: Element, holder: Element, place: str, certificates: Sequence[Certificate]
) -> Element:
    """What the signature at this place covers. Keys that came along with it count for nothing."""
    config = SignatureConfiguration(
        location=place,
        expect_references=1,
        signature_methods=METHODS,
        digest_algorithms=DIGESTS,
        ignore_ambiguous_key_info=True,
    )
    for certificate in certificates:
        try:
            found = XMLVerifier().verify(
                response, x509_cert=certificate, id_attribute="ID", expect_config=config
            )
        except _STUMBLES:
            continue
        covered = found.signed_xml if isinstance(found, VerifyResult) else None
        if covered is None or (covered.tag, covered.get("ID")) != (holder.tag, holder.get("ID")):
            raise Distrust(SHAPE)
        return covered
    raise Distrust(WRONG)


def _in_use(certificate: Certificate) -> bool:
    return certificate.not_valid_before_utc <= now() <= certificate.not_valid_after_utc


def _names(root: Element) -> list[str]:
    return [str(node.tag).rpartition("}")[2] for node in root.iter()]


def _ids(node: Element) -> list[str]:
    """Whatever a library might take for the node's id, in any spelling and namespace."""
    return [
        str(value)
        for key, value in node.attrib.items()
        if str(key).rpartition("}")[2].lower() == "id"
    ]
