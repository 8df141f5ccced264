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

#: They would take away the token that all the others are asked with, and move the day under them.
LEFT_OUT = ("end_token", "set_day_forward")

#: What has the right shape can still be refused: what a calendar, Unicode or a file's first bytes say, no description can.
NOT_ASKED = "positive_data_acceptance"

#: Of each operation so many cases, and so many seconds in all.
CASES, SECONDS = "60", "180"

#: What only those who receive reports come to, asked as one of them.
RECEPTION, RECEIVED = "60", ("--include-path-regex", "/(reports|search|wishes)")


def address(demo):
    """Where the demo is, as it says on its first line."""
    for line in demo.stdout:
        if "http://" in line:
            return "http://" + line.split("http://")[1].split()[0].rstrip("/")
    sys.exit("the demo did not start")


def token(lykta, data, who):
    asked = [lykta, "token", "--data", data, "--user", who, "--scope", "read,write,report"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


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
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "demo")
        asked = [lykta, "demo", "--data", data, "--port", "0"]
        with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as demo:
            try:
                at = address(demo)
                frida, mia = (token(lykta, data, who) for who in ("frida", "mia"))
                rude = [sys.executable, "-B", str(HERE / "rude.py"), at, str(demo.pid), mia]
                failed = subprocess.run(rude, check=False).returncode
                failed |= schemathesis(st, at, frida, SECONDS)
                failed |= schemathesis(st, at, mia, RECEPTION, *RECEIVED)
            finally:
                demo.terminate()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
