//! [`LawBook`]: all law data, parsed once and asked by date.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use serde::Deserialize;

use crate::{
    Asks, Choice, ConsentRow, Day, DecisionType, DecisionTypeId, DisclosureGround, DisclosureRoute, Due,
    DutyToDisclose, Effect, LawError, MadeIn, Nature, OneGuardian, Provision, Readings, RetentionRow, Rule,
    RuleId, Sample, ToldBy, due,
};

/// The law as data: rules of time, types of decision, value lists.
///
/// ```
/// use law::{Day, LawBook};
///
/// let book = LawBook::sweden();
/// let follow_up = "DL-040a".parse()?;
/// assert!(book.rule_for(&follow_up, Day::new(2025, 6, 30)?).is_ok());
///
/// let too_late = book.rule_for(&follow_up, Day::new(2025, 7, 1)?).unwrap_err();
/// assert!(too_late.to_string().ends_with("use DL-040b instead"));
/// # Ok::<(), law::LawError>(())
/// ```
#[derive(Clone, Debug)]
pub struct LawBook {
    version: String,
    rules: Vec<Rule>,
    decision_types: Vec<DecisionType>,
    choices: Vec<Choice>,
    consents: Vec<ConsentRow>,
    one_guardian: OneGuardian,
    retention: Retention,
    disclosures: Disclosures,
    waiting: Vec<WaitingList>,
    /// For each event, the driven rules that say its name anywhere.
    touched: BTreeMap<String, Vec<usize>>,
    events: BTreeSet<String>,
    event_names: BTreeMap<String, EventName>,
}

/// The law data as they stand on disk: the text of each TOML file in `law-data/`.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// Rules of time.
    pub deadlines: &'a str,
    /// Types of decision.
    pub decision_types: &'a str,
    /// Value lists.
    pub value_lists: &'a str,
    /// Names of events.
    pub events: &'a str,
    /// Who must consent.
    pub consents: &'a str,
    /// What is kept and for how long.
    pub retention: &'a str,
    /// On what grounds what is secret may be disclosed.
    pub disclosures: &'a str,
}

impl Sources<'static> {
    /// The data that are compiled in.
    pub fn sweden() -> Self {
        Self {
            deadlines: include_str!("../../../law-data/deadlines.toml"),
            decision_types: include_str!("../../../law-data/decision-types.toml"),
            value_lists: include_str!("../../../law-data/value-lists.toml"),
            events: include_str!("../../../law-data/events.toml"),
            consents: include_str!("../../../law-data/consents.toml"),
            retention: include_str!("../../../law-data/retention.toml"),
            disclosures: include_str!("../../../law-data/disclosure-grounds.toml"),
        }
    }
}

/// What an event is called.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventName {
    /// In Swedish: `Anmälan kom in`.
    pub sv: String,
    /// In English.
    pub en: String,
    /// What it ends, if it ends something.
    pub ends: Option<Ends>,
    /// Where the law demands that an official who does it holds the qualification for child cases, if it does.
    pub qualification: Option<Provision>,
    /// Whether it has a form of its own in a report, with what the law demands of it. Told in passing it would stop a
    /// clock and leave out the act.
    #[serde(default)]
    pub own_form: bool,
}

