"""LDAP and Active Directory: an address is searched, and the password tried on the one entry it belongs to."""

import ssl
import time
from typing import Annotated, Final

from pydantic import StringConstraints, field_validator

from zhike.kit.addresses import place_of
from zhike.kit.language import Text, filled
from zhike.kit.outbound import trusted
from zhike.kit.schemas import Input
from zhike.platform.identity.providers.errors import ProviderRefused
from zhike.platform.identity.providers.kinds.answers import refusal
from zhike.platform.identity.providers.kinds.kind import SUBJECT_LONGEST, Claims, Site
from zhike.platform.identity.providers.kinds.ldap_connection import (
    Entry,
    LdapConnection,
    LdapRefused,
)

_SECONDS: Final = 8.0
_GROUPS_AT_MOST: Final = 1_000
_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
_Attribute = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,99}$")]
_WORKS: Final = Text(
    "The directory answers; {count} entries of the kind were found below the base.",
    "目录响应正常，在根节点下找到 {count} 个此类条目。",
)
_MANY: Final = Text("many", "多")
_TRIED: Final = 20


class LdapSettings(Input):
    """Where the directory is, who may search it, and which attributes say what.

    `server` is `ldaps://…`, or `ldap://…`, where TLS begins before anything is said. `certificate` is the company's own CA.
    """

    server: _Line
    base: _Line
    bind_dn: _Line
    login_attribute: _Attribute = "mail"
    id_attribute: _Attribute = "entryUUID"
    name_attribute: _Attribute = "displayName"
    group_attribute: _Attribute = "memberOf"
    object_class: _Attribute = "person"
    certificate: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)] = ""

    @field_validator("certificate")
    @classmethod
    def _readable(cls, certificate: str) -> str:
        if certificate:
            try:
                ssl.create_default_context(cadata=certificate)
            except ssl.SSLError as error:
                raise ValueError("no certificate") from error
        return certificate


class Ldap:
    """The entry's own unchanging id names the person, not its place in the tree."""

    settings = LdapSettings
    anchors = ("server", "base", "id_attribute")

    def prove(self, site: Site[LdapSettings], email: str, password: str) -> Claims | None:
        """Search as the one who may, then bind as the one who was found."""
        if not password or "\x00" in password:
            return None
        try:
            with self._connection(site) as connection:
                self._require_bound(site, connection)
                found = self._people(site, connection, (site.settings.login_attribute, email))
                if len(found) != 1 or not connection.password_opens(found[0].dn, password):
                    return None
        except LdapRefused as refused:
            raise refusal(site, refused) from refused
        return _claims(site, found[0], email)

    def try_out(self, site: Site[LdapSettings]) -> Text:
        """Bind and look whether there is anybody."""
        try:
            with self._connection(site) as connection:
                self._require_bound(site, connection)
                found = self._people(site, connection, most=_TRIED)
        except LdapRefused as refused:
            raise refusal(site, refused) from refused
        count = str(len(found)) if len(found) < _TRIED else _MANY
        return filled(_WORKS, {"count": count})

    @staticmethod
    def _connection(site: Site[LdapSettings]) -> LdapConnection:
        place = place_of(site.settings.server, site.named, schemes=("ldaps", "ldap"))
        context = trusted()
        if site.settings.certificate:
            context = ssl.create_default_context(cadata=site.settings.certificate)
        return LdapConnection(place, context, time.monotonic() + _SECONDS)

    @staticmethod
    def _require_bound(site: Site[LdapSettings], connection: LdapConnection) -> None:
        if not connection.password_opens(site.settings.bind_dn, site.secret):
            raise ProviderRefused(provider=site.name, told="49 invalidCredentials")

    @staticmethod
    def _people(
        site: Site[LdapSettings],
        connection: LdapConnection,
        *conditions: tuple[str, str],
        most: int = 2,
    ) -> list[Entry]:
        settings = site.settings
        asked = [("objectClass", settings.object_class), *conditions]
        wanted = [
            settings.id_attribute,
            settings.name_attribute,
            settings.group_attribute,
            "cn",
        ]
        return connection.search(settings.base, asked, wanted, most)


def _claims(site: Site[LdapSettings], entry: Entry, email: str) -> Claims:
    """What the entry says. Its address is the one it was found by."""
    settings = site.settings
    ids = entry.attributes.get(settings.id_attribute.lower(), ())
    subject = _id_text(ids[0]) if len(ids) == 1 else ""
    if not 0 < len(subject) <= SUBJECT_LONGEST:
        raise refusal(site, f"no {settings.id_attribute}")
    groups = entry.attributes.get(settings.group_attribute.lower(), ())[:_GROUPS_AT_MOST]
    names = [value.decode(errors="replace") for value in groups]
    return Claims(
        subject=subject,
        email=email,
        vouched=True,
        name=entry.first(settings.name_attribute) or entry.first("cn"),
        groups=tuple(names) + tuple(_own_name(name) for name in names),
    )


def _id_text(value: bytes) -> str:
    """Active Directory's ids are bytes, others' are text."""
    shown = value.decode(errors="replace")
    return shown if shown.isascii() and shown.isprintable() else value.hex()


def _own_name(dn: str) -> str:
    """`Sales` of `CN=Sales,OU=Groups,DC=example,DC=com`."""
    return dn.split(",", 1)[0].partition("=")[2]
