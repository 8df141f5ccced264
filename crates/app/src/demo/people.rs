//! Registers the people of a story and opens its files, the first time a step needs them.

use anyhow::{Context as _, Result};
use law::Day;
use record::{
    Command, Opened, Subject,
    family::{FamilyFact, Guardianship, Language, Relation},
    person::{Address, Birth, FactSource, PersonCommand, PersonName, Registration, Sourced},
};
use store::Step as Wished;

use super::{
    numbers::Numbers,
    story::{File, Person},
    tell::{Teller, Telling, office_hours},
    words,
};

impl Teller<'_> {
    /// What opens a file that is not open: its people among the steps, and the file's own first commands.
    pub(super) fn opening(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        numbers: &mut Numbers,
        steps: &mut Vec<Wished>,
    ) -> Result<Vec<Command>> {
        let story = self.story;
        let file = story.file.get(name).with_context(|| format!("there is no file of {name:?}"))?;
        if !self.cast.opened.insert(name.to_owned()) {
            return Ok(Vec::new());
        }
        let around = file.relations.iter().map(|one| one.who.as_str());
        let around = around.chain(file.custody.iter().map(|one| one.who.as_str()));
        for one in around.chain([name]) {
            self.register(telling, one, numbers, steps)?;
        }
        let subject = if file.expectant { Subject::ExpectantParent } else { Subject::Child };
        let birth = if file.expectant { None } else { self.birth(name)? };
        let opened = Opened {
            person: self.person(telling.now, name)?,
            subject,
            birth,
            unit: self.reception(telling.now)?,
        };
        let facts = self.family(telling, name, file)?;
        let learnt = (!facts.is_empty()).then_some(Command::LearnFamily(facts));
        Ok([Command::OpenFile(opened)].into_iter().chain(learnt).collect())
    }

    fn register(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        numbers: &mut Numbers,
        steps: &mut Vec<Wished>,
    ) -> Result<()> {
        let story = self.story;
        let person = story.person.get(name).with_context(|| format!("nobody is called {name:?}"))?;
        let id = self.person(telling.now, name)?;
        if self.cast.registered.insert(name.to_owned()) {
            let registration = registration(person, self.birth(name)?, telling.now.today, numbers);
            steps.push(Wished::Person { person: id, commands: vec![PersonCommand::Register(registration)] });
        }
        Ok(())
    }

    /// The day of birth, counted back from the first start.
    fn birth(&self, name: &str) -> Result<Option<Day>> {
        let Some(age) = self.story.person.get(name).and_then(|person| person.age) else { return Ok(None) };
        let today = self.almanac.today();
        let today = jiff::civil::date(today.year(), today.month(), today.day());
        Ok(Some(today.checked_sub(age)?.into()))
    }

    fn family(&mut self, telling: &Telling<'_>, name: &str, file: &File) -> Result<Vec<FamilyFact>> {
        let (now, today) = (telling.now, telling.now.today);
        let mut facts = Vec::new();
        for one in &file.relations {
            facts.push(FamilyFact::Relation(Relation {
                person: self.person(now, &one.who)?,
                kind: one.is.clone(),
                lives_with_child: one.lives_with_child,
                source: words::text("Folkbokföringen och vad familjen berättat")?,
                as_of: today,
                ended: false,
            }));
        }
        let birth = self.birth(name)?;
        for one in &file.custody {
            let since = one.since.map(|since| self.almanac.day(since, office_hours(&telling.step.by)));
            facts.push(FamilyFact::Guardianship(Guardianship {
                person: self.person(now, &one.who)?,
                kind: one.kind.clone(),
                from: since.or(birth),
                to: None,
                source: words::text("Folkbokföringen")?,
            }));
        }
        for one in &file.languages {
            facts.push(FamilyFact::Language(Language {
                person: self.person(now, &one.who)?,
                language: words::text(&one.speaks)?,
                interpreter: true,
                source: words::text("Uppgift i anmälan")?,
                as_of: today,
            }));
        }
        Ok(facts)
    }
}

/// Registers somebody as the population register would tell of them; somebody unknown as the worker saw them.
fn registration(person: &Person, birth: Option<Day>, today: Day, numbers: &mut Numbers) -> Registration {
    let source = || if person.unnumbered { FactSource::Worker } else { FactSource::PopulationRegister };
    let name =
        PersonName::new(person.given.clone().unwrap_or_default(), person.family.clone().unwrap_or_default());
    let number = birth.filter(|_| !person.unnumbered).map(|birth| numbers.deal(birth, person.sex));
    let address = person.address.clone().map(|[street, postcode, town]| Address {
        care_of: None,
        street,
        postcode,
        town,
    });
    Registration {
        name: (!name.full().is_empty()).then(|| Sourced::new(name, source(), today)),
        description: person.description.clone(),
        number: number.map(|number| Sourced::new(number, source(), today)),
        birth: birth.map(|day| Sourced::new(Birth { day, estimated: person.estimated }, source(), today)),
        sex: person.sex.map(|sex| Sourced::new(sex, source(), today)),
        protection: Sourced::new(person.protection, source(), today),
        address: address.map(|address| Sourced::new(address, source(), today)),
        phone: person.phone.clone().map(|phone| Sourced::new(phone, FactSource::Worker, today)),
    }
}
