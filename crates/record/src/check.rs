//! Checks that several commands share.

use crate::{
    context::Context,
    file::CaseFile,
    moment::Moment,
    refusal::{Field, Refusal},
    text::Code,
};
use law::{Choice, Day};

/// Nothing is recorded before it has happened.
pub(crate) fn happened(cx: &Context<'_>, at: Moment, field: Field) -> Result<(), Refusal> {
    if at.is_after(cx.moment()) { Err(Refusal::InFuture(field)) } else { Ok(()) }
}

/// Nothing happens to a child before it is born.
pub(crate) fn after_birth(file: &CaseFile, day: Day, field: Field) -> Result<(), Refusal> {
    if file.birth().is_some_and(|birth| day < birth) { Err(Refusal::BeforeBirth(field)) } else { Ok(()) }
}

pub(crate) fn day_not_after(day: Day, today: Day, field: Field) -> Result<(), Refusal> {
    if day > today { Err(Refusal::InFuture(field)) } else { Ok(()) }
}

/// The row of a value list that a code names today.
pub(crate) fn code<'a>(
    cx: &Context<'a>,
    list: &'static str,
    code: &Code,
    field: Field,
) -> Result<&'a Choice, Refusal> {
    let unknown = || Refusal::UnknownCode { list: list.into(), code: code.as_str().to_owned(), field };
    valid(cx, list, code).ok_or_else(unknown)
}

/// As [`code`], for a list that the law data name.
pub(crate) fn listed<'a>(cx: &Context<'a>, list: &str, code: &Code) -> Result<&'a Choice, Refusal> {
    let unknown = || Refusal::UnknownCode {
        list: list.to_owned().into(),
        code: code.as_str().to_owned(),
        field: Field::Reasons,
    };
    valid(cx, list, code).ok_or_else(unknown)
}

/// Is any of the reasons one of violence by somebody close?
pub(crate) fn any_violent(cx: &Context<'_>, reasons: &[Code]) -> bool {
    let violent = |code: &Code| valid(cx, "reason", code).is_some_and(|choice| choice.violence);
    reasons.iter().any(violent)
}

fn valid<'a>(cx: &Context<'a>, list: &str, code: &Code) -> Option<&'a Choice> {
    cx.law.choice(list, code.as_str()).filter(|choice| choice.is_valid_on(cx.today))
}

/// For fields that are left out of what is stored while they say nothing.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
pub(crate) fn is_false(value: &bool) -> bool {
    !*value
}
