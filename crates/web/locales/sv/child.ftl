### Barnets sida.

child-title = Barnets sida
child-promises = Möten med barnet
child-matters = Ärenden
child-no-matters = Inget ärende pågår.
child-closed = { $n ->
    [one] Ett avslutat ärende
   *[other] { $n } avslutade ärenden
}
child-latest = Senast i akten
child-clocks = Frister för hela akten
child-do = Göra
child-unborn-title = Den blivande förälderns egen akt
child-unborn-text = Uppgifter om ett väntat barn står här. Barnets akt öppnas när barnet är fött.
promise-last = Senaste mötet var { $day }.
promise-never = Vi har inte träffat barnet än.
promise-none = Ingen tid är bokad.
promise-next = Nästa: { $when }, { $what } med { $who }
promise-waiting = Väntar på anteckning: { $what } { $when }
matter-report = Anmälan { $n }
matter-investigation = Utredning { $n }
matter-measure = Åtgärd { $n }
worker-none = Inte fördelat, { $unit }
state-received = väntar på skyddsbedömning
state-assessing = förhandsbedömning pågår
state-opened = utredning inledd
state-not-opened = utredning inleddes inte
state-linked = kopplad till utredning
state-rerouted = hörde inte hit
state-closed-on = Avslutad { $day }
state-opened-on = Pågår sedan { $day }
state-ended = avslutad
state-running = pågår
state-immediate = Omedelbart behov av skydd
step-protection = Gör skyddsbedömningen
step-decide = Besluta om utredning
step-proposal = Läs förslaget och besluta
step-proposal-sent = Se ditt förslag
step-feedback = Återkoppla till anmälaren
step-notify = Underrätta dem det gäller
step-note = Skriv anteckning
link-preliminary = Förhandsbedömningens steg
link-tag = Märkningen om våld
link-reroute = Hör inte hit
link-feedback = Återkoppling
link-notices = Underrättelser
link-record = För in beslut
link-book = Boka
act-note = Skriv anteckning
act-timeline = Tidslinje
act-voice = Barnets röst
act-meeting = Boka möte
act-document = Lägg in handling
act-people = Personer kring barnet
act-record = För in beslut
act-occurrence = För in händelse
act-readers = Vem har läst
done-beslut = Beslutet är fattat.
done-forslag = Förslaget är skickat.
done-retur = Förslaget är skickat tillbaka.
done-mote = Mötet är bokat.
done-mote-slut = Mötet är avslutat.
done-forhandsbedomning = Steget är underskrivet.

matter-service = Insats { $n }
state-not-begun = inte påbörjad
state-interrupted = står stilla
