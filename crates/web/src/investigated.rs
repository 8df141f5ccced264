//! An investigation for tests of what comes after it: Alva's, opened this morning, signed, given to the parties, answered by them.

use record::communication::{Communication, Reply, Sharing};
use record::decision::Decision;
use record::distribution::Distribution;
use record::investigation::Opening;
use record::party_copy::PartyCopy;
use record::preliminary::ChildHeard;
use record::stand::Stand;
use record::written::{Section, WrittenInvestigation};
use record::{Code, Command, DecisionId, MatterId, Moment, Part, PersonId, Speaker};
use store::OpenFile;

use crate::scene::Scene;
use crate::testing::text;

/// What the investigation makes of it.
pub(crate) const ANALYSIS: &str = "Alva behöver vuxna som orkar.";

/// What Alva has said.
pub(crate) const ALVA_SAYS: &str = "Jag vill att det blir lugnt hemma.";

/// The family, and the investigation.
pub(crate) struct Investigated {
    pub(crate) scene: Scene,
    pub(crate) matter: MatterId,
}

impl Investigated {
    /// Opened, and nothing more.
    pub(crate) fn opened() -> Self {
        let scene = Scene::assessed();
        let id = || scene.at.desk.house.new_id(scene.at.now());
        let matter = MatterId::new(id());
        let questions = vec![Part::assessment(text("Behöver Alva stöd?"))];
        let opening = Some(Opening { matter, questions, from: None });
        let kind = "D02".parse().expect("a type");
        let decision = Decision { opening, ..Decision::new(DecisionId::new(id()), kind) };
        let made = Self { scene, matter };
        made.act("ulla", Command::MakeDecision(made.scene.alva.matter, decision));
        let ulla = made.scene.at.actor("ulla");
        let given = Distribution { main: ulla.staff, second: None, unit: ulla.unit };
        made.act("frida", Command::Distribute(matter, given));
        made
    }

    /// Signed as well.
    pub(crate) fn written() -> Self {
        let made = Self::opened();
        made.sign(ANALYSIS);
        made
    }

    /// And both guardians have answered: what is left is to decide.
    pub(crate) fn ready() -> Self {
        let made = Self::written();
        made.communicate();
        made
    }

    /// Both guardians are given it as it reads now, and answer that it is right.
    pub(crate) fn communicate(&self) {
        let (at, reply_by) = (self.now(), self.now().day.plus_days(14));
        for person in self.guardians() {
            let copy = PartyCopy::default();
            let sharing = Sharing::Given { way: Code::from("letter"), reply_by, copy };
            self.act("ulla", Command::ShareMaterial(self.matter, Communication { person, at, sharing }));
            let parts = vec![Part::words(Speaker::Person(person), text("Det stämmer."))];
            self.act("ulla", Command::ReceiveReply(self.matter, Reply { person, at, parts, oral: true }));
        }
    }

    /// And both consent to family treatment.
    pub(crate) fn consented() -> Self {
        let made = Self::ready();
        for person in made.guardians() {
            made.stand(person, "consents");
        }
        made
    }

    /// Signs the investigation with an analysis.
    pub(crate) fn sign(&self, analysis: &str) {
        let section = Section {
            area: Code::from(self.area()),
            answers: vec![0],
            parts: vec![Part::fact(text("Alva går till skolan varje dag."))],
        };
        let written = WrittenInvestigation {
            questions: vec![Part::assessment(text("Behöver Alva stöd?"))],
            sections: vec![section],
            child: Some(ChildHeard::heard(text(ALVA_SAYS))),
            analysis: vec![Part::assessment(text(analysis))],
            ..WrittenInvestigation::default()
        };
        self.act("ulla", Command::SignInvestigation(self.matter, written));
    }

    /// Somebody answers about family treatment.
    pub(crate) fn stand(&self, person: PersonId, answer: &str) {
        let service = Code::from("family_treatment");
        let stand = Stand { person, service, answer: Code::from(answer), at: self.now(), said: None };
        self.act("ulla", Command::TakeStand(self.matter, stand));
    }

    /// Carries out a command in Alva's file.
    pub(crate) fn act(&self, login: &str, command: Command) {
        self.scene.at.act(login, self.scene.alva.file, vec![command]).expect("carried out");
    }

    /// The file as somebody sees it.
    pub(crate) fn look(&self, login: &str) -> OpenFile {
        let at = &self.scene.at;
        let looked = at.desk.house.look(&at.actor(login), at.now(), self.scene.alva.file, store::Part::Form);
        looked.expect("the file")
    }

    /// An address in the investigation.
    pub(crate) fn path(&self, rest: &str) -> String {
        self.scene.path(&format!("/arende/{}{rest}", self.matter))
    }

    /// Those who have custody.
    pub(crate) fn guardians(&self) -> [PersonId; 2] {
        [self.scene.karin, self.scene.par]
    }

    fn area(&self) -> &'static str {
        let areas = self.scene.at.desk.house.law.list("investigation_area", self.scene.at.now().today);
        areas.first().expect("areas").code.as_str()
    }

    fn now(&self) -> Moment {
        Moment::of(self.scene.at.now().instant)
    }
}
