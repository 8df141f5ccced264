//! No name, number or text stands in clear in any file, of the data directory or of the database server.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use memchr::memmem;
use store::access_log::{self, Look};
use store::attachments::{self, NewAttachment};
use store::cards::{self, Card, Stored};
use store::drafts::{self, Save};
use store::names::Names;
use store::{Sql, sessions, tokens};

use crate::fixture::{Fixture, NOW, OURS, WORKER, id};

const NAME: &str = "Rosalinda Tranströmmer";
const NUMBER: &str = "201083012391";
const TEXT: &str = "Flickan säger att hon är rädd om kvällarna";
const PAPER: &str = "Polisrapport om bråk i trappuppgången";

/// The files that hold this text, in UTF-8 or in UTF-16.
fn text_holders(files: &[PathBuf], text: &str) -> Vec<String> {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [holders(files, text.as_bytes()), holders(files, &wide)].concat()
}

/// The files that hold these bytes.
fn holders(files: &[PathBuf], bytes: &[u8]) -> Vec<String> {
    // A server goes on working with its files.
    let holds = |path: &&PathBuf| memmem::find(&fs::read(path).unwrap_or_default(), bytes).is_some();
    files.iter().filter(holds).map(|path| path.display().to_string()).collect()
}

fn expect_sealed(fixture: &Fixture, session: &str) {
    let files = fixture.home.files();
    assert!(!text_holders(&files, "PLANTED WORDS").is_empty(), "the search finds what does stand in clear");
    for secret in [NAME, "Rosalinda", "rosalinda", "transtrommer", NUMBER, TEXT, "kvällarna", PAPER, session]
    {
        assert_eq!(text_holders(&files, secret), Vec::<String>::new(), "{secret}");
    }
}

#[test]
fn nothing_said_about_anybody_stands_in_clear() {
    let fixture = Fixture::new();
    let key = fixture.key();
    fixture.note(id(1), 0, key, TEXT).expect("written");
    let new = NewAttachment { authority: OURS, attachment: id(2), key, now_us: NOW };
    attachments::receive(&fixture.db, &fixture.keys, new, &mut PAPER.as_bytes()).expect("received");
    let keys = Arc::clone(&fixture.keys);
    let token = fixture.keys.token(OURS, NUMBER);
    let session = fixture
        .db
        .write(move |tx| {
            let card = Card { name: NAME.into(), number: Some(NUMBER.into()), ..Card::default() };
            cards::put(tx, &keys, OURS, &Stored { person: id(3), key, protected: false, height: 1, card })?;
            tokens::put(tx, OURS, token, id(3))?;
            for seen in 0..3 {
                let (file, form, text) = (None, "note", TEXT.as_bytes());
                let save = Save {
                    authority: OURS,
                    draft: id(4),
                    owner: WORKER,
                    file,
                    form,
                    seen,
                    now_us: NOW,
                    text,
                };
                drafts::save(tx, &keys, &save)?;
            }
            let (stream, purpose, part, listed) = (None, "search", "names", &[id(3)]);
            access_log::write(
                tx,
                &keys,
                &Look { authority: OURS, at_us: NOW, actor: WORKER, stream, purpose, part, listed },
            )?;
            let limits = sessions::Limits { idle_us: 1, absolute_us: 1 };
            sessions::start(tx, OURS, WORKER, sessions::Proof { level: 3, at_us: NOW }, NOW, limits)
        })
        .expect("written");
    let found =
        fixture.db.read(|tx| Names::new(OURS).find(tx, &fixture.keys, "rosalinda")).expect("searched");
    assert_eq!(found, [id(3)]);
    fixture
        .db
        .write(|tx| {
            tx.run(
                Sql("INSERT INTO setting (authority, name, value) VALUES (1, 'planted', 'PLANTED WORDS')"),
                &[],
            )
        })
        .expect("planted");

    expect_sealed(&fixture, &session.reveal());
    expect_sealed(&fixture.reopened(), &session.reveal()); // and when the write-ahead log has been folded in
}

/// A removed draft's text and wrapped key leave every file of the directory, within moments and without a
/// restart.
#[test]
fn a_removed_draft_leaves_no_sealed_bytes() {
    let fixture = Fixture::in_files();
    let keys = Arc::clone(&fixture.keys);
    fixture
        .db
        .write(move |tx| {
            let (file, form, text) = (None, "note", TEXT.as_bytes());
            let save =
                Save { authority: OURS, draft: id(4), owner: WORKER, file, form, seen: 0, now_us: NOW, text };
            drafts::save(tx, &keys, &save)
        })
        .expect("saved");
    let rows = fixture.db.read(|tx| tx.rows(Sql("SELECT wrapped, sealed FROM draft"), &[])).expect("read");
    let stored = [rows[0].bytes(0).expect("bytes"), rows[0].bytes(1).expect("bytes")];
    let left = || stored.iter().filter(|bytes| !holders(&fixture.home.files(), bytes).is_empty()).count();
    assert_eq!(left(), 2, "the search finds what is there");
    fixture.db.write(|tx| drafts::remove(tx, OURS, id(4), WORKER)).expect("removed");
    for _ in 0..100 {
        if left() == 0 {
            return;
        }
        thread::sleep(Duration::from_millis(100)); // a quiet moment comes
    }
    panic!("the draft's bytes are still there after ten seconds");
}
