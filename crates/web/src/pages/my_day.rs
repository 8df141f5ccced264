//! `/`: my day. What must be done today, within seven days, and what waits for others; the most urgent first and one key away.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use record::UnitId;
use store::drafts::DraftRow;
use store::emergency::Standing;
use store::log_check::Month;
use store::{Broken, Group, House, InFile, LeftOut, MyDay, ServiceRow, SharedRow};

use crate::clock_view::{self, Waits};
use crate::desk::{Desk, OrTrouble, Page, Visitor, blocking, done_words, html};
use crate::routes::Routes;
use crate::rows::{self, Lister, Row};
use crate::shell::{Place, Shell};
use crate::words::Words;

/// How far the second section looks.
const DAYS_AHEAD: i64 = 7;

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::new().page("/", show)
}

#[derive(Template)]
#[template(path = "my_day.html")]
struct MyDayPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    done: Option<String>,
    left_out: Option<String>,
    /// Reports without a protection assessment; none for who does not receive reports.
    incoming: Option<Vec<Row>>,
    /// How many messages from other systems wait for a person; none for who does not receive reports.
    set_aside: u64,
    today: Vec<Row>,
    week: Vec<Row>,
    waiting: Vec<Row>,
    /// Their matters, by what kind they are.
    matters: Vec<(String, Vec<Row>)>,
}

impl MyDayPage<'_> {
    /// Whether reports wait, so that the most urgent thing stands among them.
    fn has_incoming(&self) -> bool {
        self.incoming.as_ref().is_some_and(|rows| !rows.is_empty())
    }
}

/// What the store tells, before it is sorted into sections.
struct Told {
    day: MyDay,
    drafts: Vec<DraftRow>,
    /// What is being written in their matters, by them or by the other who has the matter.
    shared: Vec<SharedRow>,
    incoming: Option<Group>,
    set_aside: u64,
    /// Glasses that were broken where they lead.
    glasses: Vec<Broken>,
    /// Ties that were said where they lead.
    ties: usize,
    /// Sealed accounts that were used, or that nobody can use.
    emergencies: Vec<Standing>,
    /// Months whose log nobody has checked where they lead.
    log_checks: Vec<(UnitId, Month)>,
}

