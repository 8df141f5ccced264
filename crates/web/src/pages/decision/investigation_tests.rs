//! Decisions in an investigation: what is offered, what is asked, what is refused, and where it leads.

use record::DecisionId;

use crate::investigated::{ALVA_SAYS, ANALYSIS, Investigated};
use crate::testing::Answer;

const GRANT: [(&str, &str); 6] = [
    ("outcome", "D08"),
    ("motive", "Familjen behöver hjälp att få vardagen att gå ihop."),
    ("best-interests", "Att mamma orkar är bäst för Alva."),
    ("service", "family_treatment"),
    ("goal", "Alva får mat och hjälp med läxor varje dag."),
    ("deed", "check"),
];

/// What is typed, with something else in some of the fields.
fn but(with: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let kept = GRANT.into_iter().filter(|(name, _)| with.iter().all(|(other, _)| other != name));
    kept.chain(with.iter().copied()).collect()
}

fn says(answer: &Answer, words: &[&str]) {
    for words in words {
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
    }
}

#[test]
fn every_type_that_is_made_here_has_its_fields_shown_by_the_style_sheet() {
    let css = include_str!("../../../assets/css/file.css");
    for kind in law::LawBook::sweden().decision_types().iter().filter(|kind| kind.can_be_made_here) {
        let (hidden, shown) = (format!(".only-{}", kind.id), format!("[value=\"{}\"]:checked)", kind.id));
        assert!(css.matches(&hidden).count() == 2 && css.contains(&shown), "{}", kind.id);
    }
}

#[tokio::test]
async fn the_form_offers_what_belongs_in_the_matter_and_knows_what_has_been_said() {
    let made = Investigated::consented();
    let frida = made.scene.at.login("frida").await;
    let form = made.scene.at.get(&frida, &made.path("/beslut")).await;
    says(&form, &["value=\"D06\"", "value=\"D07\"", "value=\"D08\"", "value=\"D09\"", "value=\"D10\""]);
    assert!(!form.body.contains("value=\"D53\""), "what changes a decision is reached from that decision");
    assert!(!form.body.contains("value=\"D02\""));
    says(&form, &[ALVA_SAYS, ANALYSIS, "Sista dagen nu:"]);
    assert!(!form.body.contains("name=\"outcome\" value=\"D08\" checked"), "the outcome is nobody's guess");
    let chosen = form.body.split("value=\"family_treatment\"").nth(1).expect("the service");
    assert!(chosen.starts_with(" selected"), "the service that was consented to stands there");
    says(&form, &["Det räcker: alla vårdnadshavare samtycker", "name=\"closes\" value=\"yes\" checked"]);
}

#[tokio::test]
async fn a_service_is_granted_in_two_pages_and_leads_on_to_the_notices() {
    let made = Investigated::consented();
    let frida = made.scene.at.login("frida").await;
    let path = made.path("/beslut");
    let check = made.scene.fill(&frida, &path, &but(&[("quote", "analysis")])).await;
    assert_eq!(check.status, 200, "{}", check.body);
    says(&check, &["Granska beslutet", ANALYSIS, "vardagen att gå ihop", "Familjebehandling"]);
    says(&check, &["Alva får mat och hjälp", "Samtycke till Familjebehandling", "Utredningen avslutas"]);
    for _ in 0..2 {
        let done = made.scene.send(&frida, &path, &check, &[]).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(done.location().ends_with("/underrattelse?gjort=beslut"), "{}", done.location());
    }
    let line = made.scene.timeline(made.scene.alva).await;
    assert_eq!(line.matches("Beslut: Bevilja insats").count(), 1, "sent twice, decided once");
    assert!(line.contains("Visa beslutet"), "the timeline leads to the decision");
    let open = made.scene.at.get(&frida, &made.scene.path("")).await;
    assert!(open.body.contains("Familjebehandling"), "the service has a matter");
}

