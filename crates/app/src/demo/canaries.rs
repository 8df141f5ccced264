//! Planted people: a whole municipality whose every name, street, school and reporter is a word that exists nowhere else, and everybody
//! of the staff walking through all of the product with those children's ids in hand.
//!
//! No planted word may stand in an answer to somebody to whom no file with that word opens; nor, whoever asks, in an address, in a title,
//! in an answer that may be kept, in the log, in a file or in a file's name. Each address is asked by everybody about one child after the
//! other, in turn; `CANARIES=all` asks everybody about everybody:
//!
//! ```sh
//! CANARIES=all cargo test --bin lykta canaries
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Body;
use axum::http::{Request, header};
use record::FileId;
use serde::Deserialize as _;
use store::{Part, Step as Wished};
use testhome::TestHome;
use tracing::level_filters::LevelFilter;
use web::outage::{Pack, page};
use web::words::Lang;

use super::asking::{Answer, Asker, Doors, ids_in, nine};
use super::*;

/// Nobody in Swedish, in English or in the interface is called by three of these in a row.
const SYLLABLES: [&str; 10] = ["zub", "kvi", "rax", "fyp", "gro", "mju", "wex", "plo", "dri", "hax"];

/// Words of a step that somebody writes about people and places: each gets the story's own planted word.
const TEXTS: [&str; 10] = [
    "fact",
    "child",
    "assessment",
    "text",
    "motive",
    "reporter",
    "place",
    "sender",
    "wording",
    "best_interests",
];

/// Children who are planted, at the least.
const CHILDREN: usize = 20;

/// The planted word with this number: always as long, so that none is a part of another.
fn canary(number: usize) -> String {
    let digit = |tens| SYLLABLES[number / tens % 10];
    ["Z", &[digit(100), digit(10), digit(1)].concat()].concat()
}

/// A story with every name and street exchanged, and its own word in every text; and of each person the words that tell of them, what
/// they are called first.
fn planted(text: &str, next: &mut impl FnMut() -> String) -> (Story, Vec<Vec<String>>) {
    let mut story: toml::Table = text.parse().unwrap();
    let (mut exchanged, mut people) = (BTreeMap::new(), Vec::new());
    for (_, person) in story["person"].as_table_mut().unwrap().iter_mut() {
        let street = person.get("address").and_then(|address| address.get(0));
        let telling = [person.get("given"), person.get("family"), street].into_iter().flatten();
        let words = telling.filter_map(toml::Value::as_str).map(|old| {
            let new: &mut String = exchanged.entry(old.to_owned()).or_insert_with(&mut *next);
            new.to_lowercase()
        });
        people.push(words.collect());
    }
    let own = next();
    for (key, value) in &mut story {
        exchange(key, value, &exchanged, &own);
    }
    (Story::deserialize(toml::Value::Table(story)).unwrap(), people)
}

fn exchange(key: &str, value: &mut toml::Value, names: &BTreeMap<String, String>, own: &str) {
    match value {
        toml::Value::String(text) => {
            for (old, new) in names {
                *text = text.replace(old, new);
            }
            if TEXTS.contains(&key) && !["reporter", "guardian"].contains(&text.as_str()) {
                *text = format!("{text} {own}");
            }
        }
        toml::Value::Array(all) => all.iter_mut().for_each(|one| exchange(key, one, names, own)),
        toml::Value::Table(table) => {
            table.iter_mut().for_each(|(key, value)| exchange(key, value, names, own));
        }
        _ => (),
    }
}

/// The municipality, and where each planted word stands.
struct Plantation {
    doors: Doors,
    now: Now,
    files: Vec<Planted>,
    /// Each planted word in small letters, and the files in which it stands.
    words: BTreeMap<String, BTreeSet<FileId>>,
    /// Those that tell of somebody protected.
    protected: BTreeSet<String>,
}

/// What an address can name in a child's file, by what stands in its curly brackets, and whom it is about.
struct Planted {
    file: FileId,
    name: String,
    number: String,
    ids: BTreeMap<&'static str, String>,
}

