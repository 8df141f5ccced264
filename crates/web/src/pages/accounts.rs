//! `/konton`: who may log in, by what, and when they last proved who they are; a code for a new login, the end of an account, and the two sealed
//! ones (`emergency.rs`).
//!
//! For whoever keeps the organisation or has come in with a sealed account, and only when they have just shown who they are themselves. Each code and each closing is an entry of the
//! record with whose it was, so that nobody takes over an account unseen. Nobody closes their own: whoever does so by mistake is out.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use record::organisation::{Member, Unit, may_organise};
use record::{Organisation, StaffId};
use store::accounts::{Account, By};
use store::emergency::Emergency;
use uuid::Uuid;

use super::emergency;
use crate::desk::{
    Desk, Errors, OrTrouble, Page, Typed, Visitor, blocking, done_words, html_with, not_found, see_other,
};
use crate::file_page::{Back, Sheet};
use crate::format;
use crate::routes::Routes;
use crate::shell::{Place, Shell};
use crate::visitor::and_back;
use crate::words::Words;

/// The page's address.
pub fn routes() -> Routes {
    Routes::new().form("/konton", show, act)
}

/// How long a code from this page can be used.
const HOURS: i64 = 72;

/// Somebody, and their account.
struct Row {
    staff: Uuid,
    name: String,
    title: String,
    /// Since when it is open, by what they log in, and when they last proved it; none without an open account.
    account: Option<String>,
    /// Whether it can be closed here.
    closes: bool,
}

struct UnitRows {
    name: String,
    rows: Vec<Row>,
}

/// A code that was made now: it is told once.
struct Told {
    name: String,
    code: String,
    until: String,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    errors: &'a Errors,
    done: Option<String>,
    told: Option<Told>,
    /// The two sealed accounts.
    emergencies: Vec<emergency::Row<'a>>,
    units: Vec<UnitRows>,
    /// Accounts that are open though nobody of that name works here any more.
    left: Vec<Row>,
}

/// Who may see and do this.
fn expect_who(visitor: &Visitor) -> Result<(), Page> {
    if may_organise(&visitor.actor) || visitor.emergency.is_some() { Ok(()) } else { Err(not_found()) }
}

/// The same, freshly proved.
fn expect_keeper(desk: &Desk, visitor: &Visitor) -> Result<(), Page> {
    expect_who(visitor)?;
    // There is nothing typed to give back: the page is shown again.
    if visitor.is_fresh(desk) { Ok(()) } else { Err(and_back("/logga-in/styrk", "/konton")) }
}

async fn show(
    State(desk): State<Arc<Desk>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Page, Page> {
    expect_keeper(&desk, &visitor)?;
    let done = done_words(visitor.w, query.as_deref());
    draw(&desk, &visitor, (done, None), &Typed::default(), &Back::fresh()).await
}

async fn act(State(desk): State<Arc<Desk>>, visitor: Visitor, typed: Typed) -> Result<Page, Page> {
    expect_who(&visitor)?;
    if let Some(emergency) = emergency::reviewed(&typed) {
        let back = emergency::review(&desk, &visitor, &typed, emergency).await?;
        return draw(&desk, &visitor, (None, None), &typed, &back).await;
    }
    expect_keeper(&desk, &visitor)?;
    let organisation = desk.organisation();
    let own = visitor.actor.staff.uuid();
    let by = visitor.emergency.map_or(By::Staff(own), By::Emergency);
    let now_us = desk.clock.real().as_microsecond();
    if let Some(member) = named(&organisation, typed.get("code")) {
        let (staff, ends_us) = (member.staff.uuid(), now_us + HOURS * 3600 * 1_000_000);
        let opened = blocking(&desk, move |desk| desk.house.open_account(staff, by, (now_us, ends_us)));
        let code = opened.await?.or_trouble(&desk, &visitor)?.reveal();
        let told = Told { name: member.name.clone(), code, until: format::moment(visitor.w, ends_us) };
        return draw(&desk, &visitor, (None, Some(told)), &typed, &Back::fresh()).await;
    }
    let closing: Option<Uuid> = typed.get("close").parse().ok().filter(|staff| *staff != own);
    if let Some(staff) = closing {
        let closed = blocking(&desk, move |desk| desk.house.close_account(staff, by, now_us)).await?;
        let closed = closed.or_trouble(&desk, &visitor)?;
        return Ok(see_other(if closed.is_some() { "/konton?gjort=konto-stangt" } else { "/konton" }));
    }
    draw(&desk, &visitor, (None, None), &typed, &Back::wrong(Errors::none())).await
}

/// Somebody who works here today. A sealed account is nobody's, whatever stands in the organisation: its code is the operator's to make.
fn named<'a>(organisation: &'a Organisation, staff: &str) -> Option<&'a Member> {
    let staff: Uuid = staff.parse().ok()?;
    organisation.member(StaffId::new(staff)).filter(|_| Emergency::of(staff).is_none())
}

