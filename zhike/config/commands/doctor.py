"""`zhike doctor`: what is wrong with this installation, each line with its mend."""

import argparse

SUMMARY = "say what is wrong with this installation, and how to mend it"


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_args: argparse.Namespace) -> int:
    """Print one line per check; 1 when something must be mended."""
    from zhike.config.doctor.examine import examine

    return examine()
