//! Nothing but its benchmark, `benches/instructions.rs`: instructions that Valgrind counts are the same on a busy machine and a quiet one, so
//! a path that becomes slower is seen when it does. A package of its own, so that only those who count build what counting needs.
