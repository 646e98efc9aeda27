"""The measurements as a table, beside what was promised, and the page that keeps the last ones."""

import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
Reading = dict[str, dict[str, dict[str, float]]]
_GOALS = {
    "list": "CPU ≤ 2.0 × floor; p95 < 40 ms",
    "list by name": "p95 < 40 ms",
    "list by spending": "p95 < 40 ms",
    "second page": "p95 < 40 ms",
    "filtered with count": "p95 < 60 ms",
    "search zh": "p95 < 50 ms",
    "search pinyin": "p95 < 50 ms",
    "search en": "p95 < 50 ms",
    "record page, 4 requests": "p50 < 50 ms",
    "segment count": "< 1,000 ms",
}
_INTRO = """# Benchmarks

Written by `make bench` on {day}: {cores} cores, {memory} GB, {system}, Python {python}. Ratios travel between machines, absolute
times do not. Load of the machine when this was written: {load:.1f} runnable processes on {cores} cores.

Requests go over HTTP with keep-alive to one web process (granian, WSGI, all middleware), signed in as a member who sees the
eighth of the rows that their team of five owns; the segment is counted by a manager over all rows. Times are wall
milliseconds of one client after the other. *Floor*: a psycopg loop that fetches and encodes the same rows without any server;
*ratio* compares CPU of the web process with the CPU of that loop, taken in turns, median of five.
A segment is counted seven times; its p95 is the first, on a cold cache.

"""


def table(reading: Reading, writing: dict[str, Any]) -> Iterator[str]:
    """Lines of Markdown."""
    sizes = list(reading)
    yield f"| Work | {' | '.join(f'{size}: p50 / p95 ms' for size in sizes)} | Goal at 1 M |"
    yield f"| --- |{' ---: |' * len(sizes)} --- |"
    for work, goal in _GOALS.items():
        cells = [
            f"{found[work]['p50']:.1f} / {found[work]['p95']:.1f}" if work in found else "–"
            for found in reading.values()
        ]
        yield f"| {work} | {' | '.join(cells)} | {goal} |"
    cells = [
        f"{found['list']['cpu']:.0f} µs = **{found['list']['ratio']:.2f} ×** floor ({found['list']['floor_cpu']:.0f} µs)"
        for found in reading.values()
    ]
    yield f"| list, CPU of the web process a request | {' | '.join(cells)} | ≤ 2.0 × |"
    if "row scope" in reading[sizes[-1]]:
        ratio = reading[sizes[-1]]["row scope"]["ratio"]
        yield ""
        yield (
            f"A list page with a member's row scope takes {ratio:.2f} times one over all rows"
            f" at {sizes[-1]} (goal: at most 1.3)."
        )
    if "10k" in reading and "1m" in reading:
        growth = reading["1m"]["list"]["p50"] / reading["10k"]["list"]["p50"]
        yield ""
        yield f"List p50 at 1 M is {growth:.2f} times that at 10 k (goal: at most 1.5)."
    yield ""
    yield from _work(writing)


def _work(writing: dict[str, Any]) -> Iterator[str]:
    found = writing.get("import")
    if found:
        yield (
            f"Import of {found['rows']:,.0f} contacts with companies, matching, search and change rows:"
            f" **{found['rate']:,.0f} rows/s**, {found['ratio']:.1f} × a bare COPY of the same file into a table like that of contacts with its indexes"
            f" ({found['floor_seconds']:.2f} s), {found['cpu_seconds'] / found['rows'] * 1e6:.0f} µs CPU a row in the worker,"
            f" {found['peak_mb']:.0f} MB at most. Goal: 5,000 rows/s, 8 ×, 400 MB."
        )
        yield ""
    found = writing.get("large import")
    if found:
        yield (
            f"Import of {found['rows']:,.0f} contacts: {found['rate']:,.0f} rows/s, {found['ratio']:.1f} × COPY,"
            f" **{found['peak_mb']:.0f} MB** at most. Goal: 400 MB."
        )
        yield ""
    found = writing.get("campaign")
    if found:
        yield (
            f"Campaign of {found['mails']:,.0f} mails over SMTP to a local sink that stores them:"
            f" **{found['rate']:,.0f} mails/s**. Goal: 300 mails/s."
        )


def write_page(reading: Reading, writing: dict[str, Any]) -> None:
    """Write `docs/benchmarks.md`."""
    intro = _INTRO.format(
        day=datetime.now(UTC).date(),
        cores=os.cpu_count(),
        memory=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        load=os.getloadavg()[0],
    )
    PAGE.write_text(intro + "\n".join(table(reading, writing)) + "\n", encoding="utf-8")
