### The words of the clocks: what is to be done, by the rule’s number in the law data, and how the day was counted.

clock-no-provision = No provision given
counted-at-once = At once, counted from { $start }.
counted-same-or-next = The same day, the next at the very latest, counted from { $start }.
counted-period = { $length } from { $start }.
counted-recurring = At least once per { $length }, counted from { $start }.
counted-hours = { $n } hours from { $start }, counted in whole days.
counted-age = The day the age of { $n } is reached.
counted-yearly = The same day every year.
counted-set = The day is set in the matter, counted from { $start }.
counted-extended = The day was moved by a decision.
period-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
period-weeks = { $n ->
    [one] 1 week
   *[other] { $n } weeks
}
period-months = { $n ->
    [one] 1 month
   *[other] { $n } months
}
period-years = { $n ->
    [one] 1 year
   *[other] { $n } years
}

duty-dl-001 = Make the protection assessment
duty-dl-002 = Decide whether to open an investigation
duty-dl-003 = Open an investigation
duty-dl-004 = Give the reporter feedback
duty-dl-006 = Offer a meeting about the report
duty-dl-007 = Write down what was told orally
duty-dl-008 = Write the journal note
duty-dl-009 = Register the document
duty-dl-010 = Confirm to the Enforcement Authority
duty-dl-011 = The party may ask for a decision
duty-dl-012 = Answer the request for a decision
duty-dl-013 = Tell the party of the delay
duty-dl-020 = Inform the parties of the investigation
duty-dl-130 = Inform the child, who is now a party
duty-dl-021 = Complete the investigation
duty-dl-022 = Complete the extended investigation
duty-dl-023 = The party may answer the material
duty-dl-024 = Tell the party of the decision
duty-dl-025 = The party may appeal
duty-dl-027 = Hand over the appeal
duty-dl-028 = The municipality may appeal
duty-dl-031 = Report the urgent decision to the board
duty-dl-032 = Report the decision that is not carried out
duty-dl-033 = Report the interruption
duty-dl-034 = Begin the youth service
duty-dl-035 = Give the prosecutor a statement
duty-dl-036 = Complete the custody investigation
duty-dl-037 = Answer the request for transfer
duty-dl-038 = The municipality may apply to IVO for transfer
duty-dl-039 = IVO decides on the transfer
duty-dl-040 = Follow-up after the investigation ends
duty-dl-041 = Follow-up after the placement ends
duty-dl-042 = Follow-up after LVU care ends
duty-dl-043 = Inform about the follow-up
duty-dl-044 = Follow up the service
duty-dl-050 = The stay in an emergency home ends
duty-dl-051 = Consider whether care is still needed
duty-dl-052 = Revise the care plan
duty-dl-053 = Consider whether custody should be transferred
duty-dl-054 = Consider a removal ban
duty-dl-055 = Discharge at the guardian’s request
duty-dl-056 = Tell the region of the health examination
duty-dl-059 = Obtain register extracts about the home
duty-dl-060 = Draw up the care plan
duty-dl-061 = Draw up the service plan
duty-dl-062 = Visit the child
duty-dl-070 = Submit the taking into care to the court
duty-dl-071 = The court examines the submission
duty-dl-072 = Apply for care under LVU
duty-dl-073 = The court decides the case
duty-dl-074 = Begin the care
duty-dl-075 = Consider whether care is still needed
duty-dl-076 = Review whether care should end
duty-dl-077 = Consider contact and the secret whereabouts
duty-dl-078 = Examine whether the preventive measures should end
duty-dl-079 = The taking into care ends
duty-dl-080 = Consider whether the removal ban is still needed
duty-dl-081 = Submit the removal ban to the court
duty-dl-082 = Apply for a removal ban
duty-dl-083 = Submit the exit ban to the court
duty-dl-084 = Apply for an exit ban
duty-dl-085 = Examine whether the exit ban is still needed
duty-dl-086 = Arrange a medical examination
duty-dl-087 = LVU care ends at 18
duty-dl-088 = LVU care ends at 21
duty-dl-089 = The exit ban ends at 18
duty-dl-090 = Submit the protected housing to the court
duty-dl-091 = The court examines the submission
duty-dl-092 = Apply for protected housing
duty-dl-093 = The court decides the case
duty-dl-094 = Begin the placement
duty-dl-095 = Consider whether protected housing is still needed
duty-dl-096 = Consider contact and the secret whereabouts
duty-dl-097 = A repeated application may be dismissed
duty-dl-120 = Draw up a coordinated individual plan

## What the law asks for in words, without a day to count to

child-undated = { $n ->
    [one] 1 duty without a fixed day
   *[other] { $n } duties without a fixed day
}
undated-promptly = Promptly
undated-soonest = As soon as possible
undated-board = At the board’s next meeting
undated-regularly = At regular intervals
undated-set = The day that the decision sets
undated-before = Before the next step is taken
undated-no-limit = Without a time limit
undated-since = since { $day }
duty-dl-125 = Answer the request for personal data
duty-dl-126 = Test the request for an official document
duty-dl-131 = Let the party read
