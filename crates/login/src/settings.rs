//! The file that names the providers of identities.
//!
//! Everything is read when the program starts, keys and certificates included: a mistake is told at once, and not to the first who comes in
//! the morning. A field that nobody knows is refused rather than passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use law::Level;
use openidconnect::core::CoreJwsSigningAlgorithm;
use openidconnect::{IssuerUrl, RedirectUrl};
use serde::Deserialize;

use crate::assertion::Proof;
use crate::client::Client;
use crate::passkeys::{self, Passkeys};
use crate::provider::Provider;

/// Where a provider sends people back to, below the address of this Lykta.
pub const ANSWER_PATH: &str = "/logga-in/svar";

/// The level of assurance that handling a child's file takes at least. The file may ask for more, not for less.
pub const LEVEL_MIN: u8 = 3;

/// Why the file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file is not there, or not what it should be.
    #[error("{}: {why}", .0.display(), why = .1)]
    File(PathBuf, String),
    /// The file of settings says something that cannot be so.
    #[error("{0}")]
    Setting(String),
}

/// The providers of an authority.
pub struct Providers {
    /// How browsers reach this Lykta, without a slash at its end.
    address: String,
    all: Vec<Provider>,
    passkeys: Option<Passkeys>,
    required: Required,
}

/// The level of assurance that somebody's role needs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Required {
    #[serde(default = "level_min")]
    everybody: u8,
    #[serde(default)]
    roles: BTreeMap<Level, u8>,
}

impl Default for Required {
    fn default() -> Self {
        Self { everybody: LEVEL_MIN, roles: BTreeMap::new() }
    }
}

fn level_min() -> u8 {
    LEVEL_MIN
}

/// The file, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// How browsers reach this Lykta: `https://lykta.lyktinge.se`.
    address: String,
    #[serde(default)]
    required: Required,
    #[serde(default)]
    provider: Vec<Described>,
    passkeys: Option<passkeys::Described>,
}

/// A provider, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Described {
    /// Its short name in addresses.
    pub(crate) code: String,
    /// What stands on the button.
    pub(crate) name: String,
    pub(crate) issuer: String,
    /// What the provider calls this Lykta.
    pub(crate) client: String,
    /// A file with a secret both know.
    secret: Option<PathBuf>,
    /// A file with a private key.
    key: Option<PathBuf>,
    /// What the provider calls the key.
    key_id: Option<String>,
    /// Whom an assertion is for, where that is not the issuer.
    pub(crate) key_audience: Option<String>,
    /// The certificates that vouch for the provider's server.
    certificates: Option<PathBuf>,
    #[serde(default)]
    pub(crate) scopes: Vec<String>,
    #[serde(default = "algorithms")]
    algorithms: Vec<Algorithm>,
    /// The claim that names somebody.
    #[serde(default = "sub")]
    pub(crate) identity: String,
    /// Where that claim is.
    #[serde(default)]
    pub(crate) claims_from: ClaimsFrom,
    /// How the level of assurance is asked for.
    #[serde(default)]
    pub(crate) ask_level: AskLevel,
    /// What the provider calls the levels.
    pub(crate) levels: BTreeMap<String, u8>,
}

/// Which signatures are taken. There is none with a shared secret to choose.
#[derive(Clone, Copy, Debug, Deserialize)]
enum Algorithm {
    #[serde(rename = "ES256")]
    Es256,
    #[serde(rename = "PS256")]
    Ps256,
    #[serde(rename = "RS256")]
    Rs256,
}

/// Where the claim that names somebody is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ClaimsFrom {
    /// In the ID token.
    #[default]
    IdToken,
    /// The provider is asked, with the access token.
    Userinfo,
}

/// How the level of assurance is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AskLevel {
    /// As an essential claim, as the Swedish profile says.
    #[default]
    Claims,
    /// With `acr_values`, for providers that do not know the parameter `claims`.
    AcrValues,
}

fn algorithms() -> Vec<Algorithm> {
    vec![Algorithm::Es256, Algorithm::Ps256]
}

fn sub() -> String {
    "sub".to_owned()
}

impl Providers {
    /// Reads the file, and the keys and certificates that it names; their paths count from where the file lies.
    ///
    /// # Errors
    /// [`SettingsError`], with what is wrong and where.
    pub fn read(file: &Path) -> Result<Self, SettingsError> {
        let wrong = |why: String| SettingsError::File(file.to_owned(), why);
        let text = fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
        let written: Written = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        let beside = file.parent().unwrap_or(Path::new("."));
        Self::of(written, beside).map_err(|error| match error {
            SettingsError::Setting(why) => wrong(why),
            SettingsError::File(..) => error,
        })
    }

