//! `/sammantrade`: a meeting of the board or its committee (*nämndsammanträde*). What waits for it, with the papers of each matter one link
//! away; what the chair has decided because it could not wait (6 kap. 39–40 §§ KL); and what was decided on a day, by paragraph.
//!
//! Whoever sits there sees what was sent to them and nothing else of a file; a unit head prepares the meeting and sees the whole agenda.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use law::{Day, DecisionTypeId, Level};
use record::Organisation;
use serde::Deserialize;
use store::{Agenda, Delegated};

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, html, refused};
use crate::fields::Field;
use crate::file_page::Sheet;
use crate::format;
use crate::pages::delegated::DAYS;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::words::{Lang, Words};

/// The page.
pub fn routes() -> Routes {
    Routes::new().page("/sammantrade", show)
}

/// Since when the chair's decisions are told, and which day's minutes; without, the last month and today.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    sedan: String,
    #[serde(default)]
    dag: String,
}

/// A proposal that waits.
struct Item {
    what: String,
    number: String,
    /// Whose file, where the reader may know it.
    who: String,
    sent: String,
    /// Its papers, where they are the reader's to open.
    papers: Option<String>,
}

/// A decision, as minutes name it.
struct Line {
    what: String,
    number: String,
    day: String,
    paragraph: Option<String>,
    dissent: Option<String>,
}

#[derive(Template)]
#[template(path = "board_meeting.html")]
struct MeetingPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    errors: &'a Errors,
    agenda: Vec<Item>,
    since: Field<'a>,
    since_words: String,
    urgent: Vec<Line>,
    day: Field<'a>,
    day_words: String,
    minutes: Vec<Line>,
    more: bool,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Page, Page> {
    let w = visitor.w;
    let today = visitor.now.today;
    let mut errors = Errors::none();
    let mut read = |field: &'static str, text: &str, otherwise: Day| {
        if text.trim().is_empty() {
            return otherwise;
        }
        text.trim().parse().unwrap_or_else(|_| {
            errors.push(field, w.t("error-day"));
            otherwise
        })
    };
    let (since, day) =
        (read("sedan", &asked.sedan, today.plus_days(1 - DAYS)), read("dag", &asked.dag, today));
    let (actor, now) = (visitor.actor.clone(), visitor.now);
    let told = blocking(&desk, move |desk| {
        let agenda = desk.house.agenda(&actor, now)?;
        let urgent = desk.house.delegated_decisions(&actor, now, since, today)?;
        let minutes = desk.house.minuted_decisions(&actor, now, day)?;
        store::Answer::Ok((agenda, urgent, minutes))
    });
    let (agenda, (urgent, more), (minutes, no_room)) = told.await?.or_trouble(&desk, &visitor)?;
    let filled = |typed: String, day: Day| if typed.is_empty() { day.to_string() } else { typed };
    let typed = Typed::from_pairs([
        ("sedan".to_owned(), filled(asked.sedan, since)),
        ("dag".to_owned(), filled(asked.dag, day)),
    ]);
    let sheet = Sheet { typed: &typed, errors: &errors };
    let words = |day: Day| format::day_letter(w, Date::from(day));
    let of_chair = urgent.iter().filter(|one| one.level == Level::Chair);
    let page = MeetingPage {
        w,
        shell: visitor.shell(&desk, w.t("sammantrade-title"), Place::More),
        errors: &errors,
        agenda: items(&desk, w, &agenda),
        since: sheet.day("sedan", "sammantrade-since"),
        since_words: words(since),
        urgent: of_chair.map(|one| line(&desk, w, one)).collect(),
        day: sheet.day("dag", "sammantrade-day"),
        day_words: words(day),
        minutes: minutes.iter().map(|one| line(&desk, w, one)).collect(),
        more: more || no_room,
    };
    Ok(if errors.is_empty() { html(&page) } else { refused(&page) })
}

fn items(desk: &Desk, w: &Words, agenda: &Agenda) -> Vec<Item> {
    let organisation: Arc<Organisation> = desk.organisation();
    let item = |one: &store::InFile<store::ProposalRow>| {
        let row = &one.row;
        let by = organisation.known(row.by).map(|member| member.name.clone()).unwrap_or_default();
        let day = format::day_letter(w, Date::from(row.on));
        let who = agenda.names.of(one.file).map(|card| card.name().to_owned());
        let masked = agenda.names.is_masked(one.file);
        Item {
            what: row.kind.parse().map_or_else(|_| row.kind.clone(), |kind| name(desk, w, &kind)),
            number: agenda.numbers.get(&row.matter).cloned().unwrap_or_default(),
            papers: (who.is_some() || masked).then(|| format!("/akt/{}/forslag/{}", one.file, row.decision)),
            who: if masked { w.t("row-masked").into_owned() } else { who.unwrap_or_default() },
            sent: w.with("sammantrade-sent", &[("day", day.into()), ("who", by.into())]),
        }
    };
    agenda.proposals.iter().map(item).collect()
}

