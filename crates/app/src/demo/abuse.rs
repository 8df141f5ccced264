//! Requests that nobody meant: every address of the pages and of the API, asked at random by people of every role, with ids that exist and
//! ids that do not, forms filled with anything, and JSON drawn from the API's own description.
//!
//! Nothing may fail on our side, hang, or show a file to somebody who may not open it. The table it prints stands in `docs/abuse.md`:
//!
//! ```sh
//! REQUESTS=10000 cargo test --bin lykta abuse -- --nocapture
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use fastrand::Rng;
use record::FileId;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::asking::{Asker, Doors, Known, ids_in, nine};
use super::tests::started;
use super::*;

/// One of each role, and two who have nothing to do with most files.
const ROLES: [&str; 7] = ["mia", "ulla", "oskar", "frida", "enar", "olga", "fatima"];

/// As many as a test run bears; `REQUESTS` asks for more.
const REQUESTS: usize = 1_500;

const SEED: u64 = 7;

/// Longest any answer may take in a build that is not optimised.
const SLOWEST: Duration = Duration::from_secs(10);

/// Letters of a run of words that says whose it is.
const LONG: usize = 30;

/// Requests after which every address has been asked.
const ALL_MET: usize = 10_000;

/// How deep drawn JSON goes before it only takes what must be there.
const DEEP: usize = 12;

struct Abuse {
    doors: Doors,
    askers: Vec<Asker>,
    /// Ids of everything there is, by what it is; and of what is in each file.
    known: Known,
    in_file: BTreeMap<String, Known>,
    /// The file that the request is about.
    about: Option<String>,
    /// Of each of those who ask, the files that open to them; and who of them asks now.
    open_to: Vec<Vec<String>>,
    who: usize,
    schemas: Value,
    /// What stands in each file, in words that stand nowhere else than in the files named.
    words: BTreeMap<String, BTreeSet<FileId>>,
    /// Addresses of pages that have been asked.
    met: BTreeSet<&'static str>,
    rng: Rng,
}

/// What a request is, before it is sent.
struct Asked {
    method: &'static str,
    path: String,
    kind: &'static str,
    body: Vec<u8>,
    file: Option<FileId>,
    /// Over the API: what its description says that it can answer.
    answers: Value,
}

impl Abuse {
    fn new(seed: u64) -> Self {
        let (home, house, now) = started();
        let doors = Doors::new(home, house);
        let (known, in_file) = known(&doors.house, now);
        let words = words(&doors.house, now, known["file"].iter().map(|file| file.parse().unwrap()));
        let schemas = serde_json::to_value(api::document()).unwrap();
        let mut abuse = Self {
            doors,
            askers: Vec::new(),
            known,
            in_file,
            about: None,
            open_to: Vec::new(),
            who: 0,
            schemas,
            words,
            met: BTreeSet::new(),
            rng: Rng::with_seed(seed),
        };
        abuse.askers = ROLES.into_iter().map(|login| abuse.doors.asker(login)).collect();
        let opens = |asker: &Asker| {
            let all = abuse.known["file"].iter().map(|file| file.parse().unwrap());
            let own = all.filter(|file: &FileId| {
                abuse.doors.house.look(&asker.actor, now, *file, store::Part::Form).is_ok()
            });
            own.map(|file| file.to_string()).collect()
        };
        abuse.open_to = abuse.askers.iter().map(opens).collect();
        abuse
    }

