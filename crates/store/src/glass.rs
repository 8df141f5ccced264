//! Breaking the glass (*nödöppning*): whoever receives reports has a child before them in an emergency, and no ground for its file.
//!
//! It is written down durably before anything is shown, holds for an hour, and shows only what is read. The leader of the unit that has
//! the file has it among what needs them from the same moment, and it stays there until they have closed it with what they found. Both
//! stand under *Vem har läst*. A protected child's glass is broken for danger at once and nothing else, and shows less
//! ([`record::access::Glass::Protected`]).

use crate::{
    Value,
    access_log::{self, Look, Looked},
    edge,
    house::{Answer, House, Now, Trouble},
    lists::{Contact, person_of},
    reasons::{Given, Giving, Reason},
    sql::{access_log as access_sql, reasons as sql},
    views,
};
use law::{Choice, Day};
use record::{
    Actor, FileId, Organisation, StaffId, UnitId,
    access::{Basis, FileAccess, Glass, may_break_glass, may_review},
};
use std::sync::Arc;
use uuid::Uuid;

/// Most glasses on a list: where more wait, the oldest are shown first.
const LISTED_MAX: i64 = 100;

/// Most openings shown beside what a glass was broken for.
const OPENINGS_MAX: i64 = 200;

/// What is known to somebody before they break the glass.
#[derive(Clone, Debug)]
pub struct GlassOffer {
    /// Whom to contact instead.
    pub contact: Contact,
    /// The child is protected: fewer purposes, and less is shown.
    pub protected: bool,
    /// They have broken it already, and it has not closed again.
    pub holds: bool,
}

/// A glass that somebody broke and another must look into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its id.
    pub id: Uuid,
    /// Who broke it.
    pub by: StaffId,
    /// When, in microseconds.
    pub at_us: i64,
}

impl House {
    /// What somebody is told before they break the glass over a file.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for a file that is not there, and for everybody who may not: who has a ground, who can state a reason, and who
    /// does not receive reports.
    pub fn glass_offered(&self, who: &Actor, now: Now, file: FileId) -> Answer<GlassOffer> {
        self.read(|tx| {
            let access = self.access_of(tx, who, file)?;
            let known = person_of(tx, self.authority.0, file)?.is_some();
            if !known || !may_break_glass(who, &access) || self.may_be_asked(tx, who, file, &access)? {
                return Err(Trouble::NotFound);
            }
            let holds = self.holds_until(tx, (who, now), file, Basis::Glass)?.is_some();
            let protected = self.glass_over(tx, file)? == Glass::Protected;
            Ok(GlassOffer { contact: Contact::of(file, &access), protected, holds })
        })
    }

