//! `/gruppen`: the group, for whoever leads it, and for reception its incoming reports.
//!
//! On top what cannot wait: reports without a signed protection assessment. Then matters that nobody has, each with its own
//! distribution; all clocks; proposals that wait; and drafts that have been left lying.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, RawQuery, State};
use axum::http::StatusCode;
use record::distribution::Distribution;
use record::organisation::{Member, UnitKind};
use record::{Actor, Command, CommandId, FileId, MatterId, Refusal, StaffId, UnitId};
use serde::Deserialize;
use store::drafts::DraftRow;
use store::{Group, InFile, MatterRow, OpeningAct, Step, Trouble, Wish};

use crate::clock_view::{self, Waits};
use crate::desk::{
    Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, done_words, html, html_with, not_found, refused,
    see_other, trouble_page,
};
use crate::fields::Choose;
use crate::pages::drafts;
use crate::parts::MayNot;
use crate::reading::choose;
use crate::refusals;
use crate::routes::Routes;
use crate::rows::{self, Lister, Row};
use crate::shell::{Place, Shell};
use crate::words::Words;

/// How far ahead clocks are listed, in days; and when all are asked for.
const DAYS_AHEAD: i64 = 14;
const DAYS_ALL: i64 = 400;

/// So many people stand in every row's lists. Where more work with children's matters, the lists hold the reader's own units and one more that
/// they choose: a page does not grow with the house.
pub(crate) const EVERYBODY_MAX: usize = 60;

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::new().page("/gruppen", show).act("/gruppen/fordela", distribute)
}

/// Which of the reader's units, how far ahead, and whose people besides their own stand in the lists. An empty field asks for nothing.
#[derive(Clone, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    enhet: String,
    #[serde(default)]
    alla: String,
    #[serde(default)]
    folk: String,
}

impl Asked {
    fn unit(&self) -> Option<UnitId> {
        self.enhet.parse().ok()
    }

    fn people_of(&self) -> Option<UnitId> {
        self.folk.parse().ok()
    }
}

/// Matters that belong together are given to a main worker and perhaps a second one. Serves the form, and an API later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistributeRequest {
    /// The matters, each in its file; the first is that of the form.
    pub matters: Vec<(FileId, MatterId)>,
    /// Who becomes responsible.
    pub main: StaffId,
    /// Who works beside.
    pub second: Option<StaffId>,
    /// The main worker's unit, which takes the matter over.
    pub unit: UnitId,
}

impl DistributeRequest {
    /// What the record is asked to do: a step per file, all or none.
    pub fn into_wish(self, id: CommandId) -> Wish {
        let distribution = Distribution { main: self.main, second: self.second, unit: self.unit };
        let step = |(file, matter)| {
            let commands = vec![Command::Distribute(matter, distribution.clone())];
            Step::File { file, seen: None, commands }
        };
        Wish { id, steps: self.matters.into_iter().map(step).collect(), draft: None }
    }
}

/// A unit to choose among.
struct UnitLink {
    name: String,
    href: String,
    current: bool,
}

/// A row that can be distributed on the spot.
struct Distributable {
    row: Row,
    file: FileId,
    matter: MatterId,
    command: CommandId,
    main: Picked,
    second: Picked,
    error: Option<String>,
    /// The matter whose form gives this one away too, unless the box is cleared.
    with: Option<MatterId>,
    ticked: bool,
    opened_by: Option<OpeningAct>,
}

/// Whoever is chosen in a list of people.
struct Picked {
    /// Their id; empty for nobody.
    value: String,
    /// Their name, where they are not in the page's list.
    stray: Option<String>,
}

/// A draft that has been left lying.
struct OldDraft {
    row: Row,
    form: String,
    take_over: String,
}

