#!/usr/bin/env python3
"""Three PostgreSQL servers under Patroni on this computer, to try what happens when one of them dies.

    three_nodes.py up DIR        starts etcd and Patroni three times, on 127.0.0.11, .12 and .13, and HAProxy before them on 127.0.0.10;
                                 prints the address to give Lykta
    three_nodes.py primary DIR   prints which node writes now
    three_nodes.py kill DIR N    kills everything of node N at once, as when its power fails
    three_nodes.py pause DIR N   stops it in the middle of what it does; `resume` lets it go on, believing that no time has passed
    three_nodes.py cut DIR N     cuts its network in both directions; `join` mends it
    three_nodes.py start DIR N   starts a killed node again
    three_nodes.py down DIR      stops all and removes DIR

Each node runs as a user of its own (lykta-db1 …), so that its traffic can be told from the others'. It is for trying and testing: on real
servers the same two files, patroni.yml and etcd's flags, are used with real addresses, TLS between all, and a watchdog. Needs root, and
Debian's packages postgresql, patroni, etcd-server, haproxy and nftables.
"""

import json
import os
import pwd
import secrets
import shutil
import signal
import string
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
NODES = (1, 2, 3)
PORT = 5432
PROXY = "127.0.0.10"
PATIENCE = 90  # seconds until three nodes stand
TABLE = "lykta_three_nodes"


def address(node):
    return f"127.0.0.{10 + node}"


def user(node):
    return f"lykta-db{node}"


def place(directory, node):
    return directory / f"db{node}"


def etcd_hosts():
    return ",".join(f"{address(node)}:2379" for node in NODES)


def programs():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    missing = [name for name in ("patroni", "etcd", "haproxy", "nft", "setpriv") if not shutil.which(name)]
    if missing or not found:
        sys.exit("three_nodes: missing: apt-get install postgresql patroni etcd-server haproxy nftables")
    if os.geteuid() != 0:
        sys.exit("three_nodes: needs root, to run each node as a user of its own")
    return found[-1].parent


def up(directory):
    bin_dir = programs()
    if directory.exists() and any(directory.iterdir()):
        sys.exit(f"three_nodes: {directory} is not empty")
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o755)
    words = {name: secrets.token_hex(16) for name in ("superuser", "replicator", "owner", "app")}
    passwords = directory / "passwords.json"
    passwords.touch(mode=0o600)
    passwords.write_text(json.dumps(words))
    for node in NODES:
        prepare(directory, node, bin_dir, words)
    for node in NODES:
        start(directory, node)
    start_proxy(directory)
    wait_for(lambda: ready(directory), "three nodes and a synchronous standby")
    make_database(directory, bin_dir, words)
    print(url(words))


def prepare(directory, node, bin_dir, words):
    name = user(node)
    try:
        pwd.getpwnam(name)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name], check=True)
    own = place(directory, node)
    own.mkdir(mode=0o700)
    filled = string.Template((HERE / "patroni.yml").read_text()).substitute(
        name=f"db{node}",
        address=address(node),
        etcd=etcd_hosts(),
        ttl=6,
        loop_wait=1,
        retry_timeout=2,
        network="127.0.0.0/8",
        port=PORT,
        dir=own,
        bin=bin_dir,
        superuser_password=words["superuser"],
        replicator_password=words["replicator"],
        watchdog="off",
    )
    (own / "patroni.yml").write_text(filled)
    for path in (own, own / "patroni.yml"):
        shutil.chown(path, name, name)


def start(directory, node):
    own = place(directory, node)
    peers = ",".join(f"db{peer}=http://{address(peer)}:2380" for peer in NODES)
    etcd = [
        "etcd", "--name", f"db{node}", "--data-dir", str(own / "etcd"),
        "--listen-client-urls", f"http://{address(node)}:2379", "--advertise-client-urls", f"http://{address(node)}:2379",
        "--listen-peer-urls", f"http://{address(node)}:2380", "--initial-advertise-peer-urls", f"http://{address(node)}:2380",
        "--initial-cluster", peers, "--initial-cluster-token", f"lykta{directory}",
        "--heartbeat-interval", "100", "--election-timeout", "1000",
    ]
    spawn(own, node, "etcd", etcd)
    spawn(own, node, "patroni", ["patroni", str(own / "patroni.yml")])


def start_proxy(directory):
    servers = {f"db{node}": f"{address(node)}:{PORT}" for node in NODES}
    text = (HERE / "haproxy.cfg").read_text()
    (directory / "haproxy.cfg").write_text(string.Template(text).substitute(address=PROXY, port=PORT, **servers))
    log = open(directory / "haproxy.log", "ab")
    proxy = subprocess.Popen(
        ["haproxy", "-db", "-f", str(directory / "haproxy.cfg")],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
    )
    (directory / "haproxy.pid").write_text(str(proxy.pid))


