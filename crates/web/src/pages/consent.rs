//! `/akt/{file}/arende/{matter}/samtycke`: who applies for a service, who consents, and whether that is enough.
//!
//! All are asked on one page, in one form: each guardian, and the child. An answer is never written over; a later one stands beside it, so
//! that consent can be seen from the day it was given to the day it was taken back.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use record::{Code, Command, FileId, MatterId, MatterState, Part, PersonId, Speaker, stand::Stand};
use store::OpenFile;

use crate::consent_view::{self, ConsentView};
use crate::desk::{Desk, Errors, Page, Typed, Visitor, done_words, html_with, see_other};
use crate::fields::{Choice, Draft, Field};
use crate::file_clocks;
use crate::file_page::{self, Back, Hidden, Sheet, moment_now, moment_pairs, read_moment, read_text, title};
use crate::pages::drafts;
use crate::parts::{Clock, PersonHead};
use crate::reading::{Reading, choose};
use crate::routes::Routes;
use crate::said;
use crate::shell::{Place, Shell};
use crate::words::Words;

/// The event that starts every clock of an application; the clocks that run tell which of them this one started.
const APPLICATION: &str = "application.received";

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/akt/{file}/arende/{matter}/samtycke", show, sign)
}

/// Where answers about services in a matter are taken down.
pub fn address(file: FileId, matter: MatterId) -> String {
    format!("/akt/{file}/arende/{matter}/samtycke")
}

/// The answers as they are asked to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRequest {
    /// In which matter.
    pub matter: MatterId,
    /// One per person who has answered.
    pub stands: Vec<Stand>,
}

impl ConsentRequest {
    /// One command per answer, all in one step.
    pub fn into_commands(self) -> Vec<Command> {
        self.stands.into_iter().map(|stand| Command::TakeStand(self.matter, stand)).collect()
    }

    fn read(
        visitor: &Visitor,
        reading: &Reading<'_>,
        matter: MatterId,
        typed: &Typed,
    ) -> Result<Self, Errors> {
        let mut errors = Errors::none();
        let service = Some(typed.trimmed("service")).filter(|code| !code.is_empty()).map(Code::from);
        if service.is_none() {
            errors.push("service", visitor.w.t("refusal-missing-service"));
        }
        let at = read_moment(visitor, typed, "occurred", &mut errors);
        let mut stands = Vec::new();
        for person in consent_view::asked(reading) {
            let said = name("said", person);
            let words = read_text(visitor, typed, &said, &mut errors);
            let answer = typed.trimmed(&name("answer", person));
            if answer.is_empty() {
                if words.is_some() {
                    errors.push(name("answer", person), visitor.w.t("refusal-missing-answer"));
                }
                continue;
            }
            let speaker = if reading.open.file.person() == Some(person) {
                Speaker::Child
            } else {
                Speaker::Person(person)
            };
            let part = words.map(|text| said::in_confidence(Part::words(speaker, text), typed, &said));
            stands.extend(at.zip(service.clone()).map(|(at, service)| Stand {
                person,
                service,
                answer: Code::from(answer),
                at,
                said: part,
            }));
        }
        if stands.is_empty() && errors.is_empty() {
            let first = consent_view::asked(reading).next();
            let field = first.map_or_else(|| "content".to_owned(), |person| name("answer", person));
            errors.push(field, visitor.w.t("error-consent-nobody"));
        }
        if errors.is_empty() { Ok(Self { matter, stands }) } else { Err(errors) }
    }
}

fn name(field: &str, person: PersonId) -> String {
    format!("{field}-{person}")
}

/// The matter the answers are about.
struct At {
    open: OpenFile,
    matter: MatterId,
}

impl At {
    async fn find(desk: &Arc<Desk>, visitor: &Visitor, file: &str, matter: &str) -> Result<Self, Page> {
        let open = file_page::open(desk, visitor, file, store::Part::Form).await?;
        let (matter, _) = file_page::matter(&open, matter)?;
        Ok(Self { open, matter })
    }

    /// The name of its draft.
    fn form(&self) -> String {
        format!("stand-{}", self.matter)
    }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    let at = At::find(&desk, &visitor, &file, &matter).await?;
    let kept = drafts::kept(&desk, &visitor, &at.form(), Some(at.open.id)).await?;
    let mut presets = moment_pairs("occurred", moment_now(&visitor));
    let reading = file_page::reading(&desk, &visitor, &at.open);
    let last = consent_view::services(&reading, at.matter).into_iter().next();
    presets.extend(last.map(|service| ("service".to_owned(), service.as_str().to_owned())));
    let done = done_words(visitor.w, query.as_deref());
    let typed = kept.typed(presets);
    Ok(at.draw(&desk, &visitor, &typed, &Back::fresh(), kept.view, done))
}

