//! The whole access rule as a table: every act on every basis.

use crate::{given::given, words::*};
use law::Level;
use record::{
    Actor, CaseFile, Code, Command, MatterId, MatterState,
    access::{
        Act, Basis, FileAccess, Glass, Part as Opened, ServiceAccess, Tied, may, may_break_glass,
        may_give_reason, may_open, may_review,
    },
    decision::{Decision, Proposal, Return},
    decision_notice::{DecisionNotice, DecisionTelling},
    note::Addendum,
    service::Step,
    sight::{Services, Sight},
    stand::Stand,
};

const ACTS: [Act; 6] = [Act::Read, Act::Register, Act::Assess, Act::Decide, Act::Distribute, Act::Write];

fn of_others() -> FileAccess {
    FileAccess {
        units: vec![id(70)],
        main: vec![id(1)],
        second: vec![id(2)],
        asked: vec![id(3)],
        undistributed: true,
        distributed: false,
        services: Vec::new(),
        stated: false,
        tied: None,
        glass: None,
    }
}

/// A file in which the actor stands on the basis, and on no other.
fn standing(basis: Option<Basis>) -> (Actor, FileAccess) {
    let (actor, mut file) = (case_worker(), of_others());
    match basis {
        None => {}
        Some(Basis::Assigned) => file.main.push(actor.staff),
        Some(Basis::CoWorker) => file.second.push(actor.staff),
        Some(Basis::StandsIn) => return (Actor { in_place_of: vec![file.main[0]], ..actor }, file),
        Some(Basis::Asked) => file.asked.push(actor.staff),
        Some(Basis::Manager) => return (unit_head(), file),
        Some(Basis::Reception) => return (reception(), file),
        Some(Basis::Blind) => return (reception(), FileAccess { undistributed: false, ..file }),
        Some(Basis::Provider) => {
            let worker = Some(actor.staff);
            file.services.push(ServiceAccess { matter: id(30), unit: id(71), worker, ended: false });
        }
        Some(Basis::FormerProvider) => {
            let (unit, worker) = (actor.unit, Some(actor.staff));
            file.services.push(ServiceAccess { matter: id(30), unit, worker, ended: true });
        }
        Some(Basis::Stated) => {
            return (Actor { unit: file.units[0], ..actor }, FileAccess { stated: true, ..file });
        }
        Some(Basis::Glass) => {
            let glass = Some(Glass::Whole);
            return (reception(), FileAccess { undistributed: false, distributed: true, glass, ..file });
        }
    }
    (actor, file)
}

#[test]
fn every_act_on_every_basis() {
    //                        read  register assess decide distribute write
    let table = [
        (None, [false, false, false, false, false, false]),
        (Some(Basis::Assigned), [true, true, true, true, false, true]),
        (Some(Basis::CoWorker), [true, true, true, true, false, true]),
        (Some(Basis::StandsIn), [true, true, true, true, false, true]),
        (Some(Basis::Manager), [true, true, true, true, true, true]),
        (Some(Basis::Asked), [true, false, false, true, false, false]),
        (Some(Basis::Reception), [true, true, true, true, true, true]),
        (Some(Basis::Provider), [true, false, false, false, false, true]),
        (Some(Basis::FormerProvider), [true, false, false, false, false, true]),
        (Some(Basis::Blind), [false, true, false, false, false, false]),
        (Some(Basis::Stated), [true, false, false, false, false, false]),
        (Some(Basis::Glass), [true, false, false, false, false, false]),
    ];
    for (basis, row) in table {
        let (actor, file) = standing(basis);
        for (act, allowed) in ACTS.into_iter().zip(row) {
            // Reception registers blindly as ever, glass or no glass.
            let blind = (basis, act) == (Some(Basis::Glass), Act::Register);
            let expected = if blind { Some(Basis::Blind) } else { basis.filter(|_| allowed) };
            assert_eq!(may(&actor, act, &file), expected, "{act:?} on {basis:?}");
        }
    }
}

