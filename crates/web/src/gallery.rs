//! The gallery: every part in every state, from typed samples. `/galleri`, in the demo only.
//!
//! It is where parts are looked at (light, dusk, narrow, print) and the test bed for their markup: what a part can
//! look like is decided here first, then used by pages. Sample texts are data, as a worker would have written them, and
//! stay Swedish in every language.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use axum::{Router, extract::Query};
use axum_extra::extract::cookie::CookieJar;
use jiff::civil::{Date, date, time};
use serde::Deserialize;

use crate::desk::html;
use crate::fields::{Choice, Choose, Draft, Field, FieldError};
use crate::parts::{
    Certainty, CheckRow, Clock, ClockKind, EntryKind, Letter, LetterBlock, MayNot, PersonHead, Phase, Send,
    Stated, Statement, TimelineEntry,
};
use crate::shell::{Place, Reader, Shell, Site};
use crate::visitor::words;
use crate::words::{Lang, Words};

/// The day of every sample.
const TODAY: Date = date(2026, 11, 24);

/// The routes of the gallery.
pub fn routes(site: Arc<Site>) -> Router {
    Router::new().route("/galleri", get(parts)).route("/galleri/brev", get(letter)).with_state(site)
}

/// `?sprak=en` shows the gallery in English; without it, the language of the browser.
#[derive(Deserialize)]
struct Asked {
    sprak: Option<String>,
}

async fn parts(State(site): State<Arc<Site>>, jar: CookieJar, Query(asked): Query<Asked>) -> Response {
    let wanted = Lang::ALL.into_iter().find(|lang| asked.sprak.as_deref() == Some(lang.tag()));
    html(&GalleryPage::new(wanted.map_or_else(|| words(&jar), Words::of), &site))
}

async fn letter(State(site): State<Arc<Site>>) -> Response {
    html(&LetterPage::new(Words::of(Lang::Sv), &site))
}

/// Every part but the letter.
#[derive(Template)]
#[template(path = "gallery.html")]
struct GalleryPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    protected: PersonHead<'a>,
    clocks: Vec<Clock<'a>>,
    phases: Vec<Phase<'a>>,
    errors: Vec<FieldError<'a>>,
    fields: Vec<Field<'a>>,
    note: Field<'a>,
    draft: Draft<'a>,
    radios: Choice<'a>,
    boxes: Choice<'a>,
    list: Choice<'a>,
    may_not: MayNot<'a>,
    check: Vec<CheckRow<'a>>,
}

/// A letter, as it is sent.
#[derive(Template)]
#[template(path = "gallery_letter.html")]
struct LetterPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    letter: Letter<'a>,
}

fn shell<'a>(w: &'a Words, site: &'a Site) -> Shell<'a> {
    let reader = Reader {
        name: "Sanna Lind".into(),
        role: "Socialsekreterare, Utredning 1".into(),
        needs_now: 3,
        single_keys: true,
        emergency: false,
    };
    let (title, place) = (w.t("gallery-title"), Place::MyDay);
    Shell { site, title, place, reader: Some(reader), today: Some(TODAY), glass: None }
}

impl<'a> GalleryPage<'a> {
    fn new(w: &'a Words, site: &'a Site) -> Self {
        let clocks = clocks();
        let head = head(clocks[1].clone());
        let protected = PersonHead {
            protected: Some("Skyddad folkbokföring: inga adresser visas".into()),
            name: "Vilja".into(),
            age: "4 år".into(),
            lives_with: "Bor med en förälder".into(),
            custody: "En vårdnadshavare".into(),
            language: None,
            reason: None,
            next: None,
            ..head.clone()
        };
        Self {
            w,
            shell: shell(w, site),
            head,
            protected,
            clocks,
            phases: phases(),
            errors: vec![
                FieldError { field: "callback".into(), text: "Skriv ett telefonnummer, till exempel 070-174 06 05".into() },
                FieldError { field: "acute".into(), text: "Välj om barnet behöver skydd nu".into() },
            ],
            fields: fields(),
            note: Field::area("note", "gallery-note")
                .hint("gallery-note-hint")
                .value("Hembesök hos Karin och barnen. Köket var städat och det fanns mat framme.\n\nAlva visade sitt rum."),
            draft: Draft { url: "/galleri/utkast".into(), version: 3, saved: Some(time(14, 2, 0, 0)) },
            radios: acute(),
            boxes: concerns(),
            list: reporters(),
            may_not: may_not(),
            check: check(),
        }
    }
}