/// What the investigation says is quoted, not copied: its labels follow, and what was typed beside it stands as written.
#[tokio::test]
async fn what_is_quoted_is_a_quotation() {
    let made = Investigated::consented();
    let frida = made.scene.at.login("frida").await;
    let path = made.path("/beslut");
    let check = made.scene.fill(&frida, &path, &but(&[("quote", "analysis")])).await;
    assert_eq!(made.scene.send(&frida, &path, &check, &[]).await.status, 303);
    let open = made.look("frida");
    let decided = open.entries.iter().find_map(|entry| match &entry.entry {
        record::Entry::DecisionMade(decided) if decided.decision.kind.as_str() == "D08" => Some(decided),
        _ => None,
    });
    let decision = &decided.expect("the decision").decision;
    let [quoted, own] = decision.reasons.as_slice() else { panic!("two reasons") };
    assert_eq!((quoted.text.as_str(), quoted.quotes.is_some()), (ANALYSIS, true));
    assert!(own.quotes.is_none());
    let heard = decision.child.as_ref().and_then(|child| child.said()).expect("the child's words");
    assert!(heard.quotes.is_some(), "the child's words are those of the investigation");
}

#[tokio::test]
async fn without_reasons_best_interests_or_a_heard_child_nothing_is_decided_and_nothing_is_lost() {
    let made = Investigated::consented();
    let frida = made.scene.at.login("frida").await;
    let path = made.path("/beslut");
    for (field, error) in [
        ("motive", "motive-error"),
        ("best-interests", "best-interests-error"),
        ("child-view", "child-view-error"),
        ("goal", "goal-error"),
        ("service", "service-error"),
    ] {
        let refused = made.scene.fill(&frida, &path, &but(&[(field, " ")])).await;
        assert_eq!(refused.status, 422, "{field}");
        says(&refused, &[&format!("id=\"{error}\"")]);
        let kept = if field == "motive" { "Att mamma orkar" } else { "vardagen att gå ihop" };
        says(&refused, &[kept]);
    }
}

#[tokio::test]
async fn without_consent_the_answer_stands_at_the_service_with_what_would_be_enough() {
    let made = Investigated::ready();
    made.stand(made.scene.karin, "consents");
    let frida = made.scene.at.login("frida").await;
    let refused = made.scene.fill(&frida, &made.path("/beslut"), &GRANT).await;
    assert_eq!(refused.status, 422);
    says(&refused, &["id=\"service-error\"", "vardagen att gå ihop", "Pär</bdi>: inte tillfrågad"]);
    says(&refused, &["räcker det att alla vårdnadshavare samtycker", &made.path("/samtycke")]);
    says(&refused, &["utskottet kan besluta"]);
}

#[tokio::test]
async fn before_the_investigation_is_written_and_answered_the_page_says_where_to_go() {
    let made = Investigated::opened();
    let frida = made.scene.at.login("frida").await;
    let path = made.path("/beslut");
    let form = made.scene.at.get(&frida, &path).await;
    says(&form, &["Utredningen är inte underskriven", &made.path("/utredning")]);
    let typed = [
        ("outcome", "D07"),
        ("motive", "Inget behov."),
        ("child-view", "Det är bra."),
        ("best-interests", "Lugn."),
        ("deed", "check"),
    ];
    let refused = made.scene.fill(&frida, &path, &typed).await;
    assert_eq!(refused.status, 422);
    says(&refused, &["id=\"outcome-error\"", "Inget behov.", "skriven och underskriven"]);
    made.sign(ANALYSIS);
    let form = made.scene.at.get(&frida, &path).await;
    says(&form, &["Alla har inte haft tid att svara", &made.path("/kommunicering")]);
}

