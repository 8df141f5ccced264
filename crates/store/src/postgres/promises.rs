//! What a database server must be and promise, asked of itself: which version it is, and whether what it answers is kept.

use super::{Address, Connection, REGISTER, aside};
use crate::error::{Error, Result};

/// The oldest server, as it numbers itself.
const OLDEST: i64 = 150_000;

/// A setting, and the values with which an answered commit can be lost.
const LOSES: [(&str, &[&str]); 3] =
    [("fsync", &["off"]), ("full_page_writes", &["off"]), ("synchronous_commit", &["off"])];

/// The same with a standby that has been named: what is answered may then lie on one server alone, and is lost with it.
const LOSES_WITH_A_STANDBY: &[&str] = &["local", "remote_write"];

/// Which of its settings let a server lose what it has answered, each in words for whoever tends it. None, where it keeps its word.
///
/// # Errors
/// [`Error::Away`] where it cannot be asked.
pub fn unkept_promises(address: &Address) -> Result<Vec<String>> {
    aside(|| {
        let mut connection = address.connect(REGISTER)?;
        let standby = !setting(&mut connection, "synchronous_standby_names")?.is_empty();
        let mut unkept = Vec::new();
        for (name, loses) in LOSES {
            let stands = setting(&mut connection, name)?;
            let alone =
                standby && name == "synchronous_commit" && LOSES_WITH_A_STANDBY.contains(&stands.as_str());
            if loses.contains(&stands.as_str()) || alone {
                unkept.push(format!(
                    "the database server at {address} has {name} = {stands}: what it has answered as saved can be lost. See \"What the server must promise\" in docs/operations.md"
                ));
            }
        }
        Ok(unkept)
    })
}

/// Sees to it that a server is new enough.
pub(super) fn expect_version(connection: &mut Connection, address: &Address) -> Result<()> {
    let number = setting(connection, "server_version_num")?;
    new_enough(number.parse().map_err(|_| Error::Unreadable("a version"))?, address)
}

fn new_enough(number: i64, address: &Address) -> Result<()> {
    if number >= OLDEST {
        return Ok(());
    }
    let (is, needs) = (number / 10_000, OLDEST / 10_000);
    Err(Error::Unsuitable(format!(
        "the database server at {address} is PostgreSQL {is}, and Lykta needs {needs} or newer: nothing was done. Bring the server up first"
    )))
}

/// How many are connected to the database besides whoever asks.
///
/// # Errors
/// [`Error::Away`] where it cannot be asked.
pub(crate) fn connected_besides(address: &Address) -> Result<i64> {
    const OTHERS: &str = "SELECT count(*) FROM pg_stat_activity \
         WHERE datname = current_database() AND usename IS NOT NULL AND pid <> pg_backend_pid()";
    aside(|| {
        let mut connection = address.connect(REGISTER)?;
        let told = first(&mut connection, OTHERS)?;
        told.parse().map_err(|_| Error::Unreadable("a number"))
    })
}

fn setting(connection: &mut Connection, name: &'static str) -> Result<String> {
    first(connection, &format!("SHOW {name}"))
}

/// What one question is answered with.
fn first(connection: &mut Connection, question: &str) -> Result<String> {
    let answer = connection.line.simple_query(question);
    let answer = connection.took(answer)?;
    let told = answer.iter().find_map(|message| match message {
        tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    });
    told.ok_or(Error::Unreadable("a setting"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_too_old_is_refused() {
        let address = Address::parse("postgres://lykta@localhost/lykta", None).expect("an address");
        assert_eq!(new_enough(150_000, &address), Ok(()));
        assert_eq!(new_enough(180_001, &address), Ok(()));
        let refused = new_enough(140_012, &address).expect_err("refused").to_string();
        assert!(refused.contains("localhost/lykta is PostgreSQL 14, and Lykta needs 15"), "{refused}");
    }

    /// The tests' own server flushes nothing, and says so.
    #[test]
    fn a_server_that_flushes_nothing_is_told() {
        let home = testhome::TestHome::on_postgres();
        let database = home.database().expect("a database");
        let address = Address::parse(database.url(), None).expect("an address");
        let told = || unkept_promises(&address).expect("asked");
        let two = told();
        assert!(
            two.len() == 2 && two[0].contains("fsync = off") && two[1].contains("full_page_writes = off"),
            "{two:?}"
        );
        let set = |value: &str| {
            let name: String =
                database.client().query_one("SELECT current_database()", &[]).expect("told").get(0);
            let set = format!("ALTER DATABASE {name} SET synchronous_commit = {value}");
            database.client().batch_execute(&set).expect("set");
        };
        set("off");
        assert!(told()[2].contains("synchronous_commit = off"));
        set("local");
        assert_eq!(told(), two, "without a standby that is as much as there is");
    }
}
