//! `/akt/{file}/forslag/{decision}`: a proposal, exactly as it was sent, before the one who may decide it. Decide, or send back with words.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use record::{
    Command, DecisionId, Entry, FileId, MatterId, Text,
    access::Basis,
    decision::{Decision, Minutes, OpenProposal, Return, Signing},
};
use store::OpenFile;

use crate::appeal;
use crate::consent_view::ConsentView;
use crate::desk::{Desk, Errors, Page, Typed, Visitor, html_with, not_found, see_other, told};
use crate::difference::{self, Run};
use crate::entry_facts;
use crate::entry_view::{self, Follow, original};
use crate::fields::Field;
use crate::file_page::{self, Back, Hidden, Sheet, read_text, title};
use crate::pages::decision::{Frozen, consents};
use crate::parts::PersonHead;
use crate::reading::Reading;
use crate::rights::{self, Right};
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::signed::Signed;
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/forslag/{decision}", show, answer)
}

/// The answer to a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposalRequest {
    /// Signed as it was shown: the fingerprint of what stood before the reader's eyes; and how a meeting's minutes cite it.
    Sign(String, Option<Minutes>),
    /// Sent back, with what is wanted.
    Return(Text),
}

impl ProposalRequest {
    /// The command. What is decided is the proposal's own text, whatever a form says.
    pub fn into_command(self, proposal: DecisionId) -> Command {
        match self {
            Self::Sign(shown, minutes) => Command::SignProposal(Signing { proposal, shown, minutes }),
            Self::Return(motive) => {
                Command::ReturnProposal(Return { proposal, motive: record::Part::assessment(motive) })
            }
        }
    }

    fn read(visitor: &Visitor, typed: &Typed) -> Result<Self, Errors> {
        if file_page::deed(typed) == "decide" {
            return Ok(Self::Sign(typed.get("shown").to_owned(), minutes(visitor, typed)?));
        }
        let mut errors = Errors::none();
        let motive = read_text(visitor, typed, "motive", &mut errors);
        motive.map(Self::Return).ok_or_else(|| {
            errors.push("motive", visitor.w.t("error-return-motive"));
            errors
        })
    }
}

/// How the minutes of a meeting cite the decision: asked of whoever is no official. A line for each who dissents.
fn minutes(visitor: &Visitor, typed: &Typed) -> Result<Option<Minutes>, Errors> {
    if visitor.actor.level.is_official() {
        return Ok(None);
    }
    let paragraph = typed.trimmed("paragraph").trim_start_matches('§').trim().to_owned();
    let lines = typed.get("dissent").lines().map(str::trim).filter(|line| !line.is_empty());
    let dissent: Vec<String> = lines.map(str::to_owned).collect();
    if paragraph.is_empty() {
        return Err(Errors::one("paragraph", visitor.w.t("refusal-missing-paragraph")));
    }
    Ok(Some(Minutes { paragraph, dissent }))
}

fn find<'a>(open: &'a OpenFile, text: &str) -> Result<(DecisionId, &'a OpenProposal), Page> {
    let id: DecisionId = text.parse().map_err(|_| not_found())?;
    open.file.proposals.get(&id).map(|proposal| (id, proposal)).ok_or_else(not_found)
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, decision)): Path<(String, String)>,
) -> Result<Page, Page> {
    let open = file_page::open(&desk, &visitor, &file, store::Part::Form).await?;
    // Answered meanwhile: the child's page says what became of it.
    if decision.parse::<DecisionId>().is_ok_and(|id| is_answered(&open, id)) {
        return Ok(see_other(&format!("/akt/{}", open.id)));
    }
    draw(&desk, &visitor, &open, &decision, &Typed::default(), &Back::fresh())
}

fn is_answered(open: &OpenFile, id: DecisionId) -> bool {
    let known = open.entries.iter().any(|entry| match &entry.entry {
        Entry::DecisionProposed(proposal) => proposal.decision.id == id,
        _ => false,
    });
    known && !open.file.proposals.contains_key(&id)
}

