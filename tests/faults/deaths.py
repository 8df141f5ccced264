"""Faults 1, 2, 3, 10, 11: whoever is at work dies."""

import os
import random
import signal
import time

from servers import Server
from trial import learn, restarted


def acts(town):
    """How many there were, and how many of them nobody was answered about: where the fault came in the middle."""
    unknown, done = sum(one.unknown for one in town.asked), sum(one.done for one in town.asked)
    if unknown == 0 and len(town.asked) > 1000:
        raise RuntimeError("no act was cut short: the fault was not made")
    return f"{len(town.asked)} acts, {done} answered as done, {unknown} not answered"


def program_killed(trial):
    town, chance, longest = trial.begun(), random.Random(1), 0.0
    deaths = trial.times(6, 500 if trial.engine == "sqlite" else 60)
    with trial.at_work(town) as writers:
        for _ in range(deaths):
            time.sleep(chance.uniform(0.02, 0.4))
            town.kill()
            longest = max(longest, restarted(town))
            writers.wait_for(2)
    trial.note = f"{deaths} deaths, {acts(town)}"
    return trial.judged(town, silent=longest)


def database_killed(trial):
    server = trial.own_server()
    town, chance = trial.begun(server=server), random.Random(2)
    deaths = trial.times(2, 12)
    with trial.at_work(town) as writers:
        for death in range(deaths):
            time.sleep(chance.uniform(0.2, 1.0))
            if death % 2:
                server.kill()
                server.start()
            else:
                busy = server.sql("SELECT pid FROM pg_stat_activity WHERE application_name = 'lykta' AND state <> 'idle' LIMIT 1")
                pid = int(busy or server.sql("SELECT pid FROM pg_stat_activity WHERE application_name = 'lykta' LIMIT 1"))
                os.kill(pid, signal.SIGKILL)
            writers.wait_for(8)
        silent = writers.silence
    trial.note = f"{deaths} deaths, {acts(town)}; nobody could work for {silent:.1f} s"
    return trial.judged(town, silent=silent)


def both_killed(trial):
    server = trial.own_server()
    town, longest = trial.begun(server=server), 0.0
    with trial.at_work(town) as writers:
        for program_first in (True, False):
            writers.wait_for(10)
            town.kill()
            server.kill()
            if program_first:
                try:
                    town.start(patience=20)
                    trial.note = "it started without its database"
                except RuntimeError as error:
                    trial.note = f"without its database: “{error}”"
            began = time.monotonic()
            server.start()
            restarted(town)
            longest = max(longest, time.monotonic() - began)
            writers.wait_for(8)
    return trial.judged(town, silent=longest)


def pair(trial):
    """A primary, and a standby without which nothing is answered."""
    first = trial.own_server("first")
    second = Server(trial.place / "second", follows=first).start()
    trial.ends.callback(second.remove)
    return first, second


def in_step(first):
    """From now on nothing is answered that is not on the standby."""
    first.sql("ALTER SYSTEM SET synchronous_standby_names = 'second'")
    first.sql("SELECT pg_reload_conf()")
    while first.sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != "1":
        time.sleep(0.1)


def both_hosts(first, second):
    return lambda name: f"postgres://postgres@/{name}?host={first.place}&host={second.place}"


def primary_dies(trial):
    first, second = pair(trial)
    town = trial.town(server=first, url=both_hosts(first, second))
    in_step(first)
    town.start()
    learn(town)
    with trial.at_work(town) as writers:
        writers.wait_for(trial.times(30, 300))
        first.kill()
        time.sleep(0.3)
        second.sql("SELECT pg_promote()")
        town.admin = second.url("beginning")
        second.sql("ALTER SYSTEM SET synchronous_standby_names = ''")
        second.sql("SELECT pg_reload_conf()")
        writers.wait_for(30)
        silent = writers.silence
    trial.note = f"{acts(town)}; nobody could write for {silent:.1f} s"
    return trial.judged(town, silent=silent)


def standby_dies(trial):
    first, second = pair(trial)
    town = trial.town(server=first, url=both_hosts(first, second))
    in_step(first)
    town.start()
    learn(town)
    gone = trial.times(6, 40)
    with trial.at_work(town) as writers:
        writers.wait_for(30)
        second.kill()
        before = writers.answered()
        time.sleep(gone)
        kept_back = writers.answered() - before
        second.start()
        writers.wait_for(30)
        told = sorted(problem for problem in writers.problems)
    if kept_back > 4:  # those whose commit was on its way when it died
        raise RuntimeError(f"{kept_back} acts were answered without the standby")
    trial.note = f"away for {gone} s: nothing was answered meanwhile; told: {'; '.join(told) or 'nobody, they waited'}"
    return trial.judged(town)
