//! `/akt/{file}`: the child's page. Who the child is, when we last met and what we have promised, and every matter with the one thing to
//! do next in it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use jiff::civil::Date;
use record::{
    FileId, Matter, MatterId, MatterState, Subject,
    access::{Basis, may_break_glass},
    feedback::FeedbackValue,
    investigation::InvestigationState,
    meeting::{Meeting, MeetingEnd},
    report::{ReportEnd, ReportPhase, ReportState},
};
use store::Part;

use crate::clock_view::Undated;
use crate::consent_view;
use crate::desk::{Desk, Page, Visitor, done_words, html};
use crate::entry_view::{self, EntryView, StatementView, original};
use crate::file_clocks;
use crate::file_page::{self, title};
use crate::kin::LinkedReport;
use crate::pages::follow_up::is_follow_up;
use crate::pages::{communication, decision_notice, readers};
use crate::parts::{Clock, PersonHead, Statement};
use crate::reading::Reading;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// How many of the newest entries the page shows.
const LATEST: usize = 4;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().page("/akt/{file}", show)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, Part::Child).await?;
    let reading = file_page::reading(&desk, &visitor, &open);
    let (running, closed): (Vec<_>, Vec<_>) =
        open.file.matters.iter().rev().partition(|(_, matter)| has_more_to_do(matter));
    let card = |(id, matter): (&MatterId, &Matter)| MatterCard::of(&reading, &visitor, *id, matter);
    let mut matters: Vec<MatterCard> = running.into_iter().map(card).collect();
    // What is nearest stands first and has the page's one filled button.
    matters.sort_by_key(|matter| matter.clocks.first().map_or(Date::MAX, |clock| clock.day));
    let glass = open.basis == Basis::Reception && may_break_glass(&visitor.actor, &open.access);
    let page = ChildPage {
        w: visitor.w,
        shell: visitor.shell(&desk, title(&reading, None, &visitor.w.t("child-title")), Place::Elsewhere),
        head: file_page::head(&reading),
        file: open.id,
        done: done_words(visitor.w, query.as_deref()),
        writes: reading.writes(),
        whole: !reading.is_provider(),
        disclosures: readers::hands_over(&reading).then(|| crate::disclosure_view::ledger_address(open.id)),
        readers: open.shows(Part::Readers).then(|| format!("/akt/{}/lasare", open.id)),
        glass: glass.then(|| format!("/akt/{}/nod", open.id)),
        unborn: open.file.opened.as_ref().is_some_and(|opened| opened.subject == Subject::ExpectantParent),
        last: last_met(&reading),
        next: next_meeting(&reading),
        waiting: waiting(&reading),
        matters,
        closed: closed.into_iter().map(card).collect(),
        clocks: file_clocks::of_file(&reading),
        undated: file_clocks::without_day(&reading),
        voice: voice(&reading),
        latest: entry_view::latest(&reading, LATEST),
    };
    Ok(html(&page))
}

#[derive(Template)]
#[template(path = "child.html")]
struct ChildPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    done: Option<String>,
    /// The reader may write; otherwise no act is offered.
    writes: bool,
    /// The reader sees the whole file, and not only a service in it.
    whole: bool,
    /// Where it stands what has been given out of it, for whoever may give out.
    disclosures: Option<String>,
    /// Where it stands who has read it.
    readers: Option<String>,
    /// Where reception, which sees its own report alone, breaks the glass over the rest.
    glass: Option<String>,
    unborn: bool,
    last: Option<String>,
    next: Option<Promise>,
    waiting: Vec<Promise>,
    matters: Vec<MatterCard>,
    closed: Vec<MatterCard>,
    /// Clocks that belong to the file as a whole.
    clocks: Vec<Clock<'static>>,
    /// What the law asks for in words only.
    undated: Vec<Undated>,
    voice: Option<Voice>,
    latest: Vec<EntryView>,
}

impl ChildPage<'_> {
    /// Whether the head has already told the first clock of the only matter.
    fn head_tells(&self) -> bool {
        let ([only], Some(next)) = (self.matters.as_slice(), &self.head.next) else { return false };
        only.clocks.first().is_some_and(|first| first.day == next.day && first.duty == next.duty)
    }
}

/// A meeting we have promised, or one whose note is not written yet.
struct Promise {
    words: String,
    href: String,
}

/// What the child last said, in its own words, with what must be thought of before somebody reads it.
struct Voice {
    said: [StatementView; 1],
    seq: i64,
    day: String,
}