fn plantation() -> Plantation {
    let (home, first) = (TestHome::new(), nine());
    let mut count = 0;
    let mut next = || {
        count += 1;
        canary(count - 1)
    };
    let (told, people): (Vec<Story>, Vec<Vec<Vec<String>>>) =
        stories::ALL.iter().map(|(_, text)| planted(text, &mut next)).unzip();
    assert!(count < 1000, "more planted words than there are of three syllables");
    let house = open_house(home.home()).unwrap();
    let written = Mutex::new(BTreeSet::new());
    let door = |who: &record::Actor, now: Now, wish: &store::Wish| {
        let files = wish.steps.iter().filter_map(|step| match step {
            Wished::File { file, .. } => Some(*file),
            Wished::Person { .. } => None,
        });
        locked(&written).extend(files);
        Ok(house.act(who, now, wish).map(|_| ())?)
    };
    tell_these(&told, &house, &door, first).unwrap();
    let now = Now { instant: first, today: record::Moment::of(first).day };
    let words = (0..count).map(|number| (canary(number).to_lowercase(), BTreeSet::new())).collect();
    let files = std::mem::take(&mut *locked(&written));
    let doors = Doors::new(home, house);
    let mut plantation = Plantation { doors, now, files: Vec::new(), words, protected: BTreeSet::new() };
    let people = people.concat();
    for file in files {
        plantation.find_in(file, &people);
    }
    plantation
}

impl Plantation {
    /// Notes which planted words stand in a file, and what an address can name there.
    fn find_in(&mut self, file: FileId, people: &[Vec<String>]) {
        let enar = tell::actor(&self.doors.house.organisation(self.now.today), "enar").unwrap();
        let open = self.doors.house.look(&enar, self.now, file, Part::Form).unwrap();
        let entries =
            open.entries.iter().map(|entry| serde_json::to_string(&entry.entry).unwrap().to_lowercase());
        let mut told: Vec<String> = entries.collect();
        for card in open.people.values() {
            let name = card.name().to_lowercase();
            let of_them = people
                .iter()
                .filter(|words| words.first().is_some_and(|called| name.contains(called.as_str())));
            for words in of_them {
                told.push(words.join(" "));
                self.protected.extend(words.iter().filter(|_| card.protected).cloned());
            }
        }
        for (word, files) in &mut self.words {
            if told.iter().any(|text| text.contains(word.as_str())) {
                files.insert(file);
            }
        }
        let known = ids_in(&open);
        let mut ids: BTreeMap<&str, String> =
            known.iter().map(|(kind, ids)| (*kind, ids[0].clone())).collect();
        ids.insert("file", file.to_string());
        if let Some(person) = known.get("person").and_then(|people| people.last()) {
            ids.extend(["person", "party"].map(|kind| (kind, person.clone())));
        }
        let child = open.child().expect("a file is somebody's");
        let number = child.number().unwrap_or_default().to_owned();
        self.files.push(Planted { file, name: child.name().to_owned(), number, ids });
    }

    /// Planted words in an answer that stand in no file which opens to whoever asked.
    fn leaked(&self, who: &Asker, told: &str) -> Vec<&str> {
        let opens = |file: &FileId| {
            let part = |part| self.doors.house.look(&who.actor, self.now, *file, part).is_ok();
            part(Part::Form) || part(Part::Timeline)
        };
        let shown = self.words.iter().filter(|(word, _)| told.contains(word.as_str()));
        shown.filter(|(_, files)| !files.iter().any(opens)).map(|(word, _)| word.as_str()).collect()
    }

    /// Looks for a child by name and by number. Reception is told the name of a child that it finds, so that no duplicate is made, and whom
    /// to contact; a colleague in the unit that has the file is, who then says why. Of somebody protected neither is told the name.
    fn search(&self, who: &Asker, about: &Planted) {
        let looked = self.doors.house.look(&who.actor, self.now, about.file, Part::Form);
        let told_of = who.actor.reception || matches!(looked, Err(store::Trouble::ReasonNeeded(_)));
        for question in [&about.name, &about.number] {
            let mut answer = self.post(who, "/sok", &[("q", question)]);
            // What was typed stands in its field again.
            answer.body = answer.body.replacen(&format!("value=\"{question}\""), "", 1);
            if !told_of {
                self.judge(who, "/sok", &answer);
                continue;
            }
            let body = answer.body.to_lowercase();
            let named = self.leaked(who, &body).into_iter().find(|word| self.protected.contains(*word));
            assert_eq!(named, None, "{} is told of somebody protected", who.login);
        }
    }

