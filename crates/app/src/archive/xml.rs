//! XML, element by element. What XML 1.0 cannot hold is shown as missing; the entry's own file has it.

use quick_xml::{Writer, events::BytesText};

/// A document that is being written.
pub(super) type Xml = Writer<Vec<u8>>;

/// Names and values.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

type Done = std::io::Result<()>;

/// A document with its declaration.
pub(super) fn document(write: impl FnOnce(&mut Xml) -> Done) -> std::io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec(), b' ', 1);
    write(&mut xml)?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// An element with elements in it.
pub(super) fn within(
    xml: &mut Xml,
    name: &str,
    attributes: Attributes<'_>,
    write: impl FnOnce(&mut Xml) -> Done,
) -> Done {
    let attributes: Vec<_> = attributes.iter().map(|(name, value)| (*name, clean(value))).collect();
    let with = attributes.iter().map(|(name, value)| (*name, value.as_str()));
    xml.create_element(name).with_attributes(with).write_inner_content(write).map(|_| ())
}

/// An element with words in it.
pub(super) fn words(xml: &mut Xml, name: &str, attributes: Attributes<'_>, words: &str) -> Done {
    let attributes: Vec<_> = attributes.iter().map(|(name, value)| (*name, clean(value))).collect();
    let with = attributes.iter().map(|(name, value)| (*name, value.as_str()));
    let element = xml.create_element(name).with_attributes(with);
    element.write_text_content(BytesText::new(&clean(words))).map(|_| ())
}

/// An element with nothing in it.
pub(super) fn empty(xml: &mut Xml, name: &str, attributes: Attributes<'_>) -> Done {
    let attributes: Vec<_> = attributes.iter().map(|(name, value)| (*name, clean(value))).collect();
    let with = attributes.iter().map(|(name, value)| (*name, value.as_str()));
    xml.create_element(name).with_attributes(with).write_empty().map(|_| ())
}

fn clean(text: &str) -> String {
    let holds = |letter: char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    text.chars().map(|letter| if holds(letter) { letter } else { char::REPLACEMENT_CHARACTER }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_shown_as_missing() {
        let bytes = document(|xml| words(xml, "a", &[("b", "<\"&\u{1}")], "Å & <b>\u{b}\u{FFFF}"));
        let text = String::from_utf8(bytes.unwrap()).unwrap();
        assert!(
            text.ends_with("<a b=\"&lt;&quot;&amp;\u{FFFD}\">Å &amp; &lt;b&gt;\u{FFFD}\u{FFFD}</a>\n"),
            "{text}"
        );
    }
}
