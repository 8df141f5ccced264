//! An authority as it is written in a file, and the changes that make the record say the same.
//!
//! The file is TOML in the form of `crates/app/demo/lyktinge.toml`; `docs/operations/authority.md` tells every field. People are known by their login,
//! units by their name, unless the file gives their ids. What the file does not name stays as it is: nothing is taken away by being left
//! out, it ends on a day.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use law::{Day, Level};
use record::{
    StaffId, UnitId,
    organisation::{
        Absence, AbsenceId, Change, ChangeFault, Duty, DutyId, Employee, Establishment, Fault, Post, PostId,
        Supervision, Term, Unit, UnitKind,
    },
};
use serde::Deserialize;
use toml::Spanned;
use uuid::Uuid;

/// Something wrong in the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    line: usize,
    field: String,
    why: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}, {}: {}", self.line, self.field, self.why)
    }
}

/// The changes a file asks for, each with the line it stands on.
#[derive(Debug, Default)]
pub(crate) struct Roster {
    /// The board, by whose name an empty place is begun.
    pub(crate) board: String,
    pub(crate) changes: Vec<Change>,
    lines: Vec<usize>,
}

impl Roster {
    /// What a rule has found wrong with the changes, by line.
    pub(crate) fn told(&self, faults: &[ChangeFault]) -> Vec<Wrong> {
        let wrong = |fault: &ChangeFault| Wrong {
            line: self.lines[fault.at],
            field: field(&fault.why).to_owned(),
            why: fault.why.to_string(),
        };
        faults.iter().map(wrong).collect()
    }

    fn put(&mut self, line: usize, change: Change) {
        self.changes.push(change);
        self.lines.push(line);
    }
}