async fn sign(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Path((file, matter)): Path<(String, String)>,
    typed: Typed,
) -> Result<Page, Page> {
    let at = At::find(&desk, &visitor, &file, &matter).await?;
    let reading = file_page::reading(&desk, &visitor, &at.open);
    let back = match ConsentRequest::read(&visitor, &reading, at.matter, &typed) {
        Err(errors) => Back::wrong(errors),
        Ok(request) => {
            let first = request.stands[0].person;
            let wish = file_page::wish(&typed, at.open.id, request.into_commands())?;
            match file_page::act(&desk, &visitor, wish).await? {
                Ok(_) => {
                    return Ok(see_other(&format!("{}?gjort=samtycke", address(at.open.id, at.matter))));
                }
                // An answer that is in no list is told where it was chosen.
                Err(back) => {
                    let errors = back.errors.told_at("answer", &name("answer", first));
                    Back { errors, ..back }
                }
            }
        }
    };
    let draft = drafts::draft_of(&desk, &visitor, &typed, &at.form(), Some(at.open.id)).await?;
    Ok(at.draw(&desk, &visitor, &typed, &back, draft, None))
}

impl At {
    fn draw(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        typed: &Typed,
        back: &Back,
        draft: Draft<'static>,
        done: Option<String>,
    ) -> Page {
        let (open, matter) = (&self.open, self.matter);
        let reading = file_page::reading(desk, visitor, open);
        let sheet = Sheet { typed, errors: &back.errors };
        let w = visitor.w;
        let services = consent_view::services(&reading, matter);
        let page = ConsentPage {
            w,
            shell: visitor.shell(
                desk,
                title(&reading, Some(matter), &w.t("consent-title")),
                Place::Elsewhere,
            ),
            head: file_page::head(&reading),
            action: address(open.id, matter),
            next: next(open, matter),
            hidden: Hidden::of(desk, visitor, open, typed),
            draft,
            done,
            errors: &back.errors,
            starts_at_service: sheet.typed.trimmed("service").is_empty(),
            service: sheet.of_list(&reading, "service", "grant-service", ("choose-none", "service_kind")),
            day: sheet.day("occurred", "consent-day"),
            time: sheet.time("occurred-time", "note-time"),
            no_guardian: open.file.guardians(visitor.now.today).next().is_none(),
            parties: consent_view::asked(&reading)
                .map(|person| PartyFields::of(&reading, sheet, person))
                .collect(),
            stands: services
                .iter()
                .map(|service| ConsentView::of(&reading, matter, service, suitable(open, matter, service)))
                .collect(),
            clocks: file_clocks::started_by(&reading, matter, APPLICATION),
        };
        html_with(back.status, &page)
    }
}

/// The decision, where there is one to make in this matter.
fn next(open: &OpenFile, matter: MatterId) -> Option<String> {
    let running = matches!(
        open.file.matters.get(&matter).map(|matter| &matter.state),
        Some(MatterState::Investigation(state)) if state.closed.is_none()
    );
    running.then(|| format!("/akt/{}/arende/{matter}/beslut", open.id))
}

/// Whether the service was granted in the belief that it is suitable to let the child's own consent be enough.
fn suitable(open: &OpenFile, matter: MatterId, service: &Code) -> bool {
    let granted = open.file.service(matter).map(|state| &state.grant);
    granted.is_ok_and(|grant| grant.service == *service && grant.suitable.is_some())
}

/// What one person is asked.
struct PartyFields<'a> {
    who: String,
    answer: Choice<'a>,
    said: Field<'a>,
    keep: bool,
    is_child: bool,
}

impl<'a> PartyFields<'a> {
    fn of(reading: &Reading<'_>, sheet: Sheet<'a>, person: PersonId) -> Self {
        let mut answers = vec![choose("", reading.w.t("consent-not-now"), false)];
        answers.extend(reading.choices("service_stand", ""));
        let said = name("said", person);
        Self {
            who: reading.name(person),
            answer: sheet.choice(name("answer", person), "consent-answer", answers),
            keep: sheet.typed.is("keep", &said),
            said: sheet.fill(Field { max: 60_000, ..Field::area(said, "consent-said") }.rows(2)),
            is_child: reading.open.file.person() == Some(person),
        }
    }
}

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    action: String,
    /// Where the decision is made.
    next: Option<String>,
    hidden: Hidden,
    draft: Draft<'a>,
    done: Option<String>,
    errors: &'a Errors,
    /// No service has been spoken of: the cursor starts there, else at the first answer.
    starts_at_service: bool,
    service: Choice<'a>,
    day: Field<'a>,
    time: Field<'a>,
    no_guardian: bool,
    parties: Vec<PartyFields<'a>>,
    stands: Vec<ConsentView>,
    /// What an application has started.
    clocks: Vec<Clock<'static>>,
}

impl ConsentPage<'_> {
    /// Has somebody's words been written, or is something wrong in them?
    fn is_said(&self) -> bool {
        self.parties.iter().any(|party| !party.said.value.is_empty() || party.said.error.is_some())
    }
}

#[cfg(test)]
mod tests {
    use crate::investigated::Investigated;