impl<'a> LetterPage<'a> {
    fn new(w: &'a Words, site: &'a Site) -> Self {
        let letter = Letter {
            sender: vec![
                "Lyktinge kommun".into(),
                "Socialnämnden".into(),
                "Barn och unga, Utredning 1".into(),
            ],
            receiver: vec!["Karin Sandahl".into(), "Lövgränd 4".into(), "999 41 Lyktinge".into()],
            number: "2026-1043".into(),
            day: date(2026, 11, 20),
            title: "Vi har inlett en utredning om Alva".into(),
            body: vec![
                LetterBlock::plain([
                    "Socialnämnden beslutade i dag att inleda en utredning om Alvas behov av stöd eller skydd.",
                    "Anledningen är anmälan från skolan den 11 november, där det står att Alva ofta är hungrig och \
                     trött och att hon har berättat att hon är ensam hemma på nätterna.",
                    "Utredningen ska vara klar senast den 20 mars 2027. Vi kommer att träffa Alva, prata med er som \
                     är hennes vårdnadshavare och fråga skolan hur det går för henne. Ni får läsa det vi skriver.",
                ]),
                LetterBlock::plain([
                    "Det här beslutet går inte att överklaga. Du kan alltid höra av dig till oss med frågor.",
                ])
                .headed(w.t("letter-appeal")),
            ],
            signer: vec!["Sanna Lind".into(), "Socialsekreterare".into(), "Telefon 0999-12 34 56".into()],
            for_child: false,
        };
        Self { w, shell: shell(w, site), letter }
    }
}

fn clock(duty: &'static str, day: Date, provision: &'static str, counted: &'static str) -> Clock<'static> {
    Clock {
        duty: duty.into(),
        matter: "Ärende 2026-1043".into(),
        href: Some("#".into()),
        day,
        latest_lawful: None,
        stands_to: None,
        today: TODAY,
        kind: ClockKind::Duty,
        provision: provision.into(),
        counted: counted.into(),
        certainty: Certainty::Unreviewed,
    }
}

fn clocks() -> Vec<Clock<'static>> {
    let protect = "Samma dag som anmälan kom in, mån 23 nov.";
    let open = "14 dagar från ons 11 nov, då anmälan kom in.";
    let answer = "En vecka från mån 23 nov, då utredningen inleddes.";
    let finish = "4 månader från fre 20 nov, då utredningen inleddes.";
    let apply = "4 veckor från fre 23 okt, då det omedelbara omhändertagandet verkställdes.";
    vec![
        clock("Bedöm om Alva behöver skydd nu", date(2026, 11, 23), "20 kap. 1 § SoL (2025:400)", protect),
        Clock {
            certainty: Certainty::Uncertain,
            ..clock(
                "Besluta om utredning ska inledas",
                date(2026, 11, 25),
                "20 kap. 2 § SoL (2025:400)",
                open,
            )
        },
        clock(
            "Svara skolan om utredning har inletts",
            date(2026, 11, 30),
            "19 kap. 6 § SoL (2025:400)",
            answer,
        ),
        Clock {
            latest_lawful: Some(date(2027, 3, 22)),
            stands_to: None,
            certainty: Certainty::Reviewed,
            ..clock("Avsluta utredningen", date(2027, 3, 20), "20 kap. 3 § SoL (2025:400)", finish)
        },
        Clock {
            kind: ClockKind::Lapse,
            ..clock("Ansök om vård enligt LVU", date(2026, 11, 20), "8 § LVU (1990:52)", apply)
        },
    ]
}