    fn of(written: Written, beside: &Path) -> Result<Self, SettingsError> {
        let Written { address, required, provider, passkeys } = written;
        let levels = required.roles.values().chain([&required.everybody]);
        if levels.into_iter().any(|level| !(LEVEL_MIN..=4).contains(level)) {
            return setting(format!("required: a level is {LEVEL_MIN} or 4"));
        }
        let address = address.trim_end_matches('/');
        expect_tls("address", address)?;
        let answers = RedirectUrl::new(format!("{address}{ANSWER_PATH}"))
            .map_err(|_| SettingsError::Setting("address: this is no address".into()))?;
        let mut codes = BTreeSet::new();
        let mut issuers = BTreeSet::new();
        let mut all = Vec::new();
        for described in provider {
            let twice = !codes.insert(described.code.clone()) || !issuers.insert(described.issuer.clone());
            if twice {
                return setting(format!("provider {}: its code or issuer stands twice", described.code));
            }
            all.push(described.ready(beside, &answers)?);
        }
        let passkeys = passkeys.map(|described| Passkeys::new(address, described)).transpose()?;
        if all.is_empty() && passkeys.is_none() {
            return setting("there is no provider, and there are no passkeys: nobody could log in");
        }
        Ok(Self { address: address.to_owned(), all, passkeys, required })
    }

    /// How browsers reach this Lykta, without a slash at its end.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether that is over TLS; otherwise it is this very computer.
    pub fn is_secure(&self) -> bool {
        self.address.starts_with("https://")
    }

    /// Every provider, in the order of the file.
    pub fn all(&self) -> &[Provider] {
        &self.all
    }

    /// One by its short name.
    pub fn by_code(&self, code: &str) -> Option<&Provider> {
        self.all.iter().find(|provider| provider.code() == code)
    }

    /// Passkeys, where the file says what they count as.
    pub fn passkeys(&self) -> Option<&Passkeys> {
        self.passkeys.as_ref()
    }

    /// The level of assurance that a role needs.
    pub fn required_of(&self, role: Level) -> u8 {
        self.required.roles.get(&role).copied().unwrap_or(self.required.everybody)
    }
}

impl Described {
    fn ready(self, beside: &Path, answers: &RedirectUrl) -> Result<Provider, SettingsError> {
        let of = |what: &str| format!("provider {}: {what}", self.code);
        let plain = |code: &str| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        if self.code.is_empty() || !plain(&self.code) {
            return setting(of("code: small letters a to z and hyphens, for it stands in addresses"));
        }
        expect_tls(&of("issuer"), &self.issuer)?;
        let issuer = IssuerUrl::new(self.issuer.clone())
            .map_err(|_| SettingsError::Setting(of("issuer: this is no address")))?;
        if self.levels.is_empty() || self.levels.values().any(|level| !(1..=4).contains(level)) {
            return setting(of("levels: say which of its acr values is which level, 1 to 4"));
        }
        if self.algorithms.is_empty() {
            return setting(of("algorithms: there is none"));
        }
        let proof = match (&self.secret, &self.key) {
            (Some(file), None) => Proof::secret_in(&beside.join(file))?,
            (None, Some(file)) => Proof::key_in(&beside.join(file), self.key_id.clone())?,
            _ => return setting(of("either secret or key says how Lykta proves that it is Lykta")),
        };
        let certificates = self.certificates.as_ref().map(|file| beside.join(file));
        if certificates.is_none() && self.issuer.starts_with("https:") {
            return setting(of(
                "certificates: a file with those that vouch for its server; on Debian /etc/ssl/certs/ca-certificates.crt",
            ));
        }
        let client = Client::new(certificates.as_deref())?;
        let algorithms = self.algorithms.iter().map(|one| one.known()).collect();
        Ok(Provider::new(self, issuer, answers.clone(), (proof, client), algorithms))
    }
}

impl Algorithm {
    fn known(self) -> CoreJwsSigningAlgorithm {
        match self {
            Self::Es256 => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
            Self::Ps256 => CoreJwsSigningAlgorithm::RsaSsaPssSha256,
            Self::Rs256 => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        }
    }
}