    /// The log, the files, and what is made every night for when nothing works.
    fn look_behind(&self, logged: &Logged) {
        let log = String::from_utf8_lossy(&locked(&logged.0)).to_lowercase();
        assert!(!self.holds_any(&log), "the log tells of somebody");
        let house = &self.doors.house;
        let files =
            house.outage(house.organisation(self.now.today).members[0].staff.uuid(), self.now).unwrap();
        let packs = [Pack::Ordinary, Pack::Protected]
            .map(|pack| page(house, &files, self.now, pack, Lang::Sv).to_lowercase());
        let told = |pack: &str| self.protected.iter().any(|word| pack.contains(word.as_str()));
        assert!(!told(&packs[0]) && told(&packs[1]), "who is protected stands in the pack of its own");
        if self.doors.home.home().database().is_none() {
            let mut walked = 0;
            for file in fs::read_dir(self.doors.home.home().dir()).unwrap() {
                let path = file.unwrap().path();
                let name = path.display().to_string().to_lowercase();
                let bytes = if path.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
                let text = String::from_utf8_lossy(&bytes).to_lowercase();
                assert!(
                    !self.holds_any(&name) && !self.holds_any(&text),
                    "{name} tells of somebody in clear"
                );
                walked += 1;
            }
            assert!(walked >= 2, "the register and its keys are files");
        }
    }

    fn holds_any(&self, text: &str) -> bool {
        self.words.keys().any(|word| text.contains(word.as_str()))
    }

    fn get(&self, who: &Asker, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, &who.cookie);
        let bearer = format!("Bearer {}", who.token);
        let request = if path.starts_with(api::ROOT) {
            Request::get(path).header(header::AUTHORIZATION, bearer)
        } else {
            request
        };
        self.doors.send(request.body(Body::empty()).unwrap())
    }

    fn post(&self, who: &Asker, path: &str, form: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
        let request = Request::post(path)
            .header(header::COOKIE, &who.cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.doors.send(request.body(Body::from(body.join("&"))).unwrap())
    }

    /// Judges an answer, and says which planted words were in it.
    fn judge(&self, who: &Asker, asked: &str, answer: &Answer) -> Vec<String> {
        let body = answer.body.to_lowercase();
        let heads = format!("{:?}", answer.headers).to_lowercase();
        let leaked = self.leaked(who, &body);
        assert!(leaked.is_empty(), "{} is shown {leaked:?} by {} to {asked}", who.login, answer.status);
        assert!(!self.holds_any(&heads), "{asked} as {}: {heads}", who.login);
        assert!(!answer.status.is_server_error(), "{} to {asked} as {}", answer.status, who.login);
        for (opens, closes) in
            [("<title>", "</title>"), ("href=\"", "\""), ("action=\"", "\""), ("src=\"", "\"")]
        {
            let inside = body.split(opens).skip(1).filter_map(|rest| rest.split_once(closes));
            let told: Vec<&str> =
                inside.map(|(inside, _)| inside).filter(|inside| self.holds_any(inside)).collect();
            assert!(told.is_empty(), "{asked} as {} names somebody in {opens}: {told:?}", who.login);
        }
        let seen: Vec<String> =
            self.words.keys().filter(|word| body.contains(word.as_str())).cloned().collect();
        let kept = answer
            .headers
            .get(header::CACHE_CONTROL)
            .is_none_or(|how| !how.to_str().unwrap().contains("no-store"));
        assert!(seen.is_empty() || !kept, "{asked} as {} may be kept by a browser", who.login);
        seen
    }
}

/// An address about a child: with an id that names nothing where the file has none of the kind.
fn address(path: &str, about: &Planted) -> String {
    let mut address = path.to_owned();
    for (kind, id) in &about.ids {
        address = address.replace(&format!("{{{kind}}}"), id);
    }
    let others = [
        ("seq", "2"),
        ("month", "2026-11"),
        ("what", "uppdrag"),
        ("section", "child.education"),
        ("list", "reporter_category"),
    ];
    for (kind, value) in others {
        address = address.replace(&format!("{{{kind}}}"), value);
    }
    while let Some((before, rest)) = address.split_once('{') {
        let after = rest.split_once('}').expect("a closing bracket").1;
        address = format!("{before}0193a000-0000-7000-8000-00000000ffff{after}");
    }
    address
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// All that is logged, however small.
#[derive(Clone, Default)]
struct Logged(Arc<Mutex<Vec<u8>>>);

impl io::Write for Logged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        locked(&self.0).extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Logged {
    /// Begins, unless another test in this process has taken the log.
    fn begin() -> Self {
        let (all, subscriber) =
            (Self::default(), tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE));
        let writer = all.clone();
        let _another_test_has_it = subscriber.with_writer(move || writer.clone()).try_init();
        all
    }
}

/// Addresses that end the session, or move everybody's day.
fn ends(path: &str) -> bool {
    ["logga-ut", "ovning", "/token", "/practice/day"].iter().any(|end| path.contains(end))
}

