//! One provider: the way there, and who it says has come.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use chrono::{DateTime, Utc};
use jiff::Timestamp;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthType, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, ClientId,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenClaims, IdTokenFields,
    IssuerUrl, JsonWebKeySet, OAuth2TokenResponse as _, PkceCodeChallenge, RedirectUrl, RequestTokenError,
    Scope, SignatureVerificationError, StandardErrorResponse, StandardTokenResponse, TokenResponse as _,
    UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::assertion::{self, Proof};
use crate::client::Client;
use crate::errand::Errand;
use crate::settings::{AskLevel, ClaimsFrom, Described};

/// How long what a provider says of itself is used, in seconds.
const KEPT: i64 = 3600;

/// Keys that nobody here knows are asked for anew, but not more often than this, in seconds: whoever sends nonsense must not make Lykta call.
const ASKED_ANEW: i64 = 60;

/// How far two clocks may be apart, in seconds.
const APART: i64 = 60;

/// How old a login at the provider may be that is taken for one here: a long working day.
const DAY: Duration = Duration::from_hours(12);

/// How old an answer may be, in seconds; and a login that was asked for anew.
const OLD: i64 = 300;

/// Somebody, as a provider knows them.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The provider.
    pub issuer: String,
    /// Whom it means, by the claim that was agreed on.
    pub subject: String,
    /// The level of assurance, 1 to 4; 0 where the provider said none that is known.
    pub level: u8,
    /// When they proved it to the provider; none if it does not say.
    pub proved: Option<Timestamp>,
}

/// Never printed: a subject may be an identity number.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person at level {}", self.level)
    }
}

/// Why nobody has come. The words go to the log: they name what is wrong and never anybody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The provider does not answer, or nothing that can be understood. It may go better in a moment.
    #[error("the provider is away: {0}")]
    Away(String),
    /// The provider takes back the code: it was used, or is too old.
    #[error("the provider refused the code: {0}")]
    Code(String),
    /// What it answered does not hold.
    #[error("the answer does not hold: {0}")]
    Answer(&'static str),
    /// They proved who they are too long ago, though they were asked to do it now.
    #[error("the login is not a new one")]
    Old,
}

/// Claims beside the standard ones. Never printed.
#[derive(Clone, Deserialize, Serialize)]
#[serde(transparent)]
struct Claims(BTreeMap<String, Value>);

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Claims")
    }
}

impl AdditionalClaims for Claims {}

type Fields = IdTokenFields<
    Claims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

type Party = openidconnect::Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

type Token = StandardTokenResponse<Fields, CoreTokenType>;

/// What a provider says of itself, and since when it is known.
struct Known {
    metadata: CoreProviderMetadata,
    at: Timestamp,
}

/// A provider of identities.
pub struct Provider {
    described: Described,
    issuer: IssuerUrl,
    answers: RedirectUrl,
    proof: Proof,
    client: Client,
    algorithms: Vec<CoreJwsSigningAlgorithm>,
    known: RwLock<Option<Arc<Known>>>,
}

impl Provider {
    pub(crate) fn new(
        described: Described,
        issuer: IssuerUrl,
        answers: RedirectUrl,
        (proof, client): (Proof, Client),
        algorithms: Vec<CoreJwsSigningAlgorithm>,
    ) -> Self {
        Self { described, issuer, answers, proof, client, algorithms, known: RwLock::default() }
    }

    /// Its short name in addresses.
    pub fn code(&self) -> &str {
        &self.described.code
    }

    /// What stands on the button.
    pub fn name(&self) -> &str {
        &self.described.name
    }

    /// What it calls itself.
    pub fn issuer(&self) -> &str {
        &self.described.issuer
    }

