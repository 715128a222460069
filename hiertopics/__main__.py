"""``python -m hiertopics``."""

import sys

from hiertopics.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
