"""`python -m bench.contacts_file ROWS PATH`: a CSV of contacts with company names, the same for the same number of rows.

A process of its own: the people it makes up must not count as memory of the import that reads the file.
"""

import sys
from pathlib import Path

from bench.homes import use
from bench.make_data import SEED, UNTIL


def write(rows: int, path: Path) -> None:
    """Write the file."""
    from zhike.config.demo import files
    from zhike.config.demo.maker import Maker

    maker = Maker(rows, until=UNTIL, seed=SEED, days=30, most_lines=1)
    made = files.contact_rows(maker.people(), maker.companies, [""])
    path.write_bytes(files.written(files.CONTACTS, made))


if __name__ == "__main__":
    use("writing")
    write(int(sys.argv[1]), Path(sys.argv[2]))
