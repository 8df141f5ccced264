//! The count that lights the lantern. Each counts from an index and stops at a hundred: beyond that the number says nothing.

use crate::tx::Sql;

/// Clocks of the responsible worker whose day has come, by rule. What is owed to several parties in one matter is one thing to do.
pub(crate) const CLOCKS_OF_MAIN: Sql =
    Sql("SELECT rule, count(*) FROM (SELECT DISTINCT file, matter, rule, about, nominal_on FROM view_clock \
     WHERE authority = $1 AND main = $2 AND nominal_on <= $3 LIMIT 100) AS counted GROUP BY rule");

/// The same for the second worker.
pub(crate) const CLOCKS_OF_SECOND: Sql =
    Sql("SELECT rule, count(*) FROM (SELECT DISTINCT file, matter, rule, about, nominal_on FROM view_clock \
     WHERE authority = $1 AND second = $2 AND nominal_on <= $3 LIMIT 100) AS counted GROUP BY rule");

/// The same for whoever carries out a service that is another's.
pub(crate) const CLOCKS_OF_PROVIDER: Sql = Sql(
    "SELECT rule, count(*) FROM (SELECT DISTINCT c.file, c.matter, c.rule, c.about, c.nominal_on FROM view_service s CROSS JOIN view_clock c \
     WHERE s.authority = $1 AND s.worker = $2 AND c.authority = s.authority AND c.file = s.file AND c.matter = s.matter AND c.nominal_on <= $3 LIMIT 100) AS counted GROUP BY rule",
);

/// Assignments that wait for somebody in a unit to take them.
pub(crate) const OFFERED: Sql = Sql("SELECT count(*) FROM (SELECT 1 AS one FROM view_service \
     WHERE authority = $1 AND unit = $2 AND worker IS NULL LIMIT 100) AS counted");

/// Meetings before a moment, to hold or to write about.
pub(crate) const MEETINGS: Sql = Sql("SELECT count(*) FROM (SELECT 1 AS one FROM view_meeting \
     WHERE authority = $1 AND worker = $2 AND at < $3 LIMIT 100) AS counted");

/// Unsigned drafts.
pub(crate) const DRAFTS: Sql = Sql("SELECT count(*) FROM (SELECT 1 AS one FROM draft \
     WHERE authority = $1 AND owner = $2 LIMIT 100) AS counted");

/// Proposals sent to somebody.
pub(crate) const PROPOSALS: Sql = Sql("SELECT count(*) FROM (SELECT 1 AS one FROM view_proposal \
     WHERE authority = $1 AND addressee = $2 LIMIT 100) AS counted");

/// Proposals sent to nobody in a unit.
pub(crate) const PROPOSALS_OF_UNIT: Sql = Sql("SELECT count(*) FROM (SELECT 1 AS one FROM view_proposal \
     WHERE authority = $1 AND unit = $2 AND addressee IS NULL LIMIT 100) AS counted");

/// Broken glasses that whoever leads a unit has to look into.
pub(crate) const GLASSES: Sql = Sql("SELECT count(*) FROM (SELECT 1 AS one FROM reading_reason r \
     WHERE r.authority = $1 AND r.unit = $2 AND r.actor <> $3 AND r.ground = 'glass' AND NOT EXISTS \
     (SELECT 1 FROM reading_review v WHERE v.authority = r.authority AND v.reason = r.reason) LIMIT 100) AS counted");

/// Reports in a unit that nobody has assessed.
pub(crate) const REPORTS_OF_UNIT: Sql = Sql("SELECT count(*) FROM (SELECT 1 AS one FROM view_matter \
     WHERE authority = $1 AND unit = $2 AND phase = 'received' AND kind = 'report' LIMIT 100) AS counted");
