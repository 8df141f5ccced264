//! The demo told twice: straight into one house, and over the API into another. What stands in the two afterwards is the same, entry for
//! entry, and the pages drawn from it are the same, byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::ensure;
use api::acts::Wish as Asked;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use record::{Actor, Command, FileId};
use serde_json::{Value, json};
use store::access_tokens::{self, New, Scope};
use store::{Step, Wish};
use tokio::runtime::Runtime;
use tower::ServiceExt;
use uuid::Uuid;
use web::desk::{DemoClock, Desk};
use web::shell::Site;

use super::*;

/// What time it is, told by the story: a step is done at its own time, also over the API.
static TOLD: AtomicI64 = AtomicI64::new(0);

fn told() -> Timestamp {
    Timestamp::from_microsecond(TOLD.load(Ordering::SeqCst)).unwrap()
}

/// A house, and the site before it.
struct Other {
    house: Arc<House>,
    router: Router,
    runtime: Runtime,
}

impl Other {
    fn new(house: Arc<House>) -> Self {
        let site = Site { authority: house.organisation.municipality.clone(), demo: true };
        let desk = Desk::new(Arc::clone(&house), site, DemoClock::new(told, 0));
        let router = web::app(Arc::clone(&desk), api::routes(desk));
        Self {
            house,
            router,
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
        }
    }

    fn token(&self, who: &Actor) -> String {
        let now_us = TOLD.load(Ordering::SeqCst);
        let new = New {
            authority: self.house.authority.0,
            account: who.staff.uuid(),
            label: "test".to_owned(),
            scopes: Scope::ALL.to_vec(),
            now_us,
            ends_us: now_us + 60_000_000,
        };
        self.house.db.write(move |tx| access_tokens::make(tx, &new)).unwrap().reveal()
    }

    fn ask(&self, request: Request<Body>) -> (StatusCode, Vec<u8>) {
        self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await.unwrap();
            let status = answer.status();
            (status, to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec())
        })
    }

    /// The same wish from somebody who has read the files that it rests on, which the API demands.
    fn having_read(&self, now: Now, wish: &Wish) -> Result<Wish> {
        let enar = tell::actor(&self.house.organisation, "enar")?;
        let mut wish = wish.clone();
        for step in &mut wish.steps {
            if let Step::File { file, seen: seen @ None, commands } = step
                && !matches!(commands.first(), Some(Command::OpenFile(_)))
                && commands.iter().any(Command::depends_on_what_was_seen)
            {
                *seen = Some(self.house.look(&enar, now, *file, store::Part::Form)?.version());
            }
        }
        Ok(wish)
    }

    /// Does over the API what a wish asks.
    fn carry_out(&self, who: &Actor, now: Now, wish: &Wish) -> Result<()> {
        let (path, version, body) = asked(&self.having_read(now, wish)?)?;
        let mut request = Request::post(format!("{}{path}", api::ROOT))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token(who)))
            .header("idempotency-key", wish.id.to_string());
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        let (status, answer) = self.ask(request.body(Body::from(body.to_string()))?);
        ensure!(status == StatusCode::OK, "{status} {} to {body}", String::from_utf8_lossy(&answer));
        Ok(())
    }
}

/// Where a wish is sent, resting on which version, and as what.
fn asked(wish: &Wish) -> Result<(String, Option<i64>, Value)> {
    if let [Step::File { file, seen, commands }, Step::File { commands: there, .. }] = wish.steps.as_slice()
        && let [Command::MoveOut(moved)] = commands.as_slice()
        && let [Command::MoveIn(arriving)] = there.as_slice()
    {
        let matter = arriving.first().and_then(|entry| entry.matter);
        let body = json!({ "seqs": moved.seqs, "to": moved.to, "matter": matter });
        return Ok((format!("/files/{file}/moves"), *seen, body));
    }
    let asked = Asked::of(&wish.steps).context("an act for each command")?;
    Ok(("/wishes".to_owned(), None, serde_json::to_value(&asked)?))
}

/// The pages that read and change nothing, as somebody sees them, without the ids that forms draw anew each time.
fn pages(at: &Other, login: &str, files: &BTreeSet<FileId>) -> BTreeMap<String, String> {
    let form = Request::post("/logga-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(format!("login={login}")))
        .unwrap();
    let answer = at.runtime.block_on(at.router.clone().oneshot(form)).unwrap();
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let of = |file: &FileId| {
        [format!("/akt/{file}"), format!("/akt/{file}/tidslinje"), format!("/akt/{file}/personer")]
    };
    let page = |path: String| {
        let request = Request::get(&path).header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
        let (status, body) = at.ask(request);
        assert_eq!(status, StatusCode::OK, "{path}");
        (path, without_drawn_ids(&String::from_utf8(body).unwrap()))
    };
    files.iter().flat_map(of).chain(["/".to_owned()]).map(page).collect()
}

fn without_drawn_ids(page: &str) -> String {
    let without = |page: String, before: &str| {
        let mut parts = page.split(before);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |all, part| all + before + &part[Uuid::nil().to_string().len()..])
    };
    ["name=\"command\" value=\"", "name=\"draft\" value=\"", "/utkast/"]
        .into_iter()
        .fold(page.to_owned(), without)
}

