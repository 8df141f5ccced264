//! One child has one file with several matters side by side, each with its own state and clocks.

use crate::{given::given, words::*};
use record::report::{ReportEnd, ReportPhase};

#[test]
fn a_report_during_an_investigation_has_its_own_assessment_and_its_own_outcome() {
    let during = given([file(), report(10), assessed(10), make(10, d02(20))]).and(report(11));
    assert_eq!((during.running("DL-001"), during.running("DL-002"), during.running("DL-021")), (1, 1, 1));
    assert_eq!(during.file.report(matter(11)).unwrap().phase(), ReportPhase::Received);
    assert_eq!(during.file.report(matter(10)).unwrap().phase(), ReportPhase::Closed);

    let own = during.clone().and(assessed(11)).and(make(11, decision("D03")));
    assert_eq!(own.file.report(matter(11)).unwrap().end, Some(ReportEnd::NotOpened));
    assert_eq!(own.file.running_investigations().count(), 1, "the investigation goes on");

    let linked = during.and(assessed(11)).and(make(11, d05(20)));
    assert_eq!(linked.file.report(matter(11)).unwrap().end, Some(ReportEnd::Linked(matter(20))));
    assert_eq!((linked.running("DL-002"), linked.running("DL-021")), (0, 1));
}

#[test]
fn what_happens_in_one_matter_stops_no_clock_in_another() {
    let two = given([file(), report(10), report(11)]).and(assessed(10));
    let of = |rule: &str, number: u128| {
        let clocks = two.clocks(rule);
        clocks.iter().any(|clock| clock.is_running() && clock.matter == Some(number))
    };
    assert!(!of("DL-001", 10) && of("DL-001", 11));
    assert!(of("DL-002", 10) && of("DL-002", 11));
}