#[test]
fn every_part_on_every_basis() {
    use Opened::{Addendum, Child, Document, Note, Service, Timeline};
    type Opens = fn(Opened) -> bool;
    let (all, read): (Opens, Opens) = (|_| true, |part| part.code() != "form");
    let asked: Opens = |part| !matches!(part, Note | Addendum | Opened::Readers);
    let provider: Opens = |part| matches!(part, Child | Timeline | Document | Note | Addendum | Service);
    let former: Opens = |part| matches!(part, Child | Timeline | Document | Addendum | Service);
    let table = [
        (Basis::Assigned, all),
        (Basis::CoWorker, all),
        (Basis::StandsIn, all),
        (Basis::Manager, all),
        (Basis::Asked, asked),
        (Basis::Reception, all),
        (Basis::Provider, provider),
        (Basis::FormerProvider, former),
        (Basis::Stated, read),
        (Basis::Glass, read),
    ];
    for (basis, opens) in table {
        let (actor, file) = standing(Some(basis));
        for part in Opened::ALL {
            let expected = Some(basis).filter(|_| opens(part));
            assert_eq!(may_open(&actor, part, &file), expected, "{part:?} on {basis:?}");
        }
    }
    let (actor, file) = standing(Some(Basis::Blind));
    assert!(
        Opened::ALL.into_iter().all(|part| may_open(&actor, part, &file).is_none()),
        "blind sees nothing"
    );
    let (duty, file) = standing(Some(Basis::Glass));
    let protected = FileAccess { glass: Some(Glass::Protected), ..file };
    for part in Opened::ALL {
        let shown = matches!(part, Child | Timeline);
        assert_eq!(may_open(&duty, part, &protected).is_some(), shown, "{part:?} of a protected child");
    }
}

/// A tie shuts the file on every ground, but for a report taken in blind; and what nobody else can do in time opens it again on the ground
/// that was there, never on one that was not.
#[test]
fn a_tie_shuts_the_file_until_nobody_else_can_do_it_in_time() {
    let grounds = [
        Basis::Assigned,
        Basis::CoWorker,
        Basis::StandsIn,
        Basis::Manager,
        Basis::Asked,
        Basis::Reception,
        Basis::Provider,
        Basis::FormerProvider,
        Basis::Blind,
        Basis::Stated,
        Basis::Glass,
    ];
    for ground in grounds {
        let (actor, open) = standing(Some(ground));
        let tied = FileAccess { tied: Some(Tied::Shut), ..open.clone() };
        let unavoidable = FileAccess { tied: Some(Tied::Unavoidable), ..tied.clone() };
        let derived = !matches!(ground, Basis::Blind | Basis::Stated);
        assert_eq!(may_give_reason(&actor, &tied), derived, "{ground:?}");
        assert!(!may_break_glass(&actor, &tied), "{ground:?}");
        for act in ACTS {
            let blind = (act == Act::Register && actor.reception).then_some(Basis::Blind);
            assert_eq!(may(&actor, act, &tied), blind, "{act:?} on {ground:?}");
            let as_before = may(&actor, act, &open).filter(|_| ground != Basis::Stated);
            assert_eq!(may(&actor, act, &unavoidable), as_before, "{act:?} on {ground:?}");
        }
    }
}

/// The glass is for whoever receives reports and lacks a ground that reaches the whole file, and for nobody else.
#[test]
fn who_may_break_the_glass() {
    let theirs = FileAccess { undistributed: false, distributed: true, ..of_others() };
    let own_report = FileAccess { undistributed: true, ..theirs.clone() };
    assert!(may_break_glass(&reception(), &theirs));
    assert!(may_break_glass(&reception(), &own_report), "it sees its own report, and not the rest");
    assert!(!may_break_glass(&reception(), &of_others()), "it sees all of it");
    let assigned = FileAccess { main: vec![reception().staff], ..theirs.clone() };
    let broken = FileAccess { glass: Some(Glass::Whole), ..theirs.clone() };
    assert!(!may_break_glass(&reception(), &assigned));
    assert!(may_break_glass(&reception(), &broken), "a broken glass is no ground of its own");
    for actor in [case_worker(), unit_head(), Actor { manages: vec![id(99)], ..unit_head() }] {
        assert!(!may_break_glass(&actor, &theirs));
        assert_eq!(
            may(&Actor { manages: vec![], ..actor }, Act::Read, &broken),
            None,
            "a glass that ought not to be broken"
        );
    }
    // What the glass shows is more than reception's own report, and what reception writes there it writes on its own ground.
    let both = FileAccess { glass: Some(Glass::Whole), ..own_report };
    assert_eq!(may_open(&reception(), Opened::Timeline, &both), Some(Basis::Glass));
    assert_eq!(may_open(&reception(), Opened::Form, &both), Some(Basis::Reception));
    assert_eq!(may(&reception(), Act::Assess, &both), Some(Basis::Reception));
}

