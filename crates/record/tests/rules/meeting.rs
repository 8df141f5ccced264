use crate::{given::given, words::*};
use record::{
    Code, Command, Field, Refusal,
    meeting::{Booking, MeetingEnd, MeetingEnded},
    note::Note,
};

fn book(booking: Booking) -> Command {
    Command::BookMeeting(Some(matter(10)), booking)
}

fn end(end: MeetingEnd, at: &str) -> Command {
    Command::EndMeeting(MeetingEnded { id: id(60), end, at: moment(at) })
}

fn noted(number: Option<u128>) -> Command {
    let note = Note { meeting: Some(id(60)), child: true, ..a_note(vec![fact("Vi pratade om skolan.")]) };
    Command::SignNote(number.map(matter), note)
}

#[test]
fn a_meeting_that_was_held_waits_for_its_note() {
    let booked = given([file(), report(10)]).and(book(a_booking(60)));
    let held = booked.clone().and(held(60));
    assert_eq!(held.running("DL-008"), 1);
    assert_eq!(held.clone().and(noted(Some(10))).running("DL-008"), 0);
    assert_eq!(held.and(noted(None)).running("DL-008"), 0, "wherever the note stands");
    let other = booked.and(noted(Some(10))).and(end(MeetingEnd::Held, "2026-11-24T09:00"));
    assert_eq!(other.running("DL-008"), 0, "noted before it was marked as held");
}

#[test]
fn what_was_not_held_asks_for_no_note() {
    for (how, at) in [(MeetingEnd::Missed, "2026-11-24T09:00"), (MeetingEnd::CalledOff, "2026-12-24T09:00")] {
        let after = given([file(), report(10)]).and(book(a_booking(60))).and(end(how, at));
        assert!(after.clocks("DL-008").is_empty());
        after.when(end(how, at)).refused(&Refusal::DoneAlready);
    }
}

#[test]
fn a_meeting_is_booked_once_in_a_matter_that_is_there() {
    let open = given([file(), report(10)]);
    given([]).when(Command::BookMeeting(None, a_booking(60))).refused(&Refusal::FileNotOpen);
    open.when(Command::BookMeeting(Some(matter(11)), a_booking(60))).refused(&Refusal::NoSuchMatter);
    open.when(held(60)).refused(&Refusal::NoSuchMeeting);
    let (list, code) = ("meeting_kind".into(), "seance".to_owned());
    open.when(book(Booking { kind: Code::from("seance"), ..a_booking(60) })).refused(&Refusal::UnknownCode {
        list,
        code,
        field: Field::Kind,
    });
    open.when(book(Booking { at: moment("2015-04-08"), ..a_booking(60) }))
        .refused(&Refusal::BeforeBirth(Field::Occurred));
    let booked = open.and(book(a_booking(60)));
    booked.when(book(a_booking(60))).refused(&Refusal::IdTaken);
    booked.when(end(MeetingEnd::Held, "2026-11-24T13:30")).refused(&Refusal::InFuture(Field::Occurred));
}
