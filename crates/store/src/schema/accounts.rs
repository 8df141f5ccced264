//! Who may log in: accounts, what they are opened with, and how well a session's owner is known.

/// An account is a member of staff's for some time, and never removed: who could log in on a day is a question for later. What somebody
/// logs in with is a keyed hash. A code is handed out once and used once; only its hash stands here.
pub(super) const ACCOUNTS: &[&str] = &[
    "CREATE TABLE account (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        account ID NOT NULL,
        opened_us BIGINT NOT NULL,
        closed_us BIGINT,
        PRIMARY KEY (authority, account, opened_us)
    )",
    "CREATE UNIQUE INDEX account_open ON account (authority, account) WHERE closed_us IS NULL",
    "CREATE TABLE login (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        known BYTES NOT NULL CHECK (length(known) = 32),
        account ID NOT NULL,
        way TEXT NOT NULL CHECK (way IN ('provider', 'passkey')),
        bound_us BIGINT NOT NULL,
        ended_us BIGINT,
        PRIMARY KEY (authority, known, bound_us)
    )",
    "CREATE UNIQUE INDEX login_bound ON login (authority, known) WHERE ended_us IS NULL",
    "CREATE INDEX login_of_account ON login (authority, account, bound_us)",
    "CREATE TABLE enrolment (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        code BYTES NOT NULL CHECK (length(code) = 32),
        account ID NOT NULL,
        ends_us BIGINT NOT NULL,
        PRIMARY KEY (authority, code)
    )",
    "CREATE INDEX enrolment_of_account ON enrolment (authority, account)",
];

/// The public half of a key that somebody holds, with a mark over it that only who has the master can make: otherwise whoever can write here
/// could put a key of their own in its place. A question to such a key is answered once. When somebody last proved who they are is told to
/// whoever looks after the accounts.
pub(super) const PASSKEYS: &[&str] = &[
    "CREATE TABLE passkey (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        known BYTES NOT NULL CHECK (length(known) = 32),
        key TEXT NOT NULL,
        mark BYTES NOT NULL CHECK (length(mark) = 32),
        PRIMARY KEY (authority, known)
    )",
    "CREATE TABLE question (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        token BYTES NOT NULL CHECK (length(token) = 32),
        kept TEXT NOT NULL,
        ends_us BIGINT NOT NULL,
        PRIMARY KEY (authority, token)
    )",
    "CREATE INDEX question_by_end ON question (authority, ends_us)",
    "ALTER TABLE account ADD COLUMN proved_us BIGINT",
];

/// A session from before the step was proved by nobody, long ago: it goes on, and opens nothing that asks for more.
pub(super) const PROVED: &[&str] = &[
    "ALTER TABLE session ADD COLUMN level BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE session ADD COLUMN proved_us BIGINT NOT NULL DEFAULT 0",
];

/// What has happened to the two sealed accounts: a copy of entries beside the evidence, by their place there. It only grows.
pub(super) const EMERGENCIES: &[&str] = &[
    "CREATE TABLE emergency_event (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        seq BIGINT NOT NULL,
        account ID NOT NULL,
        what TEXT NOT NULL CHECK (what IN ('sealed', 'used', 'reviewed')),
        at_us BIGINT NOT NULL,
        PRIMARY KEY (authority, seq)
    )",
    "CREATE INDEX emergency_event_by_account ON emergency_event (authority, account, seq)",
    "CREATE TRIGGER emergency_event_is_never_changed BEFORE UPDATE ON emergency_event
    BEGIN SELECT RAISE(ABORT, 'what happened to a sealed account is never changed'); END",
    "CREATE TRIGGER emergency_event_is_never_lost BEFORE DELETE ON emergency_event
    BEGIN SELECT RAISE(ABORT, 'what happened to a sealed account is never removed'); END",
];

/// What somebody logged in with, as each authority of the register knows it: the same keyed hashes as in `login`. By them, and by nothing else, a
/// session leads to another authority.
pub(super) const BEGUN: &[&str] = &["ALTER TABLE session ADD COLUMN known BYTES"];