#[tokio::test]
async fn without_authority_the_form_itself_sends_the_proposal() {
    let made = Investigated::consented();
    let ulla = made.scene.at.login("ulla").await;
    let path = made.path("/beslut");
    let form = made.scene.at.get(&ulla, &path).await;
    says(&form, &["Skicka förslaget", "name=\"direct\" value=\"yes\""]);
    // Her own attempt to decide is refused whatever the form says, and keeps her text.
    let forced = made.scene.send(&ulla, &path, &form, &but(&[("deed", "sign")])).await;
    assert_eq!(forced.status, 422);
    says(&forced, &["Beslutet fattas av lägst förste socialsekreterare", "vardagen att gå ihop"]);
    let frida = made.scene.at.actor("frida").staff.to_string();
    let sent: Vec<(&str, &str)> = but(&[("deed", "propose")]);
    let mut typed = sent.clone();
    typed.push(("to", &frida));
    let done = made.scene.send(&ulla, &path, &form, &typed).await;
    assert_eq!(done.location(), made.scene.path("?gjort=forslag"), "{}", done.body);
    assert!(made.scene.timeline(made.scene.alva).await.contains("Förslag skickat till Frida"));
}

/// Frida may grant, but an additional service is the unit head's: she is told at the choice whom it cannot go to.
#[tokio::test]
async fn a_proposal_to_somebody_who_may_not_is_told_at_the_choice() {
    let made = Investigated::consented();
    let ulla = made.scene.at.login("ulla").await;
    let path = made.path("/beslut");
    let frida = made.scene.at.actor("frida").staff.to_string();
    let mut typed: Vec<(&str, &str)> = but(&[("outcome", "D10"), ("deed", "propose")]);
    typed.push(("to", &frida));
    let told = made.scene.fill(&ulla, &path, &typed).await;
    assert_eq!(told.status, 422);
    says(&told, &["id=\"to-error\"", "vardagen att gå ihop"]);
}

#[tokio::test]
async fn an_extension_after_the_last_day_is_given_and_flagged() {
    let made = Investigated::opened();
    made.scene.at.desk.clock.advance(140);
    let frida = made.scene.at.login("frida").await;
    let path = made.path("/beslut");
    let form = made.scene.at.get(&frida, &path).await;
    says(&form, &["Sista dagen var"]);
    let until = |day| {
        [
            ("outcome", "D06"),
            ("motive", "Polisens utredning pågår."),
            ("reasons-longer", "awaiting_police"),
            ("until", day),
            ("deed", "check"),
        ]
    };
    let early = made.scene.fill(&frida, &path, &until("2027-03-01")).await;
    assert_eq!(early.status, 422);
    says(&early, &["id=\"until-error\"", "Polisens utredning pågår."]);
    let check = made.scene.fill(&frida, &path, &until("2027-06-01")).await;
    assert_eq!(check.status, 200, "{}", check.body);
    assert_eq!(made.scene.send(&frida, &path, &check, &[]).await.status, 303);
    let line = made.scene.timeline(made.scene.alva).await;
    assert!(line.contains("Beslut: Förlänga utredningstiden"));
    assert!(line.contains("Fattat efter den sista dagen"), "recorded as it was, not blessed: {line}");
}

/// A correction is offered from the decision it corrects, and stands beside it.
#[tokio::test]
async fn a_decision_is_corrected_from_its_own_page() {
    let made = Investigated::consented();
    let frida = made.scene.at.login("frida").await;
    let path = made.path("/beslut");
    let check = made.scene.fill(&frida, &path, &GRANT).await;
    let done = made.scene.send(&frida, &path, &check, &[]).await;
    let decided = done.location().split('/').nth(4).expect("the decision").to_owned();
    let stands = made.scene.at.get(&frida, &made.scene.path(&format!("/beslut/{decided}"))).await;
    assert_eq!(stands.status, 200);
    says(
        &stands,
        &["Bevilja insats", "vardagen att gå ihop", "förvaltningsrätten", "Ingen är antecknad än."],
    );
    says(&stands, &[&format!("/beslut/{decided}/andra"), "slag=D55"]);
    let change = made.scene.path(&format!("/beslut/{decided}/andra"));
    let form = made.scene.at.get(&frida, &change).await;
    says(&form, &["value=\"D53\"", "value=\"D54\"", "Gäller beslutet"]);
    assert!(!form.body.contains("value=\"D08\""));
    let empty = made.scene.fill(&frida, &change, &[("outcome", "D54"), ("deed", "check")]).await;
    assert_eq!(empty.status, 422);
    says(&empty, &["id=\"text-error\""]);
    let typed = [("outcome", "D54"), ("text", "Ska stå: varje vardag."), ("deed", "check")];
    let check = made.scene.fill(&frida, &change, &typed).await;
    assert_eq!(check.status, 200, "{}", check.body);
    assert_eq!(made.scene.send(&frida, &change, &check, &[]).await.status, 303);
    let stands = made.scene.at.get(&frida, &made.scene.path(&format!("/beslut/{decided}"))).await;
    says(&stands, &["Ändrat av", "Rättelse av skrivfel"]);
}

