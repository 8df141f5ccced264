//! A whole Lykta in a test: a temporary directory, the demo's organisation, a fixed clock, and a browser of forty lines.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use jiff::Timestamp;
use law::DelegationOrder;
use record::decision::{Decision, Proposal};
use record::distribution::Distribution;
use record::identity::IdentityNumber;
use record::organisation::{Member, Unit, UnitKind};
use record::person::{Birth, FactSource, PersonCommand, PersonName, ProtectionLevel, Registration, Sourced};
use record::protection::{AssessProtection, ProtectionAssessment};
use record::report::{Arrival, Report, Reporter};
use record::{
    Actor, AuthorityId, Code, Command, CommandId, DecisionId, FileId, MatterId, Moment, Opened, Organisation,
    Part, PartKind, PersonId, Speaker, StaffId, Subject, Text, UnitId,
};
use store::accounts::{Binding, By};
use store::emergency::Emergency;
use store::passkeys::Passkey;
use store::sessions::{self, Proof};
use store::{Done, House, Now, Step, Trouble, Wish, messages};
use testhome::TestHome;
use tower::ServiceExt;
use uuid::Uuid;

use crate::desk::{DemoClock, Desk};
use crate::pages::group::EVERYBODY_MAX;
use crate::samples::DrawnFrom;
use crate::shell::Site;
use crate::visitor;

/// Tuesday 24 November 2026, nine in the morning in Sweden.
pub(crate) fn nine() -> Timestamp {
    "2026-11-24T08:00:00Z".parse().expect("an instant")
}

/// A running Lykta that disappears with the test.
pub(crate) struct TestDesk {
    pub(crate) desk: Arc<Desk>,
    router: Router,
    pub(crate) home: Arc<TestHome>,
}

/// A child with one report, received at 8.40 the same morning.
#[derive(Clone, Copy)]
pub(crate) struct Child {
    pub(crate) person: PersonId,
    pub(crate) file: FileId,
    pub(crate) matter: MatterId,
    pub(crate) number: IdentityNumber,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    /// The page it was drawn from, when it was.
    pub(crate) drawn: Option<DrawnFrom>,
}

impl Answer {
    /// Where a redirect leads; empty when it is none.
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |place| place.to_str().expect("an address"))
    }

    /// The session's cookie that it sets.
    pub(crate) fn session(&self) -> String {
        let cookie = self.headers[header::SET_COOKIE].to_str().expect("a cookie");
        cookie.split(';').next().expect("the cookie").to_owned()
    }

    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> &str {
        let start = format!("name=\"{name}\" value=\"");
        let rest = self.body.split_once(&start).map(|(_, rest)| rest);
        rest.and_then(|rest| rest.split_once('"')).map(|(value, _)| value).unwrap_or_default()
    }
}

/// The demo's people.
pub(crate) fn lyktinge() -> Organisation {
    toml::from_str(include_str!("../../app/demo/lyktinge.toml")).expect("the demo's organisation")
}

/// Lyktinge with one more group, so large that not everybody stands in the lists.
pub(crate) fn large_house() -> (Organisation, UnitId) {
    let lyktinge = lyktinge();
    let id = UnitId::new(Uuid::from_u128(7));
    let unit = Unit { id, name: "Utredning Norr".to_owned(), kind: UnitKind::Investigation, under: None };
    let ulla = lyktinge.by_login("ulla").expect("one of them");
    let member = |number: usize| Member {
        staff: StaffId::new(Uuid::from_u128(0x700 + number as u128)),
        login: format!("norr{number}"),
        name: format!("Nora Norrman {number}"),
        unit: id,
        ..ulla.clone()
    };
    let units = lyktinge.units.iter().cloned().chain([unit]).collect();
    let members = lyktinge.members.iter().cloned().chain((1..=EVERYBODY_MAX).map(member)).collect();
    (Organisation::new(lyktinge.municipality.clone(), lyktinge.board.clone(), units, members), id)
}

fn site(demo: bool, secure: bool) -> Site {
    Site { demo, secure, ..Site::demo("Lyktinge kommun") }
}

impl TestDesk {
    /// Opens an empty house with the demo's people.
    pub(crate) fn new() -> Self {
        Self::of(lyktinge())
    }

    /// Opens an empty house with these people.
    pub(crate) fn of(organisation: Organisation) -> Self {
        Self::within(TestHome::new(), organisation)
    }

    /// Opens an empty house in a home that is chosen.
    pub(crate) fn within(home: TestHome, organisation: Organisation) -> Self {
        Self::set(home, organisation, site(true, false), nine, |_| Router::new())
    }

