//! Certificates: whoever does not prove to be the server is told nothing.

use store::{Address, Db, Error, Home, Options, Result, log};
use testhome::{Authority, OverTls};

use crate::OURS;

fn address(url: &str, trusted: &Authority) -> Address {
    Address::parse(url, Some(&trusted.certificate())).expect("an address")
}

/// Opens a register there and writes in it.
fn opened(address: Address) -> Result<Db> {
    let dir = tempfile::tempdir().expect("a directory");
    let db = Db::open(Home::on(dir.path(), address), Options::default())?.of(OURS);
    db.write(|tx| log::create_authority(tx, OURS, "Lyktinge"))?;
    Ok(db)
}

fn refused(server: &OverTls, name: &str, demanded: &str, trusted: &Authority) -> String {
    match opened(address(&server.url(name, demanded), trusted)).map(|_| ()) {
        Err(Error::Away(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_server_is_believed_when_its_certificate_holds_for_its_name_and_not_otherwise() {
    let own = Authority::new("Lyktinge");
    let others = [Authority::new("Grannkommunen"), Authority::new("Lyktinge")];
    let server = OverTls::start(Some((&own, "localhost")));
    for demanded in ["sslmode=require", "sslmode=verify-full"] {
        for other in &others {
            let why = refused(&server, "localhost", demanded, other);
            assert!(why.contains("LYKTA_DATABASE_CA") && why.contains("localhost/lykta"), "{why}");
        }
        let misnamed = refused(&server, "127.0.0.1", demanded, &own);
        assert!(misnamed.contains("not valid for name"), "{misnamed}");
    }
    let open = opened(address(&server.url("localhost", "sslmode=verify-full"), &own));
    assert!(open.is_ok() && server.is_called_over_tls());
}

#[test]
fn a_server_that_does_not_speak_tls_is_not_spoken_to() {
    let own = Authority::new("Lyktinge");
    let server = OverTls::start(None);
    for demanded in ["sslmode=require", "sslmode=verify-full"] {
        let why = refused(&server, "localhost", demanded, &own);
        assert!(why.contains("server does not support TLS"), "{why}");
    }
    let near = Address::parse(&server.url("localhost", "sslmode=disable"), None).expect("an address");
    assert!(opened(near).is_ok() && !server.is_called_over_tls(), "on this computer nobody is in between");
}
