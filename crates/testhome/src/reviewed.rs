//! Tables under `docs/` that people review: what is true now must be what stands there.

use std::fs;
use std::path::Path;

/// Holds the table of roles at the end of a page of `docs/` to what was found now: by role in columns, in rows what was asked by its method
/// and its address. `ROLES=write` writes it anew.
///
/// # Panics
/// When the page says otherwise; the text names the rows and `again`, the command that writes them.
pub fn expect_roles(
    page: &str,
    again: &str,
    what: &str,
    roles: &[&str],
    rows: &[(String, String)],
    columns: &[Vec<&str>],
) {
    let line = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
    let heads: Vec<&str> = ["method", what].into_iter().chain(roles.iter().copied()).collect();
    let rule = format!("|{}\n", "---|".repeat(heads.len()));
    let row = |(row, (method, address)): (usize, &(String, String))| {
        let address = format!("`{address}`");
        let cells = columns.iter().map(|column| column[row]);
        line(&[method.as_str(), &address].into_iter().chain(cells).collect::<Vec<_>>())
    };
    let table: String = [line(&heads), rule].into_iter().chain(rows.iter().enumerate().map(row)).collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(page);
    let kept = fs::read_to_string(&file).expect("the page");
    let (prose, rows) = kept.split_at(kept.find("| method |").unwrap_or(kept.len()));
    #[expect(clippy::disallowed_methods, reason = "this is the edge of a test")]
    let writes = std::env::var("ROLES").is_ok_and(|word| word == "write");
    if writes {
        fs::write(&file, format!("{prose}{table}")).expect("written");
        return;
    }
    let new: Vec<&str> = table.lines().filter(|row| !rows.contains(row)).collect();
    let gone: Vec<&str> = rows.lines().filter(|row| !table.contains(row)).collect();
    assert!(
        rows == table,
        "docs/{page} says otherwise: read these, then {again}\nnow:\n{}\nin the table:\n{}",
        new.join("\n"),
        gone.join("\n")
    );
}
