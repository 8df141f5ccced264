//! `lykta key`, and what opens a record: a key file that lies elsewhere, locked, with epochs that begin and end.

use std::{
    fs,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use age::{secrecy::ExposeSecret as _, x25519};

use crate::program::{Demo, run};

/// A secret in a file that only its owner may read.
pub(crate) fn secret(path: &Path, text: &str) -> String {
    use std::io::Write as _;
    let mut options = fs::OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    path.to_str().unwrap().to_owned()
}

fn identity(path: &Path) -> String {
    let identity = x25519::Identity::generate();
    secret(path, &format!("# made for a test\n{}\n", identity.to_string().expose_secret()))
}

/// An installation whose key file lies elsewhere, locked for an identity.
struct Installation {
    folder: tempfile::TempDir,
    data: PathBuf,
    key: String,
    identity: String,
}

impl Installation {
    fn made() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (data, key) = (folder.path().join("data"), folder.path().join("nyckel"));
        let identity = identity(&folder.path().join("identitet"));
        let key = key.to_str().unwrap().to_owned();
        let made = Self { folder, data, key, identity };
        let (code, out, err) = run(&["key", "make", "--key", &made.key, "--key-identity", &made.identity]);
        assert!(code == 0 && out.contains(" lock=identity epochs=1\n"), "{out}{err}");
        assert!(err.contains("keep a copy"), "{err}");
        assert_eq!(Demo::start_with(&made.opened()).end("-TERM").0, Some(0));
        made
    }

    fn opened(&self) -> [&str; 6] {
        ["--data", self.data.to_str().unwrap(), "--key", &self.key, "--key-identity", &self.identity]
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs what must succeed.
    fn said(&self, command: &[&str]) -> String {
        let (code, out, err) = run(&[command, &self.opened()].concat());
        assert_eq!(code, 0, "{command:?}: {out}{err}");
        out
    }
}

/// Every command that opens what is sealed takes the same key, and finds nothing beside the data.
#[test]
fn the_key_lies_elsewhere_and_every_command_takes_it() {
    let made = Installation::made();
    assert!(!made.data.join("lykta.key").exists());
    assert!(made.said(&["verify", "--views"]).ends_with("views=ok\n"));
    assert!(made.said(&["rebuild"]).starts_with("files="));
    assert!(made.said(&["checkpoint"]).contains("checkpoint="));
    assert!(made.said(&["token", "--user", "mia", "--scope", "read"]).len() > 20);
    assert!(made.said(&["retention", "--user", "enar", "plan"]).contains(" kept="));
    fs::create_dir(made.path("in")).unwrap();
    assert!(made.said(&["import", "reports", &made.path("in"), "--user", "mia"]).contains("registered=0"));
    let (public, pack) = (made.path("mottagare"), made.path("avbrott.age"));
    fs::write(&public, format!("{}\n", x25519::Identity::generate().to_public())).unwrap();
    let pack = ["outage-pack", "--user", "frida", "--recipients", &public, "--to", &pack];
    assert!(made.said(&pack).starts_with("children="));
    let shown = made.said(&["key", "show"]);
    assert!(shown.ends_with("current=1 in-older-epochs=0 keys=0 drafts=0 messages=0\n"), "{shown}");
    let signs_with = shown.split("signs-with=").nth(1).unwrap().lines().next().unwrap();
    assert!(
        made.said(&["checkpoint"]).contains(&format!("key {signs_with}\n")),
        "the key a witness is given"
    );
}

/// Missing, open to others, damaged, locked otherwise, or another installation's: nothing starts, nothing is half open, and the text says
/// which of them it is. No secret is among what is said.
#[test]
fn without_its_own_key_nothing_starts() {
    let (made, other) = (Installation::made(), Installation::made());
    let data = made.data.to_str().unwrap();
    let bytes = fs::read(&made.key).unwrap();
    let (none, cut) = (made.path("ingen"), made.path("kapad"));
    secret(Path::new(&cut), "lykta-keys 2\nroot 00");
    let open = made.path("öppen");
    fs::write(&open, &bytes).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o644)).unwrap();
    let phrase = secret(Path::new(&made.path("fras")), "en lång fras\n");
    let passphrase_key = made.path("nyckel-med-fras");
    assert_eq!(run(&["key", "make", "--key", &passphrase_key, "--key-passphrase-file", &phrase]).0, 0);
    let wrong = secret(Path::new(&made.path("fel-fras")), "en annan fras\n");
    let before = fs::read(made.data.join("lykta.db")).unwrap();

    for (key, told) in [
        (vec![], "there is data here but no key at"),
        (vec!["--key", &none], "there is data here but no key at"),
        (vec!["--key", &open], "can be read by others: it should have mode 0600"),
        (vec!["--key", &cut], "is not a key file, or not a whole one"),
        (vec!["--key", &made.key], "is locked for an age identity: --key-identity FILE"),
        (
            vec!["--key", &made.key, "--key-identity", &other.identity],
            "does not open: another passphrase or identity",
        ),
        (
            vec!["--key", &made.key, "--key-passphrase-file", &phrase],
            "does not open: another passphrase or identity",
        ),
        (vec!["--key", &passphrase_key], "there is no terminal to ask at: --key-passphrase-file FILE"),
        (
            vec!["--key", &passphrase_key, "--key-passphrase-file", &wrong],
            "does not open: another passphrase",
        ),
        (vec!["--key", &passphrase_key, "--key-passphrase-file", &none], "there is no file"),
        (vec!["--key", &passphrase_key, "--key-passphrase-file", &phrase], "they were sealed with another"),
        (vec!["--key", &other.key, "--key-identity", &other.identity], "they were sealed with another"),
    ] {
        for command in [
            &["demo", "--port", "0"][..],
            &["rebuild"],
            &["verify", "--views"],
            &["checkpoint"],
            &["retention", "--user", "enar", "plan"],
            &["key", "rotate"],
        ] {
            let (code, out, err) = run(&[command, &["--data", data], &key].concat());
            assert!(code == 1 && err.contains(told), "{command:?} {key:?}: {code} {out} {err}");
            assert!(!out.contains("http://") && !out.contains("views="), "{command:?} {key:?}: {out}");
            assert!(!err.contains("fras\n") && !err.contains("AGE-SECRET"), "{err}");
        }
    }
    assert!(fs::read(made.data.join("lykta.db")).unwrap() == before, "nothing was written");
    assert!(!made.data.join("lykta.key").exists(), "and no key made");
}