/// A matter as a card.
struct MatterCard {
    name: String,
    state: String,
    /// A service that runs without the consent it rests on.
    without_consent: Option<String>,
    acute: bool,
    worker: String,
    clocks: Vec<Clock<'static>>,
    /// The one thing to do next.
    step: Option<NextStep>,
    /// What else may be done there.
    links: Vec<NextStep>,
}

/// Something to do, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NextStep {
    words: String,
    href: String,
}

/// Runs, or has its outcome but still owes the reporter an answer.
fn has_more_to_do(matter: &Matter) -> bool {
    matter.is_running() || matches!(&matter.state, MatterState::Report(report) if owes_feedback(report))
}

fn owes_feedback(report: &ReportState) -> bool {
    let told = report.end.as_ref().and_then(FeedbackValue::of).is_some();
    told && report.mandated && report.feedback_wanted.is_some() && !report.feedback_given
}

impl MatterCard {
    fn of(reading: &Reading<'_>, visitor: &Visitor, id: MatterId, matter: &Matter) -> Self {
        let w = reading.w;
        let at = format!("/akt/{}/arende/{id}", reading.open.id);
        let (name_key, state, acute) = match &matter.state {
            MatterState::Report(report) => ("matter-report", report_state(reading, report), report.immediate),
            MatterState::Investigation(state) => {
                ("matter-investigation", investigation_state(reading, state), false)
            }
            MatterState::Service(service) => {
                let service = reading.code("service_kind", &service.grant.service);
                ("matter-service", format!("{service} · {}", w.t(service_state(matter))), false)
            }
            MatterState::Measure(measure) => {
                let key = if measure.ended.is_some() { "state-ended" } else { "state-running" };
                ("matter-measure", format!("{} · {}", reading.decision(&measure.kind), w.t(key)), false)
            }
        };
        let worker = match (matter.main, matter.second) {
            (None, _) => w.t1("worker-none", "unit", reading.unit(matter.unit)),
            (Some(main), None) => reading.staff(main),
            (Some(main), Some(second)) => format!("{}, {}", reading.staff(main), reading.staff(second)),
        };
        let step = if reading.is_asked() {
            waiting_proposal(reading, visitor, id)
        } else {
            next_step(reading, visitor, id, matter, &at).filter(|_| reading.writes() || reading.is_provider())
        };
        let mut links = links(reading, id, matter, &at);
        links.retain(|_| reading.writes());
        links.retain(|link| step.as_ref().is_none_or(|step| step.href != link.href));
        Self {
            name: w.t1(name_key, "n", matter.number.clone().unwrap_or_default()),
            state,
            without_consent: consent_view::since(reading, id),
            acute,
            worker,
            clocks: file_clocks::of_matter(reading, id),
            step,
            links,
        }
    }
}

fn service_state(matter: &Matter) -> &'static str {
    match &matter.state {
        MatterState::Service(service) if service.ended.is_some() => "state-ended",
        MatterState::Service(service) if service.interrupted.is_some() => "state-interrupted",
        MatterState::Service(service) if service.started.is_none() => "state-not-begun",
        _ => "state-running",
    }
}

fn report_state(reading: &Reading<'_>, report: &ReportState) -> String {
    let w = reading.w;
    let key = match (report.phase(), &report.end) {
        (ReportPhase::Received, _) => "state-received",
        (ReportPhase::Assessing, _) => "state-assessing",
        (_, Some(ReportEnd::Opened(_))) => "state-opened",
        (_, Some(ReportEnd::NotOpened)) => "state-not-opened",
        (_, Some(ReportEnd::Linked(_))) => "state-linked",
        (_, _) => "state-rerouted",
    };
    let from = reading.code("reporter_category", &report.category);
    format!("{from} · {} · {}", reading.day(report.arrival.received.day), w.t(key))
}

fn investigation_state(reading: &Reading<'_>, state: &InvestigationState) -> String {
    match state.closed {
        Some(day) => reading.w.t1("state-closed-on", "day", reading.day(day)),
        None => reading.w.t1("state-opened-on", "day", reading.day(state.opened)),
    }
}

