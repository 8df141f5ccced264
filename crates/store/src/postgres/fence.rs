//! Who may do what: the roles, their rights, and the fence around each authority's rows.
//!
//! The program always works as `lykta_app`, whoever it logs in as. That role adds entries and never changes or removes one, because the
//! right is not granted; and it sees the rows of the authority that its transaction names and no others, because every table has a policy
//! that is forced on everybody. The whole fence is put up anew after each change of the schema, table by table as the catalogue lists
//! them: a new table cannot be forgotten, and one that nobody has thought about is closed.

use tokio_postgres::SimpleQueryMessage;

use super::{Address, Connection, Schema, State, aside, dialect, promises};
use crate::error::{Error, Result, SchemaError};
use crate::schema;
use crate::sql::schema as sql;
use crate::tx::Tx;

/// Whom the program works as.
pub(super) const APP: &str = "lykta_app";

/// Who makes the tables.
const OWNER: &str = "lykta_owner";

/// Who empties what has been destroyed: what the program is while it does that, if its login may be.
pub(super) const DESTROYER: &str = "lykta_destroyer";

const ROLES: &str = include_str!("roles.sql");

/// What the program may do with a table, where it is not everything. The log grows and does nothing else.
const RIGHTS: [(&str, &str); 19] = [
    ("access", "SELECT, INSERT, UPDATE (root)"),
    ("account", "SELECT, INSERT, UPDATE (closed_us, proved_us)"),
    ("authority", "SELECT, INSERT"),
    ("checkpoint", "SELECT, INSERT"),
    ("command_seen", "SELECT, INSERT"),
    ("emergency_event", "SELECT, INSERT"),
    ("entry", "SELECT, INSERT"),
    ("head", "SELECT, INSERT, UPDATE"),
    ("keyring", "SELECT, INSERT, UPDATE"),
    ("log_check", "SELECT, INSERT"),
    ("login", "SELECT, INSERT, UPDATE (ended_us)"),
    ("message", "SELECT, INSERT, UPDATE"),
    ("message_handled", "SELECT, INSERT"),
    ("reading_reason", "SELECT, INSERT"),
    ("reading_review", "SELECT, INSERT"),
    ("step", "SELECT"),
    ("stream", "SELECT, INSERT, UPDATE"),
    ("tally_kept", "SELECT, INSERT"),
    ("wrapped_key", "SELECT, INSERT, UPDATE"),
];

/// The rows of one authority: in a sub-select, so that the planner skips other authorities' parts.
const OF_AUTHORITY: &str =
    "authority = (SELECT nullif(current_setting('lykta.authority', true), '')::bigint)";

/// What only whoever destroys may do besides: take out what a lawful destruction takes along.
const DESTROYS: [(&str, &str); 7] = [
    ("access", "DELETE"),
    ("command_seen", "DELETE"),
    ("entry", "UPDATE"),
    ("reading_reason", "DELETE"),
    ("reading_review", "DELETE"),
    ("stream", "DELETE"),
    ("tally_kept", "UPDATE"),
];

/// The one lawful change of an entry: all of it may go but its place in the chain, once a later entry records that its key has been
/// destroyed. The same as SQLite's trigger says.
const GUARD: &str = "
CREATE OR REPLACE FUNCTION entry_is_never_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = lykta AS $$
DECLARE mark text := replace(NEW.key::text, '-', '');
BEGIN
    IF NEW.sealed IS NULL
        AND NEW.authority = OLD.authority AND NEW.height = OLD.height
        AND NEW.leaf = OLD.leaf AND NEW.link = OLD.link
        AND NEW.stream = '00000000-0000-0000-0000-000000000000' AND NEW.seq = OLD.height
        AND NEW.kind = 'destroyed' AND NEW.version = 1
        AND NEW.at_us = 0 AND NEW.actor = NEW.stream AND NEW.number IS NULL
        AND EXISTS (
            SELECT 1 FROM entry record
            WHERE record.authority = OLD.authority AND record.kind = 'key-destroyed'
            AND record.number BETWEEN mark AND mark || 'g' AND record.height > OLD.height
        )
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'an entry is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER IF EXISTS entry_is_never_changed ON entry;
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
    FOR EACH ROW EXECUTE FUNCTION entry_is_never_changed()";

