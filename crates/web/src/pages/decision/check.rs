//! The check page: the text as it will stand, on what consent it rests, and the one button the reader has the right to.

use askama::Template;
use record::{MatterId, decision::Decision};

use super::at::At;
use crate::consent_view::ConsentView;
use crate::desk::{Desk, Page, Typed, Visitor, not_found};
use crate::entry_facts::of_decision_facts;
use crate::entry_view::statements;
use crate::file_page::{self, Hidden, title};
use crate::pages::decision_request::{DecisionRequest, OneDecision};
use crate::parts::PersonHead;
use crate::reading::Reading;
use crate::rights::Right;
use crate::shell::{Place, Shell};
use crate::words::Words;

impl At {
    pub(super) fn check_page(
        &self,
        desk: &Desk,
        visitor: &Visitor,
        typed: &Typed,
        request: &DecisionRequest,
    ) -> Page {
        let reading = file_page::reading(desk, visitor, &self.open);
        let w = visitor.w;
        let decision = &request.decisions[0].decision;
        let Ok(kind) = desk.house.law.decision_type(&decision.kind, visitor.now.today) else {
            return not_found();
        };
        let own = ["command", "seen", "deed", "to", "direct"];
        let page = CheckPage {
            w,
            shell: visitor.shell(
                desk,
                title(&reading, Some(self.matter), &w.t("check-title")),
                Place::Elsewhere,
            ),
            head: file_page::head(&reading),
            action: self.path(),
            // Read through on the version the form was drawn from: what came since is told at the signing.
            hidden: Hidden {
                seen: typed.seen().unwrap_or_else(|| self.open.version()),
                ..Hidden::of(desk, visitor, &self.open, typed)
            },
            carried: typed
                .pairs()
                .filter(|(name, _)| !own.contains(name))
                .map(|(n, v)| (n.to_owned(), v.to_owned()))
                .collect(),
            name: reading.in_language(&kind.name_sv, &kind.name_en).to_owned(),
            provision: kind.provision_on(visitor.now.today).map(ToString::to_string).unwrap_or_default(),
            decisions: request.decisions.iter().map(|one| self.frozen(&reading, one)).collect(),
            consents: consents(&reading, request.decisions[0].matter, decision),
            right: self.right(desk, visitor, &reading, kind),
        };
        crate::desk::html(&page)
    }

    fn frozen(&self, reading: &Reading<'_>, one: &OneDecision) -> Frozen {
        let sibling = self.siblings.iter().find(|report| report.open.id == one.file);
        Frozen::of(reading, &one.decision, sibling.map(|report| report.sibling.name.clone()))
    }
}

/// On what consent each service rests.
pub(crate) fn consents(reading: &Reading<'_>, matter: MatterId, decision: &Decision) -> Vec<ConsentView> {
    let grants = decision.grants.iter();
    grants.map(|grant| ConsentView::of(reading, matter, &grant.service, grant.suitable.is_some())).collect()
}

/// A decision as it will stand, for one child.
pub(crate) struct Frozen {
    /// Whose, when there are several.
    pub(crate) child: String,
    /// What it says besides its reasons.
    pub(crate) facts: Vec<crate::entry_view::FactLine>,
    /// Its reasons.
    pub(crate) statements: Vec<crate::entry_view::StatementView>,
}

impl Frozen {
    pub(crate) fn of(reading: &Reading<'_>, decision: &Decision, child: Option<String>) -> Self {
        Self {
            child: child.unwrap_or_else(|| reading.child()),
            facts: of_decision_facts(reading, decision),
            statements: statements(reading, decision.statements()),
        }
    }
}

#[derive(Template)]
#[template(path = "decision_check.html")]
struct CheckPage<'a> {
    w: &'a Words,
    shell: Shell<'a>,
    head: PersonHead<'a>,
    action: String,
    hidden: Hidden,
    /// Everything typed, carried on to the signing.
    carried: Vec<(String, String)>,
    name: String,
    provision: String,
    decisions: Vec<Frozen>,
    consents: Vec<ConsentView>,
    right: Right,
}
