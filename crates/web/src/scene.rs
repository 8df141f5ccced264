//! A family for tests of the pages in a child's file: Alva and Melker, reported together, their mother, their father with protected identity.

use record::decision::{Decision, DecisionMaker, RecordDecision};
use record::distribution::Distribution;
use record::family::{FamilyFact, Guardianship, Language, Relation};
use record::identity::IdentityNumber;
use record::investigation::Opening;
use record::note::Note;
use record::person::{
    Address, Birth, FactSource, PersonCommand, PersonName, ProtectionLevel, Registration, Sourced,
};
use record::protection::{AssessProtection, ProtectionAssessment};
use record::report::Report;
use record::written::{Section, WrittenInvestigation};
use record::{CaseFile, Code, Command, DecisionId, FileId, MatterId, Opened, Part, PersonId, Subject};
use store::Step;

use crate::testing::{Answer, Child, TestDesk, fact, report, text};

/// The family.
pub(crate) struct Scene {
    pub(crate) at: TestDesk,
    pub(crate) alva: Child,
    pub(crate) melker: Child,
    pub(crate) karin: PersonId,
    pub(crate) par: PersonId,
    /// The investigation of Alva, once it is opened.
    pub(crate) investigation: MatterId,
}

impl Scene {
    /// Reported this morning, given to Ulla, both children in one report.
    pub(crate) fn new() -> Self {
        Self::with(&report())
    }

    /// The same with another report.
    pub(crate) fn with(report: &Report) -> Self {
        let scene = Self::registered(report);
        scene.at.distribute(scene.alva, "ulla");
        scene.at.distribute(scene.melker, "ulla");
        scene
    }

    /// Both children in one report, given to nobody yet.
    pub(crate) fn registered(report: &Report) -> Self {
        Self::registered_at(TestDesk::new(), report)
    }

    /// The same in a house with other people.
    pub(crate) fn registered_at(at: TestDesk, report: &Report) -> Self {
        let id = || at.desk.house.new_id(at.now());
        let (karin, par) = (PersonId::new(id()), PersonId::new(id()));
        let (alva, melker) = (child(&at, "2015-04-09", 7), child(&at, "2018-06-13", 8));
        let mut steps = vec![
            adult(&at, karin, "Karin", ProtectionLevel::None, Some("Lövgränd 4")),
            adult(&at, par, "Pär", ProtectionLevel::Marked, Some("Hemliga gatan 1")),
        ];
        for (own, other, name, birth) in
            [(alva, melker, "Alva", "2015-04-09"), (melker, alva, "Melker", "2018-06-13")]
        {
            let report = Report { siblings: vec![other.person], ..report.clone() };
            let family = family(karin, par, other.person);
            steps.extend(opened(&at, own, (name, birth), report, family));
        }
        at.wish("mia", steps).expect("a family");
        let investigation = MatterId::new(id());
        Self { at, alva, melker, karin, par, investigation }
    }

    /// Ulla has signed that no protection is needed at once.
    pub(crate) fn assessed() -> Self {
        let scene = Self::new();
        scene.assess();
        scene
    }

    /// An investigation of Alva has been opened; Ulla has it, with Oskar as second worker.
    pub(crate) fn investigating() -> Self {
        let scene = Self::assessed();
        let opening = Opening {
            matter: scene.investigation,
            questions: vec![Part::assessment(text("Vilket stöd behöver barnet?"))],
            from: None,
        };
        let id = DecisionId::new(scene.at.desk.house.new_id(scene.at.now()));
        let kind = "D02".parse().expect("a type of decision");
        let decision = Decision {
            reasons: vec![fact("Skolan är orolig.")],
            opening: Some(opening),
            ..Decision::new(id, kind)
        };
        let decided = Command::MakeDecision(scene.alva.matter, decision);
        scene.at.act("frida", scene.alva.file, vec![decided]).expect("opened");
        let [main, second] = ["ulla", "oskar"].map(|login| scene.at.actor(login));
        let given = Distribution { main: main.staff, second: Some(second.staff), unit: main.unit };
        let given = Command::Distribute(scene.investigation, given);
        scene.at.act("frida", scene.alva.file, vec![given]).expect("distributed");
        scene
    }

    /// An address in Alva's investigation.
    pub(crate) fn investigation_path(&self, rest: &str) -> String {
        self.path(&format!("/arende/{}{rest}", self.investigation))
    }

    /// Alva's file as it stands.
    pub(crate) fn file_of_alva(&self) -> CaseFile {
        let looked = self.at.desk.house.look(
            &self.at.actor("ulla"),
            self.at.now(),
            self.alva.file,
            store::Part::Child,
        );
        CaseFile::clone(&looked.expect("Ulla may").file)
    }

    /// Ulla signs a note of a call in Alva's matter.
    pub(crate) fn note_a_call(&self, at: &str, parts: Vec<Part>) {
        let note = Note {
            at: at.parse().expect("a moment"),
            kind: Code::from("call"),
            parts,
            with: vec![],
            child: false,
            meeting: None,
            document: None,
            late: false,
        };
        let matter = Some(self.alva.matter);
        self.at.act("ulla", self.alva.file, vec![Command::SignNote(matter, note)]).expect("signed");
    }

