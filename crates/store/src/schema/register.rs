//! The register's tables (`lykta.db`).
//!
//! Three sorts, told apart by what losing one would mean: the **log** is the record and can only grow;
//! **ordinary tables** hold what is not (yet) record; **views** are copies folded from the log and may be
//! dropped and folded again. Every key begins with the authority. Views and ordinary tables hold ids, days
//! and codes in clear, never a name, a number of a person or free text: those are sealed.

use super::Step;

pub(crate) const REGISTER: &[Step] = &[
    Step { name: "log", statements: LOG },
    Step { name: "log guards", statements: LOG_GUARDS },
    Step { name: "ordinary tables", statements: ORDINARY },
    Step { name: "person views", statements: PERSON_VIEWS },
    Step { name: "file views", statements: super::views::FILE_VIEWS },
    Step { name: "reasons for reading", statements: REASONS },
    Step { name: "what was asked", statements: ASKED },
    Step { name: "assessed without qualification", statements: super::views::UNQUALIFIED },
    Step { name: "services", statements: super::views::SERVICES },
    Step { name: "indexes that carry the order", statements: ORDERED },
    Step { name: "clocks of each decision", statements: super::views::OF_DECISIONS },
    Step { name: "what programs log in with", statements: ACCESS_TOKENS },
    Step { name: "received messages", statements: MESSAGES },
    Step { name: "services that have ended", statements: super::views::SERVICES_ENDED },
    Step { name: "what is destroyed", statements: DESTROYED },
    Step { name: "sessions and tokens within their authority", statements: WITHIN_AUTHORITY },
    Step { name: "what a document was received as", statements: DESCRIBED },
    Step { name: "checkpoints", statements: super::evidence::CHECKPOINTS },
    Step { name: "checkpoint guards", statements: super::evidence::CHECKPOINT_GUARDS },
    Step { name: "what an export asks", statements: super::evidence::EXPORTED },
    Step { name: "jobs of one node at a time", statements: JOBS },
    Step { name: "access rows are destroyed by the book", statements: super::evidence::READINGS_DESTROYED },
    Step { name: "where the record lives", statements: RESIDENCE },
    Step { name: "what was done about a message set aside", statements: HANDLED },
    Step { name: "broken glasses and their reviews", statements: GLASS },
    Step { name: "log checks", statements: LOG_CHECKS },
    Step { name: "accounts", statements: super::accounts::ACCOUNTS },
    Step { name: "how well a session's owner is known", statements: super::accounts::PROVED },
    Step { name: "passkeys", statements: super::accounts::PASSKEYS },
    Step { name: "what happened to sealed accounts", statements: super::accounts::EMERGENCIES },
    Step { name: "what a session was begun with", statements: super::accounts::BEGUN },
    Step { name: "what is counted for statistics", statements: super::views::TALLY },
    Step { name: "whoever was ever named in a file", statements: super::views::EVER_NAMED },
];

