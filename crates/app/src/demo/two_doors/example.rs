//! The example client and the pages: the same report carried through by either, in two houses with one clock, leaves the same views.
//!
//! `examples/report.py` is run as it stands, against a served address. In the other house the forms of the pages are sent as a browser
//! sends them: what a page holds, and what is typed. Ids are drawn by whoever opens something, so they differ; in what is compared the
//! ids of this one file are names, and nothing else is changed.

use std::net::Ipv4Addr;
use std::process::{Command as Program, Output};

use super::*;

/// The program.
const REPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/report.py");

/// How often somebody has looked at the clock.
static LOOKS: AtomicI64 = AtomicI64::new(0);

/// Tuesday 24 November 2026, nine in the morning. Each look is a millisecond later, so that what was drawn later has a later id.
fn nine() -> Timestamp {
    let first: Timestamp = "2026-11-24T08:00:00Z".parse().unwrap();
    first + jiff::SignedDuration::from_millis(LOOKS.fetch_add(1, Ordering::SeqCst))
}

/// What the program says of the report, typed into the form.
const CALL: [(&str, &str); 12] = [
    ("category", "SKO"),
    ("reporter-name", "Siv Ahlgren"),
    ("reporter-role", "rektor, Ängsbackens skola"),
    ("wants-feedback", "yes"),
    ("channel", "phone"),
    ("arrived", "2026-11-24"),
    ("arrived-time", "09:00"),
    ("child-1-given", "Vide"),
    ("child-1-family", "Sandkvist"),
    ("child-1-birth", "2018-05-14"),
    ("concern", "Vide kommer till skolan utan mat och säger att ingen är hemma på kvällarna."),
    ("reasons", "lack_of_care"),
];

/// Its assessment of the need for protection.
const PROTECTION: [(&str, &str); 5] = [
    ("occurred", "2026-11-24"),
    ("occurred-time", "09:00"),
    ("outcome", "no_immediate_need"),
    ("text", "Vide är i skolan i dag och hämtas av farfar."),
    ("assessment", "Inget tyder på fara i dag."),
];

/// Its decision, as it is sent to be read through.
const DECISION: [(&str, &str); 4] = [
    ("outcome", "D02"),
    ("motive", "Uppgifterna från skolan behöver utredas."),
    ("questions", "Behöver barnet stöd eller skydd av socialnämnden, och i så fall vilket?"),
    ("deed", "check"),
];

