//! Who has an exact identity number: asked before anybody is registered, so that nobody is registered twice.

use crate::{
    access_log::{self, Look},
    house::{Answer, House, Now},
    people::Known,
};
use record::{Actor, FileId, identity::IdentityNumber};
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
}
