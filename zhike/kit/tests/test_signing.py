"""Tokens come back unchanged or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhike.kit.signing import BadToken, sign, unsign

KEY = b"k" * 32


@given(st.binary(max_size=200))
def test_a_payload_comes_back(payload: bytes) -> None:
    token = sign(payload, "open", KEY)
    assert unsign(token, "open", KEY) == payload
    assert all(letter.isalnum() or letter in "-_." for letter in token)


@given(st.binary(min_size=1, max_size=40), st.data())
def test_any_changed_character_is_refused(payload: bytes, data: st.DataObject) -> None:
    token = sign(payload, "open", KEY)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("abcXYZ019-_."))
    changed = token[:place] + letter + token[place + 1 :]
    if changed != token:
        with pytest.raises(BadToken):
            unsign(changed, "open", KEY)


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "a.b",
        "é.é",
        "a" * 5_000,
        sign(b"x", "click", KEY),
        sign(b"x", "open", b"other"),
    ],
)
def test_tokens_of_others_are_refused(token: str) -> None:
    with pytest.raises(BadToken):
        unsign(token, "open", KEY)
