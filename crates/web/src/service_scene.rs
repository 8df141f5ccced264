//! Alva after the investigation, for tests of the pages of a service: written, decided, granted to open care, and if wanted assigned,
//! taken and planned.

use std::sync::Arc;

use law::Level;
use record::decision::{Decision, DecisionMaker, RecordDecision};
use record::follow_up::{FollowUp, Rater, Rating};
use record::preliminary::ChildHeard;
use record::service::{Assignment, AssignmentAnswer, Grant, ServiceStep, Step};
use record::service_plan::{Goal, Measure, ServicePlan};
use record::text::Quote;
use record::written::{Section, WrittenInvestigation};
use record::{Code, Command, DecisionId, GoalId, MatterId, Part, Speaker, UnitId};

use crate::investigated::Investigated;
use crate::scene::Scene;
use crate::testing::{fact, text};

/// Words of the investigation that are quoted to the provider, and words that are not.
pub(crate) const QUOTED: &str = "Jag äter flingor till middag.";
pub(crate) const NOT_QUOTED: &str = "Mamman har berättat om sin depression.";

/// The scene with an investigation and what came of it.
pub(crate) struct ServiceScene {
    pub(crate) scene: Scene,
    pub(crate) investigation: MatterId,
    pub(crate) service: MatterId,
    pub(crate) goals: [GoalId; 2],
}

impl ServiceScene {
    /// Investigated and written; nothing is decided.
    pub(crate) fn written() -> Self {
        let Investigated { scene, matter: investigation } = Investigated::opened();
        let new = || scene.at.desk.house.new_id(scene.at.now());
        let service = MatterId::new(new());
        let goals = [GoalId::new(new()), GoalId::new(new())];
        let this = Self { scene, investigation, service, goals };
        this.act("ulla", Command::SignInvestigation(investigation, Self::writing()));
        this
    }

    /// Family treatment is granted, with open care as provider.
    pub(crate) fn granted() -> Self {
        let this = Self::written();
        let open_care = this.scene.at.actor("olga").unit;
        this.granted_to(Some(open_care))
    }

    /// Family treatment is granted, and somebody outside the authority carries it out.
    pub(crate) fn granted_outside() -> Self {
        Self::written().granted_to(None)
    }

    fn granted_to(self, provider: Option<UnitId>) -> Self {
        let this = self;
        let grant = Grant {
            matter: this.service,
            service: Code::from("family_treatment"),
            from: this.today(),
            until: None,
            extent: Some(fact("En gång i veckan.")),
            goal: Part::words(Speaker::Child, text("Att vi äter middag varje dag.")),
            review: "2027-02-24".parse().expect("a day"),
            provider,
            suitable: Some(fact("Skälet till att barnets samtycke räcker.")),
        };
        this.decide(Decision { grants: vec![grant], closes: true, ..this.decision("D08") });
        this
    }

    /// The assignment is given, with one need quoted.
    pub(crate) fn assigned() -> Self {
        let this = Self::granted();
        let (seq, part) = this.quoted();
        let assignment = Assignment {
            at: "2026-11-24T08:55".parse().expect("a moment"),
            needs: vec![Part {
                quotes: Some(Quote { seq, part }),
                ..Part::words(Speaker::Child, text(QUOTED))
            }],
            wishes: vec![],
            must_know: vec![],
            report_back: None,
        };
        this.act("ulla", Command::Assign(this.service, assignment));
        this
    }

    /// Olga has taken it.
    pub(crate) fn taken() -> Self {
        let this = Self::assigned();
        let answer = AssignmentAnswer { accepted: true, remarks: None };
        this.act("olga", Command::AnswerAssignment(this.service, answer));
        this
    }

