"""The SQL that decides whether somebody may be written to, for use inside the statement that claims a recipient."""

from zhike.foundation.consent.purposes import Purpose
from zhike.kit.sql import Sql, ident, param


def _suppressed(contact: str, purpose: Purpose) -> Sql:
    """The address was suppressed for this purpose or for all mail: two probes of one index."""
    return Sql(
        "EXISTS (SELECT 1 FROM consent_suppression x"
        f" WHERE x.email = lower({contact}.email) AND x.purpose IN ('all', %s))",
        (purpose,),
    )


def may_mail(alias: str, purpose: Purpose) -> Sql:
    """A boolean piece over a contact under `alias`: it has an address, consent to mail for `purpose` stands, and the
    address is suppressed neither for it nor for all mail.

    Three index probes a row. Put into the statement that claims, a withdrawal committed before the claim always wins.
    """
    contact = ident(alias).text
    return (
        Sql(
            f"({contact}.email IS NOT NULL AND {contact}.deleted_at IS NULL"
            " AND EXISTS (SELECT 1 FROM consent_consentstate s"
            f" WHERE s.contact_id = {contact}.id AND s.channel = 'email' AND s.purpose = "
        )
        + param(purpose)
        + Sql(" AND s.status = 'granted') AND NOT ")
        + _suppressed(contact, purpose)
        + Sql(")")
    )


def refusal(alias: str, purpose: Purpose) -> Sql:
    """Why a contact may not be mailed, as text: 'no-address', 'suppressed', 'no-consent', or NULL where it may."""
    contact = ident(alias).text
    return (
        Sql(f"CASE WHEN {contact}.email IS NULL THEN 'no-address' WHEN ")
        + _suppressed(contact, purpose)
        + Sql(" THEN 'suppressed' WHEN NOT ")
        + may_mail(alias, purpose)
        + Sql(" THEN 'no-consent' END")
    )