    /// The address to send a browser to. Whoever goes is asked for a level of assurance, and, `anew`, to prove who they are now and not to be
    /// taken for whoever was there this morning.
    ///
    /// # Errors
    /// [`Refused::Away`].
    pub fn way(&self, errand: &Errand, level: u8, anew: bool, now: Timestamp) -> Result<String, Refused> {
        let party = self.party(&*self.known(now)?);
        let (state, nonce) = (errand.state(), errand.nonce());
        let mut request = party
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || state,
                move || nonce,
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&errand.verifier()))
            .add_scopes(self.described.scopes.iter().cloned().map(Scope::new));
        // Whoever is asked for an age says when somebody proved who they are.
        request = request.set_max_age(if anew { Duration::ZERO } else { DAY });
        if anew {
            request = request.add_prompt(CoreAuthPrompt::Login);
        }
        let enough = self.described.levels.iter().filter(|(_, given)| **given >= level);
        let enough: Vec<&str> = enough.map(|(name, _)| name.as_str()).collect();
        request = match self.described.ask_level {
            AskLevel::AcrValues => request.add_extra_param("acr_values", enough.join(" ")),
            AskLevel::Claims => {
                let acr = json!({ "essential": true, "values": enough });
                request.add_extra_param("claims", json!({ "id_token": { "acr": acr } }).to_string())
            }
        };
        Ok(request.url().0.to_string())
    }

    /// Who has come back with a code. `anew` where they were asked to prove it now.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn who(&self, errand: &Errand, code: &str, anew: bool, now: Timestamp) -> Result<Person, Refused> {
        let known = self.known(now)?;
        let party = self.party(&known);
        let token = self.exchange(&party, errand, code, now)?;
        let id_token = token.id_token().ok_or(Refused::Answer("there is no ID token"))?;
        let claims = match self.verified(&party, id_token, errand, now) {
            Err(Refused::Answer(UNKNOWN_KEY)) => {
                let party = self.party(&*self.known_anew(&known, now)?);
                self.verified(&party, id_token, errand, now)?
            }
            other => other?,
        };
        let proved = claims.auth_time().map(instant).transpose()?;
        let ago = proved.map(|proved| now.as_second() - proved.as_second());
        if anew && !ago.is_some_and(|ago| (-APART..=OLD).contains(&ago)) {
            return Err(Refused::Old);
        }
        let level =
            claims.auth_context_ref().and_then(|acr| self.described.levels.get(acr.as_str()).copied());
        let subject = self.subject(&party, &token, &claims)?;
        let issuer = self.described.issuer.clone();
        Ok(Person { issuer, subject, level: level.unwrap_or(0), proved })
    }

    fn exchange(&self, party: &Party, errand: &Errand, code: &str, now: Timestamp) -> Result<Token, Refused> {
        let code = AuthorizationCode::new(code.to_owned());
        let request = party.exchange_code(code).map_err(|_| away("it names no token endpoint"))?;
        let mut request = request.set_pkce_verifier(errand.verifier());
        if let Proof::Key { key, id } = &self.proof {
            let audience = self.described.key_audience.as_deref().unwrap_or(self.issuer());
            let parties = (&*self.described.client, audience);
            let signed = key.assertion(id.as_deref(), parties, &errand.once(), now);
            let signed = signed.ok_or_else(|| away("nothing could be signed with Lykta's key"))?;
            request = request
                .add_extra_param("client_assertion_type", assertion::TYPE)
                .add_extra_param("client_assertion", signed);
        }
        request.request(&self.client).map_err(|error| match error {
            RequestTokenError::ServerResponse(answer) => Refused::Code(answer.error().to_string()),
            RequestTokenError::Request(error) => away(error),
            RequestTokenError::Parse(..) => away("its answer is no token response"),
            RequestTokenError::Other(_) => away("its answer is empty"),
        })
    }

    fn verified(
        &self,
        party: &Party,
        token: &openidconnect::IdToken<
            Claims,
            CoreGenderClaim,
            CoreJweContentEncryptionAlgorithm,
            CoreJwsSigningAlgorithm,
        >,
        errand: &Errand,
        now: Timestamp,
    ) -> Result<IdTokenClaims<Claims, CoreGenderClaim>, Refused> {
        let here = moment(now)?;
        let at = now.as_second();
        let verifier = party
            .id_token_verifier()
            .set_allowed_algs(self.algorithms.clone())
            .set_time_fn(move || here)
            .set_issue_time_verifier_fn(move |issued| {
                let ago = at - issued.timestamp();
                if (-APART..=OLD).contains(&ago) { Ok(()) } else { Err("not issued now".to_owned()) }
            });
        token.claims(&verifier, &errand.nonce()).cloned().map_err(|error| Refused::Answer(wrong(&error)))
    }

    /// The claim that names somebody.
    fn subject(
        &self,
        party: &Party,
        token: &Token,
        claims: &IdTokenClaims<Claims, CoreGenderClaim>,
    ) -> Result<String, Refused> {
        let name = self.described.identity.as_str();
        if name == "sub" {
            return Ok(claims.subject().as_str().to_owned());
        }
        let told = match self.described.claims_from {
            ClaimsFrom::IdToken => claims.additional_claims().0.get(name).cloned(),
            ClaimsFrom::Userinfo => {
                let subject = Some(claims.subject().clone());
                let request = party
                    .user_info(token.access_token().clone(), subject)
                    .map_err(|_| away("it names no userinfo endpoint"))?;
                let told: UserInfoClaims<Claims, CoreGenderClaim> = request
                    .request(&self.client)
                    .map_err(|_| Refused::Answer("what it says of somebody does not hold"))?;
                told.additional_claims().0.get(name).cloned()
            }
        };
        match told {
            Some(Value::String(subject)) if !subject.is_empty() => Ok(subject),
            _ => Err(Refused::Answer("the claim that names somebody is not there")),
        }
    }

    /// What the provider says of itself, asked for when it is not known or known too long.
    fn known(&self, now: Timestamp) -> Result<Arc<Known>, Refused> {
        let known = self.known.read().expect("no one panics holding it").clone();
        match known {
            Some(known) if now.as_second() - known.at.as_second() < KEPT => Ok(known),
            _ => self.ask(now),
        }
    }

    /// The same, after a key that is not among those known: the provider may have a new one.
    fn known_anew(&self, known: &Known, now: Timestamp) -> Result<Arc<Known>, Refused> {
        if now.as_second() - known.at.as_second() < ASKED_ANEW {
            return Err(Refused::Answer(UNKNOWN_KEY));
        }
        self.ask(now)
    }

    fn ask(&self, now: Timestamp) -> Result<Arc<Known>, Refused> {
        let metadata = CoreProviderMetadata::discover(&self.issuer, &self.client);
        let metadata = metadata.map_err(|error| {
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            away(format!("{error} {cause}"))
        })?;
        let keys = metadata.jwks().keys().iter().filter(|key| is_long_enough(key)).cloned().collect();
        let metadata = metadata.set_jwks(JsonWebKeySet::new(keys));
        let known = Arc::new(Known { metadata, at: now });
        *self.known.write().expect("no one panics holding it") = Some(Arc::clone(&known));
        Ok(known)
    }

    fn party(&self, known: &Known) -> Party {
        let secret = match &self.proof {
            Proof::Secret(secret) => Some(secret.clone()),
            Proof::Key { .. } => None,
        };
        let client = ClientId::new(self.described.client.clone());
        let by = match &self.proof {
            Proof::Secret(_) => AuthType::BasicAuth,
            Proof::Key { .. } => AuthType::RequestBody,
        };
        Party::from_provider_metadata(known.metadata.clone(), client, secret)
            .set_auth_type(by)
            .set_redirect_uri(self.answers.clone())
    }
}

