//! An investigation of a story: planned, written, given to the parties, and the decision they are told of.

use anyhow::{Context as _, Result, bail};
use record::{
    CaseFile, Code, Command, DecisionId, Entry, MatterId, Part, PersonId, Reader, Recorded, Speaker, Text,
    communication::{Communication, Reply, Sharing},
    decision_notice::{DecisionNotice, DecisionTelling, Receipt},
    party_copy::{Block, PartyCopy, quoted},
    plan::Plan,
    stand::Stand,
    written::{Factor, Section, WrittenInvestigation},
};
use std::collections::BTreeSet;
use store::OpenFile;

use super::{
    story::investigation as told,
    tell::{Teller, Telling, moment_of},
    words,
};

impl Teller<'_> {
    pub(super) fn plan(&mut self, telling: &Telling<'_>, name: &str, step: &told::Plan) -> Result<Command> {
        let plan = Plan {
            at: moment_of(telling.now),
            questions: assessments(&step.questions)?,
            areas: step.areas.clone(),
            depth: step.depth.clone(),
            depth_reason: words::maybe(step.depth_reason.as_deref())?.map(Part::assessment),
            contacts: assessments(&step.contacts)?,
            child: words::maybe(step.child.as_deref())?.map(Part::assessment),
            views: Vec::new(),
            checks: step.checks.iter().map(|check| self.almanac.day(*check, true)).collect(),
        };
        Ok(Command::SettlePlan(self.in_matter(telling, name)?, plan))
    }

    pub(super) fn stand(&mut self, telling: &Telling<'_>, name: &str, step: &told::Stand) -> Result<Command> {
        let person = self.person(telling.now, &step.who)?;
        let speaker = if step.who == name { Speaker::Child } else { Speaker::Person(person) };
        let stand = Stand {
            person,
            service: step.service.clone(),
            answer: step.answer.clone(),
            at: moment_of(telling.now),
            said: words::maybe(step.said.as_deref())?.map(|said| Part::words(speaker, said)),
        };
        Ok(Command::TakeStand(self.in_matter(telling, name)?, stand))
    }

    pub(super) fn write_investigation(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        step: &told::Written,
        open: Option<&OpenFile>,
    ) -> Result<Command> {
        let open = open.context("the file is not open")?;
        let matter = self.in_matter(telling, name)?;
        let sections = step.section.iter().map(|section| self.section(name, section, open));
        let factor = |factor: &told::Factor| {
            let part = self.parts(&factor.told)?.pop().context("a factor says something")?;
            anyhow::Ok(Factor { area: factor.area.clone(), kind: factor.kind, part })
        };
        let written = WrittenInvestigation {
            questions: open.file.investigation(matter)?.questions.clone(),
            sections: sections.collect::<Result<_>>()?,
            factors: step.factor.iter().map(factor).collect::<Result<_>>()?,
            instruments: Vec::new(),
            child: step.child.as_ref().map(words::heard).transpose()?,
            analysis: vec![Part::assessment(words::text(&step.analysis)?)],
            proposal: words::maybe(step.proposal.as_deref())?.map(Part::assessment),
            child_said: Vec::new(),
        };
        Ok(Command::SignInvestigation(matter, written))
    }

    fn section(&self, name: &str, section: &told::Section, open: &OpenFile) -> Result<Section> {
        let mut parts = self.quotes(name, &section.quotes, open)?;
        parts.extend(self.parts(&section.told)?);
        let answers = section.answers.iter().map(|number| number - 1).collect();
        Ok(Section { area: section.area.clone(), answers, parts })
    }

    /// Every statement of the notes that are quoted.
    pub(super) fn quotes(&self, name: &str, notes: &[String], open: &OpenFile) -> Result<Vec<Part>> {
        let mut parts = Vec::new();
        for note in notes {
            let seq = self.cast.note(name, note)?;
            let entry = open.entries.iter().find(|entry| entry.seq == seq).context("no such note")?;
            parts.extend(quoted(seq, entry.entry.statements()));
        }
        Ok(parts)
    }

    pub(super) fn share(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        step: &told::Share,
        open: Option<&OpenFile>,
    ) -> Result<Command> {
        let open = open.context("the file is not open")?;
        let (matter, person) = (self.in_matter(telling, name)?, self.person(telling.now, &step.to)?);
        let sharing = match (&step.way, step.reply_by, &step.exception) {
            (Some(way), Some(reply_by), None) => {
                let blocks = self.blocks_of(newest(open, matter)?)?;
                let copy = copy(blocks, person, &open.file);
                Sharing::Given { way: way.clone(), reply_by: self.almanac.day(reply_by, true), copy }
            }
            (None, None, Some(exception)) => {
                let (exception, motive) = waived(exception, step.motive.as_deref())?;
                Sharing::Waived { exception, motive }
            }
            _ => bail!("material is given in a way with a day to answer, or there is an exception"),
        };
        Ok(Command::ShareMaterial(matter, Communication { person, at: moment_of(telling.now), sharing }))
    }

    pub(super) fn reply(&mut self, telling: &Telling<'_>, name: &str, step: &told::Reply) -> Result<Command> {
        let person = self.person(telling.now, &step.from)?;
        let text = words::maybe(step.text.as_deref())?;
        let parts = text.map(|text| Part::words(Speaker::Person(person), text)).into_iter().collect();
        let reply = Reply { person, at: moment_of(telling.now), parts, oral: step.oral };
        Ok(Command::ReceiveReply(self.in_matter(telling, name)?, reply))
    }

    pub(super) fn notify(
        &mut self,
        telling: &Telling<'_>,
        step: &told::Notify,
        open: Option<&OpenFile>,
    ) -> Result<Command> {
        let open = open.context("the file is not open")?;
        let (decision, person) = (latest_decision(open)?, self.person(telling.now, &step.to)?);
        let telling_of_it = match (&step.way, &step.exception) {
            (Some(way), None) => {
                let blocks = self.blocks_of(&made(open, decision)?.entry)?;
                let copy = copy(blocks, person, &open.file);
                DecisionTelling::Told {
                    way: way.clone(),
                    received: None,
                    copy,
                    letter: letter(&step.letter)?,
                }
            }
            (None, Some(exception)) => {
                let (exception, motive) = waived(exception, step.motive.as_deref())?;
                DecisionTelling::Withheld { exception, motive }
            }
            _ => bail!("somebody is told in a way, or there is an exception"),
        };
        let at = moment_of(telling.now);
        Ok(Command::NotifyDecision(DecisionNotice { decision, person, at, telling: telling_of_it }))
    }

    pub(super) fn receipt(&mut self, step: &told::Receipt, open: Option<&OpenFile>) -> Result<Command> {
        let decision = latest_decision(open.context("the file is not open")?)?;
        let person = self.cast.known(&step.by).with_context(|| format!("nobody is called {:?}", step.by))?;
        let shown_by = words::maybe(step.shown_by.as_deref())?.map(Part::fact);
        let on = self.almanac.day(step.on, true);
        Ok(Command::ReceiveNotice(Receipt { decision, person, on, shown_by }))
    }

    /// The text of an entry that is given to somebody, under its headings.
    fn blocks_of(&self, entry: &Entry) -> Result<Vec<Block>> {
        let law = self.house.law;
        let block =
            |heading: &str, parts: Vec<Part>| anyhow::Ok(Block { heading: Text::typed(heading)?, parts });
        match entry {
            Entry::InvestigationWritten(written) => {
                let areas = written.sections.iter().map(|section| {
                    let area = law.choice("investigation_area", section.area.as_str());
                    block(area.map_or("", |area| &area.sv), section.parts.clone())
                });
                let mut blocks: Vec<Block> = areas.collect::<Result<_>>()?;
                blocks.push(block("Bedömning", written.analysis.clone())?);
                Ok(blocks)
            }
            Entry::DecisionMade(made) => {
                let kind = law.decision_type(&made.decision.kind, made.made.day)?;
                Ok(vec![block(&kind.name_sv, made.decision.statements().cloned().collect())?])
            }
            _ => bail!("nothing that is given to a party"),
        }
    }
}

