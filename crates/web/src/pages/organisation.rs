//! `/organisation`: who works where, who is on duty, who is away and who stands in; for whoever leads, the two forms that change it.
//!
//! Employments and posts are taken in from a file (`lykta organisation import`): they come from elsewhere, and all at once.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use jiff::civil::Date;
use law::Day;
use record::organisation::{
    Absence, AbsenceId, Change, Duty, DutyId, Establishment, Fault, Member, OrganisationRefusal, Term, Unit,
    may_organise, may_write,
};
use record::{Actor, Organisation, StaffId, UnitId};
use store::{OrganisationTrouble, Trouble};

use crate::desk::{
    Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, done_words, html_with, not_found, see_other,
    trouble_page,
};
use crate::fields::{Choice, Choose, Field};
use crate::file_page::{Back, Sheet, read_day, read_known};
use crate::format;
use crate::reading::choose;
use crate::refusals::WHOLE_FORM;
use crate::rights;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// Most coming turns of duty, and most absences, that the page lists.
const LISTED_MAX: usize = 100;

/// How far the page looks for work that nobody answers for.
const DAYS_AHEAD: i64 = 60;

/// Fields of the two forms.
const AWAY: [&str; 4] = ["away", "away-from", "away-to", "substitute"];
const DUTY: [&str; 3] = ["on-duty", "duty-from", "duty-to"];

/// The page and its two acts.
pub fn routes() -> Routes {
    Routes::new()
        .page("/organisation", show)
        .act("/organisation/franvaro", set_absence)
        .act("/organisation/jour", set_duty)
}

/// A unit, as the page shows it.
struct UnitView {
    id: UnitId,
    name: String,
    /// The unit it is part of.
    under: Option<String>,
    people: Vec<PersonView>,
}

struct PersonView {
    name: String,
    title: String,
    phone: String,
    /// On duty, unqualified, supervised by whom.
    tags: Vec<String>,
    /// Away until when, and who stands in.
    away: Option<String>,
}

/// A line of a list with days.
struct Dated {
    who: String,
    when: String,
    /// Who stands in.
    substitute: Option<String>,
}

struct AbsenceForm<'a> {
    who: Choice<'a>,
    from: Field<'a>,
    to: Field<'a>,
    substitute: Choice<'a>,
}

struct DutyForm<'a> {
    who: Choice<'a>,
    from: Field<'a>,
    to: Field<'a>,
}

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    done: Option<String>,
    errors: &'a Errors,
    board: String,
    /// For whoever keeps the organisation: who may log in.
    accounts: bool,
    units: Vec<UnitView>,
    /// Those whose matters nobody answers for, for whoever leads.
    gaps: Vec<Dated>,
    duties: Vec<Dated>,
    absences: Vec<Dated>,
    absence: Option<AbsenceForm<'a>>,
    duty: Option<DutyForm<'a>>,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let done = done_words(visitor.w, query.as_deref());
    draw(&desk, &visitor, done, &Typed::default(), &Back::fresh()).await
}

async fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    done: Option<String>,
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let w = visitor.w;
    let today = visitor.now.today;
    let (all, that) = (desk.house.establishment(), desk.organisation());
    let sheet = Sheet { typed, errors: &back.errors };
    let own = led(&visitor.actor, &all, &that, today);
    let gaps = if own.is_empty() {
        Vec::new()
    } else {
        let last = today.plus_days(DAYS_AHEAD);
        blocking(desk, move |desk| desk.house.unanswered(today, last)).await?.or_trouble(desk, visitor)?
    };
    let drawing = Drawing { w, all: &all, that: &that, today };
    let page = OrganisationPage {
        w,
        shell: visitor.shell(desk, w.t("organisation-title"), Place::More),
        done,
        errors: &back.errors,
        board: that.board.clone(),
        accounts: may_organise(&visitor.actor),
        units: drawing.units(),
        gaps: drawing.gaps(&gaps),
        duties: drawing.duties(),
        absences: drawing.absences(),
        absence: (!own.is_empty()).then(|| AbsenceForm {
            who: sheet.choice(AWAY[0], "organisation-who", people(w, own.iter().copied())),
            from: sheet.day(AWAY[1], "organisation-from"),
            to: sheet.day(AWAY[2], "organisation-to").optional(),
            substitute: sheet.choice(AWAY[3], "organisation-substitute", people(w, that.members.iter())),
        }),
        duty: (!own.is_empty()).then(|| DutyForm {
            who: sheet.choice(DUTY[0], "organisation-who", people(w, own.iter().copied())),
            from: sheet.day(DUTY[1], "organisation-from"),
            to: sheet.day(DUTY[2], "organisation-to"),
        }),
    };
    Ok(html_with(back.status, &page))
}