    /// Signs the protection assessments.
    pub(crate) fn assess(&self) {
        for child in [self.alva, self.melker] {
            let assessment = ProtectionAssessment {
                made: "2026-11-24T08:50".parse().expect("a moment"),
                outcome: Code::from("no_immediate_need"),
                immediate: false,
                parts: vec![fact("Skolan ser barnet varje dag.")],
                measures: None,
                late: false,
                unqualified: false,
            };
            let assess = AssessProtection { matter: child.matter, assessment, opening: None };
            self.at.act("ulla", child.file, vec![Command::AssessProtection(assess)]).expect("assessed");
        }
    }

    /// Ulla has opened an investigation about Alva.
    pub(crate) fn investigated(&self) -> MatterId {
        let new = || self.at.desk.house.new_id(self.at.now());
        let (matter, id) = (MatterId::new(new()), DecisionId::new(new()));
        let opening = Opening { matter, questions: vec![fact("Behöver Alva stöd?")], from: None };
        let decision = Decision {
            reasons: vec![fact("Stor oro.")],
            opening: Some(opening),
            ..Decision::new(id, "D02".parse().expect("a type of decision"))
        };
        let command = Command::MakeDecision(self.alva.matter, decision);
        self.at.act("ulla", self.alva.file, vec![command]).expect("opened");
        matter
    }

    /// Frida decides that no investigation is opened about one of the children.
    pub(crate) fn not_opened(&self, child: Child) {
        let id = DecisionId::new(self.at.desk.house.new_id(self.at.now()));
        let decision = Decision {
            reasons: vec![fact("Behovet är tillgodosett.")],
            reason: Some(Code::from("need_already_met")),
            ..Decision::new(id, "D03".parse().expect("a type of decision"))
        };
        let command = Command::MakeDecision(child.matter, decision);
        self.at.act("frida", child.file, vec![command]).expect("not opened");
    }

    /// Ulla signs what the investigation has come to: one area and what it all means.
    pub(crate) fn write(&self, matter: MatterId, parts: Vec<Part>) {
        let area = Code::from("child.health");
        let written = WrittenInvestigation {
            questions: vec![fact("Behöver Alva stöd?")],
            sections: vec![Section { area, answers: vec![0], parts }],
            analysis: vec![Part::assessment(text("Alva behöver mat på morgonen."))],
            ..WrittenInvestigation::default()
        };
        let command = Command::SignInvestigation(matter, written);
        self.at.act("ulla", self.alva.file, vec![command]).expect("written");
    }

    /// A decision in Alva's investigation, made this morning by the head of the unit.
    pub(crate) fn decided(
        &self,
        matter: MatterId,
        kind: &str,
        with: impl FnOnce(Decision) -> Decision,
    ) -> DecisionId {
        let id = DecisionId::new(self.at.desk.house.new_id(self.at.now()));
        let decision = with(Decision::new(id, kind.parse().expect("a type of decision")));
        let head = self.at.actor("enar");
        let made_by = DecisionMaker { name: head.name, title: Some(head.title), level: head.level };
        let made = "2026-11-24T08:55".parse().expect("a moment");
        let recorded = RecordDecision { matter, decision, made, made_by, urgent: false, document: None };
        self.at.act("ulla", self.alva.file, vec![Command::RecordDecision(recorded)]).expect("decided");
        id
    }

    /// An address in Alva's file.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/akt/{}{rest}", self.alva.file)
    }

    /// An address in Alva's report.
    pub(crate) fn report_path(&self, rest: &str) -> String {
        format!("/akt/{}/arende/{}{rest}", self.alva.file, self.alva.matter)
    }

    /// Opens a page and sends its form with what is typed; hidden fields and presets go along as a browser would send them.
    pub(crate) async fn fill(&self, cookie: &str, path: &str, typed: &[(&str, &str)]) -> Answer {
        let page = self.at.get(cookie, path).await;
        assert_eq!(page.status, 200, "{path}");
        self.send(cookie, path, &page, typed).await
    }

    /// Sends the form of a page that is already open.
    pub(crate) async fn send(
        &self,
        cookie: &str,
        path: &str,
        page: &Answer,
        typed: &[(&str, &str)],
    ) -> Answer {
        let path = path.split('?').next().unwrap_or(path);
        let mut form: Vec<(String, String)> = fields(&page.body)
            .into_iter()
            .filter(|(name, _)| !typed.iter().any(|(n, _)| n == name))
            .collect();
        form.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let form: Vec<(&str, &str)> =
            form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.at.post(cookie, path, &form).await
    }

    /// The timeline as Ulla sees it.
    pub(crate) async fn timeline(&self, child: Child) -> String {
        let ulla = self.at.login("ulla").await;
        self.at.get(&ulla, &format!("/akt/{}/tidslinje", child.file)).await.body
    }
}

