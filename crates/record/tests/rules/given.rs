//! *Given* what has been written, *when* somebody wants something, *then* this is written, or it is refused.

use crate::words::{day, unit_head};
use law::{Clock, Day, DelegationOrder, DelegationOrders, LawBook};
use record::{Actor, CaseFile, Command, Context, Entry, NewEntry, Recorded, Refusal, decide, duties, evolve};
use std::sync::LazyLock;

/// The day of every test that does not say otherwise: a Tuesday.
pub(crate) const TODAY: &str = "2026-11-24";

/// The order of the demo but for its second person at a disclosure: what one person does is told by one person.
static DELEGATION: LazyLock<DelegationOrders> = LazyLock::new(|| {
    let mut order = DelegationOrder::lyktinge();
    order.points.iter_mut().for_each(|point| point.four_eyes = false);
    DelegationOrders::default().and(order)
});

/// The order as it is.
static WITH_FOUR_EYES: LazyLock<DelegationOrders> =
    LazyLock::new(|| DelegationOrders::default().and(DelegationOrder::lyktinge()));

/// A file with its log, somebody to act and a day to act on. It is one o'clock.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) file: CaseFile,
    pub(crate) log: Vec<Recorded>,
    pub(crate) actor: Actor,
    pub(crate) today: Day,
    /// The time of day, UTC.
    pub(crate) time: &'static str,
    /// The order's four eyes are demanded.
    pub(crate) four_eyes: bool,
}

/// What came of a command, and the file it met.
pub(crate) struct Outcome {
    pub(crate) before: Given,
    pub(crate) answer: Result<Vec<NewEntry>, Refusal>,
}

/// A file in which the unit head has done all this today.
pub(crate) fn given(commands: impl IntoIterator<Item = Command>) -> Given {
    let empty = Given {
        file: CaseFile::default(),
        log: Vec::new(),
        actor: unit_head(),
        today: day(TODAY),
        time: "12:00",
        four_eyes: false,
    };
    commands.into_iter().fold(empty, Given::and)
}

impl Given {
    /// From now on somebody else acts.
    pub(crate) fn by(self, actor: Actor) -> Self {
        Self { actor, ..self }
    }

    /// From now on it is another day.
    pub(crate) fn on(self, today: &str) -> Self {
        Self { today: day(today), ..self }
    }

    /// From now on it is another time of the day, in UTC.
    pub(crate) fn at(self, time: &'static str) -> Self {
        Self { time, ..self }
    }

    /// From now on the order's four eyes are demanded.
    pub(crate) fn with_four_eyes(self) -> Self {
        Self { four_eyes: true, ..self }
    }

    /// This has been done as well.
    pub(crate) fn and(self, command: Command) -> Self {
        self.when(command).written()
    }

    pub(crate) fn context(&self) -> Context<'_> {
        let now = format!("{}T{}:00Z", self.today, self.time).parse().unwrap();
        Context {
            now,
            today: self.today,
            law: LawBook::sweden(),
            delegation: if self.four_eyes { &WITH_FOUR_EYES } else { &DELEGATION },
            actor: &self.actor,
        }
    }

    /// Somebody wants this.
    pub(crate) fn when(&self, command: Command) -> Outcome {
        let answer = decide(&self.file, command, &self.context());
        Outcome { before: self.clone(), answer }
    }

    /// Writes entries into the log and the state.
    pub(crate) fn write(mut self, entries: &[NewEntry]) -> Self {
        for new in entries {
            let entry = Recorded {
                seq: self.file.version + 1,
                at: self.context().now,
                occurred: new.occurred,
                by: self.actor.author(),
                law: LawBook::sweden().version().to_owned(),
                matter: new.matter,
                number: new.entry.opens_matter().then(|| format!("2026-{}", self.file.version + 1)),
                entry: new.entry.clone(),
            };
            self.file = evolve(self.file, &entry);
            self.log.push(entry);
        }
        self
    }

    /// The clocks of a rule.
    pub(crate) fn clocks(&self, rule: &str) -> Vec<Clock> {
        let all = duties(&self.file, LawBook::sweden());
        all.into_iter().filter(|clock| clock.rule.as_str() == rule).collect()
    }

    /// How many clocks of a rule run.
    pub(crate) fn running(&self, rule: &str) -> usize {
        self.clocks(rule).iter().filter(|clock| clock.is_running()).count()
    }
}

impl Outcome {
    /// The file with what was written.
    #[track_caller]
    pub(crate) fn written(self) -> Given {
        let entries = self.answer.expect("the command was refused");
        self.before.write(&entries)
    }

    /// Looks at what is written.
    #[track_caller]
    pub(crate) fn then(self, look: impl FnOnce(&[&Entry])) -> Given {
        let entries = self.answer.clone().expect("the command was refused");
        look(&entries.iter().map(|new| &new.entry).collect::<Vec<_>>());
        self.written()
    }

    /// It was refused for this reason and no other.
    #[track_caller]
    pub(crate) fn refused(self, why: &Refusal) {
        assert_eq!(self.answer.as_ref().err(), Some(why), "{:?}", self.answer);
    }
}