    /// The purposes for which a glass may be broken. Over a protected child: danger at once, and nothing else.
    pub fn glass_purposes(&self, today: Day, protected: bool) -> Vec<&'static Choice> {
        let purposes = self.law.list("glass_purpose", today).into_iter();
        purposes.filter(|purpose| purpose.immediate || !protected).collect()
    }

    /// Breaks the glass over a file, durably. It holds for [`HOLDS_US`](crate::HOLDS_US), and is told at once to whoever leads the unit that
    /// has the file. While it holds it is not broken a second time.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] as for [`House::glass_offered`], and for a purpose that is not one of [`House::glass_purposes`].
    pub fn break_glass(&self, who: &Actor, now: Now, file: FileId, purpose: &Reason) -> Answer<()> {
        let offer = self.glass_offered(who, now, file)?;
        if offer.holds {
            return Ok(());
        }
        let mut purposes = self.glass_purposes(now.today, offer.protected).into_iter();
        if !purposes.any(|choice| choice.code == purpose.code.as_str()) {
            return Err(Trouble::NotFound);
        }
        let access = self.read(|tx| Ok(views::access(tx, self.authority, file)?))?;
        let unit = told_of_glass(&self.organisation(now.today), who, &access);
        self.write_reason(who, now, Giving { file, reason: purpose, ground: Basis::Glass, unit })
    }

    /// The glasses that somebody has to look into, oldest first: those told to a unit they lead, never their own.
    pub fn glasses_to_review(&self, who: &Actor) -> Answer<Vec<Broken>> {
        if who.manages.is_empty() {
            return Ok(Vec::new()); // Min dag asks for everybody
        }
        self.read(|tx| {
            let mut broken = Vec::new();
            for unit in &who.manages {
                let with =
                    [self.authority.0.into(), unit.uuid().into(), who.staff.uuid().into(), LISTED_MAX.into()];
                for row in tx.rows(sql::TO_REVIEW, &with)? {
                    broken.push(Broken { id: row.id(0)?, by: StaffId::new(row.id(1)?), at_us: row.int(2)? });
                }
            }
            broken.sort_by_key(|one| (one.at_us, one.id));
            Ok(broken)
        })
    }

    /// A glass with what was opened through it, for whoever looks into it. Showing it is itself an opening.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for a glass that is not there, for whoever broke it, and for everybody who does not lead the unit it was told to.
    pub fn glass(&self, who: &Actor, now: Now, id: Uuid) -> Answer<(Given, Vec<Looked>)> {
        let (given, opened) = self.glass_and_openings(who, id)?;
        let (keys, look) = (Arc::clone(self.keys()), self.reviewing(who, now, given.file));
        self.db.write(move |tx| access_log::write(tx, &keys, &look).map(|_| ()))?;
        Ok((given, opened))
    }

    /// Closes a glass with what was found. Of two that close it the first stands; the answer is what stands.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] as for [`House::glass`], and for an outcome that is not one of `reading_outcome`.
    pub fn review_glass(&self, who: &Actor, now: Now, id: Uuid, found: &Reason) -> Answer<Given> {
        let (given, _) = self.glass_and_openings(who, id)?;
        let outcomes = self.law.list("reading_outcome", now.today);
        if outcomes.iter().all(|outcome| outcome.code != found.code.as_str()) {
            return Err(Trouble::NotFound);
        }
        if given.review.is_none() {
            let review = edge::id(now.micros());
            let with: [Value; 8] = [
                self.authority.0.into(),
                id.into(),
                given.file.uuid().into(),
                review.into(),
                who.staff.uuid().into(),
                now.micros().into(),
                found.code.as_str().into(),
                self.seal_words(review, found.words.as_str()).into(),
            ];
            let (keys, look) = (Arc::clone(self.keys()), self.reviewing(who, now, given.file));
            self.db.write(move |tx| {
                tx.run(sql::REVIEWED, &with)?;
                access_log::write(tx, &keys, &look).map(|_| ())
            })?;
        }
        Ok(self.glass_and_openings(who, id)?.0)
    }

    fn glass_and_openings(&self, who: &Actor, id: Uuid) -> Answer<(Given, Vec<Looked>)> {
        self.read(|tx| {
            let row = tx.row(sql::ONE, &[self.authority.0.into(), id.into()])?.ok_or(Trouble::NotFound)?;
            let given = self.given(&row)?;
            let theirs = given.unit.is_some_and(|unit| may_review(who, given.by, unit));
            if given.ground != Basis::Glass || !theirs {
                return Err(Trouble::NotFound);
            }
            let with = [
                self.authority.0.into(),
                given.file.uuid().into(),
                given.by.uuid().into(),
                given.at_us.into(),
                given.until_us.into(),
                OPENINGS_MAX.into(),
            ];
            let opened = tx.rows(access_sql::OF_STREAM_BY, &with)?;
            let opened = opened.iter().map(Looked::read).collect::<crate::Result<_>>()?;
            Ok((given, opened))
        })
    }

    /// The row of the access log for looking into a reading: the ground is that somebody must.
    fn reviewing(&self, who: &Actor, now: Now, file: FileId) -> Look<'static> {
        Look { purpose: "review", ..self.look_at(who, now, file, Basis::Manager, "glass_review") }
    }
}

/// Whose leader is told: the first of the units that have the file that somebody else than the reader leads; else the reader's own unit, else
/// any. Where nobody leads anything, the file's own, for whoever comes to lead it.
fn told_of_glass(organisation: &Organisation, who: &Actor, access: &FileAccess) -> UnitId {
    let led = |unit: &UnitId| {
        let mut members = organisation.members.iter();
        members.any(|member| member.staff != who.staff && member.manages.contains(unit))
    };
    let units = organisation.units.iter().map(|unit| unit.id);
    let mut all = access.units.iter().copied().chain([who.unit]).chain(units);
    all.find(led).or_else(|| access.units.first().copied()).unwrap_or(who.unit)
}
