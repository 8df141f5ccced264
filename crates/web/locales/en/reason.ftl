### Why a colleague in the unit reads a file that is somebody else’s.

reason-title = Why do you need to read the file?
reason-what = The file is in your unit, but you have no part in it.
reason-then = If you need to read it now all the same, say why. The reason stands under Who has read. You can then read, not write, for an hour.
reason-why = Reason
reason-words = Describe briefly
reason-go = Give the reason and read
reason-missing = Choose why you need to read the file.
reason-words-missing = Say in a few words what you are going to do.
search-for-a-reason = Read for a stated reason
head-by-reason = You read for a stated reason and cannot write
