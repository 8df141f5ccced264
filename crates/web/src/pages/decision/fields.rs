//! The fields of a decision: what is asked about each child, about each service, and what the law's uncertain rows ask.

use law::{Asks, Condition, Day, DecisionType, Elsewhere, Obstacle};
use record::{
    Code, FileId, MatterId,
    decision::{CONSENT, end_of_power},
    facts, stand,
};

use super::at::At;
use crate::consent_view::ConsentView;
use crate::desk::{Desk, Typed, Visitor};
use crate::entry_view::fact_key;
use crate::fields::{Choice, Field};
use crate::file_page::Sheet;
use crate::kin::SameReport;
use crate::pages::decision_request::grants::{ROWS, row_name};
use crate::pages::decision_request::reason_field;
use crate::pages::preliminary::{field_of, not_heard};
use crate::reading::{Reading, choose};
use crate::siblings::own_name;
use crate::words::Words;

/// A row of law that only asks to be considered.
pub(super) struct Considered {
    pub(super) outcome: String,
    pub(super) fact: String,
    pub(super) words: String,
    pub(super) ticked: bool,
}

impl Considered {
    fn of(w: &Words, typed: &Typed, kind: &DecisionType, fact: &str, provision: &str) -> Self {
        Self::said(w, typed, kind, (fact, "decision-considered", provision))
    }

    /// What a condition of the law's rows asks: what the record cannot know is asked as it is, in words of its own.
    fn of_condition(w: &Words, typed: &Typed, kind: &DecisionType, condition: &Condition) -> Self {
        let key = match condition.elsewhere {
            Elsewhere::Asked if condition.to_detriment => "decision-asked-detriment",
            Elsewhere::Asked => "decision-asked",
            Elsewhere::Demanded | Elsewhere::Nothing => "decision-considered",
        };
        let own = format!("{key}-{}", condition.fact.replace('_', "-"));
        let key = if w.has(&own) { own.as_str() } else { "decision-considered" };
        Self::said(w, typed, kind, (&condition.fact, key, condition.provision.as_str()))
    }

    fn said(
        w: &Words,
        typed: &Typed,
        kind: &DecisionType,
        (fact, key, provision): (&str, &str, &str),
    ) -> Self {
        let values = [("fact", w.t(fact_key(fact)).into_owned().into()), ("provision", provision.into())];
        Self {
            outcome: kind.id.to_string(),
            fact: fact.to_owned(),
            words: w.with(key, &values),
            ticked: typed.is("considered", fact),
        }
    }
}

impl At {
    /// Uncertain rows of law that speak against an outcome as things stand: whoever decides says that they have been considered.
    pub(super) fn considered(&self, desk: &Desk, visitor: &Visitor, typed: &Typed) -> Vec<Considered> {
        let (today, w) = (visitor.now.today, visitor.w);
        let doubtful = self.doubtful_consent(desk, visitor, typed);
        let investigated = self.is_investigation_running();
        let mut boxes: Vec<Considered> = Vec::new();
        for kind in &self.kinds {
            for (condition, wanted) in kind.conditions() {
                let as_wanted = self.holds(&condition.fact, today) == Some(wanted);
                if condition.obstacle(as_wanted, investigated, today) == Some(Obstacle::Asks) {
                    boxes.push(Considered::of_condition(w, typed, kind, condition));
                }
            }
            boxes.extend(doubtful_reason(desk, visitor, typed, kind));
            boxes.extend(self.doubtful_power(desk, visitor, typed, kind));
            let doubtful = doubtful.as_ref().filter(|_| kind.asks_for(Asks::Grants));
            boxes.extend(doubtful.map(|provision| Considered::of(w, typed, kind, CONSENT, provision)));
        }
        boxes
    }

    /// Is a fact so? That the child is investigated is told also where nothing else of it is seen.
    fn holds(&self, fact: &str, today: Day) -> Option<bool> {
        if fact == facts::INVESTIGATION_RUNNING {
            return Some(self.open.investigated);
        }
        facts::holds(&self.open.file, self.matter, fact, today)
    }

