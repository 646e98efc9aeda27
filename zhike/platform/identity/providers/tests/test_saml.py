"""Signing in by SAML: the way there and back, whose trip an answer ends, and what both sides tell of themselves."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from signxml.algorithms import SignatureMethod

from tests.cast import ApiClient
from tests.rights.tables import unchanged
from zhike.kit.clock import now
from zhike.platform.changes.models import Change
from zhike.platform.identity.models import Identity, PostedAnswer, Session
from zhike.platform.identity.providers.kinds.saml.names import EMAIL, md
from zhike.platform.identity.providers.tests.conftest import TRUSTED, arrive
from zhike.platform.identity.providers.tests.saml_provider import (
    ENTITY,
    SamlProvider,
    Telling,
    certificate_of,
)
from zhike.platform.identity.providers.tests.saml_trip import ask, bring, make, post, sign_in
from zhike.platform.identity.tests.browser import PASSWORD, try_password

POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"

SM2 = (
    "MIIBbTCCAROgAwIBAgIUAePaDjMHFaIXU0THIkbH2O6AjIUwCgYIKoEcz1UBg3UwDDEKMAgGA1UEAwwBeDAeFw0y"
    "NjEyMDEwMzI4MTlaFw0yNjEyMTEwMzI4MTlaMAwxCjAIBgNVBAMMAXgwWTATBgcqhkjOPQIBBggqgRzPVQGCLQNC"
    "AAQnk9C56Ls47TnmDT8xx6D0imBkTtIp0RyAd2unf7oNMSuU+eREHfcv7OYwTqGCe9RAyx3X8cONxPhM/4I5pgy2"
    "o1MwUTAdBgNVHQ4EFgQUCXRX+6C3COgZ7EmSLmWFZpqq+9EwHwYDVR0jBBgwFoAUCXRX+6C3COgZ7EmSLmWFZpqq"
    "+9EwDwYDVR0TAQH/BAUwAwEB/zAKBggqgRzPVQGDdQNIADBFAiEApHBeitg2qoxIc70Y0qfkcxvhzFYS3UWrnVTX"
    "5T4K+yMCIExvkUHfJUbR8SuPYyKy+VZjpTmWXWxAAoO38mXqO+Qz"
)
"""A certificate with a key that the library reads and cannot use."""


@pytest.fixture
def provider_id(admin: ApiClient, alice: ApiClient, adfs: SamlProvider) -> str:
    """AD FS, whose addresses are the house's own."""
    return make(admin, adfs, **TRUSTED)


def test_alice_signs_in_and_the_log_names_the_provider(
    provider_id: str, guest: ApiClient, alice: ApiClient, adfs: SamlProvider
) -> None:
    answer = sign_in(guest, adfs, provider_id)
    assert (answer.status, answer.json["email"]) == (200, "alice@example.com"), answer
    assert guest.get("auth/me").json["id"] == str(alice.id)
    session = Session.objects.order_by("-created_at")[0]
    assert (session.method, session.two_factor) == ("saml", False)
    assert Identity.objects.get().subject == "G-2489"
    change = Change.objects.get(verb="sign-in")
    assert change.after == {"ip": "127.0.0.1", "method": "saml", "provider": "AD FS"}
    kept = PostedAnswer.objects.get()
    assert (kept.key_hash, kept.claims) == (None, {})
    assert guest.http.cookies["zhike-trip"].value == ""


def test_an_answer_that_is_good_until_the_end_of_time(
    provider_id: str, guest: ApiClient, alice: ApiClient, adfs: SamlProvider
) -> None:
    last = "9999-12-31T23:59:59Z"
    adfs.how = Telling(values={"confirmed_until": last, "ends": last})
    answer = sign_in(guest, adfs, provider_id)
    assert (answer.status, answer.json["id"]) == (200, str(alice.id)), answer


