//! Somebody in a file: who they are, each fact with its source and day. Of whoever is protected no address and no telephone number, to
//! anybody; and nothing here of what stands in the file.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use record::identity::{IdentityNumber, LegalSex};
use record::person::{Address, Birth, PersonName, ProtectionLevel, Sourced};
use record::{FileId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Part;
use store::access_tokens::Scope;
use web::desk::Desk;

use crate::caller::Caller;
use crate::problem::Problem;

/// Which person of which file.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct InPerson {
    /// The file.
    pub file: FileId,
    /// The person.
    pub person: PersonId,
}

/// Somebody, as they stand.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Known {
    /// Their id.
    pub person: PersonId,
    /// Name.
    pub name: Option<Sourced<PersonName>>,
    /// A few words about somebody unknown.
    pub description: Option<String>,
    /// Identity number.
    pub number: Option<Sourced<IdentityNumber>>,
    /// Day of birth.
    pub birth: Option<Sourced<Birth>>,
    /// Legal sex, as registered.
    pub sex: Option<Sourced<LegalSex>>,
    /// The level of protection.
    pub protection: Option<Sourced<ProtectionLevel>>,
    /// Address; of whoever is protected nothing.
    pub address: Option<Sourced<Address>>,
    /// Telephone number; of whoever is protected nothing.
    pub phone: Option<Sourced<String>>,
}

/// Somebody whom a file names.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(InPerson { file, person }): Path<InPerson>,
) -> Result<Json<Known>, Problem> {
    caller.needs(Scope::Read)?;
    let found = caller.ask(&desk, move |desk, own| {
        let open = desk.house.look(&own.actor, own.now, file, Part::Form)?;
        desk.house.somebody_in(&open, person)
    });
    let found = found.await?;
    Ok(Json(Known {
        person,
        protection: found.protection_fact().cloned(),
        address: found.shown_address().cloned(),
        phone: found.shown_phone().cloned(),
        name: found.name,
        description: found.description,
        number: found.number,
        birth: found.birth,
        sex: found.sex,
    }))
}
