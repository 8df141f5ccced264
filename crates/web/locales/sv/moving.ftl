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
