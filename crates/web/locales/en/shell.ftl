### The frame of every page, the parts and the error pages.

skip = Skip to the content
demo-label = Training
demo-banner = Training environment – no real people

## The rail

rail-label = Main menu
rail-my-day = My day
rail-group = The group
rail-report = Report
rail-search = Search
rail-more = More
rail-needs-now = { $n ->
    [one] 1 thing needs you now
   *[other] { $n } things need you now
}

## The foot

foot-shown-day = Showing
foot-advance = Move the day forward
foot-advance-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
foot-advance-go = Move
foot-keys = Find
foot-log-out = Log out

## The palette

palette-label = Find
palette-ask = Where to, or what do you want to do?
palette-list = Matches
palette-empty = Nothing on the page is called that.
palette-found = Number of hits:
palette-help = Arrows choose, Enter goes there, Esc closes. Ctrl Enter presses the page’s main button, j and k move between rows.

## Days

weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
month-long-1 = January
month-long-2 = February
month-long-3 = March
month-long-4 = April
month-long-5 = May
month-long-6 = June
month-long-7 = July
month-long-8 = August
month-long-9 = September
month-long-10 = October
month-long-11 = November
month-long-12 = December
day-today = today
day-tomorrow = tomorrow
day-yesterday = yesterday
day-in = { $n ->
    [one] in 1 day
   *[other] in { $n } days
}
day-ago = { $n ->
    [one] 1 day ago
   *[other] { $n } days ago
}
day-late = { $n ->
    [one] 1 day late
   *[other] { $n } days late
}

## The clock

clock-why = Why that day
clock-lapsed = has lapsed
clock-latest-lawful = The latest lawful day is { $day }, since the first day falls on a weekend or a holiday.
law-unreviewed = not reviewed by a lawyer
law-uncertain = uncertain
law-uncertain-long = not reviewed by a lawyer, and not read against the text of the law

## Statements

statement-fact = Fact
statement-said = Said by
statement-assessment = Assessment
statement-child = own words

## The timeline

kind-report = Report
kind-decision = Decision
kind-note = Note
kind-document = Document
kind-meeting = Meeting
kind-system = System trace
entry-number = no { $n }
entry-link = Link to entry no { $n }
filter-legend = Show
filter-all = Everything
filter-reports = Reports
filter-decisions = Decisions
filter-notes = Notes
filter-documents = Documents
filter-meetings = Meetings
filter-voice = The child’s voice
phase-ongoing = ongoing

## Forms

field-optional = (optional)
errors-title = { $n ->
    [one] One thing needs correcting
   *[other] { $n } things need correcting
}
draft-saving = Saving …
draft-saved = Saved
draft-saved-at = Saved { $time }
draft-failed = Not saved – the text is still here
draft-conflict = Not saved – the text was changed somewhere else. Both are kept.
draft-theirs = This is what stands in the other place
draft-out = You are logged out. The text stands, and is saved when you have logged in.
draft-save = Save draft
check-change = Change

## The child’s head

child-head-label = The child
child-custody = Custody:

## May not

may-not-who = It can be done by

## Letters

letter-number = Matter
letter-day = Date
letter-appeal = How to appeal

## Errors

error-reference = Give this number if you contact us about the fault:
error-back = To My day
error-not-found-title = There is no such page
error-not-found = Either it does not exist, or it is not meant for you. Search by name, identity number or matter number.
error-refused-title = It could not be sent
error-refused = The request did not come from one of Lykta’s own pages. Go back, reload the page and try again.
error-too-large-title = Too large
error-too-large = What was sent is larger than Lykta accepts. A file may be at most 25 MB.
error-slow-title = It took too long
error-slow = It is unclear whether the last step was saved. Try again: the same thing is never saved twice.
error-fault-title = Something went wrong on our side
error-fault = It is not your fault. Nothing was half saved. Try again.

## What was written, when it could not be taken

given-back-login-title = You are logged out
given-back-login = Nothing has been saved yet, and what you wrote stands here. Log in in a new tab, come back here and press Send again.
given-back-step-up-title = Prove who you are
given-back-step-up = Nothing has been saved yet, and what you wrote stands here. What you are about to do needs you to have just shown who you are. Do that in a new tab, come back here and press Send again.
given-back-to-login = Log in in a new tab
given-back-gone-title = It could not be saved
given-back-gone = Either the page does not exist, or it is not meant for you any more. What you wrote stands here: copy it and give it to whoever has the matter.
given-back-again = Send again
given-back-document = An attached file does not come along: choose it again in the file.
given-back-written = What you wrote
given-back-settled = It was done before what you wrote was sent. What is missing can be written as a note.
login-away-title = The login service does not answer
login-away = Lykta is running, but the service that shows who you are does not answer just now. Try again in a moment. If it is urgent: call the emergency duty or your manager.
login-lost-title = The login became too old
login-lost = The answer belongs to no login that is going on in this browser. Start again from the login page.
login-stopped-title = You were not logged in
login-stopped = The login was cancelled. Start again when you like.
login-refused-title = The login was not accepted
login-refused = The answer from the login service could not be trusted. Start again. If it happens again, tell whoever tends Lykta: the cause stands in the log.
login-low-title = Log in with the card
login-low = Your role needs a stronger login than the one you used. Log in again and choose an e-identification on the service, such as SITHS or Freja.
login-old-title = Show once more who you are
login-old = The login service answered with an old login. Try again, and identify yourself anew when it asks.
login-no-account-title = You have no account here
login-no-account = The login service knows you, but nobody has opened an account for you in Lykta. Ask your manager for a code. If you have a code, connect your login with it.
login-other-title = That was somebody else
login-other = Whoever showed who they are is not who is logged in here. Log out and in again.
bind-no-code-title = The code does not hold
bind-no-code = The code has been used or has expired. Ask for a new one.
bind-taken-title = The login is connected already
bind-taken = Whoever you logged in as belongs to another account already. The code is not used up. Log in as yourself, or tell whoever tends Lykta.
