//! Every operation: its address, its short name for programs, a line for people, and every sort of *no* that it can answer. A test asks
//! them all, and fails on an answer that is not among them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aide::axum::ApiRouter;
use aide::axum::routing::{delete_with, get_with, post_with, put_with};
use aide::openapi::{OpenApi, ReferenceOr, Response, StatusCode as Documented};
use aide::transform::TransformOperation;
use axum::extract::DefaultBodyLimit;
use axum::middleware::map_response;
use serde_json::{Map, Value};
use store::attachments::ATTACHMENT_BYTES_MAX;
use web::beat;
use web::desk::Desk;

use crate::problem::Sort;
use crate::{
    documents, doing, drafts, files, group, law_data, letters, lists, people, reasons, reports, set_aside,
    settings, writing,
};

type Told<'a> = TransformOperation<'a>;

/// Where an operation says which sorts of problems it can answer.
const PROBLEMS: &str = "x-problem-types";

/// What every operation can answer: nobody asks, we have failed, much is going on, there is no room, the database is away or the record elsewhere, it takes too long.
/// What only reads also writes down that it was read, and can so be in doubt.
const ALWAYS: &[Sort] = &[
    Sort::Nobody,
    Sort::Fault,
    Sort::Busy,
    Sort::Full,
    Sort::Away,
    Sort::InDoubt,
    Sort::Elsewhere,
    Sort::Slow,
];

/// An address or a query that cannot be read.
const ADDRESS: &[Sort] = &[Sort::BadRequest];

/// A token that does not reach so far.
const SCOPE: &[Sort] = &[Sort::Scope];

/// JSON that cannot be read.
const JSON: &[Sort] = &[
    Sort::BadRequest,
    Sort::NotJson,
    Sort::TooLarge,
    Sort::NoJson,
    Sort::WrongShape,
    Sort::UnknownField,
    Sort::EmptyText,
    Sort::BadText,
];

/// A file that does not open.
const FILE: &[Sort] = &[Sort::BadRequest, Sort::Scope, Sort::NotFound, Sort::ReasonNeeded, Sort::Newer];

/// What the record refuses.
const ACT: &[Sort] = &[
    Sort::Scope,
    Sort::NoKey,
    Sort::NotFound,
    Sort::SentOtherwise,
    Sort::Newer,
    Sort::Changed,
    Sort::Twice,
    Sort::NothingToDo,
    Sort::Refused,
    Sort::NotSeen,
];

/// A version that is none.
const SEEN: &[Sort] = &[Sort::NoVersion];

/// A draft that is not what was seen.
const DRAFT: &[Sort] = &[Sort::Scope, Sort::NoVersion, Sort::NotFound, Sort::DraftChanged];

