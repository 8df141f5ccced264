//! PostgreSQL: this folder is the only place that knows the engine.
//!
//! | file | what it is for |
//! |---|---|
//! | `mod.rs` | a connection, its transactions, its words for values and errors |
//! | `address.rs` | where the server is, and how its certificate is checked |
//! | `line.rs` | questions and answers over one connection, several at once where they do not hang on each other |
//! | `aside.rs` | calls from a thread that may not make them |
//! | `writing.rs` | a write: run again when it was overtaken or cut off, and never done twice |
//! | `dialect.rs` | the schema's steps in PostgreSQL's words |
//! | `promises.rs` | what a server must be, and whether it keeps what it answers |
//! | `fence.rs`, `roles.sql` | who may do what: roles, grants, row-level security |
//!
//! Nothing is kept on the server between transactions but prepared statements: role, schema and authority are set inside each one, so that
//! a pooler in transaction mode may stand in between.

use std::collections::HashMap;
use std::error::Error as StdError;

use tokio_postgres::error::SqlState;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{SimpleQueryMessage, Statement};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::residence::Residence;
use crate::schema::{self, Step};
use crate::tx::{Question, Sql, Tx};
use crate::value::{Row, Value};

mod address;
mod aside;
mod dialect;
mod fence;
mod line;
mod promises;
mod writing;

pub use address::Address;
pub(crate) use aside::aside;
pub use aside::lent;
pub use fence::prepare;
pub(crate) use fence::{bring_up, expect_newest};
use line::Line;
pub(crate) use promises::connected_besides;
pub use promises::unkept_promises;
pub(crate) use writing::write;

/// A schema of the database: the register's tables, or the keyring's.
#[derive(Clone, Copy)]
pub(crate) struct Schema {
    /// Its name in the database.
    name: &'static str,
    /// The steps by which its tables are made.
    steps: &'static [Step],
}

/// Where the record, its views and the drafts are.
pub(crate) const REGISTER: Schema = Schema { name: "lykta", steps: schema::REGISTER };

/// Where the wrapped keys are.
pub(crate) const KEYRING: Schema = Schema { name: "keyring", steps: schema::KEYRING };

/// What a transaction is for, and so what it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Whatever people do.
    Ordinary,
    /// To take out what is destroyed by the book: the login needs the role for it.
    Destruction,
    /// To move a record here or away, or restore it: with no other write of the authority on its way. The login needs the same role.
    Moving,
}

/// Where a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Outside any transaction.
    Idle,
    /// Inside one.
    Open,
    /// Inside one that a statement has failed in: it can only be undone. A `COMMIT` would be answered as if it had been one.
    Failed,
    /// Lost.
    Gone,
}

/// The transaction's number in the server's books, by which the outcome of a commit can be asked for afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Receipt {
    /// Which life of the database: another after a standby has taken over.
    timeline: String,
    number: String,
}

/// One connection.
pub(crate) struct Connection {
    line: Line,
    schema: Schema,
    state: State,
    /// Prepared once for the life of the connection. The texts are constants, so there is an end to them.
    statements: HashMap<&'static str, Statement>,
    receipt: Option<Receipt>,
    /// A row was already there that the transaction would have made. If somebody else made it meanwhile, the work will find it.
    collided: bool,
}

/// As whom, where, for whom, and by which plans a transaction works. Each of these ends with it.
///
/// A plan is made once and serves every authority. It goes by index, as a test of the statements' plans on SQLite demands of each of them:
/// tables in the order a statement names them, no scan of a whole table, no helpers beside, whatever the server last counted. Left to
/// itself the server plans most statements anew each time, which takes longer than running them, or keeps the plan that was right while
/// there was little in the tables.
const AS_WHOM: &str = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true), \
     set_config('join_collapse_limit', '1', true), set_config('enable_seqscan', 'off', true), \
     set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), \
     set_config('random_page_cost', '1.1', true), set_config('jit', 'off', true), \
     set_config('max_parallel_workers_per_gather', '0', true), \
     set_config('role', $1, true), set_config('search_path', $2, true), set_config('lykta.authority', $3, true)";

impl Connection {
    fn new(line: Line, schema: Schema) -> Self {
        let statements = HashMap::new();
        Self { line, schema, state: State::Idle, statements, receipt: None, collided: false }
    }

    /// Begins a transaction that reads: from its first statement on it sees one unchanging state.
    pub(crate) fn begin_read(&mut self, authority: Option<i64>) -> Result<()> {
        self.begin("REPEATABLE READ READ ONLY", fence::APP, authority, "")?;
        Ok(())
    }