/// What an event ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// The investigation it happens in.
    Investigation,
    /// The measure it happens in.
    Measure,
    /// The service it happens in.
    Service,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deadlines {
    version: String,
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DecisionTypes {
    decision_type: Vec<DecisionType>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueLists {
    choice: Vec<Choice>,
    #[serde(default)]
    waiting: Vec<WaitingList>,
}

/// A value list that nothing asks from yet.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaitingList {
    /// Its name.
    pub list: String,
    /// The part of the product that must come first.
    pub waiting_for: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Consents {
    consent: Vec<ConsentRow>,
    one_guardian: OneGuardian,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Retention {
    sample: Sample,
    readings: Readings,
    #[serde(rename = "ground")]
    grounds: Vec<ToldBy>,
    #[serde(rename = "retention")]
    rows: Vec<RetentionRow>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Disclosures {
    #[serde(rename = "ground")]
    grounds: Vec<DisclosureGround>,
    #[serde(rename = "route")]
    routes: Vec<DisclosureRoute>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventNames {
    event: BTreeMap<String, EventName>,
}

impl LawBook {
    /// The book that is compiled in. Parsed on the first call.
    pub fn sweden() -> &'static Self {
        static SWEDEN: OnceLock<LawBook> = OnceLock::new();
        SWEDEN.get_or_init(|| Self::parse(&Sources::sweden()).expect("a test parses the embedded law data"))
    }

    /// Reads a book from its seven TOML files.
    ///
    /// # Errors
    /// [`LawError::Data`] when a file cannot be read, an id or code stands twice, a successor or a rule that bounds a
    /// type of decision or a keeping names does not exist, a route of disclosure names no ground that allows it, an
    /// event has no name, or a rule says neither (or both) what drives it and what it waits for.
    pub fn parse(sources: &Sources<'_>) -> Result<Self, LawError> {
        let Deadlines { version, rule: rules } = read(sources.deadlines)?;
        let DecisionTypes { decision_type: decision_types } = read(sources.decision_types)?;
        let ValueLists { choice: choices, waiting } = read(sources.value_lists)?;
        let EventNames { event: event_names } = read(sources.events)?;
        let Consents { consent: consents, one_guardian } = read(sources.consents)?;
        let retention: Retention = read(sources.retention)?;
        let disclosures: Disclosures = read(sources.disclosures)?;
        check_rules(&rules)?;
        once("decision type", decision_types.iter().map(|kind| kind.id.as_str()))?;
        check_bounds(&decision_types, &rules)?;
        check_retention(&retention.rows, &rules)?;
        check_disclosures(&disclosures)?;
        let mut told = retention.grounds.iter().flat_map(|ground| &ground.events);
        if let Some(nameless) = told.find(|event| !event_names.contains_key(*event)) {
            return Err(LawError::Data(format!("a ground for keeping names {nameless}, which is no event")));
        }
        // A code may come back with another validity, so the first day belongs to its name.
        let codes: Vec<String> = choices
            .iter()
            .map(|choice| format!("{}/{}/{}", choice.list, choice.code, choice.valid_from))
            .collect();
        once("choice", codes.iter().map(String::as_str))?;

        let mut touched: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.is_driven()) {
            for event in events_of(rule) {
                touched.entry(event.to_owned()).or_default().push(at);
            }
        }
        let in_rules = rules.iter().flat_map(events_of);
        let emitted = decision_types.iter().flat_map(|kind| kind.events().map(String::as_str));
        let events: BTreeSet<String> = in_rules.chain(emitted).map(str::to_owned).collect();
        if let Some(nameless) = events.iter().find(|event| !event_names.contains_key(*event)) {
            return Err(LawError::Data(format!("event {nameless} has no name")));
        }
        Ok(Self {
            version,
            rules,
            decision_types,
            choices,
            consents,
            one_guardian,
            retention,
            disclosures,
            waiting,
            touched,
            events,
            event_names,
        })
    }

    /// The version of the data, `2026-11-30.1`: every entry of the record names the one it was decided under.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All rules, in the order of their ids.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this id, whenever it was in force.
    ///
    /// # Errors
    /// [`LawError::UnknownRule`].
    pub fn rule(&self, id: &RuleId) -> Result<&Rule, LawError> {
        self.rules.iter().find(|rule| rule.id == *id).ok_or_else(|| LawError::UnknownRule(id.to_string()))
    }

    /// The rule with this id, if it applies to something that started on `start` (for a rule counted from the
    /// child's birth: to a child born on `start`). See [`Rule::deciding_day`].
    ///
    /// # Errors
    /// [`LawError::UnknownRule`]; [`LawError::OutsideValidity`] with the row to use instead, if there is one.
    pub fn rule_for(&self, id: &RuleId, start: Day) -> Result<&Rule, LawError> {
        let rule = self.rule(id)?;
        let day = rule.deciding_day(start);
        if rule.is_valid_on(day) {
            return Ok(rule);
        }
        let before =
            || self.rules.iter().find(|row| row.successor.as_ref() == Some(id)).map(|row| row.id.clone());
        let use_instead = if day < rule.valid_from { before() } else { rule.successor.clone() };
        Err(LawError::OutsideValidity { rule: id.clone(), day, validity: rule.validity(), use_instead })
    }

    /// All types of decision, in the order of their ids.
    pub fn decision_types(&self) -> &[DecisionType] {
        &self.decision_types
    }

    /// The type of decision with this id, if it is in force on `on`.
    ///
    /// # Errors
    /// [`LawError::UnknownDecisionType`] or [`LawError::DecisionTypeNotInForce`].
    pub fn decision_type(&self, id: &DecisionTypeId, on: Day) -> Result<&DecisionType, LawError> {
        let kind = self
            .decision_types
            .iter()
            .find(|kind| kind.id == *id)
            .ok_or_else(|| LawError::UnknownDecisionType(id.to_string()))?;
        if kind.is_valid_on(on) {
            Ok(kind)
        } else {
            Err(LawError::DecisionTypeNotInForce { kind: id.clone(), day: on })
        }
    }

    /// The types of decision that can be made in Lykta in a kind of matter on a day, in the order of their ids.
    pub fn made_here(&self, place: MadeIn, on: Day) -> impl Iterator<Item = &DecisionType> {
        let here = move |kind: &&DecisionType| kind.can_be_made_here && kind.made_in == place;
        self.decision_types.iter().filter(here).filter(move |kind| kind.is_valid_on(on))
    }

    /// The decision that opens an investigation on a day: a found need of immediate protection calls for it at once.
    pub fn opening_type(&self, on: Day) -> Option<&DecisionType> {
        self.made_here(MadeIn::Report, on).find(|kind| kind.asks_for(Asks::Opening))
    }

    /// When the event `act` is due after the event `start`, by the rule in force that the one stops and the other starts.
    ///
    /// ```
    /// use law::{Day, LawBook};
    ///
    /// let arrived = Day::new(2026, 11, 21)?;
    /// let due = LawBook::sweden().due_between("report.received", "protection_assessment.documented", arrived);
    /// assert_eq!(due.and_then(|due| due.latest_lawful), Some(Day::new(2026, 11, 22)?), "a Sunday: at once is at once");
    /// # Ok::<(), law::LawError>(())
    /// ```
    pub fn due_between(&self, start: &str, act: &str, on: Day) -> Option<Due> {
        let names = |list: &[String], event: &str| list.iter().any(|name| name == event);
        let between = |rule: &&Rule| names(&rule.starts_at, start) && names(&rule.fulfilled_by, act);
        let rule = self.rules.iter().filter(|rule| rule.is_driven() && rule.is_valid_on(on)).find(between)?;
        due(rule, on, None, None).ok()
    }

    /// The choices of a list that can be made on `on`, in the order to show them. Empty for an unknown list.
    ///
    /// ```
    /// use law::{Day, LawBook};
    ///
    /// let book = LawBook::sweden();
    /// let today = Day::new(2026, 11, 21)?;
    /// let feedback: Vec<_> = book.list("feedback_value", today).into_iter().map(|choice| &*choice.code).collect();
    /// assert_eq!(feedback, ["opened", "not_opened", "already_running"]);
    /// # Ok::<(), law::LawError>(())
    /// ```
    pub fn list(&self, list: &str, on: Day) -> Vec<&Choice> {
        self.choices.iter().filter(|choice| choice.list == list && choice.is_valid_on(on)).collect()
    }

    /// The choice with this code, whenever it was valid: what the record once stored can always be shown.
    pub fn choice(&self, list: &str, code: &str) -> Option<&Choice> {
        self.choices.iter().rev().find(|choice| choice.list == list && choice.code == code)
    }

    /// All choices of all lists.
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// Who must consent to a service of this group for a child of this age, in whole years.
    pub fn consent(&self, group: &str, age: i16, on: Day) -> Option<&ConsentRow> {
        self.consents.iter().find(|row| row.covers(group, age, on))
    }

    /// All rows of who must consent.
    pub fn consents(&self) -> &[ConsentRow] {
        &self.consents
    }

    /// When one guardian's consent can be enough.
    pub fn one_guardian(&self) -> &OneGuardian {
        &self.one_guardian
    }

    /// What is kept and for how long, in the order it is asked.
    pub fn retention(&self) -> &[RetentionRow] {
        &self.retention.rows
    }

    /// By what the grounds for keeping are told.
    pub fn keeping_grounds(&self) -> &[ToldBy] {
        &self.retention.grounds
    }

    /// How long rows of the access log are kept at least.
    pub fn readings(&self) -> &Readings {
        &self.retention.readings
    }

    /// The research sample.
    pub fn sample(&self) -> &Sample {
        &self.retention.sample
    }

    /// On what grounds what is secret may be disclosed, in the order they are asked about.
    pub fn disclosure_grounds(&self) -> &[DisclosureGround] {
        &self.disclosures.grounds
    }

    /// The ground with this id, whenever it was in force: what the record once stored can always be shown.
    pub fn disclosure_ground(&self, id: &str) -> Option<&DisclosureGround> {
        self.disclosures.grounds.iter().find(|ground| ground.id == id)
    }

    /// The ways by which somebody asks for what stands in a file.
    pub fn disclosure_routes(&self) -> &[DisclosureRoute] {
        &self.disclosures.routes
    }

    /// The way with this code.
    pub fn disclosure_route(&self, code: &str) -> Option<&DisclosureRoute> {
        self.disclosures.routes.iter().find(|route| route.code == code)
    }

    /// The lists that nothing asks from yet.
    pub fn waiting_lists(&self) -> &[WaitingList] {
        &self.waiting
    }

    /// The name of every event that a rule or a type of decision speaks of.
    pub fn events(&self) -> &BTreeSet<String> {
        &self.events
    }

    /// What an event is called.
    pub fn event_name(&self, event: &str) -> Option<&EventName> {
        self.event_names.get(event)
    }

    /// Every event that has a name.
    pub fn event_names(&self) -> &BTreeMap<String, EventName> {
        &self.event_names
    }

    /// The driven rules that an event can start, move or stop.
    pub(crate) fn rules_touched_by(&self, event: &str) -> impl Iterator<Item = &Rule> {
        self.touched.get(event).into_iter().flatten().map(|&at| &self.rules[at])
    }
}

/// The name of every event a rule speaks of, each once.
fn events_of(rule: &Rule) -> BTreeSet<&str> {
    let companions = rule.only_with.iter().map(|companion| &companion.event);
    rule.starts_at
        .iter()
        .chain(&rule.fulfilled_by)
        .chain(&rule.superseded_by)
        .chain(&rule.extended_by)
        .chain(&rule.ends_with)
        .chain(companions)
        .map(String::as_str)
        .collect()
}

fn read<'a, T: Deserialize<'a>>(toml: &'a str) -> Result<T, LawError> {
    toml::from_str(toml).map_err(|error| LawError::Data(error.to_string()))
}

fn once<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> Result<(), LawError> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(LawError::Data(format!("{what} {name} stands twice")));
        }
    }
    Ok(())
}

