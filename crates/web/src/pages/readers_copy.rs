//! `/akt/{file}/lasare/kopia/{person}`: who has read, as a letter to the child or a guardian: unit, role, when and why, and no names.
//!
//! What waits is left out by [`record::readers_copy`]; whoever hands the letter over is told which rows and on what ground, above the
//! letter and not in it. The letter says that something may be left out whether or not anything is, so that it tells nothing by saying so.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use record::readers_copy::{Row, waits};
use record::text::Ground;
use record::{FileId, PersonId, Reader, StaffId};
use sha2::{Digest, Sha256};
use store::READERS_MAX;
use store::access_log::Looked;

use crate::desk::{Desk, OrTrouble, Page, Visitor, blocking, not_found};
use crate::entry_view::ground_provision;
use crate::fields::Choose;
use crate::file_page;
use crate::format;
use crate::letter::{self, About, Around, WITHOUT};
use crate::pages::readers;
use crate::parts::{LetterBlock, Paragraph};
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::visitor;
use crate::words::{Lang, Words};

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().page("/akt/{file}/lasare/kopia/{person}", show)
}

/// One day's openings by one role on one ground.
#[derive(PartialEq, Eq)]
struct Line {
    day: jiff::civil::Date,
    who: String,
    ground: String,
    parts: Vec<String>,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, person)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let file: FileId = file.parse().map_err(|_| not_found())?;
    let person: PersonId = person.parse().map_err(|_| not_found())?;
    visitor.expect_fresh(&desk)?;
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let told = blocking(&desk, move |desk| desk.house.readers(&who, now, file)).await?;
    let (open, looks) = told.or_trouble(&desk, &visitor)?;
    file_page::tell_of_glass(&visitor, &open);
    let own = open.file.person() == Some(person);
    let guardian = open.file.guardians(now.today).any(|guardian| guardian == person);
    let matter = open.file.matters.keys().next_back().copied();
    let reading = file_page::reading(&desk, &visitor, &open);
    let theirs = readers::hands_over(&reading) && (own || guardian);
    let (true, Some(matter)) = (theirs, matter) else { return Err(not_found()) };
    let (told, waiting) = sorted(&desk, &reading, Reader::of(&open.file, person), &looks);
    let query = query.unwrap_or_default();
    let marks: Vec<&str> =
        query.split('&').filter_map(|pair| pair.strip_prefix(WITHOUT)?.strip_prefix('=')).collect();
    let left_out = |line: &Line| marks.contains(&line.mark().as_str());
    let known: Vec<String> = told.iter().map(Line::mark).collect();
    let unknown = marks.iter().any(|mark| !known.iter().any(|known| known == mark));
    let leave_out = choices(&told, left_out);
    let told: Vec<Line> = told.into_iter().filter(|line| !left_out(line)).collect();
    let swedish = letter::swedish(&reading);
    let to = letter::receiver(&desk, &visitor, &open, person).await?;
    let around = Around {
        back: format!("/akt/{}/lasare", open.id),
        back_key: "readers-copy-back",
        remarks: remarks(&reading, &waiting, unknown),
        title_key: "readers-title",
        leave_out,
    };
    let title = swedish.w.t("readers-copy-title").into_owned();
    let about = About { matter, day: now.today, by: visitor.actor.author(), title };
    let letter = letter::letter(
        &desk,
        &swedish,
        about,
        &to,
        body(swedish.w, &told, i64::try_from(looks.len()) == Ok(READERS_MAX)),
    );
    Ok(letter::page(&desk, &visitor, &reading, matter, letter, around))
}

/// The lines that are told, and those that wait with their grounds; latest first.
fn sorted(
    desk: &Desk,
    reading: &Reading<'_>,
    to: Reader,
    looks: &[Looked],
) -> (Vec<Line>, Vec<(Line, Ground)>) {
    let file = &reading.open.file;
    let around = file.family.ever_named().into_iter().chain(file.person());
    let protected = around.into_iter().any(|person| reading.is_protected(person));
    let (mut told, mut waiting) = (Vec::new(), Vec::<(Line, Ground)>::new());
    for look in looks {
        let (line, row) = line(desk, look);
        match waits(to, &row, &reading.open.file, protected, reading.today) {
            None => gather(&mut told, line),
            Some(ground) => {
                let same = |known: &(Line, Ground)| known.0.is_like(&line) && known.1 == ground;
                if !waiting.iter().any(same) {
                    waiting.push((line, ground));
                }
            }
        }
    }
    // What happened in the same moment has no order of its own: within a day the letter goes by who, and within a line by part.
    for line in &mut told {
        line.parts.sort_unstable();
    }
    told.sort_by(|one, other| one.place().cmp(&other.place()));
    waiting.sort_by(|one, other| one.0.place().cmp(&other.0.place()));
    (told, waiting)
}