impl Told {
    /// What the lists had no room for; of the incoming only the reports are shown.
    fn left_out(&self) -> impl Iterator<Item = LeftOut> + use<> {
        let incoming = self.incoming.as_ref().map(|group| group.left_out.matters);
        let incoming = incoming.map(|matters| LeftOut { matters, ..LeftOut::default() });
        std::iter::once(self.day.left_out).chain(incoming)
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let told = blocking(&desk, move |desk| {
        let horizon = now.today.plus_days(DAYS_AHEAD);
        let incoming = who.reception.then(|| desk.house.group(&who, now, who.unit, now.today)).transpose()?;
        let day = desk.house.my_day(&who, now, horizon)?;
        let (drafts, shared) = (desk.house.drafts_of(&who)?, desk.house.shared_drafts_of(&who)?);
        let set_aside = desk.house.set_aside_waiting(&who)?;
        let glasses = desk.house.glasses_to_review(&who)?;
        let ties = desk.house.ties_waiting(&who, now.today);
        let emergencies = desk.house.emergencies_waiting(&who)?;
        let log_checks = desk.house.log_checks_waiting(&who, now)?;
        let told = Told { day, drafts, shared, incoming, set_aside, glasses, ties, emergencies, log_checks };
        store::Answer::Ok(told)
    });
    let told = told.await?.or_trouble(&desk, &visitor)?;
    let (left_out, set_aside) = (rows::left_out(visitor.w, told.left_out()), told.set_aside);
    let sections = Sections::sort(visitor.w, &desk.house, &visitor, told);
    Ok(html(&MyDayPage {
        w: visitor.w,
        shell: visitor.shell(&desk, visitor.w.t("rail-my-day"), Place::MyDay),
        done: done_words(visitor.w, query.as_deref()),
        left_out,
        incoming: sections.incoming,
        set_aside,
        today: sections.today,
        week: sections.week,
        waiting: sections.waiting,
        matters: sections.matters,
    }))
}

#[derive(Default)]
struct Sections {
    incoming: Option<Vec<Row>>,
    today: Vec<Row>,
    week: Vec<Row>,
    waiting: Vec<Row>,
    /// Their matters, by what kind they are.
    matters: Vec<(String, Vec<Row>)>,
}

impl Sections {
    fn sort(w: &Words, house: &House, visitor: &Visitor, told: Told) -> Self {
        let Told { day, drafts, shared, incoming, glasses, ties, emergencies, log_checks, .. } = told;
        let today = visitor.now.today;
        let lister = Lister::new(w, house, &day.names, &day.matters, today).read_by(&visitor.actor);
        let (taken, offered): (Vec<_>, Vec<_>) = day.services.iter().partition(|one| one.row.taken);
        let own = |one: &&InFile<ServiceRow>| {
            day.matters.iter().any(|matter| matter.row.matter == one.row.matter.matter)
        };
        let carried = taken.into_iter().filter(|one| !own(one)).map(|one| lister.service(one));
        let mut sections = Self {
            incoming: incoming.map(|group| unassessed(w, house, visitor, &group)),
            waiting: day.waiting.iter().map(|proposal| lister.waiting(proposal)).collect(),
            matters: by_kind(day.matters.iter().map(|matter| lister.matter(matter)).chain(carried)),
            ..Self::default()
        };
        let of = |whom: Waits| {
            day.clocks.iter().filter(move |clock| clock_view::waits(house.law, &clock.row, today) == whom)
        };
        let is_due = |row: &Row| row.day.is_some_and(|day| day <= today.into());
        (sections.today, sections.week) = lister.clocks(of(Waits::ForUs)).partition(is_due);
        sections.waiting.extend(lister.clocks(of(Waits::ForOthers)));
        for row in day.meetings.iter().filter_map(|meeting| lister.meeting(meeting)) {
            let later = row.day.is_some_and(|day| day > today.into());
            if later { sections.week.push(row) } else { sections.today.push(row) }
        }
        // What is overdue or lapsed comes before what has its day today, whatever it is; drafts last.
        sections.today.sort_by_key(|row| (row.clock.is_none(), row.day));
        sections.today.extend(glasses.iter().map(|glass| lister.glass(glass)));
        sections.today.extend(lister.ties(ties));
        sections.today.extend(emergencies.iter().map(|one| lister.emergency(one)));
        sections.today.extend(offered.into_iter().map(|one| lister.offered(one)));
        sections.today.extend(day.to_decide.iter().map(|proposal| lister.to_decide(proposal)));
        sections.today.extend(drafts.iter().map(|draft| lister.draft(draft)));
        sections.week.sort_by_key(|row| row.day);
        // An investigation is written over weeks: it is at hand, and lights no lantern.
        sections.week.extend(shared.iter().map(|text| lister.shared(text)));
        sections.week.extend(log_checks.iter().map(|(unit, month)| lister.log_check(*unit, *month)));
        sections
    }
}

/// Matters under the word for where they stand, oldest first within it.
fn by_kind(matters: impl Iterator<Item = Row>) -> Vec<(String, Vec<Row>)> {
    let mut kinds: Vec<(String, Vec<Row>)> = Vec::new();
    for matter in matters {
        match kinds.iter_mut().find(|(kind, _)| *kind == matter.what) {
            Some((_, rows)) => rows.push(matter),
            None => kinds.push((matter.what.clone(), vec![matter])),
        }
    }
    kinds
}

/// Reports that nobody has assessed yet, oldest first.
fn unassessed(w: &Words, house: &House, visitor: &Visitor, group: &Group) -> Vec<Row> {
    let lister = Lister::new(w, house, &group.names, &group.matters, visitor.now.today);
    let new = group.matters.iter().filter(|one| one.row.kind == "report" && one.row.phase == "received");
    new.map(|report| lister.unassessed(report)).collect()
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use record::meeting::Booking;
    use record::organisation::{Absence, AbsenceId, Change, Term};
    use record::{Code, Command, MeetingId};

    use crate::testing::TestDesk;

    #[tokio::test]
    async fn an_empty_day_says_what_its_emptiness_means() {
        let desk = TestDesk::new();
        let mia = desk.login("mia").await;
        let page = desk.get(&mia, "/").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Inga anmälningar väntar på skyddsbedömning"));
        assert!(page.body.contains("Inget måste göras i dag"));
        assert!(!page.body.contains("mark lit"), "the lantern is dark when nothing is needed");
    }

    #[tokio::test]
    async fn reception_sees_new_reports_on_top_and_the_rest_of_the_house_does_not() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        let address = format!("/akt/{}/arende/{}/skydd", child.file, child.matter);
        let page = desk.get(&desk.login("moa").await, "/").await;
        assert!(page.body.contains(&address) && page.body.contains("Tindra Planterad"));
        assert!(page.body.contains("mark lit"), "a report that waits lights reception's lantern");
        let page = desk.get(&desk.login("ulla").await, "/").await;
        assert!(!page.body.contains(&address) && !page.body.contains("Tindra"));
    }