fn check_rules(rules: &[Rule]) -> Result<(), LawError> {
    once("rule", rules.iter().map(|rule| rule.id.as_str()))?;
    for rule in rules {
        let wrong = |what: &str| Err(LawError::Data(format!("rule {}: {what}", rule.id)));
        if rule.is_driven() == rule.waiting_for.is_some() {
            return wrong("say either what drives it or what it waits for");
        }
        if rule.successor.as_ref().is_some_and(|next| !rules.iter().any(|other| other.id == *next)) {
            return wrong("its successor does not exist");
        }
        if rule.successor.is_some() && rule.valid_to.is_none() {
            return wrong("a row with a successor must end");
        }
        if rule.provision.is_none() && rule.provision_old.is_none() {
            return wrong("it stands in no provision");
        }
        if rule.valid_to.is_some_and(|last| last < rule.valid_from) {
            return wrong("it ends before it begins");
        }
    }
    Ok(())
}

/// A bound is a rule that sets a day by itself.
fn check_bounds(kinds: &[DecisionType], rules: &[Rule]) -> Result<(), LawError> {
    let ends_a_power =
        |id: &RuleId| rules.iter().any(|rule| rule.id == *id && rule.nature == Nature::EndOfPower);
    for kind in kinds {
        if let Some(unknown) = kind.bounded_by.iter().find(|id| !ends_a_power(id)) {
            return Err(LawError::Data(format!("decision type {}: {unknown} ends no power", kind.id)));
        }
    }
    Ok(())
}

