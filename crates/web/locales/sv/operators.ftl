### Vad driften kan och inte kan se. Läses också av barn, föräldrar och den som har anmält.

operators-title = Vad driften kan och inte kan se
operators-lead = Några sköter datorerna som Lykta går på. De behövs för att inget ska försvinna, men de har inget i din akt att göra. Här står vad de kommer åt och vad de inte kommer åt.
operators-sees = Kan se:
operators-not = Kan inte se:
operators-database = Den som sköter databasen eller en säkerhetskopia
operators-database-sees = att det finns en akt, vilken enhet och handläggare som har den, vilket slags ärende det är, vilka dagar något hände, om det är bråttom, om någon har skyddade personuppgifter, och vem i personalen som har läst.
operators-database-not = vad någon heter, personnummer, adress eller telefon, ett ord av det som står i akten, dokument eller bilder. Allt det är låst, och nyckeln finns någon annanstans.
operators-logs = Den som läser programmets driftlogg
operators-logs-sees = när något gick fel och vad det var för sorts fel.
operators-logs-not = namn, nummer eller något som står i en akt. Det skrivs aldrig i driftloggen.
operators-accounts = Den som sköter personalens konton
operators-accounts-sees = vem i personalen som har ett konto och när det öppnades och stängdes.
operators-accounts-not = någon akt. Ett konto går inte att logga in med utan den som det är till.
operators-keys = Den som har nyckelfilen
operators-keys-sees = ingenting med bara filen: den är låst med en lösenfras eller ett kort. Den som har både filen, det som låser upp den och databasen kan läsa allt. Därför ska två personer ha var sin del.
operators-keys-not = något alls utan de två andra delarna.
operators-machine = Den som styr datorn medan Lykta går
operators-machine-sees = datorns minne, och där finns nycklar och de akter som är öppna just då. Det kan inget program hindra. Kommunen ska veta vilka de är, och de ska aldrig vara där ensamma.
operators-machine-not = akter som ingen har öppnat, utan att det lämnar spår i datorn.
operators-changed = Kan de ändra något?
operators-changed-text = Inte utan att det syns. Varje anteckning hänger ihop med den före, och varje dag får hela registret ett sigill som en annan kommun kan spara. Om något ändras, tas bort eller läggs till stämmer inte sigillet.
operators-protected = Om du har skyddade personuppgifter
operators-protected-text = Är du skyddad i folkbokföringen finns din adress inte alls i Lykta. Då kan ingen som sköter driften heller hitta den här.
operators-yours = Vill du veta vem som har läst om dig?
operators-yours-text = Be din handläggare om listan ”Vem har läst”. Där står vilken enhet och roll som läste, när och varför.
