//! `lykta` without arguments, and how it ends.

use std::{fs, time::Duration};

use crate::program::{Demo, lykta, made, run};

fn get(url: &str) -> (u16, String) {
    let agent =
        ureq::Agent::config_builder().http_status_as_error(false).max_redirects(5).build().new_agent();
    let mut answer = agent.get(url).call().expect("an answer");
    (answer.status().as_u16(), answer.body_mut().read_to_string().expect("a text"))
}

#[test]
fn it_starts_answers_and_ends_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(&folder.path().join("data"));
    assert!(demo.first_line.contains("http://127.0.0.1:"), "{}", demo.first_line);
    let (status, page) = get(&demo.url);
    assert_eq!(status, 200, "the way to the login page");
    assert!(page.contains("Övningsmiljö"), "{page}");
    assert!(page.contains("Mia Sandell"), "everybody can be logged in as");
    let (code, took) = demo.end("-TERM");
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn an_interrupt_ends_it_too() {
    let folder = tempfile::tempdir().unwrap();
    let (code, took) = Demo::start(&folder.path().join("data")).end("-INT");
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(2), "{took:?}");
}

/// An open connection that asks for nothing must not hold the program.
#[test]
fn an_idle_connection_does_not_hold_it() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(&folder.path().join("data"));
    let _idle = std::net::TcpStream::connect(("127.0.0.1", demo.port())).unwrap();
    assert!(demo.end("-TERM").1 < Duration::from_secs(3));
}

#[test]
fn the_next_start_continues() {
    let (_folder, data) = made();
    let (dir, witness) = (data.to_str().unwrap(), data.with_extension("witness"));
    let witness = witness.to_str().unwrap();
    assert_eq!(run(&["checkpoint", "--data", dir]).0, 0);
    assert_eq!(run(&["witness", "--data", dir, "-o", witness]).0, 0);
    let key = fs::read(data.join("lykta.key")).unwrap();
    assert_eq!(Demo::start(&data).end("-TERM").0, Some(0));
    let (code, out, _) = run(&["verify", "--data", dir, "--witness", witness]);
    assert!(code == 0, "what was signed before still holds: {out}");
    assert_eq!(fs::read(data.join("lykta.key")).unwrap(), key);
}

#[test]
fn it_listens_on_loopback_only() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Demo::start(&folder.path().join("data"));
    let port = format!(":{:04X}", demo.port());
    let listening =
        ["/proc/net/tcp", "/proc/net/tcp6"].map(|file| fs::read_to_string(file).unwrap_or_default());
    let rows: Vec<String> = listening
        .iter()
        .flat_map(|table| table.lines())
        .filter_map(|line| {
            let mut columns = line.split_whitespace().skip(1);
            let local = columns.next().filter(|local| local.ends_with(&port))?;
            (columns.nth(1) == Some("0A")).then(|| local.to_owned())
        })
        .collect();
    assert_eq!(rows, [format!("0100007F{port}")]);
}

#[test]
fn a_second_one_on_the_same_data_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let _running = Demo::start(&data);
    let (code, _, error) = run(&["--port", "0", "--data", data.to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(error.contains("another process"), "{error}");
}

#[test]
fn a_missing_or_foreign_key_is_refused_in_plain_words() {
    let (_folder, data) = made();
    let start = || run(&["--port", "0", "--data", data.to_str().unwrap()]);
    let key = fs::read(data.join("lykta.key")).unwrap();

    fs::write(data.join("lykta.key"), [7; 32]).unwrap();
    let (code, _, error) = start();
    assert!(code == 1 && error.contains("does not belong to these data"), "{error}");

    fs::remove_file(data.join("lykta.key")).unwrap();
    let (code, _, error) = start();
    assert!(code == 1 && error.contains("no key"), "{error}");
    assert!(!data.join("lykta.key").exists(), "no new key is made beside old data");

    fs::write(data.join("lykta.key"), key).unwrap();
    let (code, _, error) = start();
    assert!(code == 1 && error.contains("0600"), "{error}");
}

#[test]
fn a_taken_port_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (code, _, error) = run(&["--port", &port, "--data", data.to_str().unwrap()]);
    assert!(code == 1 && error.contains(&port), "{error}");
    assert!(!data.exists(), "nothing is made for a start that cannot be");
}

#[test]
fn the_demo_is_the_default() {
    let help = lykta(&["--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    for word in ["demo", "law", "verify", "rebuild"] {
        assert!(help.contains(word), "{help}");
    }
}