const LOG: &[&str] = &[
    "CREATE TABLE authority (
        authority BIGINT NOT NULL PRIMARY KEY,
        name TEXT NOT NULL
    )",
    // The end of each chain. Locked by whoever appends, so that heights have no gaps and follow the order of
    // commits.
    "CREATE TABLE head (
        authority BIGINT NOT NULL PRIMARY KEY REFERENCES authority (authority),
        height BIGINT NOT NULL,
        link BYTES NOT NULL CHECK (length(link) = 32),
        at_us BIGINT NOT NULL
    )",
    "CREATE TABLE entry (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        height BIGINT NOT NULL CHECK (height > 0),
        stream ID NOT NULL CHECK (length(stream) = 16),
        seq BIGINT NOT NULL CHECK (seq > 0),
        kind TEXT NOT NULL,
        version BIGINT NOT NULL CHECK (version > 0),
        at_us BIGINT NOT NULL,
        actor ID NOT NULL CHECK (length(actor) = 16),
        key ID NOT NULL CHECK (length(key) = 16),
        number TEXT,
        sealed BYTES,
        leaf BYTES NOT NULL CHECK (length(leaf) = 32),
        link BYTES NOT NULL CHECK (length(link) = 32),
        PRIMARY KEY (authority, height),
        UNIQUE (authority, stream, seq)
    )",
    "CREATE INDEX entry_destruction ON entry (authority, number) WHERE kind = 'key-destroyed'",
    // Version = the seq of the stream's last entry; compared and set by whoever appends.
    "CREATE TABLE stream (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        stream ID NOT NULL,
        subject TEXT NOT NULL CHECK (subject IN ('person', 'file', 'administration')),
        version BIGINT NOT NULL CHECK (version > 0),
        PRIMARY KEY (authority, stream)
    )",
    // A command is done once. A repeated one finds here which entries it became the first time.
    "CREATE TABLE command_seen (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        command ID NOT NULL,
        actor ID NOT NULL,
        at_us BIGINT NOT NULL,
        first_height BIGINT NOT NULL,
        last_height BIGINT NOT NULL,
        PRIMARY KEY (authority, command)
    )",
    // Who looked, at what, on which ground. A list or search has no stream but the ids it showed, sealed.
    "CREATE TABLE access (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        look ID NOT NULL,
        at_us BIGINT NOT NULL,
        actor ID NOT NULL,
        stream ID,
        purpose TEXT NOT NULL,
        part TEXT NOT NULL,
        listed BYTES,
        PRIMARY KEY (authority, look)
    )",
    "CREATE INDEX access_by_stream ON access (authority, stream, at_us)",
    "CREATE INDEX access_by_actor ON access (authority, actor, at_us)",
];

/// SQLite's way of refusing; PostgreSQL does the same by not granting the right.
const LOG_GUARDS: &[&str] = &[
    "CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END",
    // The one lawful change: the sealed bytes may go once a later entry records that their key has been
    // destroyed.
    "CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
    WHEN NOT (
        NEW.sealed IS NULL
        AND NEW.authority = OLD.authority AND NEW.height = OLD.height
        AND NEW.stream = OLD.stream AND NEW.seq = OLD.seq
        AND NEW.kind = OLD.kind AND NEW.version = OLD.version
        AND NEW.at_us = OLD.at_us AND NEW.actor = OLD.actor
        AND NEW.key = OLD.key AND NEW.number IS OLD.number
        AND NEW.leaf = OLD.leaf AND NEW.link = OLD.link
        AND EXISTS (
            SELECT 1 FROM entry AS record
            WHERE record.authority = OLD.authority AND record.kind = 'key-destroyed'
            AND record.number = lower(hex(OLD.key)) AND record.height > OLD.height
        )
    )
    BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END",
    "CREATE TRIGGER access_is_never_changed BEFORE UPDATE ON access
    BEGIN SELECT RAISE(ABORT, 'who looked is never changed'); END",
];

const ORDINARY: &[&str] = &[
    // Its key is its own and lies in its own row: what is never signed leaves no trace when the row goes.
    "CREATE TABLE draft (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        draft ID NOT NULL,
        owner ID NOT NULL,
        file ID,
        form TEXT NOT NULL,
        version BIGINT NOT NULL CHECK (version > 0),
        created_us BIGINT NOT NULL,
        updated_us BIGINT NOT NULL,
        epoch BIGINT NOT NULL,
        wrapped BYTES NOT NULL,
        sealed BYTES NOT NULL,
        PRIMARY KEY (authority, draft)
    )",
    "CREATE INDEX draft_by_owner ON draft (authority, owner, updated_us)",
    "CREATE INDEX draft_by_file ON draft (authority, file)",
    // Keyed by the token's hash alone: a token is shown before it is known which authority it belongs to.
    "CREATE TABLE session (
        token BYTES NOT NULL PRIMARY KEY CHECK (length(token) = 32),
        authority BIGINT NOT NULL REFERENCES authority (authority),
        account ID NOT NULL,
        started_us BIGINT NOT NULL,
        seen_us BIGINT NOT NULL,
        ends_us BIGINT NOT NULL
    )",
    "CREATE INDEX session_by_account ON session (authority, account)",
    // The last number given in a series and year.
    "CREATE TABLE counter (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        series TEXT NOT NULL,
        year BIGINT NOT NULL,
        last BIGINT NOT NULL CHECK (last > 0),
        PRIMARY KEY (authority, series, year)
    )",
    // Name and kind of the document are content and stand sealed in the entry that carries it. chunks is null
    // while it is being received, carried is the height of that entry; what is never carried is swept.
    "CREATE TABLE attachment (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        attachment ID NOT NULL,
        key ID NOT NULL,
        started_us BIGINT NOT NULL,
        chunks BIGINT,
        carried BIGINT,
        PRIMARY KEY (authority, attachment)
    )",
    "CREATE INDEX attachment_orphan ON attachment (started_us) WHERE carried IS NULL",
    "CREATE TABLE attachment_chunk (
        authority BIGINT NOT NULL,
        attachment ID NOT NULL,
        part BIGINT NOT NULL CHECK (part >= 0),
        sealed BYTES NOT NULL,
        PRIMARY KEY (authority, attachment, part),
        FOREIGN KEY (authority, attachment) REFERENCES attachment (authority, attachment) ON DELETE CASCADE
    )",
    "CREATE TABLE setting (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (authority, name)
    )",
];

