//! Who may do what with a file: one pure rule, denied by default, and each permission with the basis it rests on.
//!
//! Two questions are asked of it: [`may`] somebody act, and [`may_open`] they a part. Most bases are relations that the record tells: the
//! assigned worker, the co-worker, whoever stands in for one of them, the manager of the unit, reception for reports not yet distributed, the one a proposal was sent to,
//! whoever carries out a service. Two are given by somebody who has none of them and needs to read all the same, in words that are
//! reviewed afterwards: a colleague in the unit that has the file states a reason, and whoever receives reports breaks the glass
//! (*nödöppning*). Everybody else gets the same answer as for a file that is not there.

use crate::{
    context::Actor,
    id::{MatterId, StaffId, UnitId},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The reason of somebody who is tied to a file: what they do there nobody else can do without considerable delay (17 § FL). A code of
/// `reading_reason`.
pub const UNAVOIDABLE: &str = "unavoidable";

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Read the file.
    Read,
    /// Open a file, attach a report, even blind.
    Register,
    /// Assess protection, assess preliminarily.
    Assess,
    /// Make a decision; that the level is enough is settled by the law's rows.
    Decide,
    /// Give a matter to somebody.
    Distribute,
    /// Anything else that writes.
    Write,
}

/// What a permission rests on; stands in the access log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Responsible for a matter in the file.
    Assigned,
    /// Second worker.
    CoWorker,
    /// Stands in today for a worker who is away.
    StandsIn,
    /// Leads the unit that has the file.
    Manager,
    /// Was asked to decide.
    Asked,
    /// Reception, while a report waits to be distributed.
    Reception,
    /// Reception attaches a report without seeing the file.
    Blind,
    /// Carries out a service: sees and writes in that service, and nothing else.
    Provider,
    /// Carried out a service that has ended: reads what it had there and adds to its own notes, for it must be able to answer for them.
    FormerProvider,
    /// A colleague in the unit, for a reason they have written down; reads, and no more.
    Stated,
    /// Reception or duty, with no ground for what they need to see, in an emergency they have written down; reads, and no more.
    Glass,
}

/// What is opened of a file; stands in the access log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The child's page.
    Child,
    /// The timeline.
    Timeline,
    /// A form that writes in the file.
    Form,
    /// A form in which whoever carries out a service writes as well: a note, what is said against it, a meeting.
    Note,
    /// The form that corrects a note: also for whoever has signed it in a service that has ended.
    Addendum,
    /// A page of a service: for whoever is responsible and whoever carries it out.
    Service,
    /// A printed letter.
    Letter,
    /// A received document.
    Document,
    /// Who has read.
    Readers,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 9] = [
        Self::Child,
        Self::Timeline,
        Self::Form,
        Self::Note,
        Self::Addendum,
        Self::Service,
        Self::Letter,
        Self::Document,
        Self::Readers,
    ];

    /// Its code in the access log.
    pub fn code(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Timeline => "timeline",
            Self::Form | Self::Note | Self::Addendum => "form",
            Self::Service => "service",
            Self::Letter => "letter",
            Self::Document => "document",
            Self::Readers => "readers",
        }
    }

    /// Whether a part is for somebody who reads on this basis. A provider has the pages of the service and no others, also not empty ones:
    /// a page is closed to them unless it is named here.
    pub fn is_for(self, basis: Basis, glass: Option<Glass>) -> bool {
        match basis {
            Basis::Glass if glass == Some(Glass::Protected) => matches!(self, Self::Child | Self::Timeline),
            Basis::Stated | Basis::Glass => !self.is_form(),
            // To write in the file, and to look after how others have read it, is no part of deciding.
            Basis::Asked => !matches!(self, Self::Note | Self::Addendum | Self::Readers),
            Basis::Provider => matches!(
                self,
                Self::Child | Self::Timeline | Self::Document | Self::Note | Self::Addendum | Self::Service
            ),
            Basis::FormerProvider => {
                matches!(self, Self::Child | Self::Timeline | Self::Document | Self::Addendum | Self::Service)
            }
            _ => true,
        }
    }

    fn is_form(self) -> bool {
        matches!(self, Self::Form | Self::Note | Self::Addendum)
    }
}

