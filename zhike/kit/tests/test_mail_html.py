"""HTML of mails: nothing that runs stays, merge fields survive, the plain text reads well."""

import pytest

from zhike.kit.mail_html import replace_links, safe_mail_html, text_of_mail_html
from zhike.kit.templates import compile_template

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<svg><script>alert(1)</script></svg>",
    "<iframe src='https://evil'></iframe>",
    "<style>@import url(https://evil)</style>",
    "<form action='https://evil'><input name=a></form>",
    '<p style="position:fixed;top:0">x</p>',
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "{{ x | default: '<img src=x onerror=alert(1)>' }}",
    "zkm0zkm<script>alert(1)</script>{{ a }}",
    "<base href='https://evil'>",
    "<meta http-equiv=refresh content='0;url=https://evil'>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_stays(attack: str) -> None:
    """A corpus of attacks comes out inert, and cleaning again changes nothing."""
    cleaned = safe_mail_html(attack)
    for word in (
        "<script",
        "onerror=",
        "javascript:",
        "<svg",
        "<iframe",
        "@import",
        "<form",
        "position",
        "<base",
        "<meta",
        "data:",
    ):
        assert word not in cleaned.replace("&lt;", ""), cleaned
    assert safe_mail_html(cleaned) == cleaned


def test_merge_fields_survive_with_their_quotes() -> None:
    """In text and in attributes."""
    source = (
        '<p>{{ contact.first_name | default: "A & B" }} <a href="{{ unsubscribe_url }}">x</a></p>'
    )
    assert safe_mail_html(source) == source
    template = compile_template(safe_mail_html(source), html=True)
    assert (
        template.render({"unsubscribe_url": "https://z/u/1"})
        == '<p>A &amp; B <a href="https://z/u/1">x</a></p>'
    )


def test_inline_styles_and_tables_of_mails_stay() -> None:
    """What mails are made of."""
    source = '<table width="600" cellpadding="0"><tbody><tr><td style="color:#333;padding:8px" align="center">你好</td></tr></tbody></table>'
    assert safe_mail_html(source) == source


def test_plain_text_writes_links_out() -> None:
    """Paragraphs, line breaks, lists and addresses."""
    source = '<h1>秋季</h1><p>Dear &amp; all,<br>see <a href="https://a.example/?x=1&amp;y=2">our shop</a></p><ul><li>one</li><li>two</li></ul>'
    assert (
        text_of_mail_html(source)
        == "秋季\n\nDear & all,\nsee our shop (https://a.example/?x=1&y=2)\n\n- one\n- two"
    )


def test_links_are_replaced_one_by_one() -> None:
    """The address arrives unescaped; None leaves it."""
    source = '<p><a style="color:red" href="https://a.example/?x=1&amp;y=2">a</a><a href="mailto:a@b.c">b</a></p>'
    seen: list[str] = []

    def replace(address: str) -> str | None:
        seen.append(address)
        return "https://new" if address.startswith("http") else None

    assert (
        replace_links(source, replace)
        == '<p><a style="color:red" href="https://new">a</a><a href="mailto:a@b.c">b</a></p>'
    )
    assert seen == ["https://a.example/?x=1&y=2", "mailto:a@b.c"]
