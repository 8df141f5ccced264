"""Fault 27: what the machine has runs out."""

import resource
import socket
import time

from lines import hang_up
from network import room
from trial import learn, restarted


def exhausted(trial):
    """Too few descriptors for the connections; too small an address space; and the system's own way out, SIGKILL."""
    town = trial.town()
    few = 64
    town.start(preexec=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (few, few)))
    learn(town)
    room(1000)
    with trial.at_work(town) as writers:
        crowd = []
        for _ in range(300):
            try:
                crowd.append(socket.create_connection(("127.0.0.1", town.port), timeout=1))
            except OSError:
                break
        time.sleep(trial.times(2, 10))
        hang_up(*crowd)
        back = writers.wait_for(8, 60)
    town.kill()
    used = _address_space(town)
    town.start(preexec=lambda: resource.setrlimit(resource.RLIMIT_AS, (used, used)))
    with trial.at_work_again(town, 8):
        town_file = town.asked[0].files[0]
        for number in range(trial.times(6, 30)):
            try:
                town.ask("mia", "POST", f"/files/{town_file}/documents?name=a.pdf", raw=b"%PDF-1.4\n" + bytes(20_000_000), timeout=20)
            except Exception as died:  # it may die: that is the fault
                trial.note = f"it died of it: {died}"
            if not town.is_running():
                break
    alive = town.is_running()
    town.kill()
    silent = restarted(town)
    served = f"{len(crowd)} connections with {few} descriptors: served again after {back:.1f} s"
    trial.note = f"{served}; with {used >> 20} MB of addresses: {'alive' if alive else 'died'}"
    return trial.judged(town, silent=max(back, silent))


def _address_space(town):
    """What it uses when nothing is asked, and a little more."""
    town.start()
    with open(f"/proc/{town.process.pid}/status", encoding="ascii") as status:
        size = next(int(line.split()[1]) for line in status if line.startswith("VmPeak"))
    town.kill()
    return (size + 30_000) * 1024
