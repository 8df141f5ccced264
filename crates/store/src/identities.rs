//! Who has an exact identity number: asked before anybody is registered, so that nobody is registered twice.

use crate::{
    access_log::{self, Look},
    house::{Answer, House, Now},
    people::Known,
    views,
};
use record::{
    Actor, FileId, PersonId,
    access::{Act, may},
    identity::IdentityNumber,
    person::{PersonName, fold_name},
};
use std::sync::Arc;

impl House {
    /// Everybody who has a number, also people whose files are not the asker's: only ids, to link to and never to show.
    ///
    /// Two streams for one person would split what is known of them, and a protected one would be registered anew without the
    /// protection. Whoever asks has the number already. The question stands in the access log as a search.
    pub fn people_with(&self, who: &Actor, now: Now, number: IdentityNumber) -> Answer<Vec<Known>> {
        let known = self.read(|tx| self.who_has(tx, number))?;
        let listed: Vec<_> =
            known.iter().flat_map(|known| known.files.iter().copied().map(FileId::uuid)).collect();
        let (keys, authority, actor) = (Arc::clone(&self.keys), self.authority.0, who.staff.uuid());
        self.db.write(move |tx| {
            let at_us = now.micros();
            let look = Look {
                authority,
                at_us,
                actor,
                stream: None,
                purpose: "list",
                part: "identity",
                listed: &listed,
            };
            access_log::write(tx, &keys, &look).map(|_| ())
        })?;
        Ok(known)
    }
    /// May somebody tie a known person to a file they write in? What the person's stream holds is then shown to them.
    ///
    /// Yes, when a file that is open to them names the person already: they see nothing new. Otherwise they must know the name as well
    /// as the number, and somebody with any protection is never tied by who does not already see them.
    pub fn may_tie(&self, who: &Actor, person: PersonId, name: &PersonName) -> Answer<bool> {
        self.read(|tx| {
            let named = views::files_naming(tx, self.authority, person)?;
            for file in self.files_of(tx, person)?.into_iter().chain(named) {
                let access = self.access_of(tx, who, file)?;
                if may(who, Act::Read, &access).is_some_and(|basis| access.reaches_whole_file(basis)) {
                    return Ok(true);
                }
            }
            let (known, _) = self.person(tx, person)?;
            let agrees = known.name.as_ref().is_some_and(|known| {
                !name.full().is_empty() && fold_name(&known.value.full()) == fold_name(&name.full())
            });
            Ok(agrees && !known.is_protected())
        })
    }
}