fn head(next: Clock<'static>) -> PersonHead<'static> {
    PersonHead {
        name: "Alva".into(),
        age: "11 år".into(),
        href: "#".into(),
        lives_with: "Bor med Karin och lillebror Melker".into(),
        custody: "Karin och Pär, gemensam vårdnad".into(),
        language: Some("Svenska och tigrinska, tolk för Pär".into()),
        protected: None,
        reason: None,
        next: Some(next),
    }
}

fn entry(number: u32, kind: EntryKind, day: Date, title: &'static str) -> TimelineEntry<'static> {
    TimelineEntry {
        number,
        kind,
        day,
        time: None,
        title: title.into(),
        by: "Sanna Lind, socialsekreterare".into(),
        statements: vec![],
        remark: None,
        href: "#".into(),
    }
}

fn stated(kind: Statement<'static>, text: &'static str) -> Stated<'static> {
    Stated { kind, text: text.into() }
}

fn phases() -> Vec<Phase<'static>> {
    let visit = TimelineEntry {
        time: Some(time(15, 30, 0, 0)),
        statements: vec![
            stated(
                Statement::Fact,
                "Hembesök på Lövgränd 4. Karin, Alva och Melker var hemma. Besöket varade i 50 minuter.",
            ),
            stated(
                Statement::Child("Alva".into()),
                "Jag brukar låsa dörren och ha lampan tänd. Melker får sova hos mig.",
            ),
            stated(Statement::Said("Karin".into()), "Hon har bytt till dagtid från och med december."),
            stated(
                Statement::Assessment,
                "Alva tar ett ansvar som är för stort för henne. Karin ser det och vill ha hjälp.",
            ),
        ],
        ..entry(14, EntryKind::Note, date(2026, 11, 24), "Hembesök")
    };
    let moved = TimelineEntry {
        remark: Some(
            "Flyttad hit från ett annat barns akt tis 17 nov, läst av två personer innan dess.".into(),
        ),
        statements: vec![stated(Statement::Fact, "Intyg från skolsköterskan, en sida.")],
        ..entry(11, EntryKind::Document, date(2026, 11, 17), "Intyg från skolan")
    };
    vec![
        Phase {
            name: "Utredning".into(),
            from: date(2026, 11, 20),
            to: None,
            entries: vec![
                visit,
                entry(13, EntryKind::Meeting, date(2026, 11, 23), "Möte med skolan"),
                entry(12, EntryKind::Decision, date(2026, 11, 20), "Utredning inleds"),
            ],
        },
        Phase {
            name: "Förhandsbedömning".into(),
            from: date(2026, 11, 11),
            to: Some(date(2026, 11, 20)),
            entries: vec![
                moved,
                entry(10, EntryKind::System, date(2026, 11, 13), "Ärendet fördelades till Sanna Lind"),
                entry(9, EntryKind::Decision, date(2026, 11, 11), "Inget omedelbart behov av skydd"),
                entry(8, EntryKind::Report, date(2026, 11, 11), "Anmälan från skolan"),
            ],
        },
    ]
}

fn fields() -> Vec<Field<'static>> {
    vec![
        Field::identity_number("number", "gallery-number").hint("gallery-number-hint").value("20158211-2395"),
        Field::text("callback", "gallery-callback")
            .value("070")
            .error("Skriv ett telefonnummer, till exempel 070-174 06 05"),
        Field::day("day", "gallery-day").value("2026-11-24"),
        Field::text("role", "gallery-role").optional(),
    ]
}

fn option(
    value: &'static str,
    words: &'static str,
    hint: Option<&'static str>,
    chosen: bool,
) -> Choose<'static> {
    Choose { value: value.into(), words: words.into(), hint: hint.map(Into::into), chosen }
}

fn acute() -> Choice<'static> {
    Choice {
        name: "acute".into(),
        label_key: "gallery-acute",
        hint_key: Some("gallery-acute-hint"),
        error: Some("Välj om barnet behöver skydd nu".into()),
        options: vec![
            option("yes", "Ja", Some("Ring jourledaren innan du går vidare"), false),
            option("no", "Nej", None, false),
            option("unknown", "Vi vet inte än", Some("Bedömningen ska ändå göras i dag"), false),
        ],
    }
}

fn concerns() -> Choice<'static> {
    Choice {
        name: "concerns".into(),
        label_key: "gallery-concerns",
        hint_key: None,
        error: None,
        options: vec![
            option("care", "Brister i omsorgen", None, true),
            option("violence", "Våld av närstående", Some("Utredning ska då alltid inledas"), false),
        ],
    }
}

