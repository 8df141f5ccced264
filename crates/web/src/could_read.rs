//! Who could read what is being written: while somebody writes, a calm line for each field says what the record will remind of when the file is
//! read or given out. It is counted by the same function as every view and copy ([`record::visible_to`]), of the statement as it would be
//! signed, so that no line can promise what a copy does not hold.

use record::secrecy::Reader;
use record::{Part, PartKind, Speaker, Subject, Text, Verdict, visible_to};

use crate::file_page::and;
use crate::reading::Reading;
use crate::said::SaidField;

/// What is said of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouldRead {
    /// The field's label.
    pub label_key: &'static str,
    /// Who could read it as it stands.
    pub now: String,
    /// Who could read it if the box that keeps it from the guardians were ticked; none where it is.
    pub kept: Option<String>,
}

/// Those who could read a field of a form. `kept`: its box is ticked.
pub fn of(reading: &Reading<'_>, label_key: &'static str, part: &Part, kept: bool) -> Option<CouldRead> {
    let asked = readers(reading);
    if asked.is_empty() {
        return None;
    }
    let ticked = line(reading, &asked, &part.clone().in_confidence());
    if kept {
        return Some(CouldRead { label_key, now: ticked, kept: None });
    }
    let now = line(reading, &asked, part);
    Some(CouldRead { label_key, kept: (ticked != now).then_some(ticked), now })
}

/// What is said of the fields of a form that stand unfolded.
pub fn list<'f>(fields: impl IntoIterator<Item = &'f SaidField<'f>>) -> Vec<CouldRead> {
    let shown = fields.into_iter().filter(|field| !field.folded);
    shown.filter_map(|field| field.could_read.clone()).collect()
}

/// A statement of a kind whose words do not matter for who could read it.
pub fn statement(kind: PartKind, said_by: Option<Speaker>) -> Part {
    Part { said_by, ..Part::new(kind, unsaid()) }
}

/// In the place of words that do not matter.
pub fn unsaid() -> Text {
    Text::typed("–").ok().flatten().expect("a dash is a text")
}

/// The child whose file it is, with its age, and everybody who has custody.
fn readers(reading: &Reading<'_>) -> Vec<(String, Reader)> {
    let file = &reading.open.file;
    let childs = file.opened.as_ref().is_some_and(|opened| opened.subject == Subject::Child);
    let age = file.birth().and_then(|birth| reading.today.age_on(birth));
    let called = match age {
        Some(age) => {
            reading.w.with("could-read-child", &[("name", reading.child().into()), ("age", age.into())])
        }
        None => reading.child(),
    };
    let child = childs.then_some((called, Reader::Child));
    let guardians = file.guardians(reading.today);
    child.into_iter().chain(guardians.map(|one| (reading.name(one), Reader::Guardian(one)))).collect()
}

/// "Kan läsas av Alva (11 år) och Karin. Prövas först för Pär."
fn line(reading: &Reading<'_>, readers: &[(String, Reader)], part: &Part) -> String {
    let of = |is: fn(&Verdict) -> bool| {
        let all = readers.iter().filter(|(_, reader)| is(&visible_to(*reader, part, &reading.open.file)));
        let names: Vec<String> = all.map(|(name, _)| name.clone()).collect();
        (!names.is_empty()).then(|| and(reading, &names))
    };
    let told = [
        ("could-read-shown", of(|it| matches!(it, Verdict::Show))),
        ("could-read-tested", of(|it| matches!(it, Verdict::Assess { .. }))),
        ("could-read-kept", of(|it| matches!(it, Verdict::Keep { .. }))),
    ];
    let told = told.into_iter().filter_map(|(key, who)| Some(reading.w.t1(key, "who", who?)));
    told.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::scene::Scene;

    /// The lines are those of the record's own rule, for the file as it is: the child's words are tested for its guardians, what is kept is kept.
    #[tokio::test]
    async fn whoever_writes_sees_who_could_read_it() {
        let scene = Scene::assessed();
        let ulla = scene.at.login("ulla").await;
        let path = scene.path("/anteckning");
        let page = scene.at.get(&ulla, &path).await.body;
        let (_, fold) = page.split_once("<summary>Vem kan läsa det här?</summary>").expect("a fold");
        let fold = fold.split("</details>").next().expect("its end");
        for told in [
            "Kan läsas av Alva (11 år), Karin och Pär.",
            "Kan läsas av Alva (11 år). Prövas först för Karin och Pär.",
            "Med krysset: Kan läsas av Alva (11 år). Inte av Karin och Pär: hålls hemligt.",
        ] {
            assert!(fold.contains(told), "{told}: {fold}");
        }
        // A form that comes back says how it is now.
        let back =
            scene.fill(&ulla, &path, &[("text", "Hej."), ("keep", "text"), ("occurred", "i går")]).await;
        let (_, fold) = back.body.split_once("<summary>Vem kan läsa det här?</summary>").expect("a fold");
        let facts = fold.split("</div>").next().expect("the first field");
        assert!(facts.contains("Inte av Karin och Pär") && !facts.contains("Med krysset"), "{facts}");
    }
}
