//! The report's form as a browser meets it: what is registered, what is asked again, what is refused.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use record::identity::IdentityNumber;
use record::person::ProtectionLevel;
use record::{Entry, FileId, MatterId, Speaker};
use store::{OpenFile, Part};

use crate::testing::{Answer, Child, TestDesk};

/// A call from a school about one child; each test changes what it is about.
const CALL: [(&str, &str); 9] = [
    ("category", "SKO"),
    ("reporter-name", "Maud Ekenstam"),
    ("reporter-role", "rektor, Ängsbackens skola"),
    ("wants-feedback", "yes"),
    ("channel", "phone"),
    ("arrived", "2026-11-24"),
    ("arrived-time", "08:55"),
    ("siblings", "yes"),
    ("children", "2"),
];

const TALLAKER: &str = "201784129825";
const SIXTEN: &str = "202082039872";

/// A form with an id of its own, the call, and what the test adds.
fn form<'a>(command: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| more.iter().any(|(other, _)| *other == name);
    let call = CALL.into_iter().filter(|(name, _)| !changed(name));
    std::iter::once(("command", command)).chain(call).chain(more.iter().copied()).collect()
}

async fn new_form(desk: &TestDesk, cookie: &str) -> String {
    desk.get(cookie, "/anmalan").await.hidden("command").to_owned()
}

/// File and matter that a registration leads to.
fn led_to(answer: &Answer) -> (FileId, MatterId) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let parts: Vec<&str> = answer.location().split(['/', '?']).collect();
    assert_eq!((parts[1], parts[3], parts[5]), ("akt", "arende", "skydd"), "{}", answer.location());
    (parts[2].parse().expect("a file"), parts[4].parse().expect("a matter"))
}

fn look(desk: &TestDesk, login: &str, file: FileId) -> OpenFile {
    desk.desk.house.look(&desk.actor(login), desk.now(), file, Part::Child).expect("a readable file")
}

fn reports(open: &OpenFile) -> Vec<&record::report::Report> {
    let reports = open.entries.iter().filter_map(|entry| match &entry.entry {
        Entry::ReportReceived(report) => Some(report),
        _ => None,
    });
    reports.collect()
}

fn files_with(desk: &TestDesk, number: &str) -> Vec<FileId> {
    let number = IdentityNumber::parse(number, desk.now().today).expect("a number");
    let hits = desk.desk.house.find_number(&desk.actor("mia"), desk.now(), number).expect("an answer");
    hits.into_iter()
        .flat_map(|hit| hit.files.into_iter().chain(hit.elsewhere.into_iter().map(|contact| contact.file)))
        .collect()
}

#[tokio::test]
async fn siblings_get_a_report_each_and_know_of_each_other() {
    let desk = TestDesk::new();
    let mia = desk.login("mia").await;
    let command = new_form(&desk, &mia).await;
    let typed = form(
        &command,
        &[
            ("child-1-number", TALLAKER),
            ("child-1-given", "Alva"),
            ("child-1-family", "Tallåker"),
            ("child-2-number", SIXTEN),
            ("child-2-given", "Sixten"),
            ("child-2-family", "Tallåker"),
            ("concern", "Alva har varit borta elva dagar och kommer utan frukost."),
            ("child-1-words", "Jag brukar göra mackor till Sixten."),
            ("child-1-keep", "yes"),
            ("reasons", "lack_of_care"),
            ("reasons", "school_absence"),
        ],
    );
    let answer = desk.post(&mia, "/anmalan", &typed).await;
    let (alva, matter) = led_to(&answer);
    let open = look(&desk, "mia", alva);
    let report = reports(&open)[0];
    assert_eq!(report.reasons.len(), 2);
    assert!(report.reporter.mandated, "a school must report");
    assert_eq!(report.concern.len(), 2, "what is common, and the child's own words");
    assert_eq!(report.concern[1].said_by, Some(Speaker::Child));
    assert_eq!(report.concern[1].keep.len(), 1, "Alva does not want the guardians to know");
    assert!(open.file.report(matter).is_ok());
    let sixten = files_with(&desk, SIXTEN)[0];
    let theirs = look(&desk, "mia", sixten);
    assert_eq!(reports(&theirs)[0].concern.len(), 1, "Alva's own words are not in Sixten's file");
    assert_eq!(reports(&theirs)[0].siblings, vec![open.file.person().expect("a child")]);
    assert_eq!(theirs.file.family.relations.len(), 1);
    assert_eq!(open.file.birth().map(|day| day.to_string()).as_deref(), Some("2017-04-12"));

    // The receipt names both numbers, and both clocks run.
    let next = desk.get(&mia, answer.location()).await;
    assert!(next.body.contains("2026-1 och 2026-2"), "{}", next.body);
    for rule in ["DL-001", "DL-002"] {
        assert!(open.clocks.iter().any(|clock| clock.rule.as_str() == rule && clock.is_running()), "{rule}");
    }

    // A double click finds the same file again.
    let again = desk.post(&mia, "/anmalan", &typed).await;
    assert_eq!(again.location(), answer.location());
    assert_eq!(files_with(&desk, TALLAKER), vec![alva]);
    assert_eq!(reports(&look(&desk, "mia", alva)).len(), 1);
}

