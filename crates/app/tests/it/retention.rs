//! `lykta retention`: from the plan to the protocol, on the demo's own children.

use std::path::Path;

use crate::program::{made, run};

fn retention(data: &Path, user: &str, args: &[&str]) -> (i32, String, String) {
    let data = data.to_str().unwrap();
    run(&[&["retention", "--data", data, "--user", user], args].concat())
}

/// Has a report that led to nothing destroyed by two people, in a place that is opened with these arguments and whose day is set forward
/// so. Returns what was destroyed.
pub(crate) fn one_destroyed(opened: &[&str], set_forward: &dyn Fn(u32)) -> String {
    let done = |user: &str, args: &[&str]| {
        let (code, out, err) = run(&[&["retention", "--user", user], opened, args].concat());
        assert_eq!(code, 0, "{args:?}: {out}{err}");
        out
    };
    set_forward(2200);
    let plan = done("enar", &["plan"]);
    let frozen = plan.lines().find(|line| line.contains("row=R5b") && line.contains("standing=frozen"));
    let thing = frozen.expect("a report that led to nothing").split(' ').next().unwrap().to_owned();
    done("enar", &["confirm", "R5b", "--decision", "Nämnden 2032-11-02, § 7"]);
    done("enar", &["municipality", "0000"]);
    let proposed = done("enar", &["propose", &thing]);
    done("frida", &["decide", proposed.split(['=', ' ']).nth(1).unwrap()]);
    set_forward(2240);
    let out = done("frida", &["execute"]);
    assert!(out.contains(&format!("destroyed {thing} row=R5b")), "{out}");
    thing
}

/// Sets the demo's day forward, as its page does.
pub(crate) fn set_forward(data: &Path, days: u32) {
    let register = rusqlite::Connection::open(data.join("lykta.db")).unwrap();
    register
        .execute("INSERT OR REPLACE INTO setting VALUES (1, 'demo_days', ?1)", [days.to_string()])
        .unwrap();
}

#[test]
fn a_report_that_led_to_nothing_is_destroyed_by_two_people() {
    let (_folder, data) = made();
    let (code, out, err) = retention(&data, "enar", &["plan"]);
    assert!(code == 0 && out.contains(" kept="), "{out}{err}");
    assert!(!out.contains("standing=due"), "nothing is five years old: {out}");

    set_forward(&data, 2200);
    let (_, out, _) = retention(&data, "enar", &["plan"]);
    let frozen = out.lines().find(|line| line.contains("row=R5b") && line.contains("standing=frozen"));
    let thing = frozen.expect("a report that led to nothing").split(' ').next().unwrap().to_owned();
    assert_eq!(retention(&data, "enar", &["propose", &thing]).0, 1, "not settled");

    let confirm = ["confirm", "R5b", "--decision", "Nämnden 2032-11-02, § 7"];
    assert_eq!(retention(&data, "enar", &confirm).0, 0);
    let (code, _, err) = retention(&data, "enar", &["propose", &thing]);
    assert!(code == 1 && err.contains("which municipality is this?"), "{err}");
    for (who, named, told) in
        [("enar", "1480", "keeps-everything=yes"), ("frida", "0000", "keeps-everything=no")]
    {
        let (code, out, err) = retention(&data, who, &["municipality", named]);
        assert!(code == 0 && out == format!("municipality={named} {told}\n"), "{out}{err}");
    }
    let (code, out, err) = retention(&data, "enar", &["propose", &thing]);
    assert_eq!(code, 0, "{err}");
    let proposal = out.split(['=', ' ']).nth(1).unwrap();
    let (code, _, err) = retention(&data, "enar", &["decide", proposal]);
    assert!(code == 1 && err.contains("whoever proposed may not decide"), "{err}");
    assert_eq!(retention(&data, "ulla", &["decide", proposal]).0, 1, "leads no unit");
    let (_, out, _) = retention(&data, "frida", &["decide", proposal]);
    assert!(out.starts_with("quarantine-to=") && out.ends_with(" late=0\n"), "{out}");
    let (_, out, _) = retention(&data, "frida", &["execute"]);
    assert_eq!(out, "destroyed=0 held=0 restored=0\n", "in quarantine");

    set_forward(&data, 2240);
    let (code, out, err) = retention(&data, "frida", &["execute"]);
    assert!(code == 0 && out.contains(&format!("destroyed {thing} row=R5b")), "{out}{err}");
    assert!(!retention(&data, "enar", &["plan", "--all"]).1.contains(&thing));
    let (code, out, _) = run(&["verify", "--data", data.to_str().unwrap(), "--views"]);
    assert!(code == 0 && out.starts_with("authority=1 ok"), "{out}");
}

#[test]
fn what_cannot_be_done_is_said_and_changes_nothing() {
    let (_folder, data) = made();
    for (args, why) in [
        (&["hold", "x", "--ground", "trial", "--because", "Tvist."][..], "is no id"),
        (&["confirm", "R6", "--decision", "§ 1"], "waits for a decision"),
        (&["municipality", "Lund"], "is no municipality's code: it has four digits"),
        (&["execute"], "somebody who leads a unit"),
    ] {
        let user = if args[0] == "execute" { "ulla" } else { "enar" };
        let (code, out, err) = retention(&data, user, args);
        assert!(code != 0 && err.contains(why), "{args:?}: {out}{err}");
    }
    assert_eq!(retention(&data, "nobody", &["plan"]).0, 1);
}
