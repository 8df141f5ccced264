//! How Lykta proves to a provider that it is Lykta: a secret both know, or better a short text signed with a key that only Lykta has
//! (`private_key_jwt`, RFC 7523).

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use openidconnect::ClientSecret;
use ring::rand::SystemRandom;
use ring::signature::{self, EcdsaKeyPair, RsaKeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject as _;
use serde_json::json;

use crate::settings::SettingsError;

/// How long an assertion holds, in seconds: it is used at once.
const HOLDS: i64 = 60;

/// What an assertion is called in a request.
pub(crate) const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What Lykta proves itself with.
pub(crate) enum Proof {
    Secret(ClientSecret),
    Key { key: Box<Key>, id: Option<String> },
}

pub(crate) enum Key {
    P256(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

impl Proof {
    /// A secret in a file: its first line.
    pub(crate) fn secret_in(file: &Path) -> Result<Self, SettingsError> {
        let text = fs::read_to_string(file)
            .map_err(|error| SettingsError::File(file.to_owned(), error.to_string()))?;
        let secret = text.lines().next().unwrap_or_default().trim();
        if secret.len() < 32 {
            let why = "its first line is no secret of at least 32 characters";
            return Err(SettingsError::File(file.to_owned(), why.into()));
        }
        Ok(Self::Secret(ClientSecret::new(secret.to_owned())))
    }

    /// A private key in a file: PKCS #8 as PEM, P-256 or RSA from 2048 bits.
    pub(crate) fn key_in(file: &Path, id: Option<String>) -> Result<Self, SettingsError> {
        let wrong = |why: String| SettingsError::File(file.to_owned(), why);
        let der = PrivatePkcs8KeyDer::from_pem_file(file).map_err(|error| wrong(error.to_string()))?;
        let bytes = der.secret_pkcs8_der();
        let p256 = EcdsaKeyPair::from_pkcs8(
            &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
            bytes,
            &SystemRandom::new(),
        );
        let key = match p256 {
            Ok(key) => Key::P256(key),
            Err(_) => Key::Rsa(RsaKeyPair::from_pkcs8(bytes).map_err(|error| {
                wrong(format!("it is neither a P-256 key nor an RSA key that is long enough: {error}"))
            })?),
        };
        Ok(Self::Key { key: Box::new(key), id })
    }
}

impl Key {
    /// What the header says, and how the text is signed. The algorithm goes with the key.
    fn sign(&self, text: &[u8]) -> Option<Vec<u8>> {
        let chance = SystemRandom::new();
        match self {
            Self::P256(key) => key.sign(&chance, text).ok().map(|signature| signature.as_ref().to_vec()),
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&signature::RSA_PSS_SHA256, &chance, text, &mut signature).ok()?;
                Some(signature)
            }
        }
    }

    fn algorithm(&self) -> &'static str {
        match self {
            Self::P256(_) => "ES256",
            Self::Rsa(_) => "PS256",
        }
    }

    /// An assertion for one provider, to be used once. `unique` is what tells it from every other.
    pub(crate) fn assertion(
        &self,
        id: Option<&str>,
        (client, audience): (&str, &str),
        unique: &str,
        now: Timestamp,
    ) -> Option<String> {
        let header = match id {
            Some(id) => json!({ "alg": self.algorithm(), "typ": "JWT", "kid": id }),
            None => json!({ "alg": self.algorithm(), "typ": "JWT" }),
        };
        let at = now.as_second();
        let claims = json!({
            "iss": client, "sub": client, "aud": audience, "jti": unique, "iat": at, "nbf": at, "exp": at + HOLDS,
        });
        let piece = |json: serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let text = format!("{}.{}", piece(header), piece(claims));
        let signature = self.sign(text.as_bytes())?;
        Some(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}