#[tokio::test]
async fn a_known_child_gets_the_report_in_the_file_that_is_there() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    let mia = desk.login("mia").await;
    let command = new_form(&desk, &mia).await;
    let number = child.number.to_string();
    let typed = form(&command, &[("child-1-number", &number), ("concern", "Kom utan jacka.")]);
    let (file, matter) = led_to(&desk.post(&mia, "/anmalan", &typed).await);
    assert_eq!(file, child.file);
    assert_ne!(matter, child.matter, "a report of its own");
}

#[tokio::test]
async fn a_child_somebody_else_works_with_is_reported_blind() {
    let desk = TestDesk::new();
    let child = given_to_ulla(&desk);
    let mia = desk.login("mia").await;
    let command = new_form(&desk, &mia).await;
    let number = child.number.to_string();
    let row =
        [("child-1-number", number.as_str()), ("concern", "Sågs ensam på stationen."), ("do", "look-up")];
    let shown = desk.post(&mia, "/anmalan", &form(&command, &row)).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.body.contains("Känt här"), "{}", shown.body);
    assert!(shown.body.contains("Ulla Ekdahl"), "whom to contact");
    assert!(!shown.body.contains("hungrig"), "nothing of what stands in the file");
    assert!(!shown.body.contains("Planteradsson"));
    let typed = form(&command, &row[..2]);
    let (file, _) = led_to(&desk.post(&mia, "/anmalan", &typed).await);
    assert_eq!(file, child.file);
    assert_eq!(reports(&look(&desk, "ulla", child.file)).len(), 2);
}

/// A child whose report is distributed: reception no longer sees it.
fn given_to_ulla(desk: &TestDesk) -> Child {
    let child = desk.seed_child("Noor", "Sandin");
    desk.distribute(child, "ulla");
    child
}

#[tokio::test]
async fn a_protected_child_is_told_of_without_a_name() {
    let desk = TestDesk::new();
    let child = desk.seed_with("Hemlig", "Stenrot", ProtectionLevel::Marked);
    desk.distribute(child, "ulla");
    let mia = desk.login("mia").await;
    let command = new_form(&desk, &mia).await;
    let number = child.number.to_string();
    let row = [("child-1-number", number.as_str()), ("do", "look-up")];
    let shown = desk.post(&mia, "/anmalan", &form(&command, &row)).await;
    assert!(shown.body.contains("Skyddade personuppgifter"), "{}", shown.body);
    assert!(!shown.body.contains("Stenrot"));
}

#[tokio::test]
async fn the_same_name_is_asked_about_before_a_second_file_is_made() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    let mia = desk.login("mia").await;
    let command = new_form(&desk, &mia).await;
    let row = [("child-1-given", "Alva"), ("child-1-family", "Lind"), ("concern", "Ropade på hjälp.")];
    let asked = desk.post(&mia, "/anmalan", &form(&command, &row)).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("Är det något av de här barnen?"), "{}", asked.body);
    assert!(asked.body.contains("Ropade på hjälp."), "what was typed is kept");
    let person = child.person.to_string();
    let same = [row[0], row[1], row[2], ("child-1-pick", person.as_str())];
    assert_eq!(led_to(&desk.post(&mia, "/anmalan", &form(&command, &same)).await).0, child.file);
    let command = new_form(&desk, &mia).await;
    let other = [row[0], row[1], row[2], ("child-1-pick", "ny")];
    assert_ne!(led_to(&desk.post(&mia, "/anmalan", &form(&command, &other)).await).0, child.file);
}

