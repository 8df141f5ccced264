// A PostgreSQL server for the tests: with LYKTA_TEST_ENGINE=postgres every program has a database of its own in it.
//
// It is made from the installed programs (apt-get install postgresql), in memory where there is such a place, and reached through a
// socket in its own directory. A shell between waits for the end of its input, which comes when the tests end, however they end; then it
// stops the server and removes the directory.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const INSTALLED = "/usr/lib/postgresql";
const SETTINGS = "-c listen_addresses='' -c fsync=off -c max_connections=100 -c max_locks_per_transaction=256 -c dynamic_shared_memory_type=mmap";

let server = null;
let databases = 0;

/** A new database: what the program's environment is given besides, and the folders where its rows lie. Nothing of it on SQLite. */
export function database() {
  if (process.env.LYKTA_TEST_ENGINE !== "postgres") return { environment: {}, folders: () => [] };
  server ??= start();
  databases += 1;
  const name = `lykta_${databases}`;
  must(server.as, [join(server.bin, "createdb"), "-h", server.dir, "-U", "postgres", name]);
  const number = psql(name, "SELECT oid FROM pg_database WHERE datname = current_database()");
  const folders = () => {
    psql(name, "CHECKPOINT"); // what has been written lies in files from here on
    return [join(server.dir, "data", "base", number), join(server.dir, "data", "pg_wal")];
  };
  return { environment: { LYKTA_DATABASE: `postgres://postgres@/${name}?host=${server.dir}` }, folders };
}

function psql(name, statement) {
  const asked = ["-h", server.dir, "-U", "postgres", "-d", name, "-Atqc", statement];
  return must(server.as, [join(server.bin, "psql"), ...asked]).trim();
}

function start() {
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED).map(Number).filter((version) => version >= 15) : [];
  if (versions.length === 0) throw new Error("PostgreSQL 15 or newer is not installed: apt-get install postgresql");
  const bin = join(INSTALLED, String(Math.max(...versions)), "bin");
  const dir = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "lykta-pg-"));
  // The server refuses to run as root, and the program that is tested must reach its socket.
  const as = process.getuid() === 0 ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"] : [];
  if (as.length > 0) must([], ["chown", "postgres:postgres", dir]);
  must([], ["chmod", "755", dir]);
  must(as, [join(bin, "initdb"), "-D", join(dir, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
  const serve = `${bin}/postgres -D ${dir}/data -k ${dir} ${SETTINGS} >${dir}/log 2>&1 & server=$!; read -r end; kill -QUIT $server; wait $server; rm -rf ${dir}`;
  const [file, ...args] = [...as, "sh", "-c", serve];
  const keeper = spawn(file, args, { cwd: "/", stdio: ["pipe", "ignore", "ignore"], detached: true });
  keeper.unref();
  keeper.stdin.unref?.();
  must(as, ["sh", "-c", `for n in $(seq 100); do ${bin}/pg_isready -q -h ${dir} && exit 0; sleep 0.1; done; exit 1`]);
  return { bin, dir, as };
}

function must(as, command) {
  const [file, ...args] = [...as, ...command];
  const done = spawnSync(file, args, { cwd: "/", encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${command.join(" ")}: ${done.stderr ?? done.error}`);
  return done.stdout;
}