    /// All are asked in one form, each answer by itself; the matrix says when it is enough.
    #[tokio::test]
    async fn answers_are_taken_down_together_and_the_matrix_follows() {
        let made = Investigated::ready();
        let ulla = made.scene.at.login("ulla").await;
        let path = made.path("/samtycke");
        let [karin, par] = made.guardians().map(|person| format!("answer-{person}"));
        let form = made.scene.at.get(&ulla, &path).await;
        assert!(form.body.contains(&karin) && form.body.contains(&par), "both guardians");
        assert!(form.body.contains("<bdi>Alva</bdi>"), "and the child");
        let typed = [("service", "family_treatment"), (&*karin, "consents")];
        let done = made.scene.fill(&ulla, &path, &typed).await;
        assert!(done.location().ends_with("/samtycke?gjort=samtycke"), "{}", done.body);
        let page = made.scene.at.get(&ulla, &path).await;
        assert!(page.body.contains("Det räcker inte än."), "{}", page.body);
        assert!(page.body.contains("<bdi>Pär</bdi>: inte tillfrågad"));
        let done = made.scene.fill(&ulla, &path, &[(&*par, "consents")]).await;
        assert_eq!(done.status, 303, "the service of last time stands there");
        let page = made.scene.at.get(&ulla, &path).await;
        assert!(page.body.contains("Det räcker: alla vårdnadshavare samtycker"));
        assert!(page.body.contains(&made.path("/beslut")), "and the way on");
        made.scene.fill(&ulla, &path, &[(&*par, "withdrawn")]).await;
        let page = made.scene.at.get(&ulla, &path).await;
        assert!(page.body.contains("Det räcker inte än."), "consent that is taken back is no consent");
    }

    /// What was answered in the investigation is no answer in a later report, which is another line of matters.
    #[tokio::test]
    async fn answers_stay_where_they_belong() {
        let made = Investigated::consented();
        let ulla = made.scene.at.login("ulla").await;
        let later = record::MatterId::new(made.scene.at.desk.house.new_id(made.scene.at.now()));
        made.act("frida", record::Command::ReceiveReport(later, crate::testing::report()));
        let answers = "aria-label=\"Samtycke till Familjebehandling\"";
        let shown = |matter| {
            let path = made.scene.path(&format!("/arende/{matter}/samtycke"));
            let (scene, ulla) = (&made.scene, ulla.clone());
            async move { scene.at.get(&ulla, &path).await.body.contains(answers) }
        };
        assert!(shown(made.matter).await, "where it was given");
        assert!(shown(made.scene.alva.matter).await, "in the report that led to it");
        assert!(!shown(later).await, "and not in a new one");
    }

    #[tokio::test]
    async fn an_application_starts_its_clocks_and_the_page_shows_them() {
        let made = Investigated::ready();
        let ulla = made.scene.at.login("ulla").await;
        let path = made.path("/samtycke");
        let [karin, _] = made.guardians();
        let (answer, said) = (format!("answer-{karin}"), format!("said-{karin}"));
        let typed = [
            ("service", "contact_family"),
            (&*answer, "applies"),
            (&*said, "Jag behöver avlastning två helger i månaden."),
        ];
        assert_eq!(made.scene.fill(&ulla, &path, &typed).await.status, 303);
        let page = made.scene.at.get(&ulla, &path).await;
        assert!(page.body.contains("class=\"clock "), "{}", page.body);
        let line = made.scene.timeline(made.scene.alva).await;
        assert!(line.contains("Karin: Kontaktfamilj – Ansöker om insatsen") && line.contains("två helger"));
    }

    #[tokio::test]
    async fn nobody_s_answer_and_words_without_an_answer_are_told_and_kept() {
        let made = Investigated::ready();
        let ulla = made.scene.at.login("ulla").await;
        let path = made.path("/samtycke");
        let [karin, _] = made.guardians();
        let (answer, said) = (format!("answer-{karin}"), format!("said-{karin}"));
        let empty = made.scene.fill(&ulla, &path, &[]).await;
        assert_eq!(empty.status, 422);
        assert!(empty.body.contains("id=\"service-error\""));
        let typed = [("service", "counselling"), (&*said, "Jag vill tänka.")];
        let refused = made.scene.fill(&ulla, &path, &typed).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains(&format!("id=\"{answer}-error\"")));
        assert!(refused.body.contains("Jag vill tänka."));
        let strange =
            made.scene.fill(&ulla, &path, &[("service", "counselling"), (&*answer, "kanske")]).await;
        assert_eq!(strange.status, 422);
        assert!(strange.body.contains(&format!("id=\"{answer}-error\"")), "{}", strange.body);
        let ahead = [("service", "counselling"), (&*answer, "consents"), ("occurred", "2027-01-01")];
        assert!(made.scene.fill(&ulla, &path, &ahead).await.body.contains("id=\"occurred-error\""));
    }

    #[tokio::test]
    async fn unknown_matters_and_other_readers() {
        let made = Investigated::ready();
        let ulla = made.scene.at.login("ulla").await;
        let unknown = "/arende/0192b0a0-0000-7000-8000-000000000001/samtycke";
        assert_eq!(made.scene.at.get(&ulla, &made.scene.path(unknown)).await.status, 404);
        let olga = made.scene.at.login("olga").await;
        assert_eq!(made.scene.at.get(&olga, &made.path("/samtycke")).await.status, 404);
    }
}