/// The views this crate's bottom needs itself: finding a person by number or name, and showing the name in a
/// list.
const PERSON_VIEWS: &[&str] = &[
    // Several persons may share a token: the same number registered twice by mistake must be found twice.
    "CREATE TABLE person_token (
        authority BIGINT NOT NULL,
        token BYTES NOT NULL CHECK (length(token) = 32),
        person ID NOT NULL,
        PRIMARY KEY (authority, token, person)
    )",
    "CREATE INDEX token_of_person ON person_token (authority, person)",
    // The height says which entry last changed it, so that the name index in memory reads only what is new.
    "CREATE TABLE name_card (
        authority BIGINT NOT NULL,
        person ID NOT NULL,
        key ID NOT NULL,
        protected BIGINT NOT NULL CHECK (protected IN (0, 1)),
        height BIGINT NOT NULL,
        sealed BYTES NOT NULL,
        PRIMARY KEY (authority, person)
    )",
    "CREATE INDEX name_card_by_height ON name_card (authority, height)",
];

/// Why somebody without a part in a file was let in, and for how long. Never changed; the words stand sealed.
const REASONS: &[&str] = &[
    "CREATE TABLE reading_reason (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        reason ID NOT NULL,
        file ID NOT NULL,
        actor ID NOT NULL,
        at_us BIGINT NOT NULL,
        until_us BIGINT NOT NULL CHECK (until_us > at_us),
        code TEXT NOT NULL,
        sealed BYTES NOT NULL,
        PRIMARY KEY (authority, reason)
    )",
    "CREATE INDEX reading_reason_by_file ON reading_reason (authority, file, actor, until_us)",
];

/// On what ground a reason lets somebody read, and whose leader is told: the unit that has the file, where one is led. What was said
/// before this was always a colleague's. A review is written once, by somebody else.
const GLASS: &[&str] = &[
    "ALTER TABLE reading_reason ADD COLUMN ground TEXT NOT NULL DEFAULT 'stated' CHECK (ground IN ('stated', 'glass'))",
    "ALTER TABLE reading_reason ADD COLUMN unit ID",
    "CREATE INDEX reading_glass_of_unit ON reading_reason (authority, unit, at_us) WHERE ground = 'glass'",
    "CREATE TABLE reading_review (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        reason ID NOT NULL,
        file ID NOT NULL,
        review ID NOT NULL,
        actor ID NOT NULL,
        at_us BIGINT NOT NULL,
        outcome TEXT NOT NULL,
        sealed BYTES NOT NULL,
        PRIMARY KEY (authority, reason)
    )",
    "CREATE INDEX reading_review_by_file ON reading_review (authority, file)",
];

/// A month of a unit's reading that somebody who leads it has checked. How much there was stands in clear, what was found is sealed.
const LOG_CHECKS: &[&str] = &["CREATE TABLE log_check (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        unit ID NOT NULL,
        month TEXT NOT NULL,
        actor ID NOT NULL,
        signing ID NOT NULL,
        at_us BIGINT NOT NULL,
        openings BIGINT NOT NULL,
        explained BIGINT NOT NULL,
        queued BIGINT NOT NULL,
        drawn BIGINT NOT NULL,
        sealed BYTES NOT NULL,
        PRIMARY KEY (authority, unit, month, actor)
    )"];

