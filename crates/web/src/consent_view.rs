//! Where the parties stand to a service, and whether that is enough: the answer of the law's consent rows, before anybody decides.
//!
//! The same words stand where answers are taken down, where a service is chosen and where a decision is checked, so that nobody learns at
//! the signing that somebody has not been asked.

use law::{ConsentRow, Day, LawBook, Need};
use record::{Code, MatterId, PersonId, service::ServiceState, stand};

use crate::reading::Reading;

/// A service with the answers about it.
pub struct ConsentView {
    /// The service's name.
    pub service: String,
    /// Each guardian, then the child.
    pub rows: Vec<StandRow>,
    /// Whether it is enough, and by which way.
    pub answer: String,
    /// Is it enough?
    pub enough: bool,
    /// What would be enough, where it is not.
    pub ways: Option<String>,
    /// The law's own row is uncertain, or there is none: whoever decides reads the law.
    pub uncertain: Option<String>,
    /// The committee may let it go ahead with one guardian.
    pub one_guardian: Option<String>,
}

/// Where one person stands.
pub struct StandRow {
    /// First name.
    pub who: String,
    /// The answer, or that nobody has asked.
    pub answer: String,
    /// When.
    pub day: Option<String>,
    /// Counts as consent.
    pub consents: bool,
}

impl ConsentView {
    /// What has been answered about a service in the line of a matter, as it stands today. `suitable`: it is found suitable that the child's
    /// own consent is enough.
    pub fn of(reading: &Reading<'_>, matter: MatterId, service: &Code, suitable: bool) -> Self {
        let (w, file, today) = (reading.w, &reading.open.file, reading.today);
        let rows = asked(reading).map(|person| StandRow::of(reading, matter, person, service)).collect();
        let name = reading.code("service_kind", service);
        let Some(consent) = stand::consent(file, matter, service, suitable, today, reading.law) else {
            let unknown = Some(w.t("consent-no-row").into_owned());
            let answer = w.t("consent-own-judgement").into_owned();
            return Self {
                service: name,
                rows,
                answer,
                enough: true,
                ways: None,
                uncertain: unknown,
                one_guardian: None,
            };
        };
        let provision = consent.row.provision.to_string();
        let answer = match consent.way {
            Some(_) if consent.let_go => w.t1("consent-let-go", "provision", one_guardian(reading)),
            Some(way) => {
                let values = [("way", needs(reading, way).into()), ("provision", provision.clone().into())];
                w.with("consent-enough", &values)
            }
            None => w.t("consent-lacking").into_owned(),
        };
        let uncertain = !consent.row.certainty.on(today).is_certain();
        Self {
            service: name,
            rows,
            answer,
            enough: consent.way.is_some(),
            ways: consent.way.is_none().then(|| sufficing(reading, consent.row)),
            uncertain: uncertain.then(|| w.t1("consent-uncertain", "provision", provision)),
            one_guardian: consent
                .one_guardian
                .then(|| w.t1("consent-one", "provision", one_guardian(reading))),
        }
    }
}

/// Where it stands that a committee may let a measure go ahead with one guardian.
fn one_guardian(reading: &Reading<'_>) -> String {
    reading.law.one_guardian().provision.to_string()
}

impl StandRow {
    fn of(reading: &Reading<'_>, matter: MatterId, person: PersonId, service: &Code) -> Self {
        let last = stand::last(&reading.open.file, matter, person, service, reading.today);
        Self {
            who: reading.name(person),
            answer: last.map_or_else(
                || reading.w.t("consent-not-asked").into_owned(),
                |stand| reading.code("service_stand", &stand.answer),
            ),
            day: last.map(|stand| reading.day(stand.at.day)),
            consents: last.is_some_and(|stand| stand::is_consent(&stand.answer, reading.law)),
        }
    }
}

/// What is said of a running service that no longer has the consent it rests on, where the work is done.
pub struct WithoutConsentView {
    /// Who, since when; to whoever carries it out only since when.
    pub since: Vec<String>,
    /// What the law says, or whom to ask.
    pub text: String,
    /// The law's own row is uncertain.
    pub uncertain: Option<String>,
    /// What can be done.
    pub ways: Vec<Way>,
}

