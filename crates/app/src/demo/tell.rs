//! Tells one story: each step becomes a wish, and the wish is carried out by the one function that everybody writes through.
//!
//! The steps meet the same rules as the pages. A story that breaks one stops the first start, and a test tells every story.

use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use record::{
    Actor, CommandId, FileId, MatterId, PersonId,
    id::Id,
    organisation::{Organisation, UnitKind},
};
use store::{DraftPlace, House, Now, OpenFile, Part, SharedPlace, Step as Wished, Wish};
use uuid::Uuid;

use super::{
    almanac::Almanac,
    cast::Cast,
    numbers::Numbers,
    story::{Act, Draft, ReadPart, Step, Story, When},
};

/// How a wish is carried out: by the house itself, or by whatever a test puts between.
pub(super) type Door<'a> = &'a dyn Fn(&Actor, Now, &Wish) -> Result<()>;

/// Somebody telling a story into a house.
pub(super) struct Teller<'a> {
    pub(super) house: &'a Arc<House>,
    door: Door<'a>,
    pub(super) almanac: Almanac,
    pub(super) story: &'a Story,
    pub(super) cast: Cast,
}

/// One step being told: who does it, when, and with what numbers new people are registered.
pub(super) struct Telling<'s> {
    pub(super) step: &'s Step,
    pub(super) who: Actor,
    pub(super) now: Now,
}

impl<'a> Teller<'a> {
    /// A teller at the start of a story.
    pub(super) fn new((house, door): (&'a Arc<House>, Door<'a>), almanac: Almanac, story: &'a Story) -> Self {
        Self { house, door, almanac, story, cast: Cast::default() }
    }

    /// Does what a step says.
    pub(super) fn tell(&mut self, step: &Step, now: Now, numbers: &mut Numbers) -> Result<()> {
        let who = actor(&self.house.organisation(now.today), &step.by)?;
        let telling = Telling { step, who, now };
        match &step.act {
            Act::Read(reading) => self.read(&telling, reading.part),
            Act::Draft(draft) => self.draft(&telling, draft),
            Act::MoveNote(moving) => self.move_note(&telling, &moving.note, &moving.to),
            _ => self.write(&telling, numbers),
        }
    }

    fn write(&mut self, telling: &Telling<'_>, numbers: &mut Numbers) -> Result<()> {
        let mut steps = Vec::new();
        for name in &telling.step.files {
            let opening = self.opening(telling, name, numbers, &mut steps)?;
            let open = if opening.is_empty() && rests_on_reading(&telling.step.act) {
                Some(self.look(telling, name, Part::Note)?)
            } else {
                None
            };
            let mut commands = opening;
            commands.extend(self.commands(telling, name, open.as_ref())?);
            let file = self.file(telling.now, name);
            steps.push(Wished::File { file, seen: open.map(|open| open.version()), commands });
        }
        self.carry_out(telling, steps)?;
        if let Act::Note(note) = &telling.step.act
            && let Some(called) = &note.name
        {
            for name in &telling.step.files {
                let seq = self.look(telling, name, Part::Timeline)?.version();
                self.cast.remember_note(name, called, seq);
            }
        }
        Ok(())
    }

    fn carry_out(&self, telling: &Telling<'_>, steps: Vec<Wished>) -> Result<()> {
        let id: CommandId = Id::new(self.house.new_id(telling.now));
        (self.door)(&telling.who, telling.now, &Wish { id, steps, draft: None })
    }

    /// Opens a file as whoever does the step, who must have the right to.
    pub(super) fn look(&mut self, telling: &Telling<'_>, name: &str, part: Part) -> Result<OpenFile> {
        let file = self.file(telling.now, name);
        let open = self.house.look(&telling.who, telling.now, file, part);
        open.with_context(|| format!("{} opens the file of {name:?}", telling.step.by))
    }

    fn read(&mut self, telling: &Telling<'_>, part: ReadPart) -> Result<()> {
        let part = match part {
            ReadPart::Child => Part::Child,
            ReadPart::Timeline => Part::Timeline,
        };
        for name in &telling.step.files {
            self.look(telling, name, part)?;
        }
        Ok(())
    }