/// What a command asked for, as a keyed hash of its form: an id sent again with other words was never done.
const ASKED: &[&str] = &["ALTER TABLE command_seen ADD COLUMN asked BYTES CHECK (length(asked) = 32)"];

/// Indexes that give their rows in the order they are asked for in. Without it the engine reads a whole authority to save a sort.
const ORDERED: &[&str] = &[
    "DROP INDEX view_file_by_person",
    "CREATE INDEX view_file_of_person ON view_file (authority, person, file)",
    "DROP INDEX view_person_by_person",
    "CREATE INDEX view_person_of_person ON view_person (authority, person, file)",
    "DROP INDEX view_worker_by_staff",
    "CREATE INDEX view_worker_of_staff ON view_worker (authority, staff, role, file)",
    "CREATE INDEX draft_of_form ON draft (authority, owner, form, draft)",
    "CREATE INDEX draft_by_age ON draft (authority, updated_us)",
];

/// What programs log in with: only hashes, like sessions, but for months.
const ACCESS_TOKENS: &[&str] = &[
    "CREATE TABLE access_token (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        token BYTES NOT NULL CHECK (length(token) = 32),
        id ID NOT NULL,
        account ID NOT NULL,
        label TEXT NOT NULL,
        scopes TEXT NOT NULL,
        made_us BIGINT NOT NULL,
        ends_us BIGINT NOT NULL CHECK (ends_us > made_us),
        PRIMARY KEY (token)
    )",
    "CREATE INDEX access_token_of_account ON access_token (authority, account, made_us)",
];

/// Messages from other systems: each has its number from the moment it is durable, and ends as registered or set aside. Its bytes lie
/// sealed under a key of its own in its own row until they lie in a file; the three hashes are keyed, and know it again.
const MESSAGES: &[&str] = &[
    "CREATE TABLE message (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        message ID NOT NULL CHECK (length(message) = 16),
        year BIGINT NOT NULL,
        number BIGINT NOT NULL CHECK (number > 0),
        at_us BIGINT NOT NULL,
        today TEXT NOT NULL,
        account ID NOT NULL,
        content BYTES NOT NULL CHECK (length(content) = 32),
        sender BYTES CHECK (length(sender) = 32),
        substance BYTES CHECK (length(substance) = 32),
        standing TEXT NOT NULL CHECK (standing IN ('waiting', 'registered', 'set-aside')),
        reason TEXT CHECK ((reason IS NULL) = (standing <> 'set-aside')),
        earlier ID,
        epoch BIGINT,
        wrapped BYTES,
        sealed BYTES,
        details BYTES,
        PRIMARY KEY (authority, message),
        UNIQUE (authority, year, number),
        UNIQUE (authority, content)
    )",
    "CREATE UNIQUE INDEX message_by_sender ON message (authority, sender) WHERE sender IS NOT NULL",
    "CREATE INDEX message_by_substance ON message (authority, substance, year, number)",
    "CREATE INDEX message_waiting ON message (authority, standing, year, number)",
    "CREATE TABLE message_matter (
        authority BIGINT NOT NULL,
        message ID NOT NULL,
        file ID NOT NULL,
        matter ID,
        number TEXT,
        PRIMARY KEY (authority, message, file),
        FOREIGN KEY (authority, message) REFERENCES message (authority, message)
    )",
    "CREATE TRIGGER message_is_never_lost BEFORE DELETE ON message
    BEGIN SELECT RAISE(ABORT, 'what was received is never removed'); END",
];

