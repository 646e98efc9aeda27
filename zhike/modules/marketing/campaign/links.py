"""The links of a mail: numbered when sending begins, each person's own when their mail is filled in.

Only what was stored then is ever redirected to. A link may hold merge fields behind its host: then the address is made
for each person and signed into their link, and a click must still lead to the stored scheme and host.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.encoding import iri_to_uri

from zhike.kit.language import Language
from zhike.kit.templates import CompiledTemplate, compile_template
from zhike.modules.marketing.tokens import LONGEST_ADDRESS, link_to

MOST_LINKS: Final = 200
_PLAIN = re.compile(r"https?://[^{}]+\Z", re.IGNORECASE)
_OWN = re.compile(r"(?P<host>https?://[a-z0-9.:-]+[/?#])[^{}]*\{\{", re.IGNORECASE)
"""Merge fields behind the host only: what somebody typed into a form must not choose where our links lead."""


def is_tracked(address: str) -> bool:
    """Whether clicks on an address of a template can be counted."""
    return bool(_PLAIN.match(address) or _OWN.match(address))


def leads_to(stored: str, signed: str) -> str | None:
    """Where a click goes: the stored address, or the person's own where it has the stored host; None for nowhere."""
    if _PLAIN.match(stored):
        return stored
    own = _OWN.match(stored)
    return signed if own and signed.startswith(own["host"]) else None


class Links:
    """The stored addresses, made ready to be filled in for one person after another."""

    def __init__(self, stored: Sequence[str]) -> None:
        self._stored = [
            (address, None if _PLAIN.match(address) else compile_template(address))
            for address in stored
        ]

    def fields(self) -> set[str]:
        """The merge fields that stand in addresses."""
        return {path for _, own in self._stored if own is not None for path in own.fields()}

    def fill(
        self, recipient_id: int, values: Mapping[str, object], language: Language
    ) -> dict[str, str]:
        """`link_0`, `link_1`, …: what stands in one person's mail. Raises OutputTooLong."""
        return {
            f"link_{number}": link_to("click", recipient_id, number)
            if own is None
            else _own_link(recipient_id, number, stored, own, values, language)
            for number, (stored, own) in enumerate(self._stored)
        }


def _own_link(
    recipient_id: int,
    number: int,
    stored: str,
    own: CompiledTemplate,
    values: Mapping[str, object],
    language: Language,
) -> str:
    """The tracked link of one person; the plain address where it is too long to be signed."""
    address = iri_to_uri(" ".join(own.render(values, language).split()))
    if leads_to(stored, address) is None:
        return ""
    if len(address) > LONGEST_ADDRESS:
        return address
    return link_to("click", recipient_id, number, address)


def numbered(links: list[str], address: str) -> str | None:
    """The merge field that takes the place of an address in the body; None leaves it as it is. Adds to `links`."""
    if not is_tracked(address):
        return None
    if address not in links:
        if len(links) >= MOST_LINKS:
            return None
        links.append(address)
    return f"{{{{ link_{links.index(address)} }}}}"