/// A short name for programs, a line for people, and how it refuses.
fn told(
    id: &'static str,
    tag: &'static str,
    summary: &'static str,
    refuses: &[&[Sort]],
) -> impl Fn(Told<'_>) -> Told<'_> + use<> {
    let sorts: BTreeSet<&str> =
        refuses.iter().copied().chain([ALWAYS]).flatten().map(|sort| sort.name()).collect();
    let sorts: Value = sorts.into_iter().collect();
    move |operation| {
        let mut operation = operation.id(id).tag(tag).summary(summary);
        operation.inner_mut().extensions.insert(PROBLEMS.to_owned(), sorts.clone());
        operation
    }
}

/// Every operation.
pub(crate) fn all() -> ApiRouter<Arc<Desk>> {
    let none: &[&[Sort]] = &[];
    ApiRouter::new()
        .api_route("/me", get_with(lists::me, told("me", "lists", "Whose token it is", none)))
        .api_route(
            "/token",
            delete_with(settings::end_token, told("end_token", "lists", "Take the token itself away", none)),
        )
        .api_route(
            "/organisation",
            get_with(lists::organisation, told("organisation", "lists", "Who works here", none)),
        )
        .api_route(
            "/worklist",
            get_with(
                lists::worklist,
                told("worklist", "lists", "The caller's day", &[SCOPE, ADDRESS, &[Sort::Days]]),
            ),
        )
        .api_route(
            "/group",
            get_with(
                group::show,
                told(
                    "group",
                    "lists",
                    "The caller's units",
                    &[SCOPE, ADDRESS, &[Sort::Days, Sort::NotLeading]],
                ),
            ),
        )
        .api_route(
            "/search",
            post_with(
                lists::search,
                told("search", "lists", "Look for somebody", &[SCOPE, JSON, &[Sort::SearchOne]]),
            )
            .layer(map_response(async |found| beat::mark(found))),
        )
        .merge(of_the_law())
        .merge(of_the_house())
        .merge(of_drafts())
        .merge(of_files())
        .merge(acts())
        .merge(waiting_for_people())
        .merge(keeping())
}

fn of_the_law() -> ApiRouter<Arc<Desk>> {
    let none: &[&[Sort]] = &[];
    ApiRouter::new()
        .api_route(
            "/law/lists/{list}",
            get_with(
                law_data::list,
                told("value_list", "law", "The choices of a value list", &[ADDRESS, &[Sort::NotFound]]),
            ),
        )
        .api_route(
            "/law/decision-types",
            get_with(law_data::decision_types, told("decision_types", "law", "Types of decisions", none)),
        )
        .api_route("/law/rules", get_with(law_data::rules, told("rules", "law", "Rules with a time", none)))
}

fn of_the_house() -> ApiRouter<Arc<Desk>> {
    let show = told("settings", "settings", "What holds for the authority", &[SCOPE]);
    let set = told("set", "settings", "Set what holds for it", &[SCOPE, JSON, &[Sort::NotFound]]);
    let forward = told(
        "set_day_forward",
        "settings",
        "Set the practice municipality's day forward",
        &[SCOPE, JSON, &[Sort::NotFound]],
    );
    ApiRouter::new()
        .api_route("/settings", get_with(settings::show, show).put_with(settings::set, set))
        .api_route("/practice/day", post_with(settings::set_forward, forward))
}

fn of_drafts() -> ApiRouter<Arc<Desk>> {
    let missing = &[Sort::NotFound];
    let list = told("drafts", "drafts", "What is not signed yet", &[SCOPE]);
    let open = told("draft", "drafts", "A draft with its text", &[SCOPE, ADDRESS, missing]);
    let keep = told("keep_draft", "drafts", "Save a draft", &[DRAFT, JSON]);
    let away = told("throw_draft_away", "drafts", "Throw a draft away", &[SCOPE, ADDRESS, missing]);
    let take = told("take_over_draft", "drafts", "Take over a draft left lying", &[SCOPE, ADDRESS, missing]);
    let own = get_with(drafts::open, open).put_with(drafts::keep, keep).delete_with(drafts::throw_away, away);
    let show = told("investigation", "drafts", "An investigation that is being written", &[FILE]);
    let section = told("keep_section", "drafts", "Save a section of it", &[DRAFT, JSON]);
    let sign =
        told("sign_sections", "drafts", "Sign it, as it was shown", &[FILE, JSON, ACT, &[Sort::TextChanged]]);
    let investigation = "/files/{file}/matters/{matter}/investigation";
    ApiRouter::new()
        .api_route("/drafts", get_with(drafts::list, list))
        .api_route("/drafts/{draft}", own)
        .api_route("/drafts/{draft}/take-over", post_with(drafts::take_over, take))
        .api_route(investigation, get_with(writing::show, show))
        .api_route(&format!("{investigation}/sections/{{section}}"), put_with(writing::keep, section))
        .api_route(&format!("{investigation}/signature"), post_with(writing::sign, sign))
}

fn of_files() -> ApiRouter<Arc<Desk>> {
    let missing = &[Sort::NotFound];
    let asked = told("contact", "files", "Whom to contact instead", &[SCOPE, ADDRESS, missing]);
    let given = told("reasons", "files", "Reasons given for reading it", &[FILE]);
    let state = told(
        "state_reason",
        "files",
        "State a reason for reading",
        &[SCOPE, JSON, missing, &[Sort::Refused]],
    );
    ApiRouter::new()
        .api_route(
            "/files/{file}",
            get_with(files::show, told("file", "files", "How a file stands", &[FILE])),
        )
        .api_route(
            "/files/{file}/entries",
            get_with(
                files::entries,
                told("entries", "files", "Its entries, by page", &[FILE, &[Sort::Limit]]),
            ),
        )
        .api_route(
            "/files/{file}/readers",
            get_with(files::readers, told("readers", "files", "Who has read it", &[FILE])),
        )
        .api_route("/files/{file}/contact", get_with(reasons::asked, asked))
        .api_route("/files/{file}/reasons", get_with(reasons::given, given).post_with(reasons::state, state))
        .api_route(
            "/files/{file}/people/{person}",
            get_with(people::show, told("person", "files", "Who somebody in it is", &[FILE])),
        )
        .api_route(
            "/files/{file}/documents/{document}",
            get_with(documents::open, told("document", "documents", "The bytes of a document", &[FILE])),
        )
        .api_route(
            "/reports/{receipt}",
            get_with(
                reports::standing,
                told(
                    "receipt",
                    "reports",
                    "What became of a message",
                    &[SCOPE, ADDRESS, &[Sort::NotFound, Sort::NotReception]],
                ),
            ),
        )
}

fn acts() -> ApiRouter<Arc<Desk>> {
    let wish = told("wish", "acts", "Acts over several files, all or none", &[JSON, ACT]);
    let act = told("act", "acts", "Acts in one file, all or none", &[JSON, ACT, SEEN]);
    let moves = told("move", "acts", "Move entries to the right file", &[JSON, ACT, SEEN, FILE]);
    let letters = told(
        "send_letters",
        "acts",
        "Draw letters, and record that they were sent",
        &[JSON, ACT, SEEN, FILE, &[Sort::NotAParty]],
    );
    ApiRouter::new()
        .api_route("/wishes", post_with(doing::wish, wish))
        .api_route("/files/{file}/acts", post_with(doing::in_file, act))
        .api_route("/files/{file}/moves", post_with(doing::r#move, moves))
        .api_route("/files/{file}/letters", post_with(letters::send, letters))
}

/// Messages that were set aside.
fn waiting_for_people() -> ApiRouter<Arc<Desk>> {
    let missing = &[Sort::NotFound];
    let list = told("set_aside", "reports", "Messages that wait for a person", &[SCOPE, missing]);
    let one = told("message_set_aside", "reports", "One of them", &[SCOPE, ADDRESS, missing]);
    let bytes = told("message_bytes", "reports", "What it says, as it came", &[SCOPE, ADDRESS, missing]);
    let handle =
        told("handle_message", "reports", "Say what was done about it", &[SCOPE, ADDRESS, JSON, missing]);
    ApiRouter::new()
        .api_route("/set-aside", get_with(set_aside::list, list))
        .api_route("/set-aside/{receipt}", get_with(set_aside::one, one))
        .api_route("/set-aside/{receipt}/bytes", get_with(set_aside::bytes, bytes))
        .api_route("/set-aside/{receipt}/handled", post_with(set_aside::handle, handle))
}

/// Addresses whose body may be larger than a form.
fn keeping() -> ApiRouter<Arc<Desk>> {
    let keep = told(
        "keep_document",
        "documents",
        "Keep the bytes of a document",
        &[FILE, &[Sort::TooLarge, Sort::Document]],
    );
    let receive = told(
        "receive_report",
        "reports",
        "Receive a report of concern",
        &[SCOPE, ADDRESS, &[Sort::NotReception, Sort::TooLarge]],
    );
    ApiRouter::new()
        .api_route("/files/{file}/documents", post_with(documents::keep, keep))
        .api_route("/reports", post_with(reports::receive, receive))
        .layer(DefaultBodyLimit::max(ATTACHMENT_BYTES_MAX))
}

/// Says of every object that it has no other fields than those described: what has another name is refused, and not passed over.
pub(crate) fn close(schema: &mut Map<String, Value>) {
    for inner in schema.values_mut() {
        match inner {
            Value::Object(inner) => close(inner),
            Value::Array(all) => all.iter_mut().filter_map(Value::as_object_mut).for_each(close),
            _ => {}
        }
    }
    let composed = ["allOf", "anyOf", "oneOf"].iter().any(|word| schema.contains_key(*word));
    if schema.contains_key("properties") && !composed {
        schema.entry("additionalProperties").or_insert(false.into());
    }
}

/// Gives each operation an answer of its own for each status that it can refuse with, saying which sorts of problems have it. In place of
/// the one answer for everything, which says nothing.
pub(crate) fn tell_problems(api: &mut OpenApi) {
    let paths = api.paths.iter_mut().flat_map(|paths| paths.paths.values_mut());
    let items = paths.filter_map(|item| match item {
        ReferenceOr::Item(item) => Some(item),
        ReferenceOr::Reference { .. } => None,
    });
    for operation in items.flat_map(|item| {
        [&mut item.get, &mut item.put, &mut item.post, &mut item.delete].into_iter().flatten()
    }) {
        let Some(responses) = &mut operation.responses else { continue };
        let Some(ReferenceOr::Item(any)) = responses.default.take() else { continue };
        let sorts = operation.extensions.get(PROBLEMS).and_then(Value::as_array);
        let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
        for sort in Sort::ALL {
            let named = |sorts: &Vec<Value>| sorts.iter().any(|one| one == sort.name());
            if sorts.is_some_and(named) {
                by_status.entry(sort.status().as_u16()).or_default().push(sort.name());
            }
        }
        for (status, sorts) in by_status {
            let description = format!("Not done: `{}`.", sorts.join("`, `"));
            let response = Response { description, ..any.clone() };
            responses.responses.insert(Documented::Code(status), ReferenceOr::Item(response));
        }
    }
}
