//! The schema's steps in PostgreSQL's words.
//!
//! What only one engine has is said here, and nowhere in a step: the triggers by which SQLite refuses a change are rights that are not
//! granted ([`fence`](super::fence)), and tables that grow with every act lie in parts by authority.

/// The tables that grow with every act or every child, parted by authority so that each can be tended, restored and moved by itself.
pub(super) const PARTED: [&str; 16] = [
    "access",
    "attachment_chunk",
    "command_seen",
    "entry",
    "name_card",
    "person_token",
    "stream",
    "view_clock",
    "view_file",
    "view_matter",
    "view_meeting",
    "view_person",
    "view_service",
    "view_service_ended",
    "view_unit",
    "view_worker",
];

/// How many parts. Of 290 authorities some twenty share one.
pub(super) const PARTS: usize = 16;

/// A statement of a step in PostgreSQL's words: none if it has another way there.
///
/// Text compares by its bytes, as on SQLite: codes and days, never names. An id knows its own length.
pub(super) fn of(statement: &str) -> Option<String> {
    let statement = statement.trim_start();
    if statement.starts_with("CREATE TRIGGER") || statement.starts_with("DROP TRIGGER") {
        return None;
    }
    let text = statement
        .lines()
        .map(|line| if line.contains(" ID ") { without_length(line) } else { line.to_owned() })
        .collect::<Vec<_>>()
        .join("\n")
        .replace(" TEXT", " text COLLATE \"C\"")
        .replace(" ID", " uuid")
        .replace(" BYTES", " bytea");
    let table = text.strip_prefix("CREATE TABLE ").and_then(|rest| rest.split_once(" ("));
    match table {
        Some((table, _)) if PARTED.contains(&table) => {
            let parts = (0..PARTS).map(|part| {
                format!(
                    ";\nCREATE TABLE {table}_{part:02} PARTITION OF {table} FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
                )
            });
            let parts: String = parts.collect();
            Some(format!("{text} PARTITION BY HASH (authority){parts}"))
        }
        _ => Some(text),
    }
}

fn without_length(line: &str) -> String {
    match (line.find(" CHECK (length("), line.find(" = 16)")) {
        (Some(from), Some(to)) => format!("{}{}", &line[..from], &line[to + " = 16)".len()..]),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_said_in_its_words() {
        let said = of(
            "CREATE TABLE a (\n    id ID NOT NULL CHECK (length(id) = 16),\n    hash BYTES CHECK (length(hash) = 32),\n    code TEXT\n)",
        );
        let expected = "CREATE TABLE a (\n    id uuid NOT NULL,\n    hash bytea CHECK (length(hash) = 32),\n    code text COLLATE \"C\"\n)";
        assert_eq!(said.as_deref(), Some(expected));
    }

    #[test]
    fn what_grows_is_parted_and_what_sqlite_guards_is_not_said() {
        let said = of("CREATE TABLE entry (authority BIGINT NOT NULL)").expect("a table");
        assert!(
            said.starts_with("CREATE TABLE entry (authority BIGINT NOT NULL) PARTITION BY HASH (authority);")
        );
        assert_eq!(said.matches("PARTITION OF entry").count(), PARTS);
        assert_eq!(of("CREATE TRIGGER a BEFORE DELETE ON b"), None);
    }
}
