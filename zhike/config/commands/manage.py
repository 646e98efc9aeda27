"""`zhike manage …`: Django's own commands, with the database running."""

import argparse

SUMMARY = "Django's own commands (zhike manage help)"
_WITHOUT_DATABASE = {"help", "check", "makemigrations", "diffsettings"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything after `manage` is Django's."""
    parser.add_argument("words", nargs=argparse.REMAINDER)


def run(args: argparse.Namespace) -> int:
    """Hand the words to Django."""
    from django.core.management import execute_from_command_line

    from zhike.config.installation import installation

    words = [word for word in args.words if word != "--"] or ["help"]
    if words[0] in _WITHOUT_DATABASE:
        execute_from_command_line(["zhike manage", *words])
        return 0
    with installation():
        execute_from_command_line(["zhike manage", *words])
    return 0
