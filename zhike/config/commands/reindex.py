"""`zhike reindex [OBJECT …]`: makes search entries again, after the way of splitting words has changed."""

import argparse

SUMMARY = "make the search entries of records again (all objects, or those named)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The objects."""
    parser.add_argument("objects", nargs="*", help="contact, company, …; all when none is named")


def run(args: argparse.Namespace) -> int:
    """Tell how many of each were made."""
    from zhike.config.installation import installation

    with installation():
        from zhike.platform.metadata.registry import registry
        from zhike.platform.search.reindex_actions import reindex

        for key in args.objects or list(registry.specs):
            print(f"{key}: {reindex(key)}")
    return 0