    /// The end of a power by an uncertain row, where it has passed or the chosen last day lies after it.
    fn doubtful_power(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        typed: &Typed,
        kind: &DecisionType,
    ) -> Option<Considered> {
        let due = end_of_power(&self.open.file, self.matter, kind, desk.house.law)?;
        let reaches = typed.trimmed("until").parse().unwrap_or(visitor.now.today).max(visitor.now.today);
        let asks = due.nominal.is_some_and(|last| last < reaches) && !due.certainty.is_certain();
        asks.then(|| Considered::of(visitor.w, typed, kind, facts::BEYOND_POWER, &due.provision))
    }

    /// The provision of an uncertain row by which a chosen service lacks consent.
    fn doubtful_consent(&self, desk: &Desk, visitor: &Visitor, typed: &Typed) -> Option<String> {
        let (law, today) = (desk.house.law, visitor.now.today);
        (0..ROWS).find_map(|row| {
            let service = Code::from(typed.trimmed(&row_name("service", row)));
            let suitable = !typed.trimmed(&row_name("suitable", row)).is_empty();
            let consent = stand::consent(&self.open.file, self.matter, &service, suitable, today, law)?;
            let doubtful = consent.way.is_none() && !consent.row.certainty.on(today).is_certain();
            doubtful.then(|| consent.row.provision.to_string())
        })
    }
}

/// The chosen reason, where an uncertain row says that it does not suffice.
fn doubtful_reason(desk: &Desk, visitor: &Visitor, typed: &Typed, kind: &DecisionType) -> Option<Considered> {
    let chosen = typed.trimmed(reason_field(kind)?);
    let reason =
        desk.house.law.choice(kind.reason_list.as_ref()?, chosen).filter(|reason| !reason.accepted)?;
    let asks = !reason.certainty.on(visitor.now.today).is_certain();
    let provision = reason.provision.as_ref().map(ToString::to_string).unwrap_or_default();
    asks.then(|| Considered::of(visitor.w, typed, kind, facts::REASON_NOT_ACCEPTED, &provision))
}

/// A sibling whose report can get the same decision.
pub(super) struct SiblingBox<'a> {
    pub(super) file: FileId,
    pub(super) words: String,
    pub(super) ticked: bool,
    pub(super) motive: Field<'a>,
    pub(super) own: ChildFields<'a>,
}

impl<'a> SiblingBox<'a> {
    pub(super) fn of(reading: &Reading<'_>, sheet: Sheet<'a>, one: &SameReport) -> Self {
        let file = one.open.id;
        let number = one.open.file.matters.get(&one.matter).and_then(|matter| matter.number.clone());
        Self {
            file,
            words: format!("{} · {}", one.sibling.name, number.unwrap_or_default()),
            ticked: sheet.typed.is("sibling", &file.to_string()),
            motive: area(sheet, own_name("motive", file), "decision-motive-own"),
            own: ChildFields::of(reading, sheet, Some(file)),
        }
    }
}

/// What is asked about one child alone: what it has said, and what is best for it.
pub(super) struct ChildFields<'a> {
    pub(super) view: Field<'a>,
    pub(super) keep: bool,
    pub(super) not_heard: Choice<'a>,
    pub(super) weight: Field<'a>,
    pub(super) best_interests: Field<'a>,
}

impl<'a> ChildFields<'a> {
    pub(super) fn of(reading: &Reading<'_>, sheet: Sheet<'a>, sibling: Option<FileId>) -> Self {
        let of = |name, label| area(sheet, field_of(name, sibling), label);
        Self {
            view: of("child-view", "decision-child"),
            keep: sheet.typed.is("keep", &field_of("child-view", sibling)),
            not_heard: not_heard(reading, sheet, sibling),
            weight: of("child-weight", "decision-weight").optional(),
            best_interests: of("best-interests", "decision-best"),
        }
    }

    /// Is there anything in them that must be seen?
    pub(super) fn is_written(&self) -> bool {
        !self.view.value.is_empty() || !self.best_interests.value.is_empty()
    }

