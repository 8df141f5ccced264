//! The part of `/konton` that is about the two sealed accounts: how they stand, what has happened to them, and who used one and why.

use axum::http::StatusCode;
use record::Organisation;
use store::emergency::{Emergency, Event, Standing, What};
use uuid::Uuid;

use std::sync::Arc;

use crate::desk::{Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, not_found, see_other};
use crate::fields::Field;
use crate::file_page::{Back, Sheet, read_text};
use crate::format;
use crate::words::Words;

/// Longest words about who used one and why, in characters.
const WORDS_MAX: usize = 1_000;

/// One of the two.
pub(super) struct Row<'a> {
    pub(super) account: Uuid,
    pub(super) number: u8,
    pub(super) name: String,
    /// How it stands.
    pub(super) state: String,
    /// Whether somebody must do something.
    pub(super) needs: bool,
    /// What has happened to it last, newest first.
    pub(super) events: Vec<Line>,
    /// Its use waits for somebody to look into it: the place of the last one, and the field for the words.
    pub(super) review: Option<(i64, Field<'a>)>,
    /// Whether it can be closed here.
    pub(super) closes: bool,
}

/// Something that has happened, and what was written about it.
pub(super) struct Line {
    pub(super) told: String,
    pub(super) words: Option<String>,
}

/// Both of them, for whoever reads.
pub(super) fn rows<'a>(
    visitor: &Visitor,
    organisation: &Organisation,
    (standings, events): (&[Standing], &[Event]),
    sheet: Sheet<'a>,
) -> Vec<Row<'a>> {
    let w = visitor.w;
    let staff = visitor.emergency.is_none();
    let row = |stands: &Standing| {
        let number = stands.emergency.number();
        let own = events.iter().filter(|event| event.emergency == stands.emergency);
        let seen = stands.used.filter(|_| stands.awaits_review() && staff).map(|used| used.seq);
        Row {
            account: stands.emergency.account(),
            number,
            name: w.t1("emergency-name", "n", number),
            state: state(w, stands),
            needs: stands.needs_somebody(),
            events: own.map(|event| line(w, organisation, event)).collect(),
            review: seen.map(|seen| (seen, sheet.fill(field(number)))),
            closes: stands.is_open && visitor.emergency != Some(stands.emergency),
        }
    };
    standings.iter().map(row).collect()
}

fn field(number: u8) -> Field<'static> {
    Field { max: 1_000, ..Field::area(format!("words-{number}"), "emergency-words").rows(3) }
}

fn state(w: &Words, stands: &Standing) -> String {
    if !stands.is_open {
        return w.t("emergency-closed").into_owned();
    }
    match (stands.has_key, stands.sealed, stands.used.filter(|_| stands.is_broken())) {
        (_, _, Some(used)) => w.t1("emergency-broken", "when", format::moment(w, used.at_us).as_str()),
        (true, Some(sealed), None) => {
            let day = format::day(w, format::local(sealed.at_us).date());
            w.t1("emergency-whole", "day", day.as_str())
        }
        _ => w.t("emergency-keyless").into_owned(),
    }
}

fn line(w: &Words, organisation: &Organisation, event: &Event) -> Line {
    let when = format::moment(w, event.at_us);
    let Some((by, words)) = &event.review else {
        let key = if event.what == What::Used { "emergency-was-used" } else { "emergency-was-sealed" };
        return Line { told: w.t1(key, "when", when.as_str()), words: None };
    };
    let name = organisation.known(*by).map_or_else(|| by.to_string(), |member| member.name.clone());
    let told = w.with("emergency-was-reviewed", &[("when", when.into()), ("who", name.into())]);
    Line { told, words: Some(words.clone()) }
}

/// Which one a form is about, if it is about one.
pub(super) fn reviewed(typed: &Typed) -> Option<Emergency> {
    typed.get("reviewed").parse().ok().and_then(Emergency::numbered)
}

