//! How long each matter is kept, told of files as they stand.

use crate::{given::Given, given::given, words::*};
use law::{Fate, KeepingGround, LawBook, Level};
use record::{
    Command,
    disposal::{
        DisposalContext, DisposalEntry, DisposalRefusal, DisposalSheet, Disposals, Kept, KeptPart, Package,
        Standing, because, package_made, plan, receipt_of,
    },
    retention::{Item, Marks, Stays, items},
};

/// The rows that decide about a file of a child born 14 June 2018, by matter and last what stands outside them.
fn rows(told: &Given) -> Vec<(Option<u128>, String)> {
    kept(told, None, &Marks::new())
        .into_iter()
        .map(|item| (number(&item), item.disposal.row.id.clone()))
        .collect()
}

fn kept(told: &Given, municipality: Option<&str>, marks: &Marks) -> Vec<Item<'static>> {
    items(&told.log, LawBook::sweden(), municipality, marks).unwrap()
}

fn number(item: &Item<'_>) -> Option<u128> {
    item.matter.map(record::MatterId::as_u128)
}

fn born(birth: &str, then: impl IntoIterator<Item = Command>) -> Given {
    given([file_of_child_born(birth)].into_iter().chain(then))
}

fn not_opened() -> [Command; 3] {
    [report(10), assessed(10), make(10, decision("D03"))]
}

fn opened() -> [Command; 3] {
    [report(10), assessed(10), make(10, d02(20))]
}

fn row(number: u128, name: &str) -> (Option<u128>, String) {
    (Some(matter(number).as_u128()), name.to_owned())
}

fn outside(name: &str) -> (Option<u128>, String) {
    (None, name.to_owned())
}

#[test]
fn a_report_that_led_to_nothing_and_one_that_was_investigated_part_ways() {
    let told =
        born("2018-06-14", not_opened().into_iter().chain([report(11), assessed(11), make(11, d02(20))]));
    assert_eq!(rows(&told), [row(10, "R5b"), row(11, "R5"), row(20, "R5"), outside("R6")]);
}

#[test]
fn nothing_goes_while_a_matter_runs_and_the_file_itself_goes_last() {
    let told = born("2018-06-14", opened());
    let stays: Vec<_> = kept(&told, None, &Marks::new()).iter().map(|item| item.stays).collect();
    let running = Some(Stays::Running(matter(20)));
    assert_eq!(stays, [running, running, Some(Stays::Remains(matter(10)))]);

    let ended = born("2018-06-14", not_opened());
    let stays: Vec<_> = kept(&ended, None, &Marks::new()).iter().map(|item| item.stays).collect();
    assert_eq!(stays, [None, Some(Stays::Remains(matter(10)))]);
}

/// Five years are counted from the last note in the whole file, in whatever matter.
#[test]
fn a_later_note_anywhere_moves_the_day() {
    let told = born("2018-06-14", not_opened());
    let fate = |told: &Given| kept(told, None, &Marks::new())[0].disposal.fate.clone();
    let between =
        |earliest: &str, latest: &str| Fate::Between { earliest: day(earliest), latest: day(latest) };
    assert_eq!(fate(&told), between("2031-11-24", "2032-12-31"));
    let later = told.on("2027-03-01").and(report(11));
    assert_eq!(fate(&later), between("2032-03-01", "2033-12-31"));
}

#[test]
fn a_recorded_placement_keeps_what_may_have_led_to_it_and_nothing_else() {
    let placed = recorded(30, decision("D13"), Level::Committee);
    let told = born("2018-06-14", not_opened()).and(report(11)).and(assessed(11)).and(make(11, d02(20)));
    let told = told.and(Command::RecordDecision(placed));
    let kept = rows(&told);
    assert_eq!(kept, [row(10, "R5b"), row(11, "R3"), row(20, "R3"), row(30, "R3"), outside("R6")]);
}

/// An investigation that began after the placement did not lead to it.
#[test]
fn a_later_investigation_is_not_drawn_in() {
    let placed = recorded(30, decision("D13"), Level::Committee);
    let told = born("2018-06-14", [Command::RecordDecision(placed)]).on("2027-01-11");
    let told = told.and(report(11)).and(assessed(11)).and(make(11, d02(20)));
    assert_eq!(rows(&told), [row(11, "R5"), row(20, "R5"), row(30, "R3"), outside("R6")]);
}

#[test]
fn the_research_sample_goes_before_everything() {
    let told = born("2018-06-15", not_opened());
    assert_eq!(rows(&told), [row(10, "R2"), outside("R2")]);
    let told = born("2018-06-14", not_opened());
    let names: Vec<_> =
        kept(&told, Some("0580"), &Marks::new()).iter().map(|item| item.disposal.row.id.clone()).collect();
    assert_eq!(names, ["R1", "R1"]);
    assert_eq!(kept(&told, Some("0580"), &Marks::new())[0].disposal.fate, Fate::Kept);
}

