//! What holds for the HTML of any page: it is what a browser expects, every id is there once, and whatever is pointed at is there.

use std::collections::BTreeSet;

use scraper::{Html, Node};

/// Attributes that hold ids of the same page.
const POINTING: [&str; 6] = ["for", "list", "form", "aria-labelledby", "aria-describedby", "aria-controls"];

/// What is wrong.
pub(super) fn faults(page: &Html) -> Vec<String> {
    let mut found: Vec<String> =
        page.errors.iter().map(|error| format!("the HTML is wrong: {error}")).collect();
    let elements = || page.tree.nodes().filter_map(|node| node.value().as_element());
    let mut ids = BTreeSet::new();
    for id in elements().filter_map(|element| element.attr("id")) {
        if !ids.insert(id) {
            found.push(format!("the id {id} is there twice"));
        }
    }
    for element in elements() {
        for name in POINTING {
            let wanted = element.attr(name).unwrap_or_default().split_whitespace();
            let missing = wanted.filter(|id| !ids.contains(id));
            found.extend(missing.map(|id| format!("{name} points at {id}, which is not there")));
        }
        let link = element.attr("href").and_then(|href| href.strip_prefix('#')).filter(|id| !id.is_empty());
        if let Some(id) = link.filter(|id| !ids.contains(id)) {
            found.push(format!("a link leads to #{id}, which is not there"));
        }
    }
    found
}

/// The texts a reader meets that are no element's own: what is said of a picture, a field, a button.
pub(super) const SPOKEN: [&str; 10] = [
    "aria-label",
    "title",
    "alt",
    "data-saving",
    "data-saved",
    "data-failed",
    "data-conflict",
    "data-theirs",
    "data-empty",
    "data-found",
];

/// Is it a text of the page, and not white space between elements?
pub(super) fn is_said(node: &Node) -> bool {
    match node {
        Node::Text(text) => !text.trim().is_empty(),
        Node::Element(_) => true,
        _ => false,
    }
}