async fn draw(
    desk: &Arc<Desk>,
    visitor: &Visitor,
    (done, told): (Option<String>, Option<Told>),
    typed: &Typed,
    back: &Back,
) -> Result<Page, Page> {
    let w = visitor.w;
    let asked = blocking(desk, |desk| {
        let house = &desk.house;
        store::Result::Ok((house.accounts()?, house.emergency_accounts()?, house.emergency_events()?))
    });
    let asked: store::Result<_> = asked.await?;
    let (mut accounts, standings, events) = asked.or_trouble(desk, visitor)?;
    accounts.retain(|account| Emergency::of(account.account).is_none());
    let open: Vec<Account> = accounts.into_iter().filter(|account| account.closed_us.is_none()).collect();
    let organisation = desk.organisation();
    let own = visitor.actor.staff.uuid();
    let row = |member: &Member| {
        let staff = member.staff.uuid();
        let account = open.iter().find(|account| account.account == staff);
        Row {
            staff,
            name: member.name.clone(),
            title: member.title.clone(),
            account: account.map(|account| words_of(w, account)),
            closes: account.is_some() && staff != own,
        }
    };
    let unit = |unit: &Unit| UnitRows {
        name: unit.name.clone(),
        rows: organisation.team(unit.id).map(row).collect(),
    };
    let left = open.iter().filter(|account| organisation.member(StaffId::new(account.account)).is_none());
    let left = left.map(|account| {
        let known = organisation.known(StaffId::new(account.account));
        Row {
            staff: account.account,
            name: known.map_or_else(|| account.account.to_string(), |member| member.name.clone()),
            title: known.map_or_else(String::new, |member| member.title.clone()),
            account: Some(words_of(w, account)),
            closes: true,
        }
    });
    let page = AccountsPage {
        w,
        shell: visitor.shell(desk, w.t("accounts-title"), Place::More),
        errors: &back.errors,
        done,
        told,
        emergencies: emergency::rows(
            visitor,
            &organisation,
            (&standings, &events),
            Sheet { typed, errors: &back.errors },
        ),
        units: organisation.units.iter().map(unit).filter(|unit| !unit.rows.is_empty()).collect(),
        left: left.collect(),
    };
    Ok(html_with(back.status, &page))
}