/// Rows of the access log go when the last entry about it names their root or a later one. The same as SQLite's trigger says.
const READINGS_GUARD: &str = "
CREATE OR REPLACE FUNCTION access_is_never_deleted() RETURNS trigger
LANGUAGE plpgsql SET search_path = lykta AS $$
DECLARE through bigint;
BEGIN
    SELECT number::bigint INTO through FROM entry
        WHERE authority = OLD.authority AND stream = '65766964-656e-8000-8000-63652d6c6f67' AND kind = 'access-destroyed'
        ORDER BY seq DESC LIMIT 1;
    IF through >= OLD.root THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'who looked is never deleted' USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER IF EXISTS access_is_never_deleted ON access;
CREATE TRIGGER access_is_never_deleted BEFORE DELETE ON access
    FOR EACH ROW EXECUTE FUNCTION access_is_never_deleted()";

/// A table of the schema.
struct Table {
    name: String,
    /// It is a part of another, and reached only through that.
    part: bool,
    /// Its rows are some authority's.
    of_authority: bool,
}

/// Brings a schema up to the newest step, if whoever connects may; otherwise only sees to it that it is.
///
/// All missing steps and the fence are one transaction: an interrupted start leaves nothing, and two nodes that start together wait for
/// each other.
///
/// # Errors
/// [`SchemaError`] where the database is another program's, or behind and not ours to change.
pub(crate) fn bring_up(address: &Address, schema: Schema) -> Result<()> {
    aside(|| bring_up_here(address, schema))
}

fn bring_up_here(address: &Address, schema: Schema) -> Result<()> {
    let mut connection = address.connect(schema)?;
    promises::expect_version(&mut connection, address)?;
    if !may_own(&mut connection, address)? {
        return is_newest(&mut connection);
    }
    let done = migrate(&mut connection);
    if done.is_err() {
        connection.rollback()?;
    }
    done
}

/// Makes the tables of a database, or brings them up to what this program needs: for whoever owns it, before its nodes start.
///
/// # Errors
/// [`SchemaError`] where the database is another program's, or not ours to change.
pub fn prepare(address: &Address) -> Result<()> {
    bring_up(address, super::REGISTER)?;
    bring_up(address, super::KEYRING)
}

/// Whether the login may make tables. A superuser makes the roles where there are none.
fn may_own(connection: &mut Connection, address: &Address) -> Result<bool> {
    let named = format!("to_regnamespace('{}') IS NULL", connection.schema.name);
    let asked = "SELECT rolsuper OR rolcreaterole, to_regrole('lykta_owner') IS NULL, ";
    let [creates, roles, new] =
        truths(connection, &format!("{asked}{named} FROM pg_roles WHERE rolname = current_user"))?;
    if creates && new {
        connection.define(ROLES)?;
    } else if roles {
        let why = format!(
            "{address} has no roles for Lykta: as a superuser of the server, run roles.sql as docs/operations.md says"
        );
        return Err(Error::Unsuitable(why));
    }
    let [owns, _, _] =
        truths(connection, &format!("SELECT pg_has_role(current_user, '{OWNER}', 'MEMBER'), false, false"))?;
    Ok(owns)
}

/// Sees to it that a schema is at the newest step, and changes nothing.
///
/// # Errors
/// [`SchemaError`] where it is not.
pub(crate) fn expect_newest(address: &Address, schema: Schema) -> Result<()> {
    aside(|| is_newest(&mut address.connect(schema)?))
}

fn is_newest(connection: &mut Connection) -> Result<()> {
    let steps = connection.schema.steps;
    let named = format!("SELECT to_regclass('{}.step') IS NULL, false, false", connection.schema.name);
    if let [true, _, _] = truths(connection, &named)? {
        return Err(SchemaError::Behind { found: 0, known: steps.len() }.into());
    }
    connection.begin_read(None)?;
    let applied = connection.rows(sql::STEPS, &[])?;
    connection.rollback()?;
    if schema::missing(&applied, steps)?.is_empty() {
        Ok(())
    } else {
        Err(SchemaError::Behind { found: applied.len(), known: steps.len() }.into())
    }
}

