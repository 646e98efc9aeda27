"""A file is about one thing: it has a subject for a name and few enough lines to be read in one go."""

import re

from tests.architecture.source import files, name

LIMITS = {".py": 400, ".tsx": 250, ".ts": 400}
LONGER: dict[str, int] = {}
"""Files over the limit with their length. This list may only shrink."""
GENERATED = {"web/src/api/schema.d.ts"}
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "stuff", "base_utils", "tools"}


def test_no_file_is_longer_than_its_limit() -> None:
    too_long = {}
    for folder in ("zhike", "tests", "bench", "web"):
        for path in files(folder, *LIMITS):
            if name(path) in GENERATED or "migrations" in path.parts:
                continue
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > LONGER.get(name(path), LIMITS[path.suffix]):
                too_long[name(path)] = lines
    assert too_long == {}


def test_rooms_and_files_are_named_by_subject() -> None:
    bad = [
        name(path)
        for folder in ("zhike", "tests", "bench", "web/src")
        for path in files(folder, ".py", ".ts", ".tsx")
        if BANNED & {part.split(".")[0].lower() for part in path.parts[-4:]}
    ]
    assert bad == []


def test_every_package_says_what_it_is_for() -> None:
    silent = [
        name(path)
        for path in files("zhike", ".py")
        if not {"tests", "migrations"} & set(path.parts)
        and not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []


def test_work_is_done_or_written_in_the_tracker_not_in_comments() -> None:
    marks = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
    found = [
        f"{name(path)}:{number}"
        for folder in ("zhike", "tests", "bench", "web/src")
        for path in files(folder, ".py", ".ts", ".tsx")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


def test_every_ignored_type_error_says_why() -> None:
    """Except `type-arg`: Django's fields take type arguments for the type checker only."""
    silent = [
        f"{name(path)}:{number}"
        for path in files("zhike", ".py")
        if not {"tests", "migrations"} & set(path.parts)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# type: ignore(?!\[([a-z-]+(, ?[a-z-]+)*\]  ?# \w|type-arg\]))", line)
    ]
    assert silent == []
