use std::collections::BTreeMap;

use store::House;

use super::*;
use crate::{
    demo,
    synth::life::{Child, Ending, Outcome, Report},
};

/// Families drawn: a share of one in a hundred is then met some hundred times.
const FAMILIES: usize = 20_000;

/// How far a share that is drawn may lie from the one in the data.
const TOLERANCE: f64 = 0.012;

fn families(seed: u64) -> Vec<Family> {
    let marginals = Marginals::read().unwrap();
    (0..FAMILIES).map(|number| family(&marginals, seed, number).0).collect()
}

fn children(families: &[Family]) -> Vec<&Child> {
    families.iter().flat_map(|family| &family.children).collect()
}

fn reports(families: &[Family]) -> Vec<&Report> {
    children(families).into_iter().flat_map(|child| &child.reports).collect()
}

/// How often each answer is given, as shares of one.
fn shares<T>(all: &[T], answer: impl Fn(&T) -> String) -> BTreeMap<String, f64> {
    let mut counted: BTreeMap<String, f64> = BTreeMap::new();
    let each = 1.0 / f64::from(u32::try_from(all.len()).unwrap());
    for one in all {
        *counted.entry(answer(one)).or_default() += each;
    }
    counted
}

fn assert_alike(what: &str, drawn: &BTreeMap<String, f64>, data: &BTreeMap<String, f64>) {
    for (code, share) in data {
        let drawn = drawn.get(code).copied().unwrap_or_default();
        assert!((drawn - share).abs() < TOLERANCE, "{what} {code}: {drawn:.3} drawn, {share:.3} in the data");
    }
    assert!(drawn.keys().all(|code| data.contains_key(code)), "{what}: {drawn:?}");
}

#[test]
fn every_table_says_what_its_figures_are_and_sums_to_one() {
    let data: toml::Table = toml::from_str(marginals::TEXT).unwrap();
    for (name, table) in &data {
        let said = |key: &str| table.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        assert!(["published", "derived", "assumed"].contains(&said("mark")), "{name} has no mark");
        assert!(said("source").len() > 20, "{name} names no source");
        let sum = match table.get("share") {
            Some(toml::Value::Table(share)) => share.values().filter_map(toml::Value::as_float).sum(),
            Some(toml::Value::Array(share)) => share.iter().filter_map(toml::Value::as_float).sum(),
            _ => 1.0,
        };
        assert!((sum - 1.0_f64).abs() < 1e-9, "{name} sums to {sum}");
    }
    let ages: f64 = Marginals::read().unwrap().ages.band.iter().map(|band| band.share).sum();
    assert!((ages - 1.0).abs() < 1e-9);
}

#[test]
fn every_code_is_one_of_the_laws() {
    let (marginals, law) = (Marginals::read().unwrap(), law::LawBook::sweden());
    let known = |list: &str, code: &str| assert!(law.choice(list, code).is_some(), "{list} {code}");
    marginals.reporters.share.keys().for_each(|code| known("reporter_category", code));
    marginals.causes.codes.values().flatten().for_each(|code| known("reason", code));
    let services = marginals.services.share.keys().chain(marginals.placements.share.keys());
    services.for_each(|code| known("service_kind", code));
    for (cause, codes) in &marginals.causes.codes {
        for code in codes {
            let violent = law.choice("reason", code).unwrap().violence;
            assert_eq!(violent, cause == "violence", "{code}");
        }
    }
}

#[test]
fn what_is_drawn_is_spread_as_the_data_say() {
    let (marginals, families) = (Marginals::read().unwrap(), families(1));
    let (children, reports) = (children(&families), reports(&families));
    let reporters = shares(&reports, |report| report.reporter.clone());
    assert_alike("reporter", &reporters, &marginals.reporters.share);
    let cause = shares(&reports, |report| report.cause.clone());
    assert_alike("cause", &cause, &marginals.causes.share);
    let sex = shares(&children, |child| if child.male { "male" } else { "female" }.to_owned());
    assert_alike("sex", &sex, &marginals.sex.share);
    let band = |age: i64| marginals.ages.band.iter().find(|band| age < (band.to + 1) * 365).unwrap().from;
    let ages = shares(&children, |child| band(child.age).to_string());
    let of_data = marginals.ages.band.iter().map(|band| (band.from.to_string(), band.share)).collect();
    assert_alike("age", &ages, &of_data);
    let outcomes = shares(&reports, |report| {
        let code = match report.outcome {
            Outcome::Opened(_) => "opened",
            Outcome::Linked(_) => "linked",
            Outcome::Service => "service",
            Outcome::NotOpened => "none",
        };
        code.to_owned()
    });
    assert_alike("outcome", &outcomes, &marginals.outcomes.share);
    let protected = shares(&children, |child| child.protected.to_string());
    assert!((protected["true"] - marginals.protected.share).abs() < TOLERANCE);
}

