//! The decisions of a story: proposed, sent back, made, recorded.

use anyhow::{Context as _, Result};
use record::{
    Command, DecisionId, Part,
    decision::{Decision, DecisionMaker, OpenProposal, Proposal, RecordDecision, Return, Signing},
    id::Id,
    investigation::Opening,
};
use store::OpenFile;

use super::{
    story,
    tell::{Teller, Telling, actor},
    words,
};

impl Teller<'_> {
    pub(super) fn propose(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        step: &story::Proposal,
    ) -> Result<Command> {
        let matter = self.in_matter(telling, name)?;
        let to = step
            .to
            .as_deref()
            .map(|login| actor(&self.house.organisation(telling.now.today), login))
            .transpose()?;
        let proposal =
            Proposal { decision: self.decision(telling, name, &step.decision)?, to: to.map(|to| to.staff) };
        Ok(Command::ProposeDecision(matter, proposal))
    }

    pub(super) fn send_back(open: Option<&OpenFile>, motive: &str) -> Result<Command> {
        let (proposal, _) = only_proposal(open)?;
        Ok(Command::ReturnProposal(Return { proposal, motive: Part::assessment(words::text(motive)?) }))
    }

    pub(super) fn decide_proposed(&mut self, name: &str, open: Option<&OpenFile>) -> Result<Command> {
        let (_, proposal) = only_proposal(open)?;
        self.begins(name, &proposal.decision);
        let file = &open.context("the file is not open")?.file;
        let (proposal, shown) = (proposal.decision.id, proposal.fingerprint(file));
        Ok(Command::SignProposal(Signing { proposal, shown, minutes: None }))
    }

    pub(super) fn decide(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        step: &story::Decision,
    ) -> Result<Command> {
        let matter = self.in_matter(telling, name)?;
        let decision = self.decision(telling, name, step)?;
        self.begins(name, &decision);
        Ok(Command::MakeDecision(matter, decision))
    }

    pub(super) fn record_decision(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        step: &story::RecordedDecision,
    ) -> Result<Command> {
        let decision = self.decision(telling, name, &step.decision)?;
        let matter = match &step.opens_measure {
            Some(measure) => self.cast.begin(name, measure, self.draw(telling.now)),
            None => self.in_matter(telling, name)?,
        };
        Ok(Command::RecordDecision(RecordDecision {
            matter,
            decision,
            made: self.moment(telling, Some(step.made)),
            made_by: DecisionMaker {
                name: step.made_by.clone(),
                title: step.title.clone(),
                level: step.level,
            },
            urgent: step.urgent,
            document: None,
        }))
    }

    fn decision(&mut self, telling: &Telling<'_>, name: &str, step: &story::Decision) -> Result<Decision> {
        let opening =
            step.questions.as_deref().map(|questions| self.opening_of(telling, name, &step.opens, questions));
        let links_to = step.links_to.as_deref().map(|matter| self.cast.matter(name, matter));
        Ok(Decision {
            wording: words::maybe(step.wording.as_deref())?.map(Part::assessment),
            reasons: self.parts(&step.reasons)?,
            reason: step.reason.clone(),
            child: step.child.as_ref().map(words::heard).transpose()?,
            best_interests: words::maybe(step.best_interests.as_deref())?.map(Part::assessment),
            until: step.until.map(|until| self.almanac.day(until, true)),
            opening: opening.transpose()?,
            links_to: links_to.transpose()?,
            child_weight: words::maybe(step.child_weight.as_deref())?.map(Part::assessment),
            grants: self.grants(telling, name, &step.grant)?,
            closes: step.closes,
            beside: step
                .beside
                .as_deref()
                .map(|beside| self.cast.foresee(name, beside, self.draw(telling.now))),
            ..Decision::new(Id::new(self.house.new_id(telling.now)), step.kind.clone())
        })
    }

    /// An investigation that is to be opened, with its questions.
    pub(super) fn opening_of(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        called: &str,
        questions: &[String],
    ) -> Result<Opening> {
        let matter = self.cast.foresee(name, called, self.draw(telling.now));
        let questions = questions
            .iter()
            .map(|question| words::text(question).map(Part::assessment))
            .collect::<Result<_>>()?;
        Ok(Opening { matter, questions, from: None })
    }
}

/// The proposal that waits, when there is exactly one.
fn only_proposal(open: Option<&OpenFile>) -> Result<(DecisionId, &OpenProposal)> {
    let mut proposals = open.context("the file is not open")?.file.proposals.iter();
    let (id, proposal) = proposals.next().context("no proposal waits")?;
    anyhow::ensure!(proposals.next().is_none(), "several proposals wait");
    Ok((*id, proposal))
}
