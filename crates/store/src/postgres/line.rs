//! The line to the server. The client is asynchronous; here it is driven by whoever asks, on their own thread, for as long as they wait.
//!
//! What does not hang on an answer goes out together and comes back in one wait: the server takes questions as they come, and answers in
//! that order.

use std::future::Future;

use futures_util::future::{try_join, try_join_all, try_join3};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Error, NoTls, Row, SimpleQueryMessage, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::aside;
use crate::error::Result as Stored;

type Result<T> = std::result::Result<T, Error>;

/// The values of a statement, as they are sent.
type Places<'a> = [&'a (dyn ToSql + Sync)];

/// One line.
pub(super) struct Line {
    /// There until it is dropped.
    open: Option<Open>,
}

struct Open {
    runtime: Runtime,
    client: Client,
    /// Carries what is asked and what is answered. Ends with the client, or when the server is gone.
    driver: JoinHandle<()>,
}

/// What drives one line.
///
/// # Errors
/// When the system gives no more of what it takes.
pub(super) fn runtime() -> Stored<Runtime> {
    let built = Builder::new_current_thread().enable_all().build();
    built
        .map_err(|error| crate::Error::Engine(format!("no line to the database server can be made: {error}")))
}

impl Line {
    pub(super) fn connect(runtime: Runtime, config: &Config, tls: Option<MakeRustlsConnect>) -> Result<Self> {
        let (client, driver) = if let Some(tls) = tls {
            let (client, connection) = runtime.block_on(config.connect(tls))?;
            (client, runtime.spawn(carry(connection)))
        } else {
            let (client, connection) = runtime.block_on(config.connect(NoTls))?;
            (client, runtime.spawn(carry(connection)))
        };
        Ok(Self { open: Some(Open { runtime, client, driver }) })
    }

    fn open(&self) -> &Open {
        self.open.as_ref().expect("there until it is dropped")
    }

    fn wait<'a, F: Future>(&'a self, asked: impl FnOnce(&'a Client) -> F) -> F::Output {
        let Open { runtime, client, .. } = self.open();
        runtime.block_on(asked(client))
    }

    pub(super) fn is_closed(&self) -> bool {
        self.open().client.is_closed()
    }

    pub(super) fn simple_query(&self, text: &str) -> Result<Vec<SimpleQueryMessage>> {
        self.wait(|client| client.simple_query(text))
    }

    pub(super) fn batch_execute(&self, text: &str) -> Result<()> {
        self.wait(|client| client.batch_execute(text))
    }

    pub(super) fn prepare(&self, text: &str) -> Result<Statement> {
        self.wait(|client| client.prepare(text))
    }

    pub(super) fn execute(&self, statement: &Statement, values: &Places<'_>) -> Result<u64> {
        self.wait(|client| client.execute(statement, values))
    }

    pub(super) fn query(&self, statement: &Statement, values: &Places<'_>) -> Result<Vec<Row>> {
        self.wait(|client| client.query(statement, values))
    }

    /// The answers to several questions, in their order. None of them, if one cannot be answered.
    pub(super) fn query_each(
        &self,
        statements: &[Statement],
        values: &[Vec<&(dyn ToSql + Sync)>],
    ) -> Result<Vec<Vec<Row>>> {
        let Open { runtime, client, .. } = self.open();
        let asked = statements.iter().zip(values);
        runtime.block_on(try_join_all(asked.map(|(statement, values)| client.query(statement, values))))
    }

    /// Begins a transaction, says in it as whom, and answers what is asked then, if anything is.
    pub(super) fn begin(
        &self,
        begin: &str,
        (as_whom, values): (&Statement, &Places<'_>),
        then: &str,
    ) -> Result<Vec<SimpleQueryMessage>> {
        self.wait(async |client| {
            let (open, role) = (client.batch_execute(begin), client.query(as_whom, values));
            if then.is_empty() {
                try_join(open, role).await?;
                return Ok(Vec::new());
            }
            let ((), _, answer) = try_join3(open, role, client.simple_query(then)).await?;
            Ok(answer)
        })
    }
}

/// Whoever asks next is told that it has ended.
async fn carry(connection: impl Future<Output = Result<()>>) {
    let _ended = connection.await;
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(Open { runtime, client, driver }) = self.open.take() {
            aside::let_go(move || {
                drop(client);
                let _ended = runtime.block_on(driver);
            });
        }
    }
}
