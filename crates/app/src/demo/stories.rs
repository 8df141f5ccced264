//! The stories that are told, by their files. A file that is not named here is not told; a test finds it.

/// Every story: the name of its file, and its text.
pub(super) const ALL: &[(&str, &str)] = &[
    ("dahl.toml", include_str!("../../demo/stories/dahl.toml")),
    ("haddad.toml", include_str!("../../demo/stories/haddad.toml")),
    ("jonsson.toml", include_str!("../../demo/stories/jonsson.toml")),
    ("kovac.toml", include_str!("../../demo/stories/kovac.toml")),
    ("lindqvist.toml", include_str!("../../demo/stories/lindqvist.toml")),
    ("mensah.toml", include_str!("../../demo/stories/mensah.toml")),
    ("nygard.toml", include_str!("../../demo/stories/nygard.toml")),
    ("ostberg.toml", include_str!("../../demo/stories/ostberg.toml")),
];