    /// Opens an empty house that goes by another clock, with pages beside its own.
    pub(crate) fn by(source: fn() -> Timestamp, beside: impl FnOnce(&Arc<Desk>) -> Router) -> Self {
        Self::set(TestHome::new(), lyktinge(), site(true, false), source, beside)
    }

    /// Opens an empty house that browsers reach over TLS.
    pub(crate) fn over_tls() -> Self {
        Self::set(TestHome::new(), lyktinge(), site(true, true), nine, |_| Router::new())
    }

    /// Opens an empty house as one for real people is, which has no buttons.
    pub(crate) fn in_earnest() -> Self {
        Self::set(TestHome::new(), lyktinge(), site(false, true), nine, |_| Router::new())
    }

    /// The same house with a provider of identities, whom nobody can reach.
    pub(crate) fn with_a_provider(self, demo: bool) -> Self {
        const FILE: &str = r#"
            address = "https://lykta.lyktinge.example"
            [passkeys]
            level = 3
            [[provider]]
            code = "kommunen"
            name = "Lyktinge kommun"
            issuer = "http://127.0.0.1:1"
            client = "lykta"
            secret = "secret"
            levels = { "http://id.elegnamnden.se/loa/1.0/loa3" = 3 }
        "#;
        let dir = self.home.dir();
        std::fs::write(dir.join("secret"), "s".repeat(32)).expect("written");
        std::fs::write(dir.join("login.toml"), FILE).expect("written");
        let providers = login::Providers::read(&dir.join("login.toml")).expect("settings");
        let house = Arc::clone(&self.desk.house);
        let clock = DemoClock::new(nine, 0);
        let desk = Desk::with_providers(house, site(demo, false), clock, Some(providers));
        let router = crate::app(Arc::clone(&desk), Router::new());
        Self { desk, router, home: self.home }
    }

    /// Opens somebody's account, and returns its code.
    pub(crate) fn code_of(&self, login: &str) -> store::code::Code {
        let (house, account) = (&self.desk.house, self.actor(login).staff.uuid());
        let now_us = nine().as_microsecond();
        house.open_account(account, By::Operator, (now_us, now_us + 3_600_000_000)).expect("an account")
    }

    /// Binds another key to a sealed account.
    pub(crate) fn seal(&self, emergency: Emergency) {
        let (house, now_us) = (&self.desk.house, nine().as_microsecond());
        let credential = house.new_id(self.now()).as_bytes().to_vec();
        let code = house.open_account(emergency.account(), By::Operator, (now_us, now_us + 3_600_000_000));
        let key = Passkey { credential, key: "held".to_owned() };
        let bound = house.bind_passkey(&code.expect("an account"), &key, now_us);
        assert_eq!(bound, Ok(Binding::Bound(emergency.account())));
    }

    /// The cookie of whoever has come in with the first sealed account; it is sealed before, where it is not.
    pub(crate) fn emergency(&self) -> String {
        let (house, now_us) = (&self.desk.house, nine().as_microsecond());
        if !house.emergency_accounts().expect("read")[0].has_key {
            self.seal(Emergency::First);
        }
        let proof = Proof { level: visitor::LEVEL, at_us: now_us };
        let limits = crate::emergency::LIMITS;
        let token = house.log_in(Emergency::First.account(), None, proof, (now_us, limits));
        format!("{}={}", visitor::COOKIE, token.expect("written").expect("in").reveal())
    }

    /// A session of somebody's who proved who they are too long ago for what is guarded more closely.
    pub(crate) async fn login_of_old(&self, login: &str) -> String {
        let fresh = self.login(login).await;
        let former = fresh.split_once('=').expect("a cookie").1.parse().expect("a token");
        let (of, now_us) =
            ((self.desk.house.authority.0, self.actor(login).staff.uuid()), nine().as_microsecond());
        let old = Proof { level: visitor::LEVEL, at_us: now_us - visitor::FRESH_US };
        let renewed = self
            .desk
            .house
            .db
            .write(move |tx| sessions::renew(tx, of, &former, old, now_us, visitor::LIMITS));
        format!("{}={}", visitor::COOKIE, renewed.expect("written").expect("a session").reveal())
    }

    fn set(
        home: TestHome,
        organisation: Organisation,
        site: Site,
        source: fn() -> Timestamp,
        beside: impl FnOnce(&Arc<Desk>) -> Router,
    ) -> Self {
        let house =
            House::open_demo(home.home(), organisation, DelegationOrder::lyktinge()).expect("a house");
        let desk = Desk::new(house, site, DemoClock::new(source, 0));
        let router = crate::app(Arc::clone(&desk), beside(&desk));
        Self { desk, router, home: Arc::new(home) }
    }

