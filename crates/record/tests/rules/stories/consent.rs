//! Consent and application over the years: each counts in the line of matters it was given in, for as long as it is not taken back.

use super::deeds::*;
use crate::{
    given::{Given, given},
    words::*,
};
use law::{Day, LawBook, Level};
use record::{
    Code, Command, MatterId, Moment, PersonId, Refusal,
    decision::{Decision, Flag},
    moving::{Arriving, MovedIn},
    service::Step,
    stand::{consent, without_consent},
};

const TREATMENT: &str = "family_treatment";

/// A file of a boy of eight with two guardians, in the spring of 2026.
fn family() -> Given {
    given([file_of_child_born("2018-04-09"), guardian(2), guardian(3)])
}

/// What has been done, each deed on its day.
fn after<const N: usize>(file: Given, deeds: [(&str, Deed); N]) -> Given {
    deeds.into_iter().fold(file, |file, (on, deed)| file.on(on).and(deed(moment(&format!("{on}T09:00")))))
}

/// A report becomes an investigation, which is written, and both guardians have had their say.
fn investigated(file: Given, on: &str, report: u128, number: u128) -> Given {
    let opened = after(
        file,
        [(on, reports(report)), (on, finds_no_danger(report)), (on, decides(report, d02(number)))],
    );
    heard(opened, on, number)
}

fn heard(file: Given, on: &str, number: u128) -> Given {
    let written = after(file, [(on, writes(number))]);
    [mother(), father()]
        .into_iter()
        .fold(written, |file, who| after(file, [(on, shares(number, who)), (on, answers(number, who))]))
}

fn both_say(file: Given, on: &str, number: u128, answer: &'static str) -> Given {
    after(
        file,
        [(on, says(number, mother(), answer, TREATMENT)), (on, says(number, father(), answer, TREATMENT))],
    )
}

/// Family treatment in matter 30, granted out of the investigation in matter 20.
fn granted() -> Given {
    let agreed = both_say(investigated(family(), "2026-05-04", 10, 20), "2026-06-01", 20, "consents");
    after(agreed, [("2026-06-11", decides(20, grants(service(30, TREATMENT, "2026-06-15", "2026-09-15"))))])
}

/// The same, ended; two years later there is a new report and a new investigation, in matter 21.
fn investigated_anew() -> Given {
    let ended = Step::Ended { reason: Code::from("goal_reached"), result: None };
    investigated(after(granted(), [("2027-01-11", steps(30, ended))]), "2028-05-02", 11, 21)
}

fn grants_anew() -> Decision {
    another(1, grants(service(33, TREATMENT, "2028-06-12", "2028-09-12")))
}

fn lacks(lacking: &[PersonId], one_guardian: bool) -> Refusal {
    let one_guardian = one_guardian.then(|| "D12".parse().unwrap());
    let provision = "6 kap. 11 och 13 §§ FB".to_owned();
    Refusal::ConsentLacking { provision, lacking: lacking.to_vec(), one_guardian }
}

/// Whose consent the service in matter 30 lacks, each since when, and since when it rests on nothing.
fn lacking(file: &Given, today: &str) -> Option<(Vec<(PersonId, Day)>, Day)> {
    without_consent(&file.file, matter(30), day(today), LawBook::sweden()).map(|it| (it.by, it.since))
}

#[test]
fn an_old_consent_does_not_count_in_a_new_investigation() {
    let anew = investigated_anew().on("2028-06-08");
    anew.when(make(21, grants_anew())).refused(&lacks(&[mother(), father()], false));
    let asked = both_say(anew, "2028-06-08", 21, "consents");
    asked.when(make(21, grants_anew())).written();
}

/// What was granted on paper is flagged, for the same reason.
#[test]
fn on_paper_an_old_consent_is_no_consent_either() {
    let anew = investigated_anew().on("2028-06-08");
    let made = moment("2028-06-08T08:00");
    let command = recorded(21, grants_anew(), Level::UnitHead);
    let command = record::decision::RecordDecision { made, ..command };
    anew.when(Command::RecordDecision(command)).then(|entries| {
        let record::Entry::DecisionRecorded(made) = entries[0] else { panic!("{entries:?}") };
        assert_eq!(made.flags, [Flag::Demanded("consent".to_owned())]);
    });
}

#[test]
fn a_consent_in_the_report_that_led_to_the_investigation_counts() {
    let on = "2026-05-04";
    let told = after(family(), [(on, reports(10)), (on, finds_no_danger(10))]);
    let opened = after(both_say(told, on, 10, "consents"), [(on, decides(10, d02(20)))]);
    let ready = heard(opened, on, 20).on("2026-06-11");
    ready.when(make(20, grants(service(30, TREATMENT, "2026-06-15", "2026-09-15")))).written();
}

