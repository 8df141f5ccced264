//! The outage pack under lock: a page that opens without Lykta, encrypted with age for those who hold the keys.

use std::{
    fs::{self, File, OpenOptions},
    io::{Read as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    str::FromStr as _,
};

use age::{Encryptor, Recipient, x25519};
use anyhow::{Context as _, Result, ensure};
use store::{House, Now};
use uuid::Uuid;
use web::{
    outage::{Pack, page},
    words::Lang,
};

/// Longest list of recipients: some hundred keys with who each is.
const RECIPIENTS_BYTES_MAX: u64 = 64 * 1024;

/// A pack to be made: where to, and whom it is locked for.
#[derive(Clone, Debug)]
pub(crate) struct Locked {
    to: PathBuf,
    recipients: Vec<String>,
}

impl Locked {
    /// A pack for those in a file: one age public key (`age1…`) a line; what follows a `#` is for people.
    pub(crate) fn for_those_in(file: &Path, to: PathBuf) -> Result<Self> {
        let mut text = String::new();
        let opened = File::open(file).with_context(|| file.display().to_string())?;
        opened
            .take(RECIPIENTS_BYTES_MAX)
            .read_to_string(&mut text)
            .with_context(|| file.display().to_string())?;
        let mut recipients = Vec::new();
        for (line, number) in text.lines().zip(1..) {
            let key = line.split('#').next().unwrap_or_default().trim();
            if key.is_empty() {
                continue;
            }
            let known = x25519::Recipient::from_str(key).is_ok();
            ensure!(known, "{}, line {number}: not an age public key, as age1…", file.display());
            recipients.push(key.to_owned());
        }
        ensure!(
            !recipients.is_empty(),
            "{} names nobody: a pack that nobody can open helps nobody",
            file.display()
        );
        Ok(Self { to, recipients })
    }

    /// Whether one lies in its place.
    pub(crate) fn is_there(&self) -> bool {
        self.to.exists()
    }

    /// Encrypts a page and puts it in its place, whole or not at all, for its owner's eyes only.
    fn write(&self, page: &str) -> Result<()> {
        let recipients = self.recipients.iter().map(|key| x25519::Recipient::from_str(key));
        let recipients = recipients.collect::<Result<Vec<_>, _>>().map_err(anyhow::Error::msg)?;
        let encryptor = Encryptor::with_recipients(recipients.iter().map(|one| one as &dyn Recipient))?;
        let unfinished = self.to.with_extension("unfinished");
        let put = || -> Result<()> {
            let mut options = OpenOptions::new();
            let file = options.write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
            let mut out = encryptor.wrap_output(file)?;
            out.write_all(page.as_bytes())?;
            out.finish()?.sync_all()?;
            Ok(fs::rename(&unfinished, &self.to)?)
        };
        put().with_context(|| self.to.display().to_string())
    }
}

/// Makes the packs: the ordinary one, and where somebody may have it the one with protected people. Who made them stands in the access log
/// before they are written. Returns how many children are in each.
pub(crate) fn make(
    house: &House,
    who: Uuid,
    now: Now,
    ordinary: &Locked,
    protected: Option<&Locked>,
    lang: Lang,
) -> Result<(usize, usize)> {
    let files = house.outage(who, now)?;
    ordinary.write(&page(house, &files, now, Pack::Ordinary, lang))?;
    if let Some(protected) = protected {
        protected.write(&page(house, &files, now, Pack::Protected, lang))?;
    }
    let kept = files.iter().filter(|file| file.protected).count();
    Ok((files.len() - kept, kept))
}