fn same_pages(one: &Other, two: &Other, files: &BTreeSet<FileId>) {
    let (one, two) = (pages(one, "enar", files), pages(two, "enar", files));
    for (path, page) in &one {
        let differing = page.lines().zip(two[path].lines()).find(|(one, two)| one != two);
        assert_eq!(differing, None, "{path}");
        assert!(page.len() == two[path].len(), "{path} is longer through one of the doors");
    }
}

/// Every entry of every file: what the record holds, but for the house's own ids of entries.
fn entries(house: &House, who: &Actor, now: Now, files: &BTreeSet<FileId>) -> BTreeMap<FileId, Vec<Value>> {
    let of = |file: &FileId| {
        let open = house.look(who, now, *file, store::Part::Timeline).unwrap();
        let entry = |entry: &record::Recorded| {
            json!([entry.seq, entry.at, entry.occurred, entry.by, entry.matter, entry.number, entry.entry])
        };
        (*file, open.entries.iter().map(entry).collect())
    };
    files.iter().map(of).collect()
}

/// Every act there is, as the API's own description has them.
fn acts() -> BTreeSet<String> {
    let document = serde_json::to_value(api::document()).unwrap();
    let of = |name: &str| {
        let variants = document["components"]["schemas"][name]["oneOf"].as_array().unwrap().clone();
        variants.into_iter().map(|one| one["required"][0].as_str().unwrap().to_owned())
    };
    of("Act").chain(of("PersonAct")).collect()
}

/// The kinds of acts that the demo does.
fn kinds(wish: &Asked) -> Vec<String> {
    let wish = serde_json::to_value(wish).unwrap();
    let acts = |list: &str| {
        let all: Vec<Value> = wish[list]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|one| one["acts"].as_array().unwrap().clone())
            .collect();
        all.into_iter().map(|act| act.as_object().unwrap().keys().next().unwrap().clone()).collect::<Vec<_>>()
    };
    [acts("people"), acts("files")].concat()
}

/// Acts that no story of the demo does. `crates/api` asks for each of them by itself.
const NOT_IN_THE_DEMO: [&str; 5] =
    ["assess_protection_anew", "change_fact", "correct_identity", "end_meeting", "request_feedback"];

#[test]
fn the_demo_told_over_the_api_leaves_the_same_record_and_the_same_pages() {
    let folder = tempfile::tempdir().unwrap();
    let first: Timestamp = "2026-11-24T08:00:00Z".parse().unwrap();
    let open = |name: &str| Other::new(open_house(&folder.path().join(name)).unwrap());
    let (straight, other) = (open("straight"), open("api"));
    let direct = Arc::clone(&straight.house);
    let (files, done) = (std::cell::RefCell::new(BTreeSet::new()), std::cell::RefCell::new(BTreeSet::new()));
    let door = |who: &Actor, now: Now, wish: &Wish| {
        direct.act(who, now, wish)?;
        TOLD.store(now.instant.as_microsecond(), Ordering::SeqCst);
        other.carry_out(who, now, wish)?;
        for step in &wish.steps {
            if let Step::File { file, .. } = step {
                files.borrow_mut().insert(*file);
            }
        }
        done.borrow_mut().extend(Asked::of(&wish.steps).iter().flat_map(kinds));
        Ok(())
    };
    tell_all(&direct, &door, first).map_err(|error| format!("{error:#}")).unwrap();
    TOLD.store(first.as_microsecond(), Ordering::SeqCst);

    let now = Now { instant: first, today: record::Moment::of(first).day };
    let enar = tell::actor(&direct.organisation, "enar").unwrap();
    let files = files.into_inner();
    assert!(files.len() >= 40, "{} files", files.len());
    let (one, two) = (entries(&direct, &enar, now, &files), entries(&other.house, &enar, now, &files));
    for (file, entries) in &one {
        for (one, other) in entries.iter().zip(&two[file]) {
            assert_eq!(one, other, "{file}");
        }
        assert_eq!(entries.len(), two[file].len(), "{file}");
    }
    let left: Vec<String> = acts().into_iter().filter(|act| !done.borrow().contains(act)).collect();
    assert_eq!(left, NOT_IN_THE_DEMO, "acts that no story of the demo does");
    same_pages(&straight, &other, &files);
}