/// An opening as the letter tells it, and as the rules ask about it.
fn line(desk: &Desk, look: &Looked) -> (Line, Row) {
    let w = Words::of(Lang::Sv);
    let organisation = desk.organisation();
    let member = organisation.known(StaffId::new(look.actor));
    let unit = member.and_then(|member| organisation.known_unit(member.unit));
    let day = format::local(look.at_us).date();
    let row = Row {
        unit: unit.map(|unit| unit.kind),
        level: member.map(|member| member.level),
        ground: look.purpose.clone(),
        day: day.into(),
    };
    let who = member.map(|member| visitor::role(desk, member));
    let line = Line {
        day,
        who: who.unwrap_or_else(|| w.t("readers-former").into_owned()),
        ground: readers::words(w, "basis", &look.purpose),
        parts: vec![readers::words(w, "part", &look.part)],
    };
    (line, row)
}

impl Line {
    /// Where it stands: the latest day first.
    fn place(&self) -> (Reverse<jiff::civil::Date>, &str, &str) {
        (Reverse(self.day), &self.who, &self.ground)
    }

    /// By what the page's own address names it, whatever else is in the list by then.
    fn mark(&self) -> String {
        let words = format!("{}\n{}\n{}", self.day, self.who, self.ground);
        format::short_digest(&Sha256::digest(words))
    }

    fn is_like(&self, other: &Self) -> bool {
        (self.day, &self.who, &self.ground) == (other.day, &other.who, &other.ground)
    }
}

/// Openings on the same day by the same role on the same ground become one line, with each part once.
fn gather(lines: &mut Vec<Line>, line: Line) {
    match lines.iter_mut().find(|known| known.is_like(&line)) {
        None => lines.push(line),
        Some(known) => known
            .parts
            .extend(line.parts.into_iter().filter(|part| !known.parts.contains(part)).collect::<Vec<_>>()),
    }
}

/// The lines, each to be left out by whoever hands the letter over.
fn choices(told: &[Line], left_out: impl Fn(&Line) -> bool) -> Vec<Choose<'static>> {
    let sv = Words::of(Lang::Sv);
    let one = |line: &Line| {
        let words = format!("{}: {}. {}.", format::day(sv, line.day), line.who, line.ground);
        choose(line.mark(), words, left_out(line))
    };
    told.iter().map(one).collect()
}

/// What is left out, for whoever hands the letter over: which rows, and on what ground. `unknown`: something was to be left out that is not in
/// the list, or not as it was; nobody's choice is passed over without a word.
fn remarks(reading: &Reading<'_>, waiting: &[(Line, Ground)], unknown: bool) -> Vec<String> {
    let w = reading.w;
    let left_out = waiting.iter().map(|(line, ground)| {
        let provision = ground_provision(reading, *ground);
        let what = format!("{}, {}", line.who, format::day(w, line.day));
        w.with("readers-copy-waits", &[("what", what.into()), ("provision", provision.into())])
    });
    let unknown = unknown.then(|| w.t("readers-copy-changed").into_owned());
    std::iter::once(w.t("readers-copy-test").into_owned()).chain(unknown).chain(left_out).collect()
}

