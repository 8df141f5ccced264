//! How long each matter of a file is kept, by the rows of `law-data/retention.toml`.
//!
//! What is destroyed is a matter, with everything that was written in it, and never a whole file at once: a report that led
//! to nothing goes when the law says so, though the investigation of another year stays. What stands outside every matter
//! (whose file it is, the family) goes last, since the rest cannot be read without it (16 kap. 1 § SoL: not while other data
//! about the person remain).
//!
//! This module says what the law says. Whether it is done, and when, people decide.

use crate::{
    file::{CaseFile, Matter, MatterState, Recorded, fold},
    id::MatterId,
};
use law::{Anchors, Day, Disposal, KeepingGround, LawBook, LawError, disposal};
use std::collections::{BTreeMap, BTreeSet};

/// Grounds that somebody has set by hand, having read the matter: documents about parenthood in an investigation, say.
pub type Marks = BTreeMap<MatterId, BTreeSet<KeepingGround>>;

/// A matter, or what stands outside every matter, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// Which matter; `None`: what stands outside every matter.
    pub matter: Option<MatterId>,
    /// What the law says.
    pub disposal: Disposal<'a>,
    /// Why it stays all the same, for now.
    pub stays: Option<Stays>,
}

/// Why something stays although its time may have run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    /// A matter in the file is still being worked on.
    Running(MatterId),
    /// It holds together what remains of the file.
    Remains(MatterId),
}

/// Every matter of a file with how long it is kept, oldest id first, and last what stands outside them.
///
/// `municipality` is the authority's official code of four digits, where it has one.
///
/// # Errors
/// [`LawError::BeyondCalendar`] for a day after the year 9999.
pub fn items<'a>(
    entries: &[Recorded],
    law: &'a LawBook,
    municipality: Option<&str>,
    marks: &Marks,
) -> Result<Vec<Item<'a>>, LawError> {
    let file = fold(entries);
    let Some(last_note) = entries.iter().map(Recorded::at_day).max() else { return Ok(Vec::new()) };
    let anchors = Anchors { last_note, birth: file.birth() };
    let keeps_all = municipality.is_some_and(|code| law.sample().keeps_all(code));
    let told = Told::of(&file, law);
    let running = file.matters.iter().find(|(_, matter)| matter.is_running()).map(|(id, _)| *id);

    let of = |matter: Option<MatterId>| {
        let marked = matter.and_then(|matter| marks.get(&matter));
        disposal(law, anchors, |ground| match ground {
            KeepingGround::AuthorityKeepsAll => keeps_all,
            KeepingGround::BornInSample => file.birth().is_some_and(|birth| law.sample().has(birth)),
            other => {
                marked.is_some_and(|marks| marks.contains(&other))
                    || matter.is_some_and(|matter| told.holds(matter, other))
            }
        })
    };
    let matters = file.matters.keys().map(|matter| {
        let stays = running.map(Stays::Running);
        Ok(Item { matter: Some(*matter), disposal: of(Some(*matter))?, stays })
    });
    let remains = file.matters.keys().next().map(|matter| Stays::Remains(*matter));
    let outside = Item { matter: None, disposal: of(None)?, stays: remains };
    matters.chain([Ok(outside)]).collect()
}

/// What the file tells of each matter.
struct Told(BTreeMap<MatterId, BTreeSet<KeepingGround>>);

impl Told {
    fn of(file: &CaseFile, law: &LawBook) -> Self {
        let mut told = Self(BTreeMap::new());
        for (id, matter) in &file.matters {
            told.0.entry(*id).or_default().extend(by_kind(file, *id, matter));
        }
        for source in law.keeping_grounds() {
            for event in
                file.events.iter().filter(|event| source.events.iter().any(|name| *name == event.name))
            {
                if let Some(matter) = event.matter {
                    told.reach(file, MatterId::new(uuid::Uuid::from_u128(matter)), source.name, event.day);
                }
            }
            for (id, matter) in &file.matters {
                let MatterState::Service(service) = &matter.state else { continue };
                let kind = law.choice("service_kind", service.grant.service.as_str());
                let group = kind.and_then(|kind| kind.group.as_ref());
                if group.is_some_and(|group| source.service_groups.contains(group)) {
                    told.reach(file, *id, source.name, matter.opened);
                }
            }
        }
        told
    }

    fn holds(&self, matter: MatterId, ground: KeepingGround) -> bool {
        self.0.get(&matter).is_some_and(|grounds| grounds.contains(&ground))
    }

    /// The ground holds for the matter. A placement reaches further: to everything in the line of matters it came from, and
    /// where it was recorded by itself to every investigation that had begun by then and the reports it answers, for any of
    /// them may have led to it.
    fn reach(&mut self, file: &CaseFile, matter: MatterId, ground: KeepingGround, day: Day) {
        let mut reached = BTreeSet::from([matter]);
        if ground == KeepingGround::Placed {
            reached.extend(file.line_of(matter));
            let stands_alone =
                file.matters.get(&matter).is_some_and(|at| matches!(at.state, MatterState::Measure(_)));
            for (id, other) in &file.matters {
                let began = matches!(other.state, MatterState::Investigation(_)) && other.opened <= day;
                if stands_alone && began {
                    reached.extend(file.line_of(*id));
                }
            }
        }
        for matter in reached {
            self.0.entry(matter).or_default().insert(ground);
        }
    }
}

/// The ground that the kind of matter is in itself.
fn by_kind(file: &CaseFile, id: MatterId, matter: &Matter) -> Option<KeepingGround> {
    match &matter.state {
        MatterState::Investigation(_) => Some(KeepingGround::Investigated),
        MatterState::Report(_) => {
            let answered = |state: &MatterState| match state {
                MatterState::Investigation(state) => state.reports.contains(&id),
                _ => false,
            };
            let answered = file.matters.values().any(|other| answered(&other.state));
            answered.then_some(KeepingGround::Investigated)
        }
        MatterState::Service(_) | MatterState::Measure(_) => Some(KeepingGround::Served),
    }
}