fn migrate(connection: &mut Connection) -> Result<()> {
    let Schema { name, steps } = connection.schema;
    connection.define("BEGIN")?;
    connection.state = State::Open;
    connection.define(&format!("SELECT pg_advisory_xact_lock(hashtext('lykta')); SET LOCAL ROLE {OWNER}"))?;
    let named = format!("SELECT to_regnamespace('{name}') IS NULL, false, false");
    if let [true, _, _] = truths(connection, &named)? {
        connection.define(&format!("CREATE SCHEMA {name}"))?;
    }
    connection.define(&format!("SET LOCAL search_path = {name}"))?;
    let step_table = dialect::of(schema::STEP_TABLE).expect("a table");
    connection.define(&step_table)?;
    let applied = connection.rows(sql::STEPS, &[])?;
    let missing = schema::missing(&applied, steps)?;
    if !missing.is_empty() {
        // The owner sees every row while the tables change, and none afterwards.
        for table in tables(connection)? {
            connection.define(&format!("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", table.name))?;
        }
        for (step, number) in missing.iter().zip(applied.len() + 1..) {
            for statement in step.statements.iter().filter_map(|statement| dialect::of(statement)) {
                connection.define(&statement)?;
            }
            let number = i64::try_from(number).expect("a handful of steps");
            connection.run(sql::STEP_DONE, &[number.into(), step.name.into(), (&step.hash()).into()])?;
        }
        put_up(connection)?;
    }
    connection.commit()
}

/// Puts up the fence around every table there is.
fn put_up(connection: &mut Connection) -> Result<()> {
    let schema = connection.schema.name;
    connection.define(&format!("GRANT USAGE ON SCHEMA {schema} TO {APP}, {DESTROYER}"))?;
    for Table { name, part, of_authority } in tables(connection)? {
        let mut fence = vec![format!(
            "ALTER TABLE {name} ENABLE ROW LEVEL SECURITY; ALTER TABLE {name} FORCE ROW LEVEL SECURITY"
        )];
        if !part {
            let rights = RIGHTS.iter().find(|(table, _)| *table == name);
            let rights = rights.map_or("SELECT, INSERT, UPDATE, DELETE", |(_, rights)| rights);
            let rows = if of_authority { OF_AUTHORITY } else { "true" };
            fence.push(format!(
                "REVOKE ALL ON {name} FROM PUBLIC, {APP}, {DESTROYER}; GRANT {rights} ON {name} TO {APP}, {DESTROYER};
                 DROP POLICY IF EXISTS own_rows ON {name}; CREATE POLICY own_rows ON {name} USING ({rows})"
            ));
        }
        if let Some((_, rights)) = DESTROYS.iter().find(|(table, _)| *table == name) {
            fence.push(format!("GRANT {rights} ON {name} TO {DESTROYER}"));
        }
        if name == "authority" {
            // Which authorities there are is no secret: a login page says it.
            const WHICH: &str = "DROP POLICY IF EXISTS which ON authority;
                CREATE POLICY which ON authority FOR SELECT USING (true)";
            fence.push(WHICH.to_owned());
        }
        match name.as_str() {
            "entry" => fence.push(GUARD.to_owned()),
            "access" => fence.push(READINGS_GUARD.to_owned()),
            _ => {}
        }
        connection.define(&fence.join("; "))?;
    }
    Ok(())
}

fn tables(connection: &mut Connection) -> Result<Vec<Table>> {
    let text = format!(
        "SELECT c.relname, c.relispartition, EXISTS (SELECT 1 FROM pg_attribute a \
         WHERE a.attrelid = c.oid AND a.attname = 'authority' AND NOT a.attisdropped) \
         FROM pg_class c WHERE c.relnamespace = '{}'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname",
        connection.schema.name
    );
    let found = connection.line.simple_query(&text);
    let found = connection.took(found)?;
    Ok(found
        .iter()
        .filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(Table {
                name: row.get(0)?.to_owned(),
                part: row.get(1)? == "t",
                of_authority: row.get(2)? == "t",
            }),
            _ => None,
        })
        .collect())
}

/// The first three columns of the one row that a question is answered with.
fn truths(connection: &mut Connection, question: &str) -> Result<[bool; 3]> {
    let answer = connection.line.simple_query(question);
    let answer = connection.took(answer)?;
    let row = answer.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => Some([0, 1, 2].map(|column| row.get(column) == Some("t"))),
        _ => None,
    });
    row.ok_or(Error::Unreadable("an answer"))
}
