### Search.

search-label = Whom or which matter are you looking for?
search-hint = Name, identity number or matter number
search-go = Search
search-empty = Write a name, an identity number or a matter number.
search-too-short = Write at least two letters of the name.
search-unreadable = That cannot be read. Write a name, an identity number or a matter number.
search-hits = { $n ->
    [0] No hit
    [one] 1 hit
   *[other] { $n } hits
}
search-none = Nothing among the files you work with. Reception can say whether a child is known.
search-none-reception = Nobody by that name or number is known here.
search-register-new = Register a report
search-register = Register a report about the child
search-open = Open the file
search-no-file = Named in a file, but has no file of their own.
search-known = Known at { $unit }.
search-known-contact = Known at { $unit }. Contact { $who }, { $phone }.
search-age = { $n ->
    [one] 1 year old
   *[other] { $n } years old
}
search-unborn = expected child
search-about-title = About the search
search-about-what = You can search by name, identity number and matter number, not by what stands in the files.
search-about-log = Every search is written down: who searched, when, and who was shown.
search-about-protected = Whoever has protected details is not found by name.
