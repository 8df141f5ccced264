//! Several authorities in one place: no command speaks of one of them by chance.

use std::fs;

use crate::program::{made, run};

#[test]
fn where_there_are_several_a_command_is_told_which_and_one_of_them_can_move() {
    let (folder, data) = made();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let data = data.to_str().unwrap();
    let done = |args: &[&str]| {
        let (code, out, err) = run(args);
        assert_eq!(code, 0, "{args:?}: {out}{err}");
        out
    };
    done(&["jobs", "--data", data]);
    let neighbour = include_str!("../../demo/lyktinge.toml").replace("Lyktinge", "Granninge");
    fs::write(at("granninge.toml"), neighbour).unwrap();
    done(&["organisation", "import", &at("granninge.toml"), "--data", data, "--authority", "2"]);

    let own = |command: &[&str]| run(&[command, &["--data", data]].concat());
    for command in [
        &["jobs"][..],
        &["export", "-o", &at("allt.lykta")],
        &["checkpoint"],
        &["witness", "-o", &at("vittne")],
        &["prove", "1", "-o", &at("bevis")],
        &["organisation", "show"],
        &["account", "open", "--user", "ulla"],
    ] {
        let (code, _, err) = own(command);
        assert!(
            code == 1 && err.contains("which authority? --authority N: here are 1, 2"),
            "{command:?}: {err}"
        );
    }
    assert!(!folder.path().join("allt.lykta").exists());
    let show = done(&["organisation", "show", "--data", data, "--authority", "2"]);
    assert!(show.contains("Granninge"), "{show}");

    let (to, through) = (at("flyttad"), at("flytt.lykta"));
    let copy = ["copy", "--from", data, "--to", &to, "--through", &through];
    let (code, _, err) = run(&copy);
    assert!(code == 1 && err.contains("which authority?"), "{err}");
    let moved = done(&[&copy[..], &["--authority", "2"]].concat());
    assert!(moved.contains("authority=2 moved"), "{moved}");
    let key = format!("{data}/lykta.key");
    let there = done(&["organisation", "show", "--data", &to, "--key", &key]);
    assert!(there.contains("Granninge"), "the only one there need not be named: {there}");
}