fn child(at: &TestDesk, birth: &str, serial: u16) -> Child {
    let id = || at.desk.house.new_id(at.now());
    let number = IdentityNumber::synthetic(birth.parse().expect("a day"), serial);
    Child { person: PersonId::new(id()), file: FileId::new(id()), matter: MatterId::new(id()), number }
}

fn adult(at: &TestDesk, person: PersonId, given: &str, level: ProtectionLevel, street: Option<&str>) -> Step {
    let today = at.now().today;
    let sourced = |street: &str| {
        let address = Address {
            care_of: None,
            street: street.to_owned(),
            postcode: "999 41".to_owned(),
            town: "Lyktinge".to_owned(),
        };
        Sourced::new(address, FactSource::PopulationRegister, today)
    };
    let registration = Registration {
        name: Some(Sourced::new(PersonName::new(given, "Lövdahl"), FactSource::Worker, today)),
        address: street.map(sourced),
        ..Registration::new(Sourced::new(level, FactSource::Worker, today))
    };
    Step::Person { person, commands: vec![PersonCommand::Register(registration)] }
}

fn opened(
    at: &TestDesk,
    child: Child,
    (given, birth): (&str, &str),
    report: Report,
    family: Vec<FamilyFact>,
) -> [Step; 2] {
    let today = at.now().today;
    let birth = birth.parse().expect("a day");
    let registration = Registration {
        name: Some(Sourced::new(PersonName::new(given, "Lövdahl"), FactSource::Worker, today)),
        birth: Some(Sourced::new(Birth { day: birth, estimated: false }, FactSource::Worker, today)),
        number: Some(Sourced::new(child.number, FactSource::Worker, today)),
        ..Registration::new(Sourced::new(ProtectionLevel::None, FactSource::Worker, today))
    };
    let unit = at.actor("mia").unit;
    let opened = Opened { person: child.person, subject: Subject::Child, birth: Some(birth), unit };
    let commands = vec![
        Command::OpenFile(opened),
        Command::ReceiveReport(child.matter, report),
        Command::LearnFamily(family),
    ];
    [
        Step::Person { person: child.person, commands: vec![PersonCommand::Register(registration)] },
        Step::File { file: child.file, seen: None, commands },
    ]
}

fn family(karin: PersonId, par: PersonId, sibling: PersonId) -> Vec<FamilyFact> {
    let day = "2018-06-13".parse().expect("a day");
    let source = || text("folkbokföringen");
    let relation = |person, kind: &str, lives| {
        let kind = Code::from(kind);
        FamilyFact::Relation(Relation {
            person,
            kind,
            lives_with_child: Some(lives),
            source: source(),
            as_of: day,
            ended: false,
        })
    };
    let guardian = |person| {
        let kind = Code::from("joint");
        FamilyFact::Guardianship(Guardianship { person, kind, from: Some(day), to: None, source: source() })
    };
    let language = FamilyFact::Language(Language {
        person: par,
        language: text("Tigrinska"),
        interpreter: true,
        source: source(),
        as_of: day,
    });
    vec![
        relation(karin, "mother", true),
        relation(par, "father", false),
        relation(sibling, "sibling", true),
        guardian(karin),
        guardian(par),
        language,
    ]
}

/// The fields of the main form as a browser would send them untouched, or of the one that writes. Enough of HTML for our own pages, no
/// more.
fn fields(body: &str) -> Vec<(String, String)> {
    let writing = || body.split("<form").find(|form| form.contains("name=\"command\""));
    let form = body.split("data-main").nth(1).or_else(writing).unwrap_or_default();
    let form = form.split("</form>").next().unwrap_or_default();
    let mut found = Vec::new();
    for tag in form.split('<').skip(1) {
        let (head, rest) = tag.split_once('>').unwrap_or((tag, ""));
        let name = attribute(head, "name");
        if head.starts_with("input") {
            let kind = attribute(head, "type").unwrap_or_default();
            let ticked = !matches!(kind.as_str(), "checkbox" | "radio") || head.contains(" checked");
            if let (Some(name), true) = (name, ticked) {
                found.push((name, attribute(head, "value").unwrap_or_default()));
            }
        } else if head.starts_with("textarea") {
            found.extend(name.map(|name| (name, plain(rest.trim_start_matches('\n')))));
        } else if head.starts_with("select") {
            found.extend(name.map(|name| (name, String::new())));
        } else if head.starts_with("option")
            && head.contains(" selected")
            && let (Some(last), Some(value)) = (found.last_mut(), attribute(head, "value"))
        {
            last.1 = value;
        }
    }
    found
}

fn attribute(head: &str, name: &str) -> Option<String> {
    let start = format!(" {name}=\"");
    let (_, rest) = head.split_once(&start)?;
    Some(plain(rest.split('"').next()?))
}

fn plain(html: &str) -> String {
    let text = html.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'");
    text.replace("&#38;", "&")
}
