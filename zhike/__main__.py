"""`python -m zhike` is the command `zhike`."""

import sys

from zhike.config.command_line import main

sys.exit(main())
