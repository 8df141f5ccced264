### Möten: boka, avsluta.

meeting-title = Boka möte
meeting-kind = Slag
meeting-day = Dag
meeting-time = Tid
meeting-place = Plats
meeting-child = { $name } är med
meeting-with = Andra som är med
meeting-worker = Vem av oss?
meeting-book = Boka
meeting-one-title = Möte
meeting-outcome = Hur blev det?
meeting-end = Spara
meeting-note-at-once = Skriv anteckningen direkt, så avslutas mötet samtidigt
meeting-siblings = Boka också i syskonens akter
meeting-end-siblings = Avsluta också mötet för
