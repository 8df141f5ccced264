use super::*;

#[test]
fn every_story_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::open_demo(&folder.path().join("demo"), organisation(), DelegationOrder::lyktinge()).unwrap();
    let first = "2026-11-24T08:00:00Z".parse().unwrap();
    tell_all(&house, first).map_err(|error| format!("{error:#}")).unwrap();
}
