"""What nobody means, asked of a demo of its own: connections that misbehave, and whatever the API's description allows.

    python3 tests/api/abuse.py LYKTA SCHEMATHESIS

LYKTA is the built program, SCHEMATHESIS the program `st`. `cargo xtask abuse` calls it with both.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "attack"))

from demo import running  # noqa: E402 (found on the path above)

#: They would take away the token that all the others are asked with, and move the day under them.
LEFT_OUT = ("end_token", "set_day_forward")

#: What has the right shape can still be refused: what a calendar, Unicode or a file's first bytes say, no description can.
NOT_ASKED = "positive_data_acceptance"

#: Of each operation so many cases, and so many seconds in all.
CASES, SECONDS = "60", "180"

#: What only those who receive reports come to, asked as one of them.
RECEPTION, RECEIVED = "60", ("--include-path-regex", "/(reports|search|wishes)")


def schemathesis(st, at, secret, seconds, *which):
    asked = [st, "run", f"{at}/api/v1/openapi.json", "-H", f"Authorization: Bearer {secret}"]
    asked += ["-n", CASES, "--max-time", seconds, "--seed", "7", "--continue-on-failure"]
    asked += ["--exclude-checks", NOT_ASKED, *which]
    for operation in LEFT_OUT:
        asked += ["--exclude-operation-id", operation]
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(asked, cwd=folder, check=False).returncode


def main():
    lykta, st = (os.path.abspath(path) for path in sys.argv[1:3])
    with running(lykta) as demo:
        frida, mia = (demo.token(who) for who in ("frida", "mia"))
        rude = [sys.executable, "-B", str(HERE / "rude.py"), demo.address, str(demo.process.pid), mia]
        failed = subprocess.run(rude, check=False).returncode
        failed |= schemathesis(st, demo.address, frida, SECONDS)
        failed |= schemathesis(st, demo.address, mia, RECEPTION, *RECEIVED)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
