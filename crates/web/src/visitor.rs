//! Who asks: the session cookie, and the member of staff behind it.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use axum::Extension;
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use record::organisation::Member;
use record::{Actor, Organisation, StaffId};
use store::emergency::Emergency;
use store::secret::Secret;
use store::sessions::{self, Limits, Proof, Session};
use store::{Now, Trouble};
use uuid::Uuid;

use crate::desk::{Desk, Page, blocking, see_other, trouble_page};
use crate::door;
use crate::emergency;
use crate::format;
use crate::shell::{Place, Reader, Shell, Site};
use crate::typed::Typed;
use crate::upload::{self, Posted};
use crate::words::{Lang, Words};
use crate::written::{Told, Written};

/// The session's cookie where browsers come over TLS: with this beginning they take it from this host alone, for all its pages, and send it
/// over TLS only.
pub const SECURE_COOKIE: &str = "__Host-lykta";

/// The session's cookie in the demo, which speaks plain HTTP to this computer only; browsers demand TLS for `__Host-`.
pub const COOKIE: &str = "lykta";

/// The cookie that holds the language, a taste of this browser and nothing about anybody.
pub const LANGUAGE: &str = "lykta-sprak";

/// The cookie that switches single-letter keys off.
pub const KEYS: &str = "lykta-tangenter";

/// How long a session lasts: two hours without a sign of life, a long working day in all.
pub const LIMITS: Limits = Limits { idle_us: 2 * 3600 * 1_000_000, absolute_us: 12 * 3600 * 1_000_000 };

/// How long a proof of who somebody is opens what is guarded more closely.
pub const FRESH_US: i64 = 15 * 60 * 1_000_000;

/// The level of assurance that handling a child's file takes (*tillitsnivå 3*).
pub const LEVEL: u8 = 3;

/// A member of staff at a page. Taken from the request; without a session the answer is the way to the login.
#[derive(Clone)]
pub struct Visitor {
    /// The member, acting.
    pub actor: Actor,
    /// The member, as the organisation knows them.
    pub member: Member,
    /// The words of their language.
    pub w: &'static Words,
    /// The moment of the request. One request has one time, however long it takes.
    pub now: Now,
    /// Whether single letters work as keys.
    pub single_keys: bool,
    /// How many things need them now; above zero the lantern is lit.
    pub needs_now: u32,
    /// The form they have sent, once it has been read.
    pub written: Written,
    /// Until when, in microseconds, a broken glass shows them what the page has opened: set by the opening, told by the frame, so that no
    /// page of such a file can leave it out.
    pub glass: Arc<OnceLock<i64>>,
    /// How well it is known that it is they, and since when.
    pub proof: Proof,
    /// The address they asked for.
    pub here: String,
    /// The sealed account they have come in with; none for everybody who works here.
    pub emergency: Option<Emergency>,
}

impl Visitor {
    /// The frame of a page for this reader.
    pub fn shell<'a>(&'a self, desk: &'a Desk, title: impl Into<Cow<'a, str>>, place: Place) -> Shell<'a> {
        let reader = Reader {
            name: Cow::Borrowed(&self.member.name),
            role: Cow::Owned(role(desk, &self.member)),
            needs_now: self.needs_now,
            single_keys: self.single_keys,
            emergency: self.emergency.is_some(),
        };
        Shell {
            site: &desk.site,
            title: title.into(),
            place,
            reader: Some(reader),
            today: Some(self.now.today.into()),
            glass: self.glass.get().map(|until| format::time(self.w, format::local(*until).time())),
        }
    }

    /// Whether they have just proved who they are, at the level that is needed.
    pub fn is_fresh(&self, desk: &Desk) -> bool {
        let since_us = desk.clock.real().as_microsecond() - self.proof.at_us;
        self.proof.level >= LEVEL && (0..FRESH_US).contains(&since_us)
    }

    /// For what is guarded more closely: a disclosure, a file that is sealed off, protection that is lowered, an export, a change of what somebody may do. Whoever has not
    /// just proved who they are is asked to, and comes back; a form that was sent is given back with all that stood in it.
    ///
    /// # Errors
    /// The finished answer; return it as it is with `?`.
    pub fn expect_fresh(&self, desk: &Desk) -> Result<(), Page> {
        if self.is_fresh(desk) {
            return Ok(());
        }
        if self.written.is_read() {
            return Err((StatusCode::UNAUTHORIZED, Extension(Told(STEP_UP))).into_response());
        }
        Err(and_back("/logga-in/styrk", &self.here))
    }
}

