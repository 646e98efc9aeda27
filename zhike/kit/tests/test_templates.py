"""Merge fields fill in values and can do nothing else."""

import time
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.kit.templates import (
    LONGEST_OUTPUT,
    OutputTooLong,
    TemplateRefused,
    compile_template,
)

KNOWN = {
    "contact.name",
    "contact.email",
    "contact.spent",
    "company.name",
    "custom.level",
}


def filled(source: str, html: bool = False, **values: object) -> str:
    return compile_template(source, html=html).render(
        {key.replace("__", "."): value for key, value in values.items()}, "en"
    )


def problem_codes(source: str, html: bool = False, known: set[str] | None = None) -> list[str]:
    with pytest.raises(TemplateRefused) as refused:
        compile_template(source, html=html, known=known)
    return [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("source", "value", "result"),
    [
        ("Hi {{ x }}!", "Wei", "Hi Wei!"),
        ("{{x}}", None, ""),
        ('{{ x | default: "friend" }}', "", "friend"),
        ("{{ x | default: 'a | b }}' }}", None, "a | b }}"),
        ("{{ x | upcase }}", "wei", "WEI"),
        ("{{ x | downcase | capitalize }}", "WEI", "Wei"),
        ('{{ x | date: "%Y-%m-%d" }}', date(2026, 11, 3), "2026-11-03"),
        ('{{ x | date: "%H:%M" }}', "2026-11-03T04:05:06Z", "04:05"),
        ("{{ x | date }}", "nonsense", ""),
        ('{{ x | date | default: "soon" }}', None, "soon"),
        ("{{ x | money }}", {"amount": "186000.00", "currency": "CNY"}, "¥186,000.00"),
        ('{{ x | money: "USD" }}', 12, "$12.00"),
        ("{{ x }}", {"amount": "5", "currency": "EUR"}, "€5.00"),
        ("{{ x | number: 1 }}", Decimal("1234.56"), "1,234.6"),
        ("{{ x | truncate: 4 }}", "abcdefgh", "abc…"),
        ("{{ x }}", ["vip", "new"], "vip, new"),
        ("{{ x }}", True, "yes"),
        ("{{ x }}", Decimal("3.1400"), "3.14"),
        ("{{ x }}", datetime(2026, 11, 3, 4, 5, tzinfo=UTC), "03 November 2026"),
        ("{{ x }}", object(), ""),
    ],
)
def test_values_and_filters(source: str, value: object, result: str) -> None:
    assert filled(source, x=value) == result


def test_fields_are_known_before_filling_in() -> None:
    template = compile_template(
        "{{ contact.name }} {{ company.name | upcase }} {{ contact.name }}", known=KNOWN
    )
    assert template.fields() == {"contact.name", "company.name"}


def test_an_unknown_field_is_placed_and_the_valid_ones_listed() -> None:
    with pytest.raises(TemplateRefused) as refused:
        compile_template("Dear\n  {{ contact.nmae }}", known=KNOWN, loc=("subject",))
    (problem,) = refused.value.problems
    assert (problem.loc, problem.code) == (("subject",), "unknown-merge-field")
    assert problem.message("en") == (
        "There is no merge field “contact.nmae”. "
        "Use one of: company.name, contact.email, contact.name, contact.spent, custom.level."
    )
    assert "contact.nmae" in problem.message("zh-CN")


@pytest.mark.parametrize(
    "source",
    [
        "{{7*7}}", "{{''.__class__.__mro__}}", "{{x|attr('__glo'+'bals__')}}", "{%include '/etc/passwd'%}",
        "{{ range(10**9) }}", '{{ "%s".format(x) }}', "{{ x.__class__ }}", "{{ X }}", "{{ }}", "{{", "{{ x", "{{ x }",
        "{% for a in b %}{% endfor %}", "{{ x | map: 'y' }}", "{{ x | default }}", "{{ x | default: y }}",
        "{{ x | default: 'a' 'b' }}", "{{ x | truncate: 'a' }}", "{{ x | truncate: 9999999999 }}", "{{ x || upcase }}",
        "{{ x | }}", '{{ x | date: "%c" }}', '{{ x | money: "yuan" }}', "{{ x[0] }}", "{{ x; y }}", "{{{ x }}}",
        "{{ x " + "| upcase " * 6 + "}}", "{{ x | default: '" + "a" * 300 + "' }}", "{{ config }}{{ self._x() }}",
        "{{ settings.SECRET_KEY }}", "{{ x }}" * 1_001, "a" * 300_001, "{{ a\nb }}", "{{ x | upcase: 1 }}",
    ],
)  # fmt: skip
def test_whatever_is_no_merge_field_is_refused(source: str) -> None:
    assert problem_codes(source)


