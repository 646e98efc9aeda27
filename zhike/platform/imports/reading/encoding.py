"""Which encoding a text is in: marks first, then UTF-8, then GB18030 when it reads as Chinese, then a guess."""

import codecs
from typing import Final

from zhike.platform.imports.errors import UnknownEncoding

SAMPLE_BYTES: Final = 1_000_000
_GUESS_BYTES: Final = 64_000
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHOICES: Final = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5", "cp1252", "iso8859-1",
    "mac_roman", "shift_jis", "euc_kr", "cp1251", "cp1250", "koi8_r", "latin-1",
)  # fmt: skip

_WESTERN: Final = frozenset("éèêëàâäáãåæçîïíìñóòôöõøúùûüÿœßÉÈÀÄÅÇÑÖØÜ‘’“”–—…€£°«»¿¡")


def detect_encoding(sample: bytes, *, whole: bool) -> str:
    """The name of the encoding of `sample`; `whole` says whether that is the complete file."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if 0 in sample[:2_000]:
        return (
            "utf-16-le" if sample[1:2_000:2].count(0) >= sample[:2_000:2].count(0) else "utf-16-be"
        )
    if _fits(sample, "utf-8", whole):
        return "utf-8"
    chinese = _chinese_share(sample)
    if chinese > 0.85 and _fits(sample, "gb18030", whole):
        return "gb18030"
    return _guess(sample, whole)


def unmarked_utf_16(sample: bytes) -> str | None:
    """The byte order of UTF-16 text that carries no mark, or None when it is no such text."""
    head = sample[:4_000]
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = head[: len(head) // 2 * 2].decode(name)
        except UnicodeDecodeError:
            continue
        odd = sum(not (letter.isprintable() or letter in "\r\n\t") for letter in text)
        # Read in the wrong order, line ends become the letter U+0A00, which no text holds.
        if (
            text
            and odd * 50 <= len(text)
            and ("\n" in text or "\r" in text)
            and "\u0a00" not in text
        ):
            return name
    return None


def check_encoding(name: str) -> str:
    """The name Python knows an encoding by, for one a person chose. Raises UnknownEncoding."""
    try:
        known = codecs.lookup(name)
    except (LookupError, ValueError):
        raise UnknownEncoding(encoding=name[:40]) from None
    if known.name not in {codecs.lookup(choice).name for choice in _CHOICES}:
        raise UnknownEncoding(encoding=name[:40])
    return "utf-8-sig" if known.name == "utf-8" else known.name


def _fits(sample: bytes, encoding: str, whole: bool) -> bool:
    """Whether `sample` decodes; the last character may be cut unless the sample is the whole file."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _chinese_share(sample: bytes) -> float:
    """How many of the non-ASCII byte pairs are characters of GB 2312, which all everyday Chinese is written in.

    Western text in a one-byte encoding has lone high bytes followed by ASCII letters, which are not.
    """
    at, pairs, everyday = 0, 0, 0
    end = min(len(sample), _GUESS_BYTES) - 1
    while at < end:
        lead = sample[at]
        if lead < 0x80:
            at += 1
            continue
        trail = sample[at + 1]
        pairs += 1
        if 0xA1 <= lead <= 0xF7 and trail >= 0xA1:
            everyday += 1
        at += 2
    return everyday / pairs if pairs else 0.0


def _western_share(sample: bytes, encoding: str) -> float:
    """How many of the non-ASCII characters are letters and quotes of Western European text under `encoding`."""
    high = [
        letter
        for letter in sample[:_GUESS_BYTES].decode(encoding, errors="replace")
        if letter > "\x7f"
    ]
    return sum(letter in _WESTERN for letter in high) / len(high) if high else 0.0


def _guess(sample: bytes, whole: bool) -> str:
    shares = {name: _western_share(sample, name) for name in ("cp1252", "mac_roman")}
    best = max(shares, key=shares.__getitem__)
    if shares[best] > 0.8:
        return codecs.lookup(best).name
    from charset_normalizer import from_bytes

    found = from_bytes(sample[:_GUESS_BYTES], cp_isolation=list(_CHOICES)).best()
    for candidate in (found.encoding if found else "gb18030", "gb18030", "cp1252"):
        if _fits(sample, candidate, whole):
            return codecs.lookup(candidate).name
    return "latin-1"