/// A change says on which ground it is made; of one to the detriment whoever decides is asked whether the parties have had their say.
#[tokio::test]
async fn a_change_says_on_which_ground() {
    let made = Investigated::consented();
    let frida = made.scene.at.login("frida").await;
    let check = made.scene.fill(&frida, &made.path("/beslut"), &GRANT).await;
    let done = made.scene.send(&frida, &made.path("/beslut"), &check, &[]).await;
    let decided = done.location().split('/').nth(4).expect("the decision").to_owned();
    let change = made.scene.path(&format!("/beslut/{decided}/andra"));
    let form = made.scene.at.get(&frida, &change).await;
    says(&form, &["Grund för ändringen", "Blir ändringen till nackdel för någon: parterna har fått ta del"]);
    let wanted = |more: &[(&'static str, &'static str)]| {
        let own = [
            ("outcome", "D53"),
            ("text", "Varannan vecka."),
            ("motive", "Det går bättre."),
            ("deed", "check"),
        ];
        let childs = [("child-view", "Det är bra så."), ("best-interests", "Tid hemma.")];
        own.into_iter().chain(childs).chain(more.iter().copied()).collect::<Vec<_>>()
    };
    let groundless = made.scene.fill(&frida, &change, &wanted(&[])).await;
    assert_eq!(groundless.status, 422);
    says(&groundless, &["id=\"reasons-changed-error\"", "Varannan vecka."]);
    let worse = ("reasons-changed", "substantially_changed");
    let unasked = made.scene.fill(&frida, &change, &wanted(&[worse])).await;
    assert_eq!(unasked.status, 422);
    says(&unasked, &["id=\"outcome-error\"", "haft tid att svara, om inget undantag gäller (25 § FL)"]);
    let check = made.scene.fill(&frida, &change, &wanted(&[worse, ("considered", "communicated")])).await;
    assert_eq!(check.status, 200, "{}", check.body);
    assert_eq!(made.scene.send(&frida, &change, &check, &[]).await.status, 303);
    let better = made.scene.fill(&frida, &change, &wanted(&[("reasons-changed", "not_to_detriment")])).await;
    assert_eq!(better.status, 200, "nobody loses by it: {}", better.body);
}

#[tokio::test]
async fn decisions_that_are_not_there_and_readers_who_may_not() {
    let made = Investigated::consented();
    let frida = made.scene.at.login("frida").await;
    let unknown = DecisionId::new(made.scene.at.desk.house.new_id(made.scene.at.now()));
    for rest in [format!("/beslut/{unknown}"), format!("/beslut/{unknown}/andra"), "/beslut/x".to_owned()] {
        assert_eq!(made.scene.at.get(&frida, &made.scene.path(&rest)).await.status, 404, "{rest}");
    }
    let olga = made.scene.at.login("olga").await;
    assert_eq!(made.scene.at.get(&olga, &made.path("/beslut")).await.status, 404);
}

/// The seven steps, where the matter is large; each stands under its own name.
#[tokio::test]
async fn best_interests_can_be_weighed_step_by_step() {
    let made = Investigated::consented();
    let frida = made.scene.at.login("frida").await;
    let path = made.path("/beslut");
    let typed = but(&[("best-interests", ""), ("step-alternatives", "Utan hjälp blir det som förut.")]);
    let check = made.scene.fill(&frida, &path, &typed).await;
    assert_eq!(check.status, 200, "{}", check.body);
    says(&check, &["Vad varje alternativ leder till: <span>Utan hjälp blir det som förut."]);
}