    /// The same home, asked through another router at another desk.
    pub(crate) fn behind(&self, desk: Arc<Desk>, router: Router) -> Self {
        Self { desk, router, home: Arc::clone(&self.home) }
    }

    /// Another authority in the same register, with people of the same names and ids.
    pub(crate) fn next_door(&self) -> Self {
        let house = self.desk.house.beside(AuthorityId(2), lyktinge(), DelegationOrder::lyktinge());
        let desk = Desk::new(house.expect("a house"), site(true, false), DemoClock::new(nine, 0));
        let router = crate::app(Arc::clone(&desk), Router::new());
        Self { desk, router, home: Arc::clone(&self.home) }
    }

    /// The moment every request is made at.
    pub(crate) fn now(&self) -> Now {
        self.desk.clock.now()
    }

    /// Somebody, acting.
    pub(crate) fn actor(&self, login: &str) -> Actor {
        self.desk.organisation().by_login(login).expect("one of the demo's people").actor()
    }

    /// Logs in and returns the cookie to ask with.
    pub(crate) async fn login(&self, login: &str) -> String {
        let answer = self.post("", "/logga-in", &[("login", login)]).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().expect("a cookie");
        cookie.split_once(';').map_or(cookie, |(cookie, _)| cookie).to_owned()
    }

