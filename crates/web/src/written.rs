//! What somebody had written when it could not be taken: given back on the page that says why.
//!
//! A form that is refused is drawn again by its own page. But a session can end, a file can be given to somebody else, a program can
//! fail, and then there is no form to draw. For those cases [`dress`](crate::security) puts an empty [`Written`] into each request that
//! sends a form; whoever reads the form leaves a copy there; and an answer that is nothing but a refusal carries it back. The
//! text was sent by the very browser that gets it back, so nothing is told to anybody.

use std::sync::{Arc, OnceLock};

use axum::extract::Request;
use record::CommandId;
use sha2::{Digest, Sha256};

use crate::typed::{Typed, UNSEEN};

/// Longest value that is told among the short ones.
const SHORT: usize = 40;

/// The copy of a form, once it has been read.
#[derive(Clone, Default)]
pub struct Written(Arc<OnceLock<Copied>>);

/// What a form held.
struct Copied {
    typed: Typed,
    /// SHA-256 of the document that came with it.
    document: Option<[u8; 32]>,
}

/// Never printed: it holds what somebody wrote.
impl std::fmt::Debug for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Written")
    }
}

impl Written {
    /// Leaves a copy of what a request carried, if anybody asked for one. Of a document only what it is recognised by.
    pub fn keep(wanted: Option<&Self>, typed: &Typed, document: Option<&[u8]>) {
        if let Some(written) = wanted {
            let document = document.map(|bytes| Sha256::digest(bytes).into());
            // The first reading is the form; there is no second.
            let _first = written.0.set(Copied { typed: typed.clone(), document });
        }
    }

    /// Whether a form has been read.
    pub fn is_read(&self) -> bool {
        self.0.get().is_some()
    }

    /// All that stood in the form, as one text: two forms are the same where these are. Each piece has its length before it, so that no
    /// text can slide from one field into the next.
    pub fn asked(&self) -> Option<String> {
        let Copied { typed, document } = self.0.get()?;
        let counts = |(name, _): &(&str, &str)| !UNSEEN.contains(name);
        let piece = |(name, value): (&str, &str)| format!("{}:{name}{}:{value}", name.len(), value.len());
        let mut asked: String = typed.pairs().filter(counts).map(piece).collect();
        asked.extend(document.iter().flatten().map(|byte| format!("{byte:02x}")));
        Some(asked)
    }

    /// What a request asks to have kept.
    pub fn wanted(request: &Request) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    /// Takes it out, for a page that gives it back.
    pub fn given_back(&self, path: &str) -> Option<GivenBack> {
        GivenBack::of(&self.0.get()?.typed, path)
    }
}

/// Ids, versions and buttons: nobody wrote them.
fn is_machinery(name: &str, value: &str) -> bool {
    let is_id = value.len() == 36 && value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    value.trim().is_empty() || is_id || UNSEEN.contains(&name) || matches!(name, "do" | "deed" | "children")
}

/// A form to read, to copy and to send again.
pub struct GivenBack {
    /// Where it was sent.
    pub path: String,
    /// Texts.
    pub long: Vec<String>,
    /// Words, days, choices.
    pub short: Vec<String>,
    /// All of it, to send again.
    pub pairs: Vec<(String, String)>,
}

impl GivenBack {
    /// What was written in a form sent to an address; none if nobody wrote anything.
    pub fn of(typed: &Typed, path: &str) -> Option<Self> {
        let wrote = typed
            .pairs()
            .filter(|(name, value)| !is_machinery(name, value))
            .map(|(_, value)| value.to_owned());
        let (long, short): (Vec<_>, Vec<_>) =
            wrote.partition(|value| value.chars().count() > SHORT || value.contains('\n'));
        if long.is_empty() && short.is_empty() {
            return None;
        }
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Some(Self { path: path.to_owned(), long, short, pairs: typed.pairs().map(own).collect() })
    }
}

impl GivenBack {
    /// The same form under a new id: what was done under the old one stands, and this is something else.
    pub fn anew(&mut self, id: CommandId) {
        let commands = self.pairs.iter_mut().filter(|(name, _)| name == "command");
        commands.for_each(|(_, value)| *value = id.to_string());
    }
}

/// The id under which a form that is given back can be sent as a new one.
#[derive(Clone, Copy, Debug)]
pub struct Anew(pub CommandId);

/// Which words an answer without a body is to be told in: the messages `{key}-title` and `{key}`.
#[derive(Clone, Copy, Debug)]
pub struct Told(pub &'static str);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_person_wrote_is_told_and_everything_is_sent_again() {
        let form = b"command=0193a000-0000-7000-8000-000000000001&seen=7&text=Hon+sa+att+hon+vill+bo+hos+sin+mormor+nu.\
            &given=Jenny&empty=&do=save";
        let written = Written::default();
        assert!(written.given_back("/x").is_none(), "nothing was read");
        Written::keep(Some(&written), &Typed::parse(form), None);
        let back = written.given_back("/x").expect("a text");
        assert_eq!(back.long, ["Hon sa att hon vill bo hos sin mormor nu."]);
        assert_eq!(back.short, ["Jenny"]);
        assert_eq!(back.pairs.len(), 6);
    }

    #[test]
    fn a_form_of_buttons_is_nothing_to_give_back() {
        let written = Written::default();
        Written::keep(Some(&written), &Typed::parse(b"seen=7&do=throw"), None);
        assert!(written.given_back("/x").is_none());
    }
    #[test]
    fn two_forms_are_the_same_when_everything_that_was_written_is() {
        let asked = |form: &[u8], document: Option<&[u8]>| {
            let written = Written::default();
            Written::keep(Some(&written), &Typed::parse(form), document);
            written.asked().expect("it was read")
        };
        let form = asked(b"command=1&seen=7&draft_version=2&text=Hej", None);
        assert_eq!(
            form,
            asked(b"command=1&seen=9&draft_version=3&text=Hej", None),
            "nobody wrote the numbers"
        );
        for other in [&b"text=Hejsan"[..], b"text=Hej&keep=yes", b"tex=tHej", b"text=He&j="] {
            assert_ne!(form, asked(other, None));
        }
        assert_ne!(asked(b"text=Hej", Some(b"%PDF-1")), asked(b"text=Hej", Some(b"%PDF-2")));
    }
}
