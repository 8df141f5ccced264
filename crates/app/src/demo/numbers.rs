//! Deals the demo's people their identity numbers: synthetic, so that none can ever be anybody's.

use law::Day;
use record::identity::{IdentityNumber, LegalSex};

/// A dealer. No two numbers are the same, whatever the birthdays.
#[derive(Debug)]
pub(crate) struct Numbers {
    next: u16,
}

/// Serial numbers below are left to those who try the demo and type a number of their own.
const FIRST: u16 = 230;

impl Numbers {
    /// A dealer with a full deck.
    pub(crate) fn new() -> Self {
        Self { next: FIRST }
    }

    /// The next number: its last serial digit is even for women and odd for men.
    pub(crate) fn deal(&mut self, birth: Day, sex: Option<LegalSex>) -> IdentityNumber {
        let even = self.next;
        self.next = if even >= 998 { FIRST } else { even + 2 };
        let odd = sex == Some(LegalSex::Male);
        IdentityNumber::synthetic(birth, if odd { even + 1 } else { even })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_synthetic_and_tell_the_sex() {
        let mut numbers = Numbers::new();
        let birth = Day::new(2017, 3, 9).unwrap();
        for sex in [LegalSex::Female, LegalSex::Male] {
            let number = numbers.deal(birth, Some(sex));
            assert!(number.is_synthetic());
            assert_eq!(number.sex_from_number(), Some(sex));
        }
        assert_ne!(numbers.deal(birth, None), numbers.deal(birth, None));
    }
}