async fn answer(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, decision)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let open = file_page::open_to_act(&desk, &visitor, &file, store::Part::Form, &typed).await?;
    let Some(open) = open else { return Ok(see_other(&at_home(file_page::deed(&typed) == "decide"))) };
    let command = typed.command()?;
    let Ok((id, proposal)) = find(&open, &decision) else {
        let known = decision.parse::<DecisionId>().is_ok_and(|id| is_answered(&open, id));
        let done = file_page::is_done(&desk, &visitor, &typed).await?;
        return Err(match known {
            true if done || typed.trimmed("motive").is_empty() => see_other(&format!("/akt/{}", open.id)),
            // Somebody else was first: what was to be said with it is given back.
            true => told(StatusCode::CONFLICT, "proposal-answered"),
            false => not_found(),
        });
    };
    let back = match ProposalRequest::read(&visitor, &typed) {
        Err(errors) => Back::wrong(errors),
        Ok(request) => {
            let signed = matches!(request, ProposalRequest::Sign(..));
            let after = match signed {
                // Whoever was asked and no more has nothing left to do in the file, nor any way into it.
                _ if open.basis == Basis::Asked => at_home(signed),
                true => format!("/akt/{}{}", open.id, after_signing(&desk, proposal)),
                false => format!("/akt/{}?gjort=retur", open.id),
            };
            let mut wish = file_page::wish(&typed, open.id, vec![request.into_command(id)])?;
            wish.id = command;
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => return Ok(see_other(&after)),
                Err(back) => back,
            }
        }
    };
    draw(&desk, &visitor, &open, &decision, &typed, &back)
}

/// *Min dag* of whoever has answered, which says that it is done.
fn at_home(signed: bool) -> String {
    format!("/?gjort={}", if signed { "beslut" } else { "retur" })
}

/// What comes next: to tell the parties of the investigation that was opened, or of the decision.
fn after_signing(desk: &Desk, proposal: &OpenProposal) -> String {
    let decision = &proposal.decision;
    let mut kinds = desk.house.law.decision_types().iter();
    let for_parties = kinds.any(|kind| kind.id == decision.kind && kind.emits(record::decision::FOR_PARTY));
    match &decision.opening {
        Some(opening) => format!("/arende/{}/underratta?gjort=beslut", opening.matter),
        None if for_parties => format!("/beslut/{}/underrattelse?gjort=beslut", decision.id),
        None => "?gjort=beslut".to_owned(),
    }
}

fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    open: &OpenFile,
    decision: &str,
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let (id, proposal) = find(open, decision)?;
    let reading = file_page::reading(desk, visitor, open);
    let sheet = Sheet { typed, errors: &back.errors };
    let today = visitor.now.today;
    let kind = desk.house.law.decision_type(&proposal.decision.kind, today).map_err(|_| not_found())?;
    let unit = open.file.matter(proposal.matter).map_err(|_| not_found())?.unit;
    let judged = rights::judged(desk.house.law, &open.file, kind, proposal.decision.changes, today);
    let way = record::decision::appeal(desk.house.law, &open.file, &proposal.decision, today);
    let presented =
        [("who", rights_signature(&proposal.by).into()), ("when", reading.moment(proposal.at).into())];
    let page = ProposalPage {
        w: visitor.w,
        shell: visitor.shell(
            desk,
            title(&reading, Some(proposal.matter), &visitor.w.t("proposal-title")),
            Place::Elsewhere,
        ),
        head: file_page::head(&reading),
        file: open.id,
        decision: id,
        hidden: Hidden::of(desk, visitor, open, typed),
        errors: &back.errors,
        since: &back.since,
        name: reading.in_language(&kind.name_sv, &kind.name_en).to_owned(),
        provision: kind.provision_on(today).map(ToString::to_string).unwrap_or_default(),
        presented: visitor.w.with("proposal-presented", &presented),
        frozen: Frozen::of(&reading, &proposal.decision, None),
        shown: proposal.fingerprint(&open.file),
        consents: consents(&reading, proposal.matter, &proposal.decision),
        investigation: Signed::last(open, proposal.matter).map(|signed| Rests {
            href: format!("/akt/{}/arende/{}/utredning/{}", open.id, proposal.matter, signed.seq),
            day: open.entry(signed.seq).map(|entry| reading.day(entry.occurred.day)).unwrap_or_default(),
        }),
        earlier: Earlier::of(&reading, id, proposal),
        replies: replies(&reading, proposal.matter),
        appeal: appeal::words(visitor.w, way, &reading.organisation.board),
        right: rights::right(desk, visitor, &reading, (judged, Some(proposal.by.staff)), unit),
        to: proposal.to.map(|to| reading.staff(to)),
        meeting: (!visitor.actor.level.is_official()).then(|| {
            let paragraph = Field { width: 8, ..sheet.text("paragraph", "delegation-paragraph") };
            (paragraph, sheet.area("dissent", "meeting-dissent", 2).hint("meeting-dissent-hint").optional())
        }),
        motive: sheet.area("motive", "proposal-motive", 3),
    };
    Ok(html_with(back.status, &page))
}

