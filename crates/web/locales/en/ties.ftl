### Ties (conflict of interest, 16–18 §§ FL): whoever has one says so, whoever leads settles it.

ties-title = Ties
ties-say = I have a tie to …
ties-lead = You do not work with your own file, with that of somebody close to you, or with a file where others may wonder whether you are impartial (16–18 §§ FL). Say so at once. Do not write why.
ties-number = Personal identity number of whom you have a tie to
ties-kind = Which tie
tie-own = It is myself
tie-relative = Somebody close: family, near relatives or somebody I live with
tie-neighbour = A neighbour
tie-other = Another tie
ties-after = If it is yourself or somebody close, the file is shut to you at once. Otherwise whoever leads you settles it. The page does not tell whether the person is known here. If the person comes to us later: say so again.
ties-send = Say that I have a tie
ties-error-kind = Choose which tie it is.
ties-waiting = To settle
ties-one = { $who }: { $kind }
ties-no-file = The file is not yours to open.
ties-a-file = A file
ties-always = The file is shut to the worker. Give matters that the worker has to somebody else.
ties-handled = It is done
ties-settle = If an outsider may wonder whether the worker is impartial, the tie bars.
ties-bars = It bars: the file is shut
ties-bars-not = It does not bar
row-ties = Settle { $n ->
    [one] a tie
   *[other] { $n } ties
} (conflict of interest)
row-ties-when = to settle
refusal-tied = The person you have chosen is tied to somebody in the file (conflict of interest). Choose somebody else.
reason-tied-title = You are not to work with this file
reason-tied-what = You are tied to somebody in it.
reason-tied-then = If nobody else can do what is needed without considerable delay, you may do just that (17 § FL). Write what. It stands under Who has read, is reviewed, and the file is open to you for an hour.
reason-tied-go = Do what cannot wait
head-by-tie = You are tied to somebody in the file. Do only what nobody else can do in time
done-koppling = Thank you. What you wrote has been received.
done-provad = It is written down as settled.
