"""`python -m commonweal.cli`."""

import sys

from commonweal.cli.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
