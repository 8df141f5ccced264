//! The keyring's tables, in a file of their own (`keys.db`) with their own, shorter-lived backups.

use super::Step;

pub(crate) const KEYRING: &[Step] = &[Step {
    name: "keys",
    statements: &[
        // One row: which master these keys are wrapped under, and which epoch new ones are wrapped in.
        "CREATE TABLE keyring (
            only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
            fingerprint BYTES NOT NULL,
            epoch BIGINT NOT NULL CHECK (epoch > 0)
        )",
        // A destroyed key keeps its row, without its bytes, so that destroyed and unknown can be told apart.
        "CREATE TABLE wrapped_key (
            authority BIGINT NOT NULL,
            key ID NOT NULL,
            epoch BIGINT NOT NULL,
            wrapped BYTES,
            destroyed_us BIGINT,
            PRIMARY KEY (authority, key),
            CHECK ((wrapped IS NULL) = (destroyed_us IS NOT NULL))
        )",
    ],
}];
