### The timeline.

timeline-title = Timeline
timeline-search = Search the file
timeline-search-go = Search
timeline-found = { $n ->
    [0] Nothing found.
    [one] One entry found.
   *[other] { $n } entries found.
}
timeline-all = Show all
timeline-empty = There is nothing to show.
done-anteckning = The note is signed.
done-tillagg = The addendum is signed.
done-bestridande = The dispute is recorded.
done-beslut-infort = The decision is recorded.
done-handelse = The event is recorded.
done-flyttad = Moved to the right child’s file.
