//! The views of files: what lists need, counted in `views.rs`. One table per sort of row, every key below authority and file.

/// The tables, as one step of the register.
pub(super) const FILE_VIEWS: &[&str] = &[
    "CREATE TABLE view_file (
        authority BIGINT NOT NULL,
        file ID NOT NULL,
        person ID NOT NULL,
        child BIGINT NOT NULL CHECK (child IN (0, 1)),
        undistributed BIGINT NOT NULL CHECK (undistributed IN (0, 1)),
        distributed BIGINT NOT NULL CHECK (distributed IN (0, 1)),
        PRIMARY KEY (authority, file)
    )",
    "CREATE INDEX view_file_by_person ON view_file (authority, person)",
    "CREATE TABLE view_unit (
        authority BIGINT NOT NULL,
        file ID NOT NULL,
        unit ID NOT NULL,
        PRIMARY KEY (authority, file, unit)
    )",
    "CREATE TABLE view_worker (
        authority BIGINT NOT NULL,
        file ID NOT NULL,
        staff ID NOT NULL,
        role TEXT NOT NULL,
        PRIMARY KEY (authority, file, staff, role)
    )",
    "CREATE INDEX view_worker_by_staff ON view_worker (authority, staff)",
    "CREATE TABLE view_person (
        authority BIGINT NOT NULL,
        file ID NOT NULL,
        person ID NOT NULL,
        PRIMARY KEY (authority, file, person)
    )",
    "CREATE INDEX view_person_by_person ON view_person (authority, person)",
    "CREATE TABLE view_matter (
        authority BIGINT NOT NULL,
        file ID NOT NULL,
        matter ID NOT NULL,
        kind TEXT NOT NULL,
        phase TEXT NOT NULL,
        number TEXT,
        opened_on TEXT NOT NULL,
        unit ID NOT NULL,
        main ID,
        second ID,
        immediate BIGINT NOT NULL CHECK (immediate IN (0, 1)),
        PRIMARY KEY (authority, file, matter)
    )",
    "CREATE INDEX view_matter_by_number ON view_matter (authority, number)",
    "CREATE INDEX view_matter_by_unit ON view_matter (authority, unit, phase, opened_on)",
    // A copy of the running clocks for sorting, never the truth: that is computed from the log and the law.
    "CREATE TABLE view_clock (
        authority BIGINT NOT NULL,
        file ID NOT NULL,
        matter ID NOT NULL,
        rule TEXT NOT NULL,
        subject ID NOT NULL,
        started_on TEXT NOT NULL,
        nominal_on TEXT,
        latest_on TEXT,
        unit ID NOT NULL,
        main ID,
        second ID,
        PRIMARY KEY (authority, file, matter, rule, subject, started_on)
    )",
    "CREATE INDEX view_clock_by_main ON view_clock (authority, main, nominal_on)",
    "CREATE INDEX view_clock_by_second ON view_clock (authority, second, nominal_on)",
    "CREATE INDEX view_clock_by_unit ON view_clock (authority, unit, nominal_on)",
    "CREATE TABLE view_meeting (
        authority BIGINT NOT NULL,
        file ID NOT NULL,
        meeting ID NOT NULL,
        matter ID NOT NULL,
        at TEXT NOT NULL,
        worker ID NOT NULL,
        kind TEXT NOT NULL,
        awaits_note BIGINT NOT NULL CHECK (awaits_note IN (0, 1)),
        PRIMARY KEY (authority, file, meeting)
    )",
    "CREATE INDEX view_meeting_by_worker ON view_meeting (authority, worker, at)",
    "CREATE TABLE view_proposal (
        authority BIGINT NOT NULL,
        file ID NOT NULL,
        decision ID NOT NULL,
        matter ID NOT NULL,
        kind TEXT NOT NULL,
        addressee ID,
        unit ID NOT NULL,
        author ID NOT NULL,
        since_on TEXT NOT NULL,
        PRIMARY KEY (authority, file, decision)
    )",
    "CREATE INDEX view_proposal_by_addressee ON view_proposal (authority, addressee)",
    "CREATE INDEX view_proposal_by_unit ON view_proposal (authority, unit)",
    "CREATE INDEX view_proposal_by_author ON view_proposal (authority, author)",
];

