//! The outage pack: today's children as a page that opens without Lykta, to be printed or read on any computer.
//!
//! One file of HTML with its style in it, nothing to fetch, no script. It is drawn here because the words of clocks and matters are here;
//! who may read it, and under which lock it is kept, is the binary's business. There are two: the ordinary pack, in which a child that is
//! protected or lives with somebody who is has neither name nor anything else but whom to call; and the one for named persons, with those
//! children.

use std::borrow::Cow;
use std::collections::BTreeSet;

use askama::Template;
use jiff::civil::Date;
use law::{LawBook, Nature};
use record::{Code, MatterId, MatterState, Organisation, PersonId, service::ServiceState};
use store::{House, MatterRow, Now, OutageFile};

use crate::clock_view;
use crate::format;
use crate::parts::Clock;
use crate::words::{Lang, Words};

/// Days to the last day within which a clock is a warning.
const NEAR: i32 = 3;

/// Which pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pack {
    /// For everybody who works when nothing works.
    Ordinary,
    /// For the few who may know about protected people.
    Protected,
}

#[derive(Template)]
#[template(path = "outage/pack.html")]
struct OutagePage<'a> {
    lang: &'static str,
    title: Cow<'a, str>,
    authority: &'a str,
    made: String,
    secret: Cow<'a, str>,
    count: String,
    children: Vec<Child>,
    masked_title: Cow<'a, str>,
    masked_why: Cow<'a, str>,
    masked: Vec<Masked>,
}

/// A child in the pack.
struct Child {
    name: String,
    born: Option<String>,
    number: Option<String>,
    acute: bool,
    warnings: Vec<String>,
    clocks: Vec<Running>,
    matters: Vec<Told>,
    contacts: Vec<Contact>,
}

/// A clock, and in which matter it runs.
struct Running {
    clock: Clock<'static>,
    day: String,
    near: bool,
    lapses: Option<String>,
    matter: String,
}

/// A matter, a measure or a service, and who has it.
struct Told {
    what: String,
    more: Option<String>,
    who: String,
}

/// Somebody to call.
struct Contact {
    who: String,
    name: String,
    phone: Option<String>,
    address: Option<String>,
}

/// A child of which the ordinary pack says only whom to call.
struct Masked {
    call: String,
    acute: Option<String>,
}

/// Draws a pack.
pub fn page(house: &House, files: &[OutageFile], now: Now, pack: Pack, lang: Lang) -> String {
    let w = Words::of(lang);
    let organisation = house.organisation(now.today);
    let drawing = Drawing { w, law: house.law, organisation: &organisation, today: now.today.into() };
    let shown = files.iter().filter(|file| file.protected == (pack == Pack::Protected));
    let mut children: Vec<Child> = shown.map(|file| drawing.child(file)).collect();
    children.sort_by_key(|child| (!child.acute, child.clocks.first().map(|clock| clock.clock.day)));
    let masked = files.iter().filter(|file| file.protected && pack == Pack::Ordinary);
    let at = now.instant.to_zoned(record::stockholm());
    let at = format!("{} {}", format::day(w, now.today.into()), format::time(w, at.time()));
    let acute = children.iter().filter(|child| child.acute).count();
    let page = OutagePage {
        lang: lang.tag(),
        title: w.t("outage-title"),
        authority: &organisation.municipality,
        made: w.t1("outage-made", "when", at),
        secret: match pack {
            Pack::Ordinary => w.t("outage-secret"),
            Pack::Protected => w.t("outage-secret-protected"),
        },
        count: w.with("outage-count", &[("n", children.len().into()), ("acute", acute.into())]),
        children,
        masked_title: w.t("outage-masked"),
        masked_why: w.t("outage-masked-why"),
        masked: masked.map(|file| drawing.masked(file)).collect(),
    };
    page.render().expect("writing to a string cannot fail")
}

struct Drawing<'a> {
    w: &'a Words,
    law: &'static LawBook,
    organisation: &'a Organisation,
    today: Date,
}

