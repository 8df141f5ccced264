### Meetings: book, end.

meeting-title = Book a meeting
meeting-kind = Kind
meeting-day = Day
meeting-time = Time
meeting-place = Place
meeting-child = { $name } takes part
meeting-with = Others who take part
meeting-worker = Who of us?
meeting-book = Book
meeting-one-title = Meeting
meeting-outcome = How did it go?
meeting-end = Save
meeting-note-at-once = Write the note at once: that ends the meeting too
meeting-siblings = Book in the siblings’ files too
meeting-end-siblings = End the meeting also for
