//! `lykta law` as scripts use it.

use crate::program::run;

#[test]
fn one_line_per_answer() {
    let line = "nominal=2027-02-28 latest_lawful=2027-03-01 provision=\"20 kap. 3 § SoL (2025:400)\" certainty=verified\n";
    assert_eq!(run(&["law", "due", "DL-021", "2026-10-31"]), (0, line.to_owned(), String::new()));
}

#[test]
fn a_rule_counted_from_birth_takes_the_birth() {
    let (code, out, _) = run(&["law", "due", "DL-087", "2026-11-21", "--birth", "2010-05-06"]);
    assert_eq!((code, out.starts_with("nominal=2028-05-06 ")), (0, true), "{out}");
}

#[test]
fn wrong_questions_end_with_two() {
    for (question, says) in [
        (["law", "due", "DL-999", "2026-10-31"], "unknown rule"),
        (["law", "due", "DL-021", "2026-02-30"], "not a date"),
        (["law", "due", "DL-062", "2026-10-31"], "no fixed length"),
        (["law", "explain", "banan", "2026-10-31"], "unknown rule"),
    ] {
        let (code, out, error) = run(&question);
        assert_eq!((code, out.as_str()), (2, ""), "{question:?}");
        assert!(error.contains(says), "{question:?}: {error}");
    }
    assert_eq!(run(&["law", "due", "DL-021"]).0, 2);
}

#[test]
fn explanations_and_the_list_of_rules() {
    let (code, out, _) = run(&["law", "explain", "DL-021", "2026-10-31"]);
    assert!(code == 0 && out.contains("Lagligt senast 2027-03-01"), "{out}");
    let (code, out, _) = run(&["law", "rules"]);
    assert!(code == 0 && out.lines().count() > 100 && out.contains("DL-021"), "{out}");
}