#[derive(Template)]
#[template(path = "group.html")]
struct GroupPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    done: Option<String>,
    errors: &'a Errors,
    units: Vec<UnitLink>,
    asked: &'a Asked,
    /// Whom a matter can be given to: one list for all rows.
    people: Vec<Choose<'static>>,
    /// Other units whose people can be chosen among instead; none where everybody stands in the list.
    others: Vec<Choose<'static>>,
    unassessed: Vec<Distributable>,
    undistributed: Vec<Distributable>,
    unqualified: Vec<Row>,
    clocks: Vec<Row>,
    all_clocks: Option<String>,
    /// What the law asks for without a day.
    undated: Vec<Row>,
    left_out: Option<String>,
    proposals: Vec<Row>,
    drafts: Vec<OldDraft>,
}

#[derive(Template)]
#[template(path = "group_may_not.html")]
struct MayNotPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    may_not: MayNot<'a>,
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    if units_of(&visitor.actor).is_empty() {
        return Ok(may_not(&desk, &visitor));
    }
    let told = tell(&desk, &visitor, &asked).await?;
    let errors = Errors::none();
    let sheet =
        Sheet { desk: &desk, visitor: &visitor, asked: &asked, typed: &Typed::default(), errors: &errors };
    Ok(html(&sheet.page(&told, done_words(visitor.w, query.as_deref()))))
}

async fn distribute(State(desk): State<Arc<Desk>>, visitor: Visitor, typed: Typed) -> Result<Page, Page> {
    if units_of(&visitor.actor).is_empty() {
        return Ok(may_not(&desk, &visitor));
    }
    let asked = |name| typed.get(name).to_owned();
    let asked = Asked { enhet: asked("enhet"), alla: String::new(), folk: asked("folk") };
    let errors = match read(&desk, &visitor, &typed) {
        Ok(request) => {
            let (who, now, form) = (visitor.actor.clone(), visitor.now, visitor.written.asked());
            let place = format!("main-{}", request.matters[0].1);
            let wish = request.into_wish(typed.command()?);
            match blocking(&desk, move |desk| desk.house.act_on_form(&who, now, &wish, form.as_deref()))
                .await?
            {
                Ok(_) => return Ok(see_other(&address(&asked, "gjort=fordelat"))),
                // A file that is not there reads as empty to who may open files; to the reader it is not found.
                Err(Trouble::Refused { refusal: Refusal::NoSuchMatter | Refusal::FileNotOpen, .. }) => {
                    return Err(not_found());
                }
                Err(Trouble::Refused { refusal, .. }) => {
                    let text = refusals::refusal(visitor.w, &refusal).text;
                    Errors::one(place, text)
                }
                Err(trouble) => return Err(trouble_page(&trouble)),
            }
        }
        Err(errors) => errors,
    };
    let told = tell(&desk, &visitor, &asked).await?;
    let sheet = Sheet { desk: &desk, visitor: &visitor, asked: &asked, typed: &typed, errors: &errors };
    Ok(refused(&sheet.page(&told, None)))
}

/// Reads the form of one row. What is wrong is told at the row's first choice.
fn read(desk: &Desk, visitor: &Visitor, typed: &Typed) -> Result<DistributeRequest, Errors> {
    let w = visitor.w;
    let place = format!("main-{}", typed.get("matter"));
    let wrong = |key: &str| Errors::one(place.clone(), w.t(key));
    let (Some(file), Some(matter)) = (typed.id("file"), typed.id("matter")) else {
        return Err(Errors::one(refusals::WHOLE_FORM, w.t("group-matter-unknown")));
    };
    let organisation = desk.organisation();
    let member = |name: &str| typed.id(name).and_then(|staff| organisation.member(staff));
    let Some(main) = member("main") else { return Err(wrong("group-main-missing")) };
    let second = member("second");
    if second.is_some_and(|second| second.staff == main.staff) {
        return Err(wrong("group-same-twice"));
    }
    let second = second.map(|second| second.staff);
    let also = typed.all("also").into_iter().filter_map(|one| {
        let (file, matter) = one.split_once('/')?;
        Some((file.parse().ok()?, matter.parse().ok()?))
    });
    let matters = std::iter::once((file, matter)).chain(also).collect();
    Ok(DistributeRequest { matters, main: main.staff, second, unit: main.unit })
}

