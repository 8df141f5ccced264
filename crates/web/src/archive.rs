//! What an office document is. It is an archive, and what tells one from another archive is the list of what it holds: a name somewhere
//! among the bytes says nothing. Only the list is read, nothing is unpacked.

/// Most entries of a list that are looked at: a document of thousands of pictures has fewer.
const ENTRIES_MAX: usize = 10_000;

/// The longest an archive's last record can be: its own 22 bytes and a comment.
const LAST_RECORD_MAX: usize = 22 + 0xffff;

/// What the archive is called as a document, if it is one.
pub(crate) fn office(bytes: &[u8]) -> Option<&'static str> {
    let names = names(bytes)?;
    let holds = |name: &str| names.contains(&name.as_bytes());
    let open_xml = [
        ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ];
    if holds("[Content_Types].xml") {
        return open_xml.iter().find(|(body, _)| holds(body)).map(|(_, kind)| *kind);
    }
    let text = "application/vnd.oasis.opendocument.text";
    (names.first() == Some(&&b"mimetype"[..]) && first_says(bytes, text) && holds("content.xml"))
        .then_some(text)
}

/// The names in the list at the archive's end, each of which must also stand where the list says that it begins. An archive whose list and
/// content tell different things is no document.
fn names(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let last = last_record(bytes)?;
    let count = usize::from(number16(last, 10)?);
    let mut at = usize::try_from(number32(last, 16)?).ok()?;
    let mut names = Vec::new();
    for _ in 0..count.min(ENTRIES_MAX) {
        let entry = bytes.get(at..)?;
        if !entry.starts_with(b"PK\x01\x02") {
            return None;
        }
        let length = |place: usize| number16(entry, place).map(usize::from);
        let name = entry.get(46..46 + length(28)?)?;
        if !begins(bytes, usize::try_from(number32(entry, 42)?).ok()?, name) {
            return None;
        }
        names.push(name);
        at += 46 + length(28)? + length(30)? + length(32)?;
    }
    Some(names)
}

/// The record that says where the list is.
fn last_record(bytes: &[u8]) -> Option<&[u8]> {
    let from = bytes.len().saturating_sub(LAST_RECORD_MAX);
    let tail = &bytes[from..];
    let record = tail.windows(4).rposition(|sign| sign == b"PK\x05\x06").map(|at| &tail[at..])?;
    let comment = number16(record, 20).map(usize::from);
    (comment? + 22 == record.len()).then_some(record)
}

/// Whether what is packed at a place has that name.
fn begins(bytes: &[u8], at: usize, name: &[u8]) -> bool {
    let packed = bytes.get(at..).unwrap_or_default();
    let length = number16(packed, 26).map(usize::from);
    let rest = packed.get(30..).unwrap_or_default();
    packed.starts_with(b"PK\x03\x04") && length == Some(name.len()) && rest.starts_with(name)
}

/// An open document says what it is in its first entry, which is never packed.
fn first_says(bytes: &[u8], what: &str) -> bool {
    let said = bytes.get(38..).unwrap_or_default();
    let length = number32(bytes, 22).and_then(|length| usize::try_from(length).ok());
    said.starts_with(what.as_bytes()) && length == Some(what.len())
}

fn number16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn number32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    const OPEN: &str = "application/vnd.oasis.opendocument.text";

    /// An archive of these entries, packed not at all.
    fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
        let (mut bytes, mut list) = (Vec::new(), Vec::new());
        for (name, content) in entries {
            let at = u32::try_from(bytes.len()).expect("a small archive");
            let sizes = u32::try_from(content.len()).expect("a small entry").to_le_bytes();
            let name_length = u16::try_from(name.len()).expect("a short name").to_le_bytes();
            let common = [&[0; 12][..], &sizes, &sizes, &name_length, &[0, 0]].concat();
            bytes.extend([b"PK\x03\x04\0\0", &common[..], name.as_bytes(), content.as_bytes()].concat());
            list.extend(
                [b"PK\x01\x02\0\0\0\0", &common[..], &[0; 10], &at.to_le_bytes(), name.as_bytes()].concat(),
            );
        }
        let count = u16::try_from(entries.len()).expect("a few entries").to_le_bytes();
        let at = u32::try_from(bytes.len()).expect("a small archive").to_le_bytes();
        let length = u32::try_from(list.len()).expect("a short list").to_le_bytes();
        bytes.extend(list);
        bytes.extend([b"PK\x05\x06\0\0\0\0", &count[..], &count, &length, &at, &[0, 0]].concat());
        bytes
    }

    #[test]
    fn a_document_lists_what_makes_it_one() {
        let types = ("[Content_Types].xml", "<Types/>");
        assert_eq!(office(&archive(&[types, ("word/document.xml", "<w/>")])), Some(WORD));
        assert!(
            office(&archive(&[("xl/workbook.xml", ""), types])).is_some_and(|kind| kind.ends_with("sheet"))
        );
        assert_eq!(office(&archive(&[("mimetype", OPEN), ("content.xml", "<o/>")])), Some(OPEN));
    }

    #[test]
    fn an_archive_that_only_speaks_of_it_is_none() {
        let types = ("[Content_Types].xml", "<Types/>");
        for lies in [
            archive(&[]),
            archive(&[("word/virus.exe", "MZ")]),
            archive(&[("word/document.xml", "")]),
            archive(&[types, ("word/", ""), ("a.txt", "word/document.xml")]),
            archive(&[types, ("sub/word/document.xml", "")]),
            archive(&[("a.txt", OPEN), ("content.xml", "")]),
            archive(&[("mimetype", "application/vnd.oasis.opendocument.text-master"), ("content.xml", "")]),
            b"PK\x03\x04....[Content_Types].xml....word/document.xml".to_vec(),
        ] {
            assert_eq!(office(&lies), None);
        }
    }

    /// The list is believed only as far as what it lists stands there, and nothing that is cut off or made up is read past its end.
    #[test]
    fn a_list_that_lies_is_not_believed() {
        let whole = archive(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>")]);
        let mut lies = whole.clone();
        let at = lies.windows(5).position(|at| at == b"word/").expect("where it is packed");
        lies[at] = b'x';
        assert_eq!(office(&lies), None);
        for length in 0..whole.len() {
            assert_eq!(office(&whole[..length]), None, "{length}");
        }
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] = 0xff;
            let _ = office(&damaged);
        }
    }
}