/// A glass that was broken and has not yet closed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glass {
    /// All that is read.
    Whole,
    /// The child is protected: its page and the timeline, and nobody else who is protected is named.
    Protected,
}

/// Somebody who is tied to somebody in the file (16 § FL).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tied {
    /// They take no part: on no ground is it theirs.
    Shut,
    /// They have said what nobody else can do without considerable delay, and it still holds (17 § FL).
    Unavoidable,
}

/// A service that somebody outside the file's own units carries out, or carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceAccess {
    /// The service.
    pub matter: MatterId,
    /// The provider's unit.
    pub unit: UnitId,
    /// Who has taken the assignment; until somebody has, it waits for anybody in the unit.
    pub worker: Option<StaffId>,
    /// It has ended: what was documented is still the provider's to read, and nothing more is.
    pub ended: bool,
}

/// What the rule needs to know of a file, kept in the views so that nothing need be opened to say no.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileAccess {
    /// The units that have the file's matters.
    pub units: Vec<UnitId>,
    /// Responsible workers.
    pub main: Vec<StaffId>,
    /// Second workers.
    pub second: Vec<StaffId>,
    /// Those asked to decide.
    pub asked: Vec<StaffId>,
    /// A matter waits to be distributed, or ended without ever being anybody's: it is still reception's.
    pub undistributed: bool,
    /// A running matter has been distributed: then the file is somebody's, and reception sees and does only what its own report needs.
    pub distributed: bool,
    /// Services that a provider carries out.
    pub services: Vec<ServiceAccess>,
    /// The asker has given a reason that still holds. Known of the one who asks, not of the file.
    pub stated: bool,
    /// The asker is tied to somebody in it (*jäv*).
    pub tied: Option<Tied>,
    /// The asker has broken the glass, and it has not closed again.
    pub glass: Option<Glass>,
}

impl FileAccess {
    /// Is the file in their hands today: as responsible or second worker, or in place of one who is away?
    pub fn is_worked_by(&self, who: &Actor) -> bool {
        who.answers_for().any(|staff| self.main.contains(&staff) || self.second.contains(&staff))
    }

    /// Does this basis reach the whole file? Reception's reaches only what waits to be distributed, once the rest is somebody's, and a
    /// provider's only the services it carries out.
    pub fn reaches_whole_file(&self, basis: Basis) -> bool {
        match basis {
            Basis::Provider | Basis::FormerProvider => false,
            Basis::Reception => !self.distributed,
            _ => true,
        }
    }

    /// The running services that somebody carries out, leads the unit of, or may take.
    pub fn services_of<'a>(&'a self, actor: &'a Actor) -> impl Iterator<Item = MatterId> + 'a {
        let theirs = |service: &&ServiceAccess| match service.worker {
            _ if actor.manages.contains(&service.unit) => true,
            Some(worker) => actor.answers_for().any(|staff| staff == worker),
            None => service.unit == actor.unit,
        };
        self.services.iter().filter(|service| !service.ended).filter(theirs).map(|service| service.matter)
    }

    /// The ended services that somebody has to answer for: who had taken them, while in the same unit, and who leads that unit. One that
    /// nobody had taken is nobody's.
    pub fn ended_services_of<'a>(&'a self, actor: &'a Actor) -> impl Iterator<Item = MatterId> + 'a {
        let theirs = |service: &&ServiceAccess| {
            let took = service.worker == Some(actor.staff) && service.unit == actor.unit;
            let leads = service.worker.is_some() && actor.manages.contains(&service.unit);
            service.ended && (took || leads)
        };
        self.services.iter().filter(theirs).map(|service| service.matter)
    }
}

