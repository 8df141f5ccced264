#!/usr/bin/env python3
"""Three PostgreSQL servers under Patroni on this computer, to try what happens when one of them dies.

    three_nodes.py up DIR        starts etcd and Patroni three times, on 127.0.0.11, .12 and .13, and HAProxy and PgBouncer before them
                                 on 127.0.0.10, ports 5432 and 6432; prints the address to give Lykta. DIR/ca/ca.pem vouches for it
    three_nodes.py primary DIR   prints which node writes now
    three_nodes.py kill DIR N    kills everything of node N at once, as when its power fails
    three_nodes.py pause DIR N   stops it in the middle of what it does; `resume` lets it go on, believing that no time has passed
    three_nodes.py cut DIR N     cuts its network in both directions; `join` mends it
    three_nodes.py start DIR N   starts a killed node again
    three_nodes.py down DIR      stops all and removes DIR

Each node runs as a user of its own (lykta-db1 …), so that its traffic can be told from the others'. It is for trying and testing: the
files are those of real servers (etcd.env, patroni.yml, haproxy.cfg, pgbouncer.ini, certificates.sh), filled in with addresses of this
computer, short times and no watchdog. Needs root, and Debian's packages postgresql, patroni, etcd-server, haproxy, pgbouncer and nftables.
"""

import json
import os
import pwd
import re
import secrets
import shutil
import signal
import ssl
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
POOL_USER = "nobody"  # PgBouncer refuses to be root
GROUP = "lykta-db"  # of all nodes, who are one user on real servers: each reads what the others have archived
PATIENCE = 90  # seconds until three nodes stand
TABLE = "lykta_three_nodes"


def address(node):
    return f"127.0.0.{10 + node}"


def user(node):
    return f"lykta-db{node}"


def place(directory, node):
    return directory / f"db{node}"


def programs():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    needed = ("patroni", "etcd", "haproxy", "pgbouncer", "nft", "setpriv", "openssl")
    missing = [name for name in needed if not shutil.which(name)]
    if missing or not found:
        sys.exit("three_nodes: missing: apt-get install postgresql patroni etcd-server haproxy pgbouncer nftables")
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
    # Calls within one computer come from 127.0.0.1, which is therefore among the names.
    certify = [HERE / "certificates.sh", directory / "ca"]
    for node in NODES:
        names = [f"db{node}", address(node), PROXY, "127.0.0.1"]
        subprocess.run([*certify, *names], check=True, stdout=subprocess.DEVNULL)
        prepare(directory, node, bin_dir, words)
    (directory / "ca").chmod(0o755)
    archive = directory / "archive"
    archive.mkdir()
    shutil.chown(archive, group=GROUP)
    archive.chmod(0o2770)
    for node in NODES:
        start(directory, node)
    start_proxies(directory, words)
    wait_for(lambda: ready(directory), "three nodes and a synchronous standby")
    make_database(directory, bin_dir, words)
    print(url(words))


def filled(directory, file, **own):
    """One of the files beside this script, with what stands in braces put in."""
    values = {f"db{node}": address(node) for node in NODES}
    values |= {"port": PORT, "network": "127.0.0.0/8", "ttl": 6, "loop_wait": 1, "retry_timeout": 2, "watchdog": "off"}
    values |= {"proxy": PROXY, "proxy_name": PROXY, "archive": directory / "archive", "tls": directory / "ca"}
    text = (HERE / file).read_text().replace("/opt/lykta/deploy", str(HERE))
    return string.Template(text).substitute(values | own)


def prepare(directory, node, bin_dir, words):
    name = user(node)
    subprocess.run(["groupadd", "--system", "--force", GROUP], check=True)
    try:
        pwd.getpwnam(name)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name], check=True)
    own = place(directory, node)
    own.mkdir(mode=0o700)
    certificate = own / "tls"
    certificate.mkdir(mode=0o700)
    shutil.copy(directory / "ca" / "ca.pem", certificate / "ca.pem")
    for kind in ("pem", "key"):
        shutil.copy(directory / "ca" / f"db{node}.{kind}", certificate / f"node.{kind}")
    values = {
        "name": f"db{node}", "address": address(node), "dir": own, "sockets": own, "bin": bin_dir, "tls": certificate,
        "superuser_password": words["superuser"], "replicator_password": words["replicator"],
        "etcd_data": own / "etcd", "etcd_tls": certificate,
    }
    for file in ("patroni.yml", "etcd.env"):
        (own / file).write_text(filled(directory, file, **values))
    for path in (own, *own.rglob("*")):
        shutil.chown(path, name, name)