/// The one next step. What the law asks for first comes first: protection, the decision, those concerned, the reporter.
fn next_step(
    reading: &Reading<'_>,
    visitor: &Visitor,
    id: MatterId,
    matter: &Matter,
    at: &str,
) -> Option<NextStep> {
    let w = reading.w;
    let step = |key: &str, href: String| Some(NextStep { words: w.t(key).into_owned(), href });
    let file = reading.open.id;
    let waiting = decision_notice::waiting(&reading.open.file, id, reading.today);
    if let Some(decision) = waiting.filter(|_| !reading.is_provider()) {
        return step("step-tell-decision", format!("/akt/{file}/beslut/{decision}/underrattelse"));
    }
    match &matter.state {
        MatterState::Report(report) => step_of_report(reading, visitor, id, report, at),
        MatterState::Investigation(state) if state.closed.is_none() => {
            Some(step_of_investigation(reading, visitor, id, state, at))
        }
        MatterState::Service(_)
            if !reading.is_provider() && reading.open.without_consent.contains_key(&id) =>
        {
            step("step-without-consent", format!("{at}/insats"))
        }
        MatterState::Service(_) => step("step-service", format!("{at}/insats")),
        MatterState::Measure(measure) if is_follow_up(reading.law, &measure.kind) => {
            step("step-follow-up-after", format!("{at}/uppfoljning"))
        }
        MatterState::Measure(measure) if measure.ended.is_none() => {
            step("step-note", format!("/akt/{file}/anteckning?arende={id}"))
        }
        _ => None,
    }
}

fn step_of_report(
    reading: &Reading<'_>,
    visitor: &Visitor,
    id: MatterId,
    report: &ReportState,
    at: &str,
) -> Option<NextStep> {
    let (key, page) = if report.end.is_some() {
        ("step-feedback", Some("aterkoppling").filter(|_| owes_feedback(report))?)
    } else if report.protection.is_none() {
        ("step-protection", "skydd")
    } else if let Some(waiting) = waiting_proposal(reading, visitor, id) {
        return Some(waiting);
    } else {
        ("step-decide", "beslut")
    };
    Some(NextStep { words: reading.w.t(key).into_owned(), href: format!("{at}/{page}") })
}

/// Those concerned are told first; then it is planned, written and communicated, and when everybody has had their say it is decided.
fn step_of_investigation(
    reading: &Reading<'_>,
    visitor: &Visitor,
    id: MatterId,
    state: &InvestigationState,
    at: &str,
) -> NextStep {
    let (file, today) = (&reading.open.file, reading.today);
    let (key, href) = if !state.untold(file, today).is_empty() {
        ("step-notify", format!("{at}/underratta"))
    } else if let Some(waiting) = waiting_proposal(reading, visitor, id) {
        return waiting;
    } else if state.written.is_empty() && state.plan.is_none() {
        ("step-plan", format!("{at}/plan"))
    } else if state.written.is_empty() {
        ("step-write", format!("{at}/utredning"))
    } else if communication::waits(file, state, today) {
        ("step-communicate", format!("{at}/kommunicering"))
    } else if state.unheard(file, today).next().is_none() {
        ("step-decide-now", format!("{at}/beslut"))
    } else {
        ("step-note", format!("/akt/{}/anteckning?arende={id}", reading.open.id))
    };
    NextStep { words: reading.w.t(key).into_owned(), href }
}

/// A proposal in the matter that nobody has answered yet.
fn waiting_proposal(reading: &Reading<'_>, visitor: &Visitor, matter: MatterId) -> Option<NextStep> {
    let mut waiting = reading.open.file.proposals.iter().filter(|(_, open)| open.matter == matter);
    let (decision, open) = waiting.next()?;
    let mine = open.by.staff == visitor.actor.staff;
    let key = if mine { "step-proposal-sent" } else { "step-proposal" };
    let href = format!("/akt/{}/forslag/{decision}", reading.open.id);
    Some(NextStep { words: reading.w.t(key).into_owned(), href })
}

