//! A new epoch begins while people work, and when the old one has ended no copy of the keyring from its time opens.

use super::*;
use record::DraftId;
use store::{
    DraftPlace, Error, KeyError, Rewrapped, Sql,
    key_file::{KeyFile, Lock},
};

struct Kept {
    story: Story,
    keys: KeyFile,
    elsewhere: tempfile::TempDir,
}

fn organisation() -> Organisation {
    Organisation::new("Lyktinge", "Socialnämnden", vec![], vec![])
}

fn opened(home: &TestHome, keys: &KeyFile) -> Result<Arc<House>, Error> {
    House::open_demo(home.home().with_key(keys.clone()), organisation(), DelegationOrder::lyktinge())
}

fn kept() -> Kept {
    kept_in(TestHome::new())
}

fn kept_in(home: TestHome) -> Kept {
    let elsewhere = tempfile::tempdir().unwrap();
    let keys = KeyFile::new(elsewhere.path().join("keys"), Lock::None);
    keys.make().unwrap();
    let house = opened(&home, &keys).unwrap();
    Kept { story: Story { house, home, next: 1000 }, keys, elsewhere }
}

impl Kept {
    fn draft(&mut self) -> DraftPlace {
        let place =
            DraftPlace { draft: DraftId::new(self.story.id()), file: None, form: "note".into(), seen: 0 };
        self.story.house.save_draft(&reception(), now(), &place, b"halvskrivet".to_vec()).unwrap();
        place
    }
}

#[test]
fn a_program_that_runs_follows_into_the_new_epoch() {
    let mut kept = kept();
    let files = kept.story.report_siblings();
    let place = kept.draft();
    assert_eq!(kept.keys.begin_epoch(), Ok(2));
    assert_eq!(kept.story.house.not_in(2).unwrap().drafts, 1);

    let done = kept.story.house.rotate(2).unwrap();
    assert!(done.keys >= 6 && done.drafts == 1, "two people, two files, two matters: {done:?}");
    assert_eq!(kept.story.house.not_in(2), Ok(Rewrapped::default()));
    assert_eq!(kept.story.house.rotate(2), Ok(Rewrapped::default()), "there is nothing left to do");
    kept.story.act(&reception(), files[0].0, note("Efteråt.")).unwrap();
    kept.story.report_again(files[0].0);
    assert_eq!(kept.story.house.not_in(2), Ok(Rewrapped::default()), "what is new is wrapped in it");
    assert_eq!(kept.story.house.draft(&reception(), place.draft).unwrap().unwrap().text, b"halvskrivet");

    kept.keys.end_epoch(1).unwrap();
    let Kept { story: Story { house, home, .. }, keys, .. } = kept;
    drop(house);
    let house = opened(&home, &keys).unwrap();
    assert!(house.look(&reception(), now(), files[1].0, Page::Timeline).is_ok());
    assert_eq!(house.view_rows().unwrap(), house.refolded_rows().unwrap());
}

/// Whoever has taken a copy of the keyring before a destruction cannot open it once its epoch has ended.
#[test]
fn an_old_copy_of_the_keyring_does_not_open_when_its_epoch_has_ended() {
    let mut kept = kept_in(TestHome::in_files());
    kept.story.report_siblings();
    let Kept { story: Story { house, home, .. }, keys, elsewhere: _elsewhere } = kept;
    drop(house);
    let (now_there, copied) = (home.dir().join("keys.db"), home.dir().join("keys.db.copy"));
    std::fs::copy(&now_there, &copied).unwrap();
    let house = opened(&home, &keys).unwrap();
    keys.begin_epoch().unwrap();
    house.rotate(2).unwrap();
    drop(house);

    let back = |from: &Path| std::fs::copy(from, &now_there).unwrap();
    back(&copied);
    assert!(opened(&home, &keys).is_ok(), "until then the backup is one");
    keys.end_epoch(1).unwrap();
    back(&copied);
    assert_eq!(opened(&home, &keys).err(), Some(KeyError::EpochMissing(1).into()));
}

/// A node that runs holds the secret of an epoch no longer than the key file does: what somebody puts back from before opens with it no more.
#[test]
fn a_node_lets_go_of_an_epoch_that_has_ended() {
    const OLD: Sql = Sql("SELECT wrapped FROM draft WHERE authority = $1");
    const BACK: Sql = Sql("UPDATE draft SET epoch = $1, wrapped = $2 WHERE authority = $3");
    let mut kept = kept();
    let files = kept.story.report_siblings();
    let place = kept.draft();
    kept.keys.begin_epoch().unwrap();
    let house = Arc::clone(&kept.story.house);
    let old = house.db.read(|tx| tx.rows(OLD, &[1_i64.into()])?[0].bytes(0)).unwrap();
    house.rotate(2).unwrap();
    house.db.write(move |tx| tx.run(BACK, &[1_i64.into(), old.clone().into(), 1_i64.into()])).unwrap();
    let opened = || house.draft(&reception(), place.draft).map(|draft| draft.is_some());
    assert_eq!(opened(), Ok(true), "while both stand in the key file");
    kept.keys.end_epoch(1).unwrap();
    house.follow().unwrap();
    assert_eq!(opened(), Err(KeyError::EpochMissing(1).into()));

    std::fs::write(kept.elsewhere.path().join("keys"), "något annat").unwrap();
    assert!(house.follow().is_err(), "a file that is none is not taken");
    kept.story.act(&reception(), files[0].0, note("Efteråt.")).unwrap();
}

#[test]
fn an_epoch_that_stands_in_no_key_file_is_not_begun() {
    let kept = kept();
    assert_eq!(kept.story.house.rotate(2), Err(KeyError::EpochMissing(2).into()));
    assert_eq!(kept.story.house.keys().epoch(), Ok(1));
}
