### Record decisions and events from elsewhere.

record-title = Record a decision
record-why = A decision made in a meeting, by telephone or in court is recorded as it was, also late. The clocks count from the day it was made.
record-kind = Which decision?
record-day = Made on
record-person = By whom?
record-maker-title = Title
record-level = At which level?
record-urgent = Urgent decision by the chair
record-new-matter = New matter
record-text = What was decided?
record-motive = Reasons
record-until = Until
record-document = Document that shows it
record-no-document = No document in the file
record-sign = Record the decision
error-decision-kind = Choose a decision in the list: begin to type, for example taking into care.
error-level = Choose the level at which the decision was made.
occurrence-title = Record an event
occurrence-why = Events that start or stop a time set by law.
occurrence-kind = What has happened?
occurrence-until = Until
occurrence-text = In words
occurrence-sign = Record the event
error-event = Choose an event in the list: begin to type and it appears.
error-event-matter = Choose the matter.
