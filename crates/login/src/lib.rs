//! Who somebody is: by a provider of identities, or by a passkey.
//!
//! With a provider one thing is spoken: OpenID Connect, code flow with PKCE. The municipality puts SITHS, Freja or whatever its staff carry behind a provider
//! of its own, and Lykta learns from it who has come and how well that is known. Which member of staff somebody is, the store says
//! (`store::accounts`); nothing of that is here, and no claim of a provider ever makes an account.
//!
//! | module | holds |
//! | --- | --- |
//! | [`settings`] | the file that names the providers |
//! | [`provider`] | the way there, and what comes back |
//! | [`errand`] | what ties the two together: state, nonce and PKCE from one secret |
//! | [`passkeys`] | keys that people hold, for accounts that no provider knows |
//! | `assertion` | how Lykta proves to the provider that it is Lykta |
//! | `client` | HTTP, and nothing but what is needed of it |
//!
//! # Synchronous, without a clock
//!
//! A call to a provider waits on the network, so whoever calls does it where waiting is allowed, as with the store. Time is passed in.
//!
//! # What is checked
//!
//! The library checks signature, issuer, audience, expiry and nonce; here the algorithms and keys that may be used are chosen (no shared
//! secrets, no `none`, RSA from 2048 bits), the level of assurance is read, and how old a login may be. Sources: OpenID Connect Core 1.0;
//! *OpenID Connect-profil för Sverige* 1.0; Digg's levels of assurance (*tillitsnivåer*).

pub mod errand;
pub mod passkeys;
pub mod provider;
pub mod settings;

mod assertion;
mod client;

pub use errand::Errand;
pub use passkeys::Passkeys;
pub use provider::{Person, Provider, Refused};
pub use settings::{Providers, SettingsError};
