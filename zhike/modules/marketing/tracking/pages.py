"""The public pages behind the links of a mail. No cookie, no sign-in, nothing that a GET or a scanner could undo."""

import html
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from zhike.kit.errors import ZhikeError
from zhike.kit.language import Language, Text, language_of, say
from zhike.kit.signing import BadToken
from zhike.modules.marketing.campaign.view import mail_as_page
from zhike.modules.marketing.tokens import Purpose, read
from zhike.modules.marketing.tracking.events import (
    Received,
    link_address,
    note_event,
    received,
    unsubscribe,
)

PIXEL: Final = bytes.fromhex(
    "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b"
)
POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
# A mail shown as a page may load its pictures and nothing else.
MAIL_POLICY: Final = (
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation;"
    " default-src 'none'; img-src http: https:; style-src 'unsafe-inline'; frame-ancestors 'none'"
)
_ASK: Final = Text("Unsubscribe", "退订")
_QUESTION: Final = Text(
    "{address} will get no more mails of this kind.", "{address} 将不再收到此类邮件。"
)
_DONE: Final = Text("You are unsubscribed", "您已退订")
_THANKS: Final = Text(
    "{address} will get no more mails of this kind. You may close this page.",
    "{address} 将不再收到此类邮件，可以关闭此页面。",
)
_BAD: Final = Text("This link does not work", "链接无效")
_WHOLE: Final = Text(
    "It may have been cut off. Copy the whole address from the mail and try again.",
    "链接可能不完整，请从邮件中复制完整地址后重试。",
)
_PAGE: Final = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>{title}</title><style>
:root {{ color-scheme: light dark; --ground: #f4f5f7; --card: #fff; --ink: #1b1f24; --soft: #5c6570; --line: #dfe3e8; --act: #1668b8; --on: #fff }}
@media (prefers-color-scheme: dark) {{ :root {{ --ground: #121417; --card: #1c1f24; --ink: #eceff2; --soft: #a3acb8; --line: #30353c; --act: #7cb3e8; --on: #10202f }} }}
* {{ box-sizing: border-box }}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--ground); color: var(--ink); font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }}
main {{ width: 100%; max-width: 440px; padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px }}
small {{ color: var(--soft) }} h1 {{ margin: 4px 0 12px; font-size: 22px; line-height: 1.3 }} p {{ margin: 0 0 24px; color: var(--soft); overflow-wrap: anywhere }} p:last-child {{ margin: 0 }}
button {{ width: 100%; min-height: 48px; padding: 0 24px; border: 0; border-radius: 8px; background: var(--act); color: var(--on); font: inherit; font-weight: 600; cursor: pointer }}
button:focus-visible {{ outline: 3px solid var(--act); outline-offset: 3px }}
</style></head><body><main>{name}<h1>{title}</h1><p>{text}</p>{form}</main></body></html>"""


def _token(purpose: Purpose, token: str) -> tuple[int, int]:
    try:
        return read(purpose, token)
    except BadToken:
        raise Http404 from None


def _quiet(response: HttpResponse) -> HttpResponse:
    """Kept nowhere, indexed nowhere, told to nobody."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """One transparent pixel; a GET of it is an opening."""
    recipient_id, _ = _token("open", token)
    if request.method == "GET" and received(recipient_id):
        note_event(recipient_id, "open")
    return _quiet(HttpResponse(PIXEL, content_type="image/gif"))


@require_safe
def clicked(request: HttpRequest, token: str) -> HttpResponse:
    """To the address that is stored under the number in the token, and to no other."""
    recipient_id, link = _token("click", token)
    address = link_address(recipient_id, link)
    if address is None:
        raise Http404
    if request.method == "GET":
        note_event(recipient_id, "click", link)
    response = HttpResponse(status=302)
    response["Location"] = address
    return _quiet(response)


@require_safe
def viewed(_request: HttpRequest, token: str) -> HttpResponse:
    """The mail as a page, as its recipient would get it now."""
    recipient_id, _ = _token("view", token)
    try:
        page = mail_as_page(recipient_id)
    except ZhikeError:
        raise Http404 from None
    response = HttpResponse(f'<base target="_blank"><meta charset="utf-8">{page}')
    response["Content-Security-Policy"] = MAIL_POLICY
    return _quiet(response)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribing(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks and changes nothing; POST, from the page or from a mail program (RFC 8058), unsubscribes at once."""
    accepted = request.headers.get("Accept-Language")
    try:
        recipient_id, _ = read("unsubscribe", token)
        mail = received(recipient_id)
    except BadToken:
        mail = None
    if mail is None:
        return _page(language_of(accepted), _BAD, _WHOLE, None, status=404)
    language: Language = language_of(accepted or mail.language)
    if request.method == "POST":
        unsubscribe(mail)
    if request.method == "POST" or mail.unsubscribed:
        return _page(language, _DONE, _THANKS, mail)
    return _page(language, _ASK, _QUESTION, mail, form=True)


def _page(
    language: Language,
    title: Text,
    text: Text,
    mail: Received | None,
    *,
    form: bool = False,
    status: int = 200,
) -> HttpResponse:
    address = html.escape(_masked(mail.email)) if mail else ""
    name = f"<small>{html.escape(mail.from_name)}</small>" if mail and mail.from_name else ""
    button = f'<form method="post"><button>{say(_ASK, language)}</button></form>' if form else ""
    response = HttpResponse(
        _PAGE.format(
            language=language,
            title=say(title, language),
            text=say(text, language).format(address=address),
            name=name,
            form=button,
        ),
        status=status,
    )
    response["Content-Security-Policy"] = POLICY
    return _quiet(response)


def _masked(email: str) -> str:
    """`z***@acme.com`: a forwarded link shows nobody's whole address."""
    local, at, domain = email.partition("@")
    return f"{local[:1]}***{at}{domain}"


urlpatterns: list[URLPattern] = [
    path("t/o/<str:token>.gif", opened),
    path("t/c/<str:token>", clicked),
    path("t/v/<str:token>", viewed),
    path("u/<str:token>", unsubscribing),
]
