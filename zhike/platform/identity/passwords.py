"""Which passwords are accepted, and checking one in the same time whether or not the person exists.

No rules about capitals or signs: a password must be long enough, on no list of leaked ones, and take more guesses than
an attacker makes who knows the lists, keyboards, dates and the person's own name (zxcvbn, offline).
"""

from collections.abc import Mapping
from typing import Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import get_password_validators
from django.core.exceptions import ValidationError

from zhike.kit.errors import Problem, ValidationFailed
from zhike.kit.language import Text
from zhike.platform.identity.models import User

SHORTEST: Final = 10
LONGEST: Final = 200
FEWEST_GUESSES: Final = 10**8
_LOOKED_AT: Final = 72
"""Longer ones are judged by their beginning: looking takes time that grows with the square of the length."""

_VALIDATORS: Final = "django.contrib.auth.password_validation."
_RULES: Final = (
    {"NAME": _VALIDATORS + "MinimumLengthValidator", "OPTIONS": {"min_length": SHORTEST}},
    {"NAME": _VALIDATORS + "CommonPasswordValidator"},
    {"NAME": _VALIDATORS + "NumericPasswordValidator"},
    {
        "NAME": _VALIDATORS + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
)
_TEXTS: Final[Mapping[str, Text]] = {
    "password_too_short": Text(
        f"Use at least {SHORTEST} characters.", f"密码至少需要 {SHORTEST} 个字符。"
    ),
    "password_too_common": Text(
        "This password is on the list of common ones. Choose another.",
        "该密码过于常见，请换一个。",
    ),
    "password_guessable": Text(
        "This is easy to guess. Put a few more words in a row.",
        "该密码容易被猜中，请再多加几个词。",
    ),
    "password_entirely_numeric": Text("Use more than digits only.", "密码不能全部是数字。"),
    "password_too_similar": Text(
        "This is too close to the name or e-mail address.", "密码与姓名或邮箱过于相似。"
    ),
    "password_too_long": Text(
        f"Use at most {LONGEST} characters.", f"密码不能超过 {LONGEST} 个字符。"
    ),
}


def require_good_password(password: str, user: User, *, field: str = "password") -> None:
    """Raise ValidationFailed with one problem for every rule the password breaks."""
    codes = ["password_too_long"] if len(password) > LONGEST else []
    for validator in get_password_validators(list(_RULES)):
        try:
            validator.validate(password, user)
        except ValidationError as refusal:
            codes += [str(error.code) for error in refusal.error_list]
    if not codes and _guesses(password, user) < FEWEST_GUESSES:
        codes.append("password_guessable")
    if codes:
        raise ValidationFailed(
            problems=[Problem((field,), code.replace("_", "-"), _TEXTS[code]) for code in codes]
        )


def _guesses(password: str, user: User) -> int:
    """How many guesses an attacker needs who begins with the likeliest. 1 to 60 ms."""
    from zxcvbn import zxcvbn  # its lists take 0.1 s to load, and most processes never need them

    known = [*user.name.split(), *user.email.replace("@", ".").split("."), "zhike", "知客"]
    return int(zxcvbn(password[:_LOOKED_AT], user_inputs=known)["guesses"])


def password_is_right(user: User | None, password: str) -> bool:
    """Whether this is the person's password. An unknown person costs the same time and is never right."""
    if user is None or len(password) > LONGEST:
        make_password(password[:LONGEST])
        return False
    return user.check_password(password)
