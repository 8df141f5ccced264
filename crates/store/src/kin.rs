//! From one file to what stands near it: the files of a sibling, the address a letter goes to.

use crate::{
    Result,
    house::{Answer, House, Trouble},
    look::OpenFile,
};
use record::{
    Actor, FileId, PersonId,
    access::{Act, Basis, may},
    person::Person,
};

impl House {
    /// The files about somebody that a reader may open to work in: a sibling's, from a child's page. Only ids; nothing in them is opened,
    /// and files that are not the reader's, or no more, are left out as if they were not there.
    pub fn files_open_to(&self, who: &Actor, person: PersonId) -> Result<Vec<FileId>> {
        self.db.read(|tx| {
            let mut open = Vec::new();
            for file in self.files_of(tx, person)? {
                let basis = may(who, Act::Read, &self.access_of(tx, who, file)?);
                if basis.is_some_and(|basis| basis != Basis::FormerProvider) {
                    open.push(file);
                }
            }
            Ok(open)
        })
    }

    /// The files about somebody that an actor may write in: where a fact about the person that a file keeps a copy of is to be written too.
    pub fn files_written_by(&self, who: &Actor, person: PersonId) -> Result<Vec<FileId>> {
        self.db.read(|tx| {
            let mut own = Vec::new();
            for file in self.files_of(tx, person)? {
                let access = self.access_of(tx, who, file)?;
                if may(who, Act::Write, &access).is_some_and(|basis| access.reaches_whole_file(basis)) {
                    own.push(file);
                }
            }
            Ok(own)
        })
    }

    /// Somebody in the circle of an opened file, as their own stream tells. Address and telephone are behind methods that know the level
    /// of protection.
    ///
    /// # Errors
    /// [`Trouble::NotFound`] for somebody who is not in that circle: a file opens no door to strangers.
    pub fn somebody_in(&self, open: &OpenFile, person: PersonId) -> Answer<Person> {
        if !open.people.contains_key(&person) {
            return Err(Trouble::NotFound);
        }
        Ok(self.db.read(|tx| self.person(tx, person))?.0)
    }
}
