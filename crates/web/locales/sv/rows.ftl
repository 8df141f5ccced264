### Raderna i listorna.

row-why = varför
row-masked = Skyddade uppgifter
row-assess = Gör skyddsbedömningen
row-write-note = Skriv anteckningen: { $meeting }
row-decide = Besluta: { $decision }
row-waits-for = { $decision }, hos { $who }
row-waits = { $decision }, väntar på beslut
row-draft-when = Utkast
row-draft = Skriv klart: { $form }
row-waited = { $n ->
    [0] i dag
    [one] väntat 1 dag
   *[other] väntat { $n } dagar
}
matter-report-received = Anmälan, väntar på skyddsbedömning
matter-report-assessing = Förhandsbedömning
matter-report-closed = Anmälan, avslutad
matter-investigation-running = Utredning
matter-investigation-closed = Utredning, avslutad
matter-measure-running = Åtgärd
matter-measure-closed = Åtgärd, avslutad
row-undated = { $duty }, sedan { $day } ({ $provision })
left-out = Allt får inte plats här. Det finns också { $what }.
left-out-matters = { $n ->
    [one] 1 ärende till
   *[other] { $n } ärenden till
}
left-out-clocks = { $n ->
    [one] 1 frist till
   *[other] { $n } frister till
}
left-out-undated = { $n ->
    [one] 1 skyldighet till utan bestämd dag
   *[other] { $n } skyldigheter till utan bestämd dag
}
left-out-meetings = { $n ->
    [one] 1 möte till
   *[other] { $n } möten till
}
left-out-proposals = { $n ->
    [one] 1 förslag till
   *[other] { $n } förslag till
}
matter-service-running = Insats
matter-service-closed = Insats, avslutad
row-instead-of = för { $who }, som är frånvarande
row-log-check-when = att kontrollera
row-log-check = Loggkontroll: { $unit }, { $month }
