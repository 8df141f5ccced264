### The wrong child: move to the right file.

move-title = Move to the right child’s file
move-why = The entry leaves this file altogether. What stays is that it was moved, when and by whom.
move-along = { $n ->
    [one] One more entry belongs with it and goes along.
   *[other] { $n } more entries belong with it and go along.
}
move-siblings = To a sibling
move-number = The right child’s identity number
move-find = Find the file
move-entry = The entry
move-check-title = Is this the right child?
move-to = Moves to: { $who }
move-elsewhere = a file that { $unit } has
move-readers = Have opened the file since the entry came here
move-no-readers = Nobody else has opened the file since then.
move-sign = Move
move-other = Another child
error-move-nobody = No file that you may write in has that number. Check the number. If the entry belongs to a child with somebody else, reception or whoever leads the unit can move it: tell them, and it stays here meanwhile.
