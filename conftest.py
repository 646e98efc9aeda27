"""What every test may ask for. The fixtures live in `tests/`: the database and the cast of people."""

pytest_plugins = ["tests.database", "tests.cast"]