/// Each row names rules of keeping, says in both languages why it is frozen or in neither, and the last takes what is left.
fn check_retention(rows: &[RetentionRow], rules: &[Rule]) -> Result<(), LawError> {
    once("keeping", rows.iter().map(|row| row.id.as_str()))?;
    let keeps = |id: &RuleId| rules.iter().any(|rule| rule.id == *id && rule.nature == Nature::Retention);
    for row in rows {
        if let Some(unknown) = std::iter::once(&row.rule).chain(&row.and_not_before).find(|id| !keeps(id)) {
            return Err(LawError::Data(format!("keeping {}: {unknown} is no rule of keeping", row.id)));
        }
        if row.frozen_sv.is_some() != row.frozen_en.is_some() {
            return Err(LawError::Data(format!("keeping {}: frozen in one language only", row.id)));
        }
    }
    match rows.iter().position(|row| row.when.is_empty()) {
        Some(last) if last + 1 == rows.len() => Ok(()),
        _ => Err(LawError::Data("the last keeping, and no other, takes what is left".to_owned())),
    }
}

/// What bars is never a duty, what allows is not barred, and a route names grounds that allow.
fn check_disclosures(Disclosures { grounds, routes }: &Disclosures) -> Result<(), LawError> {
    once("ground of disclosure", grounds.iter().map(|ground| ground.id.as_str()))?;
    once("route of disclosure", routes.iter().map(|route| route.code.as_str()))?;
    let bars = |ground: &DisclosureGround| ground.effect == Effect::Bars;
    if let Some(odd) = grounds.iter().find(|one| bars(one) != (one.duty == DutyToDisclose::Never)) {
        return Err(LawError::Data(format!("ground of disclosure {}: it both bars and allows", odd.id)));
    }
    let allows = |id: &String| grounds.iter().any(|ground| ground.id == *id && !bars(ground));
    for route in routes {
        if route.grounds.is_empty() || !route.grounds.iter().all(allows) {
            let code = &route.code;
            return Err(LawError::Data(format!("route of disclosure {code}: no ground allows it")));
        }
    }
    Ok(())
}
