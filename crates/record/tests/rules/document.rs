use crate::{given::given, words::*};
use record::{Code, Command, Field, Refusal, document::ReceivedDocument, report::Arrival};

fn receive(document: ReceivedDocument) -> Command {
    Command::ReceiveDocument(None, document)
}

#[test]
fn a_document_is_registered_as_it_is_received() {
    let after = given([file()]).and(receive(a_document(50)));
    assert_eq!(after.file.documents[&a_document(50).id], 2);
    assert_eq!((after.clocks("DL-009").len(), after.running("DL-009")), (1, 0), "raised, and met at once");
    after.when(receive(a_document(50))).refused(&Refusal::IdTaken);
}

#[test]
fn it_has_an_arrival_a_channel_and_a_matter_that_is_there() {
    let open = given([file()]);
    given([]).when(receive(a_document(50))).refused(&Refusal::FileNotOpen);
    open.when(Command::ReceiveDocument(Some(matter(10)), a_document(50))).refused(&Refusal::NoSuchMatter);
    let (list, code) = ("arrival_channel".into(), "owl".to_owned());
    open.when(receive(ReceivedDocument { channel: Code::from("owl"), ..a_document(50) }))
        .refused(&Refusal::UnknownCode { list, code, field: Field::Channel });
    let arrival = Arrival::at(moment("2026-11-25"));
    open.when(receive(ReceivedDocument { arrival, ..a_document(50) }))
        .refused(&Refusal::InFuture(Field::Arrived));
    let arrival = Arrival { deemed: day("2026-11-23"), ..Arrival::at(moment("2026-11-24T08:00")) };
    open.when(receive(ReceivedDocument { arrival: arrival.clone(), ..a_document(50) }))
        .refused(&Refusal::Missing(Field::DeemedArrival));
    let arrival = Arrival { why: Some(text("Fanns i postfacket i går.")), ..arrival };
    open.when(receive(ReceivedDocument { arrival, ..a_document(50) })).written();
}