/// The signed investigation that the proposal rests on.
struct Rests {
    href: String,
    day: String,
}

/// The same proposal as it was before it came back: why it did, and what has changed since.
struct Earlier {
    /// Who sent it back, when, and with which words.
    back: Vec<Follow>,
    /// Word by word; empty when nothing has changed.
    runs: Vec<Run>,
}

impl Earlier {
    /// The last proposal in the matter before this one that was sent back.
    fn of(reading: &Reading<'_>, id: DecisionId, proposal: &OpenProposal) -> Option<Self> {
        let own = || reading.open.entries.iter().filter(|entry| entry.matter == Some(proposal.matter));
        let returned = own().rev().find_map(|entry| match &entry.entry {
            Entry::ProposalReturned(returned) if returned.proposal != id => Some((entry, returned)),
            _ => None,
        });
        let (entry, returned) = returned?;
        let before = own().find_map(|entry| match &entry.entry {
            Entry::DecisionProposed(before) if before.decision.id == returned.proposal => {
                Some(&before.decision)
            }
            _ => None,
        })?;
        let by = format!("{}, {}", entry.by.name, reading.moment(entry.occurred));
        let statements = entry_view::statements(reading, [&returned.motive]);
        Some(Self {
            back: vec![Follow { seq: entry.seq, by, statements }],
            runs: difference::between(&in_words(reading, before), &in_words(reading, &proposal.decision)),
        })
    }
}

/// A decision as running text: each fact under its heading, then each statement.
fn in_words(reading: &Reading<'_>, decision: &Decision) -> String {
    let facts = entry_facts::of_decision_facts(reading, decision);
    let facts = facts.into_iter().map(|line| format!("{}: {}", reading.w.t(line.label_key), line.text()));
    let kind = reading.decision(&decision.kind);
    let statements = decision.statements().map(|part| part.text.to_string());
    std::iter::once(kind).chain(facts).chain(statements).collect::<Vec<_>>().join("\n")
}

/// What the parties have answered, newest last. Somebody who had nothing to add has answered too.
fn replies(reading: &Reading<'_>, matter: MatterId) -> Vec<Follow> {
    let own = reading.open.entries.iter().filter(|entry| entry.matter == Some(matter));
    own.filter_map(|entry| match original(&entry.entry) {
        Entry::ReplyReceived(reply) => Some(Follow {
            seq: entry.seq,
            by: format!("{}, {}", reading.name(reply.person), reading.day(reply.at.day)),
            statements: entry_view::statements(reading, &reply.parts),
        }),
        _ => None,
    })
    .collect()
}

fn rights_signature(by: &record::Author) -> String {
    format!("{}, {}", by.name, by.title)
}

#[derive(Template)]
#[template(path = "proposal.html")]
struct ProposalPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    file: FileId,
    decision: DecisionId,
    hidden: Hidden,
    errors: &'a Errors,
    since: &'a [String],
    name: String,
    provision: String,
    presented: String,
    frozen: Frozen,
    /// The fingerprint of what is shown: what is signed is this and nothing else.
    shown: String,
    consents: Vec<ConsentView>,
    investigation: Option<Rests>,
    earlier: Option<Earlier>,
    replies: Vec<Follow>,
    appeal: String,
    right: Right,
    to: Option<String>,
    /// What the minutes of a meeting say: the paragraph, and who dissents.
    meeting: Option<(Field<'a>, Field<'a>)>,
    motive: Field<'a>,
}