/// The units whose group this reader may see: those they lead, or for reception their own.
pub fn units_of(actor: &Actor) -> Vec<UnitId> {
    let mut units = actor.manages.clone();
    if actor.reception && !units.contains(&actor.unit) {
        units.push(actor.unit);
    }
    units
}

/// The page of this choice of unit.
fn address(asked: &Asked, query: &str) -> String {
    let kept = [("enhet", asked.unit()), ("folk", asked.people_of())];
    let kept = kept.into_iter().filter_map(|(name, unit)| Some(format!("{name}={}&", unit?)));
    format!("/gruppen?{}{query}", kept.collect::<String>())
}

fn may_not(desk: &Desk, visitor: &Visitor) -> Page {
    let w = visitor.w;
    let leads = |member: &&Member| member.manages.contains(&visitor.actor.unit);
    let organisation = desk.organisation();
    let leaders: Vec<&str> =
        organisation.members.iter().filter(leads).map(|member| member.name.as_str()).collect();
    let may_not = MayNot {
        what: w.t("group-may-not"),
        why: w.t("group-may-not-why"),
        ground: w.t("group-may-not-ground"),
        who: leaders.join(", ").into(),
        send: None,
    };
    let shell = visitor.shell(desk, w.t("rail-group"), Place::Group);
    html_with(StatusCode::FORBIDDEN, &MayNotPage { w, shell, may_not })
}

/// What the store tells of the units asked for.
struct Told {
    groups: Vec<Group>,
    old: Vec<DraftRow>,
}

async fn tell(desk: &Arc<Desk>, visitor: &Visitor, asked: &Asked) -> Result<Told, Page> {
    let (reader, units) = (visitor.clone(), chosen(visitor, asked));
    let days = if asked.alla.is_empty() { DAYS_AHEAD } else { DAYS_ALL };
    let told = blocking(desk, move |desk| {
        let (who, now) = (&reader.actor, reader.now);
        let horizon = now.today.plus_days(days);
        let groups: store::Answer<Vec<_>> =
            units.iter().map(|unit| desk.house.group(who, now, *unit, horizon)).collect();
        let old = desk.house.old_drafts(who, drafts::left_lying_before(desk, now)?)?;
        store::Answer::Ok(Told { groups: groups?, old })
    });
    told.await?.or_trouble(desk, visitor)
}

/// The unit asked for, if it is one of theirs; else all of theirs.
fn chosen(visitor: &Visitor, asked: &Asked) -> Vec<UnitId> {
    let units = units_of(&visitor.actor);
    match asked.unit().filter(|unit| units.contains(unit)) {
        Some(unit) => vec![unit],
        None => units,
    }
}

/// The page, from what the store tells and what was typed.
struct Sheet<'a> {
    desk: &'a Desk,
    visitor: &'a Visitor,
    asked: &'a Asked,
    typed: &'a Typed,
    errors: &'a Errors,
}

