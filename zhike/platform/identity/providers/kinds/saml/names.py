"""The names of SAML's documents, and the two ways in which messages travel here."""

from typing import Final

ASSERTION: Final = "urn:oasis:names:tc:SAML:2.0:assertion"
PROTOCOL: Final = "urn:oasis:names:tc:SAML:2.0:protocol"
METADATA: Final = "urn:oasis:names:tc:SAML:2.0:metadata"
SIGNATURE: Final = "http://www.w3.org/2000/09/xmldsig#"
REDIRECT: Final = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
POST: Final = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
NAME_FORMATS: Final = "urn:oasis:names:tc:SAML:{version}:nameid-format:{name}"
PERSISTENT: Final = NAME_FORMATS.format(version="2.0", name="persistent")
TRANSIENT: Final = NAME_FORMATS.format(version="2.0", name="transient")
EMAIL: Final = NAME_FORMATS.format(version="1.1", name="emailAddress")
UNSPECIFIED: Final = NAME_FORMATS.format(version="1.1", name="unspecified")


def saml(name: str) -> str:
    """An element of an assertion."""
    return f"{{{ASSERTION}}}{name}"


def samlp(name: str) -> str:
    """An element of a message."""
    return f"{{{PROTOCOL}}}{name}"


def md(name: str) -> str:
    """An element of metadata."""
    return f"{{{METADATA}}}{name}"


def ds(name: str) -> str:
    """An element of a signature."""
    return f"{{{SIGNATURE}}}{name}"