/// Those whose absence and duty somebody may write down.
fn led<'o>(who: &Actor, all: &Establishment, that: &'o Organisation, today: Day) -> Vec<&'o Member> {
    let term = Term { from: Some(today), to: Some(today) };
    let may = |member: &&Member| {
        let duty = Duty { id: DutyId::new(member.staff.uuid()), staff: member.staff, term };
        may_write(who, &[Change::Duty(duty)], all, today)
    };
    that.members.iter().filter(may).collect()
}

fn people<'o>(w: &Words, members: impl Iterator<Item = &'o Member>) -> Vec<Choose<'static>> {
    let option = |member: &Member| choose(member.staff.to_string(), rights::signature(member), false);
    std::iter::once(choose("", w.t("choose-none"), false)).chain(members.map(option)).collect()
}

struct Drawing<'a> {
    w: &'a Words,
    all: &'a Establishment,
    that: &'a Organisation,
    today: Day,
}

impl Drawing<'_> {
    /// The tree, each unit before its parts.
    fn units(&self) -> Vec<UnitView> {
        let mut views = Vec::new();
        let mut waiting: Vec<&Unit> = self.that.parts_of(None).collect();
        waiting.reverse();
        while let Some(unit) = waiting.pop() {
            let under = unit.under.and_then(|under| self.that.unit(under));
            views.push(UnitView {
                id: unit.id,
                name: unit.name.clone(),
                under: under.map(|under| self.w.t1("organisation-under", "unit", under.name.as_str())),
                people: self.that.team(unit.id).map(|member| self.person(member)).collect(),
            });
            let parts: Vec<&Unit> = self.that.parts_of(Some(unit.id)).collect();
            waiting.extend(parts.into_iter().rev());
        }
        views
    }

    fn person(&self, member: &Member) -> PersonView {
        let mut tags = Vec::new();
        if self.that.is_on_duty(member.staff) {
            tags.push(self.w.t("organisation-on-duty").into_owned());
        }
        if !member.qualified {
            tags.push(self.w.t("organisation-unqualified").into_owned());
        }
        let supervision = self.all.person(member.staff).and_then(|person| person.supervision);
        let supervised = supervision.filter(|one| one.to.is_none_or(|to| self.today <= to));
        tags.extend(supervised.map(|one| self.w.t1("organisation-supervised", "who", self.name(one.by))));
        let current =
            self.all.absences.iter().find(|one| one.staff == member.staff && one.term.holds(self.today));
        let away = current.map(|absence| {
            let stands_in = self.that.stands_in_for(member.staff).map_or(absence.substitute, |one| one.staff);
            let values = [("when", self.until(absence.term).into()), ("who", self.name(stands_in).into())];
            self.w.with("organisation-away", &values)
        });
        let Member { name, title, phone, .. } = member;
        PersonView { name: name.clone(), title: title.clone(), phone: phone.clone(), tags, away }
    }

    fn name(&self, staff: StaffId) -> String {
        let known = self.that.known(staff);
        known.map_or_else(|| self.w.t("staff-unknown").into_owned(), |member| member.name.clone())
    }

    fn day(&self, day: Day) -> String {
        format::day_near(self.w, Date::from(self.today), Date::from(day))
    }

    /// "till och med fre 27 nov", or until further notice.
    fn until(&self, term: Term) -> String {
        let further = || self.w.t("organisation-until-further").into_owned();
        term.to.map_or_else(further, |to| self.w.t1("organisation-through", "day", self.day(to)))
    }

    /// "tors 24 dec – lör 26 dec".
    fn days(&self, term: Term) -> String {
        let from = term.from.map(|from| self.day(from)).unwrap_or_default();
        match term.to {
            None => self.w.t1("organisation-since", "day", from),
            Some(to) if term.from == Some(to) => from,
            Some(to) => format!("{from} – {}", self.day(to)),
        }
    }

    fn duties(&self) -> Vec<Dated> {
        let ahead = |duty: &&Duty| duty.term.to.is_none_or(|to| self.today <= to);
        let mut all: Vec<&Duty> = self.all.duties.iter().filter(ahead).collect();
        all.sort_by_key(|duty| duty.term.from);
        all.truncate(LISTED_MAX);
        let line =
            |duty: &&Duty| Dated { who: self.name(duty.staff), when: self.days(duty.term), substitute: None };
        all.iter().map(line).collect()
    }

    fn gaps(&self, gaps: &[(StaffId, Term)]) -> Vec<Dated> {
        let line = |(staff, term): &(StaffId, Term)| Dated {
            who: self.name(*staff),
            when: self.days(*term),
            substitute: None,
        };
        gaps.iter().take(LISTED_MAX).map(line).collect()
    }

    fn absences(&self) -> Vec<Dated> {
        let ahead = |absence: &&Absence| absence.term.to.is_none_or(|to| self.today <= to);
        let mut all: Vec<&Absence> = self.all.absences.iter().filter(ahead).collect();
        all.sort_by_key(|absence| absence.term.from);
        all.truncate(LISTED_MAX);
        let line = |absence: &&Absence| Dated {
            who: self.name(absence.staff),
            when: self.days(absence.term),
            substitute: Some(self.name(absence.substitute)),
        };
        all.iter().map(line).collect()
    }
}