#[test]
fn nobody_reviews_their_own_reading() {
    let head = unit_head();
    assert!(may_review(&head, reception().staff, id(70)));
    assert!(!may_review(&head, head.staff, id(70)));
    assert!(!may_review(&head, reception().staff, id(71)), "leads another unit");
    assert!(!may_review(&reception(), head.staff, id(70)), "leads nothing");
}

#[test]
fn somebody_with_two_bases_acts_on_the_nearest_that_carries() {
    let head = unit_head();
    let file = FileAccess { main: vec![head.staff], ..of_others() };
    assert_eq!(may(&head, Act::Read, &file), Some(Basis::Assigned));
    assert_eq!(
        may(&head, Act::Distribute, &file),
        Some(Basis::Manager),
        "the manager who is also the worker"
    );

    let asked = FileAccess { asked: vec![reception().staff], ..of_others() };
    assert_eq!(may(&reception(), Act::Assess, &asked), Some(Basis::Reception));
}

#[test]
fn leading_another_unit_gives_nothing() {
    let head = Actor { manages: vec![id(99)], ..unit_head() };
    assert!(ACTS.into_iter().all(|act| may(&head, act, &of_others()).is_none()));
}

#[test]
fn a_command_asks_for_the_act_it_is() {
    assert_eq!(report(10).act(), Act::Register);
    assert_eq!(assessed(10).act(), Act::Assess);
    assert_eq!(make(10, decision("D03")).act(), Act::Decide);
    assert_eq!(propose(10, decision("D03")).act(), Act::Write);
    assert!(make(10, decision("D03")).depends_on_what_was_seen());
    assert!(!note(vec![fact("Nytt.")]).depends_on_what_was_seen());
}

#[test]
fn reception_reaches_a_file_that_is_somebodys_only_for_its_own_report() {
    let file = FileAccess { distributed: true, ..of_others() };
    assert!(!file.reaches_whole_file(Basis::Reception));
    assert!(file.reaches_whole_file(Basis::Assigned) && file.reaches_whole_file(Basis::Manager));
    assert!(of_others().reaches_whole_file(Basis::Reception));
}

#[test]
fn a_reason_opens_nothing_outside_the_unit() {
    let stranger = Actor { unit: id(71), ..case_worker() };
    let file = FileAccess { stated: true, ..of_others() };
    assert!(!may_give_reason(&stranger, &file));
    assert_eq!(may(&stranger, Act::Read, &file), None, "a reason that ought not to be there carries nothing");
    let colleague = Actor { unit: file.units[0], ..case_worker() };
    assert!(may_give_reason(&colleague, &of_others()));
    assert_eq!(may(&colleague, Act::Read, &of_others()), None, "not before it is given");
}

/// An assignment waits for anybody in the provider's unit; once taken it is one person's, and the one who leads them.
#[test]
fn a_service_is_whose_who_carries_it_out() {
    let outside = Actor { unit: id(71), ..case_worker() };
    let colleague = Actor { staff: id(99), ..outside.clone() };
    let lead = Actor { staff: id(98), unit: id(72), manages: vec![id(71)], ..outside.clone() };
    let offered = ServiceAccess { matter: id(30), unit: id(71), worker: None, ended: false };
    let taken = ServiceAccess { worker: Some(outside.staff), ..offered };
    let basis = |actor: &Actor, service| {
        may(actor, Act::Read, &FileAccess { services: vec![service], ..of_others() })
    };
    for actor in [&outside, &colleague, &lead] {
        assert_eq!(basis(actor, offered), Some(Basis::Provider));
    }
    assert_eq!(basis(&colleague, taken), None);
    for actor in [&outside, &lead] {
        assert_eq!(basis(actor, taken), Some(Basis::Provider));
    }
    // After the end whoever had taken it answers for what was documented, and whoever leads them; nobody else, and nobody from elsewhere.
    let ended = ServiceAccess { ended: true, ..taken };
    assert_eq!(basis(&colleague, ended), None);
    for actor in [&outside, &lead] {
        assert_eq!(basis(actor, ended), Some(Basis::FormerProvider));
    }
    assert_eq!(basis(&Actor { unit: id(73), ..outside.clone() }, ended), None, "works elsewhere now");
    for actor in [&outside, &colleague, &lead] {
        assert_eq!(basis(actor, ServiceAccess { worker: None, ..ended }), None, "nobody had taken it");
    }
}

