"""Going to the SAML provider and coming back, as a browser does it: what another site posts brings no cookie of ours."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.test import Client

from tests.cast import Answer, ApiClient
from zhike.platform.identity.models import Identity, PostedAnswer, Session, User
from zhike.platform.identity.providers.tests.conftest import arrive
from zhike.platform.identity.providers.tests.saml_provider import (
    Question,
    SamlProvider,
    question_in,
)

FORM = "application/x-www-form-urlencoded"
CROSS_SITE = {"Origin": "https://idp.example", "Sec-Fetch-Site": "cross-site"}


def make(admin: ApiClient, provider: SamlProvider, **values: Any) -> str:
    """Describe it, switched on; its id."""
    body = {
        "kind": "saml",
        "name": "AD FS",
        "settings": provider.settings(),
        "private_hosts": ["idp.internal"],
        "is_enabled": True,
        **values,
    }
    answer = admin.post("admin/providers", body)
    assert answer.status == 201, answer
    return str(answer.json["id"])


def ask(client: ApiClient, provider_id: str, part: str = "providers") -> Question:
    """Leave for the provider; what it is asked."""
    answer = client.post(f"auth/{part}/{provider_id}/leave")
    assert answer.status == 200, answer
    return question_in(answer.json["address"])


def post(provider_id: str, form: dict[str, str]) -> dict[str, str]:
    """Post an answer where answers are posted; what our page is given."""
    answer = Client().post(
        f"/sso/{provider_id}/acs", urlencode(form), content_type=FORM, headers=CROSS_SITE
    )
    assert answer.status_code == 303, answer.content
    assert not answer.cookies
    parts = urlsplit(answer.headers["Location"])
    page = f"{parts.scheme}://{parts.netloc}{parts.path}"
    assert page == f"http://localhost:8000/sso/{provider_id}"
    return dict(parse_qsl(parts.query))


def bring(
    client: ApiClient, provider: SamlProvider, provider_id: str, part: str = "providers"
) -> dict[str, str]:
    """Go there and be sent back; what our page is given."""
    return post(provider_id, provider.form(ask(client, provider_id, part)))


def sign_in(
    client: ApiClient, provider: SamlProvider, provider_id: str, part: str = "providers"
) -> Answer:
    """There and back."""
    return arrive(client, provider_id, bring(client, provider, provider_id, part), part)


def counted() -> tuple[int, ...]:
    """What a sign-in makes: nothing of it may be there after a refusal."""
    return tuple(one.objects.count() for one in (User, Session, Identity, PostedAnswer))
