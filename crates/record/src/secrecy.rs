//! What may be shown to whom: *show*, *assess* or *keep*, with the ground.
//!
//! The answer is a reminder, never a decision. Each disclosure is tested by a person (10 kap. OSL); against a party the test is that of
//! 10 § FL and 10 kap. 3 § OSL, and the answer says so. Defaults come from kind and speaker, so that no question is asked per paragraph.

use crate::{
    file::CaseFile,
    id::PersonId,
    report::Reporter,
    text::{Audience, Ground, Keep, Part, Speaker},
};

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The child whose file it is.
    Child,
    /// A guardian of the child.
    Guardian(PersonId),
    /// Whoever carries a service out from outside the authority, and has been given an assignment: what they need to know was chosen for
    /// them, and somebody tests what must be kept from others.
    Provider,
    /// Anybody else outside the authority.
    Other,
}

impl Reader {
    /// Somebody the file names, as the reader of it.
    pub fn of(file: &CaseFile, person: PersonId) -> Self {
        if file.person() == Some(person) { Self::Child } else { Self::Guardian(person) }
    }
}

/// What the model reminds of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing speaks against it.
    Show,
    /// Must be tested before it is shown.
    Assess {
        /// The ground that may speak against it.
        ground: Ground,
        /// The reader is a party: the test is 10 § FL and 10 kap. 3 § OSL.
        party: bool,
    },
    /// Must be kept, until a decision says otherwise.
    Keep {
        /// The ground.
        ground: Ground,
        /// The reader is a party.
        party: bool,
    },
}

/// What speaks for and against showing one statement to one reader.
pub fn visible_to(reader: Reader, part: &Part, file: &CaseFile) -> Verdict {
    if part.quotes.is_some_and(|quote| file.moved_away.contains(&quote.seq)) {
        return Verdict::Keep { ground: Ground::PersonalCircumstances, party: false };
    }
    let party = matches!(reader, Reader::Child | Reader::Guardian(_));
    let labels = part.quotes.and_then(|quote| file.entries.get(&quote.seq)?.labels.get(quote.part));
    let mut all = part.keep.iter().chain(labels.into_iter().flatten()).copied();
    if reader == Reader::Provider {
        return to_provider(part, file, all.max_by_key(|keep| keep.ground));
    }
    if let Some(keep) = all.find(|keep| concerns(keep.from, reader, file.person())) {
        return Verdict::Keep { ground: keep.ground, party };
    }
    match reader {
        Reader::Child | Reader::Guardian(_) if a_private_reporters_words(part, file) => {
            Verdict::Assess { ground: Ground::Reporter, party }
        }
        Reader::Provider | Reader::Other => Verdict::Keep { ground: Ground::PersonalCircumstances, party },
        Reader::Child => about_others(part, file.person(), party),
        Reader::Guardian(_) if a_childs_words(part, file) => {
            Verdict::Assess { ground: Ground::ChildAgainstGuardian, party }
        }
        Reader::Guardian(guardian) => about_others(part, Some(guardian), party),
    }
}

/// What a provider gets was chosen for them. Where the child is kept secret stays here; what is kept from somebody in the family, or may show
/// who reported, is tested, so that nobody learns by their letter what they were not to know.
fn to_provider(part: &Part, file: &CaseFile, kept: Option<Keep>) -> Verdict {
    match kept {
        Some(Keep { ground: Ground::Whereabouts, .. }) => {
            Verdict::Keep { ground: Ground::Whereabouts, party: false }
        }
        Some(Keep { ground, .. }) => Verdict::Assess { ground, party: false },
        None if a_private_reporters_words(part, file) => {
            Verdict::Assess { ground: Ground::Reporter, party: false }
        }
        None => Verdict::Show,
    }
}

/// The child's own words, or those of a sibling: a guardian may have custody of both, and secrecy protects each of them against it.
fn a_childs_words(part: &Part, file: &CaseFile) -> bool {
    match &part.said_by {
        Some(Speaker::Child) => true,
        Some(Speaker::Person(person)) => file.family.is_sibling(*person),
        _ => false,
    }
}

/// What a private reporter has said is protected as such, apart from anybody's personal circumstances. Where a file has a private report and
/// others, whose words these are is not asked: the stronger ground is the one to remember.
fn a_private_reporters_words(part: &Part, file: &CaseFile) -> bool {
    part.said_by == Some(Speaker::Reporter) && file.has_private_report()
}

/// Who reported. Somebody who reports by duty does so by name. The name of a private reporter is kept from the one who was reported where
/// violence or other serious harm may be feared (26 kap. 5 § OSL), which nobody knows who has not asked: so it is kept until somebody has
/// tested it. What a private reporter *says* is tested on the same ground; only what shows who it was is kept.
pub fn reporter_visible_to(reader: Reader, reporter: &Reporter) -> Verdict {
    let party = matches!(reader, Reader::Child | Reader::Guardian(_));
    match (reader, reporter.mandated) {
        (Reader::Provider | Reader::Other, _) => {
            Verdict::Keep { ground: Ground::PersonalCircumstances, party }
        }
        (_, true) => Verdict::Show,
        (_, false) => Verdict::Keep { ground: Ground::Reporter, party },
    }
}

/// How to reach whoever reported: a telephone number, an address. Somebody who reports by duty is named to a party, with post and workplace;
/// their own number belongs to them, and nobody hands it out who has not tested it. Of a private reporter it shows who it was.
pub fn contact_visible_to(reader: Reader, reporter: &Reporter) -> Verdict {
    match reporter_visible_to(reader, reporter) {
        Verdict::Show => Verdict::Assess { ground: Ground::PersonalCircumstances, party: true },
        kept => kept,
    }
}

/// The labels of what shows who a private reporter is, such as the letter that the report came in: the same answer as
/// [`reporter_visible_to`], to the guardians and to the child.
pub fn of_private_reporter() -> [Keep; 2] {
    [Audience::Guardians, Audience::Child].map(|from| Keep { from, ground: Ground::Reporter })
}

pub(crate) fn concerns(audience: Audience, reader: Reader, child: Option<PersonId>) -> bool {
    match (audience, reader) {
        (_, Reader::Other)
        | (Audience::Child, Reader::Child)
        | (Audience::Guardians, Reader::Guardian(_)) => true,
        (Audience::Person(person), Reader::Guardian(guardian)) => person == guardian,
        (Audience::Person(person), Reader::Child) => Some(person) == child,
        _ => false,
    }
}

/// A statement about, or by, somebody else than the reader and the child is tested for that person's sake.
fn about_others(part: &Part, own: Option<PersonId>, party: bool) -> Verdict {
    let others_words = match &part.said_by {
        None | Some(Speaker::Child) => false,
        Some(Speaker::Person(person)) => Some(*person) != own,
        Some(Speaker::Reporter | Speaker::Other(_)) => true,
    };
    if others_words || part.about.iter().any(|person| Some(*person) != own) {
        Verdict::Assess { ground: Ground::PersonalCircumstances, party }
    } else {
        Verdict::Show
    }
}