impl Other {
    /// Runs the program against this house, served on an address of its own.
    fn run_example(&self, who: &Actor) -> Output {
        let token = self.token(who);
        self.runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            let address = format!("http://{}", listener.local_addr().unwrap());
            let served = tokio::spawn(axum::serve(listener, self.router.clone()).into_future());
            let program =
                move || Program::new("python3").args(["-B", REPORT, &address, &token]).output().unwrap();
            let output = tokio::task::spawn_blocking(program).await.unwrap();
            served.abort();
            output
        })
    }

    /// A page, as a browser has it.
    fn page(&self, path: &str, cookie: &str) -> String {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
        let (status, page) = self.ask(request);
        assert_eq!(status, StatusCode::OK, "{path}");
        String::from_utf8(page).unwrap()
    }

    /// Sends the form of a page with what is typed; gives the page, or where it leads.
    fn send(&self, path: &str, cookie: &str, page: &str, typed: &[(&str, &str)]) -> (String, String) {
        let hidden = hidden(page);
        let kept = hidden.iter().filter(|(name, _)| typed.iter().all(|(other, _)| other != name));
        let fields = kept.copied().chain(typed.iter().copied());
        let encoded =
            |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
        let form: Vec<String> =
            fields.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(sent(path, cookie, form.join("&"))).await.unwrap();
            let leads = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
            let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            (String::from_utf8(body.to_vec()).unwrap(), leads.unwrap_or_default())
        })
    }

    /// The same through the pages: registered, assessed, decided. Says which file.
    fn type_it_in(&self, login: &str) -> FileId {
        let cookie = self.login(login);
        let form = self.page("/anmalan", &cookie);
        let (page, protection) = self.send("/anmalan", &cookie, &form, &CALL);
        assert!(protection.ends_with("/skydd?ny"), "{protection} {page}");
        let path = protection.trim_end_matches("?ny");
        let form = self.page(&protection, &cookie);
        let (page, to) = self.send(path, &cookie, &form, &PROTECTION);
        assert!(to.ends_with("?gjort=skydd"), "{to} {page}");
        let path = path.replace("/skydd", "/beslut");
        let form = self.page(&path, &cookie);
        let (check, _) = self.send(&path, &cookie, &form, &DECISION);
        let (page, to) = self.send(&path, &cookie, &check, &[]);
        assert!(to.ends_with("/underratta?gjort=beslut"), "{to} {page}");
        path.split('/').nth(2).unwrap().parse().unwrap()
    }

    /// The file of the child that the program has reported.
    fn reported(&self, who: &Actor) -> FileId {
        let now = Now { instant: nine(), today: record::Moment::of(nine()).day };
        let hits = self.house.find_name(who, now, "Vide Sandkvist").unwrap();
        let [file] = hits.iter().flat_map(|hit| hit.files.clone()).collect::<Vec<_>>()[..] else {
            panic!("one file, not {hits:?}")
        };
        file
    }

    /// Every page of the file and the lists that show it, with its ids as names.
    fn views(&self, login: &str, file: FileId) -> BTreeMap<String, String> {
        let now = Now { instant: nine(), today: record::Moment::of(nine()).day };
        let who = tell::actor(&self.house.organisation(now.today), login).unwrap();
        let open = self.house.look(&who, now, file, store::Part::Timeline).unwrap();
        let mut names =
            vec![(file.to_string(), "the-file"), (open.file.person().unwrap().to_string(), "the-child")];
        for (matter, state) in &open.file.matters {
            let is_report = matches!(state.state, record::MatterState::Report(_));
            names.push((matter.to_string(), if is_report { "the-report" } else { "the-investigation" }));
        }
        names.extend(open.file.decisions.keys().map(|decision| (decision.to_string(), "the-decision")));
        let replaced =
            |text: &str| names.iter().fold(text.to_owned(), |text, (id, name)| text.replace(id, name));
        let (investigation, _) = open.file.running_investigations().next().unwrap();
        let mut paths = pages_of(file, &open);
        paths.push(format!("/akt/{file}/arende/{investigation}/underratta"));
        paths.extend(["/".to_owned(), "/gruppen".to_owned()]);
        self.pages(login, &paths).iter().map(|(path, page)| (replaced(path), replaced(page))).collect()
    }
}

/// What a page sends that nobody types.
fn hidden(page: &str) -> Vec<(&str, &str)> {
    let inputs = page.split("<input type=\"hidden\" name=\"").skip(1);
    let of = |input| {
        let (name, rest): (&str, &str) = str::split_once(input, "\" value=\"")?;
        Some((name, rest.split_once('"')?.0))
    };
    inputs.filter_map(of).collect()
}

#[test]
fn the_example_client_and_the_pages_leave_the_same_views() {
    let folder = tempfile::tempdir().unwrap();
    let open = |name: &str| Other::new(open_house(folder.path().join(name).as_path()).unwrap(), nine);
    let (typed, run) = (open("pages"), open("example"));
    let mia = tell::actor(&run.house.organisation(record::Moment::of(nine()).day), "mia").unwrap();
    let output = run.run_example(&mia);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let one = typed.views("mia", typed.type_it_in("mia"));
    let two = run.views("mia", run.reported(&mia));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    assert!(one.len() >= 7, "{:?}", one.keys());
    for (path, page) in &one {
        let differing = page.lines().zip(two[path].lines()).find(|(one, two)| one != two);
        assert_eq!(differing, None, "{path}");
        assert!(*page == two[path], "{path} is longer through one of the doors");
    }
    assert!(one["/akt/the-file/tidslinje"].contains("ingen är hemma på kvällarna"));
}
