//! Choices that several forms offer alike: a matter, a document of the file.

use record::{DocumentId, Matter, MatterId};

use crate::fields::Choice;
use crate::file_page::Sheet;
use crate::kin;
use crate::reading::{Reading, choose};

/// The running matters, and the file itself.
pub fn running_matters<'a>(reading: &Reading<'_>, sheet: Sheet<'a>) -> Choice<'a> {
    let running = reading.open.file.matters.iter().rev().filter(|(_, matter)| matter.is_running());
    let words = |id: MatterId, matter: &Matter| match kin::also_read_by(reading.open, matter) {
        Some(unit) => {
            let values = [("matter", reading.matter(id).into()), ("unit", reading.unit(unit).into())];
            reading.w.with("matter-read-by", &values)
        }
        None => reading.matter(id),
    };
    let mut options: Vec<_> =
        running.map(|(id, matter)| choose(id.to_string(), words(*id, matter), false)).collect();
    // A matter that was asked for but no longer runs can still be written in.
    let asked: Option<MatterId> = sheet.typed.id("matter").filter(|id| reading.writes_in(Some(*id)));
    if let Some(id) =
        asked.filter(|id| reading.open.file.matters.get(id).is_some_and(|one| !one.is_running()))
    {
        options.push(choose(id.to_string(), reading.matter(id), false));
    }
    // Outside every matter is not the provider's to write.
    if !reading.is_provider() {
        options.push(choose("", reading.w.t("matter-none"), false));
    }
    sheet.choice("matter", "label-matter", options)
}

/// The documents that stand in the file, newest first.
pub fn documents<'a>(reading: &Reading<'_>, sheet: Sheet<'a>) -> Choice<'a> {
    let mut options = vec![choose("", reading.w.t("record-no-document"), false)];
    let mut all: Vec<(&i64, &DocumentId)> =
        reading.open.file.documents.iter().map(|(id, seq)| (seq, id)).collect();
    all.sort_unstable();
    let named = all.into_iter().rev().filter_map(|(_, id)| Some((id, reading.document(*id)?)));
    options.extend(named.map(|(id, title)| choose(id.to_string(), title, false)));
    sheet.choice("document", "record-document", options)
}
