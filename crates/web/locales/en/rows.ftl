### The rows of the lists.

row-why = why
row-masked = Protected details
row-assess = Make the protection assessment
row-write-note = Write the note: { $meeting }
row-decide = Decide: { $decision }
row-waits-for = { $decision }, with { $who }
row-waits = { $decision }, waits for a decision
row-draft-when = Draft
row-draft = Finish: { $form }
row-waited = { $n ->
    [0] today
    [one] waited 1 day
   *[other] waited { $n } days
}
matter-report-received = Report, waits for the protection assessment
matter-report-assessing = Preliminary assessment
matter-report-closed = Report, closed
matter-investigation-running = Investigation
matter-investigation-closed = Investigation, closed
matter-measure-running = Measure
matter-measure-closed = Measure, ended
row-undated = { $duty }, since { $day } ({ $provision })
left-out = There is no room for everything here. There are also { $what }.
left-out-matters = { $n ->
    [one] 1 more matter
   *[other] { $n } more matters
}
left-out-clocks = { $n ->
    [one] 1 more deadline
   *[other] { $n } more deadlines
}
left-out-undated = { $n ->
    [one] 1 more duty without a fixed day
   *[other] { $n } more duties without a fixed day
}
left-out-meetings = { $n ->
    [one] 1 more meeting
   *[other] { $n } more meetings
}
left-out-proposals = { $n ->
    [one] 1 more proposal
   *[other] { $n } more proposals
}
matter-service-running = Service
matter-service-closed = Service, ended
row-instead-of = for { $who }, who is away
row-log-check-when = to check
row-log-check = Log check: { $unit }, { $month }