    fn one<'a, T>(rng: &mut Rng, all: &'a [T]) -> &'a T {
        &all[rng.usize(..all.len())]
    }

    /// An id of a kind: mostly one that exists, and mostly in the file that the request is about.
    fn id(&mut self, kind: &str) -> String {
        // Of files mostly one's own, so that most requests come further than the door.
        let own = &self.open_to[self.who];
        if kind == "file" && !own.is_empty() && self.rng.u8(..) < 190 {
            return Self::one(&mut self.rng, own).clone();
        }
        let near = self.about.as_ref().and_then(|file| self.in_file.get(file)?.get(kind));
        let known = near.filter(|_| self.rng.u8(..) > 15).or_else(|| self.known.get(kind));
        match known {
            Some(ids) if self.rng.u8(..) > 25 => Self::one(&mut self.rng, ids).clone(),
            _ if self.rng.bool() => {
                let all: Vec<&Vec<String>> = self.known.values().collect();
                let kind = *Self::one(&mut self.rng, &all);
                Self::one(&mut self.rng, kind).clone()
            }
            _ => Uuid::from_u128(self.rng.u128(..)).to_string(),
        }
    }

    /// An address with something in each of its places, and the file it is about.
    fn address(&mut self, path: &str) -> (String, Option<FileId>) {
        let mut address = String::new();
        let mut about = None;
        self.about = None;
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap();
            let value = match name {
                "seq" => self.rng.u8(..40).to_string(),
                "section" => "child.education".to_owned(),
                "what" => {
                    (*Self::one(&mut self.rng, &["uppdrag", "utredningsplan", "genomforandeplan"])).to_owned()
                }
                "list" => "reporter_category".to_owned(),
                "receipt" => "K2026-1".to_owned(),
                "party" => self.id("person"),
                name => self.id(name),
            };
            if name == "file" {
                about = value.parse().ok();
                self.about = Some(value.clone());
            }
            address = address + before + &value;
            rest = after;
        }
        (address + rest, about)
    }

    fn text(&mut self) -> String {
        let all: [&str; 12] = [
            "Vide kommer till skolan utan mat.",
            "",
            " ",
            "2026-11-24",
            "2026-11-24T08:40",
            "1",
            "-7",
            "\u{0}",
            "å\u{301}\u{202e}ä",
            "<script>alert(1)</script>",
            "' OR 1=1 --",
            "D02",
        ];
        match self.rng.u8(..16) {
            0 => "a".repeat(70_000),
            1 => self.id("person"),
            2 => self.id("matter"),
            n if n < 9 => Self::one(&mut self.rng, self.doors.house.law.choices()).code.clone(),
            _ => (*Self::one(&mut self.rng, &all)).to_owned(),
        }
    }

    fn send(&mut self, who: usize, asked: &Asked) -> (StatusCode, String) {
        let seen = self.rng.u8(..4);
        let who = &self.askers[who];
        let mut request =
            Request::builder().method(asked.method).uri(&asked.path).header(header::CONTENT_TYPE, asked.kind);
        request = if asked.path.starts_with(api::ROOT) {
            request
                .header(header::AUTHORIZATION, format!("Bearer {}", who.token))
                .header("idempotency-key", Uuid::from_u128(self.rng.u128(..)).to_string())
                .header(header::IF_MATCH, ["\"0\"", "\"1\"", "\"999\"", "two"][usize::from(seen)])
        } else {
            request.header(header::COOKIE, &who.cookie).header("sec-fetch-site", "same-origin")
        };
        let request = request.body(Body::from(asked.body.clone())).unwrap();
        let began = Instant::now();
        let answer = self.doors.send(request);
        assert!(began.elapsed() < SLOWEST, "{} {} as {}", asked.method, asked.path, who.login);
        (answer.status, answer.body)
    }

    /// A page, read or sent with its own fields filled with anything.
    fn page(&mut self, who: usize) -> Asked {
        let routes = web::pages::routes();
        let route = *Self::one(&mut self.rng, routes.table());
        // Ending the session would end the test of everybody else's requests.
        let route = if route.path.contains("logga-ut") || route.path.contains("ovning") {
            routes.table()[0]
        } else {
            route
        };
        self.met.insert(route.path);
        let (path, file) = self.address(route.path);
        let answers = Value::Null;
        let reads = Asked {
            method: "GET",
            path: path.clone(),
            kind: "text/plain",
            body: Vec::new(),
            file,
            answers: answers.clone(),
        };
        if !route.writes || (route.reads && self.rng.bool()) {
            return reads;
        }
        let (_, page) = if route.reads { self.send(who, &reads) } else { (StatusCode::OK, String::new()) };
        let mut form: Vec<(String, String)> = fields(&page)
            .into_iter()
            .map(|(name, value)| {
                let value = if value.is_empty() || self.rng.u8(..) < 60 { self.text() } else { value };
                (name, value)
            })
            .collect();
        form.push((self.text(), self.text()));
        let body = serde_html_form(&form);
        Asked { method: "POST", path, kind: "application/x-www-form-urlencoded", body, file, answers }
    }

    /// An operation of the API, with a body drawn from its description.
    fn operation(&mut self) -> Asked {
        let paths: Vec<(String, Value)> = self.schemas["paths"]
            .as_object()
            .unwrap()
            .iter()
            // A token that is taken away, and another day, would end the test of everybody else's requests.
            .filter(|(path, _)| !path.ends_with("/token") && !path.ends_with("/practice/day"))
            .map(|(path, item)| (path.clone(), item.clone()))
            .collect();
        let (path, item) = Self::one(&mut self.rng, &paths).clone();
        let methods: Vec<&String> = item.as_object().unwrap().keys().collect();
        let asked = (*Self::one(&mut self.rng, &methods)).clone();
        let method = match asked.as_str() {
            "get" => "GET",
            "put" => "PUT",
            "delete" => "DELETE",
            _ => "POST",
        };
        let (path, file) = self.address(&path);
        let answers = item[&asked]["responses"].clone();
        let content = item[&asked]["requestBody"]["content"]["application/json"]["schema"].clone();
        let body = match (method, content) {
            ("GET" | "DELETE", _) => Vec::new(),
            (_, Value::Null) => self.text().into_bytes(),
            (_, _) if self.rng.u8(..) < 8 => self.text().into_bytes(),
            (_, schema) => self.drawn(&schema, 0).to_string().into_bytes(),
        };
        let path = if path.ends_with("/documents") { path + "?name=a.pdf" } else { path };
        Asked { method, path, kind: "application/json", body, file, answers }
    }

    /// Something that a schema describes; now and then something that it does not.
    fn drawn(&mut self, schema: &Value, deep: usize) -> Value {
        if let Some(to) = schema["$ref"].as_str() {
            let name = to.rsplit('/').next().unwrap();
            let to = self.schemas["components"]["schemas"][name].clone();
            return self.drawn(&to, deep + 1);
        }
        if self.rng.u8(..) < 3 {
            return Value::String(self.text());
        }
        for several in ["oneOf", "anyOf"] {
            if let Some(all) = schema[several].as_array().cloned() {
                let chosen = if deep > DEEP {
                    all.last().unwrap().clone()
                } else {
                    Self::one(&mut self.rng, &all).clone()
                };
                return self.drawn(&chosen, deep + 1);
            }
        }
        if let Some(all) = schema["allOf"].as_array().cloned() {
            return self.drawn(&all[0], deep + 1);
        }
        if let Some(one) = schema.get("const") {
            return one.clone();
        }
        if let Some(all) = schema["enum"].as_array() {
            return Self::one(&mut self.rng, all).clone();
        }
        let kind = schema["type"]
            .as_str()
            .map(str::to_owned)
            .or_else(|| schema["type"][0].as_str().map(str::to_owned));
        match kind.as_deref() {
            Some("object") => self.object(schema, deep),
            Some("array") => {
                let most = if deep > DEEP { 0 } else { self.rng.usize(..3) };
                (0..most).map(|_| self.drawn(&schema["items"].clone(), deep + 1)).collect()
            }
            Some("integer") => json!(self.rng.i64(-3..40)),
            Some("number") => json!(self.rng.f64()),
            Some("boolean") => json!(self.rng.bool()),
            Some("null") | None => Value::Null,
            _ => Value::String(self.string(schema)),
        }
    }

    fn object(&mut self, schema: &Value, deep: usize) -> Value {
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let properties = schema["properties"].as_object().cloned().unwrap_or_default();
        let mut object = Map::new();
        for (name, schema) in &properties {
            if required.contains(&name.as_str()) || (deep <= DEEP && self.rng.bool()) {
                object.insert(name.clone(), self.drawn(schema, deep + 1));
            }
        }
        Value::Object(object)
    }

    fn string(&mut self, schema: &Value) -> String {
        match schema["format"].as_str() {
            Some("uuid") => {
                let kind =
                    *Self::one(&mut self.rng, &["person", "file", "matter", "decision", "staff", "unit"]);
                self.id(kind)
            }
            Some("date") => {
                (*Self::one(&mut self.rng, &["2026-11-24", "2026-02-30", "2027-03-01"])).to_owned()
            }
            _ if schema["pattern"].is_string() => "2026-11-24T08:40".to_owned(),
            _ => self.text(),
        }
    }

    /// Words in an answer that stand in no file which opens to whoever asked.
    fn leaked<'a>(&'a self, who: &Asker, body: &str) -> Option<&'a str> {
        let now = Now { instant: nine(), today: record::Moment::of(nine()).day };
        let opens = |file: &FileId| {
            [store::Part::Form, store::Part::Timeline]
                .into_iter()
                .any(|part| self.doors.house.look(&who.actor, now, *file, part).is_ok())
        };
        let shown = self.words.iter().filter(|(words, _)| body.contains(words.as_str()));
        shown.filter(|(_, files)| !files.iter().any(opens)).map(|(words, _)| words.as_str()).next()
    }

    /// Is the request about a file that whoever asks may not open? Reception registers blindly in such a file, and is shown nothing of it.
    fn is_closed(&self, who: &Asker, asked: &Asked) -> bool {
        let now = Now { instant: nine(), today: record::Moment::of(nine()).day };
        // Whoever carried out a service that has ended may read it, and write nothing more.
        let opens = |part| {
            asked.file.is_none_or(|file| {
                !matches!(self.doors.house.look(&who.actor, now, file, part), Err(store::Trouble::NotFound))
            })
        };
        !who.actor.reception && !opens(store::Part::Form) && !opens(store::Part::Timeline)
    }
}

