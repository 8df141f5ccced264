//! A server that is called over TLS, with a certificate made for the test.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::server::Server;

/// Whoever vouches for servers: a key and its certificate, of nobody but one test's.
pub struct Authority {
    dir: TempDir,
}

impl Authority {
    /// A new one by this name.
    ///
    /// # Panics
    /// Where `openssl` is not installed.
    pub fn new(name: &str) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let own =
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
        let subject = format!("/CN={name}");
        let made = ["-subj", &subject, "-keyout", "ca.key", "-out", "ca.pem"];
        openssl(dir.path(), &[&own[..], &made].concat());
        Self { dir }
    }

    /// Its certificate.
    pub fn certificate(&self) -> PathBuf {
        self.dir.path().join("ca.pem")
    }

    /// Writes a key and a certificate for a server by this name into a directory, as `server.key` and `server.pem`.
    fn vouch(&self, name: &str, dir: &Path) {
        let new =
            ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=server"];
        let asked = format!("subjectAltName=DNS:{name}");
        openssl(
            dir,
            &[&new[..], &["-addext", &asked, "-keyout", "server.key", "-out", "server.csr"]].concat(),
        );
        let (ca, key) = (self.certificate(), self.dir.path().join("ca.key"));
        let (ca, key) = (ca.to_str().expect("a path"), key.to_str().expect("a path"));
        let signed = ["x509", "-req", "-in", "server.csr", "-CA", ca, "-CAkey", key, "-CAcreateserial"];
        openssl(
            dir,
            &[&signed[..], &["-copy_extensions", "copy", "-days", "2", "-out", "server.pem"]].concat(),
        );
    }
}

fn openssl(dir: &Path, arguments: &[&str]) {
    let done = Command::new("openssl").args(arguments).current_dir(dir).stdin(Stdio::null()).output();
    let done = done.expect("openssl is installed");
    assert!(done.status.success(), "openssl {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// A server that listens on this computer's own network, and the database in it.
pub struct OverTls {
    server: Server,
    port: u16,
}

impl OverTls {
    /// Starts one that has a certificate for a name; with none it does not speak TLS.
    pub fn start(certificate: Option<(&Authority, &str)>) -> Self {
        let server = Server::initialised();
        // Free a moment ago. Two tests that are given the same would say so when they start.
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let port = port.expect("a port").port();
        let mut settings = format!("-c listen_addresses=127.0.0.1 -c port={port}");
        if let Some((authority, name)) = certificate {
            let dir = tempfile::tempdir().expect("a directory");
            authority.vouch(name, dir.path());
            for file in ["server.key", "server.pem"] {
                server.give(&dir.path().join(file), file);
            }
            settings += " -c ssl=on -c ssl_key_file=server.key -c ssl_cert_file=server.pem";
        }
        server.start_on(port, &settings);
        server.execute("postgres", "CREATE DATABASE lykta").expect("a database");
        Self { server, port }
    }

    /// Its address by a name: the port and what is demanded of it follow.
    pub fn url(&self, name: &str, demanded: &str) -> String {
        format!("postgres://postgres@{name}:{}/lykta?{demanded}", self.port)
    }

    /// Whether somebody is connected over TLS.
    pub fn is_called_over_tls(&self) -> bool {
        let asked = "SELECT 1 FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl AND application_name = 'lykta'";
        crate::beside(|| !self.server.client("lykta").query(asked, &[]).expect("an answer").is_empty())
    }
}