    /// Must somebody still say what the child has said, or why it was not heard?
    pub(super) fn is_open(&self) -> bool {
        let told = self.not_heard.options.iter().any(|one| one.chosen && !one.value.is_empty());
        let wrong = self.view.error.is_some() || self.not_heard.error.is_some();
        wrong || (self.view.value.is_empty() && !told)
    }
}

/// One step of weighing what is best for the child.
pub(super) struct StepField<'a> {
    /// The law data's name of the step.
    pub(super) name: String,
    /// A question of our own, to think with.
    pub(super) question: Option<String>,
    pub(super) area: Field<'a>,
}

/// The steps, in the order of the list.
pub(super) fn steps<'a>(reading: &Reading<'_>, sheet: Sheet<'a>) -> Vec<StepField<'a>> {
    let steps = reading.law.list("best_interests_step", reading.today).into_iter();
    steps
        .map(|step| {
            let key = format!("decision-step-{}", step.code);
            StepField {
                name: reading.in_language(&step.sv, &step.en).to_owned(),
                question: reading.w.has(&key).then(|| reading.w.t(&key).into_owned()),
                area: area(sheet, format!("step-{}", step.code), "decision-steps"),
            }
        })
        .collect()
}

/// A service that is granted.
pub(super) struct GrantFields<'a> {
    /// The id of its matter, carried unseen.
    pub(super) id: (String, String),
    pub(super) service: Choice<'a>,
    /// Where the parties stand to the chosen service.
    pub(super) consent: Option<ConsentView>,
    pub(super) goal: Field<'a>,
    pub(super) extent: Field<'a>,
    pub(super) from: Field<'a>,
    pub(super) until: Field<'a>,
    pub(super) review: Field<'a>,
    pub(super) provider: Choice<'a>,
    pub(super) suitable: Field<'a>,
}

impl<'a> GrantFields<'a> {
    /// The rows.
    pub(super) fn rows(reading: &Reading<'_>, matter: MatterId, sheet: Sheet<'a>) -> Vec<Self> {
        (0..ROWS).map(|row| Self::of(reading, matter, sheet, row)).collect()
    }

    fn of(reading: &Reading<'_>, matter: MatterId, sheet: Sheet<'a>, row: usize) -> Self {
        let w = reading.w;
        let name = |name: &str| row_name(name, row);
        let day = |field: &str, label| sheet.fill(Field::day(name(field), label));
        let mut services = vec![choose("", w.t("choose-none"), false)];
        services.extend(reading.choices("service_kind", ""));
        let mut providers = vec![choose("", w.t("grant-outside"), false)];
        let units = reading.organisation.units.iter();
        providers.extend(units.map(|unit| choose(unit.id.to_string(), unit.name.clone(), false)));
        let chosen = Some(sheet.typed.trimmed(&name("service"))).filter(|code| !code.is_empty());
        let suitable = !sheet.typed.trimmed(&name("suitable")).is_empty();
        Self {
            id: (name("grant"), sheet.typed.get(&name("grant")).to_owned()),
            service: sheet.choice(name("service"), "grant-service", services),
            consent: chosen.map(|code| ConsentView::of(reading, matter, &Code::from(code), suitable)),
            goal: area(sheet, name("goal"), "grant-goal"),
            extent: sheet.fill(Field::text(name("extent"), "grant-extent")).optional(),
            from: day("grant-from", "grant-from"),
            until: day("grant-until", "grant-until").optional(),
            review: day("review", "grant-review"),
            provider: sheet.choice(name("provider"), "grant-provider", providers),
            suitable: area(sheet, name("suitable"), "grant-suitable").optional(),
        }
    }

    /// Is there anything in it that must be seen?
    pub(super) fn is_written(&self) -> bool {
        let wrong = self.service.error.is_some() || self.goal.error.is_some();
        wrong || self.service.options.iter().any(|option| option.chosen && !option.value.is_empty())
    }
}

pub(super) fn area<'a>(sheet: Sheet<'a>, name: String, label_key: &'static str) -> Field<'a> {
    sheet.fill(Field { max: 60_000, ..Field::area(name, label_key) }.rows(2))
}
