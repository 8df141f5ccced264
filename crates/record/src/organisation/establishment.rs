//! All that has been written of the authority, and what it comes to on a day.

use super::{
    Absence, AbsenceId, Change, Duty, DutyId, Employee, Member, Organisation, OrganisationEntry,
    OrganisationSheet, Post, PostId, Roll, Term, Tie, TieId, Unit,
};
use crate::id::{StaffId, UnitId};
use law::{Day, DelegationOrders};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// The authority through time: folded from its own record like a file from its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Establishment {
    /// What the municipality is called.
    pub municipality: String,
    /// What the board is called.
    pub board: String,
    /// Units, in the order they were first named.
    pub units: Roll<UnitId, (Unit, Term)>,
    /// Everybody who works here, has or will.
    pub people: Roll<StaffId, Employee>,
    /// Their posts.
    pub posts: Roll<PostId, Post>,
    /// The duty rota.
    pub duties: Roll<DutyId, Duty>,
    /// Who is away, and who stands in.
    pub absences: Roll<AbsenceId, Absence>,
    /// Who takes no part in whose matters.
    pub ties: Roll<TieId, Tie>,
    /// The delegation orders that the board has adopted.
    pub orders: Arc<DelegationOrders>,
}

impl Establishment {
    /// One more entry. Total.
    #[must_use]
    pub fn after(mut self, sheet: &OrganisationSheet) -> Self {
        match &sheet.entry {
            OrganisationEntry::OrganisationChanged { changes } => {
                for change in changes {
                    self.set(change.clone());
                }
            }
            OrganisationEntry::DelegationAdopted { order, .. } => {
                let orders = Arc::unwrap_or_clone(self.orders).and(order.clone());
                self.orders = Arc::new(orders);
            }
        }
        self
    }

    /// Sets one thing.
    pub(super) fn set(&mut self, change: Change) {
        match change {
            Change::Named { municipality, board } => {
                self.municipality = municipality;
                self.board = board;
            }
            Change::Unit { unit, term } => self.units.set(unit.id, (unit, term)),
            Change::Employee(person) => self.people.set(person.staff, person),
            Change::Post(post) => self.posts.set(post.id, post),
            Change::Duty(duty) => self.duties.set(duty.id, duty),
            Change::Absence(absence) => self.absences.set(absence.id, absence),
            Change::Tie(tie) => self.ties.set(tie.id, tie),
        }
    }

    /// Whether anything has been written at all.
    pub fn is_begun(&self) -> bool {
        !self.board.is_empty()
    }

    /// The authority on a day: its units, those who work there with what their posts come to, who is away and on duty.
    pub fn on(&self, day: Day) -> Organisation {
        let (units, other_units): (Vec<_>, Vec<_>) = self.units.iter().partition(|(_, term)| term.holds(day));
        let posts = self.posts_by_person();
        let (mut members, mut others) = (Vec::new(), HashMap::new());
        let duty = self.duties.iter().filter(|duty| duty.term.holds(day)).map(|duty| duty.staff).collect();
        let away = self.absences.iter().filter(|absence| absence.term.holds(day));
        for person in self.people.iter() {
            let posts = posts.get(&person.staff).map_or(&[][..], Vec::as_slice);
            let held: Vec<&Post> = posts.iter().copied().filter(|post| post.term.holds(day)).collect();
            match member(person, &held).filter(|_| person.employed.holds(day)) {
                Some(member) => members.push(member),
                None => others.extend(member(person, posts).map(|member| (person.staff, member))),
            }
        }
        let units = units.into_iter().map(|(unit, _)| unit.clone()).collect();
        let mut on = Organisation::new(self.municipality.as_str(), self.board.as_str(), units, members);
        on.others = others;
        on.other_units = other_units.into_iter().map(|(unit, _)| (unit.id, unit.clone())).collect();
        on.away = away.map(|absence| (absence.staff, absence.substitute)).collect();
        on.duty = duty;
        on.receive_on_duty();
        on.stand_in();
        on.tie(&self.ties);
        on
    }

    /// Of those who have work, whoever on one of these days has nobody who answers for it, from when to when: they have left, or have no
    /// post, or nobody stands in.
    pub fn unanswered(&self, workers: &BTreeSet<StaffId>, term: (Day, Day)) -> Vec<(StaffId, Term)> {
        let (first, last) = term;
        let mut gaps: Vec<(StaffId, Term)> = Vec::new();
        let days = self.turning_days(first, last);
        for (place, day) in days.iter().enumerate() {
            let until = days.get(place + 1).map_or(last, |next| next.plus_days(-1));
            let that = self.on(*day);
            for staff in workers.iter().filter(|staff| that.answers_for(**staff).is_none()) {
                match gaps.iter_mut().find(|(who, gap)| who == staff && gap.to == Some(day.plus_days(-1))) {
                    Some((_, gap)) => gap.to = Some(until),
                    None => gaps.push((*staff, Term { from: Some(*day), to: Some(until) })),
                }
            }
        }
        gaps
    }