def test_what_is_asked_of_the_provider(
    provider_id: str, guest: ApiClient, adfs: SamlProvider
) -> None:
    question = ask(guest, provider_id)
    here = f"http://localhost:8000/sso/{provider_id}"
    assert (question.place, question.audience) == (f"{here}/acs", f"{here}/metadata")
    assert question.tree.attrib["Destination"] == f"{adfs.address}/sso"
    assert question.tree.attrib["ProtocolBinding"] == POST
    assert question.tree.attrib["Version"] == "2.0"
    assert len(question.id) == 44
    assert len(question.state) <= 80
    assert ask(guest, provider_id).id != question.id


@pytest.mark.parametrize("signed", [("assertion",), ("response",), ("assertion", "response")])
@pytest.mark.parametrize(
    ("key", "method"),
    [
        ("one", SignatureMethod.RSA_SHA256),
        ("one", SignatureMethod.SHA512_RSA_MGF1),
        ("elliptic", SignatureMethod.ECDSA_SHA384),
    ],
)
def test_either_may_be_signed_and_a_new_key_may_already_be_in_use(
    provider_id: str,
    guest: ApiClient,
    admin: ApiClient,
    adfs: SamlProvider,
    signed: tuple[str, ...],
    key: str,
    method: SignatureMethod,
) -> None:
    both = certificate_of("elliptic") + certificate_of("one")
    changed = {"settings": adfs.settings(certificates=both)}
    assert admin.patch(f"admin/providers/{provider_id}", changed).status == 200
    adfs.how = Telling(signed=signed, key=key, method=method)
    assert sign_in(guest, adfs, provider_id).status == 200


def test_only_the_browser_that_left_can_return(
    provider_id: str, guest: ApiClient, admin: ApiClient, adfs: SamlProvider
) -> None:
    brought = bring(guest, adfs, provider_id)
    stranger = ApiClient()
    assert arrive(stranger, provider_id, brought).problem["code"] == "start-again"
    # A trip of their own does not open somebody else's ticket, whatever state they say.
    own = ask(stranger, provider_id)
    for state in (brought["state"], own.state):
        given = {**brought, "state": state}
        assert arrive(stranger, provider_id, given).problem["code"] == "start-again"
    for ticket in ("", "made-up"):
        given = {**brought, "ticket": ticket}
        assert arrive(guest, provider_id, given).problem["code"] == "start-again"
    other = make(admin, adfs, name="Other", **TRUSTED)
    assert arrive(guest, other, brought).problem["code"] == "start-again"
    assert Session.objects.filter(method="saml").count() == 0
    assert arrive(guest, provider_id, brought).status == 200


def test_an_attackers_answer_signs_nobody_in_as_the_attacker(
    provider_id: str, guest: ApiClient, adfs: SamlProvider
) -> None:
    """The victim's browser is made to post an answer to a question of the attacker's (login CSRF)."""
    attackers = bring(ApiClient(), adfs, provider_id)
    ask(guest, provider_id)
    assert arrive(guest, provider_id, attackers).problem["code"] == "start-again"
    assert guest.get("auth/me").status == 401


def test_a_ticket_is_good_once_and_for_two_minutes(
    provider_id: str, guest: ApiClient, adfs: SamlProvider
) -> None:
    late = bring(guest, adfs, provider_id)
    PostedAnswer.objects.update(expires_at=now() - timedelta(seconds=1))
    assert arrive(guest, provider_id, late).problem["code"] == "start-again"
    brought = bring(guest, adfs, provider_id)
    trip = guest.http.cookies["zhike-trip"].value
    kept = PostedAnswer.objects.order_by("expires_at").values_list("claims__subject", flat=True)
    assert list(kept) == [None, "G-2489"]
    assert arrive(guest, provider_id, brought).status == 200
    guest.http.cookies["zhike-trip"] = trip
    assert arrive(guest, provider_id, brought).problem["code"] == "start-again"


def test_an_answer_is_taken_once_and_so_is_a_question(
    provider_id: str, guest: ApiClient, adfs: SamlProvider
) -> None:
    question = ask(guest, provider_id)
    form = adfs.form(question)
    first = post(provider_id, form)
    replayed = post(provider_id, form)
    assert "ticket" not in replayed
    second = post(provider_id, adfs.form(question))  # another assertion to the same question
    assert "ticket" not in second
    assert PostedAnswer.objects.count() == 1
    answer = arrive(guest, provider_id, replayed)
    assert (answer.status, answer.problem["code"]) == (401, "answer-not-trusted")
    assert "it was used already" in answer.problem["detail"]
    assert arrive(guest, provider_id, first).status == 200
    assert "ticket" not in post(provider_id, form)