/// Something that can be done, and where.
pub struct Way {
    /// What.
    pub words: String,
    /// Where.
    pub href: String,
}

impl WithoutConsentView {
    /// The notice, where there is something to tell.
    pub fn of(reading: &Reading<'_>, matter: MatterId, service: &ServiceState) -> Option<Self> {
        let w = reading.w;
        if reading.is_provider() {
            let since = vec![since(reading, matter)?];
            let text = w.t("without-consent-ask").into_owned();
            return Some(Self { since, text, uncertain: None, ways: Vec::new() });
        }
        let found = stand::without_consent(&reading.open.file, matter, reading.today, reading.law)?;
        let provision = found.row.provision.to_string();
        let told = |(who, day): &(PersonId, Day)| {
            let values = [("who", reading.name(*who).into()), ("day", reading.day(*day).into())];
            w.with("without-consent-of", &values)
        };
        let uncertain = !found.row.certainty.on(reading.today).is_certain();
        Some(Self {
            since: found.by.iter().map(told).collect(),
            text: w.t1("without-consent-rests", "provision", provision.clone()),
            uncertain: uncertain.then(|| w.t1("consent-uncertain", "provision", provision)),
            ways: if reading.writes() { ways(reading, matter, service) } else { Vec::new() },
        })
    }
}

/// That a service runs without the consent it rests on, and since when: what anybody who works with it may know.
pub fn since(reading: &Reading<'_>, service: MatterId) -> Option<String> {
    let day = *reading.open.without_consent.get(&service)?;
    Some(reading.w.t1("without-consent-since", "day", reading.day(day)))
}

fn ways(reading: &Reading<'_>, matter: MatterId, service: &ServiceState) -> Vec<Way> {
    let file = reading.open.id;
    let at = format!("/akt/{file}/arende/{matter}");
    let ways = [
        ("without-consent-end", format!("{at}/insats?avsluta=ja#steg")),
        ("service-do-change", format!("/akt/{file}/beslut/{}/andra", service.decision)),
        ("link-consent", format!("{at}/samtycke")),
    ];
    ways.map(|(key, href)| Way { words: reading.w.t(key).into_owned(), href }).into()
}

/// Who is asked: each guardian, then the child whose file it is.
pub fn asked<'a>(reading: &'a Reading<'_>) -> impl Iterator<Item = PersonId> + 'a {
    let file = &reading.open.file;
    file.guardians(reading.today).chain(file.person())
}

/// The services somebody has answered about in the line of a matter, the latest first; once each.
pub fn services(reading: &Reading<'_>, matter: MatterId) -> Vec<Code> {
    let mut services: Vec<Code> = Vec::new();
    for stand in stand::taken_in_line(&reading.open.file, matter).rev() {
        if !services.contains(&stand.service) {
            services.push(stand.service.clone());
        }
    }
    services
}

/// The service that somebody has last said yes to or applied for in the line of a matter: what is most likely granted. The decision itself
/// is nobody's guess.
pub fn wanted<'a>(reading: &'a Reading<'_>, matter: MatterId, law: &LawBook) -> Option<&'a Code> {
    let mut latest = stand::taken_in_line(&reading.open.file, matter).rev();
    let yes = latest.find(|stand| stand::is_consent(&stand.answer, law));
    yes.map(|stand| &stand.service)
}

/// "Enligt 21 kap. 1 § SoL räcker det att vårdnadshavarna samtycker, eller att Alva själv vill och det är lämpligt."
pub fn sufficing(reading: &Reading<'_>, row: &ConsentRow) -> String {
    let w = reading.w;
    let ways: Vec<String> = row.ways.iter().map(|way| needs(reading, way)).collect();
    let ways = ways.join(&w.t("consent-or"));
    w.with("consent-ways", &[("ways", ways.into()), ("provision", row.provision.to_string().into())])
}

fn needs(reading: &Reading<'_>, way: &[Need]) -> String {
    let w = reading.w;
    let need = |need: &Need| match need {
        Need::Guardians => w.t("consent-need-guardians").into_owned(),
        Need::Child => w.t1("consent-need-child", "child", reading.child_in_text()),
        Need::Suitable => w.t("consent-need-suitable").into_owned(),
    };
    way.iter().map(need).collect::<Vec<_>>().join(&w.t("consent-and"))
}
