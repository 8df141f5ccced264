//! Passkeys: a key that somebody holds, in a stick, a telephone or a computer, and unlocks with a PIN or a finger.
//!
//! The key is made for this Lykta's name and answers no other, so it cannot be phished. It is the second way in, for accounts that no provider
//! of identities knows, and for when none answers. What a browser is asked and what it answers is JSON of the `WebAuthn` standard; which of it is
//! believed is `webauthn-rs`'s to say, with one's own verification of the user demanded always.

use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder, WebauthnError,
};

use crate::settings::{LEVEL_MIN, SettingsError};

/// What the file of settings says of them.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Described {
    /// Which level of assurance this authority counts a passkey as, whose owner was given the code in person.
    level: u8,
}

/// Passkeys for this Lykta.
#[derive(Debug)]
pub struct Passkeys {
    webauthn: Webauthn,
    level: u8,
}

/// A question to a browser, and what is kept here until it is answered: once, and not by whoever asks.
#[derive(Clone, Debug)]
pub struct Question {
    /// The options, for the browser.
    pub options: String,
    /// What the answer is held against.
    pub kept: String,
}

/// A key that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// What the key calls itself.
    pub credential: Vec<u8>,
    /// Its public half, and how often it has been used.
    pub key: String,
}

/// Whom a key says that it is. Not believed before [`Passkeys::proved`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The account.
    pub account: Uuid,
    /// What the key calls itself.
    pub credential: Vec<u8>,
}

/// What a browser answered proves nothing. Why is for the log, and names nobody.
#[derive(Debug, thiserror::Error)]
pub enum Unproved {
    /// It is no answer at all.
    #[error("what came is not an answer of a key: {0}")]
    Form(#[from] serde_json::Error),
    /// It is one that does not hold.
    #[error("{0}")]
    Answer(#[from] WebauthnError),
    /// It holds, for another key.
    #[error("it is another key's")]
    Another,
}

impl Passkeys {
    /// For the address that browsers use.
    pub(crate) fn new(address: &str, described: Described) -> Result<Self, SettingsError> {
        let wrong = |why: &str| SettingsError::Setting(format!("passkeys: {why}"));
        if !(LEVEL_MIN..=4).contains(&described.level) {
            return Err(wrong(&format!("a level is {LEVEL_MIN} or 4")));
        }
        let origin = Url::parse(address).map_err(|_| wrong("the address is none"))?;
        let name =
            origin.domain().ok_or_else(|| wrong("they are made for a name, and the address has a number"))?;
        let builder =
            WebauthnBuilder::new(name, &origin).and_then(|builder| builder.rp_name("Lykta").build());
        let webauthn = builder.map_err(|error| wrong(&error.to_string()))?;
        Ok(Self { webauthn, level: described.level })
    }

    /// Which level of assurance a passkey counts as.
    pub fn level(&self) -> u8 {
        self.level
    }

    /// Asks for a new key for an account.
    ///
    /// # Errors
    /// [`Unproved`] where the question cannot be put.
    pub fn to_make(&self, account: Uuid, login: &str, name: &str) -> Result<Question, Unproved> {
        let (options, kept) = self.webauthn.start_passkey_registration(account, login, name, None)?;
        let mut options = serde_json::to_value(options.public_key)?;
        // The key knows whose it is, so that nobody types a name: a name that is typed tells who has an account.
        options["authenticatorSelection"]["residentKey"] = json!("required");
        options["authenticatorSelection"]["requireResidentKey"] = json!(true);
        Ok(Question { options: options.to_string(), kept: serde_json::to_string(&kept)? })
    }

    /// The key that was made.
    ///
    /// # Errors
    /// [`Unproved`] for an answer to another question, from another address, or without the user's own verification.
    pub fn made(&self, kept: &str, answer: &str) -> Result<Made, Unproved> {
        let kept: PasskeyRegistration = serde_json::from_str(kept)?;
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer)?;
        let key = self.webauthn.finish_passkey_registration(&answer, &kept)?;
        let credential = key.cred_id().clone();
        Ok(Made { credential, key: serde_json::to_string(&key)? })
    }

    /// Asks any key for whom it is.
    ///
    /// # Errors
    /// [`Unproved`] where the question cannot be put.
    pub fn to_prove(&self) -> Result<Question, Unproved> {
        let (options, kept) = self.webauthn.start_discoverable_authentication()?;
        let options = serde_json::to_string(&options.public_key)?;
        Ok(Question { options, kept: serde_json::to_string(&kept)? })
    }

    /// Whom an answer says that it is from, so that the key can be found.
    ///
    /// # Errors
    /// [`Unproved`] where it says nobody.
    pub fn claimed(&self, answer: &str) -> Result<Claimed, Unproved> {
        let answer: PublicKeyCredential = serde_json::from_str(answer)?;
        let (account, credential) = self.webauthn.identify_discoverable_authentication(&answer)?;
        Ok(Claimed { account, credential: credential.to_vec() })
    }

    /// Holds an answer against the key that it is said to be from. Returns the key as it is to be kept from now on: it counts how often it has
    /// been used, and one that counts backwards has been copied.
    ///
    /// # Errors
    /// [`Unproved`] for another key's, to another question, from another address, without the user's own verification, or from a copy.
    pub fn proved(&self, kept: &str, answer: &str, key: &str) -> Result<String, Unproved> {
        let kept: DiscoverableAuthentication = serde_json::from_str(kept)?;
        let answer: PublicKeyCredential = serde_json::from_str(answer)?;
        let mut key: Passkey = serde_json::from_str(key)?;
        let result = self.webauthn.finish_discoverable_authentication_v2(&answer, kept, &key)?;
        key.update_credential(&result).ok_or(Unproved::Another)?;
        Ok(serde_json::to_string(&key)?)
    }
}
