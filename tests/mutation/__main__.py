"""`python -m tests.mutation [--only policy.py] [--asked] [--every 4]`: mutate, ask the tests, report, and fail below the bar.

A child loads everything and tries each mutant whose change is within a function (`trials`). What runs while a file is
loaded is tried from here, where nothing of ours is loaded yet: a child finds the changed source where the file's would be.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any, Final

from tests.mutation.children import forked, waited
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.targets import ASKED, ENOUGH, EQUAL, TARGETS, Target

PROJECT: Final = Path(__file__).resolve().parents[2]
REPORT: Final = PROJECT / ".cache" / "mutation.json"
OURS: Final = "zhike.platform"
PATIENCE: Final = 900.0
WORDS: Final = (
    "-q",
    "-x",
    "-s",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:randomly",
    "-m",
    "not browser",
)
Plan = Sequence[tuple[Target, Mutant]]


def load_what_is_not_ours() -> None:
    """Everything a child would load before it comes to a file that may be changed."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    for name in (
        "tests.settings", "hypothesis", "ninja", "orjson", "phonenumbers", "procrastinate", "psycopg", "pydantic",
        "pypinyin", "pytest", "pytest_django", "rjieba", "webauthn", "zxcvbn",
    ):  # fmt: skip
        __import__(name)
    loaded = [name for name in sys.modules if name.startswith(OURS)]
    assert loaded == [], loaded


def tried_in_functions(plan: Plan) -> list[str | None]:
    """By which test each mutant was noticed, "" for none; None for those that must be tried while loading."""
    with tempfile.NamedTemporaryFile("r+") as kept:
        child = os.fork()
        if not child:
            code = 3
            try:
                code = _tried_here(plan, kept.name)
            finally:
                os._exit(code)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
            sys.exit("the trial of the mutants came to no end")
        found: list[str | None] = json.loads(Path(kept.name).read_text())
    return found


def _tried_here(plan: Plan, into: str) -> int:
    import pytest

    from tests.cluster import TestCluster
    from tests.database import KEPT
    from tests.mutation.trials import Trials

    cluster = TestCluster()
    cluster.join()
    os.environ[KEPT] = f"zt_mutants_{os.getpid()}"
    trials = Trials(plan, cluster)
    paths = {one.split("::")[0] for target, _ in plan for stage in target.stages for one in stage}
    pytest.main([*WORDS, *sorted(paths)], plugins=[trials])
    trials.drop_database()
    cluster.leave()
    if len(trials.verdicts) != len(plan):
        return 1
    Path(into).write_text(json.dumps([one.by for one in trials.verdicts]))
    return 0


def tried_while_loading(target: Target, mutant: Mutant, first: Sequence[str]) -> str:
    """Ask the stages in turn, each in a child that loads the mutant: the stage that noticed, or "".

    Tests that noticed other mutants of the file come first.
    """
    for stage in target.stages:
        paths = [one.split("::")[0] for one in stage]

        def work(paths: Sequence[str] = paths) -> int:
            _put_in_place(mutant)
            import pytest

            order = {name: place for place, name in enumerate(first)}

            class InOrder:
                def pytest_collection_modifyitems(self, items: list[Any]) -> None:
                    slow = [one for one in items if one.get_closest_marker("slow")]
                    items[:] = [one for one in items if one not in slow]
                    items.sort(key=lambda one: order.get(one.nodeid, len(order)))

            return int(pytest.main([*WORDS, *paths], plugins=[InOrder()]))

        if waited(forked(work), PATIENCE) != 0:
            return stage[0]
    return ""


def _put_in_place(mutant: Mutant) -> None:
    """From now on the file's module is made of the mutant's source."""
    whole = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        if Path(self.path).resolve() == mutant.path:
            return compile(mutant.tree, str(mutant.path), "exec", dont_inherit=True)
        return whole(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]


def planned(arguments: argparse.Namespace) -> Iterator[tuple[Target, Mutant]]:
    """The mutants to try, without those that are known to be equal."""
    targets = _asked() if arguments.asked else TARGETS
    for target in targets:
        if not any(part in target.file for part in arguments.only):
            continue
        names = ASKED if arguments.asked else frozenset()
        for mutant in mutants(PROJECT / target.file, only_calls=names):
            if (target.file, mutant.change) not in EQUAL:
                yield replace(target, stages=target.stages[: arguments.stages]), mutant


def _asked() -> Iterator[Target]:
    """Every file that asks for a right, with the tests of its room and of the rights."""
    from tests.mutation.targets import OF_RIGHTS, OF_THE_WORLD

    for path in sorted((PROJECT / "zhike").glob("**/*.py")):
        if {"tests", "migrations"} & set(path.parts) or "/platform/access/" in str(path):
            continue
        room = next((one for one in path.parents if (one / "tests").is_dir()), None)
        own = () if room is None else ((str((room / "tests").relative_to(PROJECT)),),)
        yield Target(str(path.relative_to(PROJECT)), (*own, OF_RIGHTS, OF_THE_WORLD))


def main() -> int:
    """Try every mutant, print and keep the report; 1 below the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[""], help="files whose path contains one")
    parser.add_argument("--asked", action="store_true", help="leave out each call that refuses")
    parser.add_argument("--every", type=int, default=1, help="only one mutant of so many")
    parser.add_argument("--stages", type=int, default=9, help="ask only the first so many")
    parser.add_argument("--list", action="store_true", help="show the mutants and end")
    arguments = parser.parse_args()
    plan = list(planned(arguments))[:: arguments.every]
    if arguments.list:
        for target, mutant in plan:
            print(f"{target.file}:{mutant.line}  {mutant.change}")
        return 0
    load_what_is_not_ours()
    from tests.cluster import TestCluster

    cluster = TestCluster()
    cluster.join()
    try:
        noticed = tried_in_functions(plan)
        known = Counter(by for by in noticed if by)
        first = [name for name, _ in known.most_common()]
        for number, (target, mutant) in enumerate(plan):
            if noticed[number] is None:
                noticed[number] = tried_while_loading(target, mutant, first)
                place = f"{number + 1}/{len(plan)} {target.file}:{mutant.line}"
                print(f"{place}  {noticed[number] or 'NOT NOTICED'}  {mutant.change}", flush=True)
    finally:
        cluster.leave()
    return report([(mutant, bool(by)) for (_, mutant), by in zip(plan, noticed, strict=True)])


def report(verdicts: Sequence[tuple[Mutant, bool]]) -> int:
    """Print the score of each file and who got away; keep both; 1 when any file is below the bar."""
    made = Counter(str(mutant.path.relative_to(PROJECT)) for mutant, _ in verdicts)
    away = [mutant for mutant, noticed in verdicts if not noticed]
    missed = Counter(str(mutant.path.relative_to(PROJECT)) for mutant in away)
    scores = {file: round(100 * (1 - missed[file] / made[file]), 1) for file in made}
    lines = [f"{one.path.relative_to(PROJECT)}:{one.line}  {one.change}" for one in away]
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    kept = {"mutants": made, "scores": scores, "not noticed": lines}
    REPORT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print("\n".join(lines))
    for file, score in scores.items():
        print(f"{score:5.1f} %  of {made[file]:3}  {file}")
    whole = 100 * (1 - len(away) / max(1, len(verdicts)))
    print(f"{whole:5.1f} %  of {len(verdicts):3}  together; the bar for each file is {ENOUGH} %")
    return int(any(score < ENOUGH for score in scores.values()))


if __name__ == "__main__":
    sys.exit(main())