    /// The first of these days, and each on which somebody comes, leaves or changes: between two of them nothing does.
    fn turning_days(&self, first: Day, last: Day) -> Vec<Day> {
        let people = self.people.iter().map(|person| person.employed);
        let posts = self.posts.iter().map(|post| post.term);
        let absences = self.absences.iter().map(|absence| absence.term);
        let turns = |term: Term| [term.from, term.to.map(|to| to.plus_days(1))];
        let days = people.chain(posts).chain(absences).flat_map(turns).flatten();
        let within: BTreeSet<Day> = days.filter(|day| first < *day && *day <= last).collect();
        std::iter::once(first).chain(within).collect()
    }

    fn posts_by_person(&self) -> HashMap<StaffId, Vec<&Post>> {
        let mut posts: HashMap<StaffId, Vec<&Post>> = HashMap::new();
        for post in self.posts.iter() {
            posts.entry(post.staff).or_default().push(post);
        }
        posts
    }

    /// Somebody by login name, also who has left.
    pub fn by_login(&self, login: &str) -> Option<&Employee> {
        self.people.iter().find(|person| person.login == login)
    }

    /// The units somebody has a post in on a day.
    pub fn works_in(&self, staff: StaffId, day: Day) -> impl Iterator<Item = UnitId> {
        let held = self.posts.iter().filter(move |post| post.staff == staff && post.term.holds(day));
        held.map(|post| post.unit)
    }

    /// A person.
    pub fn person(&self, staff: StaffId) -> Option<&Employee> {
        self.people.by_id(&staff)
    }

    /// A unit with its days.
    pub fn unit(&self, unit: UnitId) -> Option<&(Unit, Term)> {
        self.units.by_id(&unit)
    }
}

/// What a person's posts come to together: the power of the highest, the home of the one held the longest, and all that is led from any.
fn member(person: &Employee, posts: &[&Post]) -> Option<Member> {
    let home = posts.iter().min_by_key(|post| post.term.from)?;
    // Of two of the same level the first that was given.
    let power = posts.iter().rev().max_by_key(|post| post.level)?;
    let mut manages: Vec<UnitId> = Vec::new();
    for unit in posts.iter().flat_map(|post| &post.manages) {
        if !manages.contains(unit) {
            manages.push(*unit);
        }
    }
    Some(Member {
        staff: person.staff,
        login: person.login.clone(),
        name: person.name.clone(),
        title: power.title.clone(),
        phone: person.phone.clone(),
        level: power.level,
        unit: home.unit,
        manages,
        reception: posts.iter().any(|post| post.reception),
        qualified: person.qualified,
        in_place_of: Vec::new(),
        tied_to: Vec::new(),
    })
}

impl Organisation {
    /// Whoever is on duty receives reports.
    fn receive_on_duty(&mut self) {
        for member in &mut self.members.listed {
            member.reception |= self.duty.contains(&member.staff);
        }
    }

    /// Whoever stands in for somebody answers for their work.
    fn stand_in(&mut self) {
        let mut in_place: HashMap<StaffId, Vec<StaffId>> = HashMap::new();
        for away in self.away.keys() {
            if let Some(by) = self.stands_in_for(*away) {
                in_place.entry(by.staff).or_default().push(*away);
            }
        }
        for member in &mut self.members.listed {
            member.in_place_of = in_place.remove(&member.staff).unwrap_or_default();
            member.in_place_of.sort_unstable();
        }
    }

    /// Whoever is close to somebody takes no part in that person's matters.
    fn tie(&mut self, ties: &[Tie]) {
        for tie in ties.iter().filter(|tie| tie.bars()) {
            if let Some(place) = self.members.places.get(&tie.staff) {
                self.members.listed[*place].tied_to.push(tie.person);
            }
        }
    }

    /// How it is written down as what a register begins with: everybody in one post, since before it was written down.
    pub fn founding(self) -> Vec<Change> {
        let named = Change::Named { municipality: self.municipality, board: self.board };
        let units = self.units.listed.into_iter().map(|unit| Change::Unit { unit, term: Term::default() });
        let people = self.members.listed.into_iter().flat_map(|member| {
            let post = Post {
                id: PostId::new(member.staff.uuid()),
                staff: member.staff,
                title: member.title,
                level: member.level,
                unit: member.unit,
                manages: member.manages,
                reception: member.reception,
                term: Term::default(),
            };
            let employee = Employee {
                staff: member.staff,
                login: member.login,
                name: member.name,
                phone: member.phone,
                qualified: member.qualified,
                employed: Term::default(),
                supervision: None,
            };
            [Change::Employee(employee), Change::Post(post)]
        });
        std::iter::once(named).chain(units).chain(people).collect()
    }
}
