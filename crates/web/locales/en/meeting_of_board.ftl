### Meetings of the board: agenda, urgent decisions and minutes.

label-paragraph = Paragraph in the minutes
label-dissent = Dissent
meeting-dissent = Dissent
meeting-dissent-hint = Names, one on each line. The reasons stand in the minutes.
sammantrade-title = Meeting of the board
sammantrade-lead = The agenda is made of the proposals that wait for the board or its committee. Whoever sits there opens the papers of just those matters.
sammantrade-agenda = To decide
sammantrade-agenda-empty = No proposal waits.
sammantrade-sent = Proposed on { $day } by { $who }
sammantrade-urgent = The chair's urgent decisions
sammantrade-urgent-empty = None since { $day }.
sammantrade-since = Since the last meeting
sammantrade-day = Minutes of the day
sammantrade-show = Show
sammantrade-minutes = Decided on { $day }
sammantrade-minutes-empty = No decision is written down on that day.
sammantrade-no-paragraph = without a paragraph
sammantrade-dissent = Dissent: { $who }