/// The words of a form that is given back until whoever sent it has proved who they are.
pub const STEP_UP: &str = "given-back-step-up";

/// Title and unit, as a signature has them: "Socialsekreterare, Utredning 1".
pub fn role(desk: &Desk, member: &Member) -> String {
    match desk.organisation().unit(member.unit) {
        Some(unit) => format!("{}, {}", member.title, unit.name),
        None => member.title.clone(),
    }
}

impl FromRequestParts<Arc<Desk>> for Visitor {
    type Rejection = Page;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Page> {
        // Whoever sends a form has been asked for already, by `needs_session`.
        if let Some(known) = parts.extensions.remove::<Self>() {
            return Ok(known);
        }
        let jar = CookieJar::from_headers(&parts.headers);
        let Some(token) = token(&desk.site, &jar) else { return Err(to_login(parts)) };
        let (now, w) = (desk.clock.now(), words(&jar));
        match blocking(desk, move |desk| member_of(desk, w, &token, now)).await? {
            Ok(Some((member, proof, needs_now))) => {
                let emergency = Emergency::of(member.staff.uuid());
                if emergency.is_some() {
                    emergency::expect_within_reach(parts.uri.path())?;
                }
                let single_keys = jar.get(KEYS).is_none_or(|cookie| cookie.value() != "av");
                let written = parts.extensions.get::<Written>().cloned().unwrap_or_default();
                let (actor, here) = (member.actor(), here(parts).to_owned());
                Ok(Self {
                    actor,
                    member,
                    w,
                    now,
                    single_keys,
                    needs_now,
                    proof,
                    here,
                    written,
                    glass: Arc::default(),
                    emergency,
                })
            }
            Ok(None) => Err(to_login(parts)),
            Err(error) => Err(trouble_page(&Trouble::Storage(error))),
        }
    }
}

/// Asks who sends a form before anything else is done with it. Where that cannot be told, because there is no session or nobody can look it up
/// now, the form is read all the same, so that the text can be given back; a document that came with it is not kept.
pub async fn needs_session(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Page {
    if *request.method() != Method::POST {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let visitor = Visitor::from_request_parts(&mut parts, &desk).await;
    let mut request = Request::from_parts(parts, body);
    match visitor {
        Ok(visitor) => {
            request.extensions_mut().insert(visitor);
            next.run(request).await
        }
        Err(refused) => {
            let written = Written::wanted(&request);
            upload::limit().apply(&mut request);
            let _text = Posted::from_request(request, &desk).await;
            let wrote = written.is_some_and(|written| written.given_back("").is_some());
            if wrote && refused.status() == StatusCode::SEE_OTHER {
                return (StatusCode::UNAUTHORIZED, Extension(Told("given-back-login"))).into_response();
            }
            refused
        }
    }
}

/// The words a browser has asked for; Swedish when it has not.
pub fn words(jar: &CookieJar) -> &'static Words {
    let wanted = jar.get(LANGUAGE).map(Cookie::value);
    let lang = Lang::ALL.into_iter().find(|lang| wanted == Some(lang.tag()));
    Words::of(lang.unwrap_or(Lang::Sv))
}

/// Remembers the language that a form's button has named.
pub fn remember_language(site: &Site, jar: CookieJar, typed: &Typed) -> CookieJar {
    let lang = Lang::ALL.into_iter().find(|lang| typed.get("sprak") == lang.tag());
    lang.map_or(jar.clone(), |lang| jar.add(lasting(site, LANGUAGE, lang.tag())))
}

/// The words a program asks for in `Accept-Language`: English where it is named first of the two, else Swedish.
pub fn accepted(headers: &HeaderMap) -> &'static Words {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut tags = wanted.split(',').map(|tag| tag.trim().split(['-', ';']).next().unwrap_or(""));
    let first = tags.find_map(|tag| Lang::ALL.into_iter().find(|lang| lang.tag() == tag));
    Words::of(first.unwrap_or(Lang::Sv))
}

/// The name of the session's cookie.
pub fn session_cookie(site: &Site) -> &'static str {
    if site.secure { SECURE_COOKIE } else { COOKIE }
}

/// The token a browser shows, if it looks like one.
pub fn token(site: &Site, jar: &CookieJar) -> Option<Secret> {
    door::shown(site, jar.get(session_cookie(site))?.value())
}

