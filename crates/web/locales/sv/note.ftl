### Anteckning, tillägg, bestridande.

note-title = Anteckning
note-text = Vad hände?
note-sign = Skriv under
note-about = Om anteckningen
note-kind = Slag
note-day = Dag
note-time = Tid
note-child = { $name } var med
note-meeting = { $what } { $when }
note-siblings = Skriv också i syskonens akter
note-siblings-hint = Det som står ovan skrivs i varje akt som du kryssar för. Det som bara gäller ett av barnen skriver du i barnets eget fält.
note-only-here = Bara i den här akten
note-only-there = Bara i syskonets akt
addendum-title = Tillägg
addendum-text = Vad ska läggas till eller rättas, och varför?
addendum-sign = Skriv under tillägget
addendum-note = Anteckningen
dispute-title = Någon bestrider
dispute-why = Den som säger att något i akten är fel har rätt att få det noterat (14 kap. 6 § SoL). Texten själv ändras inte.
dispute-by = Vem säger det?
dispute-text = Vad säger personen är fel?
dispute-sign = Notera
dispute-entry = Det gäller
