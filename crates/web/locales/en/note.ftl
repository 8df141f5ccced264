### Note, addendum, dispute.

note-title = Note
note-text = What happened?
note-sign = Sign
note-about = About the note
note-kind = Kind
note-day = Day
note-time = Time
note-child = { $name } took part
note-meeting = { $what } { $when }
note-siblings = Sign into the siblings’ files too
note-siblings-hint = What stands above is written in each file you tick. What concerns only one of the children goes in that child’s own field.
note-only-here = Only in this file
note-only-there = Only in the sibling’s file
addendum-title = Addendum
addendum-text = What is added or corrected, and why?
addendum-sign = Sign the addendum
addendum-note = The note
dispute-title = Somebody disputes
dispute-why = Whoever says that something in the file is wrong has the right to have that noted (SoL 14:6). The text itself does not change.
dispute-by = Who says so?
dispute-text = What do they say is wrong?
dispute-sign = Note it
dispute-entry = It is about