fn body(w: &Words, told: &[Line], cut: bool) -> Vec<LetterBlock<'static>> {
    let paragraph = |line: &Line| Paragraph {
        by: Some(format::day_letter(w, line.day).into()),
        text: format!("{}. {}. {}.", line.who, line.ground, line.parts.join(", ")).into(),
    };
    let lines = LetterBlock {
        heading: Some(w.t("readers-copy-lines").into_owned().into()),
        paragraphs: told.iter().map(paragraph).collect(),
        glossary: false,
    };
    let before = LetterBlock::plain([w.t("readers-copy-what").into_owned()]);
    let cut = cut.then(|| w.t1("readers-copy-cut", "n", READERS_MAX));
    let after = LetterBlock::plain(cut.into_iter().chain([w.t("readers-copy-left-out").into_owned()]));
    vec![before, lines, after]
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use record::Command;
    use record::distribution::Distribution;
    use store::{Part, Reason};

    use crate::scene::Scene;
    use crate::testing::text;

    fn copy(scene: &Scene, person: record::PersonId) -> String {
        scene.path(&format!("/lasare/kopia/{person}"))
    }

    fn looks(scene: &Scene, login: &str) {
        let (house, now) = (&scene.at.desk.house, scene.at.now());
        house.look(&scene.at.actor(login), now, scene.alva.file, Part::Timeline).expect("theirs");
    }

    #[tokio::test]
    async fn a_guardian_is_told_unit_role_day_and_why_and_no_name() {
        let scene = Scene::assessed();
        let (house, now) = (&scene.at.desk.house, scene.at.now());
        looks(&scene, "ulla");
        let purpose = Reason { code: "danger".into(), words: text("Polisen har Alva hos sig") };
        house.break_glass(&scene.at.actor("moa"), now, scene.alva.file, &purpose).expect("reception may");
        let ulla = scene.at.login("ulla").await;
        let page = scene.at.get(&ulla, &copy(&scene, scene.karin)).await;
        assert_eq!(page.status, StatusCode::OK);
        for told in
            ["Utredningsgrupp 1", "Handläggare", "24 november 2026", "Nödöppning", "Mottagningsgruppen"]
        {
            assert!(page.body.contains(told), "{told}: {}", page.body);
        }
        let letter = page.body.split_once("<article").expect("a letter").1;
        for kept in ["Moa", "Polisen"] {
            assert!(!letter.contains(kept), "{kept}");
        }
        assert!(letter.contains("kan ha utelämnats"), "said whether or not anything is left out");
    }

    /// ASVS V7.5.3: a letter that goes out of the house asks who hands it over, before anything is read.
    #[tokio::test]
    async fn v7_5_3_the_letter_asks_who_it_is_and_is_shown_then() {
        let scene = Scene::assessed();
        let (ulla, path) = (scene.at.login_of_old("ulla").await, copy(&scene, scene.karin));
        let asked = scene.at.get(&ulla, &path).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
        let step = scene.at.get(&ulla, asked.location()).await;
        assert_eq!(step.hidden("till"), path);
        let proved = scene.at.post(&ulla, "/logga-in/styrk", &[("till", &path)]).await;
        assert_eq!(proved.location(), path);
        assert_eq!(scene.at.get(&proved.session(), &path).await.status, StatusCode::OK);
    }

    /// That the committee has the file tells what is about to be decided.
    #[tokio::test]
    async fn what_waits_is_shown_to_the_worker_with_its_ground_and_not_in_the_letter() {
        let scene = Scene::assessed();
        scene.at.propose(scene.alva, "ulla", "D03", "utskottet");
        looks(&scene, "utskottet");
        let ulla = scene.at.login("ulla").await;
        let page = scene.at.get(&ulla, &copy(&scene, scene.karin)).await.body;
        let (above, letter) = page.split_once("<article").expect("a letter");
        assert!(above.contains("utskott") && above.contains("12 kap. 3 §"), "{above}");
        assert!(!letter.contains("utskott") && !letter.contains("Ombedd"), "{letter}");
    }

    /// What no rule can know: that a certain day says too much. It is left out of the letter, and can be put back.
    #[tokio::test]
    async fn whoever_hands_it_over_can_leave_lines_out() {
        let scene = Scene::assessed();
        let path = copy(&scene, scene.karin);
        let (house, now) = (&scene.at.desk.house, scene.at.now());
        looks(&scene, "ulla");
        let purpose = Reason { code: "danger".into(), words: text("Polisen har Alva hos sig") };
        house.break_glass(&scene.at.actor("moa"), now, scene.alva.file, &purpose).expect("reception may");
        let ulla = scene.at.login("ulla").await;
        let page = scene.at.get(&ulla, &path).await.body;
        let broken =
            page.split("name=\"utan\"").skip(1).find(|one| one.contains("Nödöppning")).expect("a line");
        let (_, mark) = broken.split_once("value=\"").expect("a value");
        let without = format!("{path}?utan={}", mark.split('"').next().expect("its end"));
        let page = scene.at.get(&ulla, &without).await.body;
        let (above, letter) = page.split_once("<article").expect("a letter");
        assert!(!letter.contains("Nödöppning") && letter.contains("Handläggare"), "{letter}");
        assert!(above.contains("Nödöppning") && above.contains("checked"), "it can be put back: {above}");
        assert!(!above.contains("Välj på nytt"), "{above}");
        let gone = scene.at.get(&ulla, &format!("{path}?utan=0000000000000000")).await.body;
        assert!(gone.contains("Välj på nytt"), "a choice that names nothing is told: {gone}");
    }

    /// In a letter to one parent nothing tells where the other is, whose identity is protected.
    #[tokio::test]
    async fn a_unit_that_may_tell_where_somebody_protected_is_waits() {
        let scene = Scene::assessed();
        let (ulla, fatima) = (scene.at.actor("ulla"), scene.at.actor("fatima"));
        let both = Distribution { main: ulla.staff, second: Some(fatima.staff), unit: ulla.unit };
        let given = Command::Distribute(scene.alva.matter, both);
        scene.at.act("frida", scene.alva.file, vec![given]).expect("a second worker");
        looks(&scene, "fatima");
        let ulla = scene.at.login("ulla").await;
        let page = scene.at.get(&ulla, &copy(&scene, scene.karin)).await.body;
        let (above, letter) = page.split_once("<article").expect("a letter");
        assert!(above.contains("Familjehemsgruppen") && !letter.contains("Familjehemsgruppen"), "{page}");
    }

    #[tokio::test]
    async fn it_is_for_the_child_and_its_guardians_and_from_who_may_read() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        for person in [scene.alva.person, scene.par] {
            let page = scene.at.get(&ulla, &copy(&scene, person)).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.body.contains("Hemliga gatan"), "no protected address on any letter");
        }
        assert_eq!(
            scene.at.get(&ulla, &copy(&scene, scene.melker.person)).await.status,
            StatusCode::NOT_FOUND
        );
        let umar = scene.at.login("umar").await;
        assert_eq!(scene.at.get(&umar, &copy(&scene, scene.karin)).await.status, StatusCode::NOT_FOUND);
        let readers = scene.at.get(&ulla, &scene.path("/lasare")).await.body;
        for person in [scene.alva.person, scene.karin, scene.par] {
            assert!(readers.contains(&copy(&scene, person)), "the way there");
        }
    }
}