#[test]
fn a_key_file_is_made_once_and_with_a_lock() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("nyckel").to_str().unwrap().to_owned();
    let (code, _, err) = run(&["key", "make", "--key", &key]);
    assert!(code == 1 && err.contains("there is no terminal to ask at"), "{err}");
    assert!(!Path::new(&key).exists());
    let (code, out, _) = run(&["key", "make", "--key", &key, "--unlocked"]);
    assert!(code == 0 && out.contains("lock=none epochs=1"), "{out}");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let before = fs::read(&key).unwrap();
    let (code, _, err) = run(&["key", "make", "--key", &key, "--unlocked"]);
    assert!(code == 1 && err.contains("is there already, and everything it opens would be lost"), "{err}");
    assert!(fs::read(&key).unwrap() == before);
    let (code, _, err) = run(&["key", "begin", "--data", folder.path().to_str().unwrap()]);
    assert!(code == 1 && err.contains("no key at"), "{err}");
}

/// A new epoch begins and everything is wrapped anew while a server serves; it goes on reading and writing, and so does the next.
#[test]
fn an_epoch_is_renewed_while_a_server_serves() {
    let made = Installation::made();
    let serving = Demo::start_with(&made.opened());
    let (code, _, err) = run(&[&["key", "rotate"][..], &made.opened()].concat());
    assert!(code == 1 && err.contains("begin another with `lykta key begin`"), "{err}");
    assert_eq!(made.said(&["key", "begin"]), "epoch=2 begun\n");
    let rotated = made.said(&["key", "rotate"]);
    assert!(rotated.starts_with("epoch=2 wrapped=") && rotated.ends_with(" left=0\n"), "{rotated}");
    let wrapped: u64 = rotated["epoch=2 wrapped=".len()..].split(' ').next().unwrap().parse().unwrap();
    assert!(wrapped > 100, "{rotated}");

    // What the server writes now it wraps in the new epoch, which it has not heard of before.
    crate::import::samples(&made.folder.path().join("in"));
    let imported = made.said(&["import", "reports", &made.path("in"), "--user", "mia"]);
    assert!(imported.contains("registered=3"), "{imported}");
    assert!(made.said(&["key", "show"]).contains("current=2 in-older-epochs=0 "), "all of it");

    for (epoch, told) in [
        ("2", "epoch 2 has not passed: new keys are wrapped in epoch 2"),
        ("7", "epoch 7 has not passed"),
        ("0", "no secret for epoch 0"),
    ] {
        let (code, _, err) = run(&[&["key", "end", epoch][..], &made.opened()].concat());
        assert!(code == 1 && err.contains(told), "{epoch}: {err}");
    }
    assert_eq!(made.said(&["key", "end", "1"]), "epoch=1 ended\n");
    assert!(made.said(&["key", "show"]).contains(" epochs=2\n"));
    assert_eq!(serving.end("-TERM").0, Some(0));
    assert_eq!(Demo::start_with(&made.opened()).end("-TERM").0, Some(0));
    assert!(made.said(&["verify", "--views"]).ends_with("views=ok\n"));
}