/// Since when it is open, by what, and when its owner last proved who they are.
fn words_of(w: &Words, account: &Account) -> String {
    let since =
        w.t1("accounts-since", "day", format::day(w, format::local(account.opened_us).date()).as_str());
    let mut ways: Vec<String> = account
        .logins
        .iter()
        .filter(|login| login.ended_us.is_none())
        .map(|login| w.t(&format!("accounts-way-{}", login.way)).into_owned())
        .collect();
    ways.sort();
    ways.dedup();
    let ways = if ways.is_empty() { w.t("accounts-unbound").into_owned() } else { ways.join(", ") };
    let proved = match account.proved_us {
        Some(at_us) => w.t1("accounts-proved", "when", format::moment(w, at_us).as_str()),
        None => w.t("accounts-never").into_owned(),
    };
    format!("{since} {ways}. {proved}")
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::testing::TestDesk;

    /// The code that a page tells.
    fn code(page: &str) -> String {
        let rest = page.split_once("class=\"code\">").map(|(_, rest)| rest).unwrap_or_default();
        rest.split_once('<').map(|(code, _)| code.to_owned()).unwrap_or_default()
    }

    #[tokio::test]
    async fn whoever_keeps_the_organisation_gives_codes_and_closes_accounts() {
        let desk = TestDesk::new().with_a_provider(true);
        let enar = desk.login("enar").await;
        let [ulla, own] = ["ulla", "enar"].map(|login| desk.actor(login).staff.to_string());
        let page = desk.get(&enar, "/konton").await;
        assert!(page.status == StatusCode::OK && page.body.contains("Inget konto"), "{}", page.body);
        let told = desk.post(&enar, "/konton", &[("code", &ulla)]).await;
        let code = code(&told.body);
        assert_eq!(code.len(), 29, "{}", told.body);
        assert_eq!(desk.post("", "/koppla", &[("kod", &code)]).await.location(), "/koppla", "it is Ulla's");
        let page = desk.get(&enar, "/konton").await.body;
        assert!(!page.contains(&code), "it is told once");
        assert!(page.contains("Öppet sedan tis 24 nov 2026") && page.contains("Inget kopplat"), "{page}");

        let ullas = desk.login("ulla").await;
        let closed = desk.post(&enar, "/konton", &[("close", &ulla)]).await;
        assert_eq!(closed.location(), "/konton?gjort=konto-stangt");
        assert_eq!(desk.get(&ullas, "/").await.location(), "/logga-in", "with the very next request");
        assert_eq!(
            desk.post("", "/koppla", &[("kod", &code)]).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        desk.post(&enar, "/konton", &[("code", &own)]).await;
        let self_closing = desk.post(&enar, "/konton", &[("close", &own)]).await;
        assert_eq!(self_closing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(desk.get(&enar, "/konton").await.status, StatusCode::OK, "nobody closes their own");
    }

    /// ASVS V7.4.2: in every browser, and also where somebody has just shown anew who they are. Who was writing gets the text back.
    #[tokio::test]
    async fn v7_4_2_closing_an_account_ends_every_session_and_no_text() {
        let desk = TestDesk::new().with_a_provider(true);
        desk.code_of("ulla");
        let (one, other) = (desk.login("ulla").await, desk.login("ulla").await);
        let other = desk.post(&other, "/logga-in/styrk", &[]).await.session();
        let (mia, enar) = (desk.login("mia").await, desk.login("enar").await);
        let ulla = desk.actor("ulla").staff.to_string();
        desk.post(&enar, "/konton", &[("close", &ulla)]).await;
        for session in [&one, &other] {
            assert_eq!(desk.get(session, "/").await.location(), "/logga-in");
            let draft = "/utkast/0193a000-0000-7000-8000-000000000001?form=note";
            let lost = desk.post(session, draft, &[("text", "Halvskrivet om resan.")]).await;
            assert!(lost.status == StatusCode::UNAUTHORIZED && lost.body.contains("Halvskrivet om resan."));
        }
        assert_eq!(desk.get(&mia, "/").await.status, StatusCode::OK);
        assert_eq!(desk.desk.house.drafts_of(&desk.actor("ulla")).map(|drafts| drafts.len()), Ok(0));
    }

    /// ASVS V7.5.3: to everybody else the page is not there, and whoever keeps it shows who they are first.
    #[tokio::test]
    async fn v7_5_3_it_is_for_a_unit_head_who_has_just_shown_who_they_are() {
        let desk = TestDesk::new();
        let ulla = desk.actor("ulla").staff.to_string();
        for login in ["ulla", "frida", "utskottet"] {
            let cookie = desk.login(login).await;
            assert_eq!(desk.get(&cookie, "/konton").await.status, StatusCode::NOT_FOUND, "{login}");
            let tried = desk.post(&cookie, "/konton", &[("code", &ulla)]).await;
            assert_eq!(tried.status, StatusCode::NOT_FOUND, "{login}");
        }
        let enar = desk.login_of_old("enar").await;
        for answer in
            [desk.get(&enar, "/konton").await, desk.post(&enar, "/konton", &[("code", &ulla)]).await]
        {
            assert_eq!(answer.location(), "/logga-in/styrk?till=%2Fkonton");
        }
        assert_eq!(desk.desk.house.accounts().map(|all| all.len()), Ok(0));
    }
}
