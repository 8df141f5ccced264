//! What ties the way to a provider to the answer: one secret, in the browser that left.
//!
//! State, nonce and the PKCE verifier are three hashes of the secret, told apart by a word. So nothing is kept here while somebody is away:
//! any node can take the answer, and an answer that reaches another browser, or this one a second time, finds no secret and is refused.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::{CsrfToken, Nonce, PkceCodeVerifier};
use sha2::{Digest as _, Sha256};

/// Somebody's way to a provider and back.
pub struct Errand([u8; 32]);

impl Errand {
    /// By the random bytes that the browser keeps. Each time others.
    pub fn by(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// Whether an answer is this errand's, by the `state` it bears. The two are compared as hashes, so that the time tells nothing.
    pub fn is_answered_by(&self, state: &str) -> bool {
        Sha256::digest(self.hash("state")) == Sha256::digest(state)
    }

    pub(crate) fn state(&self) -> CsrfToken {
        CsrfToken::new(self.hash("state"))
    }

    pub(crate) fn nonce(&self) -> Nonce {
        Nonce::new(self.hash("nonce"))
    }

    /// 43 characters, as RFC 7636 wants at least.
    pub(crate) fn verifier(&self) -> PkceCodeVerifier {
        PkceCodeVerifier::new(self.hash("verifier"))
    }

    /// What tells the request that is made for it from every other.
    pub(crate) fn once(&self) -> String {
        self.hash("request")
    }

    fn hash(&self, word: &str) -> String {
        let hash = Sha256::new().chain_update(self.0).chain_update("lykta login ").chain_update(word);
        URL_SAFE_NO_PAD.encode(hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ASVS V10.2.1: an answer belongs to the browser that left, and to no other.
    #[test]
    fn v10_2_1_an_answer_is_one_browsers() {
        let (one, other) = (Errand::by([1; 32]), Errand::by([2; 32]));
        let state = one.state().secret().clone();
        assert!(one.is_answered_by(&state));
        assert!(!other.is_answered_by(&state) && !one.is_answered_by("") && !one.is_answered_by(&state[1..]));
    }

    #[test]
    fn the_three_are_three_and_long_enough() {
        let errand = Errand::by([7; 32]);
        let (state, nonce, verifier) =
            (errand.state().secret().clone(), errand.nonce().secret().clone(), errand.verifier());
        assert!(state != nonce && &nonce != verifier.secret() && &state != verifier.secret());
        assert!([&state, &nonce, verifier.secret()].iter().all(|text| text.len() == 43));
    }
}
