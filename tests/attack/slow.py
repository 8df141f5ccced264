"""Can few who are slow keep many out? slowhttptest holds hundreds of connections open in four ways while somebody goes on asking."""

import subprocess
import threading
import time

#: Connections, seconds of each attack, and the longest that anybody else may wait.
CONNECTIONS, SECONDS, LONGEST = "400", 30, 5.0

WAYS = {
    "slow heads": ["-H"],
    "slow bodies": ["-B", "-s", "8192", "-t", "POST"],
    "overlapping ranges": ["-R", "-a", "10", "-b", "3000"],
    "slow reading": ["-X", "-w", "10", "-y", "20", "-n", "5", "-z", "32", "-k", "3"],
}


def run(demo):
    rows, whole = [], True
    for name, way in WAYS.items():
        waited, ended = [], threading.Event()

        def others():
            while not ended.is_set():
                began = time.monotonic()
                status, _, _ = demo.ask("GET", "/logga-in")
                waited.append((status, time.monotonic() - began))
                time.sleep(0.2)

        watch = threading.Thread(target=others)
        watch.start()
        asked = ["slowhttptest", *way, "-c", CONNECTIONS, "-r", "200", "-i", "5", "-l", str(SECONDS), "-p", "10"]
        subprocess.run([*asked, "-u", f"{demo.address}/logga-in"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ended.set()
        watch.join()
        slowest = max(took for _, took in waited)
        good = slowest <= LONGEST and all(status == 200 for status, _ in waited)
        whole &= good
        rows.append((f"slowhttptest: {name}", f"{CONNECTIONS} connections, {SECONDS} s", f"others waited at most {slowest:.2f} s, {len(waited)} times", good))
    return rows, whole
