//! Two authorities behind one address, for the tests of whoever works for both.

use std::sync::Arc;

use axum::Router;
use law::DelegationOrder;
use record::AuthorityId;
use store::House;
use store::accounts::{Binding, Identity};
use store::sessions::Proof;

use crate::desk::{DemoClock, Desk};
use crate::door;
use crate::pages;
use crate::shell::Site;
use crate::testing::{Answer, TestDesk, lyktinge, nine};

/// Two authorities behind one address, each with people of the same names and ids.
pub(crate) struct Town {
    pub(crate) desks: [TestDesk; 2],
}

impl Town {
    pub(crate) fn new() -> Self {
        let first = TestDesk::new();
        let second = first.desk.house.beside(AuthorityId(2), lyktinge(), DelegationOrder::lyktinge());
        let houses = [Arc::clone(&first.desk.house), second.expect("a house")];
        let desk = |house: &Arc<House>| {
            let site = Site { door: house.authority.0, several: true, ..Site::demo("Lyktinge kommun") };
            Desk::among(houses.to_vec(), Arc::clone(house), site, DemoClock::new(nine, 0), None)
        };
        let desks = [desk(&houses[0]), desk(&houses[1])];
        let behind = |desk: &Arc<Desk>| (Arc::clone(&desk.site), crate::app(Arc::clone(desk), Router::new()));
        let router = door::several(desks.iter().map(behind).collect());
        Self { desks: desks.map(|desk| first.behind(desk, router.clone())) }
    }

    /// Binds somebody's login in one of them, as a code that was handed over there does.
    pub(crate) fn binds(&self, which: usize, login: &str, subject: &str) {
        let desk = &self.desks[which];
        let bound =
            desk.desk.house.bind_login(&desk.code_of(login), &identity(subject), nine().as_microsecond());
        assert_eq!(bound, Ok(Binding::Bound(desk.actor(login).staff.uuid())));
    }

    /// Comes in at the first door, and returns the cookie and where it leads.
    pub(crate) fn comes_in(&self, subject: &str) -> Option<(String, String)> {
        let proof = Proof { level: 3, at_us: nine().as_microsecond() };
        let (cookie, onward) = pages::logged_in(&self.desks[0].desk, identity(subject), proof, "/mer")?;
        Some((format!("{}={}", cookie.name(), cookie.value()), onward))
    }

    pub(crate) async fn get(&self, cookie: &str, path: &str) -> Answer {
        self.desks[0].get(cookie, path).await
    }

    pub(crate) async fn goes(&self, cookie: &str, number: &str) -> Answer {
        self.desks[0].post(cookie, "/myndighet", &[("authority", number)]).await
    }
}

/// Invented: nobody is called this by anybody.
pub(crate) fn identity(subject: &str) -> Identity {
    Identity::Provided { issuer: "https://idp.lyktinge.example".into(), subject: subject.into() }
}