fn sees(running: Vec<MatterId>, ended: Vec<MatterId>) -> Sight {
    Sight::Services(Services { running, ended, by: case_worker().staff })
}

/// Whoever was asked to decide has the papers of that matter before them: the report, the investigation it led to and what was noted there.
/// What was reported some other time, and what stands outside every matter, is not there.
#[test]
fn who_is_asked_to_decide_sees_the_matter_and_no_other() {
    let noted =
        |number: u128, words: &str| Command::SignNote(Some(matter(number)), a_note(vec![fact(words)]));
    let consents = [2, 3].map(|guardian| stand(guardian, "family_treatment", "consents"));
    let later = [noted(20, "Vi lagade mat."), report(11), assessed(11)];
    let before = communicated().into_iter().chain(consents).chain(later);
    let file = given(before).and(noted(11, "Något annat.")).and(note(vec![fact("Utan ärende.")]));
    let committee = Actor { staff: id(99), level: Level::Committee, ..case_worker() };
    let to = |staff, number: u128| {
        let proposal = Proposal { decision: Decision { id: id(900 + number), ..d05(20) }, to: Some(staff) };
        Command::ProposeDecision(matter(number), proposal)
    };
    let sent = file.and(propose(20, d08())).and(to(id(98), 11));
    let sight = Sight::of(&committee, Basis::Asked, &of_others());
    assert_eq!(sight, Sight::Asked(vec![committee.staff]));
    let (nothing, _) = sight.through(&sent.file, sent.log.clone());
    assert!(nothing.matters.is_empty(), "nothing was sent to them");

    let asked = Sight::Asked(vec![unit_head().staff]);
    let (seen, entries) = asked.through(&sent.file, sent.log.clone());
    assert_eq!(seen.matters.keys().copied().collect::<Vec<_>>(), [matter(10), matter(20)]);
    assert_eq!((seen.proposals.len(), seen.version), (1, sent.file.version));
    assert_eq!(seen.family, sent.file.family);
    let told =
        |words: &str| entries.iter().any(|one| one.entry.parts().iter().any(|it| it.text.as_str() == words));
    assert!(told("Vi lagade mat.") && !told("Något annat.") && !told("Utan ärende."));
    let (own, others) = (d08().id, id(911));
    for (proposal, answers) in [(own, true), (others, false), (id(999), true)] {
        let back = Return { proposal, motive: why("Skriv mer.") };
        assert_eq!(asked.allows(&sent.file, &Command::ReturnProposal(back)), answers, "{proposal:?}");
    }
    assert!(!asked.allows(&sent.file, &noted(20, "Mer.")), "and writes nothing");
    assert_eq!(seen.proposals[&own].fingerprint(&seen), sent.file.proposals[&own].fingerprint(&sent.file));
}

/// What was documented until the end is read as it stood, with what has been said of it since. Nothing new is seen, and nothing new written
/// but an addendum to one's own note.
#[test]
fn a_provider_reads_what_it_documented_after_the_end() {
    let noted = |words: &str| Command::SignNote(Some(matter(30)), a_note(vec![fact(words)]));
    let addendum = |to| Command::AmendNote(Addendum { to, parts: vec![fact("Det var tisdag.")] });
    let running = crate::service::granted().and(noted("Vi lagade mat."));
    let own_note = running.file.version;
    let end =
        || step(30, "2026-11-24T13:00", Step::Ended { reason: Code::from("goal_reached"), result: None });
    let ended = running.and(end());
    assert_eq!(ended.file.service(matter(30)).unwrap().ended_by, Some(ended.file.version));
    let after = ended.and(noted("Efteråt.")).and(addendum(own_note));
    let later_note = after.file.version - 1;
    let after = after.and(addendum(later_note));

    let by = after.file.notes[&own_note].by.staff;
    let own = Sight::Services(Services { running: vec![], ended: vec![matter(30)], by });
    let (file, entries) = own.through(&after.file, after.log.clone());
    let kinds = |kind: &str| entries.iter().filter(|entry| entry.entry.kind() == kind).count();
    assert_eq!((kinds("service_granted"), kinds("service_stepped")), (1, 1));
    assert_eq!((kinds("note_signed"), kinds("note_amended")), (1, 1), "of what stood, and not of what came");
    assert!(!file.matters[&matter(30)].is_running());
    let running = sees(vec![matter(30)], vec![]).through(&after.file, after.log.clone());
    assert_eq!(running.1.len(), entries.len() + 2);

    assert!(own.allows(&after.file, &addendum(own_note)));
    let anothers = Sight::Services(Services { running: vec![], ended: vec![matter(30)], by: id(99) });
    assert!(!anothers.allows(&after.file, &addendum(own_note)));
    for refused in [noted("Mer."), end(), note(vec![fact("Utan ärende.")])] {
        assert!(!own.allows(&after.file, &refused), "{refused:?}");
    }
}

