"""``python -m servqual`` is the command ``servqual``."""

import sys

from servqual.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
