//! What the description and the pages about it promise, held to the code.

use std::collections::BTreeSet;

use serde_json::Value;
use web::routes::Routes;

use crate::problem::Sort;

/// The document as it is kept, for programs that are written without a running Lykta, and for whoever reads what changed.
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");

/// What the description cannot say, for people.
const PAGE: &str = include_str!("../../../../docs/api.md");

/// What gives a program the same as each page.
const DOORS: &str = include_str!("../../../../docs/doors.md");

#[test]
fn the_kept_document_is_what_the_handlers_say() {
    let made = serde_json::to_string_pretty(&crate::document()).expect("JSON") + "\n";
    if std::env::var_os("OPENAPI").is_some_and(|word| word == "write") {
        std::fs::write(KEPT, &made).expect("written");
    }
    let kept = std::fs::read_to_string(KEPT).unwrap_or_default();
    assert!(
        kept == made,
        "docs/openapi.json is another; if it should be, run: OPENAPI=write cargo test -p api"
    );
}

/// Every path with every method, as the document has them.
pub(super) fn operations() -> Vec<(String, String, Value)> {
    let document = serde_json::to_value(crate::document()).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let of = |(path, item): (&String, &Value)| {
        let methods = item.as_object().expect("methods").iter();
        methods
            .map(|(method, operation)| (path.clone(), method.clone(), operation.clone()))
            .collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

#[test]
fn every_operation_says_how_it_refuses_and_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for (path, method, operation) in operations() {
        let responses = operation["responses"].as_object().expect("responses");
        let problem = |status: &str| responses[status]["content"]["application/problem+json"].is_object();
        for status in ["401", "500", "503", "504"] {
            assert!(responses.contains_key(status) && problem(status), "{method} {path}: {status}");
        }
        assert!(
            !responses.contains_key("default"),
            "{method} {path}: one answer for everything says nothing"
        );
        assert!(operation["summary"].is_string(), "{method} {path}");
        assert!(
            names.insert(operation["operationId"].as_str().expect("a name").to_owned()),
            "{method} {path}"
        );
    }
    assert!(names.len() >= 30, "{names:?}");
}

/// No room on the disk has words and a status of its own, in the language that was asked for.
#[test]
fn a_full_disk_is_no_fault_without_words() {
    let of = |lang| {
        let full = store::Trouble::Storage(store::Error::DiskFull);
        crate::problem::Problem::of(web::words::Words::of(lang), &full)
    };
    let (swedish, english) = (of(web::words::Lang::Sv), of(web::words::Lang::En));
    assert_eq!((swedish.r#type, swedish.status), (Sort::Full, 507));
    assert!(swedish.title.contains("disken") && english.title.contains("disk"), "{}", english.title);
}

/// Each reason to set a message aside is a code of the description, with words in both languages.
#[test]
fn the_reasons_to_set_a_message_aside_are_listed_and_have_words() {
    for lang in web::words::Lang::ALL {
        let w = web::words::Words::of(lang);
        assert!(inbox::REASONS.iter().all(|reason| w.t(&crate::reports::words_of(reason)).ends_with('.')));
    }
    let document = serde_json::to_string(&crate::document()).expect("JSON");
    let listed = serde_json::to_string(&inbox::REASONS).expect("JSON");
    assert!(document.contains(&format!("\"enum\":{listed}")), "{listed}");
}

/// The record's own refusals are listed, each with its meaning, in the order of the list that the pages' words are tied to.
#[test]
fn the_refusals_of_the_record_are_those_of_the_description() {
    let document = serde_json::to_value(crate::document()).expect("JSON");
    let schemas = &document["components"]["schemas"];
    let described = schemas["Refusal"]["oneOf"].as_array().expect("the refusals");
    let names: Vec<&str> = described.iter().filter_map(|one| one["const"].as_str()).collect();
    assert_eq!(names, web::refusals::CODES);
    assert!(described.iter().all(|one| one["description"].as_str().is_some_and(|text| text.ends_with('.'))));
    let field = schemas["Problem"]["properties"]["refusal"].to_string();
    assert!(field.contains("#/components/schemas/Refusal"), "{field}");
}

/// The sorts in the code, in the description's schema, and in the page for people are the same; each stands there with its status.
#[test]
fn the_sorts_of_problems_are_those_of_the_description_and_of_the_page() {
    let all: BTreeSet<&str> = Sort::ALL.iter().map(|sort| sort.name()).collect();
    let document = serde_json::to_value(crate::document()).expect("JSON");
    let described = document["components"]["schemas"]["Sort"]["oneOf"].as_array().expect("the sorts");
    let described: BTreeSet<&str> = described.iter().filter_map(|one| one["const"].as_str()).collect();
    assert_eq!(described, all);
    let rows = rows_after(PAGE, "### Sorts");
    let mut told = BTreeSet::new();
    for row in &rows {
        for name in backticked(row[0]) {
            let sort = Sort::ALL.iter().find(|sort| sort.name() == name).expect(name);
            assert!(row[1].contains(sort.status().as_str()), "{name} is answered {}", sort.status());
            assert!(told.insert(name), "{name} stands twice");
        }
    }
    assert_eq!(told, all);
    let by_operations: BTreeSet<String> = operations()
        .iter()
        .flat_map(|(_, _, operation)| operation["x-problem-types"].as_array().expect("its sorts").clone())
        .filter_map(|sort| sort.as_str().map(str::to_owned))
        .collect();
    // Another method than those there are belongs to no operation.
    let left: Vec<&str> = all.into_iter().filter(|sort| !by_operations.contains(*sort)).collect();
    assert_eq!(left, ["not-so"]);
}

/// Everything a person can do in the pages a program can do here, or it is written why not.
#[test]
fn each_page_has_its_answer_here() {
    let known = names();
    let mut rows = rows_after(DOORS, "# Page by page");
    let routes = [web::pages::routes(), web::pages::open_routes()];
    for route in routes.iter().flat_map(Routes::table) {
        let at = rows.iter().position(|row| backticked(row[0]) == [route.path]);
        let row = rows.remove(at.unwrap_or_else(|| panic!("{}: no row in docs/doors.md", route.path)));
        for (is, cell) in [(route.reads, row[1]), (route.writes, row[2])] {
            let answered = cell.starts_with("none: ") || !backticked(cell).is_empty();
            assert_eq!(is, answered, "{}: {cell:?}", route.path);
            for name in backticked(cell) {
                let is_other = name.starts_with("lykta ") || name == "Accept-Language";
                assert!(known.contains(name) || is_other, "{}: there is no {name}", route.path);
            }
        }
    }
    assert!(rows.is_empty(), "no such page: {rows:?}");
}

/// Operations and acts.
fn names() -> BTreeSet<String> {
    let ids = operations().into_iter();
    let ids = ids.filter_map(|(_, _, operation)| operation["operationId"].as_str().map(str::to_owned));
    ids.chain(acts()).collect()
}

fn acts() -> Vec<String> {
    let document = serde_json::to_value(crate::document()).expect("JSON");
    let of = |name: &str| {
        let variants = document["components"]["schemas"][name]["oneOf"].as_array().expect("acts").clone();
        variants.into_iter().filter_map(|one| one["required"][0].as_str().map(str::to_owned))
    };
    of("Act").chain(of("PersonAct")).collect()
}

/// The rows of the first table after a heading, without its head.
fn rows_after<'p>(page: &'p str, heading: &str) -> Vec<Vec<&'p str>> {
    let (_, after) = page.split_once(heading).expect(heading);
    let lines =
        after.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |line: &'p str| line.trim_matches('|').split('|').map(str::trim).collect();
    lines.skip(2).map(cells).collect()
}

/// What stands between backticks.
fn backticked(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}
