//! Names of invented people: enough of them that a search finds a handful and not a thousand.

use fastrand::Rng;

const GIVEN: [&str; 60] = [
    "Alma", "Vera", "Selma", "Lykke", "Saga", "Edith", "Amina", "Leyla", "Zofia", "Hawa", "Mira", "Elvira",
    "Noah", "Hugo", "Adam", "Yusuf", "Omar", "Jakub", "Viggo", "Elton", "Melker", "Sixten", "Ali", "Love",
    "Astrid", "Signe", "Tuva", "Iris", "Juni", "Nova", "Freja", "Ellen", "Maryam", "Sara", "Ines", "Lova",
    "Alva", "Tilde", "Stina", "Hedda", "Nils", "Folke", "Arvid", "Ebbe", "Malte", "Theo", "Milo", "Ivar",
    "Ibrahim", "Hassan", "Elias", "Liam", "Vidar", "Frans", "Otto", "Sam", "Loke", "Tage", "Harry", "Emil",
];

const FIRST: [&str; 40] = [
    "Ahl", "Alm", "Asp", "Berg", "Björk", "Blom", "Bo", "Dahl", "Ek", "Eng", "Fager", "Fors", "Gran", "Grön",
    "Hag", "Hall", "Hed", "Hell", "Holm", "Häll", "Kvarn", "Lid", "Lilje", "Lind", "Ljung", "Lund", "Mal",
    "Nord", "Ny", "Ros", "Sand", "Sjö", "Sten", "Ström", "Stål", "Sund", "Söder", "Vall", "Väster", "Öst",
];

const SECOND: [&str; 30] = [
    "aker", "backe", "berg", "blad", "bo", "borg", "bäck", "dahl", "ek", "feldt", "fors", "gren", "gård",
    "hag", "holm", "hult", "kvist", "lind", "lund", "man", "mark", "qvist", "rot", "sjö", "skog", "stam",
    "stedt", "strand", "ström", "vik",
];

pub(super) fn given(rng: &mut Rng) -> String {
    GIVEN[rng.usize(..GIVEN.len())].to_owned()
}

pub(super) fn family(rng: &mut Rng) -> String {
    format!("{}{}", FIRST[rng.usize(..FIRST.len())], SECOND[rng.usize(..SECOND.len())])
}
