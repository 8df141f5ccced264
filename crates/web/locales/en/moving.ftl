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
move-all-title = Is it the same child?
move-all-from = From
move-all-to = To
move-all-opens = a file is opened
move-all-going = { $n ->
    [one] One entry moves
   *[other] { $n } entries move
}
move-all-stay = { $n ->
    [one] One entry stays here: that the file was opened, or what is known of the family.
   *[other] { $n } entries stay here: that the file was opened, what is known of the family, and traces of earlier moves.
}
move-all-sign = { $n ->
    [one] Yes, move the entry
   *[other] Yes, move { $n } entries
}
move-all-not = No, it is not the same child
move-readers-all = Have opened the file since the first entry came
