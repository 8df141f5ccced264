//! The views' tables and statements. Every key starts with the authority; no column holds a name or a word.

use crate::tx::Sql;

/// So many ids stand in the `IN (…)` of a statement that is asked about a whole page.
pub(crate) const AT_ONCE: usize = 25;

/// The statements that keep one view.
pub(crate) struct Table {
    /// Adds a row.
    pub(crate) insert: Sql,
    /// Removes a row by its key.
    pub(crate) delete: Sql,
    /// Removes every row of an authority, before a rebuild.
    pub(crate) clear: Sql,
    /// Every row, in order, to compare two countings.
    pub(crate) all: Sql,
}

/// A list that ends somewhere, and the same question counted: how many rows a page leaves out is told, never kept silent.
pub(crate) struct List {
    /// The first rows.
    pub(crate) rows: Sql,
    /// How many there are in all.
    pub(crate) all: Sql,
    /// How many `rows` gives at most; its own `LIMIT`.
    pub(crate) most: usize,
}

/// All views.
pub(crate) const ALL: [&Table; 10] =
    [&FILE, &UNIT, &WORKER, &PERSON, &MATTER, &CLOCK, &MEETING, &PROPOSAL, &SERVICE, &SERVICE_ENDED];

/// The file itself.
pub(crate) const FILE: Table = Table {
    insert: Sql(
        "insert into view_file (authority, file, person, child, undistributed, distributed) values ($1, $2, $3, $4, $5, $6)",
    ),
    delete: Sql("delete from view_file where authority = $1 and file = $2"),
    clear: Sql("delete from view_file where authority = $1"),
    all: Sql(
        "select file, person, child, undistributed, distributed from view_file where authority = $1 order by file",
    ),
};

/// Units that have a matter in the file.
pub(crate) const UNIT: Table = Table {
    insert: Sql("insert into view_unit (authority, file, unit) values ($1, $2, $3)"),
    delete: Sql("delete from view_unit where authority = $1 and file = $2 and unit = $3"),
    clear: Sql("delete from view_unit where authority = $1"),
    all: Sql("select file, unit from view_unit where authority = $1 order by file, unit"),
};

/// Who works with the file.
pub(crate) const WORKER: Table = Table {
    insert: Sql("insert into view_worker (authority, file, staff, role) values ($1, $2, $3, $4)"),
    delete: Sql("delete from view_worker where authority = $1 and file = $2 and staff = $3 and role = $4"),
    clear: Sql("delete from view_worker where authority = $1"),
    all: Sql("select file, staff, role from view_worker where authority = $1 order by file, staff, role"),
};

/// Who is named in the file.
pub(crate) const PERSON: Table = Table {
    insert: Sql("insert into view_person (authority, file, person) values ($1, $2, $3)"),
    delete: Sql("delete from view_person where authority = $1 and file = $2 and person = $3"),
    clear: Sql("delete from view_person where authority = $1"),
    all: Sql("select file, person from view_person where authority = $1 order by file, person"),
};