/// Every address that is read, and every one that is written to: of the pages, and of the API where it is read.
fn addresses() -> (Vec<String>, Vec<String>) {
    let routes = web::pages::routes();
    let pages = || routes.table().iter().filter(|route| !ends(route.path));
    let mut read: Vec<String> =
        pages().filter(|route| route.reads).map(|route| route.path.to_owned()).collect();
    let described = serde_json::to_value(api::document()).unwrap();
    let operations = described["paths"].as_object().unwrap().iter();
    let gets = operations.filter(|(path, item)| item.get("get").is_some() && !ends(path));
    read.extend(gets.map(|(path, _)| path.clone()));
    (read, pages().filter(|route| route.writes).map(|route| route.path.to_owned()).collect())
}

#[expect(clippy::disallowed_methods, reason = "a longer run is asked for by whoever starts the test")]
fn about_everybody() -> bool {
    std::env::var("CANARIES").is_ok_and(|which| which == "all")
}

#[test]
fn no_planted_word_is_told_to_whom_it_is_not_for() {
    let logged = Logged::begin();
    let planted = plantation();
    assert!(planted.files.len() >= CHILDREN && planted.protected.len() >= 3);
    let logins: Vec<String> = organisation().members.iter().map(|member| member.login.clone()).collect();
    let (read, written) = addresses();
    let mut seen = BTreeSet::new();
    for (turn, login) in logins.iter().enumerate() {
        let who = planted.doors.asker(login);
        let addresses = read.iter().map(|path| (path, true)).chain(written.iter().map(|path| (path, false)));
        for (at, (path, reads)) in addresses.enumerate() {
            let in_turn = (at + turn) % planted.files.len();
            let everybody =
                about_everybody() || ["/akt/{file}", "/akt/{file}/tidslinje"].contains(&path.as_str());
            let about = planted.files.iter().enumerate().filter(|(n, _)| everybody || *n == in_turn);
            for (_, about) in about {
                let at = address(path, about);
                let id = about.file.to_string();
                let answer = if reads {
                    planted.get(&who, &at)
                } else {
                    planted.post(&who, &at, &[("file", &id), ("q", &id)])
                };
                seen.extend(planted.judge(&who, &at, &answer));
            }
        }
        for about in &planted.files {
            planted.search(&who, about);
        }
    }
    let unseen: Vec<&String> = planted.words.keys().filter(|word| !seen.contains(*word)).collect();
    assert!(unseen.len() * 5 < planted.words.len(), "the walk is blind to {unseen:?}");
    let blind = |about: &&Planted| {
        planted.words.iter().all(|(word, files)| !files.contains(&about.file) || !seen.contains(word))
    };
    assert!(!planted.files.iter().any(|about| blind(&about)), "somebody must see each of the children");
    planted.look_behind(&logged);
}

/// What stands in the register, a table at a time, each row as text and in order.
fn standing(database: &Path) -> BTreeMap<String, Vec<String>> {
    let register = rusqlite::Connection::open(database).unwrap();
    let mut named = register.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
    let tables = named.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap);
    let rows = |table: &str| {
        let mut all = register.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = all.column_count();
        let text = |row: &rusqlite::Row<'_>| {
            (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect::<Vec<_>>().join(" ")
        };
        let mut rows: Vec<String> =
            all.query_map([], |row| Ok(text(row))).unwrap().map(Result::unwrap).collect();
        rows.sort();
        rows
    };
    tables.map(|table| (table.clone(), rows(&table))).collect()
}

/// An address that is only opened, by whomever, writes down that it was, and nothing else: no page is a form.
#[test]
fn v3_5_3_reading_changes_nothing_but_the_access_log() {
    let planted = plantation();
    let home = planted.doors.home.home();
    if home.database().is_some() {
        return; // the statements are the same, and this looks at the file
    }
    let register = home.dir().join("lykta.db");
    let readers: Vec<Asker> =
        ["enar", "ulla", "mia", "umar", "frida"].map(|login| planted.doors.asker(login)).into();
    let before = standing(&register);
    let (read, _) = addresses();
    let mut opened = 0;
    for (turn, who) in readers.iter().enumerate() {
        for (at, path) in read.iter().enumerate() {
            // Four children each, or few of them would be theirs.
            for about in planted.files.iter().cycle().skip(at + turn).step_by(7).take(4) {
                opened += usize::from(planted.get(who, &address(path, about)).status.is_success());
            }
        }
    }
    assert!(opened > 500, "{opened} of the addresses were shown to anybody");
    let after = standing(&register);
    let changed: Vec<&String> =
        after.keys().filter(|table| before.get(*table) != after.get(*table)).collect();
    assert_eq!(changed, ["access"]);
}
