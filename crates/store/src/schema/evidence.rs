//! What makes the record evidence: signed checkpoints, and the access log under the chain.

/// Checkpoints as they were taken. Copies lie elsewhere; these are what the next ones and the proofs are made from.
pub(super) const CHECKPOINTS: &[&str] = &[
    "CREATE TABLE checkpoint (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        height BIGINT NOT NULL CHECK (height > 0),
        link BYTES NOT NULL CHECK (length(link) = 32),
        root BYTES NOT NULL CHECK (length(root) = 32),
        at_us BIGINT NOT NULL,
        key BYTES NOT NULL CHECK (length(key) = 32),
        signature BYTES NOT NULL CHECK (length(signature) = 64),
        PRIMARY KEY (authority, height)
    )",
    // The seq of the entry in the authority's own stream that covers the row; null while none does.
    "ALTER TABLE access ADD COLUMN root BIGINT",
    "CREATE INDEX access_by_root ON access (authority, root, look)",
];

/// What an export asks of each entry: which documents it carries, and by which command it was written.
pub(super) const EXPORTED: &[&str] = &[
    "CREATE INDEX attachment_by_entry ON attachment (authority, carried)",
    "CREATE INDEX command_by_height ON command_seen (authority, first_height)",
];

/// SQLite's way of refusing: a row of the access log is covered once, and nothing else of it ever changes.
pub(super) const CHECKPOINT_GUARDS: &[&str] = &[
    "CREATE TRIGGER checkpoint_is_never_changed BEFORE UPDATE ON checkpoint
    BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END",
    "CREATE TRIGGER checkpoint_is_never_deleted BEFORE DELETE ON checkpoint
    BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END",
    "DROP TRIGGER access_is_never_changed",
    "CREATE TRIGGER access_is_never_changed BEFORE UPDATE ON access
    WHEN NOT (
        OLD.root IS NULL AND NEW.root IS NOT NULL
        AND NEW.authority = OLD.authority AND NEW.look = OLD.look
        AND NEW.at_us = OLD.at_us AND NEW.actor = OLD.actor
        AND NEW.stream IS OLD.stream AND NEW.purpose = OLD.purpose
        AND NEW.part = OLD.part AND NEW.listed IS OLD.listed
    )
    BEGIN SELECT RAISE(ABORT, 'who looked is never changed'); END",
];

/// Which rows of the access log have been destroyed by the book: the last entry that says so.
///
/// SQLite's way of refusing: a row goes when that entry names its root or a later one, and never else.
pub(super) const READINGS_DESTROYED: &[&str] = &[
    "CREATE INDEX entry_readings_destroyed ON entry (authority, stream, seq) WHERE kind = 'access-destroyed'",
    "CREATE TRIGGER access_is_never_deleted BEFORE DELETE ON access
    WHEN OLD.root IS NULL OR NOT EXISTS (
        SELECT 1 FROM (
            SELECT number FROM entry WHERE authority = OLD.authority
            AND stream = x'65766964656e8000800063652d6c6f67' AND kind = 'access-destroyed' ORDER BY seq DESC LIMIT 1
        ) WHERE CAST(number AS INTEGER) >= OLD.root
    )
    BEGIN SELECT RAISE(ABORT, 'who looked is never deleted'); END",
];