fn links(reading: &Reading<'_>, id: MatterId, matter: &Matter, at: &str) -> Vec<NextStep> {
    let w = reading.w;
    let link = |key: &str, href: String| NextStep { words: w.t(key).into_owned(), href };
    let mut links = Vec::new();
    match &matter.state {
        MatterState::Report(report) if report.end.is_none() => {
            if report.protection.is_some() {
                links.push(link("link-preliminary", format!("{at}/forhandsbedomning")));
            } else if !report.violence {
                links.push(link("link-reroute", format!("{at}/hor-inte-hit")));
            }
            // Violence often comes to light after the first call: the tag can be set as well as taken away.
            links.push(link("link-tag", format!("{at}/markning")));
            if report.mandated && report.feedback_wanted.is_none() {
                // Whoever reported may ring and ask before anything is decided.
                links.push(link("link-feedback", format!("{at}/aterkoppling")));
            }
        }
        MatterState::Report(report) if report.end.is_some() && report.mandated && !report.feedback_given => {
            links.push(link("link-feedback", format!("{at}/aterkoppling")));
        }
        MatterState::Investigation(state) => {
            links.push(link("link-plan", format!("{at}/plan")));
            links.push(link("link-writing", format!("{at}/utredning")));
            links.push(link("link-notices", format!("{at}/underratta")));
            if !state.written.is_empty() || !state.shared.is_empty() {
                links.push(link("link-communication", format!("{at}/kommunicering")));
            }
            if state.closed.is_none() {
                links.push(link("link-consent", format!("{at}/samtycke")));
            }
            links.push(link("step-decide-now", format!("{at}/beslut")));
            let reports = LinkedReport::all_of(reading, state).into_iter();
            links.extend(reports.map(|LinkedReport { words, href }| NextStep { words, href }));
        }
        MatterState::Service(_) if !reading.is_provider() => {
            links.push(link("link-consent", format!("{at}/samtycke")));
            links.push(link("step-decide-now", format!("{at}/beslut")));
        }
        _ => {}
    }
    if matter.is_running() && matches!(matter.state, MatterState::Service(_) | MatterState::Measure(_)) {
        links.push(link("step-note", format!("/akt/{}/anteckning?arende={id}", reading.open.id)));
    }
    if let Some(decision) = decision_notice::newest(&reading.open.file, id) {
        links.push(link("link-told", format!("/akt/{}/beslut/{decision}/underrattelse", reading.open.id)));
    }
    if matter.is_running() && !reading.is_provider() {
        links.push(link("link-record", format!("/akt/{}/beslut/nytt?arende={id}", reading.open.id)));
    }
    links
}

/// The child's latest words in the file, but never what it wants kept: the page is open on the screen while others are in the room.
fn voice(reading: &Reading<'_>) -> Option<Voice> {
    let mut entries: Vec<_> = reading.open.entries.iter().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.occurred, entry.seq)));
    let childs = |part: &&record::Part| part.said_by == Some(record::Speaker::Child);
    entries.into_iter().find_map(|entry| {
        // Only the child's own are drawn: a long file has many others.
        let own = entry_view::own_statements(original(&entry.entry)).into_iter().filter(childs);
        let is_voice = |one: &StatementView| matches!(one.stated.kind, Statement::Child(_));
        let mut drawn = entry_view::statements(reading, own).into_iter();
        let said = drawn.find(|one| is_voice(one) && !one.is_kept())?;
        Some(Voice { said: [said], seq: entry.seq, day: reading.day(entry.occurred.day) })
    })
}

/// When somebody of ours last met the child.
fn last_met(reading: &Reading<'_>) -> Option<String> {
    let met = |meeting: &&Meeting| meeting.booking.child && meeting.end == Some(MeetingEnd::Held);
    let meetings = reading.open.file.meetings.values().filter(met).map(|meeting| meeting.booking.at);
    let notes = reading.open.entries.iter().filter_map(|entry| match original(&entry.entry) {
        record::Entry::NoteSigned(note) if note.child && note.kind.as_str() != "call" => Some(note.at),
        _ => None,
    });
    meetings.chain(notes).max().map(|at| reading.day(at.day))
}

/// The next time the child has been promised.
fn next_meeting(reading: &Reading<'_>) -> Option<Promise> {
    let ahead = |meeting: &&Meeting| {
        let theirs = !reading.is_provider() || reading.writes_in(meeting.matter);
        theirs && meeting.booking.child && meeting.end.is_none() && meeting.booking.at.day >= reading.today
    };
    let next = reading.open.file.meetings.values().filter(ahead).min_by_key(|meeting| meeting.booking.at)?;
    Some(promise(reading, next, "promise-next"))
}

/// Meetings whose time has come and whose note is not written.
fn waiting(reading: &Reading<'_>) -> Vec<Promise> {
    let due = |meeting: &&Meeting| match meeting.end {
        None => meeting.booking.at.day < reading.today,
        Some(MeetingEnd::Held) => !meeting.noted,
        Some(_) => false,
    };
    let own = |meeting: &&Meeting| reading.writes_in(meeting.matter);
    reading
        .open
        .file
        .meetings
        .values()
        .filter(due)
        .filter(own)
        .map(|meeting| promise(reading, meeting, "promise-waiting"))
        .collect()
}

