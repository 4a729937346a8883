"""`python -m config.embedded COMMAND…`: run a command with both private servers."""

import os
import subprocess
import sys

from config.embedded import ServerProblem, private_servers


def main(command: list[str]) -> int:
    try:
        with private_servers(os.environ):
            return subprocess.run(command, check=False).returncode
    except ServerProblem as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
