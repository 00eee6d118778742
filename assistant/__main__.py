"""`python -m assistant`, the same as the `antiphon` command."""

import sys

from assistant.cli import main

if __name__ == "__main__":  # the performer is spawned, and a spawned process imports this module again
    sys.exit(main())
