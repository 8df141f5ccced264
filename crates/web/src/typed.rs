//! What somebody typed into a form, and what is wrong in it.
//!
//! Reading a form never fails on what was typed: text that is not UTF-8 becomes U+FFFD, a missing field is empty, an
//! unknown one is carried along. What cannot be taken is told at its field, with everything typed still standing.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use record::id::Id;
use record::{CommandId, DraftId};

use crate::desk::Page;
use crate::fields::FieldError;
use crate::written::Written;

/// The largest form, in bytes. Far more than any record holds, so that what somebody pastes comes back to them with an error at its field:
/// two million letters, each written as up to six bytes (`%C3%A5`). Forms with a document have more (`upload.rs`).
pub const FORM_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What a form carries that nobody wrote: never kept in a draft, never given back as text.
pub const UNSEEN: [&str; 4] = ["command", "seen", "draft", "draft_version"];

/// Most fields in a form. The largest page has a few hundred.
const FIELDS_MAX: usize = 2000;

/// A posted form: names and values in the order they stood on the page.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// Reads `application/x-www-form-urlencoded`. Line breaks become `\n`.
    pub fn parse(bytes: &[u8]) -> Self {
        let pairs: Vec<(String, String)> = serde_html_form::from_bytes(bytes).unwrap_or_default();
        Self::from_pairs(pairs.into_iter().take(FIELDS_MAX))
    }

    /// A form from names and values: a multipart form's text fields, or a draft.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name, value.replace("\r\n", "\n"))).collect())
    }

    /// The same form, with what a page would have filled in beforehand where nothing was given.
    #[must_use]
    pub fn over(mut self, presets: Vec<(String, String)>) -> Self {
        let missing: Vec<_> = presets.into_iter().filter(|(name, _)| !self.has(name)).collect();
        self.0.extend(missing);
        self
    }

    /// The first value of a field, as typed; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.all(name).first().copied().unwrap_or_default()
    }

    /// The first value of a field without white space around it: for everything but longer texts.
    pub fn trimmed(&self, name: &str) -> &str {
        self.get(name).trim()
    }

    /// Every value of a field: boxes that were ticked.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Whether the field was sent, empty or not.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Whether the field has this among its values.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(key, sent)| key == name && sent == value)
    }

    /// An id, if the field holds one.
    pub fn id<Kind>(&self, name: &str) -> Option<Id<Kind>> {
        self.trimmed(name).parse().ok()
    }

    /// The hidden field `command`: the form's own id, made when it was drawn.
    ///
    /// # Errors
    /// 400 without it: then the form was not one of ours.
    pub fn command(&self) -> Result<CommandId, Page> {
        self.id("command").ok_or_else(|| StatusCode::BAD_REQUEST.into_response())
    }

    /// The hidden field `seen`: the version of the file that the page was drawn from.
    pub fn seen(&self) -> Option<i64> {
        self.get("seen").parse().ok()
    }

    /// The hidden field `draft`: which draft this form signs.
    pub fn draft(&self) -> Option<DraftId> {
        self.id("draft")
    }

    /// Names of the fields that held something else than text.
    pub fn broken(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(_, value)| value.contains('\u{fffd}')).map(|(name, _)| name.as_str())
    }

    /// Every name and value.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// What was typed is never printed; the names of the fields are.
impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = StatusCode;

    async fn from_request(request: Request, _: &S) -> Result<Self, StatusCode> {
        let wanted = Written::wanted(&request);
        let mut request = request;
        DefaultBodyLimit::max(FORM_BYTES_MAX).apply(&mut request);
        let body = Bytes::from_request(request, &()).await;
        let typed = Self::parse(&body.map_err(|why| why_not_read(&why))?);
        Written::keep(wanted.as_ref(), &typed, None);
        Ok(typed)
    }
}

/// Why a body could not be read: it is too large, or it ended before its end, as when a line is cut.
pub fn why_not_read(why: &BytesRejection) -> StatusCode {
    match why {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        _ => StatusCode::BAD_REQUEST,
    }
}

/// What is wrong in a form: a field's name and a sentence that says what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(Vec<(String, String)>);

impl Errors {
    /// Nothing wrong yet.
    pub fn none() -> Self {
        Self::default()
    }

    /// One thing is wrong.
    pub fn one(field: impl Into<String>, text: impl Into<String>) -> Self {
        Self(vec![(field.into(), text.into())])
    }

    /// One more thing. Only the first about each field is kept: a field has room for one sentence.
    pub fn push(&mut self, field: impl Into<String>, text: impl Into<String>) {
        let field = field.into();
        if self.of(&field).is_none() {
            self.0.push((field, text.into()));
        }
    }

    /// The same, with what is wrong in one field told at another: where a form has several fields for what the record knows as one.
    #[must_use]
    pub fn told_at(self, field: &str, other: &str) -> Self {
        let place = |name: String| if name == field { other.to_owned() } else { name };
        Self(self.0.into_iter().map(|(name, text)| (place(name), text)).collect())
    }

    /// Whether everything can be taken.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong in a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, text)| text.as_str())
    }

    /// The lines of the summary on top, for `form::errors`.
    pub fn list(&self) -> Vec<FieldError<'_>> {
        let line = |(field, text): &'_ (String, String)| -> FieldError<'static> {
            FieldError { field: field.clone().into(), text: text.clone().into() }
        };
        self.0.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn a_form_is_read_whatever_stands_in_it() {
        let typed = Typed::parse(b"a=1&a=2&b=p%C3%A5+v%C3%A4g%0D%0Ahem&c&=x&%zz=%zz&d=%ff%fe");
        assert_eq!(typed.all("a"), ["1", "2"]);
        assert_eq!(typed.get("b"), "på väg\nhem");
        assert!(typed.has("c") && !typed.has("e"));
        assert_eq!((typed.get("c"), typed.get("e")), ("", ""));
        assert_eq!(typed.broken().collect::<Vec<_>>(), ["d"]);
        assert!(Typed::parse(&[0xff, 0x00, b'&', b'=']).get("x").is_empty());
    }

    #[test]
    fn what_was_typed_is_not_printed() {
        let printed = format!("{:?}", Typed::parse("text=Hon sa att".as_bytes()));
        assert_eq!(printed, "[\"text\"]");
    }

    #[test]
    fn a_form_without_its_own_id_is_none_of_ours() {
        assert_eq!(Typed::default().command().expect_err("no id").status(), StatusCode::BAD_REQUEST);
        let typed = Typed::parse(b"command=00000000-0000-0000-0000-000000000007&seen=12&draft=nonsense");
        assert_eq!(typed.command().expect("an id").as_u128(), 7);
        assert_eq!((typed.seen(), typed.draft()), (Some(12), None));
    }

    /// A line that is cut is no fault of the form's size: `tests/api/rude.py` cuts one, and is answered 400.
    #[tokio::test]
    async fn only_what_is_too_large_is_called_so() {
        let read = async |body: Body| Typed::from_request(Request::new(body), &()).await;
        let large = Body::from(vec![b'a'; FORM_BYTES_MAX + 1]);
        assert_eq!(read(large).await, Err(StatusCode::PAYLOAD_TOO_LARGE));
        assert!(read(Body::from("a=1")).await.is_ok());
    }

    #[test]
    fn a_field_has_room_for_one_sentence() {
        let mut errors = Errors::none();
        errors.push("day", "Skriv en dag.");
        errors.push("day", "Skriv en annan dag.");
        assert_eq!(errors.of("day"), Some("Skriv en dag."));
        assert_eq!(errors.list().len(), 1);
    }
}
