"""One trial of one fault: a town that starts where every town starts, and what came of it."""

import contextlib
import pathlib
import shutil
import tempfile
import time

from looking import verdict, works
from servers import Server
from town import Town, Watcher, Writers

class Bench:
    """What all trials share: the program, and a practice municipality that each begins with, on either engine."""

    def __init__(self, lykta, longer):
        self.lykta, self.longer = lykta, longer
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="lykta-faults-"))
        self.place.chmod(0o755)
        self.server = None
        self.made = {}
        self.count = 0

    def new(self, name):
        self.count += 1
        place = self.place / f"{self.count}-{name}"
        place.mkdir()
        return place

    def postgres(self):
        if not self.server:
            self.server = Server(self.place / "server").start()
        return self.server

    def beginning(self, engine):
        """Made once, and copied for each trial."""
        if engine not in self.made:
            place, database = self.new("beginning"), None
            if engine == "postgres":
                self.postgres().sql("CREATE DATABASE beginning")
                self.postgres().sql("ALTER DATABASE beginning SET synchronous_commit = off")
                database = self.server.url("beginning")
            town = Town(place, self.lykta, database).start(patience=240).prepare()
            town.stop()
            if database:
                self.postgres().sql("ALTER DATABASE beginning RESET synchronous_commit")  # it was off only while this was made
            self.made[engine] = town
        return self.made[engine]

    def server_like_it(self, place):
        """A server of its own with the beginning in it."""
        self.beginning("postgres")
        self.server.stop()
        other = Server(place, like=self.server)
        self.server.start()
        return other.start()

    def remove(self):
        if self.server:
            self.server.remove()
        shutil.rmtree(self.place, ignore_errors=True)


class Trial:
    """A fault on an engine. `longer` trials take minutes, the others seconds."""

    def __init__(self, bench, engine):
        self.bench, self.engine, self.longer = bench, engine, bench.longer
        self.place = bench.new("trial")
        self.ends = contextlib.ExitStack()
        self.note = ""

    def times(self, few, many):
        return many if self.longer else few

    def town(self, data=None, server=None, url=None):
        """A town of its own, which does not run yet."""
        beginning = self.bench.beginning(self.engine)
        town = Town(self.place, self.bench.lykta, data=data)
        shutil.copytree(beginning.data, town.data, dirs_exist_ok=True)
        if self.engine == "postgres":
            name = "beginning" if server else f"town_{self.bench.count}"
            if not server:
                server = self.bench.postgres()
                server.sql(f"CREATE DATABASE {name} TEMPLATE beginning")
            town.database = (url or server.url)(name)
            town.admin = server.url(name)
        town.tokens, town.before = dict(beginning.tokens), dict(beginning.before)
        self.ends.callback(town.kill)
        return town

    def own_server(self, name="server"):
        """A server that nobody else's trial is on, with the beginning in it."""
        server = self.bench.server_like_it(self.place / name)
        self.ends.callback(server.remove)
        return server

    def begun(self, **how):
        """A town that runs, with what its writers must know."""
        town = self.town(**how).start()
        learn(town)
        return town

    @contextlib.contextmanager
    def at_work(self, town, people=4, **how):
        """People at work in a town, and one who watches. What they asked for is `town.asked` afterwards."""
        how.setdefault("pause", self.times(0.03, 0.0))
        writers = Writers(town, people, **how)
        watcher = Watcher(town, writers)
        try:
            writers.wait_for(people)
            yield writers
        finally:
            watcher.end()
            town.asked = writers.end()
        if watcher.asked == 0:
            raise RuntimeError("nobody watched")

    @contextlib.contextmanager
    def at_work_again(self, town, people=4):
        """The same where nothing need be answered. What they ask for is added to `town.asked`."""
        earlier, writers = getattr(town, "asked", []), Writers(town, people)
        try:
            yield writers
        finally:
            town.asked = earlier + writers.end()

    def judged(self, town, operations=None, **how):
        return verdict(town, operations if operations is not None else town.asked, **how)


def learn(town):
    """The day and the unit of reception, as the program says them."""
    me = town.read("mia", "/me")
    town.today, town.unit = me["now"][:10], me["unit"]


def restarted(town, longest=60, **how):
    """Started again and again, as a service manager does, until somebody can work. Says how long that took."""
    began = time.monotonic()
    while not (town.is_running() and works(town)):
        if time.monotonic() - began > longest:
            raise TimeoutError(f"nobody could work for {longest} s")
        if not town.is_running():
            try:
                town.start(**how)
            except RuntimeError:
                time.sleep(0.5)
        else:
            time.sleep(0.2)
    return time.monotonic() - began
