"""PostgreSQL servers for the trials: each with everything on disk that it answers, reached through a socket in its own directory."""

import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import time

#: What every server is started with: a small one that keeps its promises.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_locks_per_transaction": "256",
    "fsync": "on",
    "synchronous_commit": "on",
    "wal_level": "replica",
    "max_wal_senders": "5",
    "hot_standby": "on",
    "dynamic_shared_memory_type": "mmap",
    "restart_after_crash": "on",
}


def programs():
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise SystemExit("PostgreSQL 15 or newer is not installed: apt-get install postgresql")
    return found[-1].parent


class Server:
    """One server. As root it runs as `postgres`, since it refuses to run as root."""

    def __init__(self, place, follows=None, like=None):
        """An empty one; one that follows another; or a copy of one that does not run just now."""
        self.place = pathlib.Path(place)
        self.place.mkdir(parents=True)
        self.data = self.place / "data"
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            os.chown(self.place, pwd.getpwnam(self.user).pw_uid, -1)
        self.process = None
        if like:
            subprocess.run(["cp", "-a", like.data, self.data], check=True)
        elif follows:
            source = f"host={follows.place} user=postgres application_name={self.place.name}"
            self._run("pg_basebackup", "-D", self.data, "-d", source, "-R", "-X", "stream", "-c", "fast")
        else:
            self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")

    def _command(self, program, *arguments):
        command = [str(programs() / program), *map(str, arguments)]
        return ["setpriv", f"--reuid={self.user}", "--clear-groups", *command] if self.user else command

    def _run(self, program, *arguments):
        done = subprocess.run(self._command(program, *arguments), capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip()}")

    def start(self, before=()):
        """Starts it, and waits until it answers. One that was killed may have to wait for its own remains to go."""
        for _ in range(5):
            if self._start(before):
                return self
            time.sleep(1)
        raise RuntimeError("the server does not start: " + (self.place / "log").read_text(errors="replace")[-400:])

    def _start(self, before):
        settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        command = self._command("postgres", "-D", self.data, "-k", self.place, *settings)
        log = open(self.place / "log", "ab")
        self.process = subprocess.Popen([*before, *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/")
        for _ in range(300):
            if self.answers():
                return True
            if self.process.poll() is not None:
                return False
            time.sleep(0.1)
        return False

    def answers(self):
        done = subprocess.run(["psql", "-XAtqc", "SELECT 1", self.url("postgres")], capture_output=True)
        return done.returncode == 0

    def url(self, database):
        return f"postgres://postgres@/{database}?host={self.place}"

    def sql(self, question, database="postgres"):
        done = subprocess.run(["psql", "-XAtqc", question, self.url(database)], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return done.stdout.strip()

    def kill(self):
        """As when its power goes."""
        if self.process:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.process.wait()
            for pid in self.backends():
                os.kill(pid, signal.SIGKILL)

    def backends(self):
        """Processes that the server has started, each in a group of its own."""
        found = []
        for status in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if status.read_bytes().startswith(b"postgres: ") and os.readlink(status.parent / "cwd") == str(self.data):
                    found.append(int(status.parent.name))
            except OSError:
                pass
        return found

    def stop(self):
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def remove(self):
        self.kill()
        shutil.rmtree(self.place, ignore_errors=True)
