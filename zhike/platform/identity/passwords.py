"""Which passwords are accepted, and checking one in the same time whether or not the person exists."""

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
    if codes:
        raise ValidationFailed(
            problems=[Problem((field,), code.replace("_", "-"), _TEXTS[code]) for code in codes]
        )


def password_is_right(user: User | None, password: str) -> bool:
    """Whether this is the person's password. An unknown person costs the same time and is never right."""
    if user is None or len(password) > LONGEST:
        make_password(password[:LONGEST])
        return False
    return user.check_password(password)