impl<'a> Sheet<'a> {
    fn page(&self, told: &Told, done: Option<String>) -> GroupPage<'a> {
        let w = self.visitor.w;
        let load = load(&told.groups);
        let mut page = GroupPage {
            w,
            shell: self.visitor.shell(self.desk, w.t("rail-group"), Place::Group),
            done,
            errors: self.errors,
            units: self.units(),
            asked: self.asked,
            people: self.people(&load),
            others: self.others(),
            unassessed: Vec::new(),
            undistributed: Vec::new(),
            unqualified: Vec::new(),
            clocks: Vec::new(),
            all_clocks: self.asked.alla.is_empty().then(|| address(self.asked, "alla=ja")),
            undated: Vec::new(),
            left_out: rows::left_out(w, told.groups.iter().map(|group| group.left_out)),
            proposals: Vec::new(),
            drafts: Vec::new(),
        };
        for group in &told.groups {
            self.add(&mut page, group);
        }
        page.drafts = told.old.iter().map(|draft| self.old_draft(told, draft)).collect();
        for list in [&mut page.unassessed, &mut page.undistributed] {
            *list = together(std::mem::take(list));
            self.keep_ticks(list);
        }
        page.clocks.sort_by_key(|row| row.day);
        page.proposals.sort_by_key(|row| row.day);
        page
    }

    fn add(&self, page: &mut GroupPage<'a>, group: &Group) {
        let lister = self.lister(group);
        let unqualified = group.matters.iter().filter(|matter| matter.row.unqualified);
        page.unqualified.extend(unqualified.map(|matter| lister.matter(matter)));
        for matter in &group.matters {
            if matter.row.kind == "report" && matter.row.phase == "received" {
                let row = self.distributable(group, lister.unassessed(matter), matter, &page.people);
                page.unassessed.push(row);
            } else if matter.row.main.is_none() {
                let row = self.distributable(group, lister.matter(matter), matter, &page.people);
                page.undistributed.push(row);
            }
        }
        let today = self.visitor.now.today;
        let shown = |clock: &&InFile<_>| {
            clock_view::waits(self.desk.house.law, &clock.row, today) != Waits::ForNobody
        };
        page.clocks.extend(lister.clocks(group.clocks.iter().filter(shown)));
        let owed =
            |clock: &&InFile<_>| clock_view::waits(self.desk.house.law, &clock.row, today) == Waits::ForUs;
        page.undated.extend(lister.undated(group.undated.iter().filter(owed)));
        page.proposals.extend(group.proposals.iter().map(|proposal| lister.waiting(proposal)));
    }

    fn lister<'g>(&self, group: &'g Group) -> Lister<'g>
    where
        'a: 'g,
    {
        let house = &self.desk.house;
        Lister::new(self.visitor.w, house, &group.names, &group.matters, self.visitor.now.today)
            .with_workers()
    }

    fn units(&self) -> Vec<UnitLink> {
        let units = units_of(&self.visitor.actor);
        if units.len() < 2 {
            return Vec::new();
        }
        let organisation = self.desk.organisation();
        let link = |unit: &UnitId| UnitLink {
            name: organisation.unit(*unit).map(|unit| unit.name.clone()).unwrap_or_default(),
            href: format!("/gruppen?enhet={unit}"),
            current: self.asked.unit() == Some(*unit),
        };
        let all = UnitLink {
            name: self.visitor.w.t("group-all-units").into_owned(),
            href: "/gruppen".to_owned(),
            current: self.asked.unit().is_none(),
        };
        std::iter::once(all).chain(units.iter().map(link)).collect()
    }

    fn distributable(
        &self,
        group: &Group,
        row: Row,
        matter: &InFile<MatterRow>,
        people: &[Choose<'static>],
    ) -> Distributable {
        let id = matter.row.matter;
        let sent = self.typed.id("matter") == Some(id);
        let chosen = |name: &str| if sent { self.typed.id(name) } else { None };
        let command = if sent { self.typed.id("command") } else { None };
        Distributable {
            row,
            file: matter.file,
            matter: id,
            command: command.unwrap_or_else(|| CommandId::new(self.desk.house.new_id(self.visitor.now))),
            main: self.picked(chosen("main").or(matter.row.main), people),
            second: self.picked(chosen("second").or(matter.row.second), people),
            error: self.errors.of(&format!("main-{id}")).map(str::to_owned),
            with: None,
            ticked: true,
            opened_by: group.opened_by.get(&id).copied(),
        }
    }

    /// In the form that was sent, the boxes stay as they were; in all others they are as they begin.
    fn keep_ticks(&self, list: &mut [Distributable]) {
        let Some(sent) = self.typed.id("matter") else { return };
        for row in list.iter_mut().filter(|row| row.with == Some(sent)) {
            row.ticked = self.typed.is("also", &format!("{}/{}", row.file, row.matter));
        }
    }

    /// Everybody who works with children's matters, the reader's own units first, with how many they have in these lists. In a large house
    /// those of the reader's units and of the one they ask for.
    fn people(&self, load: &BTreeMap<StaffId, usize>) -> Vec<Choose<'static>> {
        let organisation = self.desk.organisation();
        let own = units_of(&self.visitor.actor);
        let (everybody, asked) = (self.everybody_fits(), self.asked.people_of());
        let near = |member: &&Member| everybody || own.contains(&member.unit) || asked == Some(member.unit);
        let with_children =
            |member: &&Member| organisation.unit(member.unit).is_some_and(|unit| unit.kind != UnitKind::Lead);
        let mut members: Vec<&Member> =
            organisation.members.iter().filter(near).filter(with_children).collect();
        let place = |member: &Member| (!own.contains(&member.unit), member.unit);
        members.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.name.cmp(&b.name)));
        let option = |member: &Member| {
            let words = self.worker_words(member, load.get(&member.staff).copied().unwrap_or_default());
            choose(member.staff.to_string(), words, false)
        };
        members.into_iter().map(option).collect()
    }

    fn everybody_fits(&self) -> bool {
        self.desk.organisation().members.len() <= EVERYBODY_MAX
    }

    /// The units whose people are not in the lists unless they are asked for.
    fn others(&self) -> Vec<Choose<'static>> {
        if self.everybody_fits() {
            return Vec::new();
        }
        let (own, asked) = (units_of(&self.visitor.actor), self.asked.people_of());
        let organisation = self.desk.organisation();
        let units = organisation.units.iter();
        let others = units.filter(|unit| unit.kind != UnitKind::Lead && !own.contains(&unit.id));
        others.map(|unit| choose(unit.id.to_string(), unit.name.clone(), asked == Some(unit.id))).collect()
    }

    /// Who is chosen. Whoever is not in the list is named beside it, so that nobody is exchanged unseen.
    fn picked(&self, staff: Option<StaffId>, people: &[Choose<'static>]) -> Picked {
        let value = staff.map(|staff| staff.to_string()).unwrap_or_default();
        let listed = value.is_empty() || people.iter().any(|one| one.value == value);
        let organisation = self.desk.organisation();
        let member = staff.filter(|_| !listed).and_then(|staff| organisation.known(staff));
        Picked { value, stray: member.map(|member| self.worker_words(member, 0)) }
    }

    fn worker_words(&self, member: &Member, matters: usize) -> String {
        let w = self.visitor.w;
        let mut words = member.name.clone();
        if !member.qualified {
            words = w.t1("group-unqualified", "who", words);
        }
        if matters > 0 {
            w.with("group-load", &[("who", words.into()), ("n", matters.into())])
        } else {
            words
        }
    }

    fn old_draft(&self, told: &Told, draft: &DraftRow) -> OldDraft {
        let file = draft.file.map(FileId::new);
        let knows = |group: &&Group| {
            file.is_some_and(|file| group.names.of(file).is_some() || group.names.is_masked(file))
        };
        let group = told.groups.iter().find(knows).unwrap_or(&told.groups[0]);
        OldDraft {
            row: self.lister(group).draft(draft),
            form: drafts::form_words(self.visitor.w, &draft.form),
            take_over: format!("/utkast/{}/overta", draft.draft),
        }
    }
}

/// The rows by day, and what one act opened under each other: the first has the form, and those after it go along.
fn together(mut rows: Vec<Distributable>) -> Vec<Distributable> {
    rows.sort_by_key(|one| one.row.day);
    let mut sorted: Vec<Distributable> = Vec::with_capacity(rows.len());
    for mut row in rows {
        let alike = |one: &Distributable| one.opened_by.is_some() && one.opened_by == row.opened_by;
        let last = sorted.iter().rposition(alike);
        row.with = last.map(|place| sorted[place].with.unwrap_or(sorted[place].matter));
        sorted.insert(last.map_or(sorted.len(), |place| place + 1), row);
    }
    sorted
}

/// How many running matters each main worker has in these groups.
fn load(groups: &[Group]) -> BTreeMap<StaffId, usize> {
    let mut load = BTreeMap::new();
    for main in groups.iter().flat_map(|group| &group.matters).filter_map(|matter| matter.row.main) {
        *load.entry(main).or_default() += 1;
    }
    load
}

#[cfg(test)]
mod tests;
