"""`python -m tests.mutation [--only policy.py] [--asked] [--every 4]`: mutate, ask the tests, report, and fail below the bar.

One process loads what is not ours and forks a child for every mutant; the child finds the changed source where the file's
would be, and runs the tests on a database of its own, cloned from the template that all test runs keep.
"""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Final

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.targets import ASKED, ENOUGH, EQUAL, TARGETS, Target

PROJECT: Final = Path(__file__).resolve().parents[2]
REPORT: Final = PROJECT / ".cache" / "mutation.json"
OURS: Final = "zhike.platform"
LEAST_PATIENCE: Final = 60.0


@dataclass
class Verdict:
    """What became of a mutant: noticed by a stage of tests, or not at all."""

    mutant: Mutant
    noticed: bool
    by: str


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


def tested(mutant: Mutant | None, tests: tuple[str, ...]) -> "int":
    """Start the tests in a child; returns its process id."""
    child = os.fork()
    if child:
        return child
    os.setpgid(0, 0)
    silent = os.open(os.devnull, os.O_WRONLY)
    if mutant is not None:
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        _put_in_place(mutant)
    import pytest

    words = [
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        "-m",
        "not browser and not slow",
    ]
    code = 3
    try:
        code = int(pytest.main([*words, *tests]))
    finally:
        os._exit(code)


def _put_in_place(mutant: Mutant) -> None:
    """From now on the file's module is made of the mutant's source."""
    whole = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        if Path(self.path).resolve() == mutant.path:
            return compile(mutant.source, str(mutant.path), "exec", dont_inherit=True)
        return whole(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]


def waited(child: int, patience: float) -> int:
    """The exit code of a child; one that takes too long is ended, and counts as a failure."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -1


def patience_of(stages: set[tuple[str, ...]]) -> dict[tuple[str, ...], float]:
    """How long the tests of each stage may take, measured on the unchanged code. Exits when they fail there."""
    found = {}
    for tests in sorted(stages):
        started = time.monotonic()
        code = waited(tested(None, tests), 3_600)
        if code != 0:
            sys.exit(f"the tests fail without a mutant: {' '.join(tests)}")
        found[tests] = max(LEAST_PATIENCE, 4 * (time.monotonic() - started))
    return found


def judged(
    stages: tuple[tuple[str, ...], ...], mutant: Mutant, patience: dict[tuple[str, ...], float]
) -> Verdict:
    """Ask the stages in turn until one notices."""
    for tests in stages:
        if waited(tested(mutant, tests), patience[tests]) != 0:
            return Verdict(mutant, noticed=True, by=tests[0])
    return Verdict(mutant, noticed=False, by="")


def planned(arguments: argparse.Namespace) -> Iterator[tuple[Target, Mutant]]:
    """The mutants to try, without those that are known to be equal."""
    targets = _asked() if arguments.asked else TARGETS
    for target in targets:
        if arguments.only and arguments.only not in target.file:
            continue
        names = ASKED if arguments.asked else frozenset()
        for mutant in mutants(PROJECT / target.file, only_calls=names):
            if (target.file, mutant.change) not in EQUAL:
                yield target, mutant


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
    parser.add_argument("--only", default="", help="files whose path contains this")
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
        few = arguments.stages
        patience = patience_of({tests for target, _ in plan for tests in target.stages[:few]})
        verdicts = []
        for number, (target, mutant) in enumerate(plan, 1):
            verdict = judged(target.stages[:few], mutant, patience)
            verdicts.append(verdict)
            place = f"{number}/{len(plan)} {target.file}:{mutant.line}"
            print(f"{place}  {verdict.by or 'NOT NOTICED'}  {mutant.change}", flush=True)
    finally:
        cluster.leave()
    return report(verdicts)


def report(verdicts: list[Verdict]) -> int:
    """Print the score and who got away; keep both; 1 below the bar."""
    away = [verdict.mutant for verdict in verdicts if not verdict.noticed]
    score = 100.0 * (len(verdicts) - len(away)) / max(1, len(verdicts))
    lines = [f"{one.path.relative_to(PROJECT)}:{one.line}  {one.change}" for one in away]
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    kept = {"mutants": len(verdicts), "score": round(score, 1), "not noticed": lines}
    REPORT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print("\n".join([*lines, f"{len(verdicts)} mutants, {score:.1f} % noticed, bar {ENOUGH} %"]))
    return int(score < ENOUGH)


if __name__ == "__main__":
    sys.exit(main())
