"""The provider's certificates as an administrator enters them: in PEM, or the bare text that consoles show."""

import base64
import binascii
import re
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_der_x509_certificate, load_pem_x509_certificates

AT_MOST: Final = 10
_SHORTEST_RSA: Final = 2_048
_CURVES: Final = frozenset({"secp256r1", "secp384r1", "secp521r1"})


def read_certificates(text: str) -> list[Certificate]:
    """Each certificate once. Raises ValueError for none, too many, and keys that are too weak or of another kind."""
    if "-----BEGIN" in text:
        found = load_pem_x509_certificates(text.encode())
    else:
        found = [_bare(block) for block in re.split(r"\n\s*\n", text.strip())]
    once = list(dict.fromkeys(found))
    if not 0 < len(once) <= AT_MOST or not all(_strong(one) for one in once):
        raise ValueError("not usable")
    return once


def written(certificates: list[Certificate]) -> str:
    """In PEM, one after another."""
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in certificates)


def _bare(block: str) -> Certificate:
    try:
        return load_der_x509_certificate(base64.b64decode("".join(block.split()), validate=True))
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _strong(certificate: Certificate) -> bool:
    try:
        key = certificate.public_key()
    except UnsupportedAlgorithm:  # such as SM2
        return False
    if isinstance(key, RSAPublicKey):
        return key.key_size >= _SHORTEST_RSA
    return isinstance(key, EllipticCurvePublicKey) and key.curve.name in _CURVES