/// The names and values of a page's fields.
fn fields(page: &str) -> Vec<(String, String)> {
    let of = |part: &str| {
        let name = part.split('"').next().unwrap_or_default().to_owned();
        let tag = part.split('>').next().unwrap_or_default();
        let value =
            tag.split_once("value=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
        (name, value.to_owned())
    };
    page.split("name=\"").skip(1).map(of).collect()
}

fn serde_html_form(form: &[(String, String)]) -> Vec<u8> {
    let escaped = |text: &str| {
        text.bytes().fold(String::new(), |mut all, byte| {
            let _never_fails = write!(all, "%{byte:02X}");
            all
        })
    };
    let pairs: Vec<String> =
        form.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
    pairs.join("&").into_bytes()
}

/// Everything there is in the demo that an address can name.
fn known(house: &Arc<House>, now: Now) -> (Known, BTreeMap<String, Known>) {
    let enar = tell::actor(&house.organisation(now.today), "enar").unwrap();
    let day = now.today.plus_days(60);
    let (mut all, mut in_file) = (Known::new(), BTreeMap::new());
    let groups = enar.manages.iter().map(|unit| house.group(&enar, now, *unit, day).unwrap());
    let files: BTreeSet<FileId> =
        groups.flat_map(|group| group.matters.into_iter().map(|one| one.file)).collect();
    for file in files {
        let open = house.look(&enar, now, file, store::Part::Form).unwrap();
        let own = ids_in(&open);
        for (kind, ids) in &own {
            all.entry(*kind).or_default().extend(ids.iter().cloned());
        }
        in_file.insert(file.to_string(), own);
    }
    all.insert("file", in_file.keys().cloned().collect());
    let organisation = house.organisation(now.today);
    let members = organisation.members.iter().map(|member| member.staff.to_string()).collect();
    all.insert("staff", members);
    // Drafts that somebody begins, and others then ask for.
    all.insert("draft", (1..=4).map(|n: u128| Uuid::from_u128(n << 64).to_string()).collect());
    all.insert("unit", organisation.units.iter().map(|unit| unit.id.to_string()).collect());
    (all, in_file)
}

/// What the interface and the law data say to everybody.
fn everybodys() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["law-data", "crates/web/locales/sv", "crates/web/locales/en"];
    let files = folders.iter().flat_map(|folder| fs::read_dir(root.join(folder)).unwrap());
    files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

/// Every longer run of plain words in the files, and where it stands. Words of the interface and of two stories would not tell whose they are.
fn words(
    house: &Arc<House>,
    now: Now,
    files: impl Iterator<Item = FileId>,
) -> BTreeMap<String, BTreeSet<FileId>> {
    let enar = tell::actor(&house.organisation(now.today), "enar").unwrap();
    let everybodys = everybodys();
    let mut found: BTreeMap<String, BTreeSet<FileId>> = BTreeMap::new();
    for file in files {
        for entry in house.look(&enar, now, file, store::Part::Form).unwrap().entries {
            let entry = serde_json::to_string(&entry.entry).unwrap();
            let plain = |letter: char| letter.is_alphanumeric() || letter == ' ';
            let runs = entry.split(|letter| !plain(letter)).map(str::trim);
            let own = |run: &&str| run.len() >= LONG && run.contains(' ') && !everybodys.contains(run);
            for run in runs.filter(own) {
                found.entry(run.to_owned()).or_default().insert(file);
            }
        }
    }
    found
}

/// Whether an answer of the API is one of those its description says: by status, and a problem by its sort.
fn is_described(asked: &Asked, status: StatusCode, body: &str) -> bool {
    let told = &asked.answers[status.as_str()];
    let problem: Value = serde_json::from_str(body).unwrap_or_default();
    let sort = format!("`{}`", problem["type"].as_str().unwrap_or_default());
    told.is_object() && (!status.is_client_error() || told["description"].as_str().unwrap().contains(&sort))
}

/// How the answers fell, by door and status.
type Table = BTreeMap<(&'static str, u16), usize>;

#[expect(clippy::print_stdout, reason = "the table is what the run is for")]
fn print(table: &Table, requests: usize) {
    println!("| door | status | answers |\n|---|---|---|");
    for ((door, status), answers) in table {
        println!("| {door} | {status} | {answers} |");
    }
    println!("\n{requests} requests");
}

#[expect(clippy::disallowed_methods, reason = "a longer run is asked for by whoever starts the test")]
fn asked_for<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn nothing_fails_hangs_or_is_shown_whatever_is_asked() {
    let (requests, seed) = (asked_for("REQUESTS").unwrap_or(REQUESTS), asked_for("SEED").unwrap_or(SEED));
    // What fails on our side says why in the log.
    let _log = tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR).try_init();
    let mut abuse = Abuse::new(seed);
    let mut table = Table::new();
    for at in 0..requests {
        let who = at % ROLES.len();
        abuse.who = who;
        let (door, asked) =
            if abuse.rng.bool() { ("pages", abuse.page(who)) } else { ("API", abuse.operation()) };
        let closed = abuse.is_closed(&abuse.askers[who], &asked);
        let (status, body) = abuse.send(who, &asked);
        let what = || {
            format!(
                "{} {} as {}, seed {seed}, request {at}: {}",
                asked.method,
                asked.path,
                ROLES[who],
                String::from_utf8_lossy(&asked.body)
            )
        };
        assert!(status.as_u16() < 500, "{status} to {}", what());
        assert!(
            door == "pages" || !status.is_client_error() || body.starts_with('{'),
            "{status} {body} to {}",
            what()
        );
        assert!(door == "pages" || is_described(&asked, status, &body), "{status} {body} to {}", what());
        assert!(!closed || status != StatusCode::OK, "shown: {}", what());
        let leaked = abuse.leaked(&abuse.askers[who], &body);
        assert!(leaked.is_none(), "{leaked:?} shown by {status} to {}", what());
        *table.entry((door, status.as_u16())).or_default() += 1;
    }
    if requests >= ALL_MET {
        let routes = web::pages::routes();
        let unmet: Vec<&str> =
            routes.table().iter().map(|route| route.path).filter(|path| !abuse.met.contains(path)).collect();
        assert!(
            unmet.iter().all(|path| path.contains("logga-ut") || path.contains("ovning")),
            "not asked: {unmet:?}"
        );
    }
    print(&table, requests);
    let turned_away = |(door, status): &(&str, u16)| {
        matches!(status, 401 | 404 | 405) || (*door == "pages" && *status == 403)
    };
    let away: usize = table.iter().filter(|(key, _)| turned_away(key)).map(|(_, answers)| answers).sum();
    assert!(away * 2 <= requests, "{away} of {requests} got no further than the door");
    for verdict in store::verify(abuse.doors.home.home(), &store::Trust::default()).unwrap() {
        assert!(verdict.outcome.is_ok(), "{verdict}");
    }
}