#[tokio::test]
async fn an_unknown_child_is_described_and_an_expected_one_has_no_clocks() {
    let desk = TestDesk::new();
    let mia = desk.login("mia").await;
    let command = new_form(&desk, &mia).await;
    let row = [("child-1-description", "okänd flicka, ungefär 7 år, röd jacka"), ("concern", "Gick ensam.")];
    let (file, _) = led_to(&desk.post(&mia, "/anmalan", &form(&command, &row)).await);
    assert!(look(&desk, "mia", file).child().expect("a card").name().contains("röd jacka"));

    let command = new_form(&desk, &mia).await;
    let row = [
        ("child-1-number", "198989219848"),
        ("child-1-given", "Jenny"),
        ("child-1-family", "Tallåker"),
        ("child-1-unborn", "yes"),
        ("child-1-expected", "2027-03-01"),
        ("concern", "Dricker och väntar barn."),
    ];
    let answer = desk.post(&mia, "/anmalan", &form(&command, &row)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(answer.location().ends_with("?gjort=vantat-barn"), "{}", answer.location());
    let open = look(&desk, "mia", files_with(&desk, "198989219848")[0]);
    assert!(open.file.matters.is_empty() && reports(&open).is_empty());
    assert!(open.clocks.is_empty(), "no child, no clocks");
}

/// What is typed, the field the answer belongs to, and what it says.
type Case = (&'static [(&'static str, &'static str)], &'static str, &'static str);

#[tokio::test]
async fn what_cannot_be_taken_is_told_at_its_field_and_nothing_typed_is_lost() {
    let desk = TestDesk::new();
    let mia = desk.login("mia").await;
    let cases: [Case; 12] = [
        (&[("child-1-number", "20178412-9824")], "child-1-number", "Sista siffran stämmer inte"),
        (&[("child-1-number", "20179932-9825")], "child-1-number", "finns inte i kalendern"),
        (&[("child-1-number", "19850101-2381")], "child-1-number", "Sista siffran"),
        (&[("child-1-number", "19790513-1244")], "child-1-number", ""),
        (&[("child-1-number", TALLAKER), ("arrived", "2026-02-30")], "arrived", ""),
        (&[("child-1-number", TALLAKER), ("arrived", "2026-11-25")], "arrived", "framtiden"),
        (&[("child-1-number", TALLAKER), ("arrived", "2016-01-04")], "arrived", "före barnets födelse"),
        (&[("child-1-number", TALLAKER), ("category", "")], "category", "kategori"),
        (&[("child-1-number", TALLAKER), ("category", "PÅHITT")], "category", "kategori"),
        (
            &[("child-1-number", TALLAKER), ("reporter-name", ""), ("reporter-role", "")],
            "reporter-name",
            "vem som anmäler",
        ),
        (&[("child-1-number", TALLAKER), ("child-2-number", TALLAKER)], "child-2-number", "Samma barn"),
        (&[("child-1-number", "")], "child-1-number", "vem anmälan gäller"),
    ];
    for (row, field, words) in cases {
        let command = new_form(&desk, &mia).await;
        let kept = [("concern", "Det här har hänt.")];
        let typed = form(&command, &[row, &kept].concat());
        let answer = desk.post(&mia, "/anmalan", &typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{row:?}: {}", answer.body);
        assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{row:?}: {}", answer.body);
        assert!(answer.body.contains(words), "{row:?}");
        assert!(answer.body.contains("Det här har hänt."), "{row:?}");
    }
    assert!(files_with(&desk, TALLAKER).is_empty(), "nothing was written");
}

#[tokio::test]
async fn texts_that_are_too_long_or_broken_are_refused_at_their_field() {
    let desk = TestDesk::new();
    let mia = desk.login("mia").await;
    let long = "å".repeat(60_001);
    for (concern, words) in [(long.as_str(), "60"), ("a\u{0}b", "inte syns")] {
        let command = new_form(&desk, &mia).await;
        let typed = form(&command, &[("child-1-number", TALLAKER), ("concern", concern)]);
        let answer = desk.post(&mia, "/anmalan", &typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("href=\"#concern\"") && answer.body.contains(words));
    }
    let command = new_form(&desk, &mia).await;
    let typed = form(&command, &[("child-1-number", TALLAKER)]);
    let mut bytes = serde_html_form::to_string(&typed).expect("a form").into_bytes();
    bytes.extend_from_slice(b"&concern=hon+sa+%ff%fe");
    let answer = desk.post_bytes(&mia, "/anmalan", bytes).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("gick sönder"), "{}", answer.body);
}

/// A form with a document, as a browser sends it.
async fn send_with(desk: &TestDesk, cookie: &str, form: &[(&str, &str)], name: &str, bytes: &[u8]) -> Answer {
    const EDGE: &str = "----lykta";
    let mut body = Vec::new();
    for (field, value) in form {
        let part = format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--{EDGE}\r\ncontent-disposition: form-data; name=\"document\"; filename=\"{name}\"\r\ncontent-type: text/html\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(format!("\r\n--{EDGE}--\r\n").as_bytes());
    let request = Request::post("/anmalan")
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={EDGE}"));
    desk.ask(request.body(Body::from(body)).expect("a request")).await
}

#[tokio::test]
async fn a_written_report_stands_beside_and_nothing_is_retyped() {
    let desk = TestDesk::new();
    let mia = desk.login("mia").await;
    let command = new_form(&desk, &mia).await;
    let typed = form(&command, &[("child-1-number", TALLAKER), ("child-2-number", SIXTEN)]);
    let pdf = b"%PDF-1.7 en rapport";
    let answer = send_with(&desk, &mia, &typed, "../polisrapport åäö.pdf", pdf).await;
    let (alva, _) = led_to(&answer);
    let open = look(&desk, "mia", alva);
    let (document, _) = open.file.documents.first_key_value().expect("a document");
    let fetched = desk.get(&mia, &format!("/akt/{alva}/dokument/{document}")).await;
    assert_eq!(fetched.status, StatusCode::OK);
    assert_eq!(fetched.body.as_bytes(), pdf, "byte for byte as it came");
    let said = |name: &str| fetched.headers[name].to_str().expect("plain letters").to_owned();
    assert_eq!(said("content-type"), "application/pdf");
    assert!(said("content-disposition").starts_with("attachment; filename=\"polisrapport ___.pdf\""));
    assert!(said("content-security-policy").starts_with("sandbox"));
    assert_eq!(said("x-content-type-options"), "nosniff");
    let sixten = files_with(&desk, SIXTEN)[0];
    let theirs = look(&desk, "mia", sixten);
    let (other, _) = theirs.file.documents.first_key_value().expect("a document each");
    assert_ne!(other, document);
    // A document of another file is not there, nor is one that never was.
    let elsewhere = desk.get(&mia, &format!("/akt/{alva}/dokument/{other}")).await;
    let nowhere = desk.get(&mia, &format!("/akt/{alva}/dokument/{command}")).await;
    assert_eq!((elsewhere.status, nowhere.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(elsewhere.body, nowhere.body);
}

#[tokio::test]
async fn a_file_that_is_no_document_is_refused_and_the_text_is_kept() {
    let desk = TestDesk::new();
    let mia = desk.login("mia").await;
    let command = new_form(&desk, &mia).await;
    let typed = form(&command, &[("child-1-number", TALLAKER), ("concern", "Se bilagan.")]);
    let answer = send_with(&desk, &mia, &typed, "rapport.pdf", b"MZ\x90\x00").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("href=\"#document\"") && answer.body.contains("Se bilagan."));
    let large = vec![b'x'; store::attachments::ATTACHMENT_BYTES_MAX + 1];
    let answer = send_with(&desk, &mia, &typed, "rapport.pdf", &large).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("större än 25 MB") && answer.body.contains("Se bilagan."));
}

#[tokio::test]
async fn one_more_child_is_added_without_script() {
    let desk = TestDesk::new();
    let mia = desk.login("mia").await;
    let command = new_form(&desk, &mia).await;
    let typed = form(&command, &[("child-1-given", "Alva"), ("concern", "Hungrig."), ("do", "add-row")]);
    let answer = desk.post(&mia, "/anmalan", &typed).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("name=\"child-3-number\"") && answer.body.contains("Hungrig."));
    assert_eq!(answer.hidden("command"), command, "the same form");
}

#[tokio::test]
async fn others_than_reception_are_told_who_takes_reports() {
    let desk = TestDesk::new();
    let child = desk.seed_child("Alva", "Lind");
    desk.distribute(child, "ulla");
    let ulla = desk.login("ulla").await;
    let page = desk.get(&ulla, "/anmalan").await;
    assert!(page.body.contains("Mia Sandell") && !page.body.contains("name=\"concern\""));
    // From the child's own page a report about that child can be taken.
    let page = desk.get(&ulla, &format!("/anmalan?akt={}", child.file)).await;
    assert!(page.body.contains("name=\"concern\"") && page.body.contains("Alva Lind"), "{}", page.body);
    let (command, file) = (page.hidden("command").to_owned(), child.file.to_string());
    let row = [("child-1-file", file.as_str()), ("concern", "Ringde själv i natt.")];
    let (own, _) = led_to(&desk.post(&ulla, "/anmalan", &form(&command, &row)).await);
    assert_eq!(own, child.file);
    let also = [row[0], row[1], ("child-2-number", TALLAKER)];
    let refused = desk.post(&ulla, "/anmalan", &form(&new_form(&desk, &ulla).await, &also)).await;
    assert_ne!(refused.status, StatusCode::SEE_OTHER);
    // Somebody else's file is not there.
    let umar = desk.login("umar").await;
    let guessed = desk.get(&umar, &format!("/anmalan?akt={}", child.file)).await;
    assert_eq!(guessed.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_day_of_birth_is_taken_as_people_write_it() {
    let desk = TestDesk::new();
    let mia = desk.login("mia").await;
    for (typed, day) in
        [("20170412", "2017-04-12"), ("2017-04-12", "2017-04-12"), ("2017 04 12", "2017-04-12")]
    {
        let command = new_form(&desk, &mia).await;
        let row = [("child-1-given", typed), ("child-1-birth", typed), ("concern", "Fryser.")];
        let (file, _) = led_to(&desk.post(&mia, "/anmalan", &form(&command, &row)).await);
        assert_eq!(look(&desk, "mia", file).file.birth().map(|day| day.to_string()).as_deref(), Some(day));
    }
    for typed in ["20170431", "i våras", "2017-4-x", "20261201"] {
        let command = new_form(&desk, &mia).await;
        let row = [("child-1-given", "Alva"), ("child-1-birth", typed), ("concern", "Fryser.")];
        let answer = desk.post(&mia, "/anmalan", &form(&command, &row)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(answer.body.contains("href=\"#child-1-birth\""), "{typed}: {}", answer.body);
    }
}

#[tokio::test]
async fn siblings_of_whom_one_is_somebody_elses_are_reported_together() {
    let desk = TestDesk::new();
    let child = given_to_ulla(&desk);
    let mia = desk.login("mia").await;
    let number = child.number.to_string();
    let row = [("child-1-number", number.as_str()), ("child-2-number", SIXTEN), ("concern", "Bråk i natt.")];
    // Twice: the second time reception already sees its own first report in that file.
    for _ in 0..2 {
        let command = new_form(&desk, &mia).await;
        led_to(&desk.post(&mia, "/anmalan", &form(&command, &row)).await);
    }
    let theirs = look(&desk, "ulla", child.file);
    assert_eq!(reports(&theirs).len(), 3);
    assert!(
        theirs.file.family.relations.is_empty(),
        "nothing of a family is written in somebody else's file"
    );
    let people = desk.get(&mia, &format!("/akt/{}/personer", child.file)).await;
    assert!(!people.body.contains("name=\"relation\""), "{}", people.body);
}

#[tokio::test]
async fn a_child_known_by_name_alone_is_registered_once_however_often_it_is_sent() {
    let desk = TestDesk::new();
    let mia = desk.login("mia").await;
    let command = new_form(&desk, &mia).await;
    let row = [("child-1-given", "Alva"), ("child-1-family", "Ström"), ("concern", "Ringde på hos grannen.")];
    let first = desk.post(&mia, "/anmalan", &form(&command, &row)).await;
    let (file, _) = led_to(&first);
    let again = desk.post(&mia, "/anmalan", &form(&command, &row)).await;
    assert_eq!(again.location(), first.location());
    assert_eq!(reports(&look(&desk, "mia", file)).len(), 1);
}
