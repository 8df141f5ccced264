### The group.

group-units = Units
group-all-units = All my units
group-unassessed = Reports without a protection assessment
group-unassessed-empty = Every report has its protection assessment.
group-undistributed = To distribute
group-undistributed-empty = Every matter has a worker.
group-assessed-unqualified = Protection assessed without the qualification
group-assessed-unqualified-why = The assessment stands. Somebody qualified needs to see it before the decision is made.
group-proposals = Proposals that wait for a decision
group-clocks = Clocks
group-clocks-empty = No clock runs out within two weeks.
group-clocks-all = Show every clock
group-drafts = Drafts left lying
group-drafts-why = They are not signed and not in the file. Take one over and you become its author; that is written down.
group-take-over = Take over the draft
group-main = Worker
group-second = Second worker
group-choose = Worker
group-nobody = Second worker
group-along = Same as above
group-distribute = Distribute
group-people-of = Workers to choose among
group-people-own = Our units
group-people-show = Show
group-load = { $who } ({ $n } { $n ->
    [one] matter
   *[other] matters
 })
group-unqualified = { $who }, not qualified
group-main-missing = Choose who is to have the matter.
group-same-twice = Choose two different people, or leave the second worker empty.
group-matter-unknown = It is not clear which matter is meant. Open the page again.
group-may-not = The group’s page is for those who lead it
group-may-not-why = All the matters of a unit are shown here. Your own stand under My day.
group-may-not-ground = Inner secrecy: who does not need the information for their work has no access to it.