/// Somebody is away. The same first day once more changes the last day or who stands in.
async fn set_absence(State(desk): State<Arc<Desk>>, visitor: Visitor, typed: Typed) -> Result<Page, Page> {
    let mut errors = Errors::none();
    let (who, term) = read(&desk, &visitor, &typed, [AWAY[0], AWAY[1], AWAY[2]], &mut errors);
    let that = desk.organisation();
    let substitute: Option<StaffId> =
        read_known(&visitor, &typed, AWAY[3], &mut errors, |id| that.member(*id).is_some());
    if substitute.is_none() {
        errors.push(AWAY[3], visitor.w.t("organisation-error-substitute"));
    }
    let (Some(staff), Some(term), Some(substitute)) = (who, term, substitute) else {
        return draw(&desk, &visitor, None, &typed, &Back::wrong(errors)).await;
    };
    let all = desk.house.establishment();
    let same = |absence: &&Absence| absence.staff == staff && absence.term.from == term.from;
    let known = all.absences.iter().find(same);
    let id = known.map_or_else(|| AbsenceId::new(desk.house.new_id(visitor.now)), |absence| absence.id);
    let absence = Absence { id, staff, term, substitute };
    if known == Some(&absence) {
        return Ok(see_other("/organisation?gjort=franvaro")); // the same form, sent twice
    }
    write(&desk, &visitor, &typed, Change::Absence(absence), "/organisation?gjort=franvaro").await
}

/// Somebody is on duty.
async fn set_duty(State(desk): State<Arc<Desk>>, visitor: Visitor, typed: Typed) -> Result<Page, Page> {
    let mut errors = Errors::none();
    let (who, term) = read(&desk, &visitor, &typed, DUTY, &mut errors);
    if typed.trimmed(DUTY[2]).is_empty() {
        errors.push(DUTY[2], visitor.w.t("error-day"));
    }
    let (Some(staff), Some(term), true) = (who, term, errors.is_empty()) else {
        return draw(&desk, &visitor, None, &typed, &Back::wrong(errors)).await;
    };
    let all = desk.house.establishment();
    if all.duties.iter().any(|duty| duty.staff == staff && duty.term == term) {
        return Ok(see_other("/organisation?gjort=jour"));
    }
    let duty = Duty { id: DutyId::new(desk.house.new_id(visitor.now)), staff, term };
    write(&desk, &visitor, &typed, Change::Duty(duty), "/organisation?gjort=jour").await
}

