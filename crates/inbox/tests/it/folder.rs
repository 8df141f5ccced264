//! A directory of files: received, then moved; run again as often as one likes.

use crate::fixture::{Inbox, now, number, reception, small};
use inbox::NotReceived;
use inbox::folder::{Counted, Imported, Left, REGISTERED, SET_ASIDE, Stopped, import};
use std::fs;
use std::path::Path;

impl Inbox {
    fn import(&self, dir: &Path) -> Imported {
        import(dir, |bytes| inbox::receive(&self.house, &reception(), now(), bytes)).expect("imported")
    }
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .map(|all| all.map(|one| one.expect("one").file_name().into_string().expect("text")).collect())
        .unwrap_or_default();
    names.sort();
    names
}

#[test]
fn each_file_is_moved_to_where_its_message_went() {
    let inbox = Inbox::new();
    let dir = tempfile::tempdir().expect("a directory");
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).expect("written");
    write("a.json", &small("ett", &number("2016-04-12", 242)).to_string());
    write("b.json", "{");
    write("c.txt", &small("två", &number("2016-04-12", 242)).to_string());
    write("d.json.part", "{");
    write(".gömd", "{");
    fs::create_dir(dir.path().join("mapp")).expect("made");
    std::os::unix::fs::symlink("/etc/hostname", dir.path().join("länk.json")).expect("linked");
    let imported = inbox.import(dir.path());
    let expected = Counted { received: 3, registered: 2, set_aside: 1, waiting: 0, known: 0, left: 4 };
    assert_eq!(imported.counted(), expected);
    let mut left: Vec<Left> = imported.left.iter().map(|(_, why)| *why).collect();
    left.dedup();
    assert_eq!(left, [Left::Hidden, Left::Unfinished, Left::NotAFile]);
    assert_eq!(names(dir.path()), [".gömd", "d.json.part", "länk.json", "mapp", REGISTERED, SET_ASIDE]);
    assert_eq!(names(&dir.path().join(REGISTERED)), ["a.json", "c.txt"]);
    assert_eq!(names(&dir.path().join(SET_ASIDE)), ["b.json", "b.json.reason.txt"]);
    let reason = fs::read_to_string(dir.path().join(SET_ASIDE).join("b.json.reason.txt")).expect("read");
    assert_eq!(reason, "Kvitto: K2026-2\nOrsak: not_json\nTexten är inte JSON: rad 1, tecken 1.\n");
    assert_eq!(inbox.import(dir.path()).counted(), Counted { left: 4, ..Counted::default() });
}

/// A file that comes again under the name of one that lies there overwrites nothing.
#[test]
fn nothing_is_overwritten_and_what_comes_again_is_known() {
    let inbox = Inbox::new();
    let dir = tempfile::tempdir().expect("a directory");
    let message = small("ett", &number("2016-04-12", 242)).to_string();
    for again in [false, true, true] {
        fs::write(dir.path().join("a.json"), &message).expect("written");
        let imported = inbox.import(dir.path());
        assert_eq!(imported.taken[0].receipt.received_before, again);
        assert_eq!(imported.counted().known, usize::from(again));
    }
    assert_eq!(names(&dir.path().join(REGISTERED)), ["K2026-1-2-a.json", "K2026-1-a.json", "a.json"]);
    assert_eq!(inbox.counts().received(), 1);
}

/// The program dies after the commit and before the file is moved: the next run moves it, under the same receipt.
#[test]
fn a_file_that_was_received_and_not_moved_is_moved_by_the_next_run() {
    let inbox = Inbox::new();
    let dir = tempfile::tempdir().expect("a directory");
    let message = small("ett", &number("2016-04-12", 242)).to_string();
    fs::write(dir.path().join("a.json"), &message).expect("written");
    let receipt = inbox.receive_bytes(message.as_bytes());
    let imported = inbox.import(dir.path());
    assert_eq!(imported.taken[0].receipt.number, receipt.number);
    assert_eq!(names(&dir.path().join(REGISTERED)), ["a.json"]);
}

#[test]
fn what_is_not_received_stays_where_it_is() {
    let dir = tempfile::tempdir().expect("a directory");
    fs::write(dir.path().join("a.json"), "{").expect("written");
    let stopped = import(dir.path(), |_| Err(NotReceived::Storage(store::Error::Busy)));
    assert!(matches!(stopped, Err(Stopped::NotReceived { .. })));
    assert_eq!(names(dir.path()), ["a.json"]);
    let nowhere = dir.path().join("ingenstans");
    assert!(matches!(import(&nowhere, |_| Err(NotReceived::NotAllowed)), Err(Stopped::File { .. })));
}
