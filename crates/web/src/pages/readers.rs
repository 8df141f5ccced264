//! `/akt/{file}/lasare`: who has read the file, when, which part, and on what their right rested.
//!
//! The page counts *openings* and says so: whether an opened page was read, nobody knows. Asking is itself an opening.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use jiff::Timestamp;
use record::access::Basis;
use record::sight::Sight;
use record::{FileId, Moment, StaffId};
use store::access_log::Looked;
use store::{Given, OpenFile, READERS_MAX, ReadBefore};

use crate::desk::{Desk, OrTrouble, Page, Visitor, blocking, html, not_found};
use crate::entry_words;
use crate::file_page;
use crate::format;
use crate::reading::Reading;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::visitor;
use crate::words::Words;

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::new().page("/akt/{file}/lasare", show)
}

/// Somebody who has opened the file.
struct Reader {
    name: String,
    role: String,
    last: String,
    openings: usize,
    looks: Vec<Opening>,
}

/// Openings of the same part on the same day on the same basis.
struct Opening {
    when: String,
    part: String,
    basis: String,
    times: usize,
}

#[derive(Template)]
#[template(path = "readers.html")]
struct ReadersPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    back: String,
    openings: usize,
    /// There are more openings than the page shows.
    more: bool,
    readers: Vec<Reader>,
    /// Why those without a part in the file were let in.
    reasons: Vec<GivenReason>,
    /// Copies for the child and each guardian: the way there, and whose.
    copies: Vec<(String, String)>,
    /// Who had read what was moved here, before it came.
    before: Vec<Before>,
}

/// Entries that were moved here and had been open to the same people.
struct Before {
    /// Their numbers here and what they are.
    entries: Vec<(i64, String)>,
    readers: Vec<String>,
}

/// A reason, as it was given.
struct GivenReason {
    when: String,
    name: String,
    why: String,
    words: String,
    /// The glass was broken, and somebody else looks into it.
    glass: bool,
    review: Option<Reviewed>,
}

/// What somebody else found when they looked into it.
struct Reviewed {
    when: String,
    name: String,
    outcome: String,
    words: String,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path(file): Path<String>,
) -> Result<Page, Page> {
    let file: FileId = file.parse().map_err(|_| not_found())?;
    let (who, now) = (visitor.actor.clone(), visitor.now);
    let told = blocking(&desk, move |desk| {
        let (open, looks) = desk.house.readers(&who, now, file)?;
        let reasons = desk.house.reasons(&open)?;
        let before = desk.house.read_before_moved(&open)?;
        Ok::<_, store::Trouble>((open, looks, reasons, before))
    });
    let (open, looks, reasons, before) = told.await?.or_trouble(&desk, &visitor)?;
    file_page::tell_of_glass(&visitor, &open);
    let reading = file_page::reading(&desk, &visitor, &open);
    let w = visitor.w;
    let number = open.file.matters.values().rev().find_map(|matter| matter.number.clone());
    let title = match number {
        Some(number) => w.t1("readers-title-of", "number", number),
        None => w.t("readers-title").into_owned(),
    };
    Ok(html(&ReadersPage {
        w,
        shell: visitor.shell(&desk, title, Place::Elsewhere),
        back: format!("/akt/{file}"),
        openings: looks.len(),
        more: i64::try_from(looks.len()) == Ok(READERS_MAX),
        readers: readers(w, &desk, &looks),
        reasons: reasons.iter().map(|given| given_reason(&reading, given)).collect(),
        copies: copies(&reading),
        before: read_before(&reading, &before),
    }))
}

/// Whoever works with the whole file hands a copy over; nobody who reads for a reason, and nobody who sees but a part.
pub(super) fn hands_over(reading: &Reading<'_>) -> bool {
    reading.writes() && reading.open.sight == Sight::Whole
}

