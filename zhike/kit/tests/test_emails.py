"""Addresses that can and cannot be written to, judged like the isemail collection judges them."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from zhike.kit.emails import normalise_email, split_named
from zhike.kit.tests.shared_data import shared_file

REFUSED = {"ISEMAIL_ERR", "ISEMAIL_RFC5322", "ISEMAIL_CFWS", "ISEMAIL_DEPREC"}
TAKEN = {"ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN"}
# A bare top-level domain receives no customer's mail.
NOT_HERE = {"test@io"}


def collected() -> Iterator[tuple[str, str]]:
    root = ET.parse(shared_file("email_addresses/isemail_tests.xml")).getroot()
    for test in root.iter("test"):
        address = "".join(
            chr(ord(letter) - 0x2400) if 0x2400 <= ord(letter) < 0x2420 else letter
            for letter in test.findtext("address") or ""
        )
        # Blanks around an address come from copying; they are dropped, not judged.
        if address == address.strip() and address not in NOT_HERE:
            yield address, test.findtext("category") or ""


def test_the_isemail_collection() -> None:
    judged = 0
    for address, category in collected():
        if category in TAKEN:
            assert "xn--" in address.lower() or normalise_email(address) == address.lower()
            judged += 1
        elif category in REFUSED:
            with pytest.raises(ValueError, match=r"\w"):
                normalise_email(address)
            judged += 1
    assert judged == 122


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Zhang.Wei@ACME.com", "zhang.wei@acme.com"),
        (" mailto:a@b.cn ", "a@b.cn"),
        ("张伟@例子.中国", "张伟@例子.中国"),
        ("ｚｗ@acme.com", "zw@acme.com"),
        ("a@example.test", "a@example.test"),
        ("o'brien+news@acme.co.uk", "o'brien+news@acme.co.uk"),
    ],
)
def test_the_stored_form(written: str, stored: str) -> None:
    assert normalise_email(written) == stored
    assert normalise_email(stored) == stored


@pytest.mark.parametrize(
    "written",
    ["", "a", "a@", "@b.com", "a@b", "a b@c.com", "a@b..com", "a@b.invalid", "a@localhost", "a@b.com\nBcc: c@d.com",
     "a@b.com,c@d.com", "x" * 65 + "@acme.com", "a@" + "b" * 250 + ".com", "a@[10.0.0.1]", '"a b"@c.com'],
)  # fmt: skip
def test_what_cannot_be_written_to(written: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        normalise_email(written)


def test_named_addresses_are_divided() -> None:
    assert split_named('"张 伟" <zhang@acme.com>') == ("张 伟", "zhang@acme.com")
    assert split_named("zhang@acme.com") == ("", "zhang@acme.com")