/// May they, and on what basis? The nearest basis that carries the act: a manager who is also the worker distributes as manager.
pub fn may(actor: &Actor, act: Act, file: &FileAccess) -> Option<Basis> {
    standing(actor, file).find(|basis| carries(*basis, act))
}

/// May they open a part of the file, and on what basis? The nearest that reads and that the part is for: reception writes its assessment
/// on its own basis also while a broken glass shows the rest of the file.
pub fn may_open(actor: &Actor, part: Part, file: &FileAccess) -> Option<Basis> {
    standing(actor, file).find(|basis| carries(*basis, Act::Read) && part.is_for(*basis, file.glass))
}

/// May they be asked for a reason? Only a colleague in a unit that has the file: for anybody else it must not even be said that it exists.
/// And whoever has a ground but is tied to somebody in it; a tie gives no ground to anybody who had none.
pub fn may_give_reason(actor: &Actor, file: &FileAccess) -> bool {
    if file.tied.is_some() {
        let asked = FileAccess { tied: Some(Tied::Unavoidable), ..file.clone() };
        return may(actor, Act::Read, &asked).is_some();
    }
    file.units.contains(&actor.unit)
}

/// May they break the glass? Whoever receives reports and has no ground that reaches the whole file. They are told that a child is known
/// when they ask with its number, so the glass tells them nothing by being there; nobody else is offered it.
pub fn may_break_glass(actor: &Actor, file: &FileAccess) -> bool {
    let whole = |basis: Basis| carries(basis, Act::Read) && file.reaches_whole_file(basis);
    let derived = |basis: &Basis| !matches!(basis, Basis::Stated | Basis::Glass);
    actor.reception && file.tied.is_none() && !standing(actor, file).filter(derived).any(whole)
}

/// May they look into what somebody read? Whoever leads the unit that was told, and never the reader.
pub fn may_review(actor: &Actor, reader: StaffId, unit: UnitId) -> bool {
    actor.staff != reader && actor.manages.contains(&unit)
}

/// The bases somebody stands on, nearest first; of somebody who is tied to the file none, but that a report is taken in blind by anybody. A broken glass shows more than reception's own report does, so it comes before it.
fn standing(actor: &Actor, file: &FileAccess) -> impl Iterator<Item = Basis> {
    let manages = actor.manages.iter().any(|unit| file.units.contains(unit));
    let bases = [
        (Basis::Assigned, file.main.contains(&actor.staff)),
        (Basis::CoWorker, file.second.contains(&actor.staff)),
        (Basis::StandsIn, actor.stands_in_for(&file.main) || actor.stands_in_for(&file.second)),
        (Basis::Manager, manages),
        (Basis::Asked, actor.is_among(&file.asked) || actor.stands_in_for(&file.asked)),
        (Basis::Glass, file.glass.is_some() && actor.reception),
        (Basis::Reception, actor.reception && file.undistributed),
        (Basis::Provider, file.services_of(actor).next().is_some()),
        (Basis::FormerProvider, file.ended_services_of(actor).next().is_some()),
        (Basis::Blind, actor.reception),
        (Basis::Stated, file.stated && file.tied.is_none() && may_give_reason(actor, file)),
    ];
    let shut = file.tied == Some(Tied::Shut);
    let held = move |(basis, held): &(Basis, bool)| *held && (!shut || *basis == Basis::Blind);
    bases.into_iter().filter(held).map(|(basis, _)| basis)
}

fn carries(basis: Basis, act: Act) -> bool {
    match (basis, act) {
        (Basis::Blind, act) => act == Act::Register,
        (Basis::Asked, act) => matches!(act, Act::Read | Act::Decide),
        (Basis::Provider | Basis::FormerProvider, act) => matches!(act, Act::Read | Act::Write),
        (Basis::Stated | Basis::Glass, act) => act == Act::Read,
        (_, Act::Read | Act::Register | Act::Write | Act::Decide | Act::Assess) => true,
        (basis, Act::Distribute) => matches!(basis, Basis::Manager | Basis::Reception),
    }
}