/// Whose an account is: a member of staff's who works here today, or a sealed one. Nobody else logs in.
pub fn owner(organisation: &Organisation, w: &Words, account: Uuid) -> Option<Member> {
    match Emergency::of(account) {
        Some(emergency) => Some(emergency::member(w, emergency)),
        None => organisation.member(StaffId::new(account)).cloned(),
    }
}

/// The member of staff behind a token, how well they are known, and how many things need them now.
fn member_of(
    desk: &Desk,
    w: &Words,
    token: &Secret,
    now: Now,
) -> store::Result<Option<(Member, Proof, u32)>> {
    let Some(session) = session_of(desk, token)? else { return Ok(None) };
    if let Some(emergency) = Emergency::of(session.account) {
        return Ok(Some((emergency::member(w, emergency), session.proof, 0)));
    }
    let organisation = desk.house.organisation_now(now.today)?;
    let Some(member) = organisation.member(StaffId::new(session.account)) else { return Ok(None) };
    let needs_now = desk.house.needs_now(&member.actor(), now.today)?;
    Ok(Some((member.clone(), session.proof, needs_now)))
}

/// The session that runs under a token; notes the sign of life.
pub fn session_of(desk: &Desk, token: &Secret) -> store::Result<Option<Session>> {
    // Sessions follow the real clock: setting the demo's day forward logs nobody out.
    let real_us = desk.clock.real().as_microsecond();
    let authority = desk.house.authority.0;
    let session = desk.house.db.read(|tx| sessions::find(tx, authority, token, real_us, LIMITS))?;
    if session.is_some_and(|session| session.to_touch) {
        let token = token.clone();
        desk.house.db.write(move |tx| sessions::touch(tx, authority, &token, real_us))?;
    }
    Ok(session)
}

/// A session's cookie.
pub fn carrying(site: &Site, token: &Secret) -> Cookie<'static> {
    cookie(site, session_cookie(site), door::told(site, token))
}

/// A cookie that no script can read and no other site's form carries along; over TLS alone where there is TLS.
pub fn cookie(site: &Site, name: &'static str, value: String) -> Cookie<'static> {
    let cookie = Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Lax);
    cookie.secure(site.secure).build()
}

/// A cookie that outlives the session and the login.
pub fn lasting(site: &Site, name: &'static str, value: &str) -> Cookie<'static> {
    let mut cookie = cookie(site, name, value.to_owned());
    cookie.make_permanent();
    cookie
}

/// The address that was asked for, as it is gone back to.
fn here(parts: &Parts) -> &str {
    parts.uri.path_and_query().map_or("/", |path| path.as_str())
}

/// The way to the login, and back afterwards to where they were.
fn to_login(parts: &Parts) -> Page {
    and_back("/logga-in", here(parts))
}

/// A page, and back from it to an address.
pub fn and_back(page: &str, till: &str) -> Page {
    see_other(&with_till(page, till))
}

/// The address of a page that leads on to another.
pub fn with_till(page: &str, till: &str) -> String {
    if till == "/" {
        return page.to_owned();
    }
    let till = serde_html_form::to_string([("till", till)]).unwrap_or_default();
    format!("{page}?{till}")
}

/// A path of our own, and nothing that a browser could take for another site.
pub fn own_path(path: &str) -> Option<&str> {
    let mut letters = path.chars();
    let ours = letters.next() == Some('/') && !matches!(letters.next(), Some('/' | '\\'));
    let plain = path.chars().all(|letter| letter.is_ascii_graphic() && letter != '\\');
    (ours && plain).then_some(path)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn swedish_unless_english_is_named_first() {
        let of = |text: &'static str| {
            let headers = [(header::ACCEPT_LANGUAGE, HeaderValue::from_static(text))].into_iter().collect();
            std::ptr::eq(accepted(&headers), Words::of(Lang::En))
        };
        assert!(of("en") && of("en-GB,sv;q=0.5") && of("de, en"));
        assert!(!of("sv,en") && !of("de") && !of("") && !of("english"));
    }

    #[test]
    fn only_own_paths_are_gone_back_to() {
        for path in ["/", "/akt/7?visa=beslut", "/mer"] {
            assert_eq!(own_path(path), Some(path));
        }
        for path in
            ["", "mer", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "/a b"]
        {
            assert_eq!(own_path(path), None, "{path}");
        }
    }
}
