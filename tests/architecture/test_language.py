"""Everything a person reads is there in both languages."""

import ast
import re

import pytest

from tests.architecture.source import calls, dotted, name, product
from zhike.kit.language import Text
from zhike.platform.metadata.registry import registry

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"{(\w+)")
SAME_IN_BOTH = {"Python", "ID", "URL", "SKU", "CSV", "E-mail"}


def _wrong(text: Text) -> bool:
    if text.en in SAME_IN_BOTH or not re.search(r"[A-Za-z]{2}", text.en):
        return False
    foreign = re.search(r"[A-Za-z]{2}", PLACEHOLDER.sub("", text.zh))
    return (bool(foreign) and not CHINESE.search(text.zh)) or bool(CHINESE.search(text.en))


def test_every_text_has_an_english_and_a_chinese_half() -> None:
    wrong = []
    for path in product():
        for call in calls(path):
            if dotted(call.func) not in {"Text", "Refusal"} or len(call.args) < 2:
                continue
            halves = [str(arg.value) for arg in call.args[:2] if isinstance(arg, ast.Constant)]
            if len(halves) != 2:
                continue
            text = Text(*halves)
            same_places = len(PLACEHOLDER.findall(text.en)) == len(PLACEHOLDER.findall(text.zh))
            if _wrong(text) or not same_places:
                wrong.append(f"{name(path)}:{call.lineno} {text.en}")
    assert wrong == []


@pytest.mark.django_db
def test_every_label_of_every_object_has_both() -> None:
    wrong = []
    for found in registry:
        labels = {"": found.spec.text("label"), "(plural)": found.spec.text("plural")}
        labels |= {key: field.label for key, field in found.fields.items()}
        wrong += [f"{found.key}.{key}" for key, label in labels.items() if _wrong(label)]
    assert wrong == []