/// Who and when, as both forms ask.
fn read(
    desk: &Desk,
    visitor: &Visitor,
    typed: &Typed,
    [who, from, to]: [&'static str; 3],
    errors: &mut Errors,
) -> (Option<StaffId>, Option<Term>) {
    let that = desk.organisation();
    let staff: Option<StaffId> = read_known(visitor, typed, who, errors, |id| that.member(*id).is_some());
    if staff.is_none() {
        errors.push(who, visitor.w.t("organisation-error-who"));
    }
    let (first, last) = (read_day(visitor, typed, from, errors), read_day(visitor, typed, to, errors));
    if first.is_none() {
        errors.push(from, visitor.w.t("error-day"));
    }
    let unreadable = last.is_none() && !typed.trimmed(to).is_empty();
    (staff, first.filter(|_| !unreadable).map(|first| Term { from: Some(first), to: last }))
}

async fn write(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    typed: &Typed,
    change: Change,
    done: &str,
) -> Result<Page, Page> {
    visitor.expect_fresh(desk)?;
    let (actor, now) = (visitor.actor.clone(), visitor.now);
    let absence = matches!(change, Change::Absence(_));
    let written = blocking(desk, move |desk| desk.house.organise(Some(&actor), now, vec![change])).await?;
    match written {
        Ok(()) => Ok(see_other(done)),
        Err(OrganisationTrouble::Refused(OrganisationRefusal::Faults(faults))) => {
            let mut errors = Errors::none();
            for fault in &faults {
                let (field, key) = told(&fault.why, absence);
                errors.push(field, visitor.w.t(key));
            }
            draw(desk, visitor, None, typed, &Back::wrong(errors)).await
        }
        Err(OrganisationTrouble::Refused(_)) => Err(not_found()), // not theirs to write
        Err(OrganisationTrouble::Storage(error)) => Err(trouble_page(&Trouble::Storage(error))),
    }
}

/// Where a fault is told, and by which words.
fn told(fault: &Fault, absence: bool) -> (&'static str, &'static str) {
    match fault {
        Fault::Backwards => (if absence { AWAY[2] } else { DUTY[2] }, "organisation-error-backwards"),
        Fault::Themselves => (AWAY[3], "organisation-error-themselves"),
        Fault::SubstituteNotHere => (AWAY[3], "organisation-error-not-here"),
        Fault::SubstituteAway => (AWAY[3], "organisation-error-away"),
        Fault::AwayTwice => (AWAY[1], "organisation-error-twice"),
        _ => (WHOLE_FORM, "organisation-error-other"),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use record::organisation::Employee;

    use super::*;
    use crate::testing::TestDesk;

    fn form<'a>(who: &'a str, from: &'a str, to: &'a str, by: &'a str) -> [(&'static str, &'a str); 4] {
        [(AWAY[0], who), (AWAY[1], from), (AWAY[2], to), (AWAY[3], by)]
    }

    #[tokio::test]
    async fn whoever_leads_says_who_is_away_and_everybody_sees_who_stands_in() {
        let desk = TestDesk::new();
        let [mia, moa, umar] = ["mia", "moa", "umar"].map(|login| desk.actor(login).staff.to_string());
        let (frida, ulla) = (desk.login("frida").await, desk.login("ulla").await);
        let today = desk.now().today.to_string();
        assert!(!desk.get(&ulla, "/organisation").await.body.contains("name=\"away\""));
        let path = "/organisation/franvaro";
        let done = desk.post(&frida, path, &form(&mia, &today, "2026-11-27", &moa)).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/organisation?gjort=franvaro"));
        let page = desk.get(&ulla, "/organisation").await.body;
        assert!(page.contains("27 nov. Moa Yıldız ersätter."), "{page}");

        // Not of a unit that she does not lead; not by whoever leads nothing.
        for (cookie, who) in [(&frida, &umar), (&ulla, &mia)] {
            let refused = desk.post(cookie, path, &form(who, "2026-12-01", "", &moa)).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND);
        }
        let before = desk.desk.house.establishment().absences.len();
        desk.post(&frida, path, &form(&mia, &today, "2026-11-27", &moa)).await;
        assert_eq!(desk.desk.house.establishment().absences.len(), before, "sent twice it is one");
        desk.post(&frida, path, &form(&mia, &today, "2026-11-30", &moa)).await;
        let all = desk.desk.house.establishment();
        assert_eq!((all.absences.len(), all.absences[0].term.to), (before, "2026-11-30".parse().ok()));
    }

    /// ASVS V7.5.3: who stands in for whom, and who receives, is changed by somebody who has just shown who they are.
    #[tokio::test]
    async fn v7_5_3_a_change_asks_who_it_is_and_gives_back_what_was_typed() {
        let desk = TestDesk::new();
        let [mia, moa] = ["mia", "moa"].map(|login| desk.actor(login).staff.to_string());
        let (frida, path) = (desk.login_of_old("frida").await, "/organisation/franvaro");
        let sent = form(&mia, "2026-11-25", "2026-11-27", &moa);
        let wrong = desk.post(&frida, path, &form(&mia, "i morgon", "2026-11-27", &moa)).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "what is wrong is told first");
        let stopped = desk.post(&frida, path, &sent).await;
        assert_eq!(stopped.status, StatusCode::UNAUTHORIZED);
        assert!(stopped.body.contains("href=\"/logga-in/styrk\"") && stopped.hidden(AWAY[2]) == "2026-11-27");
        assert!(desk.desk.house.establishment().absences.is_empty());
        let proved = desk.post(&frida, "/logga-in/styrk", &[("till", "/organisation")]).await;
        let again = desk.post(&proved.session(), path, &sent).await;
        assert_eq!(again.location(), "/organisation?gjort=franvaro");
    }

    #[tokio::test]
    async fn an_absence_that_leaves_nobody_is_told_at_its_field_and_loses_nothing() {
        let desk = TestDesk::new();
        let [mia, moa] = ["mia", "moa"].map(|login| desk.actor(login).staff.to_string());
        let enar = desk.login("enar").await;
        let path = "/organisation/franvaro";
        for (sent, field) in [
            (form(&mia, "2026-12-01", "2026-12-05", ""), AWAY[3]),
            (form(&mia, "2026-12-01", "2026-12-05", &mia), AWAY[3]),
            (form(&mia, "2026-12-05", "2026-12-01", &moa), AWAY[2]),
            (form(&mia, "i morgon", "2026-12-05", &moa), AWAY[1]),
            (form("", "2026-12-01", "2026-12-05", &moa), AWAY[0]),
        ] {
            let answer = desk.post(&enar, path, &sent).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{sent:?}");
            assert!(answer.body.contains(&format!("id=\"{field}-error\"")), "{field}: {sent:?}");
            for (_, value) in sent.iter().filter(|(name, value)| name.contains("away-") && !value.is_empty())
            {
                assert!(answer.body.contains(&format!("value=\"{value}\"")), "{value}: {sent:?}");
            }
        }
        assert!(desk.desk.house.establishment().absences.is_empty());
        assert_eq!(desk.post(&enar, path, &form(&mia, "2026-12-01", "", &moa)).await.status, 303);
        let both = desk.post(&enar, path, &form(&moa, "2026-12-03", "2026-12-03", &mia)).await;
        assert!(both.body.contains(&format!("id=\"{}-error\"", AWAY[3])), "both would be away");
    }

    #[tokio::test]
    async fn whoever_is_on_duty_receives_on_those_days() {
        let desk = TestDesk::new();
        let enar = desk.login("enar").await;
        let ulla = desk.actor("ulla").staff;
        let today = desk.now().today.to_string();
        let turn = [(DUTY[0], &*ulla.to_string()), (DUTY[1], &*today), (DUTY[2], &*today)]
            .map(|(name, value)| (name, value.to_owned()));
        let turn: Vec<(&str, &str)> = turn.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert!(!desk.actor("ulla").reception);
        assert_eq!(desk.post(&enar, "/organisation/jour", &turn).await.status, StatusCode::SEE_OTHER);
        assert!(desk.actor("ulla").reception);
        let tomorrow = desk.desk.house.organisation(desk.now().today.plus_days(1));
        assert!(!tomorrow.member(ulla).expect("she works there").reception);
        let endless = desk.post(&enar, "/organisation/jour", &turn[..2]).await;
        assert!(endless.body.contains(&format!("id=\"{}-error\"", DUTY[2])));
    }

    /// Somebody leaves with matters in their name: whoever leads is warned of just those days until somebody else has them.
    #[tokio::test]
    async fn work_that_nobody_answers_for_is_told_to_whoever_leads() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        desk.distribute(child, "ulla");
        let (frida, mia) = (desk.login("frida").await, desk.login("mia").await);
        assert!(!desk.get(&frida, "/organisation").await.body.contains("id=\"gaps\""));
        let all = desk.desk.house.establishment();
        let ulla = all.by_login("ulla").expect("she works there").clone();
        let leaves = Term { from: None, to: "2026-12-01".parse().ok() };
        let leaves = Change::Employee(Employee { employed: leaves, ..ulla });
        desk.desk.house.organise(None, desk.now(), vec![leaves]).expect("she may leave");
        let page = desk.get(&frida, "/organisation").await.body;
        let told = page.split("id=\"gaps\"").nth(1).and_then(|rest| rest.split("</section>").next());
        assert!(
            told.is_some_and(|told| told.contains("ons 2 dec") && told.contains("Ulla Ekdahl")),
            "{page}"
        );
        assert!(!desk.get(&mia, "/organisation").await.body.contains("id=\"gaps\""), "she leads nobody");
        desk.distribute(child, "umar");
        assert!(!desk.get(&frida, "/organisation").await.body.contains("id=\"gaps\""));
    }
}