impl Drawing<'_> {
    fn child(&self, file: &OutageFile) -> Child {
        let child = file.child();
        let mut clocks: Vec<Running> =
            file.clocks.iter().filter_map(|clock| self.running(file, clock)).collect();
        clocks.sort_by_key(|running| running.clock.day);
        let unnamed = || self.w.t("outage-unnamed").into_owned();
        let birth = child.and_then(|child| child.card.birth());
        let born = |day: law::Day| {
            let (day, age) = (Date::from(day), format::age(day.into(), self.today));
            self.w.with("outage-born", &[("day", day.to_string().into()), ("age", i64::from(age).into())])
        };
        Child {
            name: child.map_or_else(unnamed, |child| child.card.name().to_owned()),
            born: birth.map(born),
            number: child.and_then(|child| child.card.number().map(str::to_owned)),
            acute: file.is_acute(),
            warnings: self.warnings(file),
            clocks,
            matters: file.matters.iter().map(|matter| self.matter(file, matter)).collect(),
            contacts: self.contacts(file),
        }
    }

    fn running(&self, file: &OutageFile, clock: &law::Clock) -> Option<Running> {
        let rule = self.law.rule(&clock.rule).ok()?;
        let shown = clock_view::of_clock(self.w, self.law, clock, self.today.into())?;
        let in_matter = |row: &&MatterRow| Some(row.matter.uuid().as_u128()) == clock.matter;
        let matter = file.matters.iter().find(in_matter).map(|row| self.named(row));
        Some(Running {
            day: format::day(self.w, shown.day),
            near: format::days_between(self.today, shown.day) <= NEAR,
            lapses: matches!(rule.nature, Nature::Lapse | Nature::EndOfPower)
                .then(|| self.w.t("outage-lapses").into_owned()),
            matter: matter.unwrap_or_default(),
            clock: shown,
        })
    }

    fn named(&self, row: &MatterRow) -> String {
        match &row.number {
            Some(number) => self.w.t1("matter-number", "n", number.clone()),
            None => self.w.t("matter-unnumbered").into_owned(),
        }
    }

    /// What stands out: acute need, violence, a service that its consent has been taken from.
    fn warnings(&self, file: &OutageFile) -> Vec<String> {
        let mut warnings = Vec::new();
        if file.is_acute() {
            warnings.push(self.w.t("outage-acute").into_owned());
        }
        let violent = |matter: &record::Matter| matches!(&matter.state, MatterState::Report(report) if matter.is_running() && report.violence);
        if file.state.matters.values().any(violent) {
            warnings.push(self.w.t("outage-violence").into_owned());
        }
        let lost = |matter: &MatterId| {
            record::stand::without_consent(&file.state, *matter, self.today.into(), self.law).is_some()
        };
        if file.state.matters.keys().any(lost) {
            warnings.push(self.w.t("outage-no-consent").into_owned());
        }
        warnings
    }

    fn matter(&self, file: &OutageFile, row: &MatterRow) -> Told {
        let kind = self.w.t(&format!("matter-{}-{}", row.kind, row.phase)).into_owned();
        let more = match file.state.matters.get(&row.matter).map(|matter| &matter.state) {
            Some(MatterState::Measure(measure)) => Some(self.decision(&measure.kind)),
            Some(MatterState::Service(service)) => Some(self.service(service)),
            _ => None,
        };
        let what = match &row.number {
            Some(number) => format!("{kind} {number}"),
            None => kind,
        };
        Told { what, more, who: self.who(row) }
    }

    /// What is given, and who carries it out: a unit of the authority, or whoever the assignment was sent to.
    fn service(&self, service: &ServiceState) -> String {
        let unit = service.grant.provider.and_then(|unit| self.organisation.unit(unit));
        let outside = || Some(service.outside.as_ref()?.as_str().lines().collect::<Vec<_>>().join(", "));
        let by = unit.map(|unit| unit.name.clone()).or_else(outside);
        let what = self.code("service_kind", &service.grant.service);
        std::iter::once(what).chain(by).collect::<Vec<_>>().join(", ")
    }

    /// Who has a matter, and how to reach them: the workers, and the unit.
    fn who(&self, row: &MatterRow) -> String {
        let unit = self.organisation.unit(row.unit).map(|unit| unit.name.clone());
        let workers = [row.main, row.second].into_iter().flatten();
        let reached = workers.filter_map(|staff| {
            let member = self.organisation.member(staff)?;
            Some(format!("{} {}", member.name, member.phone).trim_end().to_owned())
        });
        reached.chain(unit).collect::<Vec<_>>().join(", ")
    }

    fn decision(&self, kind: &law::DecisionTypeId) -> String {
        let known = self.law.decision_types().iter().find(|one| one.id == *kind);
        known.map_or_else(|| kind.to_string(), |known| self.in_language(&known.name_sv, &known.name_en))
    }

    fn code(&self, list: &str, code: &Code) -> String {
        self.law
            .choice(list, code.as_str())
            .map_or_else(|| code.as_str().to_owned(), |choice| self.in_language(&choice.sv, &choice.en))
    }

    fn in_language(&self, sv: &str, en: &str) -> String {
        if self.w.lang() == Lang::En { en } else { sv }.to_owned()
    }

    /// The child itself, then its guardians, then everybody else around it that can be reached.
    fn contacts(&self, file: &OutageFile) -> Vec<Contact> {
        let guardians: Vec<PersonId> = file.state.guardians(self.today.into()).collect();
        let child = file.state.person();
        let mut contacts: Vec<(u8, Contact)> = Vec::new();
        for (id, person) in &file.people {
            let (order, who) = if Some(*id) == child {
                (0, self.w.t("outage-child").into_owned())
            } else if guardians.contains(id) {
                (1, self.w.t("outage-guardian").into_owned())
            } else {
                (2, self.relation(file, *id))
            };
            let address = person.address.as_ref().map(|address| {
                let care_of = address.care_of.iter().map(|name| format!("c/o {name}"));
                let lines = [address.street.clone(), format!("{} {}", address.postcode, address.town)];
                care_of.chain(lines).collect::<Vec<_>>().join(", ")
            });
            if order < 2 || person.phone.is_some() {
                let name = person.card.name().to_owned();
                contacts.push((order, Contact { who, name, phone: person.phone.clone(), address }));
            }
        }
        contacts.sort_by_key(|(order, _)| *order);
        contacts.into_iter().map(|(_, contact)| contact).collect()
    }

    fn relation(&self, file: &OutageFile, person: PersonId) -> String {
        let relation = file.state.family.relations.iter().find(|one| one.person == person && !one.ended);
        relation.map_or_else(String::new, |one| self.code("relation_kind", &one.kind))
    }

    fn masked(&self, file: &OutageFile) -> Masked {
        let numbers: Vec<&str> = file.matters.iter().filter_map(|row| row.number.as_deref()).collect();
        let who: BTreeSet<String> = file.matters.iter().map(|row| self.who(row)).collect();
        let who = who.into_iter().collect::<Vec<_>>().join("; ");
        let call = [("numbers", numbers.join(", ").into()), ("who", who.into())];
        Masked {
            call: self.w.with("outage-call", &call),
            acute: file.is_acute().then(|| self.w.t("outage-acute").into_owned()),
        }
    }
}