/// Takes what somebody has found out about the use of one. What is wrong comes back to be said at the form.
///
/// # Errors
/// The finished answer: where it went to when it was done, or why it could not be.
pub(super) async fn review(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    typed: &Typed,
    emergency: Emergency,
) -> Result<Back, Page> {
    if visitor.emergency.is_some() {
        return Err(not_found());
    }
    // Nothing that was written is lost on the way to showing who one is.
    visitor.expect_fresh(desk)?;
    let (w, name) = (visitor.w, format!("words-{}", emergency.number()));
    let mut errors = Errors::none();
    let words = read_text(visitor, typed, &name, &mut errors);
    if words.as_ref().is_some_and(|words| words.as_str().chars().count() > WORDS_MAX) {
        errors.push(name.clone(), w.t("emergency-words-long"));
    }
    if words.is_none() && errors.is_empty() {
        errors.push(name.clone(), w.t("emergency-words-missing"));
    }
    let (Some(words), true) = (words, errors.is_empty()) else { return Ok(Back::wrong(errors)) };
    let seen = typed.get("used").parse().unwrap_or(0);
    let (who, now_us) = (visitor.actor.clone(), desk.clock.real().as_microsecond());
    let done = blocking(desk, move |desk| {
        desk.house.review_emergency(&who, (emergency, seen), words.to_string(), now_us)
    });
    if done.await?.or_trouble(desk, visitor)? {
        return Err(see_other("/konton?gjort=reservkonto-granskat"));
    }
    let errors = Errors::one(name, w.t("emergency-used-again"));
    Ok(Back { status: StatusCode::CONFLICT, ..Back::wrong(errors) })
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use store::emergency::Emergency;

    use crate::testing::TestDesk;

    const WORDS: &str = "Enar hämtade kuvertet när inloggningstjänsten låg nere, och gav Ulla en kod.";

    fn stands(desk: &TestDesk) -> store::emergency::Standing {
        desk.desk.house.emergency_accounts().expect("read")[0]
    }

    /// It can give a member of staff a way in, and close accounts. No page with a child on it is there for it, nor one that is not there.
    #[tokio::test]
    async fn a_sealed_account_opens_the_page_of_accounts_and_nothing_else() {
        let desk = TestDesk::new().with_a_provider(true);
        let child = desk.seed_child("Tindra", "Planterad");
        let key = desk.emergency();
        assert_eq!(desk.get(&key, "/").await.location(), "/konton");
        let page = desk.get(&key, "/konton").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Reservkonto 1 är inloggat"), "{}", page.body);
        assert!(!page.body.contains("href=\"/gruppen\"") && !page.body.contains("name=\"reviewed\""));
        let ulla = desk.actor("ulla").staff.to_string();
        let told = desk.post(&key, "/konton", &[("code", &ulla)]).await;
        assert!(told.status == StatusCode::OK && told.body.contains("class=\"code\""));
        let unknown = "0193a000-0000-7000-8000-000000000009".to_owned();
        let mut answers = Vec::new();
        for file in [child.file.to_string(), unknown] {
            for path in [format!("/akt/{file}"), format!("/akt/{file}/tidslinje"), format!("/akt/{file}/nod")]
            {
                let answer = desk.get(&key, &path).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
                answers.push(answer.body);
            }
        }
        assert!(answers.iter().all(|body| *body == answers[0] && !body.contains("Tindra")));
        for path in ["/gruppen", "/sok", "/mer", "/organisation", "/anmalan", "/loggkontroll"] {
            assert_eq!(desk.get(&key, path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let sent = desk.post(&key, "/anmalan", &[("concern", "Skriven text.")]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN);
        assert!(sent.body.contains("Skriven text."), "what was written is given back");
    }

    /// From the commit of the login it is among what needs everybody who keeps the organisation, until one has written who it was, and the
    /// account has been sealed anew.
    #[tokio::test]
    async fn its_use_lights_the_lantern_until_it_is_reviewed_and_sealed() {
        let desk = TestDesk::new().with_a_provider(true);
        let enar = desk.login("enar").await;
        assert!(!desk.get(&enar, "/").await.body.contains("Reservkonto"));
        let key = desk.emergency();
        let day = desk.get(&enar, "/").await.body;
        assert!(day.contains("Granska reservkonto 1") && day.contains("mark lit"), "{day}");
        for login in ["ulla", "frida", "utskottet"] {
            let day = desk.get(&desk.login(login).await, "/").await.body;
            assert!(!day.contains("eservkonto"), "{login} keeps no accounts");
        }
        let page = desk.get(&enar, "/konton").await;
        assert!(page.body.contains("Sigillet är brutet"), "{}", page.body);
        let used = page.hidden("used").to_owned();
        let form = |words: &'static str| [("reviewed", "1"), ("used", "0"), ("words-1", words)];
        let empty = desk.post(&enar, "/konton", &[("reviewed", "1"), ("used", &used)]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let unseen = desk.post(&enar, "/konton", &form(WORDS)).await;
        assert!(unseen.status == StatusCode::CONFLICT && unseen.body.contains(WORDS), "{}", unseen.body);
        assert_eq!(desk.post(&key, "/konton", &form(WORDS)).await.status, StatusCode::NOT_FOUND);
        assert!(stands(&desk).awaits_review(), "nobody reviews with the account itself");

        let form = [("reviewed", "1"), ("used", used.as_str()), ("words-1", WORDS)];
        let old = desk.login_of_old("enar").await;
        let asked = desk.post(&old, "/konton", &form).await;
        assert!(asked.status == StatusCode::UNAUTHORIZED && asked.body.contains(WORDS), "given back");
        let done = desk.post(&enar, "/konton", &form).await;
        assert_eq!(done.location(), "/konton?gjort=reservkonto-granskat");
        let page = desk.get(&enar, "/konton").await.body;
        assert!(page.contains(WORDS) && page.contains("Enar"), "{page}");
        let day = desk.get(&enar, "/").await.body;
        assert!(day.contains("Försegla reservkonto 1 igen") && day.contains("mark lit"));
        desk.seal(Emergency::First);
        assert_eq!(desk.get(&key, "/konton").await.location(), "/logga-in?till=%2Fkonton", "it is out");
        assert!(!desk.get(&enar, "/").await.body.contains("eservkonto"));
        assert!(stands(&desk).is_whole());
    }

    /// A code for it is the operator's to make: no page does, not even with its id.
    #[tokio::test]
    async fn no_page_makes_a_code_for_it_and_a_keeper_can_close_it() {
        let desk = TestDesk::new().with_a_provider(true);
        let key = desk.emergency();
        let enar = desk.login("enar").await;
        let account = Emergency::First.account().to_string();
        let no = desk.post(&enar, "/konton", &[("code", &account)]).await;
        assert!(no.status == StatusCode::UNPROCESSABLE_ENTITY && !no.body.contains("class=\"code\""));
        let own = desk.post(&key, "/konton", &[("close", &account)]).await;
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody closes their own");
        let closed = desk.post(&enar, "/konton", &[("close", &account)]).await;
        assert_eq!(closed.location(), "/konton?gjort=konto-stangt");
        assert_eq!(desk.get(&key, "/konton").await.location(), "/logga-in?till=%2Fkonton");
        assert!(
            desk.get(&enar, "/").await.body.contains("Granska reservkonto 1"),
            "its use is not forgotten"
        );
    }

    /// It is bound at the same page as every login, to a key alone; and binding it is not using it.
    #[tokio::test]
    async fn its_code_leads_to_a_key_and_to_no_provider() {
        let desk = TestDesk::new().with_a_provider(true);
        let now_us = desk.desk.clock.real().as_microsecond();
        let account = Emergency::Second.account();
        let code = desk.desk.house.open_account(
            account,
            store::accounts::By::Operator,
            (now_us, now_us + 60_000_000),
        );
        let cookie = format!("lykta-kod={}", code.expect("a code").reveal());
        let page = desk.get(&cookie, "/koppla").await.body;
        assert!(page.contains("Reservkonto 2") && page.contains("Skapa en inloggningsnyckel"), "{page}");
        assert!(!page.contains("/logga-in/hos/"), "{page}");
        let asked = desk.post(&cookie, "/logga-in/nyckel", &[("for", "bind")]).await;
        assert!(asked.status == StatusCode::OK && asked.body.contains("reservkonto-2"), "{}", asked.body);
        assert!(desk.get("", "/koppla?gjort=reservkonto-forseglat").await.body.contains("kuvert"));
    }
}
