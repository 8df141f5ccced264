//! The binary from the outside: how it starts, what it answers, how it ends.

mod data;
mod demo;
mod law;
mod program;
