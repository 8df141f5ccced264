use crate::{given::given, words::*};
use law::ClockState;
use record::{
    Code, Command, Entry, Field, Refusal,
    report::{Arrival, Report, ReportEnd, ReportPhase, Reporter, Rerouting, TagCorrection},
};

fn receive(report: Report) -> Command {
    Command::ReceiveReport(matter(10), report)
}

#[test]
fn a_report_starts_both_clocks_and_waits_for_the_protection_assessment() {
    let after = given([file()]).when(report(10)).then(|entries| {
        assert!(
            matches!(entries, [Entry::ReportReceived(report)] if report.reporter.mandated && !report.violence)
        );
    });
    assert_eq!((after.running("DL-001"), after.running("DL-002")), (1, 1));
    assert_eq!(after.clocks("DL-002")[0].due.nominal, Some(day("2026-12-08")));
    assert_eq!(after.file.report(matter(10)).unwrap().phase(), ReportPhase::Received);
    assert!(after.file.matters[&matter(10)].is_running());
}

#[test]
fn the_law_says_who_is_mandated_and_which_reasons_are_violence() {
    let lying = Report { violence: false, ..a_private_report() };
    let reporter = Reporter { mandated: true, ..lying.reporter };
    let reasons = vec![Code::from("witnessed_violence")];
    given([file()]).when(receive(Report { reporter, reasons, ..lying })).then(|entries| {
        assert!(matches!(entries, [Entry::ReportReceived(r)] if !r.reporter.mandated && r.violence));
    });
}

#[test]
fn it_counts_from_the_day_it_is_deemed_to_have_arrived() {
    let arrival = |deemed, why: Option<&str>| Arrival {
        received: moment("2026-11-24T08:02"),
        deemed: day(deemed),
        why: why.map(text),
    };
    let at = |arrival| receive(Report { arrival, ..a_report() });
    let open = given([file()]);
    open.when(at(arrival("2026-11-25", Some("Fel.")))).refused(&Refusal::InFuture(Field::DeemedArrival));
    open.when(at(arrival("2026-11-23", None))).refused(&Refusal::Missing(Field::DeemedArrival));
    let after = open.and(at(arrival("2026-11-23", Some("Låg i brevlådan i går."))));
    assert_eq!(after.clocks("DL-002")[0].due.nominal, Some(day("2026-12-07")));
}

#[test]
fn nothing_is_reported_before_birth_or_in_the_future() {
    let at = |when| receive(Report { arrival: Arrival::at(moment(when)), ..a_report() });
    let open = given([file()]);
    open.when(at("2026-11-24T13:01")).refused(&Refusal::InFuture(Field::Arrived));
    open.when(at("2026-11-25")).refused(&Refusal::InFuture(Field::Arrived));
    open.when(at("2015-04-08")).refused(&Refusal::BeforeBirth(Field::Arrived));
    open.when(at("2026-11-24T13:00")).written();
    open.when(at("2015-04-09")).written();
}

#[test]
fn a_reporter_gives_a_name_or_a_role_or_chooses_to_be_anonymous() {
    let from = |name: Option<&str>, role: Option<&str>, anonymous| {
        let report = a_private_report();
        let (name, role) = (name.map(text), role.map(text));
        receive(Report { reporter: Reporter { name, role, anonymous, ..report.reporter }, ..report })
    };
    let open = given([file()]);
    open.when(from(None, None, false)).refused(&Refusal::Missing(Field::Reporter));
    open.when(from(None, Some("granne"), false)).written();
    open.when(from(Some("Granne Ett"), None, true)).then(|entries| {
        assert!(
            matches!(entries, [Entry::ReportReceived(r)] if r.reporter.name.is_none()),
            "nobody may find out"
        );
    });
}

#[test]
fn a_written_report_needs_no_retyping() {
    let blank = Report { concern: Vec::new(), ..a_report() };
    given([file()]).when(receive(blank.clone())).refused(&Refusal::Missing(Field::Concern));
    given([file()]).when(receive(Report { document: Some(id(50)), ..blank })).written();
}

#[test]
fn codes_are_those_of_the_law() {
    let open = given([file()]);
    let unknown = |list: &'static str, code: &str, field| Refusal::UnknownCode {
        list: list.into(),
        code: code.to_owned(),
        field,
    };
    let report = a_report();
    open.when(receive(Report { channel: Code::from("pigeon"), ..report.clone() })).refused(&unknown(
        "arrival_channel",
        "pigeon",
        Field::Channel,
    ));
    let reporter = Reporter { category: Code::from("XXX"), ..report.reporter.clone() };
    open.when(receive(Report { reporter, ..report.clone() })).refused(&unknown(
        "reporter_category",
        "XXX",
        Field::Reporter,
    ));
    open.when(receive(Report { reasons: vec![Code::from("vibes")], ..report })).refused(&unknown(
        "reason",
        "vibes",
        Field::Reasons,
    ));
}

#[test]
fn a_report_needs_an_open_file_and_a_matter_of_its_own() {
    given([]).when(report(10)).refused(&Refusal::FileNotOpen);
    given([file(), report(10)]).when(report(10)).refused(&Refusal::IdTaken);
    given([file()]).when(file()).refused(&Refusal::FileAlreadyOpen);
    given([]).when(file_of_child_born("2026-11-25")).refused(&Refusal::InFuture(Field::Person));
}

fn reroute(number: u128) -> Command {
    Command::RerouteReport(matter(number), Rerouting { motive: why("Ansökan om stödfamilj.") })
}

#[test]
fn what_was_no_report_is_rerouted_before_the_assessment() {
    let after = given([file(), report(10)]).and(reroute(10));
    let state = after.file.report(matter(10)).unwrap();
    assert_eq!((state.phase(), state.end.as_ref()), (ReportPhase::Closed, Some(&ReportEnd::Rerouted)));
    assert!(matches!(after.clocks("DL-002")[0].state, ClockState::Superseded(_)));
    assert_eq!(after.running("DL-001"), 0);

    given([file(), report(10), assessed(10)]).when(reroute(10)).refused(&Refusal::DoneAlready);
    after.when(reroute(10)).refused(&Refusal::MatterClosed);
    after.when(reroute(11)).refused(&Refusal::NoSuchMatter);
}

#[test]
fn what_speaks_of_violence_is_assessed_unless_its_tag_is_wrong() {
    let tagged = given([file(), violent_report(10)]);
    tagged.when(reroute(10)).refused(&Refusal::TaggedViolent);
    let wrong = TagCorrection { violence: false, motive: why("Det gällde ett annat barn.") };
    tagged.and(Command::CorrectTag(matter(10), wrong)).when(reroute(10)).written();
}

#[test]
fn a_tag_is_corrected_with_reasons_and_only_when_it_is_wrong() {
    let correct =
        |violence| Command::CorrectTag(matter(10), TagCorrection { violence, motive: why("Missförstånd.") });
    let tagged = given([file(), violent_report(10)]);
    tagged.when(correct(true)).refused(&Refusal::NothingToCorrect);
    assert!(!tagged.and(correct(false)).file.report(matter(10)).unwrap().violence);
    let closed = given([file(), report(10), assessed(10), make(10, decision("D03"))]);
    closed.when(correct(true)).refused(&Refusal::MatterClosed);
}