/// Matters.
pub(crate) const MATTER: Table = Table {
    insert: Sql(
        "insert into view_matter (authority, file, matter, kind, phase, number, opened_on, unit, main, second, immediate, unqualified) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    ),
    delete: Sql("delete from view_matter where authority = $1 and file = $2 and matter = $3"),
    clear: Sql("delete from view_matter where authority = $1"),
    all: Sql(
        "select file, matter, kind, phase, number, opened_on, unit, main, second, immediate, unqualified from view_matter where authority = $1 order by file, matter",
    ),
};

/// Running clocks.
pub(crate) const CLOCK: Table = Table {
    insert: Sql(
        "insert into view_clock (authority, file, matter, rule, subject, about, started_on, nominal_on, latest_on, unit, main, second) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    ),
    delete: Sql(
        "delete from view_clock where authority = $1 and file = $2 and matter = $3 and rule = $4 and subject = $5 and about = $6 and started_on = $7",
    ),
    clear: Sql("delete from view_clock where authority = $1"),
    all: Sql(
        "select file, matter, rule, subject, about, started_on, nominal_on, latest_on, unit, main, second from view_clock where authority = $1 order by file, matter, rule, subject, about, started_on",
    ),
};

/// Meetings to hold or to write about.
pub(crate) const MEETING: Table = Table {
    insert: Sql(
        "insert into view_meeting (authority, file, meeting, matter, at, worker, kind, awaits_note) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    ),
    delete: Sql("delete from view_meeting where authority = $1 and file = $2 and meeting = $3"),
    clear: Sql("delete from view_meeting where authority = $1"),
    all: Sql(
        "select file, meeting, matter, at, worker, kind, awaits_note from view_meeting where authority = $1 order by file, meeting",
    ),
};

/// Proposals waiting for an answer.
pub(crate) const PROPOSAL: Table = Table {
    insert: Sql(
        "insert into view_proposal (authority, file, decision, matter, kind, addressee, unit, author, since_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    ),
    delete: Sql("delete from view_proposal where authority = $1 and file = $2 and decision = $3"),
    clear: Sql("delete from view_proposal where authority = $1"),
    all: Sql(
        "select file, decision, matter, kind, addressee, unit, author, since_on from view_proposal where authority = $1 order by file, decision",
    ),
};

/// Services that a provider carries out.
pub(crate) const SERVICE: Table = Table {
    insert: Sql(
        "insert into view_service (authority, file, matter, unit, worker) values ($1, $2, $3, $4, $5)",
    ),
    delete: Sql("delete from view_service where authority = $1 and file = $2 and matter = $3"),
    clear: Sql("delete from view_service where authority = $1"),
    all: Sql(
        "select file, matter, unit, worker from view_service where authority = $1 order by file, matter",
    ),
};

/// Services that have ended, with who had taken them.
pub(crate) const SERVICE_ENDED: Table = Table {
    insert: Sql(
        "insert into view_service_ended (authority, file, matter, unit, worker) values ($1, $2, $3, $4, $5)",
    ),
    delete: Sql("delete from view_service_ended where authority = $1 and file = $2 and matter = $3"),
    clear: Sql("delete from view_service_ended where authority = $1"),
    all: Sql(
        "select file, matter, unit, worker from view_service_ended where authority = $1 order by file, matter",
    ),
};

/// What a file's access rests on: whose it is, undistributed, distributed.
pub(crate) const ACCESS_FILE: Sql =
    Sql("SELECT file, person, undistributed, distributed FROM view_file WHERE authority = $1 AND file = $2");

/// And the rest of it: its units, who works with it in which role, the services that are carried out and those that have ended. Of a unit or a
/// worker the same id stands three times.
pub(crate) const ACCESS_PARTS: Sql = Sql(
    "SELECT file, 'unit', unit, unit, unit FROM view_unit WHERE authority = $1 AND file = $2 UNION ALL SELECT file, \
     role, staff, staff, staff FROM view_worker WHERE authority = $1 AND file = $2 UNION ALL SELECT file, 'service', \
     matter, unit, worker FROM view_service WHERE authority = $1 AND file = $2 UNION ALL SELECT file, 'ended', \
     matter, unit, worker FROM view_service_ended WHERE authority = $1 AND file = $2",
);

/// [`ACCESS_FILE`] for as many files as a page asks for at once; places left over hold no file.
pub(crate) const ACCESS_FILES: Sql = Sql(
    "SELECT file, person, undistributed, distributed FROM view_file WHERE authority = $1 AND file IN ($2, $3, $4, $5, \
     $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)",
);

/// [`ACCESS_PARTS`] for as many.
pub(crate) const ACCESS_PARTS_OF_FILES: Sql = Sql(
    "SELECT file, 'unit', unit, unit, unit FROM view_unit WHERE authority = $1 AND file IN ($2, $3, $4, $5, $6, $7, \
     $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) UNION ALL SELECT \
     file, role, staff, staff, staff FROM view_worker WHERE authority = $1 AND file IN ($2, $3, $4, $5, $6, $7, $8, \
     $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) UNION ALL SELECT file, \
     'service', matter, unit, worker FROM view_service WHERE authority = $1 AND file IN ($2, $3, $4, $5, $6, $7, $8, \
     $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) UNION ALL SELECT file, \
     'ended', matter, unit, worker FROM view_service_ended WHERE authority = $1 AND file IN ($2, $3, $4, $5, $6, $7, \
     $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)",
);

/// The files of a person: as the one it is about.
pub(crate) const FILES_OF: Sql =
    Sql("SELECT file FROM view_file WHERE authority = $1 AND person = $2 ORDER BY file");

/// The files in which a person is named.
pub(crate) const FILES_NAMING: Sql =
    Sql("SELECT file FROM view_person WHERE authority = $1 AND person = $2 ORDER BY file LIMIT 200");

/// The file of a matter number.
pub(crate) const FILE_OF_NUMBER: Sql =
    Sql("SELECT file, matter FROM view_matter WHERE authority = $1 AND number = $2");

/// Clocks of one worker, nearest first.
pub(crate) const CLOCKS_OF_WORKER: List = List {
    rows: Sql(
        "SELECT file, matter, rule, subject, about, started_on, nominal_on, latest_on, unit, main, second FROM view_clock \
         WHERE authority = $1 AND main = $2 AND nominal_on IS NOT NULL AND nominal_on <= $3 AND started_on <= $4 ORDER BY nominal_on, rule, file LIMIT 200",
    ),
    all: Sql("SELECT count(*) FROM view_clock \
         WHERE authority = $1 AND main = $2 AND nominal_on IS NOT NULL AND nominal_on <= $3 AND started_on <= $4"),
    most: 200,
};

/// Clocks where somebody is second worker, nearest first.
pub(crate) const CLOCKS_OF_SECOND: List = List {
    rows: Sql(
        "SELECT file, matter, rule, subject, about, started_on, nominal_on, latest_on, unit, main, second FROM view_clock \
         WHERE authority = $1 AND second = $2 AND nominal_on IS NOT NULL AND nominal_on <= $3 AND started_on <= $4 ORDER BY nominal_on, rule, file LIMIT 200",
    ),
    all: Sql("SELECT count(*) FROM view_clock \
         WHERE authority = $1 AND second = $2 AND nominal_on IS NOT NULL AND nominal_on <= $3 AND started_on <= $4"),
    most: 200,
};

/// Clocks of a unit, nearest first.
pub(crate) const CLOCKS_OF_UNIT: List = List {
    rows: Sql(
        "SELECT file, matter, rule, subject, about, started_on, nominal_on, latest_on, unit, main, second FROM view_clock \
         WHERE authority = $1 AND unit = $2 AND nominal_on IS NOT NULL AND nominal_on <= $3 AND started_on <= $4 ORDER BY nominal_on, rule, file LIMIT 500",
    ),
    all: Sql("SELECT count(*) FROM view_clock \
         WHERE authority = $1 AND unit = $2 AND nominal_on IS NOT NULL AND nominal_on <= $3 AND started_on <= $4"),
    most: 500,
};

/// Clocks of a unit that have no day, the oldest first.
pub(crate) const UNDATED_OF_UNIT: List = List {
    rows: Sql(
        "SELECT file, matter, rule, subject, about, started_on, nominal_on, latest_on, unit, main, second FROM view_clock \
         WHERE authority = $1 AND unit = $2 AND nominal_on IS NULL AND started_on <= $3 ORDER BY started_on, rule, file LIMIT 500",
    ),
    all: Sql(
        "SELECT count(*) FROM view_clock WHERE authority = $1 AND unit = $2 AND nominal_on IS NULL AND started_on <= $3",
    ),
    most: 500,
};

/// Requests for disclosure that wait for an answer in somebody's matters, the oldest first.
pub(crate) const REQUESTS_OF_WORKER: List = List {
    rows: Sql(
        "SELECT file, matter, rule, subject, about, started_on, nominal_on, latest_on, unit, main, second FROM view_clock \
         WHERE authority = $1 AND main = $2 AND rule IN ($3, $4, $5) ORDER BY started_on, rule, file, about LIMIT 200",
    ),
    all: Sql("SELECT count(*) FROM view_clock WHERE authority = $1 AND main = $2 AND rule IN ($3, $4, $5)"),
    most: 200,
};

/// Those where somebody is second worker.
pub(crate) const REQUESTS_OF_SECOND: List = List {
    rows: Sql(
        "SELECT file, matter, rule, subject, about, started_on, nominal_on, latest_on, unit, main, second FROM view_clock \
         WHERE authority = $1 AND second = $2 AND rule IN ($3, $4, $5) ORDER BY started_on, rule, file, about LIMIT 200",
    ),
    all: Sql("SELECT count(*) FROM view_clock WHERE authority = $1 AND second = $2 AND rule IN ($3, $4, $5)"),
    most: 200,
};

/// Those of a unit.
pub(crate) const REQUESTS_OF_UNIT: List = List {
    rows: Sql(
        "SELECT file, matter, rule, subject, about, started_on, nominal_on, latest_on, unit, main, second FROM view_clock \
         WHERE authority = $1 AND unit = $2 AND rule IN ($3, $4, $5) ORDER BY started_on, rule, file, about LIMIT 500",
    ),
    all: Sql("SELECT count(*) FROM view_clock WHERE authority = $1 AND unit = $2 AND rule IN ($3, $4, $5)"),
    most: 500,
};

/// Meetings of a worker from a moment on.
pub(crate) const MEETINGS_OF_WORKER: List = List {
    rows: Sql("SELECT file, meeting, matter, at, worker, kind, awaits_note FROM view_meeting \
         WHERE authority = $1 AND worker = $2 AND at < $3 ORDER BY at, meeting LIMIT 200"),
    all: Sql("SELECT count(*) FROM view_meeting WHERE authority = $1 AND worker = $2 AND at < $3"),
    most: 200,
};

/// Running matters of a unit: first the reports nobody has assessed and what nobody has, so that a long list never hides them. Each phase is
/// named, so that the index finds it: closed matters are a hundred times as many.
pub(crate) const MATTERS_OF_UNIT: List = List {
    rows: Sql(
        "SELECT m.file, m.matter, m.kind, m.phase, m.number, m.opened_on, m.unit, m.main, m.second, m.immediate, f.person, m.unqualified FROM view_matter m \
         JOIN view_file f ON f.authority = m.authority AND f.file = m.file \
         WHERE m.authority = $1 AND m.unit = $2 AND m.phase IN ('received', 'assessing', 'running') \
         ORDER BY CASE WHEN m.phase = 'received' THEN 0 WHEN m.main IS NULL THEN 1 ELSE 2 END, m.opened_on, m.matter LIMIT 500",
    ),
    all: Sql(
        "SELECT count(*) FROM view_matter WHERE authority = $1 AND unit = $2 AND phase IN ('received', 'assessing', 'running')",
    ),
    most: 500,
};

/// When and by whom a unit's matters were opened, those that nobody has. The entry that opens a matter is the one with its number.
pub(crate) const OPENINGS_OF_UNIT: Sql = Sql("SELECT m.matter, e.at_us, e.actor FROM view_matter m \
     JOIN entry e ON e.authority = m.authority AND e.stream = m.file AND e.number = m.number \
     WHERE m.authority = $1 AND m.unit = $2 AND m.phase IN ('received', 'assessing', 'running') AND m.main IS NULL");

/// Running matters of a worker, and reports that have come in their files and nobody has yet: a new report during an investigation is told
/// to whoever investigates.
pub(crate) const MATTERS_OF_WORKER: List = List {
    rows: Sql(
        "SELECT m.file, m.matter, m.kind, m.phase, m.number, m.opened_on, m.unit, m.main, m.second, m.immediate, f.person, m.unqualified FROM view_worker w \
         CROSS JOIN view_matter m CROSS JOIN view_file f \
         WHERE w.authority = $1 AND w.staff = $2 AND m.authority = w.authority AND m.file = w.file \
         AND f.authority = m.authority AND f.file = m.file AND w.role <> 'asked' AND m.phase <> 'closed' AND (m.main = w.staff OR m.second = w.staff OR (m.main IS NULL AND m.kind = 'report')) \
         ORDER BY m.opened_on, m.number NULLS FIRST, m.matter LIMIT 500",
    ),
    all: Sql("SELECT count(*) FROM view_worker w CROSS JOIN view_matter m \
         WHERE w.authority = $1 AND w.staff = $2 AND m.authority = w.authority AND m.file = w.file AND w.role <> 'asked' AND m.phase <> 'closed' AND (m.main = w.staff OR m.second = w.staff OR (m.main IS NULL AND m.kind = 'report'))"),
    most: 500,
};

/// Services that somebody carries out, and those that wait for anybody in their unit.
pub(crate) const SERVICES_OF_WORKER: List = List {
    rows: Sql(
        "SELECT m.file, m.matter, m.kind, m.phase, m.number, m.opened_on, m.unit, m.main, m.second, m.immediate, f.person, m.unqualified, s.worker FROM ( \
         SELECT authority, file, matter, worker FROM view_service WHERE authority = $1 AND worker = $2 UNION ALL \
         SELECT authority, file, matter, worker FROM view_service WHERE authority = $1 AND unit = $3 AND worker IS NULL) s \
         CROSS JOIN view_matter m CROSS JOIN view_file f \
         WHERE m.authority = $1 AND m.authority = s.authority AND m.file = s.file AND m.matter = s.matter \
         AND f.authority = $1 AND f.authority = m.authority AND f.file = m.file ORDER BY m.opened_on, m.matter LIMIT 500",
    ),
    all: Sql(
        "SELECT count(*) FROM (SELECT file FROM view_service WHERE authority = $1 AND worker = $2 UNION ALL \
         SELECT file FROM view_service WHERE authority = $1 AND unit = $3 AND worker IS NULL) AS counted",
    ),
    most: 500,
};

/// Clocks of the services that somebody carries out, nearest first.
pub(crate) const CLOCKS_OF_PROVIDER: List = List {
    rows: Sql(
        "SELECT c.file, c.matter, c.rule, c.subject, c.about, c.started_on, c.nominal_on, c.latest_on, c.unit, c.main, c.second FROM view_service s CROSS JOIN view_clock c \
         WHERE s.authority = $1 AND s.worker = $2 AND c.authority = s.authority AND c.file = s.file AND c.matter = s.matter AND c.nominal_on IS NOT NULL AND c.nominal_on <= $3 AND c.started_on <= $4 \
         ORDER BY c.nominal_on, c.rule, c.file LIMIT 200",
    ),
    all: Sql("SELECT count(*) FROM view_service s CROSS JOIN view_clock c \
         WHERE s.authority = $1 AND s.worker = $2 AND c.authority = s.authority AND c.file = s.file AND c.matter = s.matter AND c.nominal_on IS NOT NULL AND c.nominal_on <= $3 AND c.started_on <= $4"),
    most: 200,
};

/// Proposals sent to somebody, or made by somebody.
pub(crate) const PROPOSALS_OF: List = List {
    rows: Sql("SELECT file, decision, matter, kind, addressee, unit, author, since_on FROM view_proposal \
         WHERE authority = $1 AND addressee = $2 UNION ALL \
         SELECT file, decision, matter, kind, addressee, unit, author, since_on FROM view_proposal \
         WHERE authority = $1 AND author = $2 AND (addressee IS NULL OR addressee <> $2) ORDER BY since_on, decision LIMIT 200"),
    all: Sql(
        "SELECT count(*) FROM (SELECT file, decision FROM view_proposal WHERE authority = $1 AND addressee = $2 UNION ALL \
         SELECT file, decision FROM view_proposal WHERE authority = $1 AND author = $2 AND (addressee IS NULL OR addressee <> $2)) AS counted",
    ),
    most: 200,
};

/// Proposals that wait in a unit.
pub(crate) const PROPOSALS_OF_UNIT: List = List {
    rows: Sql("SELECT file, decision, matter, kind, addressee, unit, author, since_on FROM view_proposal \
         WHERE authority = $1 AND unit = $2 ORDER BY since_on, decision LIMIT 200"),
    all: Sql("SELECT count(*) FROM view_proposal WHERE authority = $1 AND unit = $2"),
    most: 200,
};

/// Proposals that wait in a unit for whoever leads it.
pub(crate) const PROPOSALS_FOR_LEADER: List = List {
    rows: Sql("SELECT file, decision, matter, kind, addressee, unit, author, since_on FROM view_proposal \
         WHERE authority = $1 AND unit = $2 AND addressee IS NULL ORDER BY since_on, decision LIMIT 200"),
    all: Sql("SELECT count(*) FROM view_proposal WHERE authority = $1 AND unit = $2 AND addressee IS NULL"),
    most: 200,
};

/// Every list, for the test that its number is its `LIMIT`.
#[cfg(test)]
pub(crate) const LISTS: [&List; 15] = [
    &CLOCKS_OF_WORKER,
    &CLOCKS_OF_SECOND,
    &CLOCKS_OF_UNIT,
    &UNDATED_OF_UNIT,
    &REQUESTS_OF_WORKER,
    &REQUESTS_OF_SECOND,
    &REQUESTS_OF_UNIT,
    &MEETINGS_OF_WORKER,
    &MATTERS_OF_UNIT,
    &MATTERS_OF_WORKER,
    &SERVICES_OF_WORKER,
    &CLOCKS_OF_PROVIDER,
    &PROPOSALS_OF,
    &PROPOSALS_OF_UNIT,
    &PROPOSALS_FOR_LEADER,
];

/// The person a file is about.
pub(crate) const PERSON_OF_FILE: Sql = Sql("SELECT person FROM view_file WHERE authority = $1 AND file = $2");

/// Every stream of a sort, for a rebuild.
pub(crate) const STREAMS: Sql = Sql(
    "SELECT stream FROM stream WHERE authority = $1 AND subject = $2 AND stream > $3 ORDER BY stream LIMIT $4",
);
