"""`zhike worker`: run queued jobs until stopped. `zhike run` starts one; start more on other machines."""

import argparse

SUMMARY = "run queued jobs (zhike run starts one of these)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_args: argparse.Namespace) -> int:
    """Until SIGTERM."""
    from zhike.config.installation import installation

    with installation():
        from zhike.platform.jobs.worker import run_worker

        run_worker()
    return 0
