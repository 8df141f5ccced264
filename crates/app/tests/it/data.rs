//! `lykta verify` and `lykta rebuild` on whole and on damaged data.

use std::path::Path;

use rusqlite::{Connection, types::Value};

use crate::program::{made, run};

fn register(data: &Path) -> Connection {
    Connection::open(data.join("lykta.db")).unwrap()
}

fn verify(data: &Path, more: &[&str]) -> (i32, String) {
    let arguments = [&["verify", "--data", data.to_str().unwrap()], more].concat();
    let (code, out, _) = run(&arguments);
    (code, out)
}

/// Somebody with the whole file in their hands first takes away the guards.
fn without_guards(data: &Path) -> Connection {
    let register = register(data);
    let guards: Vec<String> = register
        .prepare("select name from sqlite_schema where type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for guard in guards {
        register.execute_batch(&format!("drop trigger \"{guard}\"")).unwrap();
    }
    register
}

#[test]
fn a_whole_record_is_ok() {
    let (_folder, data) = made();
    let (code, out) = verify(&data, &["--views"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("authority=1 ok height="), "{out}");
    assert!(out.ends_with("authority=1 views=ok\n"), "{out}");
}

#[test]
fn a_changed_entry_is_named_by_its_height() {
    let (_folder, data) = made();
    let changed =
        without_guards(&data).execute("update entry set actor = zeroblob(16) where height = 17", []);
    assert_eq!(changed, Ok(1));
    let (code, out) = verify(&data, &[]);
    assert_eq!(code, 1);
    assert!(out.starts_with("authority=1 broken height=17 reason="), "{out}");
}

#[test]
fn a_missing_entry_is_named_by_its_own_height() {
    let (_folder, data) = made();
    let register = without_guards(&data);
    register.execute_batch("pragma foreign_keys = off; delete from entry where height = 23").unwrap();
    let (code, out) = verify(&data, &[]);
    assert_eq!(code, 1);
    assert!(out.starts_with("authority=1 broken height=23 reason="), "{out}");
}

#[test]
fn nothing_to_verify_is_not_ok() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out) = verify(folder.path(), &[]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(run(&["rebuild", "--data", folder.path().to_str().unwrap()]).0, 1);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "looking makes nothing");
}

#[test]
fn damaged_views_are_found_and_rebuilt() {
    let (_folder, data) = made();
    let whole = views(&data);
    assert!(whole.len() > 100, "{} rows", whole.len());
    register(&data)
        .execute_batch(
            "delete from view_matter where rowid % 3 = 0; update view_clock set nominal_on = '1999-01-01'",
        )
        .unwrap();
    assert_ne!(views(&data), whole);
    assert_eq!(verify(&data, &["--views"]).0, 1);
    assert_eq!(verify(&data, &[]).0, 0, "the record itself is whole");

    let (code, out, _) = run(&["rebuild", "--data", data.to_str().unwrap()]);
    assert!(code == 0 && out.starts_with("files="), "{out}");
    assert!(views(&data) == whole, "the views are what they were");
    assert_eq!(verify(&data, &["--views"]).0, 0);
}

/// Every row of every view, in order.
fn views(data: &Path) -> Vec<Vec<Value>> {
    let register = register(data);
    let mut names = register.prepare("select name from sqlite_schema where name like 'view\\_%' escape '\\' and type = 'table' order by name").unwrap();
    let names: Vec<String> =
        names.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(names.len(), 10, "{names:?}");
    let mut all = Vec::new();
    for name in names {
        let mut rows = register.prepare(&format!("select * from {name}")).unwrap();
        let width = rows.column_count();
        let rows = rows.query_map([], |row| (0..width).map(|at| row.get::<_, Value>(at)).collect()).unwrap();
        all.extend(rows.map(|row: rusqlite::Result<Vec<Value>>| row.unwrap()));
    }
    all.sort_by_key(|row| format!("{row:?}"));
    all
}
