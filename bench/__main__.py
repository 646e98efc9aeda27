"""`make bench`: makes the data that are missing, measures, prints a table and writes it to `docs/benchmarks.md`.

`python -m bench 10k 100k` measures these sizes only and writes nothing. Each step is a process of its own.
"""

import subprocess
import sys
from typing import Any

import orjson

from bench.homes import SIZES
from bench.report import table, write_page

IMPORT_ROWS, LARGE_ROWS, MAILS = 100_000, 1_000_000, 6_000


def _run(module: str, *arguments: str) -> Any:
    """What a step prints as its last line."""
    print(f"… {module} {' '.join(arguments)}", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{module}", *arguments],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    lines = done.stdout.strip().splitlines()
    return orjson.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}


def main(sizes: list[str]) -> int:
    """Measure everything."""
    for size in sizes:
        _run("make_data", size)
    reading = {size: _run("reading", size) for size in sizes}
    writing = _run("writing", str(IMPORT_ROWS), str(MAILS))
    if sizes == list(SIZES):
        writing["large import"] = _run("writing", str(LARGE_ROWS), "0")["import"]
    print("\n".join(table(reading, writing)))
    if sizes == list(SIZES):
        write_page(reading, writing)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(SIZES)))