    /// Begins a transaction that writes. Each statement sees what others have committed by then; that nothing is lost rests on the
    /// statements that compare and set, and on the lock of the chain's head.
    fn begin_write(&mut self, work: Work, authority: Option<i64>) -> Result<()> {
        const RECEIPT: &str =
            "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8), pg_current_xact_id()::text";
        let role = match work {
            Work::Ordinary => fence::APP,
            Work::Destruction | Work::Moving => fence::DESTROYER,
        };
        let of_register = authority.filter(|_| self.schema.name == REGISTER.name);
        let residence = of_register.map(|authority| residence(work, authority)).unwrap_or_default();
        let answer =
            self.begin("READ COMMITTED READ WRITE", role, authority, &format!("{RECEIPT}{residence}"))?;
        self.receipt = answer.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => {
                Some(Receipt { timeline: row.get(0)?.to_owned(), number: row.get(1)?.to_owned() })
            }
            _ => None,
        });
        match answer.iter().find_map(|message| elsewhere(of_register?, message)) {
            None => Ok(()),
            Some(residence) => {
                self.rollback()?;
                Err(residence.map_or_else(|error| error, Error::Elsewhere))
            }
        }
    }

    /// One round trip: what the transaction is, as whom, where, and for whom; and what else is to be known at once.
    fn begin(
        &mut self,
        mode: &str,
        role: &str,
        authority: Option<i64>,
        then: &str,
    ) -> Result<Vec<SimpleQueryMessage>> {
        let as_whom = self.prepared(AS_WHOM)?;
        let (begin, authority) =
            (format!("BEGIN ISOLATION LEVEL {mode}"), authority.map(|id| id.to_string()));
        let answer = self.line.begin(&begin, (&as_whom, &[&role, &self.schema.name, &authority]), then);
        self.state = State::Open;
        self.took(answer)
    }

    /// Makes the transaction durable.
    ///
    /// # Errors
    /// [`Error::Lost`] when the answer did not arrive: then it is not known whether it is.
    fn commit(&mut self) -> Result<()> {
        if self.state != State::Open {
            self.rollback()?;
            return Err(Error::Engine("a statement had failed, so nothing could be committed".to_owned()));
        }
        let committed = self.line.batch_execute("COMMIT");
        self.took(committed)?;
        self.state = State::Idle;
        Ok(())
    }

    /// Undoes the transaction, if one is open.
    pub(crate) fn rollback(&mut self) -> Result<()> {
        if matches!(self.state, State::Open | State::Failed) {
            let undone = self.line.batch_execute("ROLLBACK");
            self.took(undone)?;
            self.state = State::Idle;
        }
        Ok(())
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.state == State::Idle && !self.line.is_closed()
    }

    /// Runs statements that are not the program's but the schema's.
    fn define(&mut self, statements: &str) -> Result<()> {
        let defined = self.line.batch_execute(statements);
        self.took(defined)
    }

    /// The types of a statement's parameters, if the engine accepts the statement.
    #[cfg(test)]
    pub(crate) fn prepare(&mut self, text: &str) -> Result<usize> {
        let prepared = self.line.prepare(text);
        self.took(prepared).map(|statement| statement.params().len())
    }

    fn statement(&mut self, sql: Sql, values: usize) -> Result<Statement> {
        let statement = self.prepared(sql.0)?;
        if statement.params().len() != values {
            return Err(Error::Engine(format!("{values} values for {} places", statement.params().len())));
        }
        Ok(statement)
    }

    fn prepared(&mut self, text: &'static str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(text) {
            return Ok(statement.clone());
        }
        let prepared = self.line.prepare(text);
        let statement = self.took(prepared)?;
        self.statements.insert(text, statement.clone());
        Ok(statement)
    }

    /// Notes what an answer says of the connection's state.
    fn took<T>(&mut self, answer: std::result::Result<T, tokio_postgres::Error>) -> Result<T> {
        answer.map_err(|error| {
            self.collided |= error.code() == Some(&SqlState::UNIQUE_VIOLATION);
            let lost = self.line.is_closed();
            let error = if lost { Error::Lost } else { Error::from(error) };
            self.state = match self.state {
                _ if error == Error::Lost => State::Gone,
                State::Open => State::Failed,
                other => other,
            };
            error
        })
    }
}

/// What a write of an authority begins with: nobody moves its record while it runs, and it is here. Whoever moves it waits for all of those.
///
/// The question is a statement of its own after the lock, and so sees what whoever had the lock has done.
fn residence(work: Work, authority: i64) -> String {
    const WHAT: i32 = 0x6c79_6b74; // apart from other programs' locks in the same database
    let whose = i32::try_from(authority).unwrap_or_default(); // two that shared a lock would only wait for each other
    match work {
        Work::Moving => format!("; SELECT pg_advisory_xact_lock({WHAT}, {whose})::text"),
        Work::Ordinary | Work::Destruction => format!(
            "; SELECT pg_advisory_xact_lock_shared({WHAT}, {whose})::text\
             ; SELECT 'residence', state, place FROM residence WHERE authority = {authority}"
        ),
    }
}