/// The one fault that new keys may mend.
const UNKNOWN_KEY: &str = "it is signed with a key nobody knows";

/// What is wrong with a token, in words that name nobody.
fn wrong(error: &ClaimsVerificationError) -> &'static str {
    use ClaimsVerificationError as Claim;
    use SignatureVerificationError as Signature;
    match error {
        Claim::Expired(_) => "it has expired, or was not issued now",
        Claim::InvalidAudience(_) => "it is for somebody else",
        Claim::InvalidIssuer(_) => "it is another provider's",
        Claim::InvalidNonce(_) => "it is the answer to another login",
        Claim::SignatureVerification(Signature::NoMatchingKey) => UNKNOWN_KEY,
        Claim::SignatureVerification(
            Signature::DisallowedAlg(_) | Signature::NoSignature | Signature::UnsupportedAlg(_),
        ) => "it is signed in a way that is not taken",
        Claim::SignatureVerification(_) => "its signature is wrong",
        _ => "it cannot be understood",
    }
}

/// RSA from 2048 bits: a shorter key signs nothing here. A curve is as long as it is.
fn is_long_enough(key: &CoreJsonWebKey) -> bool {
    const DIGITS: usize = 2048 / 8 * 4 / 3;
    let written = serde_json::to_value(key).unwrap_or_default();
    written["kty"] != "RSA" || written["n"].as_str().is_some_and(|n| n.len() >= DIGITS)
}

fn away(why: impl fmt::Display) -> Refused {
    Refused::Away(why.to_string())
}

fn moment(at: Timestamp) -> Result<DateTime<Utc>, Refused> {
    DateTime::from_timestamp(at.as_second(), 0).ok_or(Refused::Answer("no such time"))
}

fn instant(at: DateTime<Utc>) -> Result<Timestamp, Refused> {
    Timestamp::from_second(at.timestamp()).map_err(|_| Refused::Answer("no such time"))
}