#[test]
fn whoever_has_read_a_matter_can_set_a_ground() {
    let told = born("2018-06-14", not_opened());
    let marks = Marks::from([(matter(10), [KeepingGround::Parenthood].into())]);
    assert_eq!(kept(&told, None, &marks)[0].disposal.row.id, "R4");
}

#[test]
fn an_empty_stream_has_nothing_to_keep() {
    assert_eq!(items(&[], LawBook::sweden(), None, &Marks::new()).unwrap(), []);
}

/// Where a report that led to nothing, and what stands outside it, stand on a day. It was last written in on 24 November 2026.
fn standing(told: &Given, disposals: &Disposals, today: &str) -> Vec<Standing> {
    let planned = plan(id(1), &told.log, LawBook::sweden(), disposals, day(today)).unwrap();
    planned.into_iter().map(|planned| planned.standing).collect()
}

fn kept_parts(told: &Given) -> Vec<KeptPart> {
    Kept::of(&kept(told, None, &Marks::new())).parts(&told.log)
}

fn said(disposals: Disposals, entry: DisposalEntry) -> Disposals {
    disposals.after(&DisposalSheet { by: unit_head().author(), on: day("2031-01-07"), entry })
}

fn confirmed(row: &str) -> Disposals {
    let decision = because("Nämnden 2031-01-07, § 4").unwrap();
    said(Disposals::default(), DisposalEntry::ReadingConfirmed { row: row.to_owned(), decision })
}

#[test]
fn what_is_not_settled_is_frozen_until_the_authority_has_decided_how_it_reads() {
    let told = born("2018-06-14", not_opened());
    let remains = Standing::Stays(Stays::Remains(matter(10)));
    let frozen = Disposals::default();
    assert_eq!(standing(&told, &frozen, "2031-11-23"), [Standing::NotYet, Standing::NotYet]);
    assert_eq!(standing(&told, &frozen, "2031-11-24"), [Standing::Frozen, remains]);
    assert_eq!(standing(&told, &confirmed("R5"), "2031-11-24"), [Standing::Frozen, remains], "another row");
    let due = |late| [Standing::Due { late }, remains];
    assert_eq!(standing(&told, &confirmed("R5b"), "2031-11-24"), due(false));
    assert_eq!(standing(&told, &confirmed("R5b"), "2032-12-31"), due(false), "the last lawful day");
    assert_eq!(standing(&told, &confirmed("R5b"), "2033-01-01"), due(true));
}

/// What is kept for ever goes to the archive before anything else in the file is destroyed.
#[test]
fn the_archive_comes_first() {
    let placed = recorded(30, decision("D13"), Level::Committee);
    let told = born("2018-06-14", not_opened()).and(Command::RecordDecision(placed));
    let told = told.and(happened(30, "placement.ended"));
    let confirmed = confirmed("R5b");
    assert_eq!(standing(&told, &confirmed, "2031-11-24")[..2], [Standing::AwaitsDelivery, Standing::Kept]);
    let receipt = because("Kommunarkivet 2031/17").unwrap();
    let typed = DisposalEntry::ArchiveDelivered { file: id(1), receipt: receipt.clone(), digest: None };
    let typed = said(confirmed.clone(), typed);
    assert_eq!(standing(&told, &typed, "2031-11-24")[0], Standing::AwaitsDelivery, "names no package");

    let leader = unit_head();
    let cx = DisposalContext { today: day("2031-11-24"), law: LawBook::sweden(), actor: &leader };
    let kept = kept_parts(&told);
    let digest = "ab".repeat(32);
    let package = Package { id: "lykta-1".to_owned(), digest: digest.clone(), parts: kept.clone() };
    let short = Package { parts: kept[1..].to_vec(), ..package.clone() };
    assert_eq!(package_made(&kept, id(1), short, &cx), Err(DisposalRefusal::WrittenSince));
    assert_eq!(package_made(&[], id(1), package.clone(), &cx), Err(DisposalRefusal::NothingKept));
    let receipt = |given: (&Disposals, &[KeptPart]), digest: &str| {
        receipt_of(given, id(1), digest, because("Kommunarkivet 2031/17").unwrap(), &cx)
    };
    assert_eq!(receipt((&confirmed, &kept), &digest), Err(DisposalRefusal::NoPackage), "before it is made");
    let made = said(confirmed, package_made(&kept, id(1), package, &cx).unwrap());
    assert_eq!(standing(&told, &made, "2031-11-24")[0], Standing::AwaitsDelivery, "on its way");
    assert_eq!(receipt((&made, &kept), &"cd".repeat(32)), Err(DisposalRefusal::NoPackage));
    let later: Vec<KeptPart> =
        kept.iter().map(|part| KeptPart { through: part.through + 1, ..*part }).collect();
    assert_eq!(receipt((&made, &later), &digest), Err(DisposalRefusal::WrittenSince));
    let delivered = said(made.clone(), receipt((&made, &kept), &digest.to_uppercase()).unwrap());
    assert_eq!(
        standing(&told, &delivered, "2031-11-24")[..2],
        [Standing::Due { late: false }, Standing::Kept]
    );
}