/// For whoever works with the file: the list as a letter to the child and to each guardian.
fn copies(reading: &Reading<'_>) -> Vec<(String, String)> {
    let file = &reading.open.file;
    let to = file.person().into_iter().chain(reading.guardians());
    let to = to.filter(|_| hands_over(reading) && !file.matters.is_empty());
    to.map(|person| (format!("/akt/{}/lasare/kopia/{person}", reading.open.id), reading.name(person)))
        .collect()
}

fn given_reason(reading: &Reading<'_>, given: &Given) -> GivenReason {
    let glass = given.ground == Basis::Glass;
    let list = if glass { "glass_purpose" } else { "reading_reason" };
    let review = given.review.as_ref().map(|review| Reviewed {
        when: format::moment(reading.w, review.at_us),
        name: reading.staff(review.by),
        outcome: reading.code("reading_outcome", &review.found.code),
        words: review.found.words.to_string(),
    });
    GivenReason {
        when: format::moment(reading.w, given.at_us),
        name: reading.staff(given.by),
        why: reading.code(list, &given.reason.code),
        words: given.reason.words.to_string(),
        glass,
        review,
    }
}

/// What was moved here, grouped by who had been able to read it.
fn read_before(reading: &Reading<'_>, moved: &[ReadBefore]) -> Vec<Before> {
    let mut told: Vec<Before> = Vec::new();
    for one in moved {
        let Some(entry) = reading.open.entry(one.seq) else { continue };
        let line = (one.seq, entry_words::title(reading, &entry.entry));
        let readers = first_openings(reading, &one.looks);
        match told.iter_mut().find(|before| before.readers == readers) {
            Some(before) => before.entries.push(line),
            None => told.push(Before { entries: vec![line], readers }),
        }
    }
    told
}

/// Each who opened, once, with the first time.
fn first_openings<'a>(reading: &Reading<'_>, looks: impl IntoIterator<Item = &'a Looked>) -> Vec<String> {
    let mut first: BTreeMap<StaffId, i64> = BTreeMap::new();
    for look in looks {
        let at = first.entry(StaffId::new(look.actor)).or_insert(look.at_us);
        *at = look.at_us.min(*at);
    }
    let told = first.into_iter().filter_map(|(staff, at_us)| {
        let at = Timestamp::from_microsecond(at_us).ok()?;
        Some(format!("{}, {}", reading.staff(staff), reading.moment(Moment::of(at))))
    });
    told.collect()
}

/// Who but the reader has opened the file since something came into it, each once, with the first time.
pub(crate) async fn opened_since(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    came: Option<Timestamp>,
) -> Result<Vec<String>, Page> {
    let (actor, now, file) = (visitor.actor.clone(), visitor.now, open.id);
    let looked = blocking(desk, move |desk| desk.house.readers(&actor, now, file)).await?;
    let (_, looked) = looked.or_trouble(desk, visitor)?;
    let since = came.map_or(i64::MAX, Timestamp::as_microsecond);
    let own = visitor.actor.staff.uuid();
    let others = looked.iter().filter(|look| look.at_us >= since && look.part != "act" && look.actor != own);
    Ok(first_openings(&file_page::reading(desk, visitor, open), others))
}

/// Groups by person, the latest reader first.
fn readers(w: &Words, desk: &Desk, looks: &[Looked]) -> Vec<Reader> {
    let mut by_staff: BTreeMap<StaffId, Vec<&Looked>> = BTreeMap::new();
    for look in looks {
        by_staff.entry(StaffId::new(look.actor)).or_default().push(look);
    }
    let mut people: Vec<(StaffId, Vec<&Looked>)> = by_staff.into_iter().collect();
    people.sort_by_key(|(staff, looks)| (std::cmp::Reverse(looks[0].at_us), *staff));
    let organisation = desk.organisation();
    let reader = |(staff, looks): (StaffId, Vec<&Looked>)| {
        let member = organisation.known(staff);
        Reader {
            name: name_of(desk, w, staff),
            role: member.map(|member| visitor::role(desk, member)).unwrap_or_default(),
            last: format::moment(w, looks[0].at_us),
            openings: looks.len(),
            looks: openings(w, &looks),
        }
    };
    people.into_iter().map(reader).collect()
}