def start(directory, node):
    own = place(directory, node)
    lines = (own / "etcd.env").read_text().splitlines()
    settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    spawn(own, user(node), "etcd", ["etcd"], settings)
    spawn(own, user(node), "patroni", ["patroni", str(own / "patroni.yml")])


def start_proxies(directory, words):
    (directory / "haproxy.cfg").write_text(filled(directory, "haproxy.cfg"))
    proxy = spawn(directory, "root", "haproxy", ["haproxy", "-db", "-f", str(directory / "haproxy.cfg")])
    (directory / "haproxy.pid").write_text(str(proxy.pid))

    users = directory / "pool_users.txt"
    users.touch(mode=0o600)
    users.write_text(f'"lykta_node" "{words["app"]}"\n"lykta_deploy" "{words["owner"]}"\n')
    shutil.chown(users, POOL_USER)
    text = filled(directory, "pgbouncer.ini", pool_users=users)
    if not tracks_statements():
        text = text.replace("pool_mode = transaction", "pool_mode = session").replace("max_prepared_statements", "; max_prepared_statements")
    (directory / "pgbouncer.ini").write_text(text)
    pool = spawn(directory, POOL_USER, "pgbouncer", ["pgbouncer", str(directory / "pgbouncer.ini")])
    (directory / "pgbouncer.pid").write_text(str(pool.pid))


def tracks_statements():
    """Whether this PgBouncer knows prepared statements, and so can stand in between in transaction mode."""
    told = subprocess.run(["pgbouncer", "--version"], capture_output=True, text=True).stdout
    version = re.search(r"PgBouncer (\d+)\.(\d+)", told)
    return version is not None and (int(version[1]), int(version[2])) >= (1, 21)


def stop_proxies(directory):
    for name in ("pgbouncer", "haproxy"):
        try:
            os.kill(int((directory / f"{name}.pid").read_text()), signal.SIGKILL)
        except (OSError, ValueError):
            pass


def spawn(own, whom, name, command, settings=None):
    log = open(own / f"{name}.log", "ab")
    own_group, others = pwd.getpwnam(whom).pw_gid, f"--groups={GROUP}" if whom.startswith("lykta-db") else "--clear-groups"
    as_user = ["setpriv", f"--reuid={whom}", f"--regid={own_group}", others] if whom != "root" else []
    return subprocess.Popen(
        as_user + command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=own, start_new_session=True,
        env=os.environ | {"HOME": str(own)} | (settings or {}),
    )


def ask(directory, node, path):
    trusted = ssl.create_default_context(cafile=directory / "ca" / "ca.pem")
    try:
        with urllib.request.urlopen(f"https://{address(node)}:8008{path}", timeout=1, context=trusted) as answer:
            return json.load(answer)
    except (OSError, ValueError, urllib.error.URLError):
        return None


def primary(directory):
    """The node that says of itself that it writes."""
    return next((node for node in NODES if ask(directory, node, "/primary")), None)


def whole(directory):
    """One server writes, and both others follow it, one of them in step. A server that has just woken may believe that nothing has
    changed, so what counts is who really follows, and that nobody else says that it writes."""
    answers = [answer for answer in (ask(directory, node, "/primary") for node in NODES) if answer]
    followers = [follower for answer in answers for follower in answer.get("replication", [])]
    in_step = sorted(follower["sync_state"] for follower in followers if follower["state"] == "streaming")
    return len(answers) == 1 and in_step == ["async", "sync"]


def ready(directory):
    """It is so, and stays so for a while."""
    for _ in range(4):
        if not whole(directory):
            return False
        time.sleep(0.5)
    return True


def wait_for(condition, what):
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            sys.exit(f"three_nodes: after {PATIENCE} s there is no {what}; see the logs in each node's directory")
        time.sleep(0.2)


def make_database(directory, bin_dir, words):
    node = primary(directory)
    trusted = {"PGSSLMODE": "verify-full", "PGSSLROOTCERT": str(directory / "ca" / "ca.pem")}
    environment = os.environ | trusted | {"PGPASSWORD": words["superuser"]}

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
    return f"postgres://{login}:{words[key]}@{hosts}/lykta?sslmode=require"


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
    stop_proxies(directory)
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
            print(primary(directory) or "none")
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