    #[tokio::test]
    async fn clocks_meetings_and_proposals_stand_in_their_sections() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        desk.distribute(child, "ulla");
        let sibling = desk.seed_child("Melker", "Planterad");
        desk.assess(sibling);
        desk.distribute(sibling, "ulla");
        desk.propose(sibling, "ulla", "D03", "frida");
        let booking = Booking {
            id: MeetingId::new(desk.desk.house.new_id(desk.now())),
            at: "2026-11-26T14:00".parse().expect("a moment"),
            ..booking(&desk)
        };
        desk.act("ulla", child.file, vec![Command::BookMeeting(Some(child.matter), booking)])
            .expect("booked");
        let page = desk.get(&desk.login("ulla").await, "/").await.body;
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not on the page"));
        let (week, waiting) = (at("id=\"week\""), at("id=\"waiting\""));
        assert!(at("Gör skyddsbedömningen") < week, "same day or next, counted from today");
        assert!(at("</time> 14.00") > week && at("</time> 14.00") < waiting);
        assert!(at("utredning, hos Frida Månsson") > waiting);
        assert!(page.contains("data-key=\"1\""), "the most urgent is one key away");
        assert!(page.contains("20 kap. 1 § SoL (2025:400)"), "why, on demand");
        let page = desk.get(&desk.login("frida").await, "/").await.body;
        assert!(page.contains("Besluta: "), "what waits for Frida is to be done today");
    }

    /// Whoever stands in opens the file and has the work in the list, with whose it is; the day after the absence neither.
    #[tokio::test]
    async fn the_work_of_somebody_away_is_the_substitutes_and_says_whose() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        desk.distribute(child, "ulla");
        let [ulla, umar] = ["ulla", "umar"].map(|login| desk.actor(login).staff);
        let (today, last) = (desk.now().today, desk.now().today.plus_days(1));
        let absence = Absence {
            id: AbsenceId::new(desk.desk.house.new_id(desk.now())),
            staff: ulla,
            term: Term { from: Some(today), to: Some(last) },
            substitute: umar,
        };
        let address = format!("/akt/{}", child.file);
        let reader = desk.login("umar").await;
        assert_eq!(desk.get(&reader, &address).await.status, StatusCode::NOT_FOUND);
        desk.desk.house.organise(None, desk.now(), vec![Change::Absence(absence)]).expect("away");
        let page = desk.get(&reader, "/").await.body;
        assert!(
            page.contains("Tindra Planterad") && page.contains("för Ulla Ekdahl, som är frånvarande"),
            "{page}"
        );
        assert_eq!(desk.get(&reader, &address).await.status, StatusCode::OK);
        let readers = desk.get(&reader, &format!("{address}/lasare")).await.body;
        assert!(readers.contains("Ersatte en frånvarande handläggare"), "{readers}");
        desk.desk.clock.advance(2);
        let reader = desk.login("umar").await;
        assert!(!desk.get(&reader, "/").await.body.contains("Tindra"));
        assert_eq!(desk.get(&reader, &address).await.status, StatusCode::NOT_FOUND);
    }

    fn booking(desk: &TestDesk) -> Booking {
        Booking {
            id: MeetingId::new(desk.desk.house.new_id(desk.now())),
            at: "2026-11-24T14:00".parse().expect("a moment"),
            kind: Code::from("child_talk"),
            with: vec![],
            child: true,
            worker: desk.actor("ulla").staff,
            place: None,
        }
    }

    /// A meeting that was to be held yesterday asks for its note.
    #[tokio::test]
    async fn what_was_overdue_yesterday_is_late_today_and_first() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        desk.distribute(child, "ulla");
        desk.act("ulla", child.file, vec![Command::BookMeeting(None, booking(&desk))]).expect("booked");
        desk.desk.clock.advance(3);
        let page = desk.get(&desk.login("ulla").await, "/").await.body;
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not on the page"));
        assert!(at("dagar sen") < at("Skriv anteckningen: Barnsamtal"));
    }
}