def test_an_answer_is_forgotten_when_it_would_be_refused_anyway(
    provider_id: str, guest: ApiClient, adfs: SamlProvider
) -> None:
    bring(guest, adfs, provider_id)
    until = PostedAnswer.objects.get().good_until
    assert timedelta(minutes=5) < until - now() <= timedelta(minutes=6)
    PostedAnswer.objects.update(good_until=now() - timedelta(minutes=6))
    bring(guest, adfs, provider_id)
    assert PostedAnswer.objects.count() == 1


def test_what_was_wrong_is_told_to_the_person_and_to_the_log(
    provider_id: str, guest: ApiClient, adfs: SamlProvider
) -> None:
    adfs.how = Telling(values={"audience": "https://other.example"})
    brought = bring(guest, adfs, provider_id)
    answer = arrive(guest, provider_id, brought)
    assert (answer.status, answer.problem["code"]) == (401, "answer-not-trusted")
    assert "The answer of AD FS was not accepted: it is meant for another" in answer.text.decode()
    failed = Change.objects.get(verb="sign-in-failed")
    assert failed.after == {"ip": "127.0.0.1", "method": "saml", "provider": "AD FS"}
    other = {**brought, "refused": brought["refused"][:-2] + "AA"}
    assert arrive(guest, provider_id, other).problem["code"] == "start-again"


def test_the_person_gave_up_at_the_provider(
    provider_id: str, guest: ApiClient, adfs: SamlProvider
) -> None:
    codes = "urn:oasis:names:tc:SAML:2.0:status:"
    inner = f'Responder"><samlp:StatusCode Value="{codes}AuthnFailed"/></samlp:StatusCode><x a="'
    adfs.how = Telling(
        values={"status": f"{codes}Responder"},
        signed=(),
        raw=lambda raw: raw.replace(b'Responder"/>', inner.removesuffix('<x a="').encode()),
    )
    answer = sign_in(guest, adfs, provider_id)
    assert (answer.status, answer.problem["code"]) == (401, "provider-refused")
    assert "(Responder AuthnFailed)" in answer.problem["detail"]


def test_guessing_is_slowed_down(provider_id: str, guest: ApiClient, adfs: SamlProvider) -> None:
    adfs.how = Telling(signed=())
    for _ in range(5):
        assert sign_in(guest, adfs, provider_id).status == 401
    adfs.how = Telling()
    answer = sign_in(guest, adfs, provider_id)
    assert (answer.status, answer.problem["code"]) == (429, "too-many-requests")


def test_a_hostile_page_locks_nobody_out_and_writes_nothing(
    provider_id: str, guest: ApiClient, alice: ApiClient, adfs: SamlProvider
) -> None:
    """It can make every browser of an office post whatever it likes; no cookie and no trip is needed for that."""
    with unchanged():
        for _ in range(60):
            brought = post(provider_id, {"SAMLResponse": "AAAA", "RelayState": "x"})
            assert set(brought) == {"state", "refused"}
            assert arrive(guest, provider_id, brought).problem["code"] == "start-again"
    assert sign_in(guest, adfs, provider_id).status == 200
    assert try_password(ApiClient(), alice.email, PASSWORD).status == 200


def test_an_account_is_connected_by_its_person(
    admin: ApiClient, alice: ApiClient, guest: ApiClient, adfs: SamlProvider
) -> None:
    provider_id = make(admin, adfs)
    assert sign_in(guest, adfs, provider_id).problem["code"] == "not-connected"
    answer = sign_in(alice, adfs, provider_id, "identities")
    assert (answer.status, answer.json["label"]) == (201, "alice@example.com")
    assert sign_in(ApiClient(), adfs, provider_id).status == 200