#[cfg(test)]
mod tests {
    use record::organisation::{Absence, AbsenceId, Change, Term};

    use crate::investigated::Investigated;
    use crate::scene::Scene;

    fn proposed(scene: &Scene) -> String {
        let id = scene.at.propose(scene.alva, "ulla", "D03", "frida");
        scene.path(&format!("/forslag/{id}"))
    }

    #[tokio::test]
    async fn the_delegate_sees_the_text_as_it_was_sent_and_decides_it() {
        let scene = Scene::assessed();
        let path = proposed(&scene);
        let frida = scene.at.login("frida").await;
        let page = scene.at.get(&frida, &path).await;
        for words in ["Inte inleda utredning", "Så ser det ut.", "Föredraget av Ulla", "Fatta beslutet"] {
            assert!(page.body.contains(words), "{words}");
        }
        for _ in 0..2 {
            let done = scene.send(&frida, &path, &page, &[]).await;
            assert_eq!(done.status, 303, "sent twice, decided once");
        }
        let line = scene.timeline(scene.alva).await;
        assert_eq!(line.matches("Beslut: Inte inleda utredning").count(), 1);
        assert!(line.contains("Föredraget av"));
        assert_eq!(
            scene.at.get(&frida, &path).await.location(),
            scene.path(""),
            "answered: nothing left to read"
        );
    }

    /// Who was asked to decide and nothing else is led to the proposal, and offered no page that would not be there.
    #[tokio::test]
    async fn who_is_only_asked_is_offered_the_decision_and_nothing_to_write() {
        let scene = Scene::assessed();
        let id = scene.at.propose(scene.alva, "ulla", "D03", "utskottet");
        let asked = scene.at.login("utskottet").await;
        let page = scene.at.get(&asked, &scene.path("")).await.body;
        assert!(page.contains(&scene.path(&format!("/forslag/{id}"))), "{page}");
        for address in ["/anteckning", "/utredning\"", "/forhandsbedomning", "/markning", "/beslut/nytt"] {
            assert!(!page.contains(address), "{address}: {page}");
        }
    }

    #[tokio::test]
    async fn a_proposal_goes_back_with_words_and_not_without() {
        let scene = Scene::assessed();
        let path = proposed(&scene);
        let frida = scene.at.login("frida").await;
        let empty = scene.fill(&frida, &path, &[("deed", "return")]).await;
        assert_eq!(empty.status, 422);
        assert!(empty.body.contains("id=\"motive-error\""));
        let back = scene.fill(&frida, &path, &[("deed", "return"), ("motive", "Prata med BVC först.")]).await;
        assert_eq!(back.location(), scene.path("?gjort=retur"));
        assert!(scene.timeline(scene.alva).await.contains("Prata med BVC först."));
    }

    #[tokio::test]
    async fn the_one_who_proposed_reads_it_and_learns_whose_it_is() {
        let scene = Scene::assessed();
        let path = proposed(&scene);
        let ulla = scene.at.login("ulla").await;
        let page = scene.at.get(&ulla, &path).await;
        assert!(page.body.contains("Du kan inte fatta det här beslutet"));
        assert!(page.body.contains(&scene.at.actor("frida").name) && !page.body.contains("Fatta beslutet"));
    }

