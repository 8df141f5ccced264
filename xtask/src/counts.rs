//! How many tests passed and failed, read from what the test programs print.
//!
//! Three programs report in three ways; reading their summaries keeps one honest total without asking any of
//! them for a machine format that changes between versions.

use std::fmt;
use std::ops::AddAssign;

/// Tests passed and failed.
///
/// Displays as `12 passed, 0 failed`, the line that ends every run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Counts {
    /// Reads one line of output; anything that is not a summary counts nothing.
    ///
    /// Known summaries are those of the standard test harness (`test result: ok. 3 passed; 0 failed; …`), of
    /// nextest (`Summary [ 0.1s] 3 tests run: 3 passed, 0 skipped`) and of our browser runner
    /// (`3 passed, 0 failed` alone on the line).
    pub(crate) fn from_line(line: &str) -> Self {
        let line = line.trim();
        let ours = line.ends_with(" failed") && line.split_whitespace().count() == 4;
        let nextest = line.starts_with("Summary [") && line.contains(" run: ");
        if !(ours || nextest || line.starts_with("test result: ")) {
            return Self::default();
        }
        Self { passed: number_before(line, "passed"), failed: number_before(line, "failed") }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The whole number right before `word`, or 0: `number_before("2 passed; 1 failed", "failed")` is 1.
fn number_before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line.split([' ', ';', ',']).filter(|part| !part.is_empty()).collect();
    words.windows(2).find(|pair| pair[1] == word).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_summaries_are_read() {
        let harness = "test result: FAILED. 11 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out";
        assert_eq!(Counts::from_line(harness), Counts { passed: 11, failed: 2 });
        let nextest = "     Summary [   0.203s] 8 tests run: 7 passed (1 slow), 1 failed, 3 skipped";
        assert_eq!(Counts::from_line(nextest), Counts { passed: 7, failed: 1 });
        assert_eq!(Counts::from_line("5 passed, 0 failed"), Counts { passed: 5, failed: 0 });
    }

    #[test]
    fn a_line_that_only_mentions_tests_counts_nothing() {
        for line in ["ok 3 - 2 passed notes", "running 4 tests", "error: 1 target failed:", ""] {
            assert_eq!(Counts::from_line(line), Counts::default(), "{line}");
        }
    }

    #[test]
    fn the_display_is_a_summary_again() {
        let counts = Counts { passed: 3, failed: 1 };
        assert_eq!(Counts::from_line(&counts.to_string()), counts);
    }
}