/// What is lawfully destroyed leaves its height, leaf and link, and a mark in the key's place: not whose it was, when, or by whom. The
/// record of the destruction names the mark. The indexes find what hangs on a key, a file or a time.
const DESTROYED: &[&str] = &[
    "DROP TRIGGER entry_is_never_changed",
    "CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
    WHEN NOT (
        NEW.sealed IS NULL
        AND NEW.authority = OLD.authority AND NEW.height = OLD.height
        AND NEW.leaf = OLD.leaf AND NEW.link = OLD.link
        AND NEW.stream = zeroblob(16) AND NEW.seq = OLD.height
        AND NEW.kind = 'destroyed' AND NEW.version = 1
        AND NEW.at_us = 0 AND NEW.actor = zeroblob(16) AND NEW.number IS NULL
        AND EXISTS (
            SELECT 1 FROM entry AS record
            WHERE record.authority = OLD.authority AND record.kind = 'key-destroyed'
            AND record.number BETWEEN lower(hex(NEW.key)) AND lower(hex(NEW.key)) || 'g'
            AND record.height > OLD.height
        )
    )
    BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END",
    "CREATE INDEX attachment_of_key ON attachment (authority, key)",
    "CREATE INDEX command_by_age ON command_seen (authority, at_us)",
    "CREATE INDEX message_matter_by_file ON message_matter (authority, file)",
];

/// The authority comes first in every key, also where a token would be key enough: so that rows can lie apart by authority. Whoever shows
/// a token shows it at some authority's door.
const WITHIN_AUTHORITY: &[&str] = &[
    "CREATE TABLE session_within (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        token BYTES NOT NULL CHECK (length(token) = 32),
        account ID NOT NULL,
        started_us BIGINT NOT NULL,
        seen_us BIGINT NOT NULL,
        ends_us BIGINT NOT NULL,
        PRIMARY KEY (authority, token)
    )",
    "INSERT INTO session_within (authority, token, account, started_us, seen_us, ends_us)
        SELECT authority, token, account, started_us, seen_us, ends_us FROM session",
    "DROP TABLE session",
    "ALTER TABLE session_within RENAME TO session",
    "CREATE INDEX session_by_account ON session (authority, account)",
    "CREATE TABLE access_token_within (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        token BYTES NOT NULL CHECK (length(token) = 32),
        id ID NOT NULL,
        account ID NOT NULL,
        label TEXT NOT NULL,
        scopes TEXT NOT NULL,
        made_us BIGINT NOT NULL,
        ends_us BIGINT NOT NULL CHECK (ends_us > made_us),
        PRIMARY KEY (authority, token)
    )",
    "INSERT INTO access_token_within (authority, token, id, account, label, scopes, made_us, ends_us)
        SELECT authority, token, id, account, label, scopes, made_us, ends_us FROM access_token",
    "DROP TABLE access_token",
    "ALTER TABLE access_token_within RENAME TO access_token",
    "CREATE INDEX access_token_of_account ON access_token (authority, account, made_us)",
];

/// What was received, as a keyed hash of all that its entry must say of it: another document, or the same by another name, is not it.
const DESCRIBED: &[&str] =
    &["ALTER TABLE attachment ADD COLUMN described BYTES CHECK (length(described) = 32)"];

/// Which node does what now and then for all.
const JOBS: &[&str] = &["CREATE TABLE job (
        authority BIGINT NOT NULL REFERENCES authority (authority),
        name TEXT NOT NULL,
        holder ID NOT NULL,
        until_us BIGINT NOT NULL,
        PRIMARY KEY (authority, name)
    )"];

/// A record that is being moved, has left or has not wholly arrived. One that is simply here has no row.
const RESIDENCE: &[&str] = &["CREATE TABLE residence (
        authority BIGINT NOT NULL PRIMARY KEY REFERENCES authority (authority),
        state TEXT NOT NULL CHECK (state IN ('arriving', 'leaving', 'left')),
        place TEXT NOT NULL,
        at_us BIGINT NOT NULL
    )"];

/// What somebody did about a message that was set aside: who, when, and their words, sealed under the message's own key. The message itself
/// stays as it was, and counts as set aside.
const HANDLED: &[&str] = &[
    "CREATE TABLE message_handled (
        authority BIGINT NOT NULL,
        message ID NOT NULL,
        at_us BIGINT NOT NULL,
        account ID NOT NULL,
        words BYTES NOT NULL,
        PRIMARY KEY (authority, message),
        FOREIGN KEY (authority, message) REFERENCES message (authority, message)
    )",
    "CREATE INDEX message_handled_by_time ON message_handled (authority, at_us, message)",
    "CREATE TRIGGER message_handled_is_never_lost BEFORE DELETE ON message_handled
    BEGIN SELECT RAISE(ABORT, 'what was done about a message is never removed'); END",
];