    fn draft(&mut self, telling: &Telling<'_>, draft: &Draft) -> Result<()> {
        let [name] = telling.step.files.as_slice() else { bail!("a draft is about one file") };
        self.look(telling, name, Part::Form)?;
        let (file, matter) = (self.file(telling.now, name), self.matter(telling, name)?);
        let pairs: Vec<(&String, &String)> = draft.fields.iter().collect();
        let text = serde_json::to_string(&pairs)?;
        if let Some(section) = &draft.section {
            let matter = matter.context("a shared text is a matter's")?;
            let place = SharedPlace { file, matter, section: section.clone(), seen: 0 };
            self.house.save_shared(&telling.who, telling.now, &place, &text)?;
            return Ok(());
        }
        let form = match (draft.of_matter, matter) {
            (true, Some(matter)) => format!("{}-{matter}", draft.form),
            _ => draft.form.clone(),
        };
        let id = Id::new(self.house.new_id(telling.now));
        let place = DraftPlace { draft: id, form, file: Some(file), seen: 0 };
        self.house.save_draft(&telling.who, telling.now, &place, text.into_bytes())?;
        Ok(())
    }

    /// A note in the wrong file leaves it and arrives in the right one, in one wish.
    fn move_note(&mut self, telling: &Telling<'_>, note: &str, to: &str) -> Result<()> {
        let [name] = telling.step.files.as_slice() else { bail!("a note is moved from one file") };
        let open = self.look(telling, name, Part::Form)?;
        let seq = self.cast.note(name, note)?;
        let (from, right) = (self.file(telling.now, name), self.file(telling.now, to));
        let mut arriving = House::arriving(&open, &[seq]);
        for one in &mut arriving {
            one.matter = self.cast.latest(to);
        }
        let out = record::Command::MoveOut(record::moving::MovedOut { seqs: vec![seq], to: right });
        let steps = vec![
            Wished::File { file: from, seen: Some(open.version()), commands: vec![out] },
            Wished::File { file: right, seen: None, commands: vec![record::Command::MoveIn(arriving)] },
        ];
        self.carry_out(telling, steps)
    }
}

/// Names, days and ids.
impl Teller<'_> {
    pub(super) fn draw(&self, now: Now) -> impl FnOnce() -> Uuid + use<> {
        let house = Arc::clone(self.house);
        move || house.new_id(now)
    }

    pub(super) fn file(&mut self, now: Now, name: &str) -> FileId {
        let draw = self.draw(now);
        self.cast.file(name, draw)
    }

    /// Somebody of the story.
    pub(super) fn person(&mut self, now: Now, name: &str) -> Result<PersonId> {
        self.story.person.get(name).with_context(|| format!("nobody is called {name:?}"))?;
        let draw = self.draw(now);
        Ok(self.cast.person(name, draw))
    }

    /// The matter a step is in: named, or the latest, or none.
    pub(super) fn matter(&self, telling: &Telling<'_>, name: &str) -> Result<Option<MatterId>> {
        match telling.step.matter.as_deref() {
            Some("file") => Ok(None),
            Some(matter) => self.cast.matter(name, matter).map(Some),
            None => Ok(self.cast.latest(name)),
        }
    }

    /// A moment of the story, but never after what is being told.
    pub(super) fn moment(&self, telling: &Telling<'_>, when: Option<When>) -> record::Moment {
        let now = moment_of(telling.now);
        when.map_or(now, |when| {
            let moment = self.almanac.moment(when, office_hours(&telling.step.by));
            if moment.is_after(now) { now } else { moment }
        })
    }

    /// The unit that receives what nobody has yet.
    pub(super) fn reception(&self, now: Now) -> Result<record::UnitId> {
        let organisation = self.house.organisation(now.today);
        let unit = organisation.units.iter().find(|unit| unit.kind == UnitKind::Reception);
        Ok(unit.context("the organisation has no reception")?.id)
    }
}

/// The local moment of what is being told.
pub(super) fn moment_of(now: Now) -> record::Moment {
    record::Moment { day: now.today, ..record::Moment::of(now.instant) }
}

/// Everybody but the duty team works in office hours.
pub(super) fn office_hours(login: &str) -> bool {
    login != "jon"
}

pub(super) fn actor(organisation: &Organisation, login: &str) -> Result<Actor> {
    let member = organisation.by_login(login).with_context(|| format!("nobody logs in as {login:?}"))?;
    Ok(member.actor())
}

/// Whether whoever does this has the file before their eyes.
fn rests_on_reading(act: &Act) -> bool {
    !matches!(act, Act::Open(_) | Act::Report(_) | Act::Document(_) | Act::Unborn(_) | Act::Distribute(_))
}