/// The answer to that question, where it is not here.
fn elsewhere(authority: i64, message: &SimpleQueryMessage) -> Option<Result<Residence>> {
    match message {
        SimpleQueryMessage::Row(row) if row.len() == 3 && row.get(0) == Some("residence") => {
            Some(Residence::read(authority, row.get(1)?, row.get(2)?))
        }
        _ => None,
    }
}

impl Tx for Connection {
    fn run(&mut self, sql: Sql, with: &[Value]) -> Result<u64> {
        let statement = self.statement(sql, with.len())?;
        let done = self.line.execute(&statement, &places(with));
        self.took(done)
    }

    fn rows(&mut self, sql: Sql, with: &[Value]) -> Result<Vec<Row>> {
        let statement = self.statement(sql, with.len())?;
        let found = self.line.query(&statement, &places(with));
        read(&self.took(found)?)
    }

    /// All of them in one round trip.
    fn rows_of_each(&mut self, questions: &[Question]) -> Result<Vec<Vec<Row>>> {
        let statement = |question: &Question| self.statement(question.sql, question.with.len());
        let statements = questions.iter().map(statement).collect::<Result<Vec<_>>>()?;
        let values: Vec<_> = questions.iter().map(|question| places(&question.with)).collect();
        let found = self.line.query_each(&statements, &values);
        self.took(found)?.iter().map(|rows| read(rows)).collect()
    }
}

/// The values as they are sent.
fn places(with: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    with.iter().map(|value| value as _).collect()
}

fn read(rows: &[tokio_postgres::Row]) -> Result<Vec<Row>> {
    let read = |row: &tokio_postgres::Row| {
        let values = (0..row.len()).map(|column| row.try_get(column));
        values.collect::<std::result::Result<_, _>>().map(Row::new)
    };
    let rows = rows.iter().map(read).collect::<std::result::Result<_, _>>();
    rows.map_err(|_| Error::Unreadable("of a kind this program stores"))
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *ty == Type::INT8 => number.to_sql(ty, out),
            Self::Text(text) if *ty == Type::TEXT => text.to_sql(ty, out),
            Self::Bytes(bytes) if *ty == Type::BYTEA => bytes.to_sql(ty, out),
            Self::Id(id) if *ty == Type::UUID => id.to_sql(ty, out),
            _ => Err(format!("a value of another kind than {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true // checked with the value in hand
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> std::result::Result<Self, Box<dyn StdError + Sync + Send>> {
        match *ty {
            Type::INT8 => i64::from_sql(ty, raw).map(Self::Int),
            Type::INT4 => i32::from_sql(ty, raw).map(|number| Self::Int(number.into())),
            Type::TEXT => String::from_sql(ty, raw).map(Self::Text),
            Type::BYTEA => Vec::<u8>::from_sql(ty, raw).map(Self::Bytes),
            Type::UUID => Uuid::from_sql(ty, raw).map(Self::Id),
            _ => Err(format!("a value of the kind {ty}").into()),
        }
    }

    fn from_sql_null(_: &Type) -> std::result::Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true // checked with the type in hand
    }
}

/// The engine's message names tables and columns. Its details, which quote values, are left out.
impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(told) = error.as_db_error() else {
            return if error.is_closed() { Self::Lost } else { Self::Engine(error.to_string()) };
        };
        let text = told.message().to_owned();
        match told.code() {
            code if [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED].contains(code) => {
                Self::Overtaken
            }
            code if GONE.contains(code) => Self::Lost,
            code if FULL.contains(code) => Self::DiskFull,
            code if *code == SqlState::IO_ERROR => Self::Disk(text),
            code if code.code().starts_with("23") || *code == SqlState::INSUFFICIENT_PRIVILEGE => {
                Self::Constraint(text)
            }
            _ => Self::Engine(text),
        }
    }
}

/// The server is going down, coming up, or no longer the one that writes.
const GONE: [SqlState; 6] = [
    SqlState::ADMIN_SHUTDOWN,
    SqlState::CRASH_SHUTDOWN,
    SqlState::CANNOT_CONNECT_NOW,
    SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
    SqlState::READ_ONLY_SQL_TRANSACTION,
    SqlState::TOO_MANY_CONNECTIONS,
];

/// No room on the server.
const FULL: [SqlState; 2] = [SqlState::DISK_FULL, SqlState::OUT_OF_MEMORY];