/// Somebody who works here, or did.
pub(super) fn name_of(desk: &Desk, w: &Words, staff: StaffId) -> String {
    let organisation = desk.organisation();
    let member = organisation.known(staff);
    member.map_or_else(|| w.t("readers-former").into_owned(), |member| member.name.clone())
}

/// Openings that read alike become one line, latest first.
fn openings(w: &Words, looks: &[&Looked]) -> Vec<Opening> {
    let mut lines: Vec<Opening> = Vec::new();
    for look in looks {
        let at = format::local(look.at_us);
        let (part, basis) = (words(w, "part", &look.part), words(w, "basis", &look.purpose));
        let when = format::day(w, at.date());
        match lines.iter_mut().find(|line| line.when == when && line.part == part && line.basis == basis) {
            Some(line) => line.times += 1,
            None => lines.push(Opening { when, part, basis, times: 1 }),
        }
    }
    lines
}

/// The word of a code, or the code itself when a newer program wrote it.
pub(super) fn words(w: &Words, kind: &str, code: &str) -> String {
    let key = format!("{kind}-{}", code.replace('_', "-"));
    if w.has(&key) { w.t(&key).into_owned() } else { code.to_owned() }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::testing::TestDesk;
    use crate::words::{Lang, Words};

    #[tokio::test]
    async fn every_opening_is_told_with_its_basis_and_the_asking_too() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        let look = |login: &str, part| desk.desk.house.look(&desk.actor(login), desk.now(), child.file, part);
        look("moa", store::Part::Timeline).expect("reception may");
        look("moa", store::Part::Timeline).expect("reception may");
        desk.distribute(child, "ulla");
        let path = format!("/akt/{}/lasare", child.file);
        let page = desk.get(&desk.login("ulla").await, &path).await.body;
        for told in
            ["Moa Yıldız", "Mottagningsgruppen", "Tidslinjen", "Mottagning", "Ulla Ekdahl", "Handläggare"]
        {
            assert!(page.contains(told), "{told}");
        }
        assert!(page.contains("<title>Ärende 2026-1 – Vem har läst"), "a title names no child");
        assert!(page.contains("2 gånger"), "alike openings stand on one line with their number");
    }

    #[tokio::test]
    async fn another_units_file_is_answered_as_one_that_is_not_there() {
        let desk = TestDesk::new();
        let child = desk.seed_child("Tindra", "Planterad");
        desk.distribute(child, "ulla");
        let umar = desk.login("umar").await;
        let theirs = desk.get(&umar, &format!("/akt/{}/lasare", child.file)).await;
        let nowhere = desk.desk.house.new_id(desk.now());
        let nothing = desk.get(&umar, &format!("/akt/{nowhere}/lasare")).await;
        let nonsense = desk.get(&umar, "/akt/1%27--/lasare").await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
        assert_eq!((&theirs.body, &theirs.body), (&nothing.body, &nonsense.body));
        assert_eq!(theirs.headers, nothing.headers);
    }

    #[test]
    fn every_code_of_the_access_log_has_words() {
        use store::Part;
        for lang in Lang::ALL {
            let w = Words::of(lang);
            let others = ["act", "draft", "reason", "glass", "glass-review", "archive"];
            for code in Part::ALL.map(Part::code).into_iter().chain(others) {
                assert!(w.has(&format!("part-{code}")), "{code}");
            }
            for code in [
                "assigned",
                "co-worker",
                "stands-in",
                "manager",
                "asked",
                "reception",
                "blind",
                "provider",
                "former-provider",
                "stated",
                "glass",
                "review",
                "disposal",
            ] {
                assert!(w.has(&format!("basis-{code}")), "{code}");
            }
        }
    }
}