    /// Planned with the family: one goal that is counted, one on a scale; begun today.
    pub(crate) fn planned() -> Self {
        let this = Self::taken();
        let at = "2026-11-24T08:57".parse().expect("a moment");
        let count = Measure::Count { unit: text("middagar i veckan"), target: 5 };
        let goal = |id, words: &str, measure, baseline| Goal {
            id,
            part: Part::words(Speaker::Child, text(words)),
            measure: Some(measure),
            baseline: Some(baseline),
            by: Some("2027-02-24".parse().expect("a day")),
            activities: vec![],
        };
        let scale = Measure::Attainment { outcomes: [None, None, None, None, None] };
        let plan = ServicePlan {
            at,
            goals: vec![
                goal(this.goals[0], "Jag äter middag hemma.", count, 1),
                goal(this.goals[1], "Jag somnar i min egen säng.", scale, -1),
            ],
            child: None,
            guardians: vec![],
            review: "2027-02-24".parse().expect("a day"),
        };
        this.act("olga", Command::PlanService(this.service, plan));
        this.act("olga", Command::StepService(this.service, ServiceStep { at, step: Step::Started }));
        this
    }

    /// Signs a follow-up of the first goal.
    pub(crate) fn follow_up(&self, at: &str, values: &[(Rater, i32)]) {
        let rating = |(by, value): &(Rater, i32)| Rating { goal: self.goals[0], by: *by, value: *value };
        let follow_up = FollowUp {
            at: at.parse().expect("a moment"),
            ratings: values.iter().map(rating).collect(),
            changes: vec![],
            parts: vec![],
            helped: None,
            hindered: None,
            childs_own: None,
            child: None,
            outcome: Code::from("continue"),
            next: None,
        };
        self.act("olga", Command::FollowUp(self.service, follow_up));
    }

    /// Records a decision of the unit's head in the investigation.
    pub(crate) fn decide(&self, decision: Decision) {
        let made_by = DecisionMaker { name: "Enar Lindroth".to_owned(), title: None, level: Level::UnitHead };
        let decision = Decision {
            reasons: vec![fact("Så har det bedömts.")],
            child: Some(ChildHeard::heard(text("Jag vill ha hjälp."))),
            best_interests: Some(fact("Att få mat.")),
            ..decision
        };
        let record = RecordDecision {
            matter: self.investigation,
            decision,
            made: "2026-11-24T08:53".parse().expect("a moment"),
            made_by,
            urgent: false,
            document: None,
        };
        self.act("ulla", Command::RecordDecision(record));
    }

    /// A decision with an id of its own and nothing in it.
    pub(crate) fn decision(&self, kind: &str) -> Decision {
        let id = DecisionId::new(self.scene.at.desk.house.new_id(self.scene.at.now()));
        Decision::new(id, kind.parse().expect("a type of decision"))
    }

    /// Carries out a command in Alva's file.
    pub(crate) fn act(&self, login: &str, command: Command) {
        self.scene.at.act(login, self.scene.alva.file, vec![command]).expect("carried out");
    }

    /// An address in the service.
    pub(crate) fn path(&self, page: &str) -> String {
        self.scene.path(&format!("/arende/{}/{page}", self.service))
    }

    /// The file as Ulla sees it.
    pub(crate) fn open(&self) -> store::OpenFile {
        let (ulla, now) = (self.scene.at.actor("ulla"), self.scene.at.now());
        let looked = self.scene.at.desk.house.look(&ulla, now, self.scene.alva.file, store::Part::Timeline);
        looked.expect("her file")
    }

    /// Where the words that are quoted stand.
    pub(crate) fn quoted(&self) -> (i64, usize) {
        let open = self.open();
        let holds = |entry: &Arc<record::Recorded>| {
            let parts = entry.entry.statements();
            parts.iter().position(|part| part.text.as_str() == QUOTED).map(|place| (entry.seq, place))
        };
        open.entries.iter().find_map(holds).expect("they are written")
    }

    fn today(&self) -> law::Day {
        self.scene.at.now().today
    }

    fn writing() -> WrittenInvestigation {
        let section = Section {
            area: Code::from("parent.basic_care"),
            answers: vec![0],
            parts: vec![Part::words(Speaker::Child, text(QUOTED)), fact(NOT_QUOTED)],
        };
        WrittenInvestigation {
            questions: vec![Part::assessment(text("Får Alva mat hemma?"))],
            sections: vec![section],
            analysis: vec![Part::assessment(text("Hon behöver mat varje dag."))],
            ..WrittenInvestigation::default()
        }
    }
}