    /// The board wants four eyes on it: nobody decides what they, or whoever they stand in for, have proposed, and everybody learns who may.
    #[tokio::test]
    async fn where_four_eyes_are_wanted_nobody_decides_their_own_proposal() {
        let scene = Scene::assessed();
        let (house, now) = (&scene.at.desk.house, scene.at.now());
        let mut order = law::DelegationOrder::lyktinge();
        (order.adopted, order.valid_from) = (now.today, now.today);
        let not_opening = order.points.iter_mut().find(|point| point.decision_type.as_str() == "D03");
        not_opening.expect("a point").four_eyes = true;
        house.adopt_delegation(None, now, order, None).expect("adopted");

        let id = scene.at.propose(scene.alva, "frida", "D03", "enar");
        let path = scene.path(&format!("/forslag/{id}"));
        let (frida, enar) = (scene.at.login("frida").await, scene.at.login("enar").await);
        let page = scene.at.get(&frida, &path).await;
        assert!(page.body.contains("Du har själv lagt fram förslaget"), "{}", page.body);
        assert!(page.body.contains(&scene.at.actor("enar").name) && !page.body.contains("Fatta beslutet"));
        let own = scene.send(&frida, &path, &page, &[("deed", "decide")]).await;
        assert!(own.status == 422 && own.body.contains("kräver fyra ögon"), "{}", own.body);

        let (by, staff) = (scene.at.actor("enar").staff, scene.at.actor("frida").staff);
        let absence = |to: law::Day| Absence {
            id: AbsenceId::new(uuid::Uuid::from_u128(1)),
            staff,
            term: Term { from: Some(now.today), to: Some(to) },
            substitute: by,
        };
        house.organise(None, now, vec![Change::Absence(absence(now.today))]).expect("away");
        let substitute = scene.fill(&enar, &path, &[("deed", "decide")]).await;
        assert_eq!(substitute.status, 422);
        assert!(
            substitute.body.contains("Du ersätter den som har lagt fram förslaget"),
            "{}",
            substitute.body
        );

        let id = scene.at.propose(scene.alva, "ulla", "D03", "enar");
        let decided = scene.fill(&enar, &scene.path(&format!("/forslag/{id}")), &[("deed", "decide")]).await;
        assert_eq!(decided.status, 303, "another's: four eyes have seen it");
    }

    /// Without a proposal it is not made at all: the page sends it to somebody else, never to oneself.
    #[tokio::test]
    async fn a_decision_for_four_eyes_is_sent_and_not_made() {
        let made = Investigated::consented();
        let (at, now) = (&made.scene.at, made.scene.at.now());
        let mut order = law::DelegationOrder::lyktinge();
        (order.adopted, order.valid_from) = (now.today, now.today);
        order.points.iter_mut().for_each(|point| point.four_eyes = point.decision_type.as_str() == "D08");
        at.desk.house.adopt_delegation(None, now, order, None).expect("adopted");
        let frida = at.login("frida").await;
        let typed = [
            ("outcome", "D08"),
            ("motive", "Familjen behöver hjälp."),
            ("best-interests", "Lugn."),
            ("service", "family_treatment"),
            ("goal", "Alva äter frukost."),
        ];
        let path = made.path("/beslut");
        let own = [&typed[..], &[("deed", "sign")]].concat();
        let page = made.scene.fill(&frida, &path, &own).await;
        assert!(page.body.contains("kräver fyra ögon"), "{}: {}", page.status, page.body);
        let [herself, enar] = ["frida", "enar"].map(|login| at.actor(login).staff.to_string());
        let to = |who: &str| {
            [&typed[..], &[("to", who), ("deed", "propose")]]
                .concat()
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect::<Vec<_>>()
        };
        for (who, status) in [(&herself, 404), (&enar, 303)] {
            let sent = to(who);
            let sent: Vec<(&str, &str)> = sent.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            assert_eq!(made.scene.fill(&frida, &path, &sent).await.status, status);
        }
    }

    #[tokio::test]
    async fn unknown_proposals_are_not_there() {
        let scene = Scene::assessed();
        let frida = scene.at.login("frida").await;
        let path = scene.path("/forslag/0192b0a0-0000-7000-8000-000000000001");
        assert_eq!(scene.at.get(&frida, &path).await.status, 404);
        let command = scene.at.desk.house.new_id(scene.at.now()).to_string();
        let form = [("command", &*command), ("deed", "decide")];
        assert_eq!(scene.at.post(&frida, &path, &form).await.status, 404);
    }

    #[tokio::test]
    async fn words_written_while_somebody_else_decided_are_given_back() {
        let scene = Scene::assessed();
        let path = proposed(&scene);
        let frida = scene.at.login("frida").await;
        let page = scene.at.get(&frida, &path).await;
        assert_eq!(scene.fill(&frida, &path, &[]).await.status, 303);
        let typed = [("deed", "return"), ("motive", "Prata med BVC innan vi bestämmer något.")];
        let late = scene.send(&frida, &path, &page, &typed).await;
        assert_eq!(late.status, 409);
        assert!(late.body.contains("Prata med BVC innan vi bestämmer något."));
    }

