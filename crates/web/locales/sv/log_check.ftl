### Loggkontroll.

logcheck-title = Loggkontroll
logcheck-back = Till alla månader
logcheck-what = Varje månad kontrolleras hur enhetens medarbetare har läst i akterna. Det mesta förklarar sig självt: den som läste hade ärendet. Resten ser du här, tillsammans med ett stickprov. Ett tecken säger inte att något är fel.
logcheck-signed-by = Undertecknad av
logcheck-to-sign = Väntar på kontroll
logcheck-running = Pågår
logcheck-openings = { $n ->
    [one] 1 öppning.
   *[other] { $n } öppningar.
}
logcheck-explained = { $percent } % förklarar sig själva.
logcheck-own = { $n ->
    [one] Din egen öppning visas inte här. Någon annan som leder enheten kontrollerar den.
   *[other] Dina egna { $n } öppningar visas inte här. Någon annan som leder enheten kontrollerar dem.
}
logcheck-not-over = Månaden pågår. Stickprovet dras och kontrollen undertecknas när den är slut.
logcheck-left = Någon annan behöver också kontrollera:
logcheck-empty = Inget behöver kontrolleras.
logcheck-file-elsewhere = En akt du inte har del i
logcheck-files = { $n } akter på en timme
logcheck-words = Vad har du gjort, och vad följer av det?
logcheck-words-missing = Skriv kort vad du har kontrollerat.
logcheck-sign = Underteckna kontrollen
logcheck-already = Du har redan undertecknat den här månaden. Det som står ovan gäller.
logcheck-glass-open = En nödöppning är inte granskad än. Kontrollen kan undertecknas när den är det.
logcheck-changed = Det har kommit något nytt att kontrollera. Läs igenom och svara på det också.
sign-unexplained = Ingen förklaring
sign-glass = Nödöppning
sign-stated = Angivet skäl
sign-same-name = Samma efternamn som någon i akten
sign-outside-hours = Kväll, natt eller helg
sign-long-after = Inget pågår i akten sedan länge
sign-many-files = Många akter på en timme
sign-drawn = Stickprov
more-checks = Kontrollera hur enhetens medarbetare har läst