fn assessments(texts: &[String]) -> Result<Vec<Part>> {
    texts.iter().map(|text| words::text(text).map(Part::assessment)).collect()
}

fn waived(exception: &Code, motive: Option<&str>) -> Result<(Code, Part)> {
    Ok((exception.clone(), Part::assessment(words::text(motive.unwrap_or_default())?)))
}

fn copy(blocks: Vec<Block>, person: PersonId, file: &CaseFile) -> PartyCopy {
    PartyCopy::of(blocks, Reader::of(file, person), file, &BTreeSet::new())
}

/// A plain letter, when the story has one.
fn letter(told: &[[String; 2]]) -> Result<Option<PartyCopy>> {
    let block = |[heading, words]: &[String; 2]| {
        let parts = vec![Part::assessment(words::text(words)?)];
        anyhow::Ok(Block { heading: Some(words::text(heading)?), parts })
    };
    let blocks: Vec<Block> = told.iter().map(block).collect::<Result<_>>()?;
    Ok((!blocks.is_empty()).then(|| PartyCopy { blocks, withheld: Vec::new() }))
}

/// The newest signed text of an investigation.
fn newest(open: &OpenFile, matter: MatterId) -> Result<&Entry> {
    let version = open.file.investigation(matter)?.written.last().context("nothing is written")?;
    let entry = open.entries.iter().find(|entry| entry.seq == version.seq);
    Ok(&entry.context("no such entry")?.entry)
}

/// The decision that was made last.
fn latest_decision(open: &OpenFile) -> Result<DecisionId> {
    let latest = open.file.decisions.iter().max_by_key(|(_, state)| state.seq);
    latest.map(|(id, _)| *id).context("nothing has been decided")
}

fn made(open: &OpenFile, decision: DecisionId) -> Result<&Recorded> {
    let state = open.file.decisions.get(&decision).context("no such decision")?;
    open.entry(state.seq).context("no such entry")
}
