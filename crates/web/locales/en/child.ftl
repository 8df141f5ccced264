### The child’s page.

child-title = The child’s page
child-promises = Meetings with the child
child-matters = Matters
child-no-matters = No matter runs.
child-closed = { $n ->
    [one] One closed matter
   *[other] { $n } closed matters
}
child-latest = Latest in the file
child-clocks = Clocks of the whole file
child-do = Do
child-unborn-title = The expectant parent’s own file
child-unborn-text = Information about an unborn child stands here. The child’s file is opened at birth.
promise-last = Last met { $day }.
promise-never = We have not met the child yet.
promise-none = No time is booked.
promise-next = Next: { $when }, { $what } with { $who }
promise-waiting = Awaits its note: { $what } { $when }
matter-report = Report { $n }
matter-investigation = Investigation { $n }
matter-measure = Measure { $n }
worker-none = Not distributed, { $unit }
state-received = awaits protection assessment
state-assessing = preliminary assessment runs
state-opened = investigation opened
state-not-opened = not opened
state-linked = linked to an investigation
state-rerouted = did not belong here
state-closed-on = Closed { $day }
state-opened-on = Runs since { $day }
state-ended = ended
state-running = runs
state-immediate = Immediate need of protection
step-protection = Make the protection assessment
step-decide = Decide on an investigation
step-proposal = Read the proposal and decide
step-proposal-sent = See your proposal
step-feedback = Give the reporter feedback
step-notify = Tell those concerned
step-note = Write a note
link-preliminary = Steps of the assessment
link-tag = The violence tag
link-reroute = Does not belong here
link-feedback = Feedback
link-notices = Notices
link-record = Record a decision
link-book = Book
act-note = Write a note
act-timeline = Timeline
act-voice = The child’s voice
act-meeting = Book a meeting
act-document = Register a document
act-people = People around the child
act-record = Record a decision
act-occurrence = Record an event
act-readers = Who has read
done-beslut = The decision is made.
done-forslag = The proposal is sent.
done-retur = The proposal is sent back.
done-mote = The meeting is booked.
done-mote-slut = The meeting is ended.
done-forhandsbedomning = The step is signed.

matter-service = Service { $n }
state-not-begun = not begun
state-interrupted = stands still
