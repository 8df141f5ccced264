### Delegated decisions, for the meeting of the board.

delegated-title = Delegated decisions
delegated-period = Decisions recorded from { $from } through { $to }.
delegated-lead = Without names: the number of the matter, the type of decision and the day.
delegated-show = Show
delegated-more = Not all of them fit. Choose a shorter time.
delegated-urgent = Urgent decisions by the chair
delegated-no-urgent = None. They are otherwise reported at the next meeting (6 kap. 39–40 §§ KL).
delegated-others = Decisions by delegation
delegated-none = None.
delegated-by-point = { $level }, point { $point } of the order adopted { $adopted }