fn promise(reading: &Reading<'_>, meeting: &Meeting, key: &str) -> Promise {
    let booking = &meeting.booking;
    let values = [
        ("when", reading.moment(booking.at).into()),
        ("what", reading.code("meeting_kind", &booking.kind).into()),
        ("who", reading.staff(booking.worker).into()),
    ];
    Promise {
        words: reading.w.with(key, &values),
        href: format!("/akt/{}/mote/{}", reading.open.id, booking.id),
    }
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;

    #[tokio::test]
    async fn the_head_says_who_the_child_is_and_the_card_what_to_do_next() {
        let scene = Scene::new();
        let ulla = scene.at.login("ulla").await;
        let page = scene.at.get(&ulla, &scene.path("")).await;
        assert_eq!(page.status, 200);
        for words in [
            "Alva",
            "11 år",
            "Bor med Karin och Melker",
            "Karin och Pär, gemensam vårdnad",
            "Pär talar Tigrinska, tolk behövs",
            "Vi har inte träffat barnet än",
            "Gör skyddsbedömningen",
        ] {
            assert!(page.body.contains(words), "{words}");
        }
        assert!(page.body.contains(&format!("/arende/{}/skydd\"", scene.alva.matter)));
        let title = page.body.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
        let title = title.expect("a title");
        assert!(title.starts_with("Ärende 2026-") && !title.contains("Alva"), "{title}");
    }

    #[tokio::test]
    async fn after_the_protection_assessment_the_decision_is_next() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let page = scene.at.get(&ulla, &scene.path("")).await;
        assert!(page.body.contains("Besluta om utredning"));
        assert!(page.body.contains(&scene.report_path("/forhandsbedomning")));
        assert!(!page.body.contains("Gör skyddsbedömningen"));
    }

    /// What must be kept stands behind one click, never on the page that is open while others are in the room.
    #[tokio::test]
    async fn words_that_must_be_kept_do_not_stand_on_the_page() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let note = scene.path("/anteckning");
        let open = [("text", "Samtal i skolan."), ("child-words", "Jag gillar matte.")];
        assert_eq!(scene.fill(&ulla, &note, &open).await.status, 303);
        let kept = [
            ("text", "Pappa hotar henne."),
            ("child-words", "Säg inget till pappa."),
            ("assessment", "Hon är rädd."),
            ("keep", "text"),
            ("keep", "child-words"),
        ];
        assert_eq!(scene.fill(&ulla, &note, &kept).await.status, 303);
        let page = scene.at.get(&ulla, &scene.path("")).await.body;
        assert!(!page.contains("Säg inget till pappa.") && !page.contains("Pappa hotar henne."));
        assert!(page.contains("Hon är rädd."), "what has no label begins the row");
        let voice = page.split("<section class=\"voice\"").nth(1).expect("her words");
        let voice = voice.split("</section>").next().expect("its end");
        assert!(voice.contains("Jag gillar matte."));
        let line = scene.timeline(scene.alva).await;
        assert!(line.contains("Säg inget till pappa.") && line.contains("Pappa hotar henne."));
    }

    #[tokio::test]
    async fn no_number_and_no_address_stand_on_the_page() {
        let scene = Scene::new();
        let ulla = scene.at.login("ulla").await;
        let page = scene.at.get(&ulla, &scene.path("")).await;
        assert!(!page.body.contains(&scene.alva.number.to_string()));
        assert!(!page.body.contains("Hemliga gatan") && !page.body.contains("Lövgränd"));
    }

    #[tokio::test]
    async fn a_file_that_is_not_there_and_one_that_is_not_theirs_answer_alike() {
        let scene = Scene::new();
        let umar = scene.at.login("umar").await;
        let theirs = scene.at.get(&umar, &scene.path("")).await;
        let nobodys = scene.at.get(&umar, "/akt/0192b0a0-0000-7000-8000-000000000001").await;
        let nonsense = scene.at.get(&umar, "/akt/inte-en-akt").await;
        assert_eq!(
            (theirs.status.as_u16(), nobodys.status.as_u16(), nonsense.status.as_u16()),
            (404, 404, 404)
        );
        assert_eq!(theirs.body, nobodys.body);
        assert_eq!(theirs.body, nonsense.body);
    }
}
