"""What every test may ask for. The fixtures live in `tests/`: the database and the cast of people."""

import os

from hypothesis import settings

pytest_plugins = ["tests.database", "tests.cast"]

# Random cases: few and the same in every run, so that a red test is somebody's change; many and new ones at night.
settings.register_profile("every-day", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "every-day"))
