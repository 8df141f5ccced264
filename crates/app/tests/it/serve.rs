//! `lykta serve`: what it does not start with. What it does is walked through by `tests/browser/serve.test.mjs`, with a provider of identities.

use std::{fs, path::Path};

use crate::{
    keys::secret,
    program::{Demo, run},
};

const ORGANISATION: &str = r#"
    municipality = "Exempelkommunen"
    board = "Socialnämnden i Exempelkommunen"
    [[units]]
    name = "Mottagningen"
    kind = "reception"
    [[members]]
    login = "greta"
    name = "Greta Exempel"
    title = "Enhetschef"
    level = "unit_head"
    unit = "Mottagningen"
"#;

/// What a start needs, in a directory of its own.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        secret(&place.0.path().join("phrase"), "fyra-ord-som-ingen-gissar\n");
        secret(&place.0.path().join("secret"), &"s".repeat(40));
        let (code, _, err) =
            run(&["key", "make", "--key", &place.at("key"), "--key-passphrase-file", &place.at("phrase")]);
        assert_eq!(code, 0, "{err}");
        place
    }

    /// One in which somebody works.
    fn begun(organisation: &str) -> Self {
        let place = Self::new();
        fs::write(place.at("organisation.toml"), organisation).unwrap();
        let (code, _, err) = place.run(&["organisation", "import", &place.at("organisation.toml")], "key");
        assert_eq!(code, 0, "{err}");
        place
    }

    fn at(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, command: &[&str], key: &str) -> (i32, String, String) {
        let (data, key, phrase) = (self.at("data"), self.at(key), self.at("phrase"));
        run(&[command, &["--data", &data, "--key", &key, "--key-passphrase-file", &phrase]].concat())
    }

    /// Why it does not start.
    fn refused(&self, address: &str, more: &[&str], key: &str) -> String {
        let settings = format!(
            "address = \"{address}\"\n[[provider]]\ncode = \"kommunen\"\nname = \"Kommunen\"\nissuer = \"http://127.0.0.1:9\"\n\
             client = \"lykta\"\nsecret = \"secret\"\nlevels = {{ three = 3 }}\n"
        );
        fs::write(self.at("login.toml"), settings).unwrap();
        let (code, out, err) =
            self.run(&[&["serve", "--port", "0", "--login", &self.at("login.toml")], more].concat(), key);
        assert!(code == 1 && out.is_empty(), "{more:?}: {out}{err}");
        err
    }
}

const HERE: &str = "http://localhost:7878";
const ELSEWHERE: &str = "https://lykta.exempel.se";

#[test]
fn no_door_is_opened_that_is_not_safe() {
    let place = Place::begun(ORGANISATION);
    for (address, more, told) in [
        (ELSEWHERE, &["--listen", "0.0.0.0"][..], "listening on 0.0.0.0 takes TLS"),
        (ELSEWHERE, &[], "takes somebody who speaks TLS"),
        (HERE, &["--listen", "0.0.0.0", "--proxy", "10.0.0.1"], "is for this computer alone"),
        ("http://lykta.exempel.se", &[], "address: it begins with https://"),
        (
            ELSEWHERE,
            &["--tls-certificate", &place.at("none.pem"), "--tls-key", &place.at("none.pem")],
            "none.pem",
        ),
        (ELSEWHERE, &["--tls-certificate", &place.at("phrase"), "--tls-key", &place.at("phrase")], "phrase"),
    ] {
        let err = place.refused(address, more, "key");
        assert!(err.contains(told), "{more:?}: {err}");
    }
    let (code, _, err) = place.run(&["serve"], "key");
    assert!(code == 2 && err.contains("--login <FILE>"), "nobody could log in: {err}");
}

#[test]
fn the_key_is_locked_and_lies_elsewhere() {
    let place = Place::begun(ORGANISATION);
    fs::copy(place.at("key"), place.at("data/key")).unwrap();
    assert!(place.refused(HERE, &[], "data/key").contains("lies beside the data"));
    secret(Path::new(&place.at("clear")), &"ab".repeat(32));
    let err = place.refused(HERE, &[], "clear");
    assert!(err.contains("clear"), "{err}");
    let demo = place.at("demo");
    assert_eq!(Demo::start(Path::new(&demo)).end("-TERM").0, Some(0));
    let err = place.refused(HERE, &[], "demo/lykta.key");
    assert!(err.contains("is not locked"), "{err}");
}

#[test]
fn an_empty_place_is_not_begun_and_one_without_anybody_not_opened() {
    let place = Place::new();
    assert!(place.refused(HERE, &[], "key").contains("there is no record"));
    assert!(!Path::new(&place.at("data")).exists(), "nothing was made");
    let left = format!("{ORGANISATION}    employed_to = \"2026-01-31\"\n");
    let err = Place::begun(&left).refused(HERE, &[], "key");
    assert!(err.contains("nobody works here today"), "{err}");
}

/// A register is the one or the other from its first moment: invented people never come among real ones.
#[test]
fn the_demo_and_a_register_in_earnest_are_never_taken_for_each_other() {
    let place = Place::begun(ORGANISATION);
    let (code, out, err) = place.run(&["demo", "--port", "0"], "key");
    assert!(code == 1 && out.is_empty() && err.contains("is no demo"), "{err}");

    let place = Place::new();
    let (data, key, phrase) = (place.at("data"), place.at("key"), place.at("phrase"));
    let demo = Demo::start_with(&["--data", &data, "--key", &key, "--key-passphrase-file", &phrase]);
    assert_eq!(demo.end("-TERM").0, Some(0));
    let err = place.refused(HERE, &[], "key");
    assert!(err.contains("is for practice"), "also with a key of its own: {err}");
}
