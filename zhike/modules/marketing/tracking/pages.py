"""The public pages behind the links of a mail. No cookie, no sign-in, nothing that a GET or a scanner could undo."""

import html
from collections.abc import Sequence
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from zhike.foundation.consent.purposes import PURPOSES
from zhike.kit.errors import ZhikeError
from zhike.kit.language import Language, Text, language_of, say
from zhike.kit.signing import BadToken
from zhike.modules.marketing.campaign.view import mail_as_page
from zhike.modules.marketing.tokens import Purpose, Signed, read
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
    "Which mails should {address} no longer get?", "{address} 不再接收哪些邮件？"
)
_KIND: Final = Text("Mails of this kind: {kind}", "此类邮件：{kind}")
_EVERYTHING: Final = Text("All mails from us", "我们的所有邮件")
_DONE: Final = Text("You are unsubscribed", "您已退订")
_THANKS: Final = Text(
    "{address} will get no more mails of this kind ({kind}). You may close this page.",
    "{address} 将不再收到此类邮件（{kind}），可以关闭此页面。",
)
_THANKS_ALL: Final = Text(
    "{address} will get no more mails from us. You may close this page.",
    "{address} 将不再收到我们的任何邮件，可以关闭此页面。",
)
_MORE: Final = Text("No mails at all, please", "不再接收任何邮件")
_KINDS: Final = {purpose.key: purpose.label for purpose in PURPOSES}
_BAD: Final = Text("This link does not work", "链接无效")
_WHOLE: Final = Text(
    "It may have been cut off. Copy the whole address from the mail and try again.",
    "链接可能不完整，请从邮件中复制完整地址后重试。",
)
_PAGE: Final = """<!doctype html><html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>{title}</title><style>
:root {{ color-scheme: light dark; --ground: #faf9f6; --card: #fff; --ink: #1e2227; --soft: #535a63; --line: #e8e5dd; --act: #1f5a96; --on: #fff }}
@media (prefers-color-scheme: dark) {{ :root {{ --ground: #141619; --card: #1b1e22; --ink: #e7e9ec; --soft: #a9b0b8; --line: #2a2e34; --act: #7db2e4; --on: #0f1a26 }} }}
* {{ box-sizing: border-box }}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--ground); color: var(--ink); font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }}
main {{ width: 100%; max-width: 440px; padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px }}
small {{ color: var(--soft) }} h1 {{ margin: 4px 0 12px; font-size: 22px; line-height: 1.3 }} p {{ margin: 0 0 24px; color: var(--soft); overflow-wrap: anywhere }} p:last-child {{ margin: 0 }}
button {{ width: 100%; min-height: 48px; padding: 10px 24px; border: 0; border-radius: 8px; background: var(--act); color: var(--on); font: inherit; line-height: 1.4; font-weight: 600; cursor: pointer }}
form {{ display: grid; gap: 12px }} p + form {{ margin-top: 24px }}
button.quiet {{ background: none; border: 1px solid var(--line); color: var(--ink) }}
button:focus-visible {{ outline: 3px solid var(--act); outline-offset: 3px }}
</style></head><body><main>{name}<h1>{title}</h1><p>{text}</p>{form}</main></body></html>"""


def _token(purpose: Purpose, token: str) -> Signed:
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


def _meant(request: HttpRequest) -> bool:
    """Whether somebody asks for it: HEAD is a scanner's, and a browser says when it only fetches ahead."""
    ahead = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and "prefetch" not in ahead.lower()


@require_safe
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """One transparent pixel; a GET of it is an opening."""
    recipient_id = _token("open", token).recipient_id
    if _meant(request) and received(recipient_id):
        note_event(recipient_id, "open")
    return _quiet(HttpResponse(PIXEL, content_type="image/gif"))


@require_safe
def clicked(request: HttpRequest, token: str) -> HttpResponse:
    """To the address that is stored under the number in the token, or was signed under its host, and to no other."""
    signed = _token("click", token)
    address = link_address(signed)
    if address is None:
        raise Http404
    if _meant(request):
        note_event(signed.recipient_id, "click", signed.link)
    response = HttpResponse(status=302)
    response["Location"] = address
    return _quiet(response)


@require_safe
def viewed(_request: HttpRequest, token: str) -> HttpResponse:
    """The mail as a page, as its recipient would get it now."""
    try:
        page = mail_as_page(_token("view", token).recipient_id)
    except ZhikeError:
        raise Http404 from None
    response = HttpResponse(f'<base target="_blank"><meta charset="utf-8">{page}')
    response["Content-Security-Policy"] = MAIL_POLICY
    return _quiet(response)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribing(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks and changes nothing; POST unsubscribes at once.

    A mail program's POST (RFC 8058) ends mails of this kind, as the page's first button does; its second ends them all.
    """
    accepted = request.headers.get("Accept-Language")
    try:
        mail = received(read("unsubscribe", token).recipient_id)
    except BadToken:
        mail = None
    if mail is None:
        return _page(language_of(accepted), _BAD, _WHOLE, None, status=404)
    language: Language = language_of(accepted or mail.language)
    posted = request.method == "POST"
    if posted:
        unsubscribe(mail, everything=request.POST.get("what") == "everything")
    if mail.ended:
        return _page(language, _DONE, _THANKS_ALL, mail)
    if posted or mail.unsubscribed:
        return _page(language, _DONE, _THANKS, mail, buttons=((_MORE, "everything", "quiet"),))
    return _page(
        language,
        _ASK,
        _QUESTION,
        mail,
        buttons=((_KIND, "kind", ""), (_EVERYTHING, "everything", "quiet")),
    )


def _page(
    language: Language,
    title: Text,
    text: Text,
    mail: Received | None,
    *,
    buttons: Sequence[tuple[Text, str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """`buttons` are `(words, what they stop, style)`."""
    address = html.escape(_masked(mail.email)) if mail else ""
    kind = say(_KINDS[mail.purpose], language) if mail else ""
    name = f"<small>{html.escape(mail.from_name)}</small>" if mail and mail.from_name else ""
    form = "".join(
        f'<button name="what" value="{what}" class="{style}">{say(words, language).format(kind=kind)}</button>'
        for words, what, style in buttons
    )
    response = HttpResponse(
        _PAGE.format(
            language=language,
            title=say(title, language),
            text=say(text, language).format(address=address, kind=kind),
            name=name,
            form=f'<form method="post">{form}</form>' if form else "",
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