/// A service that a decision has ended has ended for its provider too, who does not see the decision.
#[test]
fn a_provider_is_not_left_with_a_service_that_a_decision_has_ended() {
    let granted = crate::service::granted();
    let mut file = granted.file.clone();
    let Some(MatterState::Service(service)) = file.matters.get_mut(&matter(30)).map(|one| &mut one.state)
    else {
        unreachable!()
    };
    (service.ended, service.ended_by) = (Some(day("2026-11-24")), Some(file.version));
    let (seen, _) = sees(vec![], vec![matter(30)]).through(&file, granted.log.clone());
    assert!(!seen.matters[&matter(30)].is_running());
}

/// What is said of something that is not shown is not shown either.
#[test]
fn an_addendum_to_a_decision_is_not_shown_to_a_provider() {
    let decided =
        crate::service::granted().and(Command::RecordDecision(recorded(30, decision("D13"), Level::Board)));
    let to = decided.file.version;
    let added = decided.and(Command::AmendNote(Addendum { to, parts: vec![fact("Han dricker igen.")] }));
    let (_, entries) = sees(vec![matter(30)], vec![]).through(&added.file, added.log.clone());
    assert!(entries.iter().all(|entry| entry.entry.kind() != "note_amended"));
}

/// A provider sees a file made of its own services: the investigation is not hidden in it, it is not there.
#[test]
fn a_provider_does_not_see_the_investigation() {
    let granted = crate::service::granted();
    let own = sees(vec![matter(30)], vec![]);
    let (file, entries) = own.through(&granted.file, granted.log.clone());
    assert_eq!(file.matters.keys().copied().collect::<Vec<_>>(), [matter(30)]);
    assert!(entries.iter().all(|entry| entry.matter.is_none_or(|it| it == matter(30))));
    assert!(file.stands.is_empty() && file.decisions.is_empty());
    assert_eq!(file.version, granted.file.version);
    assert!(own.allows(&file, &Command::SignNote(Some(matter(30)), a_note(vec![fact("Vi sågs.")]))));
    assert!(!own.allows(&file, &note(vec![fact("Utan ärende.")])), "outside every matter is not theirs");
    assert!(!own.allows(&file, &written(20)));
    // What was moved away leaves the provider's quotations too, though the moving stands where they do not see it.
    let moved = CaseFile { moved_away: [3].into(), ..granted.file.clone() };
    assert_eq!(own.through(&moved, granted.log.clone()).0.moved_away, [3].into());
    let (whole, all) = Sight::Whole.through(&granted.file, granted.log.clone());
    assert_eq!((whole, all), (granted.file, granted.log));
}

/// What is decided in the service's own matter, what a guardian has answered there and why somebody is not told stay with the authority.
#[test]
fn a_provider_does_not_see_what_is_decided_in_the_service() {
    let Command::TakeStand(_, taken) = stand(2, "family_treatment", "declines") else { unreachable!() };
    let taken = Stand { said: Some(why("Han dricker igen.")), ..taken };
    let decided = recorded(30, decision("D13"), Level::Board);
    let notice = DecisionNotice {
        decision: decided.decision.id,
        person: person(3),
        at: moment("2026-11-24T13:00"),
        telling: DecisionTelling::Withheld {
            exception: Code::from("obviously_unnecessary"),
            motive: why("Han hotar henne."),
        },
    };
    let granted = crate::service::granted()
        .and(Command::TakeStand(matter(30), taken))
        .and(Command::RecordDecision(decided))
        .and(Command::NotifyDecision(notice));
    let (file, entries) = sees(vec![matter(30)], vec![]).through(&granted.file, granted.log.clone());
    assert!(file.stands.is_empty() && file.decisions.is_empty());
    let told = format!("{:?}", entries.iter().map(|entry| &entry.entry).collect::<Vec<_>>());
    assert!(told.contains("ServiceGranted"), "{told}");
    for kept in ["DecisionRecorded", "StandTaken", "DecisionNotified", "dricker", "hotar"] {
        assert!(!told.contains(kept), "{kept}: {told}");
    }
}
