"""Words of a text for search, and its sort key.

A search box types the beginnings of words, so every way a text may be begun is a lexeme: words, the ends of Chinese
runs, their pinyin and initials, the parts of e-mail addresses and the tails of phone numbers. A query is then prefixes
joined by AND, and `zhangw`, `张伟`, `zw`, `wei` all find 张伟.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from zhike.kit.pinyin import other_syllables, syllables

Weight = Literal["A", "B", "C", "D"]

LONGEST_LEXEME: Final = 48
"""Characters kept of one lexeme; PostgreSQL refuses lexemes above 2,046 bytes."""
MOST_LEXEMES: Final = 256
"""Lexemes kept of one record: enough for names and a paragraph, small enough for the index."""
MOST_TERMS: Final = 12
_FEW_LETTERS: Final = 2
_LONGEST_TEXT: Final = 4_000
_SHORT_RUN: Final = 4
_LONGEST_NAME: Final = 24

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"
_PIECE = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:[.@+\-_/&'’·]+[^\W_{_HAN}]+)*")
_IS_HAN = re.compile(rf"[{_HAN}]")
_ACCENTED = re.compile("[\u00c0-\u052f]")
_NAME = re.compile(rf"[{_HAN}]{{1,4}}\Z")
_EMAIL = re.compile(r"([a-z0-9]+(?:[._+\-][a-z0-9]+)*)@([a-z0-9\-.]+)\Z")
_SEPARATOR = re.compile(r"[.@+\-_/&'’·]+")
_PHONE = re.compile(r"\+\d{7,15}\Z")
_TYPED_PHONE = re.compile(r"\+?\d[\d \-()]{5,20}\d\Z")
_TOP_DOMAINS: Final = frozenset(
    (
        "com",
        "cn",
        "net",
        "org",
        "edu",
        "gov",
        "io",
        "co",
        "uk",
        "de",
        "fr",
        "jp",
        "us",
        "info",
        "biz",
    )
)


def has_han(text: str) -> bool:
    """Whether any letter is Chinese."""
    return _IS_HAN.search(text) is not None


def _folded(text: str) -> str:
    """Lower-case, full-width forms made plain, accents dropped."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).lower()
    if not _ACCENTED.search(text):
        return text
    # Kana and Hangul lose their voicing marks by decomposition, so only Latin, Greek and Cyrillic are decomposed.
    return "".join(
        unicodedata.normalize("NFD", letter)[0] if "\u00c0" <= letter < "\u0530" else letter
        for letter in text
    )


def _segments(run: str) -> list[str]:
    """Dictionary words of a Chinese run in order; unknown words fall apart into characters (0.1 us a character)."""
    import rjieba

    return list(rjieba.cut(run, False))


def _readings(parts: Sequence[str], starts: Iterable[int]) -> list[str]:
    """Initials of the run, and its pinyin from every start to the end."""
    found = ["".join(parts[start:])[:LONGEST_LEXEME] for start in starts]
    if len(parts) > 1:
        found.append("".join([part[0] for part in parts])[:LONGEST_LEXEME])
    return found


@lru_cache(maxsize=32768)
def _han_tokens(run: str, brief: bool = False) -> tuple[str, ...]:
    """Lexemes of a run of Chinese characters; `brief` ones of a short run begin only where it begins."""
    size = len(run)
    if size <= _SHORT_RUN and brief:
        return (run, *_readings(syllables(run), (0,)))
    if size <= _SHORT_RUN:
        starts: Sequence[int] = range(size)
        other = other_syllables(run)
        readings = _readings(syllables(run), starts) + (_readings(other, (0,)) if other else [])
        return (*(run[start:] for start in starts), *readings)
    words = _segments(run)
    if size > _LONGEST_NAME:
        return tuple(words)
    starts = [0]
    for word in words[:-1]:
        starts.append(starts[-1] + len(word))
    parts = syllables(run)
    # A company is remembered without its city: `hdjx` for 上海宏达机械.
    after_first = "".join([part[0] for part in parts[len(words[0]) :]])
    return (*(run[start:] for start in starts), *_readings(parts, starts), after_first)


def _joined_tokens(piece: str) -> list[str]:
    """Lexemes of a word with separators in it: `jean-luc` and `luc`, `o'brien` as `obrien`."""
    piece = piece.replace("'", "").replace("’", "")
    found = [piece[:LONGEST_LEXEME]]
    for match in _SEPARATOR.finditer(piece):
        tail = piece[match.end() :]
        if tail not in _TOP_DOMAINS:
            found.append(tail[:LONGEST_LEXEME])
    return found


@lru_cache(maxsize=8192)
def _domain_tokens(domain: str) -> tuple[str, ...]:
    return tuple(_joined_tokens(domain))


def _email_tokens(email: str, local: str, domain: str) -> list[str]:
    """Lexemes of an address: all of it, the later parts of its name, the domain and its parents."""
    found = [email[:LONGEST_LEXEME]]
    if not local.isalnum():
        found.extend(_joined_tokens(local)[1:])
    found.extend(_domain_tokens(domain))
    return found


def _phone_tokens(number: str) -> tuple[str, ...]:
    """Lexemes of a stored E.164 number: all of it, the subscriber's part, the last four digits."""
    digits = number[1:]
    if digits.startswith("861") and len(digits) == 13:
        return (digits[2:], digits[5:], digits[-4:])
    if digits.startswith("86"):
        return ("0" + digits[2:], digits[2:], digits[-8:], digits[-4:])
    return (digits, digits[-7:], digits[-4:])


