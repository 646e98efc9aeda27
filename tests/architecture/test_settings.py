"""Every variable the product reads is explained in `docs/settings.md`, and nothing else is."""

import re

from tests.architecture.source import PROJECT, files

READ = re.compile(
    r'(?:environ(?:\.get|\.setdefault|\.pop)?[\[(]|number\()"((?:ZHIKE|DATABASE)_\w+|PORT|SECRET_KEY)"'
)
INTERNAL = {"ZHIKE_PROCESS": "says to a process which one it is"}


def test_settings_are_documented() -> None:
    text = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"`((?:ZHIKE|DATABASE)_\w+|PORT|SECRET_KEY)`", text))
    read = {
        found
        for folder in ("zhike", "tests")
        for path in files(folder, ".py")
        for found in READ.findall(path.read_text(encoding="utf-8"))
    } - set(INTERNAL)
    assert read - explained == set()
    assert explained - read == set()
