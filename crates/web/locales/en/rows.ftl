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