    /// Ulla proposes family treatment to Frida. Returns the proposal's address.
    async fn granted(made: &Investigated, goal: &str) -> String {
        let ulla = made.scene.at.login("ulla").await;
        let frida = made.scene.at.actor("frida").staff.to_string();
        let typed = [
            ("outcome", "D08"),
            ("motive", "Familjen behöver hjälp."),
            ("best-interests", "Lugn."),
            ("service", "family_treatment"),
            ("goal", goal),
            ("to", &*frida),
            ("deed", "propose"),
        ];
        let sent = made.scene.fill(&ulla, &made.path("/beslut"), &typed).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let file = made.look("ulla").file;
        let waiting = file.proposals.keys().next().expect("the proposal");
        made.scene.path(&format!("/forslag/{waiting}"))
    }

    /// Everything the delegate needs on one page, and one key to sign; the signature binds what was shown.
    #[tokio::test]
    async fn the_delegate_signs_what_was_shown() {
        let made = Investigated::consented();
        let path = granted(&made, "Alva äter frukost.").await;
        let frida = made.scene.at.login("frida").await;
        let page = made.scene.at.get(&frida, &path).await;
        for words in [
            "Utredningen, underskriven",
            "Alva äter frukost.",
            "Vad parterna har svarat",
            "Det stämmer.",
            "Samtycke till Familjebehandling",
            "förvaltningsrätten",
            "punkt 2.1",
        ] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        let other = [("shown", "0000"), ("deed", "decide")];
        let changed = made.scene.send(&frida, &path, &page, &other).await;
        assert_eq!(changed.status, 422, "what was not shown is not signed");
        assert!(changed.body.contains("Texten har ändrats sedan den visades"));
        assert_eq!(changed.hidden("shown"), page.hidden("shown"), "and the text is shown again");
        let done = made.scene.send(&frida, &path, &changed, &[]).await;
        assert!(done.location().ends_with("/underrattelse?gjort=beslut"), "{}", done.location());
        let stands = done.location().split("/underrattelse").next().unwrap_or_default().to_owned();
        let stands = made.scene.at.get(&frida, &stands).await;
        let shown: String = page.hidden("shown").chars().take(16).collect();
        assert!(stands.body.contains(&shown), "the decision bears the fingerprint: {}", stands.body);
        assert!(stands.body.contains("Föredraget av"));
    }

    /// An investigation that is written anew while the proposal waits is no longer the one that was read.
    #[tokio::test]
    async fn a_new_version_of_the_investigation_is_shown_before_it_is_signed() {
        let made = Investigated::consented();
        let path = granted(&made, "Alva äter frukost.").await;
        let frida = made.scene.at.login("frida").await;
        let page = made.scene.at.get(&frida, &path).await;
        made.sign("Alva behöver mer än så.");
        let stale = made.scene.send(&frida, &path, &page, &[]).await;
        assert_eq!(stale.status, 409);
        assert_ne!(stale.hidden("shown"), page.hidden("shown"));
        let unheard = made.scene.send(&frida, &path, &stale, &[]).await;
        assert!(unheard.status == 422 && unheard.body.contains("25 § FL"), "nobody has answered the new one");
        made.communicate();
        let page = made.scene.at.get(&frida, &path).await;
        assert_eq!(made.scene.send(&frida, &path, &page, &[]).await.status, 303);
    }

    /// What came back and was sent anew: the difference stands there, struck out, underlined and in words.
    #[tokio::test]
    async fn a_proposal_sent_anew_shows_what_has_changed() {
        let made = Investigated::consented();
        let first = granted(&made, "Alva äter frukost.").await;
        let frida = made.scene.at.login("frida").await;
        let back = [("deed", "return"), ("motive", "Skriv målet så att det går att mäta.")];
        assert_eq!(made.scene.fill(&frida, &first, &back).await.status, 303);
        let second = granted(&made, "Alva äter frukost fem dagar i veckan.").await;
        let page = made.scene.at.get(&frida, &second).await;
        assert!(page.body.contains("Skriv målet så att det går att mäta."), "{}", page.body);
        let added =
            page.body.split("<ins><span class=\"unseen\">Tillagt: </span>").nth(1).expect("added words");
        assert!(added.contains("fem dagar i veckan."), "{added}");
    }
}
