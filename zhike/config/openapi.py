"""Write the OpenAPI document: `python -m zhike.config.openapi FILE`. It is checked in; a test compares it."""

import json
import os
import sys
from pathlib import Path


def document() -> str:
    """The document as stable, readable JSON. Django must be set up."""
    from zhike.config.api import api

    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"


def main() -> int:
    """Write it to the file named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhike.config.settings")
    import django

    django.setup()
    Path(sys.argv[1]).write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
