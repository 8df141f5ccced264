//! What a party is given: the signed investigation as a text of blocks, with our own words before and after it.

use law::Day;
use record::party_copy::Block;
use record::preliminary::ChildHeard;
use record::written::{Factor, FactorKind, Instrument, WrittenInvestigation};
use record::{MatterId, Part, PersonId};

use crate::format;
use crate::party::{Quoting, Source, own, text};
use crate::reading::{Reading, date};
use crate::signed::Signed;

/// The investigation as it was signed last, ready to be given to somebody. `None`: it is not written.
pub(crate) fn source(reading: &Reading<'_>, matter: MatterId) -> Option<Source> {
    let Signed { seq, written, entry } = Signed::last(reading.open, matter)?;
    Some(Source { seq, blocks: blocks(reading, &Quoting::new(seq, entry), written) })
}

fn blocks(reading: &Reading<'_>, quoting: &Quoting<'_>, written: &WrittenInvestigation) -> Vec<Block> {
    let w = reading.w;
    let mut blocks: Vec<Block> =
        quoting.block(w.t("share-questions"), &written.questions).into_iter().collect();
    for section in &written.sections {
        blocks.extend(quoting.block(reading.code("investigation_area", &section.area), &section.parts));
    }
    let factors = |kind: FactorKind| {
        let of = move |factor: &&Factor| factor.kind == kind;
        written.factors.iter().filter(of).map(|factor| &factor.part)
    };
    blocks.extend(quoting.block(w.t("share-protective"), factors(FactorKind::Protective)));
    blocks.extend(quoting.block(w.t("share-risk"), factors(FactorKind::Risk)));
    for used in &written.instruments {
        blocks.extend(quoting.block(instrument(reading, used), [&used.result]));
    }
    blocks.extend(written.child.as_ref().and_then(|child| childs_view(reading, quoting, child)));
    blocks.extend(quoting.block(w.t("share-child-said"), &written.child_said));
    blocks.extend(quoting.block(w.t("share-analysis"), &written.analysis));
    blocks.extend(quoting.block(w.t("share-proposal"), &written.proposal));
    blocks
}

/// Name, version and day of an instrument.
fn instrument(reading: &Reading<'_>, used: &Instrument) -> String {
    let version = used.version.as_ref().map(ToString::to_string);
    let day = used.day.map(|day| format::day_letter(reading.w, date(day)));
    let all: Vec<String> = [Some(used.name.to_string()), version, day].into_iter().flatten().collect();
    all.join(", ")
}

/// What the child has said, or why it has not been heard.
pub(crate) fn childs_view(reading: &Reading<'_>, quoting: &Quoting<'_>, child: &ChildHeard) -> Option<Block> {
    let heading = reading.w.t("share-child");
    match child {
        ChildHeard::Heard(said) => quoting.block(heading, [said]),
        ChildHeard::NotHeard { reason, words } => {
            // A reason that is kept from somebody is kept also where it is a code.
            let keep = words.as_ref().map(|words| words.keep.clone()).unwrap_or_default();
            let reason = text(reading.code("child_not_heard_reason", reason));
            let reason = reason.map(|reason| Part { keep, ..Part::fact(reason) });
            let words = words.as_ref().and_then(|words| quoting.of(words));
            Some(Block { heading: text(heading), parts: reason.into_iter().chain(words).collect() })
        }
    }
}

/// Our own words around the investigation: what this is, and how and by when one answers. The child is spoken to as itself.
pub(crate) fn around(
    reading: &Reading<'_>,
    person: PersonId,
    reply_by: Option<Day>,
    worker: &str,
) -> (Vec<Block>, Vec<Block>) {
    let w = reading.w;
    let young = if reading.open.file.person() == Some(person) { "-young" } else { "" };
    let told = |key: &str| w.t1(&format!("{key}{young}"), "child", reading.child_in_text());
    let day = reply_by.map(|day| format::day_letter(w, date(day))).unwrap_or_default();
    let provision = reading.law.rules().iter().find(|rule| {
        rule.is_valid_on(reading.today) && rule.starts_at.iter().any(|event| event == "communication.sent")
    });
    let provision = provision.and_then(|rule| rule.provision_on(reading.today)).map(ToString::to_string);
    let how = w.with("share-letter-how", &[("day", day.into()), ("worker", worker.to_owned().into())]);
    let before = own("", [told("share-letter-opened")]);
    let after = own(
        &w.t("share-letter-how-heading"),
        [
            how,
            w.t("share-letter-orally").into_owned(),
            w.t1("share-letter-provision", "provision", provision.unwrap_or_default()),
        ],
    );
    (vec![before], vec![after])
}