@pytest.mark.parametrize(
    "source", ["${7*7}", "%DB_PASSWORD%", "#{7*7}", "<%= 7*7 %>", "{ x }", "}}"]
)
def test_foreign_template_languages_are_only_text(source: str) -> None:
    assert filled(source) == source


@pytest.mark.parametrize(
    "source",
    [
        "{{" * 100_000,
        '{{"' * 100_000,
        "{{ x | " * 40_000,
        "{{ x }}" * 40_000,
        "<a " * 90_000,
    ],
)
def test_hostile_sources_are_judged_quickly(source: str) -> None:
    begun = time.process_time()
    with suppress(TemplateRefused):
        compile_template(source, html=True)
    assert time.process_time() - begun < 1.5


def test_html_values_are_escaped() -> None:
    assert filled("<p>{{ x }}</p>", html=True, x="<script>alert(1)</script>\n&") == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;<br>&amp;</p>"
    )
    assert filled('<img alt="{{ x }}">', html=True, x='" onload="alert(1)') == (
        '<img alt="&quot; onload=&quot;alert(1)">'
    )


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://acme.com/?a=1", True), ("mailto:a@b.c", True), ("/path", True), ("javascript:alert(1)", False),
        (" jAvAscript:alert(1)", False), ("data:text/html,x", False), ("vbscript:x", False), ("java\tscript:x", False),
    ],
)  # fmt: skip
def test_a_whole_link_must_be_harmless(url: str, kept: bool) -> None:
    result = filled('<a href="{{ x }}">go</a>', html=True, x=url)
    assert (result == f'<a href="{url}">go</a>') is kept
    assert kept or result == '<a href="">go</a>'


@pytest.mark.parametrize(
    "source",
    [
        "<script>var a = '{{ x }}'</script>", "<style>{{ x }}</style>", "<a title={{ x }}>", "<a {{ x }}>", "<{{ x }}>",
        '<a onclick="{{ x }}">', '<p style="{{ x }}">', "<!-- {{ x }} -->", "</{{ x }}>", "<script>{{ x }}",
    ],
)  # fmt: skip
def test_html_places_that_cannot_be_made_safe_are_refused(source: str) -> None:
    assert problem_codes(source, html=True) == ["unsafe-place"]


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ x }}</p>",
        "<script>a</script>{{ x }}",
        "<!-- a -->{{ x }}",
        "1 < 2 {{ x }}",
        "<a title='{{ x }}'>b</a>",
    ],
)
def test_html_places_that_are_safe(source: str) -> None:
    assert "ok" in filled(source, html=True, x="ok")


def test_a_subject_stays_one_line() -> None:
    template = compile_template("Hi {{ x }}", line=True)
    assert template.render({"x": "a\r\nBcc: b@c.d\u2028e"}) == "Hi a Bcc: b@c.d e"


def test_output_is_bounded() -> None:
    template = compile_template("{{ x }}" * 10)
    with pytest.raises(OutputTooLong):
        template.render({"x": "a" * (LONGEST_OUTPUT // 5)})


@given(st.text(max_size=200), st.booleans())
def test_any_source_is_taken_or_refused(source: str, html: bool) -> None:
    try:
        template = compile_template(source, html=html)
    except TemplateRefused:
        return
    assert isinstance(template.render({}), str)


@given(st.text(max_size=50))
def test_a_value_never_leaves_its_place(value: str) -> None:
    result = filled('<p title="{{ x }}">{{ x }}</p>', html=True, x=value)
    assert result.count("<") - result.count("<br>") == 2
    assert result.count('"') == 2