/// A report that is linked to a running investigation is of its line from then on, and not before.
#[test]
fn a_consent_in_a_report_that_is_linked_counts_from_then_on() {
    let on = "2026-05-11";
    let told = investigated(family(), "2026-05-04", 10, 20);
    let told = after(told, [(on, reports(12)), (on, finds_no_danger(12))]);
    let told = both_say(told, on, 12, "consents");
    let d08 = || make(20, grants(service(30, TREATMENT, "2026-06-15", "2026-09-15")));
    told.clone().on("2026-06-11").when(d08()).refused(&lacks(&[mother(), father()], false));
    let linked = after(told, [(on, decides(12, d05(20)))]).on("2026-06-11");
    linked.when(d08()).written();
}

#[test]
fn an_application_is_asked_for_anew_in_a_new_investigation() {
    let applied = both_say(investigated(family(), "2026-05-04", 10, 20), "2026-05-04", 20, "applies");
    let closed = after(applied, [("2026-06-11", decides(20, settling("D07")))]);
    let anew = investigated(closed, "2028-05-02", 11, 21).on("2028-06-08");
    let refused = demands("D09", "applied_for", "11 kap. 1 § SoL (2025:400)");
    anew.when(make(21, rejects())).refused(&refused);
    let applied = after(anew, [("2028-06-08", says(21, mother(), "applies", "contact_family"))]);
    applied.when(make(21, rejects())).written();
}

/// What a committee let go ahead with one guardian was let go ahead then, and not two years later (6 kap. 13 a § FB).
#[test]
fn what_a_committee_let_counts_in_its_line() {
    let decided = after(granted(), [("2026-06-12", records(30, decision("D12"), Level::Committee))]);
    let anew = investigated(decided, "2028-05-02", 11, 21);
    let one = after(anew, [("2028-06-08", says(21, mother(), "consents", TREATMENT))]);
    one.when(make(21, grants_anew())).refused(&lacks(&[father()], true));
    let let_go = after(one, [("2028-06-08", records(21, another(2, decision("D12")), Level::Committee))]);
    let_go.when(make(21, grants_anew())).written();
}

/// A committee lets a service go ahead without the one who did not consent then, not without whoever changes their mind later.
#[test]
fn a_committee_overrides_who_did_not_consent_then() {
    let on = "2026-06-01";
    let one = after(
        investigated(family(), "2026-05-04", 10, 20),
        [
            (on, says(20, mother(), "consents", TREATMENT)),
            (on, says(20, father(), "declines", TREATMENT)),
            ("2026-06-02", records(20, decision("D12"), Level::Committee)),
        ],
    );
    let d08 = || make(20, grants(service(30, TREATMENT, "2026-06-15", "2026-09-15")));
    one.when(d08()).written();
    let other = after(
        one,
        [
            ("2026-06-03", says(20, father(), "consents", TREATMENT)),
            ("2026-06-03", says(20, mother(), "withdrawn", TREATMENT)),
        ],
    );
    other.when(d08()).refused(&lacks(&[mother()], true));
}

#[test]
fn a_line_is_the_investigation_its_reports_and_its_services() {
    let group = Decision {
        grants: vec![service(32, "group_activity", "2026-06-22", "2026-09-30")],
        acknowledged: vec!["communicated".to_owned()],
        ..settling("D10")
    };
    let asked = after(
        granted(),
        [
            ("2026-06-12", says(30, mother(), "consents", "group_activity")),
            ("2026-06-12", says(20, father(), "consents", "group_activity")),
            ("2026-06-12", decides(30, group)),
        ],
    );
    let both = investigated(asked, "2028-05-02", 11, 21).file;
    let line = |number| both.line_of(matter(number)).into_iter().collect::<Vec<MatterId>>();
    for number in [10, 20, 30, 32] {
        assert_eq!(line(number), [10, 20, 30, 32].map(matter), "{number}");
    }
    assert_eq!(line(21), [11, 21].map(matter));
    assert_eq!(line(99), [matter(99)], "a matter that is not there");
}

/// Whatever stands in the log can be read: also that two services came from each other.
#[test]
fn a_circle_in_the_log_ends() {
    let mut file = granted().file;
    let record::MatterState::Service(state) = &mut file.matters.get_mut(&matter(30)).unwrap().state else {
        panic!()
    };
    state.from = matter(30);
    assert_eq!(file.line_of(matter(30)).into_iter().collect::<Vec<_>>(), [matter(30)]);
}

/// An answer that came from another file without its matter stands in the file and counts for nothing.
#[test]
fn an_answer_without_its_matter_counts_nowhere() {
    let Command::TakeStand(_, stand) = stand(2, TREATMENT, "consents") else { unreachable!() };
    let here = given(communicated());
    let from = &here.log[0];
    let moved = MovedIn {
        from: id(499),
        seq: 7,
        by: from.by.clone(),
        at: from.at,
        entry: Box::new(record::Entry::StandTaken(stand)),
    };
    let arriving = Arriving { matter: Some(matter(77)), occurred: Moment::on(here.today), moved };
    let file = here.and(Command::MoveIn(vec![arriving]));
    assert_eq!(file.file.stands.len(), 1);
    let service = Code::from(TREATMENT);
    let found = consent(&file.file, matter(20), &service, false, file.today, LawBook::sweden()).unwrap();
    assert_eq!(found.lacking, [mother(), father()]);
}

