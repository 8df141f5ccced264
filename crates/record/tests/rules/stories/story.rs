//! A story: what happens in a family's file, line by line, and what each line does to the clocks.
//!
//! A line reads aloud as *day, what happens, who does what, which clocks start, are met, moved or dropped*:
//!
//! ```text
//! .on("Mon 2026-03-02", "The school telephones.", reports(10), &["starts DL-001 by 2026-03-02 or 2026-03-03", …])
//! ```

use super::deeds::Deed;
use crate::{given::Given, words::unit_head};
use record::{Actor, Refusal, decision::Flag};

/// A question to the file, asked after a line.
pub(crate) type Question = Box<dyn Fn(&Given) -> bool>;

/// A history about one type of decision.
pub(crate) struct Story {
    /// The type of decision that it is about.
    pub(crate) decision: &'static str,
    /// What it tells.
    pub(crate) name: &'static str,
    /// The birth day of the child.
    pub(crate) born: &'static str,
    pub(crate) lines: Vec<Line>,
    actor: Actor,
}

/// One line.
pub(crate) struct Line {
    /// The day, as in a calendar: `Mon 2026-03-02`.
    pub(crate) day: &'static str,
    /// What happens, for the reader.
    pub(crate) what: &'static str,
    /// Who is at work.
    pub(crate) actor: Actor,
    pub(crate) deed: What,
    /// What must be so afterwards.
    pub(crate) so: Vec<(&'static str, Question)>,
}

/// What a line is about.
pub(crate) enum What {
    /// Somebody does something: exactly this becomes of the clocks, and a decision gets exactly these flags.
    Done { deed: Deed, clocks: &'static [&'static str], flags: Vec<Flag> },
    /// Somebody wants something that is refused for this reason; nothing changes.
    Refused(Deed, Box<Refusal>),
    /// Nobody does anything: exactly these clocks run, and so they stand.
    Seen(&'static [&'static str]),
}

impl Story {
    /// A story about a boy of eleven with a mother and a father who share custody. The unit head is at work.
    pub(crate) fn of(decision: &'static str, name: &'static str) -> Self {
        Self { decision, name, born: "2015-04-09", lines: Vec::new(), actor: unit_head() }
    }

    /// The child was born another day.
    pub(crate) fn born(self, born: &'static str) -> Self {
        Self { born, ..self }
    }

    /// From here on somebody else is at work.
    pub(crate) fn by(self, actor: Actor) -> Self {
        Self { actor, ..self }
    }

    /// This is done, and does exactly this to the clocks.
    pub(crate) fn on(
        self,
        day: &'static str,
        what: &'static str,
        deed: Deed,
        clocks: &'static [&'static str],
    ) -> Self {
        self.line(day, what, What::Done { deed, clocks, flags: Vec::new() })
    }

    /// The decision on the last line stands in the file with these flags.
    pub(crate) fn flagged(mut self, with: &[Flag]) -> Self {
        if let Some(Line { deed: What::Done { flags, .. }, .. }) = self.lines.last_mut() {
            *flags = with.to_vec();
        }
        self
    }

    /// This is wanted, and refused.
    pub(crate) fn refused(self, day: &'static str, what: &'static str, deed: Deed, why: Refusal) -> Self {
        self.line(day, what, What::Refused(deed, Box::new(why)))
    }

    /// Whoever looks on this day sees exactly these clocks running.
    pub(crate) fn seen(self, day: &'static str, clocks: &'static [&'static str]) -> Self {
        self.line(day, "Nobody has acted.", What::Seen(clocks))
    }

    /// After the last line this is so.
    pub(crate) fn so(mut self, what: &'static str, question: impl Fn(&Given) -> bool + 'static) -> Self {
        if let Some(line) = self.lines.last_mut() {
            line.so.push((what, Box::new(question)));
        }
        self
    }

    fn line(mut self, day: &'static str, what: &'static str, deed: What) -> Self {
        self.lines.push(Line { day, what, actor: self.actor.clone(), deed, so: Vec::new() });
        self
    }
}