@pytest.mark.parametrize(
    ("person", "values", "settings", "status"),
    [
        ({"mail": ["alice@example.com"]}, {}, {}, 200),
        ({"urn:oid:0.9.2342.19200300.100.1.3": ["alice@example.com"]}, {}, {}, 200),
        ({}, {"format": EMAIL, "subject": "alice@example.com"}, {}, 200),
        ({}, {"format": EMAIL, "subject": "alice@example.com"}, {"email_attribute": "mail"}, 403),
        ({"work": ["alice@example.com"]}, {}, {"email_attribute": "work"}, 200),
        ({"email": ["alice@example.com", "ada@example.com"]}, {}, {}, 403),
        ({"email": ["alice@example.com"] * 2}, {}, {}, 200),
        ({"email": ["alice@elsewhere.example"]}, {}, {}, 403),
        ({"email": ["<alice@example.com>"]}, {}, {}, 403),
        ({}, {}, {}, 403),
    ],
)
def test_which_address_counts(
    provider_id: str,
    guest: ApiClient,
    admin: ApiClient,
    adfs: SamlProvider,
    person: dict[str, Any],
    values: dict[str, str],
    settings: dict[str, str],
    status: int,
) -> None:
    changed = {"settings": adfs.settings(**settings)}
    assert admin.patch(f"admin/providers/{provider_id}", changed).status == 200
    adfs.person, adfs.how = person, Telling(values=values)
    assert sign_in(guest, adfs, provider_id).status == status
    assert Identity.objects.count() == (1 if status == 200 else 0)


def test_an_attribute_that_never_changes_may_name_the_person(
    provider_id: str, guest: ApiClient, admin: ApiClient, adfs: SamlProvider
) -> None:
    changed = {"settings": adfs.settings(id_attribute="objectGUID")}
    assert admin.patch(f"admin/providers/{provider_id}", changed).status == 200
    assert sign_in(guest, adfs, provider_id).problem["code"] == "answer-not-trusted"
    adfs.person["objectGUID"] = ["7b1e"]
    assert sign_in(guest, adfs, provider_id).status == 200
    assert Identity.objects.get().subject == "7b1e"
    answer = admin.patch(f"admin/providers/{provider_id}", {"settings": adfs.settings()})
    assert (answer.status, answer.problem["code"]) == (409, "provider-has-people")


def test_groups_give_roles(admin: ApiClient, guest: ApiClient, adfs: SamlProvider) -> None:
    made = {**TRUSTED, "makes_people": True, "group_roles": {"Sales": "manager"}}
    provider_id = make(admin, adfs, **made)
    adfs.person = {"email": ["new@example.com"], "groups": ["Staff", "Sales"], "name": ["Mei"]}
    answer = sign_in(guest, adfs, provider_id)
    assert (answer.status, answer.json["name"], answer.json["roles"]) == (200, "Mei", ["manager"])


def test_what_the_provider_is_told_of_us(
    provider_id: str, guest: ApiClient, admin: ApiClient
) -> None:
    row = admin.get("admin/providers").json["rows"][0]
    here = f"http://localhost:8000/sso/{provider_id}"
    assert (row["back"], row["called"]) == (f"{here}/acs", f"{here}/metadata")
    answer = guest.get(f"/sso/{provider_id}/metadata")
    assert answer.headers["Content-Type"] == "application/samlmetadata+xml"
    root = etree.fromstring(answer.text)
    assert root.attrib["entityID"] == f"{here}/metadata"
    place = root.find(f"{md('SPSSODescriptor')}/{md('AssertionConsumerService')}")
    assert place is not None
    assert {str(key): str(value) for key, value in place.attrib.items()} == {
        "Binding": POST,
        "Location": f"{here}/acs",
        "index": "0",
        "isDefault": "true",
    }


def test_only_saml_has_these_addresses(
    provider_id: str, guest: ApiClient, admin: ApiClient, keycloak: Any
) -> None:
    from zhike.platform.identity.providers.tests.conftest import make as make_oidc

    nobody = "00000000-0000-7000-8000-000000000000"
    other = make_oidc(admin, keycloak)
    for one in (nobody, other):
        assert guest.get(f"/sso/{one}/metadata").status == 404
        assert Client().post(f"/sso/{one}/acs").status_code == 404
    assert guest.get(f"/sso/{provider_id}/acs").status == 405
    assert guest.post(f"/sso/{provider_id}/metadata").status == 405
    assert admin.patch(f"admin/providers/{provider_id}", {"is_enabled": False}).status == 200
    assert Client().post(f"/sso/{provider_id}/acs").status_code == 404
    assert guest.get(f"/sso/{provider_id}/metadata").status == 200