/// Services that a provider carries out: whose they are, and for lists.
pub(super) const SERVICES: &[&str] = &[
    "CREATE TABLE view_service (
        authority BIGINT NOT NULL,
        file ID NOT NULL,
        matter ID NOT NULL,
        unit ID NOT NULL,
        worker ID,
        PRIMARY KEY (authority, file, matter)
    )",
    "CREATE INDEX view_service_by_unit ON view_service (authority, unit)",
    "CREATE INDEX view_service_by_worker ON view_service (authority, worker)",
];

/// Services that have ended, and who must be able to answer for what was documented in them. Apart from those that run, so that no list of
/// work can forget to leave them out. The views are counted anew at the next start.
pub(super) const SERVICES_ENDED: &[&str] = &[
    "CREATE TABLE view_service_ended (
        authority BIGINT NOT NULL,
        file ID NOT NULL,
        matter ID NOT NULL,
        unit ID NOT NULL,
        worker ID NOT NULL,
        PRIMARY KEY (authority, file, matter)
    )",
    REFOLD,
];

/// Reports whose protection assessment was signed without the qualification that the law wants. What is older never said so.
pub(super) const UNQUALIFIED: &[&str] = &[
    "ALTER TABLE view_matter ADD COLUMN unqualified BIGINT NOT NULL DEFAULT 0 CHECK (unqualified IN (0, 1))",
];

/// A party's clocks are one for each decision: what a clock is about belongs to its name. The views are counted anew at the next start.
pub(super) const OF_DECISIONS: &[&str] = &[
    "DROP TABLE view_clock",
    "CREATE TABLE view_clock (
        authority BIGINT NOT NULL,
        file ID NOT NULL,
        matter ID NOT NULL,
        rule TEXT NOT NULL,
        subject ID NOT NULL,
        about ID NOT NULL,
        started_on TEXT NOT NULL,
        nominal_on TEXT,
        latest_on TEXT,
        unit ID NOT NULL,
        main ID,
        second ID,
        PRIMARY KEY (authority, file, matter, rule, subject, about, started_on)
    )",
    "CREATE INDEX view_clock_by_main ON view_clock (authority, main, nominal_on)",
    "CREATE INDEX view_clock_by_second ON view_clock (authority, second, nominal_on)",
    "CREATE INDEX view_clock_by_unit ON view_clock (authority, unit, nominal_on)",
    REFOLD,
];

/// What is counted for statistics: a view of the files that are there, and beside it what those counted for that have been destroyed. No
/// column tells of a day, a person or a file. The views are counted anew at the next start.
pub(super) const TALLY: &[&str] = &[
    "CREATE TABLE view_tally (
        authority BIGINT NOT NULL,
        year BIGINT NOT NULL,
        measure TEXT NOT NULL,
        value TEXT NOT NULL,
        count BIGINT NOT NULL,
        PRIMARY KEY (authority, year, measure, value)
    )",
    "CREATE TABLE tally_kept (
        authority BIGINT NOT NULL,
        year BIGINT NOT NULL,
        measure TEXT NOT NULL,
        value TEXT NOT NULL,
        count BIGINT NOT NULL,
        PRIMARY KEY (authority, year, measure, value)
    )",
    REFOLD,
];

/// Whoever was once around the child is named in its file for good. The views are counted anew at the next start.
pub(super) const EVER_NAMED: &[&str] = &[REFOLD];

/// Leaves word that the views are to be counted anew: [`House::open_demo`](crate::House::open_demo) reads it, and takes it away when that
/// is done.
const REFOLD: &str = "INSERT INTO setting (authority, name, value) SELECT a.authority, 'views', 'stale' FROM authority a \
     WHERE NOT EXISTS (SELECT 1 FROM setting s WHERE s.authority = a.authority AND s.name = 'views')";
