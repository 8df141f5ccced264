//! A key file that a security token locks, with `SoftHSM` in the place of a hardware module: made, read by every command, its epochs moved
//! on, and refused with a clear word when anything about the token is not as it should be.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use crate::program::{Demo, lykta};

const PIN: &str = "135246";

/// A token of our own in a directory, with the keys that were asked for.
struct Softly {
    folder: tempfile::TempDir,
    library: PathBuf,
}

impl Softly {
    fn made() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("tokens")).unwrap();
        let conf = format!("directories.tokendir = {}/tokens\nlog.level = ERROR\n", folder.path().display());
        fs::write(folder.path().join("softhsm2.conf"), conf).unwrap();
        let places = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so"];
        let library = places.iter().map(PathBuf::from).find(|place| place.exists());
        let library = library.expect("SoftHSM is installed: apt-get install softhsm2 opensc");
        let token = Self { folder, library };
        let begin = ["--init-token", "--free", "--label", "lyktinge", "--so-pin", "9876", "--pin", PIN];
        token.tool("softhsm2-util", &begin);
        token.pin_file("pin", PIN);
        token
    }

    /// Makes an AES key in it.
    fn key(&self, label: &str, more: &[&str]) {
        let library = self.library.to_str().unwrap();
        let make = ["--module", library, "--token-label", "lyktinge", "--login", "--pin", PIN, "--keygen"];
        self.tool(
            "pkcs11-tool",
            &[&make, ["--key-type", "AES:32", "--label", label].as_slice(), more].concat(),
        );
    }

    fn tool(&self, program: &str, words: &[&str]) {
        let done = self.with_conf(Command::new(program).args(words)).output();
        let done = done.unwrap_or_else(|error| panic!("{program}: {error}: apt-get install softhsm2 opensc"));
        assert!(done.status.success(), "{program} {words:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn with_conf<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("SOFTHSM2_CONF", self.folder.path().join("softhsm2.conf"))
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn pin_file(&self, name: &str, pin: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        fs::write(self.at(name), format!("{pin}\n")).unwrap();
        fs::set_permissions(self.at(name), fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// Told which token, in its environment.
    fn prepared<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("LYKTA_KEY", self.at("nyckel")).env("LYKTA_KEY_TOKEN_LIBRARY", &self.library);
        command.env("LYKTA_KEY_TOKEN", "lyktinge").env("LYKTA_KEY_TOKEN_PIN_FILE", self.at("pin"));
        self.with_conf(command)
    }

    /// Runs the program with this token, and whatever else is said of it.
    fn run(&self, words: &[&str], more: &[(&str, &str)]) -> (i32, String) {
        let mut command = lykta(words);
        let done = self.prepared(&mut command).envs(more.iter().copied()).output();
        let Output { status, stdout, stderr } = done.unwrap();
        let said = [stdout, stderr].concat();
        (status.code().unwrap(), String::from_utf8(said).unwrap())
    }

    fn said(&self, words: &[&str]) -> String {
        let (code, said) = self.run(words, &[]);
        assert_eq!(code, 0, "{words:?}: {said}");
        said
    }

    fn refused(&self, more: &[(&str, &str)], why: &str) {
        let (code, said) = self.run(&["key", "show"], more);
        assert!(code != 0 && said.contains(why), "{why}: {said}");
    }
}

#[test]
fn a_token_locks_the_key_file_and_epochs_move_on_under_it() {
    let token = Softly::made();
    token.key("lykta", &[]);
    assert!(token.said(&["key", "make"]).contains(" lock=token epochs=1\n"));
    let file = fs::read(token.at("nyckel")).unwrap();
    assert!(file.starts_with(b"lykta-keys-in-token 1\n") && !file.windows(5).any(|part| part == b"root "));
    token.said(&["key", "begin"]);
    assert!(token.said(&["key", "show"]).contains(" lock=token epochs=1,2\n"));
    let data = token.at("data");
    let mut demo = lykta(&["--port", "0", "--data", &data]);
    let demo = Demo::start_as(token.prepared(&mut demo));
    assert_eq!(demo.end("-TERM").0, Some(0));
    assert!(token.said(&["verify", "--views", "--data", &data]).ends_with("views=ok\n"));
}

#[test]
fn nothing_opens_when_the_token_is_not_as_it_was() {
    let token = Softly::made();
    token.refused(&[], "no key at");
    token.key("lykta", &[]);
    token.said(&["key", "make"]);
    token.key("annan", &[]);
    token.key("lös", &["--extractable"]);
    token.pin_file("fel", "000000");
    token.refused(&[("LYKTA_KEY_TOKEN_KEY", "annan")], "does not open");
    token.refused(&[("LYKTA_KEY_TOKEN_KEY", "ingen")], "no AES key with that label");
    token.refused(&[("LYKTA_KEY_TOKEN_KEY", "lös")], "can be read out");
    token.refused(&[("LYKTA_KEY_TOKEN", "borta")], "no token with that label");
    token.refused(&[("LYKTA_KEY_TOKEN_PIN_FILE", &token.at("fel"))], "the PIN is not its own");
    token.refused(&[("LYKTA_KEY_TOKEN_LIBRARY", "/etc/hostname")], "no PKCS#11 library");
    let (code, said) = {
        let mut bare = lykta(&["key", "show", "--key", &token.at("nyckel")]);
        let done = token.with_conf(&mut bare).output().unwrap();
        (done.status.code().unwrap(), String::from_utf8(done.stderr).unwrap())
    };
    assert!(code != 0 && said.contains("--key-token-library"), "{said}");
    // Changed in any byte, or cut off: of half a key file nothing is believed.
    let whole = fs::read(token.at("nyckel")).unwrap();
    for place in (0..whole.len()).step_by(13) {
        let mut bent = whole.clone();
        bent[place] ^= 1;
        fs::write(token.at("nyckel"), &bent).unwrap();
        assert_ne!(token.run(&["key", "show"], &[]).0, 0, "byte {place}");
        fs::write(token.at("nyckel"), &whole[..place]).unwrap();
        assert_ne!(token.run(&["key", "show"], &[]).0, 0, "cut at {place}");
    }
    fs::write(token.at("nyckel"), &whole).unwrap();
    assert!(token.said(&["key", "show"]).contains("lock=token"));
}
