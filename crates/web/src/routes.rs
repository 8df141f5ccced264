//! The table of every address: what the router is built from, and what a test walks through.
//!
//! A page names its addresses here instead of to axum, so that the router and the table cannot say different things. The test at
//! the end asks each of them as nobody and as a stranger; a page added tomorrow is asked too.

use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};

use crate::desk::Desk;
use crate::upload;
use crate::visitor;

/// One address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// As axum writes it: `/akt/{file}/anteckning`.
    pub path: &'static str,
    /// Answers a GET.
    pub reads: bool,
    /// Answers a POST.
    pub writes: bool,
}

/// Addresses with their handlers.
#[derive(Default)]
pub struct Routes {
    router: Router<Arc<Desk>>,
    table: Vec<Route>,
}

impl Routes {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page that is only read.
    #[must_use]
    pub fn page<T: 'static>(self, path: &'static str, show: impl Handler<T, Arc<Desk>>) -> Self {
        self.add(Route { path, reads: true, writes: false }, get(show))
    }

    /// An act without a page of its own.
    #[must_use]
    pub fn act<T: 'static>(self, path: &'static str, act: impl Handler<T, Arc<Desk>>) -> Self {
        self.add(Route { path, reads: false, writes: true }, post(act))
    }

    /// A page with a form that is sent to the page's own address.
    #[must_use]
    pub fn form<S: 'static, A: 'static>(
        self,
        path: &'static str,
        show: impl Handler<S, Arc<Desk>>,
        act: impl Handler<A, Arc<Desk>>,
    ) -> Self {
        self.add(Route { path, reads: true, writes: true }, get(show).post(act))
    }

    /// The same for a form that may carry a document.
    #[must_use]
    pub fn form_with_document<S: 'static, A: 'static>(
        self,
        path: &'static str,
        show: impl Handler<S, Arc<Desk>>,
        act: impl Handler<A, Arc<Desk>>,
    ) -> Self {
        let both = get(show).post(act).layer(upload::limit());
        self.add(Route { path, reads: true, writes: true }, both)
    }

    /// These and others.
    #[must_use]
    pub fn merge(mut self, others: Self) -> Self {
        self.table.extend(others.table);
        Self { router: self.router.merge(others.router), table: self.table }
    }

    /// Every address, in the order they were named.
    pub fn table(&self) -> &[Route] {
        &self.table
    }

    /// The router, for everybody: only the login.
    pub fn open(self, desk: Arc<Desk>) -> Router {
        self.router.with_state(desk)
    }

    /// The router behind the login.
    pub fn behind_login(self, desk: Arc<Desk>) -> Router {
        let guard = middleware::from_fn_with_state(Arc::clone(&desk), visitor::needs_session);
        self.router.route_layer(guard).with_state(desk)
    }

    fn add(mut self, route: Route, handlers: MethodRouter<Arc<Desk>>) -> Self {
        self.table.push(route);
        Self { router: self.router.route(route.path, handlers), table: self.table }
    }
}

#[cfg(test)]
mod matrix;
#[cfg(test)]
mod roles;
#[cfg(test)]
mod tests;