/// Whoever is asked, and whoever asks, is reached over TLS, or is this very computer.
fn expect_tls(what: &str, address: &str) -> Result<(), SettingsError> {
    let here = ["http://127.0.0.1:", "http://localhost:"];
    if address.starts_with("https://") || here.iter().any(|here| address.starts_with(here)) {
        return Ok(());
    }
    setting(format!("{what}: it begins with https://, or is on this computer"))
}

fn setting<T>(why: impl Into<String>) -> Result<T, SettingsError> {
    Err(SettingsError::Setting(why.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"
        address = "https://lykta.lyktinge.example"
        [required]
        roles = { unit_head = 4 }
        [[provider]]
        code = "kommunen"
        name = "Lyktinge kommun"
        issuer = "http://127.0.0.1:9"
        client = "lykta"
        secret = "secret"
        levels = { "http://id.elegnamnden.se/loa/1.0/loa3" = 3 }
    "#;

    fn read(text: &str, secret: &str) -> Result<Providers, SettingsError> {
        let written: Written =
            toml::from_str(text).map_err(|error| SettingsError::Setting(error.to_string()))?;
        let dir = tempfile::tempdir().expect("a directory");
        fs::write(dir.path().join("secret"), secret).expect("written");
        Providers::of(written, dir.path())
    }

    #[test]
    fn each_role_has_its_level_and_none_goes_below_three() {
        let providers = read(WHOLE, &"s".repeat(32)).expect("readable");
        assert_eq!(providers.by_code("kommunen").map(Provider::name), Some("Lyktinge kommun"));
        assert!(providers.by_code("annan").is_none());
        assert_eq!(providers.required_of(Level::CaseWorker), 3);
        assert_eq!(providers.required_of(Level::UnitHead), 4);
    }

    /// An authority may do without a provider, and not without both; a passkey is made for a name.
    #[test]
    fn passkeys_alone_are_a_way_in_for_an_address_with_a_name() {
        let of = |address: &str, passkeys: &str| read(&format!("address = \"{address}\"\n{passkeys}"), "");
        let alone = of("https://lykta.lyktinge.example", "[passkeys]\nlevel = 3").expect("readable");
        assert_eq!(alone.passkeys().map(Passkeys::level), Some(3));
        assert!(alone.all().is_empty() && alone.is_secure());
        assert!(!of("http://localhost:7878", "[passkeys]\nlevel = 3").expect("readable").is_secure());
        for (address, passkeys, told) in [
            ("https://lykta.lyktinge.example", "", "nobody could log in"),
            ("http://127.0.0.1:7878", "[passkeys]\nlevel = 3", "made for a name"),
        ] {
            let told_here = of(address, passkeys).err().expect(told).to_string();
            assert!(told_here.contains(told), "{told}: {told_here}");
        }
    }

    #[test]
    fn what_cannot_be_so_is_told_with_where() {
        let good = "s".repeat(33);
        for (from, to, told) in [
            ("https://lykta", "http://lykta", "address: it begins with https://"),
            ("http://127.0.0.1:9", "http://idp.example", "issuer: it begins with https://"),
            ("http://127.0.0.1:9", "https://idp.example", "certificates: a file"),
            ("unit_head = 4", "unit_head = 2", "a level is 3 or 4"),
            ("unit_head", "everyone", "unknown variant"),
            ("\"kommunen\"", "\"Kommunen 1\"", "small letters"),
            ("secret = ", "sekret = ", "unknown field"),
            ("secret = \"secret\"", "", "either secret or key"),
            ("= 3 }", "= 7 }", "1 to 4"),
            ("[required]", "[required]\neverybody = 1", "a level is 3 or 4"),
            ("client = ", "algorithms = [\"HS256\"]\nclient = ", "unknown variant"),
            ("client = ", "algorithms = [\"none\"]\nclient = ", "unknown variant"),
            ("[[provider]]", "[passkeys]\nlevel = 2\n[[provider]]", "passkeys: a level is 3 or 4"),
            ("[[provider]]", "[passkeys]\n[[provider]]", "missing field `level`"),
        ] {
            let told_here = read(&WHOLE.replace(from, to), &good).err().expect(told).to_string();
            assert!(told_here.contains(told), "{told}: {told_here}");
        }
        let short = read(WHOLE, "kort").err().expect("refused").to_string();
        assert!(short.contains("no secret of at least 32"), "{short}");
    }
}