/// The field of the file that a fault is about.
fn field(fault: &Fault) -> &'static str {
    match fault {
        Fault::Missing(field) | Fault::TooLong(field) => field,
        Fault::Backwards => "to",
        Fault::NoUnit(_) | Fault::UnderItself => "unit",
        Fault::NoPerson(_) | Fault::LoginTaken(_) | Fault::AwayTwice => "login",
        Fault::NotAPost | Fault::PowersMixed => "level",
        Fault::Themselves | Fault::SubstituteNotHere | Fault::SubstituteAway => "substitute",
        Fault::SupervisorUnqualified => "supervised_by",
        Fault::StandsIn => "employed_to",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    municipality: Spanned<String>,
    board: String,
    #[serde(default)]
    units: Vec<UnitRow>,
    #[serde(default)]
    members: Vec<MemberRow>,
    #[serde(default)]
    posts: Vec<PostRow>,
    #[serde(default)]
    duty: Vec<DutyRow>,
    #[serde(default)]
    absences: Vec<AbsenceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitRow {
    id: Option<UnitId>,
    name: Spanned<String>,
    kind: UnitKind,
    under: Option<Spanned<String>>,
    from: Option<Day>,
    to: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberRow {
    staff: Option<StaffId>,
    login: Spanned<String>,
    name: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    qualified: bool,
    employed_from: Option<Day>,
    employed_to: Option<Day>,
    supervised_by: Option<Spanned<String>>,
    supervised_to: Option<Day>,
    title: String,
    level: Level,
    unit: Spanned<String>,
    #[serde(default)]
    manages: Vec<Spanned<String>>,
    #[serde(default)]
    reception: bool,
    from: Option<Day>,
    to: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PostRow {
    login: Spanned<String>,
    title: String,
    level: Level,
    unit: Spanned<String>,
    #[serde(default)]
    manages: Vec<Spanned<String>>,
    #[serde(default)]
    reception: bool,
    from: Option<Day>,
    to: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DutyRow {
    login: Spanned<String>,
    from: Day,
    to: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AbsenceRow {
    login: Spanned<String>,
    from: Day,
    to: Option<Day>,
    substitute: Spanned<String>,
}

/// Reads a file against what the record says already. New ids are drawn by `new_id`.
///
/// # Errors
/// Everything that is wrong, by line and field. Nothing of a file with a fault in it is taken.
pub(crate) fn read(
    text: &str,
    now: &Establishment,
    new_id: &mut dyn FnMut() -> Uuid,
) -> Result<Roster, Vec<Wrong>> {
    let written: Written = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![Wrong { line: line_of(text, at), field: "the file".to_owned(), why: error.message().to_owned() }]
    })?;
    let mut reading = Reading { text, now, new_id, names: Names::default(), wrong: Vec::new() };
    reading.name_all(&written);
    let mut roster = Roster { board: written.board.clone(), ..Roster::default() };
    reading.all(&written, &mut roster);
    if reading.wrong.is_empty() { Ok(roster) } else { Err(reading.wrong) }
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}

/// Units and people by what the file calls them.
#[derive(Default)]
struct Names {
    units: HashMap<String, UnitId>,
    people: HashMap<String, StaffId>,
}

struct Reading<'a> {
    text: &'a str,
    now: &'a Establishment,
    new_id: &'a mut dyn FnMut() -> Uuid,
    names: Names,
    wrong: Vec<Wrong>,
}

impl Reading<'_> {
    fn line<T>(&self, at: &Spanned<T>) -> usize {
        line_of(self.text, at.span().start)
    }

    fn is_wrong<T>(&mut self, at: &Spanned<T>, field: &str, why: String) {
        let line = self.line(at);
        self.wrong.push(Wrong { line, field: field.to_owned(), why });
    }

    /// Gives everything that is named its id: the one in the file, the one it has in the record, or a new one.
    fn name_all(&mut self, written: &Written) {
        for (unit, _) in self.now.units.iter() {
            self.names.units.insert(unit.name.clone(), unit.id);
            self.names.units.insert(unit.id.to_string(), unit.id);
        }
        for person in self.now.people.iter() {
            self.names.people.insert(person.login.clone(), person.staff);
        }
        let mut seen = HashSet::new();
        for row in &written.units {
            let name = row.name.get_ref();
            if !seen.insert(name.clone()) {
                self.is_wrong(&row.name, "name", format!("{name:?} stands twice"));
            }
            let known = row.id.or_else(|| self.names.units.get(name).copied());
            let id = known.unwrap_or_else(|| UnitId::new((self.new_id)()));
            self.names.units.insert(name.clone(), id);
            self.names.units.insert(id.to_string(), id);
        }
        seen.clear();
        for row in &written.members {
            let login = row.login.get_ref();
            if !seen.insert(login.clone()) {
                self.is_wrong(&row.login, "login", format!("{login:?} stands twice"));
            }
            let known = row.staff.or_else(|| self.names.people.get(login).copied());
            let id = known.unwrap_or_else(|| StaffId::new((self.new_id)()));
            self.names.people.insert(login.clone(), id);
        }
    }

    fn unit(&mut self, field: &str, name: &Spanned<String>) -> Option<UnitId> {
        let known = self.names.units.get(name.get_ref()).copied();
        if known.is_none() {
            self.is_wrong(name, field, format!("there is no unit {:?}", name.get_ref()));
        }
        known
    }

    fn person(&mut self, field: &str, login: &Spanned<String>) -> Option<StaffId> {
        let known = self.names.people.get(login.get_ref()).copied();
        if known.is_none() {
            self.is_wrong(login, field, format!("nobody has the login {:?}", login.get_ref()));
        }
        known
    }

    fn all(&mut self, written: &Written, roster: &mut Roster) {
        let (municipality, board) = (written.municipality.get_ref().clone(), written.board.clone());
        if (&municipality, &board) != (&self.now.municipality, &self.now.board) {
            roster.put(self.line(&written.municipality), Change::Named { municipality, board });
        }
        for row in &written.units {
            self.of_unit(row, roster);
        }
        for row in &written.members {
            self.of_member(row, roster);
        }
        for row in &written.members {
            let term = Term { from: row.from, to: row.to };
            let id = self.names.people.get(row.login.get_ref()).map(|staff| PostId::new(staff.uuid()));
            let held = (&row.login, row.title.as_str(), row.level, &row.unit);
            self.of_post(held, (&row.manages, row.reception, term), id, roster);
        }
        for row in &written.posts {
            let term = Term { from: row.from, to: row.to };
            let held = (&row.login, row.title.as_str(), row.level, &row.unit);
            self.of_post(held, (&row.manages, row.reception, term), None, roster);
        }
        for row in &written.duty {
            self.of_duty(row, roster);
        }
        for row in &written.absences {
            self.of_absence(row, roster);
        }
    }

    fn of_unit(&mut self, row: &UnitRow, roster: &mut Roster) {
        let under = row.under.as_ref().map(|under| self.unit("under", under));
        let Some(id) = self.names.units.get(row.name.get_ref()).copied() else { return };
        let name = row.name.get_ref().clone();
        let unit = Unit { id, name, kind: row.kind, under: under.flatten() };
        let term = Term { from: row.from, to: row.to };
        if self.now.unit(id) != Some(&(unit.clone(), term)) {
            roster.put(self.line(&row.name), Change::Unit { unit, term });
        }
    }

    fn of_member(&mut self, row: &MemberRow, roster: &mut Roster) {
        let by = row.supervised_by.as_ref().map(|by| self.person("supervised_by", by));
        let Some(staff) = self.names.people.get(row.login.get_ref()).copied() else { return };
        let employee = Employee {
            staff,
            login: row.login.get_ref().clone(),
            name: row.name.clone(),
            phone: row.phone.clone(),
            qualified: row.qualified,
            employed: Term { from: row.employed_from, to: row.employed_to },
            supervision: by.flatten().map(|by| Supervision { by, to: row.supervised_to }),
        };
        if self.now.person(staff) != Some(&employee) {
            roster.put(self.line(&row.login), Change::Employee(employee));
        }
    }

    /// A post. One without an id of its own is the same as one in the record if it is in the same unit, at the same level and from the same
    /// day.
    fn of_post(
        &mut self,
        (login, title, level, unit): (&Spanned<String>, &str, Level, &Spanned<String>),
        (manages, reception, term): (&[Spanned<String>], bool, Term),
        id: Option<PostId>,
        roster: &mut Roster,
    ) {
        let (staff, unit) = (self.person("login", login), self.unit("unit", unit));
        let led: Vec<Option<UnitId>> = manages.iter().map(|unit| self.unit("manages", unit)).collect();
        let (Some(staff), Some(unit)) = (staff, unit) else { return };
        let same = |post: &&Post| {
            let own = post.id != PostId::new(staff.uuid()) && post.staff == staff;
            own && post.unit == unit && post.level == level && post.term.from == term.from
        };
        let id = id.or_else(|| self.now.posts.iter().find(same).map(|post| post.id));
        let id = id.unwrap_or_else(|| PostId::new((self.new_id)()));
        let manages = led.into_iter().flatten().collect();
        let post = Post { id, staff, title: title.to_owned(), level, unit, manages, reception, term };
        if !self.now.posts.contains(&post) {
            roster.put(self.line(login), Change::Post(post));
        }
    }

    fn of_duty(&mut self, row: &DutyRow, roster: &mut Roster) {
        let Some(staff) = self.person("login", &row.login) else { return };
        let term = Term { from: Some(row.from), to: Some(row.to) };
        if !self.now.duties.iter().any(|duty| duty.staff == staff && duty.term == term) {
            let id = DutyId::new((self.new_id)());
            roster.put(self.line(&row.login), Change::Duty(Duty { id, staff, term }));
        }
    }

    /// A time away. It is the same as one in the record if it begins on the same day.
    fn of_absence(&mut self, row: &AbsenceRow, roster: &mut Roster) {
        let away = self.person("login", &row.login);
        let (Some(staff), Some(substitute)) = (away, self.person("substitute", &row.substitute)) else {
            return;
        };
        let term = Term { from: Some(row.from), to: row.to };
        let same = |absence: &&Absence| absence.staff == staff && absence.term.from == term.from;
        let known = self.now.absences.iter().find(same);
        let id = known.map_or_else(|| AbsenceId::new((self.new_id)()), |absence| absence.id);
        let absence = Absence { id, staff, term, substitute };
        if known != Some(&absence) {
            roster.put(self.line(&row.login), Change::Absence(absence));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::organisation::{OrganisationRefusal, OrganisationSheet, decide_changes};

    const LYKTINGE: &str = include_str!("../demo/lyktinge.toml");

    fn ids() -> impl FnMut() -> Uuid {
        let mut next = 0x00c0_0000_u128 << 96;
        move || {
            next += 1;
            Uuid::from_u128(next)
        }
    }

    fn taken(text: &str, now: &Establishment) -> Establishment {
        let roster = read(text, now, &mut ids()).expect("nothing is wrong with it");
        let entry = decide_changes(now, roster.changes).expect("nothing is refused");
        now.clone().after(&OrganisationSheet { by: None, on: None, entry })
    }

    fn told(text: &str, now: &Establishment) -> Vec<String> {
        match read(text, now, &mut ids()) {
            Err(wrong) => wrong.iter().map(ToString::to_string).collect(),
            Ok(roster) => match decide_changes(now, roster.changes.clone()) {
                Err(OrganisationRefusal::Faults(faults)) => {
                    roster.told(&faults).iter().map(ToString::to_string).collect()
                }
                other => panic!("{other:?}"),
            },
        }
    }

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// What the demonstration begins with and what a municipality imports are read by the same words.
    #[test]
    fn the_demonstrations_own_file_gives_its_organisation_and_changes_nothing_twice() {
        let all = taken(LYKTINGE, &Establishment::default());
        assert_eq!(all.on(day("2026-11-24")), crate::demo::organisation());
        let again = read(LYKTINGE, &all, &mut ids()).expect("the same file");
        assert!(again.changes.is_empty(), "{:?}", again.changes);
    }

    #[test]
    fn a_file_without_ids_names_units_and_people_and_goes_on_where_it_was() {
        let first = r#"
municipality = "Norrby kommun"
board = "Socialnämnden"
[[units]]
name = "Barn och unga"
kind = "lead"
[[units]]
name = "Mottagningen"
kind = "reception"
under = "Barn och unga"
[[members]]
login = "ada"
name = "Ada Testsson"
title = "enhetschef"
level = "unit_head"
unit = "Barn och unga"
manages = ["Mottagningen"]
qualified = true
[[members]]
login = "bo"
name = "Bo Testsson"
title = "socialsekreterare"
level = "case_worker"
unit = "Mottagningen"
reception = true
employed_from = "2026-09-01"
supervised_by = "ada"
[[absences]]
login = "ada"
from = "2026-12-21"
to = "2027-01-06"
substitute = "bo"
"#;
        let before = taken(first, &Establishment::default());
        let second = first.replace("title = \"socialsekreterare\"", "title = \"handläggare\"")
            + "[[duty]]\nlogin = \"bo\"\nfrom = \"2026-12-24\"\nto = \"2026-12-26\"\n";
        let roster = read(&second, &before, &mut ids()).expect("nothing is wrong with it");
        assert_eq!(roster.changes.len(), 2, "the title and the duty: {:?}", roster.changes);
        let after = taken(&second, &before);
        let christmas = after.on(day("2026-12-24"));
        let bo = christmas.by_login("bo").expect("he works there");
        assert_eq!((bo.title.as_str(), christmas.is_on_duty(bo.staff)), ("handläggare", true));
        let ada = christmas.by_login("ada").expect("she works there");
        assert_eq!(christmas.stands_in_for(ada.staff), Some(bo));
        assert!(after.on(day("2026-08-31")).by_login("bo").is_none());
    }

    #[test]
    fn what_is_wrong_is_told_by_line_and_field_and_nothing_is_taken() {
        let head =
            "municipality = \"Norrby\"\nboard = \"Nämnden\"\n[[units]]\nname = \"A\"\nkind = \"lead\"\n";
        let member = "[[members]]\nlogin = \"ada\"\nname = \"Ada\"\ntitle = \"chef\"\nlevel = \"unit_head\"\nunit = \"A\"\n";
        let wrong = |more: &str| told(&format!("{head}{member}{more}"), &Establishment::default());
        let empty = Establishment::default();
        assert_eq!(told(&format!("{head}kinds = 1\n"), &empty).len(), 1, "no field is read past");
        assert!(told(&head.replace("lead", "leading"), &empty)[0].starts_with("line 5, the file: "));
        assert_eq!(
            wrong("[[posts]]\nlogin = \"bo\"\ntitle = \"t\"\nlevel = \"case_worker\"\nunit = \"B\"\n"),
            ["line 13, login: nobody has the login \"bo\"", "line 16, unit: there is no unit \"B\""]
        );
        assert_eq!(
            wrong("from = \"2026-02-01\"\nto = \"2026-01-01\"\n"),
            ["line 7, to: the last day lies before the first"]
        );
        assert_eq!(
            wrong("[[absences]]\nlogin = \"ada\"\nfrom = \"2026-02-01\"\nsubstitute = \"ada\"\n")[0],
            "line 13, substitute: nobody stands in for themselves or supervises themselves"
        );
        assert_eq!(wrong(&member.replace("Ada", "Eva")), ["line 13, login: \"ada\" stands twice"]);
    }
}