/// An epoch that keys are still wrapped in does not end: a rotation that was never made, or was cut short, is made first.
#[test]
fn an_epoch_in_use_does_not_end() {
    let made = Installation::made();
    made.said(&["key", "begin"]);
    let end = || run(&[&["key", "end", "1"][..], &made.opened()].concat());
    let (code, _, err) = end();
    assert!(code == 1 && err.contains("epoch 1 has not passed: new keys are wrapped in epoch 1"), "{err}");
    made.said(&["key", "rotate"]);
    let ring = rusqlite::Connection::open(made.data.join("keys.db")).unwrap();
    ring.execute("UPDATE wrapped_key SET epoch = 1 WHERE key = (SELECT min(key) FROM wrapped_key)", [])
        .unwrap();
    let (code, _, err) = end();
    assert!(code == 1 && err.contains("1 keys are still wrapped in an epoch that has passed"), "{err}");
}

/// What was destroyed can be opened with a copy of the keys from before, until their epoch has ended: then with none.
#[test]
fn a_backup_from_before_opens_nothing_that_was_destroyed_when_its_epoch_has_ended() {
    let made = Installation::made();
    let (register, keys) = (made.path("register"), made.path("nycklar"));
    run_backup(&made, &register, &keys);
    let old_key = made.path("nyckel-gammal");
    fs::copy(&made.key, &old_key).unwrap();
    crate::retention::one_destroyed(&made.opened(), &|days| crate::retention::set_forward(&made.data, days));
    made.said(&["key", "begin"]);
    made.said(&["key", "rotate"]);
    made.said(&["key", "end", "1"]);

    let restore = |key: &str, to: &str| {
        let place = made.path(to);
        let arguments = [
            "restore",
            "--backup",
            &register,
            "--keyring",
            &keys,
            "--key",
            key,
            "--key-identity",
            &made.identity,
        ];
        run(&[&arguments[..], &["--no-tail", "--original-gone", "ett prov", "--data", &place]].concat())
    };
    // This is what ending an epoch is for: the old keys and the old key file still open everything.
    let (code, out, err) = restore(&old_key, "med-gammal-nyckel");
    assert!(code == 0, "{out}{err}");
    let (code, _, err) = restore(&made.key, "med-ny-nyckel");
    assert!(code == 1 && err.contains("the key file has no secret for epoch 1"), "{err}");
    assert!(!Path::new(&made.path("med-ny-nyckel")).exists());
    // And what lives on is whole.
    assert!(made.said(&["verify", "--views"]).ends_with("views=ok\n"));
}

fn run_backup(made: &Installation, register: &str, keys: &str) {
    let data = made.data.to_str().unwrap();
    let (code, out, err) = run(&["backup", "--data", data, "--to", register, "--keyring-to", keys]);
    assert!(code == 0 && out.ends_with("keyring backed-up\n"), "{out}{err}");
}