def stop_proxy(directory):
    try:
        os.kill(int((directory / "haproxy.pid").read_text()), signal.SIGKILL)
    except (OSError, ValueError):
        pass


def spawn(own, node, name, command):
    log = open(own / f"{name}.log", "ab")
    as_user = ["setpriv", f"--reuid={user(node)}", f"--regid={user(node)}", "--clear-groups"]
    subprocess.Popen(as_user + command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=own, start_new_session=True)


def ask(node, path):
    try:
        with urllib.request.urlopen(f"http://{address(node)}:8008{path}", timeout=1) as answer:
            return json.load(answer)
    except (OSError, ValueError, urllib.error.URLError):
        return None


def cluster():
    answers = (ask(node, "/cluster") for node in NODES)
    return next((answer["members"] for answer in answers if answer), [])


def primary():
    """The node that says of itself that it writes."""
    return next((node for node in NODES if ask(node, "/primary")), None)


def ready(directory):
    members = cluster()
    roles = sorted(member["role"] for member in members if member.get("state") in ("running", "streaming"))
    return roles == ["leader", "replica", "sync_standby"] and primary() is not None


def wait_for(condition, what):
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            sys.exit(f"three_nodes: after {PATIENCE} s there is no {what}; see the logs in each node's directory")
        time.sleep(0.2)


def make_database(directory, bin_dir, words):
    node = primary()
    environment = dict(os.environ, PGPASSWORD=words["superuser"])

    def psql(database, *arguments):
        base = [bin_dir / "psql", "-h", address(node), "-p", str(PORT), "-U", "postgres", "-q", "-v", "ON_ERROR_STOP=1"]
        subprocess.run([*base, *arguments, database], env=environment, check=True)

    roles = HERE.parent / "crates/store/src/postgres/roles.sql"
    psql("postgres", "-c", "CREATE DATABASE lykta")
    psql("lykta", "-f", str(roles))
    psql("lykta", "-c", f"CREATE ROLE lykta_deploy LOGIN PASSWORD '{words['owner']}' IN ROLE lykta_owner")
    psql("lykta", "-c", f"CREATE ROLE lykta_node LOGIN PASSWORD '{words['app']}' IN ROLE lykta_app")


def url(words, login="lykta_deploy", key="owner"):
    hosts = ",".join(f"{address(node)}:{PORT}" for node in NODES)
    return f"postgres://{login}:{words[key]}@{hosts}/lykta"


def processes(node):
    """Everything that runs as the node's user."""
    try:
        uid = pwd.getpwnam(user(node)).pw_uid
    except KeyError:
        return []
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if entry.stat().st_uid == uid:
                    found.append(int(entry.name))
            except OSError:
                pass
    return found


def signal_all(node, number):
    for pid in processes(node):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def kill(node):
    while processes(node):
        signal_all(node, signal.SIGKILL)
        time.sleep(0.05)


def nft(rules):
    subprocess.run(["nft", "-f", "-"], input=rules.encode(), check=True)


def cut(node):
    """Nothing of the node's reaches another address, and nobody else reaches the node's."""
    uid, own = pwd.getpwnam(user(node)).pw_uid, address(node)
    nft(f"""table inet {TABLE}_{node} {{
        chain out {{
            type filter hook output priority 0;
            meta skuid {uid} ip daddr != {own} drop
            meta skuid != {uid} ip daddr {own} drop
            meta skuid != {uid} ip saddr {own} drop
        }}
    }}""")


def join(node):
    subprocess.run(["nft", "delete", "table", "inet", f"{TABLE}_{node}"], stderr=subprocess.DEVNULL)


def down(directory):
    stop_proxy(directory)
    for node in NODES:
        join(node)
        kill(node)
    shutil.rmtree(directory, ignore_errors=True)


def main(arguments):
    if len(arguments) < 2:
        sys.exit(__doc__)
    what, directory = arguments[0], Path(arguments[1]).resolve()
    node = int(arguments[2]) if len(arguments) > 2 else None
    if node is not None and node not in NODES:
        sys.exit("three_nodes: the nodes are 1, 2 and 3")
    match what, node:
        case "up", None:
            up(directory)
        case "down", None:
            down(directory)
        case "primary", None:
            print(primary() or "none")
        case "ready", None:
            wait_for(lambda: ready(directory), "three nodes and a synchronous standby")
        case "start", int():
            programs()
            start(directory, node)
        case "kill", int():
            kill(node)
        case "pause", int():
            signal_all(node, signal.SIGSTOP)
        case "resume", int():
            signal_all(node, signal.SIGCONT)
        case "cut", int():
            cut(node)
        case "join", int():
            join(node)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
