### The log check.

logcheck-title = Log check
logcheck-back = To all months
logcheck-what = Every month it is checked how the unit’s staff have read in the files. Most of it explains itself: whoever read had the matter. The rest you see here, together with a sample. A sign does not say that anything is wrong.
logcheck-signed-by = Signed by
logcheck-to-sign = Waits for a check
logcheck-running = Running
logcheck-openings = { $n ->
    [one] 1 opening.
   *[other] { $n } openings.
}
logcheck-explained = { $percent }% explain themselves.
logcheck-own = { $n ->
    [one] Your own opening is not shown here. Somebody else who leads the unit checks it.
   *[other] Your own { $n } openings are not shown here. Somebody else who leads the unit checks them.
}
logcheck-not-over = The month is running. The sample is drawn and the check is signed when it is over.
logcheck-left = Somebody else must check as well:
logcheck-empty = Nothing needs to be checked.
logcheck-file-elsewhere = A file you have no part in
logcheck-files = { $n } files in an hour
logcheck-words = What have you done, and what follows from it?
logcheck-words-missing = Say briefly what you have checked.
logcheck-sign = Sign the check
logcheck-already = You have signed this month already. What stands above holds.
logcheck-glass-open = A broken glass has not been reviewed yet. The check can be signed when it has.
logcheck-changed = Something new has come to check. Read through and answer that too.
sign-unexplained = No explanation
sign-glass = Broken glass
sign-stated = Stated reason
sign-same-name = Same family name as somebody in the file
sign-outside-hours = Evening, night or day of rest
sign-long-after = Nothing has run in the file for long
sign-many-files = Many files in an hour
sign-drawn = Sample
more-checks = Check how the unit’s staff have read
