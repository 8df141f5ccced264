//! What goes out to the parties: the caller names whom and how, and the letters are drawn here, as on the pages. What must be kept from a
//! reader is in no letter of theirs, and nobody needs to think of it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use law::Day;
use record::{Code, DecisionId, MatterId, Moment, PersonId, SharingConsentId, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::access_tokens::Scope;
use store::{Part, Step};
use web::desk::{Desk, Typed};
use web::pages::{communication, decision_notice, dispatch, notice};
use web::party::To;
use web::sending::{Asked, NotSent, Sender};

use crate::acts::{Act, Steps};
use crate::caller::Caller;
use crate::doing::{Done, carry_out};
use crate::files::InFile;
use crate::problem::{Problem, Sort};
use crate::sent::{IF_MATCH, Key, Seen, Sent};

/// What goes out, and to whom.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Letters {
    /// What it is about.
    pub about: About,
    /// When; now, where nothing is said.
    pub at: Option<Moment>,
    /// Of an investigation's material: until when a party may answer; two weeks, where nothing is said.
    pub until: Option<Day>,
    /// Of a decision: why it was made, in plain words to the child.
    pub why: Option<Text>,
    /// Of a decision: what the child has said, in plain words to the child; its own words, where nothing is said.
    pub said: Option<Text>,
    /// Of a decision: why it was made, in plain words to the parents.
    pub why_parents: Option<Text>,
    /// Each of those it concerns.
    #[schemars(length(min = 1))]
    pub to: Vec<Addressed>,
}

/// What a letter can be about.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum About {
    /// That an investigation has been opened, in this matter.
    Opening(MatterId),
    /// An investigation's material, before it is decided on.
    Material(MatterId),
    /// A decision.
    Decision(DecisionId),
    /// A service's assignment.
    Assignment(MatterId),
    /// A service's plan.
    ServicePlan(MatterId),
    /// An investigation's plan.
    InvestigationPlan(MatterId),
}

/// One of those it concerns: told in a way, or left out on a ground and with reasons.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addressed {
    /// Who; nobody is a provider outside the authority.
    pub person: Option<PersonId>,
    /// Where the provider is written to.
    pub address: Option<Text>,
    /// To a provider: the row of the law's grounds of disclosure that it rests on, `U04` with a consent of the register, or one that needs none.
    pub rests_on: Option<Code>,
    /// The consent to share, where it rests on one.
    pub consent: Option<SharingConsentId>,
    /// How: a code of `notice_way`.
    pub way: Option<Code>,
    /// Left out, on a ground: a code of `notice_exception`, `communication_exception` or `decision_notice_exception`.
    pub exception: Option<Code>,
    /// Why the ground applies.
    pub motive: Option<Text>,
    /// What the letter says of what is left out in it; general words, where nothing is said.
    pub omitted: Option<Text>,
}

/// How it is asked for.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
pub struct Trial {
    /// Only answer with what would be recorded, letters and all.
    #[serde(default)]
    pub trial: bool,
}

/// What became of it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// It was recorded.
    Done(Done),
    /// It would be. Nothing was recorded.
    Trial(Vec<Act>),
}

/// Draws letters and records that they were sent.
pub async fn send(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InFile { file }): Path<InFile>,
    Query(Trial { trial }): Query<Trial>,
    Key(id): Key,
    Seen(seen): Seen,
    sent: Sent<Letters>,
) -> Result<Json<Became>, Problem> {
    caller.needs(Scope::Write)?;
    let (own, Sent { body, text }) = (caller.clone(), sent);
    let form = format!("{file} {text}");
    // Sent again after the answer was lost: whoever has been told is no longer among those to tell, so nothing could be drawn anew.
    if !trial && caller.is_done(&desk, id, &form).await? {
        return Ok(Json(Became::Done(Done { already: true, numbers: Vec::new() })));
    }
    let wanted = body.to.len();
    let draw = move |desk: &Desk, own: &Caller| {
        let open = desk.house.look(&own.actor, own.now, file, Part::Form)?;
        let visitor = own.visitor();
        Ok(body.asked(Sender { desk, visitor: &visitor, open: &open }).map_err(|why| problem(own, why)))
    };
    let commands = caller.ask(&desk, draw).await??;
    if commands.len() != wanted {
        return Err(Problem::new(own.w, Sort::NotAParty).at("to"));
    }
    if trial {
        return Ok(Json(Became::Trial(commands.into_iter().filter_map(Act::of).collect())));
    }
    if seen.is_none() {
        return Err(Problem::new(own.w, Sort::NotSeen).at(IF_MATCH));
    }
    let steps = Steps {
        all: vec![Step::File { file, seen, commands }],
        scope: Scope::Write,
        unseen: None,
        draft: None,
    };
    let Json(done) = carry_out(&desk, &caller, id, steps, form).await?;
    Ok(Json(Became::Done(done)))
}

fn problem(caller: &Caller, why: NotSent) -> Problem {
    match why {
        NotSent::NotThere => Problem::new(caller.w, Sort::NotFound),
        NotSent::Wrong(errors) => Problem::of_field(caller.w, &errors),
    }
}

impl Letters {
    fn asked(&self, sender: Sender<'_>) -> Asked {
        let given = self.typed(&sender.open.file);
        match &self.about {
            About::Opening(matter) => notice::asked(sender, &matter.to_string(), given),
            About::Material(matter) => communication::asked(sender, &matter.to_string(), given),
            About::Decision(decision) => decision_notice::asked(sender, &decision.to_string(), given),
            About::Assignment(matter) => dispatch::asked(sender, (&matter.to_string(), "uppdrag"), given),
            About::ServicePlan(matter) => {
                dispatch::asked(sender, (&matter.to_string(), "genomforandeplan"), given)
            }
            About::InvestigationPlan(matter) => {
                dispatch::asked(sender, (&matter.to_string(), "utredningsplan"), given)
            }
        }
    }

    /// The same as the fields of the page.
    fn typed(&self, file: &record::CaseFile) -> Typed {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut put = |name: String, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        let clock = |at: Moment| at.minute.map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60));
        put("occurred".to_owned(), self.at.map(|at| at.day.to_string()));
        put("occurred-time".to_owned(), self.at.map(|at| clock(at).unwrap_or_default()));
        put("until".to_owned(), self.until.map(|day| day.to_string()));
        let words = |text: &Option<Text>| text.as_ref().map(ToString::to_string);
        put("why".to_owned(), words(&self.why));
        put("said".to_owned(), words(&self.said));
        put("why-parents".to_owned(), words(&self.why_parents));
        for one in &self.to {
            let to = one.person.map_or_else(To::provider, |person| To::person(file, person));
            let code = |code: &Option<Code>| code.as_ref().map(|code| code.as_str().to_owned());
            put(to.name("way"), code(&one.way));
            put(to.name("exception"), code(&one.exception));
            put(to.name("motive"), words(&one.motive));
            put(to.name("omitted"), words(&one.omitted));
            put(to.name("address"), words(&one.address));
            let consent = one.consent.map(|consent| format!(":{consent}")).unwrap_or_default();
            put(to.name("rests"), code(&one.rests_on).map(|row| row + &consent));
        }
        Typed::from_pairs(pairs)
    }
}
