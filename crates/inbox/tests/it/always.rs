//! Whatever comes, in whatever order and however often the program dies: received = registered + set aside, and each registered child's
//! report is one matter in one file.

use crate::fixture::{Inbox, now, number, reception, registered, small};
use inbox::{Outcome, Receipt, Rules};
use law::LawBook;
use proptest::prelude::*;
use record::MatterState;
use serde_json::json;
use std::collections::BTreeMap;

/// One thing that comes.
#[derive(Clone, Debug)]
enum Comes {
    /// A message about one or two of a few children.
    Message { id: u8, children: Vec<u8>, text: u8 },
    /// Something broken.
    Broken(u8),
    /// One of those that came before, again.
    Again(usize),
}

fn comes() -> impl Strategy<Value = (Comes, bool)> {
    let children = proptest::collection::vec(0_u8..4, 1..3);
    let message = (0_u8..12, children, 0_u8..3);
    let message = message.prop_map(|(id, children, text)| Comes::Message { id, children, text });
    let what = prop_oneof![
        4 => message,
        1 => (0_u8..5).prop_map(Comes::Broken),
        2 => (0_usize..20).prop_map(Comes::Again),
    ];
    // The program dies after receiving, or does not.
    (what, proptest::bool::weighted(0.3))
}

fn bytes(what: &Comes, before: &[Vec<u8>]) -> Vec<u8> {
    match what {
        Comes::Message { id, children, text } => {
            let mut message = small(&format!("nr {id}"), "");
            let born = |child: &u8| number("2016-04-12", 240 + 2 * u16::from(*child));
            let children: Vec<_> = children.iter().map(|child| json!({ "number": born(child) })).collect();
            message["children"] = children.into();
            message["report"]["concern"] = format!("Det här är text {text}.").into();
            message.to_string().into_bytes()
        }
        Comes::Broken(kind) => match kind {
            0 => Vec::new(),
            1 => b"{".to_vec(),
            2 => vec![0xff, 0xfe],
            3 => b"{\"format\":\"lykta.report.v9\"}".to_vec(),
            _ => b"{\"format\":\"lykta.report.v1\",\"message_id\":\"nr 3\"}".to_vec(),
        },
        Comes::Again(at) if before.is_empty() => {
            bytes(&Comes::Broken(u8::try_from(*at % 5).expect("small")), before)
        }
        Comes::Again(at) => before[at % before.len()].clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_nothing_registered_twice(all in proptest::collection::vec(comes(), 1..16)) {
        let inbox = Inbox::new();
        let rules = Rules { law: LawBook::sweden(), today: now().today, demo: true };
        let mut before: Vec<Vec<u8>> = Vec::new();
        let mut receipts: BTreeMap<Vec<u8>, Receipt> = BTreeMap::new();
        for (what, dies) in &all {
            let bytes = bytes(what, &before);
            let receipt = if *dies {
                inbox::receive_beside(inbox.home.home(), 1, &reception(), now(), rules, &bytes).expect("received")
            } else {
                inbox.receive_bytes(&bytes)
            };
            if let Some(known) = receipts.get(&bytes) {
                prop_assert_eq!(&known.number, &receipt.number);
                prop_assert!(receipt.received_before);
            }
            receipts.insert(bytes.clone(), receipt);
            before.push(bytes);
            let counts = inbox.counts();
            prop_assert_eq!(counts.received(), receipts.len() as u64);
        }
        let inbox = inbox.reopened();
        inbox::register_waiting(&inbox.house, now()).expect("registered");
        let counts = inbox.counts();
        prop_assert_eq!(counts.waiting, 0);
        prop_assert_eq!(counts.received(), counts.registered + counts.set_aside);
        prop_assert_eq!(counts.received(), receipts.len() as u64);

        // Numbers without gaps, and each registered child's report found once.
        let mut numbers: Vec<u64> = Vec::new();
        let mut matters = BTreeMap::new();
        for (bytes, receipt) in &receipts {
            let now = inbox.receive_bytes(bytes);
            prop_assert_eq!(&now.number, &receipt.number);
            numbers.push(now.number.trim_start_matches("K2026-").parse().expect("a number"));
            prop_assert!(now.outcome != Outcome::Waiting);
            if matches!(now.outcome, Outcome::Registered { .. }) {
                for kept in registered(&now) {
                    prop_assert!(matters.insert(kept.matter.expect("a report"), kept.file).is_none());
                }
            }
        }
        numbers.sort_unstable();
        prop_assert!(numbers.iter().copied().eq(1..=receipts.len() as u64));
        let mut reports = 0;
        let mut files: Vec<_> = matters.values().copied().collect();
        files.sort();
        files.dedup();
        for file in files {
            let open = inbox.file(&inbox::RegisteredIn { file, matter: None, number: None });
            for (matter, state) in &open.file.matters {
                prop_assert!(matches!(state.state, MatterState::Report(_)));
                prop_assert_eq!(matters.get(&matter.uuid()), Some(&file));
                reports += 1;
            }
        }
        prop_assert_eq!(reports, matters.len());
        prop_assert!(inbox.house.view_rows().expect("rows") == inbox.house.refolded_rows().expect("rows"));
    }
}