#[test]
fn how_many_and_how_long_is_as_the_data_say() {
    let (marginals, families) = (Marginals::read().unwrap(), families(1));
    let (children, reports) = (children(&families), reports(&families));
    let numbered =
        |counts: &[f64]| (1..).map(|number: i32| number.to_string()).zip(counts.to_vec()).collect();
    let each = shares(&children, |child| child.reports.len().to_string());
    assert_alike("reports of a child", &each, &numbered(&marginals.reports_per_child.share));
    let siblings = shares(&families, |family| family.children.len().to_string());
    assert_alike("children in a report", &siblings, &numbered(&marginals.siblings.share));
    assert!((marginals.reports_per_child.mean() - 1.91).abs() < 0.05, "1.84 in 2018, 1.95 in 2021");
    let mut took: Vec<i64> = Vec::new();
    let mut ended = Vec::new();
    for report in &reports {
        if let Outcome::Opened(investigation) = &report.outcome {
            took.push(investigation.closed - report.decided);
            ended.push(&investigation.result);
        }
    }
    took.sort_unstable();
    assert!((100..=110).contains(&took[took.len() / 2]), "median {}", took[took.len() / 2]);
    let late = shares(&took, |days| (*days > 122).to_string());
    assert!((0.12..=0.22).contains(&late["true"]), "{late:?}");
    let results = shares(&ended, |result| {
        let code = match result {
            Ending::NoService => "no_service",
            Ending::OpenCare(..) => "open_care",
            Ending::Placement(..) => "placement",
            Ending::CareOrder(_) => "care_order",
            Ending::Moved => "moved",
        };
        code.to_owned()
    });
    assert_alike("result", &results, &marginals.investigation_outcomes.share);
}

#[test]
fn two_of_three_are_twelve_at_most_and_three_of_five_reports_come_from_those_who_must() {
    let families = families(2);
    let (children, reports) = (children(&families), reports(&families));
    let young = shares(&children, |child| (child.age < 13 * 365).to_string())["true"];
    assert!((young - 0.66).abs() < 0.02, "{young}");
    let duty = ["POL", "SKO", "FSK", "HSV", "TAN"];
    let must = shares(&reports, |report| duty.contains(&report.reporter.as_str()).to_string())["true"];
    assert!((must - 0.60).abs() < 0.02, "{must}");
}

#[test]
fn the_same_seed_gives_the_same_lives_and_another_gives_others() {
    let some = |seed| families(seed).into_iter().take(200).collect::<Vec<_>>();
    assert_eq!(some(1), some(1));
    assert_ne!(some(1), some(2));
}

/// What stands in a house, but for the ids, which are new each time.
fn content(house: &House) -> Vec<Vec<String>> {
    const ENTRIES: store::Sql = store::Sql(
        "SELECT kind, count(*), count(DISTINCT stream), count(DISTINCT key) FROM entry WHERE authority = $1 GROUP BY kind ORDER BY kind",
    );
    const CLOCKS: store::Sql = store::Sql(
        "SELECT rule || ' ' || started_on || ' ' || coalesce(nominal_on, ''), count(*), count(DISTINCT file), count(DISTINCT matter) FROM view_clock WHERE authority = $1 GROUP BY 1 ORDER BY 1",
    );
    const MATTERS: store::Sql = store::Sql(
        "SELECT kind || ' ' || phase || ' ' || opened_on, count(*), count(DISTINCT file), count(DISTINCT main) FROM view_matter WHERE authority = $1 GROUP BY 1 ORDER BY 1",
    );
    let read = |sql| house.db.read(|tx| tx.rows(sql, &[house.authority.0.into()])).unwrap();
    let rows = [ENTRIES, CLOCKS, MATTERS].into_iter().flat_map(read);
    let row = |row: store::Row| {
        let mut told = vec![row.text(0).unwrap()];
        told.extend((1..4).map(|column| row.int(column).unwrap().to_string()));
        told
    };
    rows.map(row).collect()
}

