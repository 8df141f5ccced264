### Fel barn: flytta till rätt akt.

move-title = Flytta till rätt barns akt
move-why = Posten lämnar den här akten helt. Kvar står att den flyttades, när och av vem.
move-along = { $n ->
    [one] En post till hör ihop med den och följer med.
   *[other] { $n } poster till hör ihop med den och följer med.
}
move-siblings = Till ett syskon
move-number = Rätt barns personnummer
move-find = Hitta akten
move-entry = Posten
move-check-title = Stämmer det här barnet?
move-to = Flyttas till: { $who }
move-elsewhere = en akt som { $unit } har
move-readers = Har öppnat akten sedan posten kom hit
move-no-readers = Ingen annan har öppnat akten sedan dess.
move-sign = Flytta
move-other = Ett annat barn
error-move-nobody = Ingen akt som du får skriva i har det numret. Kontrollera numret. Hör posten till ett barn hos någon annan kan mottagningen eller den som leder enheten flytta den: säg till dem, så står den kvar här så länge.
move-all-title = Är det samma barn?
move-all-from = Från
move-all-to = Till
move-all-opens = en akt öppnas
move-all-going = { $n ->
    [one] En post flyttas
   *[other] { $n } poster flyttas
}
move-all-stay = { $n ->
    [one] En post stannar här: att akten öppnades eller vad som är känt om familjen.
   *[other] { $n } poster stannar här: att akten öppnades, vad som är känt om familjen och spår av tidigare flyttar.
}
move-all-sign = { $n ->
    [one] Ja, flytta posten
   *[other] Ja, flytta { $n } poster
}
move-all-not = Nej, det är inte samma barn
move-readers-all = Har öppnat akten sedan den första posten kom