def test_the_form_is_filled_from_the_providers_metadata(
    admin: ApiClient, alice: ApiClient, adfs: SamlProvider
) -> None:
    sent = {"kind": "saml", "document": adfs.metadata()}
    with unchanged():
        found = admin.post("admin/providers/description", sent).json["settings"]
    assert (found["entity_id"], found["address"]) == (ENTITY, f"{adfs.address}/sso")
    assert found["certificates"].startswith("-----BEGIN CERTIFICATE-----\n")
    make(admin, adfs, settings=found)
    assert alice.post("admin/providers/description", sent).status == 403


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda told: "not XML", "This is not the XML of a provider's metadata."),
        (lambda told: f"<!DOCTYPE a>{told}", "This is not the XML of a provider's metadata."),
        (lambda told: "<a/>", "describes no identity provider"),
        (lambda told: told.replace("IDPSSODescriptor", "SPSSODescriptor"), "describes no identity"),
        (lambda told: told.replace("SAML:2.0:protocol", "SAML:1.1:protocol"), "describes no ident"),
        (lambda told: f"<x>{told}{told}</x>", "or several"),
        (lambda told: told.replace("HTTP-Redirect", "SOAP"), "with the binding HTTP-Redirect"),
        (lambda told: told.replace("MII", "MIJ"), "no certificate that could be used"),
        (lambda told: told.replace('"signing"', '"encryption"'), "no certificate that could"),
    ],
)
def test_metadata_that_is_none_is_told(
    admin: ApiClient, adfs: SamlProvider, change: Any, sentence: str
) -> None:
    sent = {"kind": "saml", "document": change(adfs.metadata())}
    answer = admin.post("admin/providers/description", sent)
    assert answer.status == 422, answer
    assert [error["loc"] for error in answer.problem["errors"]] == [["document"]]
    assert sentence in answer.problem["errors"][0]["message"]


def test_certificates_may_be_bare_and_must_be_strong(admin: ApiClient, adfs: SamlProvider) -> None:
    bare = "".join(certificate_of("one").splitlines()[1:-1])
    provider_id = make(admin, adfs, settings=adfs.settings(certificates=f" {bare}\n"))
    row = admin.get("admin/providers").json["rows"][0]
    assert row["settings"]["certificates"].startswith("-----BEGIN CERTIFICATE-----\n")
    unread = ("no certificate", "", "-----BEGIN CERTIFICATE-----")
    for wrong in (certificate_of("short"), SM2, *unread):
        changed = {"settings": adfs.settings(certificates=wrong)}
        answer = admin.patch(f"admin/providers/{provider_id}", changed)
        places = [error["loc"] for error in answer.problem["errors"]]
        assert (answer.status, places) == (422, [["settings", "certificates"]])


def test_trying_out_says_how_long_the_certificates_last(
    admin: ApiClient, adfs: SamlProvider
) -> None:
    provider_id = make(admin, adfs)
    day = (now() + timedelta(days=30)).date().isoformat()
    answer = admin.post(f"admin/providers/{provider_id}/try")
    assert answer.json == {
        "sentence": f"Certificates: 1, the last good until {day}. Sign in once to see the rest."
    }
    old = adfs.settings(certificates=certificate_of("one", begins=-9, ends=-1))
    assert admin.patch(f"admin/providers/{provider_id}", {"settings": old}).status == 200
    answer = admin.post(f"admin/providers/{provider_id}/try")
    assert "certificate is out of date" in answer.problem["detail"]
    plain: dict[str, Any] = {"private_hosts": []}
    assert admin.patch(f"admin/providers/{provider_id}", plain).status == 200
    answer = admin.post(f"admin/providers/{provider_id}/try")
    assert (answer.status, answer.problem["code"]) == (422, "address-refused")