    /// Opens a page. An empty cookie is nobody.
    pub(crate) async fn get(&self, cookie: &str, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty());
        self.ask(request.expect("a request")).await
    }

    /// Sends a form from one of our own pages.
    pub(crate) async fn post(&self, cookie: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = serde_html_form::to_string(form).expect("a form");
        self.post_bytes(cookie, path, body.into_bytes()).await
    }

    /// Sends whatever bytes as if they were a form.
    pub(crate) async fn post_bytes(&self, cookie: &str, path: &str, body: Vec<u8>) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        self.ask(request.expect("a request")).await
    }

    /// Sends a form with a document: its name and its bytes.
    pub(crate) async fn post_document(
        &self,
        cookie: &str,
        path: &str,
        form: &[(&str, &str)],
        (name, bytes): (&str, &[u8]),
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in form {
            let part =
                format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let file = format!("content-disposition: form-data; name=\"document\"; filename=\"{name}\"");
        body.extend(format!("--edge\r\n{file}\r\n\r\n").into_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .body(Body::from(body));
        self.ask(request.expect("a request")).await
    }

    /// Sends any request.
    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("the router always answers");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a whole body");
        let body = String::from_utf8(bytes.to_vec()).expect("pages are UTF-8");
        let drawn = parts.extensions.get().copied();
        Answer { status: parts.status, headers: parts.headers, body, drawn }
    }

    /// Carries out commands on a file in one go.
    pub(crate) fn act(&self, login: &str, file: FileId, commands: Vec<Command>) -> Result<Done, Trouble> {
        let steps = vec![Step::File { file, seen: None, commands }];
        self.wish(login, steps)
    }

    /// Carries out several steps in one go.
    pub(crate) fn wish(&self, login: &str, steps: Vec<Step>) -> Result<Done, Trouble> {
        let id = CommandId::new(self.desk.house.new_id(self.now()));
        self.desk.house.act(&self.actor(login), self.now(), &Wish { id, steps, draft: None })
    }

    /// A message that Mia's account received and that was set aside; `keep` says whether its bytes may lie here.
    pub(crate) fn set_aside(&self, bytes: &[u8], reason: &'static str, keep: bool) -> Uuid {
        let details = "Rad 1, tecken 2.".to_owned();
        self.receive(bytes, None, Some(messages::Fault { reason, details, keep }))
    }

    /// A message whose sender had used its id before: set aside, and naming the first.
    pub(crate) fn set_aside_again(&self) -> Uuid {
        self.receive(b"ett", Some("4b0e-17"), None);
        self.receive("två".as_bytes(), Some("4b0e-17"), None)
    }

    fn receive(&self, bytes: &[u8], sender: Option<&str>, fault: Option<messages::Fault>) -> Uuid {
        let (house, now) = (&self.desk.house, self.now());
        let new = messages::New {
            authority: house.authority.0,
            account: self.actor("mia").staff.uuid(),
            now_us: now.micros(),
            today: now.today,
            bytes: bytes.to_vec(),
            sender: sender.map(str::to_owned),
            substance: None,
            fault,
        };
        let keys = Arc::clone(house.keys());
        house.db.write(move |tx| messages::take(tx, &keys, &new)).expect("received").0.id
    }

    /// A child of eleven whom the school has reported this morning; Mia at reception took the call.
    pub(crate) fn seed_child(&self, given: &str, family: &str) -> Child {
        self.seed_with(given, family, ProtectionLevel::None)
    }

    /// The same with a level of protection.
    pub(crate) fn seed_with(&self, given: &str, family: &str, protection: ProtectionLevel) -> Child {
        let now = self.now();
        let id = || self.desk.house.new_id(now);
        let (person, file, matter) = (PersonId::new(id()), FileId::new(id()), MatterId::new(id()));
        let birth = "2015-04-09".parse().expect("a day");
        // The low bits of an id are random, so that two children of a test get two numbers.
        let serial = u16::try_from(person.as_u128() % 999 + 1).expect("below a thousand");
        let number = IdentityNumber::synthetic(birth, serial);
        let registration = Registration {
            name: Some(Sourced::new(PersonName::new(given, family), FactSource::Worker, now.today)),
            birth: Some(Sourced::new(Birth { day: birth, estimated: false }, FactSource::Worker, now.today)),
            number: Some(Sourced::new(number, FactSource::Worker, now.today)),
            ..Registration::new(Sourced::new(protection, FactSource::Worker, now.today))
        };
        let unit = self.actor("mia").unit;
        let opened = Opened { person, subject: Subject::Child, birth: Some(birth), unit };
        let steps = vec![
            Step::Person { person, commands: vec![PersonCommand::Register(registration)] },
            Step::File {
                file,
                seen: None,
                commands: vec![Command::OpenFile(opened), Command::ReceiveReport(matter, report())],
            },
        ];
        self.wish("mia", steps).expect("a registered report");
        Child { person, file, matter, number }
    }

    /// Frida gives the child's matter to somebody in their own unit.
    pub(crate) fn distribute(&self, child: Child, to: &str) {
        let to = self.actor(to);
        let distribution = Distribution { main: to.staff, second: None, unit: to.unit };
        self.act("frida", child.file, vec![Command::Distribute(child.matter, distribution)])
            .expect("distributed");
    }

    /// Mia signs the protection assessment: no need of protection at once.
    pub(crate) fn assess(&self, child: Child) {
        self.assess_as("mia", child);
    }

    /// Somebody signs it.
    pub(crate) fn assess_as(&self, login: &str, child: Child) {
        let assessment = ProtectionAssessment {
            made: "2026-11-24T08:50".parse().expect("a moment"),
            outcome: Code::from("no_immediate_need"),
            immediate: false,
            parts: vec![fact("Hämtas av sin mormor.")],
            measures: None,
            late: false,
            unqualified: false,
        };
        let assess = AssessProtection { matter: child.matter, assessment, opening: None };
        self.act(login, child.file, vec![Command::AssessProtection(assess)]).expect("assessed");
    }

    /// Somebody proposes a decision and sends it to somebody.
    pub(crate) fn propose(&self, child: Child, by: &str, kind: &str, to: &str) -> DecisionId {
        let id = DecisionId::new(self.desk.house.new_id(self.now()));
        let kind = kind.parse().expect("a type of decision");
        let decision = Decision { reasons: vec![fact("Så ser det ut.")], ..Decision::new(id, kind) };
        let proposal = Proposal { decision, to: Some(self.actor(to).staff) };
        self.act(by, child.file, vec![Command::ProposeDecision(child.matter, proposal)]).expect("a proposal");
        id
    }
}

/// A sentence that can be checked.
pub(crate) fn fact(words: &str) -> Part {
    Part::new(PartKind::Fact, text(words))
}

/// A text.
pub(crate) fn text(words: &str) -> Text {
    Text::typed(words).expect("a text").expect("not an empty one")
}

/// What the school told.
pub(crate) fn report() -> Report {
    let received: Moment = "2026-11-24T08:40".parse().expect("a moment");
    Report {
        arrival: Arrival::at(received),
        channel: Code::from("phone"),
        reporter: Reporter {
            category: Code::from("SKO"),
            mandated: true,
            name: Some(text("Rektor Planteradsson")),
            role: None,
            contact: None,
            anonymous: false,
            wants_feedback: true,
        },
        concern: vec![fact("Har kommit hungrig till skolan i två veckor.").said_by(Speaker::Reporter)],
        reasons: vec![],
        violence: false,
        child_knows: None,
        guardians_know: Some(false),
        siblings: vec![],
        document: None,
    }
}
