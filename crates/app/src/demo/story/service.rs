//! What is done with a service: granted, given to a provider, planned, carried out, followed up.

use record::text::Code;
use serde::Deserialize;

use super::{Told, When};

/// What a decision grants.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Grant {
    /// What the story calls the service's matter.
    #[serde(default = "service_name")]
    pub(crate) name: String,
    /// A code of `service_kind`.
    pub(crate) service: Code,
    pub(crate) from: When,
    pub(crate) until: Option<When>,
    pub(crate) extent: Option<String>,
    /// What should become different for the child.
    pub(crate) goal: String,
    pub(crate) review: When,
    /// The name of the unit that carries it out; nothing: somebody outside the authority.
    pub(crate) provider: Option<String>,
}

fn service_name() -> String {
    "service".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assignment {
    /// Notes of the story that are quoted: every statement in them.
    #[serde(default)]
    pub(crate) quotes: Vec<String>,
    #[serde(default)]
    pub(crate) needs: Told,
    #[serde(default)]
    pub(crate) wishes: Told,
    #[serde(default)]
    pub(crate) must_know: Told,
    pub(crate) report_back: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssignmentAnswer {
    pub(crate) accepted: bool,
    pub(crate) remarks: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServicePlan {
    pub(crate) goal: Vec<Goal>,
    /// What the child says of the plan.
    pub(crate) child: Option<String>,
    pub(crate) review: When,
}

/// A copy of what was drawn up last goes to somebody of the story, or to an address outside it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dispatch {
    pub(crate) to: Option<String>,
    pub(crate) provider: Option<String>,
    /// A code of `notice_way`.
    pub(crate) way: Code,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Goal {
    /// What the story calls the goal.
    pub(crate) name: String,
    pub(crate) told: Told,
    /// What is counted, and how many are wanted; nothing: goal attainment scaling.
    pub(crate) count: Option<Count>,
    /// The five outcomes of goal attainment scaling, −2 first.
    pub(crate) outcomes: Option<[String; 5]>,
    pub(crate) baseline: Option<i32>,
    pub(crate) by: Option<When>,
    #[serde(default)]
    pub(crate) activities: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Count {
    pub(crate) unit: String,
    pub(crate) target: i32,
}

/// What happens to a service.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum ServiceStep {
    Started,
    Interrupted(String),
    Resumed,
    Ended { reason: Code, result: Option<String> },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FollowUp {
    #[serde(default)]
    pub(crate) rating: Vec<Rating>,
    /// How it has gone with a goal, by its name: codes of `goal_change`.
    #[serde(default)]
    pub(crate) changes: std::collections::BTreeMap<String, Code>,
    #[serde(default)]
    pub(crate) told: Told,
    pub(crate) helped: Option<String>,
    pub(crate) hindered: Option<String>,
    /// From 1 to 10.
    pub(crate) childs_own: Option<u8>,
    /// What the child says of the help.
    pub(crate) child: Option<String>,
    /// A code of `follow_up_outcome`.
    pub(crate) outcome: Code,
    pub(crate) next: Option<When>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rating {
    pub(crate) goal: String,
    /// `child`, `provider`, `worker`, or a guardian of the story.
    pub(crate) by: String,
    pub(crate) value: i32,
}
