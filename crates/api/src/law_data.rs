//! The law data that a caller needs for its choices: value lists, types of decisions, rules. The same rows as on the pages, with provision
//! and certainty.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use law::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::desk::Desk;

use crate::caller::Caller;
use crate::problem::{Problem, Sort};

/// Which list.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct InList {
    /// Its name, such as `reporter_category`.
    pub list: String,
}

/// A choice of a value list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Choice {
    /// What the record stores.
    pub code: String,
    /// In Swedish.
    pub sv: String,
    /// In English.
    pub en: String,
    /// The group it is shown under.
    pub group: Option<String>,
    /// Where it stands in the law.
    pub provision: Option<String>,
}

/// A type of decision.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DecisionType {
    /// Its code, such as `D02`.
    pub id: law::DecisionTypeId,
    /// In Swedish.
    pub name_sv: String,
    /// In English.
    pub name_en: String,
    /// The provision today.
    pub provision: Option<String>,
    /// It is made here; others are recorded.
    pub can_be_made_here: bool,
}

/// A rule with a time.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Rule {
    /// Its code, such as `DL-001`.
    pub id: String,
    /// In Swedish.
    pub name_sv: String,
    /// In English.
    pub name_en: String,
    /// The provision today.
    pub provision: Option<String>,
    /// How sure the row is.
    pub certainty: law::Certainty,
    /// The first day it holds.
    pub valid_from: Day,
    /// The last day it held.
    pub valid_to: Option<Day>,
}

/// The choices of a list that can be chosen today.
pub async fn list(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InList { list }): Path<InList>,
) -> Result<Json<Vec<Choice>>, Problem> {
    let choices = desk.house.law.list(&list, caller.now.today);
    if choices.is_empty() {
        return Err(Problem::new(caller.w, Sort::NotFound));
    }
    let one = |choice: &law::Choice| Choice {
        code: choice.code.clone(),
        sv: choice.sv.clone(),
        en: choice.en.clone(),
        group: choice.group.clone(),
        provision: choice.provision.as_ref().map(ToString::to_string),
    };
    Ok(Json(choices.into_iter().map(one).collect()))
}

/// The types of decisions that are in force today.
pub async fn decision_types(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
) -> Result<Json<Vec<DecisionType>>, Problem> {
    let today = caller.now.today;
    let valid = desk.house.law.decision_types().iter().filter(|kind| kind.is_valid_on(today));
    let one = |kind: &law::DecisionType| DecisionType {
        id: kind.id.clone(),
        name_sv: kind.name_sv.clone(),
        name_en: kind.name_en.clone(),
        provision: kind.provision_on(today).map(ToString::to_string),
        can_be_made_here: kind.can_be_made_here,
    };
    Ok(Json(valid.map(one).collect()))
}

/// Every rule, also those of older law.
pub async fn rules(State(desk): State<Arc<Desk>>, caller: Caller) -> Result<Json<Vec<Rule>>, Problem> {
    let today = caller.now.today;
    let one = |rule: &law::Rule| Rule {
        id: rule.id.to_string(),
        name_sv: rule.name_sv.clone(),
        name_en: rule.name_en.clone(),
        certainty: rule.certainty,
        provision: rule.provision_on(today).map(ToString::to_string),
        valid_from: rule.valid_from,
        valid_to: rule.valid_to,
    };
    Ok(Json(desk.house.law.rules().iter().map(one).collect()))
}
