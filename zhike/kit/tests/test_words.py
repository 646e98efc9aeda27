"""What is typed finds what is stored, and nothing stored breaks the index."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.kit.words import (
    LONGEST_LEXEME,
    MOST_LEXEMES,
    query_terms,
    sort_key,
    tokens,
    tsquery,
    vector,
)


def found(query: str, *texts: str) -> bool:
    """What PostgreSQL answers for the tsquery on the tsvector of `texts`."""
    lexemes = {lexeme for text in texts for lexeme in tokens(text)}

    def prefix(beginning: str) -> bool:
        return any(lexeme.startswith(beginning) for lexeme in lexemes)

    terms = query_terms(query)
    return bool(terms) and all(
        prefix(term.prefix) or (bool(term.parts) and all(map(prefix, term.parts))) for term in terms
    )


PERSON = ("张伟", "zhang.wei@mail.acme.com", "+8613812345678", "上海宏达机械有限公司")


@pytest.mark.parametrize(
    "query",
    [
        "zhangw", "张伟", "zw", "zhangwei", "zhang wei", "wei", "伟", "张", "ZHANGWEI", "ｚｗ",
        "acme", "zhang.wei@mail", "mail.acme.com", "acme.com", "zhang.wei",
        "138", "13812345678", "138 1234 5678", "+86 138-1234-5678", "8613812345678", "1234", "5678",
        "宏达", "宏达机械", "机械", "上海宏达机械有限公司", "hongda", "hdjx", "shhd", "jixie", "上海机械",
        "张伟 宏达", "zw hongda 5678",
    ],
)  # fmt: skip
def test_a_person_is_found_by(query: str) -> None:
    assert found(query, *PERSON)


@pytest.mark.parametrize(
    "query", ["李伟", "zhangx", "wz", "139", "acne", "苏州宏达", "!!!", "", "zw lee"]
)
def test_a_person_is_not_found_by(query: str) -> None:
    assert not found(query, *PERSON)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("单伟", "shanwei"), ("单伟", "danwei"), ("曾国藩", "zengguofan"), ("解小东", "xiexiaodong"),
        ("仇英", "qiuying"), ("欧阳娜娜", "ouyang"), ("尉迟恭", "yuchigong"), ("王朝阳", "wangzhaoyang"),
        ("重庆火锅", "chongqing"), ("吕布", "lvbu"), ("José Ünal", "jose unal"), ("O'Brien", "obrien"),
        ("O'Brien", "o'brien"), ("O’Brien", "o'b"), ("Jean-Luc", "luc"), ("ＡＣＭＥ", "acme"),
        ("Москва", "моск"), ("すずき", "すず"), ("김철수", "김철"), ("AT&T", "at&t"), ("𠮷野家", "𠮷野"),
    ],
)  # fmt: skip
def test_names_are_found_as_people_type_them(name: str, query: str) -> None:
    assert found(query, name)


def test_dictionary_order_is_by_pinyin_with_latin_between() -> None:
    names = [
        "张伟",
        "阿明",
        "Zack",
        "李四",
        "Bob",
        "单伟",
        "赵一",
        "张三",
        "(上海)公司",
        "alice",
    ]
    assert sorted(names, key=sort_key) == [
        "阿明", "alice", "Bob", "李四", "单伟", "(上海)公司", "Zack", "张三", "张伟", "赵一",
    ]  # fmt: skip


def test_shorter_syllables_come_first() -> None:
    assert sort_key("西安") < sort_key("先生")


def test_weights_are_kept_from_the_first_text() -> None:
    assert vector([("acme", "A"), ("acme west", "C")]) == "'acme':1A 'west':2C"


def test_long_texts_stay_bounded() -> None:
    text = vector([(" ".join(f"word{n}" for n in range(5_000)), "D"), ("漢" * 10_000, "D")])
    assert text.count(":") <= MOST_LEXEMES
    assert len(sort_key("漢" * 10_000)) <= 120
    assert len(tsquery("x" * 10_000)) < 100


_LEXEME = re.compile(r"'[^'\\\x00\s]+':\d{1,5}[ABCD]")


@given(st.lists(st.text(max_size=80), max_size=4))
def test_any_text_makes_a_well_formed_vector_and_query(texts: list[str]) -> None:
    written = vector([(text, "B") for text in texts])
    assert all(_LEXEME.fullmatch(part) for part in written.split(" ") if part)
    for text in texts:
        assert all(0 < len(lexeme) <= LONGEST_LEXEME for lexeme in tokens(text))
        assert "\\" not in tsquery(text)
        assert tsquery(text).count("'") % 2 == 0
        assert "\x00" not in sort_key(text)


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("anna k", "'anna':*"),
        ("li anna k", "'anna':*"),
        ("l s", "'l':* & 's':*"),
        ("olivia.s", "('olivia.s':* | ('olivia':*))"),
        ("王 k", "'王':*"),
        ("anna fischer", "'anna':* & 'fischer':*"),
    ],
)
def test_an_index_is_not_asked_for_single_letters_beside_words(query: str, asked: str) -> None:
    assert tsquery(query, for_index=True) == asked


@given(st.text(alphabet="张伟王小明国abc123 ", min_size=1, max_size=12))
def test_a_text_is_found_by_itself(text: str) -> None:
    assert found(text, text) or not query_terms(text)