fn filled(files: u32, seed: u64) -> (tempfile::TempDir, Arc<House>) {
    let folder = tempfile::tempdir().unwrap();
    let house = demo::open_house_of(folder.path(), organisation(files).unwrap()).unwrap();
    let instant = "2026-11-20T10:00:00Z".parse().unwrap();
    fill(&house, &Marginals::read().unwrap(), instant, files, seed).unwrap();
    (folder, house)
}

const FILES: store::Sql = store::Sql("SELECT count(*) FROM view_file WHERE authority = $1");

#[test]
fn a_country_has_as_many_reports_as_ours_and_towns_of_all_sizes() {
    let marginals = Marginals::read().unwrap().over(1);
    let country = Country { authorities: Some(290), years: 1, share: 1.0 };
    let towns = country.towns(&marginals);
    let reports = |files: u32| f64::from(files) * marginals.reports_per_child.mean();
    let all: f64 = towns.iter().map(|town| reports(town.files)).sum();
    assert!((400_000.0..450_000.0).contains(&all), "422 000 in 2021, and not {all}");
    assert!((90.0..150.0).contains(&reports(towns[0].files)), "the smallest: {}", reports(towns[0].files));
    let middle = reports(towns[145].files);
    assert!((600.0..700.0).contains(&middle), "the middle one: {middle}");
    let largest = reports(towns[289].files);
    assert!((35_000.0..42_000.0).contains(&largest), "the largest: {largest}");
}

#[test]
fn a_country_is_filled_town_by_town_and_nobody_works_in_two() {
    let folder = tempfile::tempdir().unwrap();
    let marginals = Marginals::read().unwrap().over(1);
    let country = Country { authorities: Some(4), years: 1, share: 0.02 };
    let house = demo::open_house_of(folder.path(), organisation(0).unwrap()).unwrap();
    let instant = "2026-11-20T10:00:00Z".parse().unwrap();
    let (towns, mut told) = (country.towns(&marginals), 0);
    fill_country(&house, &marginals, (instant, 1), &towns, |_| told += 1).unwrap();
    assert_eq!(told, 4);
    let mut staff = std::collections::HashSet::new();
    for town in &towns {
        let own = town.house(&house, &marginals).unwrap();
        let row = own.db.read(|tx| tx.row(FILES, &[own.authority.0.into()])).unwrap().unwrap();
        assert_eq!(row.int(0).unwrap(), i64::from(town.files), "authority {}", own.authority.0);
        assert!(
            own.organisation(Day::new(2026, 11, 20).unwrap())
                .members
                .iter()
                .all(|member| staff.insert(member.staff))
        );
    }
}

#[test]
fn a_house_filled_twice_holds_the_same_and_as_many_files_as_were_asked_for() {
    let (_one, first) = filled(150, 1);
    let (_two, second) = filled(150, 1);
    let content_of_first = content(&first);
    assert_eq!(content_of_first, content(&second));
    let files = first.db.read(|tx| tx.row(FILES, &[first.authority.0.into()])).unwrap().unwrap();
    assert_eq!(files.int(0).unwrap(), 150);
    let (_three, other) = filled(150, 2);
    assert_ne!(content_of_first, content(&other));
}

/// The keys are made in large commits; they are those that the one way to write would have made.
#[test]
fn there_is_a_key_for_each_that_seals_and_no_other() {
    const KEYS: store::Sql = store::Sql("SELECT count(DISTINCT key) FROM entry WHERE authority = $1");
    let (folder, house) = filled(100, 3);
    let row = house.db.read(|tx| tx.row(KEYS, &[house.authority.0.into()])).unwrap().unwrap();
    let sealing = row.int(0).unwrap();
    drop(house);
    let ring = rusqlite::Connection::open(folder.path().join("keys.db")).unwrap();
    let keys: i64 = ring.query_row("SELECT count(*) FROM wrapped_key", [], |row| row.get(0)).unwrap();
    assert_eq!(keys, sealing);
}