fn line(desk: &Desk, w: &Words, one: &Delegated) -> Line {
    let dissent =
        one.minutes.as_ref().map(|minutes| minutes.dissent.join(", ")).filter(|all| !all.is_empty());
    Line {
        what: name(desk, w, &one.kind),
        number: one.number.clone().unwrap_or_default(),
        day: format::day_letter(w, Date::from(one.made)),
        paragraph: one.minutes.as_ref().map(|minutes| minutes.paragraph.clone()),
        dissent: dissent.map(|who| w.t1("sammantrade-dissent", "who", who)),
    }
}

fn name(desk: &Desk, w: &Words, kind: &DecisionTypeId) -> String {
    let found = desk.house.law.decision_types().iter().find(|one| one.id == *kind);
    let name = found.map_or_else(String::new, |found| match w.lang() {
        Lang::Sv => format!("{} ", found.name_sv),
        Lang::En => format!("{} ", found.name_en),
    });
    format!("{name}({kind})")
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::scene::Scene;

    /// What was sent to the committee is its agenda, with the papers of that matter and no more; what it decides has its paragraph and who
    /// dissents, in the file and in the minutes of the day.
    #[tokio::test]
    async fn the_agenda_is_what_waits_and_the_minutes_are_what_was_decided() {
        let scene = Scene::assessed();
        let at = &scene.at;
        let id = at.propose(scene.alva, "ulla", "D03", "utskottet");
        let paper = scene.path(&format!("/forslag/{id}"));
        let (committee, enar) = (at.login("utskottet").await, at.login("enar").await);
        for cookie in [&committee, &enar] {
            let page = at.get(cookie, "/sammantrade").await;
            assert!(page.body.contains("Inte inleda utredning (D03)"), "{}", page.body);
        }
        let page = at.get(&committee, "/sammantrade").await.body;
        assert!(page.contains(&paper) && page.contains("Ulla Ekdahl"), "{page}");
        for login in ["ulla", "frida", "mia"] {
            let cookie = at.login(login).await;
            assert_eq!(at.get(&cookie, "/sammantrade").await.status, StatusCode::NOT_FOUND, "{login}");
        }
        // A matter that was not sent to them is not on their agenda, and its papers are not there.
        let other = at.propose(scene.melker, "ulla", "D03", "frida");
        assert!(!at.get(&committee, "/sammantrade").await.body.contains(&other.to_string()));
        let papers = at.get(&committee, &format!("/akt/{}/forslag/{other}", scene.melker.file)).await;
        assert_eq!(papers.status, StatusCode::NOT_FOUND);

        let without = scene.fill(&committee, &paper, &[("deed", "decide")]).await;
        assert!(without.status == 422 && without.body.contains("id=\"paragraph-error\""), "{}", without.body);
        let minutes = [("paragraph", "§ 87"), ("dissent", "Maj Planterad\nBo Planterad"), ("deed", "decide")];
        let papers = at.get(&committee, &paper).await;
        // Sent twice: decided once, and said so on a page that is theirs, for the file is not any more.
        for _ in 0..2 {
            let decided = scene.send(&committee, &paper, &papers, &minutes).await;
            assert_eq!(decided.location(), "/?gjort=beslut", "{}", decided.body);
        }
        assert!(at.get(&committee, "/?gjort=beslut").await.body.contains("Beslutet är fattat."));
        assert_eq!(at.get(&committee, &scene.path("")).await.status, StatusCode::NOT_FOUND);
        let page = at.get(&enar, "/sammantrade").await.body;
        assert!(page.contains("§ 87") && page.contains("Maj Planterad, Bo Planterad"), "{page}");
        assert!(!page.contains(&paper), "decided, it waits no longer");
        let before = at.get(&enar, "/sammantrade?dag=2026-11-01").await.body;
        assert!(!before.contains("§ 87"));
        let line = scene.timeline(scene.alva).await;
        assert!(line.contains("§ 87") && line.contains("Maj Planterad"), "{line}");
        assert!(!at.get(&enar, "/delegerade-beslut").await.body.contains("§ 87"));
        let wrong = at.get(&enar, "/sammantrade?dag=i+dag").await;
        assert!(wrong.status == 422 && wrong.body.contains("value=\"i dag\""));
    }
}
