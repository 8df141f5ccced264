//! What stands under the heading of a request for disclosure, of what was given out, and of a consent to share.

use record::{
    disclosure::{
        Disclosure, DisclosureRefusal, DisclosureRequest, Route,
        handing_over::HandingOver,
        second_person::{Tested, TestedBy},
    },
    sharing::{KINDS, SharingConsent},
};

use super::{FactLine, fact, list};
use crate::disclosure_view::{counted, ground, grounds};
use crate::reading::Reading;

pub(super) fn of_request(reading: &Reading<'_>, request: &DisclosureRequest) -> Vec<FactLine> {
    match &request.route {
        Route::OfficialDocument(asking) => {
            let inquired = asking.inquired.as_ref();
            let to = asking.recipient.iter().map(|to| FactLine::written("label-recipient", to));
            let why = inquired.map(|inquired| FactLine::written("label-inquired", &inquired.why));
            let answer = inquired.and_then(|inquired| inquired.answer.as_ref());
            to.chain(why).chain(answer.map(|answer| FactLine::written("label-answered", answer))).collect()
        }
        Route::PartyInsight(asking) => vec![
            fact("label-asks", reading.name(asking.person)),
            fact("label-matter", reading.matter(asking.matter)),
        ],
        Route::OwnData(_) | Route::DataSubject(_) => {
            list("label-asks", request.route.person().into_iter().map(|person| reading.name(person)))
        }
    }
}

pub(super) fn of_given(reading: &Reading<'_>, given: &Disclosure) -> Vec<FactLine> {
    let mut facts = vec![
        fact("label-disclosure-ground", ground(reading, &given.ground)),
        fact("label-items", counted(reading, &given.items)),
        fact("label-way", reading.code("notice_way", &given.way)),
    ];
    facts.extend(list("label-left-out", grounds(reading, given.withheld()).into_iter()));
    facts.extend(given.condition.iter().map(|words| FactLine::written("label-condition", words)));
    facts.extend(given.tested.as_ref().map(|tested| tested_by(reading, tested)));
    facts
}

pub(super) fn of_refusal(reading: &Reading<'_>, refusal: &DisclosureRefusal) -> Vec<FactLine> {
    let mut facts = list("label-provision", grounds(reading, refusal.grounds.clone()).into_iter());
    facts.extend(refusal.tested.as_ref().map(|tested| tested_by(reading, tested)));
    facts
}

pub(super) fn of_tested(reading: &Reading<'_>, tested: &Tested) -> Vec<FactLine> {
    match tested {
        Tested::Give(given) => of_given(reading, given),
        Tested::Refuse(refusal) => of_refusal(reading, refusal),
    }
}

/// Who tested what somebody else sent, or that nobody else came to it in time, or had last sent it back.
fn tested_by(reading: &Reading<'_>, tested: &TestedBy) -> FactLine {
    let label = match (tested.alone, tested.sent_back) {
        (true, _) => "label-tested-alone",
        (false, Some(_)) => "label-tested-against",
        (false, None) => "label-tested",
    };
    fact(label, format!("{}, {}, {}", tested.by.name, tested.by.title, reading.moment(tested.at)))
}

pub(super) fn of_handing_over(reading: &Reading<'_>, over: &HandingOver) -> Vec<FactLine> {
    let mut facts = vec![
        fact("label-disclosure-ground", ground(reading, &over.ground)),
        fact("label-way", reading.code("notice_way", &over.way)),
    ];
    facts.extend(list("label-sharing-kinds", over.kinds.iter().map(|kind| reading.code(KINDS, kind))));
    facts.extend(over.condition.iter().map(|words| FactLine::written("label-condition", words)));
    facts
}

pub(super) fn of_consent(reading: &Reading<'_>, consent: &SharingConsent) -> Vec<FactLine> {
    let mut facts = vec![
        FactLine::written("label-sharing-to", &consent.to),
        FactLine::written("label-sharing-purpose", &consent.purpose),
        FactLine::written("label-sharing-extent", &consent.extent),
    ];
    facts.extend(list("label-sharing-kinds", consent.kinds.iter().map(|kind| reading.code(KINDS, kind))));
    facts.extend(consent.until.map(|last| fact("label-until", reading.day(last))));
    facts
}
