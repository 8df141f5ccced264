//! Form fields: what the macros of `templates/parts/form.html` draw.
//!
//! A field keeps what was typed. When a form is refused, the page is drawn again with the same values, an error at
//! each field and a summary on top that links to them.

use std::borrow::Cow;

use crate::format;
use crate::words::Words;
use jiff::civil::Time;

/// A field with a label, perhaps a hint, and perhaps an error.
///
/// ```
/// use web::fields::Field;
///
/// let field = Field::text("callback", "login-account").value("070-174 06 05").error("Skriv ett telefonnummer");
/// assert_eq!(field.described_by(), "callback-error");
/// ```
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// Name and id: unique on its page.
    pub name: Cow<'a, str>,
    /// The label's message.
    pub label_key: &'a str,
    /// The hint's message.
    pub hint_key: Option<&'a str>,
    /// What stands in it.
    pub value: Cow<'a, str>,
    /// What is wrong and what to do.
    pub error: Option<Cow<'a, str>>,
    /// The `type` of the input.
    pub kind: &'static str,
    /// What the browser may fill in; `off` for everything about a child.
    pub autocomplete: &'static str,
    /// How wide in characters: the width tells how much is expected. 0 is the full column.
    pub width: u8,
    /// Whether it may be left empty; said in words after the label.
    pub optional: bool,
    /// Whether the cursor starts here. One field per page at most.
    pub focus: bool,
    /// Rows, for a text area.
    pub rows: u8,
    /// The longest text the server takes, in characters.
    pub max: u32,
}

impl<'a> Field<'a> {
    fn new(name: impl Into<Cow<'a, str>>, label_key: &'a str, kind: &'static str, max: u32) -> Self {
        Self {
            name: name.into(),
            label_key,
            hint_key: None,
            value: Cow::Borrowed(""),
            error: None,
            kind,
            autocomplete: "off",
            width: 0,
            optional: false,
            focus: false,
            rows: 0,
            max,
        }
    }

    /// One line of text.
    pub fn text(name: impl Into<Cow<'a, str>>, label_key: &'a str) -> Self {
        Self::new(name, label_key, "text", 200)
    }

    /// Several lines; drawn by `form::area`.
    pub fn area(name: impl Into<Cow<'a, str>>, label_key: &'a str) -> Self {
        Self { rows: 6, ..Self::new(name, label_key, "text", 20_000) }
    }

    /// A day.
    pub fn day(name: impl Into<Cow<'a, str>>, label_key: &'a str) -> Self {
        Self { width: 12, ..Self::new(name, label_key, "date", 10) }
    }

    /// A time of day.
    pub fn time(name: impl Into<Cow<'a, str>>, label_key: &'a str) -> Self {
        Self { width: 8, ..Self::new(name, label_key, "time", 5) }
    }

    /// An identity number, with or without century and hyphen.
    pub fn identity_number(name: impl Into<Cow<'a, str>>, label_key: &'a str) -> Self {
        Self { width: 14, ..Self::new(name, label_key, "text", 13) }
    }

    /// What stands in it.
    #[must_use]
    pub fn value(self, value: impl Into<Cow<'a, str>>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn error(self, error: impl Into<Cow<'a, str>>) -> Self {
        Self { error: Some(error.into()), ..self }
    }

    /// A sentence under the label.
    #[must_use]
    pub fn hint(self, key: &'a str) -> Self {
        Self { hint_key: Some(key), ..self }
    }

    /// May be left empty.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// The cursor starts here.
    #[must_use]
    pub fn focused(self) -> Self {
        Self { focus: true, ..self }
    }

    /// How many rows a text area has before it grows.
    #[must_use]
    pub fn rows(self, rows: u8) -> Self {
        Self { rows, ..self }
    }

    /// The ids that describe the field, hint before error; empty when nothing does.
    pub fn described_by(&self) -> String {
        let hint = self.hint_key.map(|_| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// A choice among a few: radio buttons, boxes or a list, by which macro draws it.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    /// Name, and id of the group.
    pub name: Cow<'a, str>,
    /// The question's message.
    pub label_key: &'a str,
    /// The hint's message.
    pub hint_key: Option<&'a str>,
    /// What is wrong and what to do.
    pub error: Option<Cow<'a, str>>,
    /// The answers.
    pub options: Vec<Choose<'a>>,
}

impl Choice<'_> {
    /// Whether the focus of a page that begins with this choice stands on this answer: the chosen one, else the first.
    pub fn starts_at(&self, place: usize) -> bool {
        self.options.iter().position(|option| option.chosen).unwrap_or(0) == place
    }
}

/// One answer of a [`Choice`].
#[derive(Clone, Debug)]
pub struct Choose<'a> {
    /// What the form sends.
    pub value: Cow<'a, str>,
    /// What the reader sees.
    pub words: Cow<'a, str>,
    /// A line under it: the law's meaning of the word, or what follows from choosing it.
    pub hint: Option<Cow<'a, str>>,
    /// Chosen already.
    pub chosen: bool,
}

/// One line of the error summary.
#[derive(Clone, Debug)]
pub struct FieldError<'a> {
    /// The field's name: the summary links to it.
    pub field: Cow<'a, str>,
    /// The same sentence that stands at the field.
    pub text: Cow<'a, str>,
}

/// A form whose text is kept while it is written.
///
/// With script, the form is sent to `url` after a pause and when the page is left; the status line changes only when
/// the server has said that the text is committed. Without script there is an ordinary "Spara utkast" button.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// Where the text is posted.
    pub url: Cow<'a, str>,
    /// Which save the page was drawn from; a stale one gives 409 and both texts.
    pub version: u64,
    /// When it was last saved, if it was.
    pub saved: Option<Time>,
}

impl Draft<'_> {
    /// The draft's id, for the form that signs it: the last part of its address.
    pub fn id(&self) -> &str {
        let path = self.url.split_once('?').map_or(&*self.url, |(path, _)| path);
        path.rsplit('/').next().unwrap_or_default()
    }

    /// `14.02`, or nothing.
    pub fn saved_at(&self, w: &Words) -> String {
        self.saved.map(|time| format::time(w, time)).unwrap_or_default()
    }
}