def tokens(text: str) -> list[str]:
    """Lexemes under which `text` can be found, each once, in order of appearance.

    A stored phone number (`+8613812345678`) gives its fragments; anything else is read as words.
    """
    return list(dict.fromkeys(_lexemes(text)))


def _lexemes(text: str, brief: bool = False) -> Sequence[str]:
    """Lexemes of `text`, perhaps more than once. The first three branches are for speed only."""
    if not text:
        return ()
    if text[0] == "+" and _PHONE.match(text):
        return _phone_tokens(text)
    if _NAME.match(text):
        return _han_tokens(text, brief)
    if address := _EMAIL.match(text):
        return _email_tokens(text, address[1], address[2])
    return _text_lexemes(text[:_LONGEST_TEXT], brief)


@lru_cache(maxsize=16384)
def _text_lexemes(text: str, brief: bool) -> Sequence[str]:
    found: list[str] = []
    for piece in _PIECE.findall(_folded(text)):
        if piece.isalnum():
            if _IS_HAN.match(piece):
                found.extend(_han_tokens(piece, brief))
            else:
                found.append(piece[:LONGEST_LEXEME])
        else:
            found.extend(_joined_tokens(piece))
    return found


def vector(weighted: Iterable[tuple[str, Weight]]) -> str:
    """Text of a `tsvector` holding the lexemes of each text with its weight, safe to cast with `::tsvector`.

    A lexeme keeps the weight of its first appearance, so give the weightiest texts first. Texts of weight C and D are
    found by their beginnings alone: nobody types the second half of a job title, and the index stays smaller.
    """
    places: dict[str, str] = {}
    for position, (text, weight) in enumerate(weighted, 1):
        place = f"{position}{weight}"
        for lexeme in _lexemes(text, weight in "CD"):
            if lexeme not in places:
                places[lexeme] = place
        if len(places) >= MOST_LEXEMES:
            break
    # No lexeme holds a quote or a backslash: pieces are letters and digits joined by harmless separators.
    return " ".join([f"'{token}':{place}" for token, place in places.items()][:MOST_LEXEMES])


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that was typed: records must hold `prefix`, or every one of `parts`, as beginnings of lexemes."""

    prefix: str
    parts: tuple[str, ...] = ()


def query_terms(query: str) -> list[Term]:
    """What a record must match, every term of it. Empty when nothing in `query` can be searched for."""
    query = query.strip()[:200]
    if _TYPED_PHONE.match(query):
        number = re.sub(r"\D", "", query)
        if query.startswith("+86") or (query.startswith("86") and len(number) == 13):
            number = number[2:]
        return [Term(number)]
    terms: list[Term] = []
    for piece in _PIECE.findall(_folded(query)):
        if not piece.isalnum():
            whole = piece.replace("'", "").replace("’", "")
            parts = tuple(part for part in _SEPARATOR.split(whole) if part)
            terms.append(Term(whole[:LONGEST_LEXEME], parts if len(parts) > 1 else ()))
        elif len(piece) > _SHORT_RUN and _IS_HAN.match(piece):
            words = tuple(_segments(piece))
            terms.append(Term(piece[:LONGEST_LEXEME], words if len(words) > 1 else ()))
        elif len(piece) > 1 and _IS_HAN.match(piece):
            words = tuple(_segments(piece))
            terms.append(Term(piece, words if len(words) > 1 and max(map(len, words)) > 1 else ()))
        else:
            terms.append(Term(piece[:LONGEST_LEXEME]))
    return list(dict.fromkeys(terms))[:MOST_TERMS]


def query_tokens(query: str) -> list[str]:
    """The prefixes of a query, for highlighting what matched."""
    return [term.prefix for term in query_terms(query)]


def tsquery(query: str, *, for_index: bool = False) -> str:
    """Text of a `tsquery` for what was typed, safe to cast with `::tsquery`; empty when nothing can be searched for.

    `for_index` leaves out prefixes of one or two letters beside longer ones: everything that matches the whole matches
    this, too, and an index gathers what begins with a letter before it looks at the other words.
    """

    def prefixes(lexemes: Sequence[str]) -> str:
        return " & ".join(f"'{lexeme}':*" for lexeme in lexemes)

    def telling(lexemes: Sequence[str]) -> Sequence[str]:
        long = [one for one in lexemes if len(one) > _FEW_LETTERS or not one.isascii()]
        return long if for_index and long else lexemes

    terms = {term.prefix: term.parts for term in query_terms(query)}
    return " & ".join(
        f"('{prefix}':* | ({prefixes(telling(terms[prefix]))}))"
        if terms[prefix]
        else f"'{prefix}':*"
        for prefix in telling(list(terms))
    )


@lru_cache(maxsize=8192)
def _han_key(run: str) -> str:
    return " ".join(syllables(run[:_LONGEST_NAME]))


def sort_key(text: str) -> str:
    """A key that puts texts in dictionary order by pinyin when compared byte by byte (`COLLATE "C"`).

    At most 120 characters. Texts that read the same stay together by their characters: the key ends with the text.
    """
    folded = _folded(text[:120])
    parts = [_han_key(piece) if _IS_HAN.match(piece) else piece for piece in _PIECE.findall(folded)]
    key = " ".join(parts)
    if key != folded:
        key = f"{key}\t{folded[:40]}"
    return key[:120].replace("\x00", "")