/// Consent that is taken back while the service runs is missed from that day, wherever in the line it was taken down, until it is given
/// again or the service ends.
#[test]
fn a_running_service_without_consent_is_found() {
    let granted = granted();
    assert_eq!(lacking(&granted, "2026-10-01"), None);
    for number in [20, 30] {
        let back = after(
            granted.clone(),
            [
                ("2026-10-01", says(number, father(), "withdrawn", TREATMENT)),
                ("2026-10-05", says(number, father(), "declines", TREATMENT)),
            ],
        );
        let since = day("2026-10-01");
        assert_eq!(lacking(&back, "2026-10-06"), Some((vec![(father(), since)], since)), "{number}");
        assert_eq!(lacking(&back, "2026-09-30"), None, "not before");
        let again = after(back.clone(), [("2026-10-07", says(30, father(), "consents", TREATMENT))]);
        assert_eq!(lacking(&again, "2026-10-07"), None, "taken back");
        let ended = Step::Ended { reason: Code::from("withdrawn"), result: None };
        let ended = after(back, [("2026-10-07", steps(30, ended))]);
        assert_eq!(lacking(&ended, "2026-10-07"), None, "ended");
    }
    let both = after(
        granted.clone(),
        [
            ("2026-10-01", says(30, mother(), "partly", TREATMENT)),
            ("2026-10-05", says(30, father(), "withdrawn", TREATMENT)),
        ],
    );
    let by = vec![(mother(), day("2026-10-01")), (father(), day("2026-10-05"))];
    assert_eq!(lacking(&both, "2026-10-05"), Some((by, day("2026-10-01"))), "since the first of them");
    let elsewhere = after(granted, [("2026-10-01", says(30, father(), "declines", "contact_family"))]);
    assert_eq!(lacking(&elsewhere, "2026-10-01"), None, "another service");
    let later = both_say(investigated(elsewhere, "2028-05-02", 11, 21), "2028-05-02", 21, "declines");
    assert_eq!(lacking(&later, "2028-05-02"), None, "another line");
}

/// It rests on consent from the day it is granted. Somebody who has not been asked has not said no.
#[test]
fn what_was_granted_on_paper_past_a_no_has_lacked_consent_from_its_first_day() {
    let on = "2026-06-01";
    let asked = investigated(family(), "2026-05-04", 10, 20);
    let d08 = || grants(service(30, TREATMENT, "2026-06-15", "2026-09-15"));
    let paper = |file: Given| after(file, [("2026-06-11", records(20, d08(), Level::UnitHead))]);
    assert_eq!(lacking(&paper(asked.clone()), "2026-06-11"), None);
    let past = paper(after(asked, [(on, says(20, father(), "declines", TREATMENT))]));
    let by = vec![(father(), day(on))];
    assert_eq!(lacking(&past, "2026-06-12"), Some((by, day("2026-06-11"))));
}

/// Where a committee has let it go ahead without the father, his no is no news; the mother's is.
#[test]
fn a_guardian_who_is_overridden_is_not_named() {
    let on = "2026-06-01";
    let one = after(
        investigated(family(), "2026-05-04", 10, 20),
        [
            (on, says(20, mother(), "consents", TREATMENT)),
            (on, says(20, father(), "declines", TREATMENT)),
            ("2026-06-02", records(20, decision("D12"), Level::Committee)),
            ("2026-06-11", decides(20, grants(service(30, TREATMENT, "2026-06-15", "2026-09-15")))),
            ("2026-10-01", says(30, father(), "declines", TREATMENT)),
        ],
    );
    assert_eq!(lacking(&one, "2026-10-01"), None);
    let none = after(one, [("2026-10-08", says(30, mother(), "withdrawn", TREATMENT))]);
    let since = day("2026-10-08");
    assert_eq!(lacking(&none, "2026-10-08"), Some((vec![(mother(), since)], since)));
}

/// A girl of thirteen whose own consent was enough (21 kap. 1 § SoL): it rests on hers when a guardian's is gone, and on nobody's when she
/// takes it back.
#[test]
fn a_service_that_rests_on_the_childs_own_consent_goes_on_until_the_child_takes_it_back() {
    let on = "2026-06-01";
    let girl = given([file_of_child_born("2013-04-09"), guardian(2), guardian(3)]);
    let agreed = both_say(investigated(girl, "2026-05-04", 10, 20), on, 20, "consents");
    let grant = record::service::Grant {
        suitable: Some(why("Hon vill själv.")),
        ..service(30, TREATMENT, "2026-06-15", "2026-09-15")
    };
    let hers = after(
        agreed,
        [
            (on, says(20, child(), "consents", TREATMENT)),
            ("2026-06-11", decides(20, grants(grant))),
            ("2026-10-01", says(30, father(), "withdrawn", TREATMENT)),
        ],
    );
    assert_eq!(lacking(&hers, "2026-10-01"), None);
    let nobodys = after(hers, [("2026-10-08", says(30, child(), "withdrawn", TREATMENT))]);
    let by = vec![(father(), day("2026-10-01")), (child(), day("2026-10-08"))];
    assert_eq!(lacking(&nobodys, "2026-10-08"), Some((by, day("2026-10-08"))));
}
