//! The inbox from outside: every message ends in the record or set aside, whatever it is and whenever the program dies.
//!
//! One test program rather than one per subject, so that it is linked once.

mod always;
mod broken;
mod fixture;
mod folder;
mod kept;
mod registering;
mod repeated;
