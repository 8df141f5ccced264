//! A service of a story: granted, given to a provider, planned with goals, carried out, followed up.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, bail};
use record::{
    Code, Command, MatterId, Part, Speaker, Text,
    decision::Decision,
    dispatch::{Addressee, Dispatch},
    follow_up::{FollowUp, Rater, Rating},
    id::GoalId,
    party_copy::{Block, PartyCopy, quoted},
    service::{Assignment, AssignmentAnswer, Grant, ServiceStep, Step},
    service_plan::{Activity, Goal, Measure, ServicePlan},
};
use store::OpenFile;

use super::{
    story::service as told,
    tell::{Teller, Telling, moment_of},
    words,
};

impl Teller<'_> {
    pub(super) fn grants(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        steps: &[told::Grant],
    ) -> Result<Vec<Grant>> {
        let organisation = self.house.organisation(telling.now.today);
        let units = &organisation.units;
        let mut grants = Vec::new();
        for step in steps {
            let provider = step.provider.as_deref().map(|called| {
                let unit = units.iter().find(|unit| unit.name == called);
                unit.map(|unit| unit.id).with_context(|| format!("no unit is called {called:?}"))
            });
            grants.push(Grant {
                matter: self.cast.foresee(name, &step.name, self.draw(telling.now)),
                service: step.service.clone(),
                from: self.almanac.day(step.from, true),
                until: step.until.map(|until| self.almanac.day(until, true)),
                extent: assessment(step.extent.as_deref())?,
                goal: Part::assessment(words::text(&step.goal)?),
                review: self.almanac.day(step.review, true),
                provider: provider.transpose()?,
                suitable: None,
            });
        }
        Ok(grants)
    }

    /// What a decision that has been made begins: its investigation, its services.
    pub(super) fn begins(&mut self, name: &str, decision: &Decision) {
        let opened = decision.opening.iter().map(|opening| opening.matter);
        let granted = decision.grants.iter().map(|grant| grant.matter);
        for matter in opened.chain(granted).chain(decision.beside) {
            self.cast.began(name, matter);
        }
    }

    pub(super) fn assign(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        step: &told::Assignment,
        open: Option<&OpenFile>,
    ) -> Result<Command> {
        let mut needs = self.quotes(name, &step.quotes, open.context("the file is not open")?)?;
        needs.extend(self.parts(&step.needs)?);
        let assignment = Assignment {
            at: moment_of(telling.now),
            needs,
            wishes: self.parts(&step.wishes)?,
            must_know: self.parts(&step.must_know)?,
            report_back: assessment(step.report_back.as_deref())?,
        };
        Ok(Command::Assign(self.in_matter(telling, name)?, assignment))
    }

    pub(super) fn answer_assignment(
        &self,
        telling: &Telling<'_>,
        name: &str,
        step: &told::AssignmentAnswer,
    ) -> Result<Command> {
        let answer =
            AssignmentAnswer { accepted: step.accepted, remarks: assessment(step.remarks.as_deref())? };
        Ok(Command::AnswerAssignment(self.in_matter(telling, name)?, answer))
    }

    pub(super) fn plan_service(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        step: &told::ServicePlan,
    ) -> Result<Command> {
        let goals = step.goal.iter().map(|goal| self.goal(telling, name, goal)).collect::<Result<_>>()?;
        let child = words::maybe(step.child.as_deref())?;
        let plan = ServicePlan {
            at: moment_of(telling.now),
            goals,
            child: child.map(|said| Part::words(Speaker::Child, said)),
            guardians: Vec::new(),
            review: self.almanac.day(step.review, true),
        };
        Ok(Command::PlanService(self.in_matter(telling, name)?, plan))
    }

    fn goal(&mut self, telling: &Telling<'_>, name: &str, step: &told::Goal) -> Result<Goal> {
        let measure = match (&step.count, &step.outcomes) {
            (Some(count), _) => {
                Some(Measure::Count { unit: words::text(&count.unit)?, target: count.target })
            }
            (None, Some(outcomes)) => {
                let mut texts: [Option<Text>; 5] = Default::default();
                for (text, told) in texts.iter_mut().zip(outcomes) {
                    *text = Text::typed(told)?;
                }
                Some(Measure::Attainment { outcomes: texts })
            }
            (None, None) => None,
        };
        let activity = |text: &String| anyhow::Ok(Activity { part: Part::fact(words::text(text)?) });
        Ok(Goal {
            id: self.goal_id(telling, name, &step.name),
            part: self.parts(&step.told)?.pop().context("a goal says something")?,
            measure,
            baseline: step.baseline,
            by: step.by.map(|by| self.almanac.day(by, true)),
            activities: step.activities.iter().map(activity).collect::<Result<_>>()?,
        })
    }

    fn goal_id(&mut self, telling: &Telling<'_>, name: &str, called: &str) -> GoalId {
        let draw = self.draw(telling.now);
        self.cast.goal(name, called, draw)
    }

    pub(super) fn dispatch(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        step: &told::Dispatch,
        open: Option<&OpenFile>,
    ) -> Result<Command> {
        let (matter, open) = (self.in_matter(telling, name)?, open.context("the file is not open")?);
        let mut own = open.entries.iter().rev().filter(|entry| entry.matter == Some(matter));
        let drawn_up = own.find(|entry| entry.entry.drawn_up().is_some());
        let drawn_up = drawn_up.context("nothing was drawn up")?;
        let to = match (&step.to, &step.provider) {
            (Some(to), None) => Addressee::Person(self.person(telling.now, to)?),
            (None, Some(lines)) => Addressee::Provider(words::text(lines)?),
            _ => bail!("a copy goes to somebody of the story or to a provider"),
        };
        let blocks = vec![Block { heading: None, parts: quoted(drawn_up.seq, drawn_up.entry.statements()) }];
        // Nobody in a story has been asked: what the provider needs for the service rests on the law's own provision.
        let ground = matches!(to, Addressee::Provider(_)).then(|| Code::from("U07"));
        let copy = PartyCopy::of(blocks, to.reader(&open.file), &open.file, &BTreeSet::new());
        let at = moment_of(telling.now);
        Ok(Command::Dispatch(Dispatch {
            of: drawn_up.seq,
            to,
            at,
            way: step.way.clone(),
            copy,
            ground,
            consent: None,
        }))
    }

    pub(super) fn step_service(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        step: &told::ServiceStep,
    ) -> Result<Command> {
        let step = match step {
            told::ServiceStep::Started => Step::Started,
            told::ServiceStep::Interrupted(motive) => {
                Step::Interrupted { motive: Part::assessment(words::text(motive)?) }
            }
            told::ServiceStep::Resumed => Step::Resumed,
            told::ServiceStep::Ended { reason, result } => {
                Step::Ended { reason: reason.clone(), result: assessment(result.as_deref())? }
            }
        };
        let matter: MatterId = self.in_matter(telling, name)?;
        Ok(Command::StepService(matter, ServiceStep { at: moment_of(telling.now), step }))
    }

    pub(super) fn follow_up(
        &mut self,
        telling: &Telling<'_>,
        name: &str,
        step: &told::FollowUp,
    ) -> Result<Command> {
        let mut ratings = Vec::new();
        for rating in &step.rating {
            let by = match rating.by.as_str() {
                "child" => Rater::Child,
                "provider" => Rater::Provider,
                "worker" => Rater::Worker,
                guardian => Rater::Guardian(self.person(telling.now, guardian)?),
            };
            ratings.push(Rating { goal: self.goal_id(telling, name, &rating.goal), by, value: rating.value });
        }
        let changes = step.changes.iter();
        let changes =
            changes.map(|(goal, change)| (self.goal_id(telling, name, goal), change.clone())).collect();
        let child = words::maybe(step.child.as_deref())?;
        let follow_up = FollowUp {
            at: moment_of(telling.now),
            ratings,
            changes,
            parts: self.parts(&step.told)?,
            helped: assessment(step.helped.as_deref())?,
            hindered: assessment(step.hindered.as_deref())?,
            childs_own: step.childs_own,
            child: child.map(|said| Part::words(Speaker::Child, said)),
            outcome: step.outcome.clone(),
            next: step.next.map(|next| self.almanac.day(next, true)),
        };
        Ok(Command::FollowUp(self.in_matter(telling, name)?, follow_up))
    }
}

fn assessment(text: Option<&str>) -> Result<Option<Part>> {
    Ok(words::maybe(text)?.map(Part::assessment))
}
