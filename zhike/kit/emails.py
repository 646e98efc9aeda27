"""E-mail addresses: whether one can be written to, and the one spelling it is stored and compared in.

The whole address is kept in lower case: no mailbox in use tells capitals apart, and people type both. Nothing is asked
of the network.
"""

import re
import unicodedata
from typing import Final

LONGEST: Final = 254
_LONGEST_LOCAL: Final = 64

_PLAIN = re.compile(
    r"[a-z0-9_'+&=~!#$%*/?^{}|`-]+(?:\.[a-z0-9_'+&=~!#$%*/?^{}|`-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\Z"
)
_NAMED = re.compile(r"\s*(?:\"?(?P<name>[^<>\"]*?)\"?)\s*<(?P<address>[^<>]+)>\s*\Z")
# Domains that RFC 2606 and RFC 6761 promise never to exist, other than those used in documents and tests.
_NOWHERE: Final = (".invalid", ".localhost", ".local", ".onion", ".arpa")


def normalise_email(text: str) -> str:
    """The stored form of an address. Raises ValueError with one sentence when it cannot be one.

    Quoted local parts and addresses of numbers (`"a b"@x.com`, `a@[10.0.0.1]`) are legal but refused: they are
    mistakes far more often than mailboxes.
    """
    address = text.strip().lower()
    address = address.removeprefix("mailto:")
    if len(address) <= LONGEST and _PLAIN.match(address):
        local = address.index("@")
        if local <= _LONGEST_LOCAL and "--" not in address and not address.endswith(_NOWHERE):
            return address
    return _judged(unicodedata.normalize("NFKC", address))


def _judged(address: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    if "@" not in address:
        raise ValueError("An e-mail address needs an @ sign.")
    try:
        valid = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    if len(valid.local_part) > _LONGEST_LOCAL:
        raise ValueError("The part before the @ sign is longer than 64 characters.")
    if valid.domain.endswith(_NOWHERE) or "." not in valid.ascii_domain:
        raise ValueError("The part after the @ sign is not a domain that can receive mail.")
    return valid.normalized.lower()


def split_named(text: str) -> tuple[str, str]:
    """Name and address of `张伟 <zhang@acme.com>`; the name is empty when there is only an address."""
    found = _NAMED.match(text)
    return (found["name"].strip(), found["address"].strip()) if found else ("", text.strip())