fn reporters() -> Choice<'static> {
    Choice {
        name: "reporter".into(),
        label_key: "gallery-reporter",
        hint_key: None,
        error: None,
        options: vec![option("school", "Skola", None, true), option("police", "Polis", None, false)],
    }
}

fn may_not() -> MayNot<'static> {
    MayNot {
        what: "Du kan inte fatta det här beslutet".into(),
        why: "Att inleda en utredning är delegerat till förste socialsekreterare.".into(),
        ground: "Delegationsordningen, rad 4.1".into(),
        who: "Ingrid Ek, förste socialsekreterare, Utredning 1".into(),
        send: Some(Send { action: "#".into(), words: "Skicka till Ingrid Ek".into() }),
    }
}

fn check() -> Vec<CheckRow<'static>> {
    vec![
        CheckRow {
            label_key: "gallery-decision",
            answer: "En utredning inleds".into(),
            change: Some("#note".into()),
        },
        CheckRow { label_key: "gallery-ground", answer: "20 kap. 1 § SoL (2025:400)".into(), change: None },
        CheckRow {
            label_key: "gallery-reasons",
            answer: "Skolan beskriver att Alva under en längre tid har varit hungrig och trött.".into(),
            change: Some("#note".into()),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(demo: bool) -> Site {
        Site { demo, ..Site::demo("Lyktinge kommun") }
    }

    fn html(lang: Lang) -> String {
        GalleryPage::new(Words::of(lang), &site(true)).render().unwrap()
    }

    #[test]
    fn every_part_draws_in_every_language() {
        for lang in Lang::ALL {
            let html = html(lang);
            assert!(html.contains(&format!("<html lang=\"{}\">", lang.tag())));
            assert!(LetterPage::new(Words::of(lang), &site(true)).render().unwrap().contains("2026-1043"));
        }
    }

    #[test]
    fn a_clock_says_words_before_the_day_and_doubt_openly() {
        let html = html(Lang::Sv);
        assert!(html.contains("<strong>i morgon</strong> <time datetime=\"2026-11-25\">ons 25 nov</time>"));
        assert!(html.contains("<strong>1 dag sen</strong>"));
        assert!(html.contains("<strong>har upphört</strong>"));
        assert!(html.contains("ej granskad av jurist"));
        assert!(html.contains("<span class=\"doubt\">osäker</span>"));
        assert!(html.contains("Senaste lagliga dag är mån 22 mar 2027"));
    }

    #[test]
    fn an_error_stands_in_the_summary_and_at_its_field() {
        let html = html(Lang::Sv);
        assert!(html.contains("2 saker behöver rättas"));
        assert!(html.contains("href=\"#callback\""));
        assert!(html.contains("id=\"callback-error\""));
        assert!(html.contains("aria-describedby=\"callback-error\" aria-invalid=\"true\""));
    }

    #[test]
    fn the_childs_words_are_a_quotation_and_can_be_filtered() {
        let html = html(Lang::Sv);
        assert!(html.contains("<blockquote class=\"text\">Jag brukar låsa dörren"));
        assert!(html.contains("data-kind=\"note voice\""));
    }

    #[test]
    fn the_title_names_nobody_and_the_banner_is_there() {
        let html = html(Lang::Sv);
        let title = html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
        assert_eq!(title, "Galleri · Lykta");
        assert!(html.contains("Övningsmiljö – inga riktiga personer"));
        let real = GalleryPage::new(Words::of(Lang::Sv), &site(false)).render().unwrap();
        assert!(!real.contains("Övningsmiljö"));
        assert!(!real.contains("/ovning/dag"));
    }

    #[test]
    fn nothing_is_styled_or_scripted_inline() {
        let html = html(Lang::Sv);
        for word in [" style=", "<style", " onclick=", "javascript:", "<script>"] {
            assert!(!html.contains(word), "{word}");
        }
    }

    #[test]
    fn what_people_write_is_never_markup() {
        let site = site(true);
        let mut page = GalleryPage::new(Words::of(Lang::Sv), &site);
        page.head.name = "<script>alert(1)</script>".into();
        page.note = page.note.value("</textarea><img src=x onerror=alert(1)>");
        let html = page.render().unwrap();
        assert!(!html.contains("<script>alert"));
        assert!(!html.contains("<img"));
    }
}
