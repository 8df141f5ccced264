### Ramen kring varje sida, delarna och felsidorna.

skip = Gå till innehållet
demo-label = Övning
demo-banner = Övningsmiljö – inga riktiga personer

## Raden med fem ord

rail-label = Huvudmeny
rail-my-day = Min dag
rail-group = Gruppen
rail-report = Anmälan
rail-search = Sök
rail-more = Mer
rail-needs-now = { $n ->
    [one] 1 sak behöver dig nu
   *[other] { $n } saker behöver dig nu
}

## Foten

foot-shown-day = Visar
foot-advance = Ställ fram dagen
foot-advance-days = { $n ->
    [one] 1 dag
   *[other] { $n } dagar
}
foot-advance-go = Ställ fram
foot-keys = Hitta
foot-log-out = Logga ut

## Paletten

palette-label = Hitta
palette-ask = Vart vill du, eller vad vill du göra?
palette-list = Träffar
palette-empty = Inget på sidan heter så.
palette-found = Antal träffar:
palette-help = Pil väljer, Enter går dit, Esc stänger. Ctrl Enter trycker på sidans huvudknapp, j och k går mellan raderna.

## Dagar

weekday-1 = mån
weekday-2 = tis
weekday-3 = ons
weekday-4 = tor
weekday-5 = fre
weekday-6 = lör
weekday-7 = sön
month-1 = jan
month-2 = feb
month-3 = mar
month-4 = apr
month-5 = maj
month-6 = jun
month-7 = jul
month-8 = aug
month-9 = sep
month-10 = okt
month-11 = nov
month-12 = dec
month-long-1 = januari
month-long-2 = februari
month-long-3 = mars
month-long-4 = april
month-long-5 = maj
month-long-6 = juni
month-long-7 = juli
month-long-8 = augusti
month-long-9 = september
month-long-10 = oktober
month-long-11 = november
month-long-12 = december
day-today = i dag
day-tomorrow = i morgon
day-yesterday = i går
day-in = { $n ->
    [one] om 1 dag
   *[other] om { $n } dagar
}
day-ago = { $n ->
    [one] för 1 dag sedan
   *[other] för { $n } dagar sedan
}
day-late = { $n ->
    [one] 1 dag sen
   *[other] { $n } dagar sen
}

## Klockan

clock-why = Varför den dagen
clock-lapsed = har upphört
clock-latest-lawful = Senaste lagliga dag är { $day }, eftersom dagen infaller på en helg.
law-unreviewed = ej granskad av jurist
law-uncertain = osäker
law-uncertain-long = ej granskad av jurist, och inte läst mot lagtexten

## Påståenden

statement-fact = Fakta
statement-said = Sagt av
statement-assessment = Bedömning
statement-child = egna ord

## Tidslinjen

kind-report = Anmälan
kind-decision = Beslut
kind-note = Anteckning
kind-document = Handling
kind-meeting = Möte
kind-system = Spår av systemet
entry-number = nr { $n }
entry-link = Länk till anteckning nr { $n }
filter-legend = Visa
filter-all = Allt
filter-reports = Anmälningar
filter-decisions = Beslut
filter-notes = Anteckningar
filter-documents = Handlingar
filter-meetings = Möten
filter-voice = Barnets röst
phase-ongoing = pågår

## Formulär

field-optional = (frivilligt)
errors-title = { $n ->
    [one] En sak behöver rättas
   *[other] { $n } saker behöver rättas
}
draft-saving = Sparar …
draft-saved = Sparat
draft-saved-at = Sparat { $time }
draft-failed = Inte sparat – texten är kvar här
draft-conflict = Inte sparat – texten har ändrats på ett annat ställe. Båda står kvar.
draft-theirs = Så här står det på det andra stället
draft-out = Du är utloggad. Texten står kvar och sparas när du har loggat in.
draft-save = Spara utkast
check-change = Ändra

## Barnets huvud

child-head-label = Barnet
child-custody = Vårdnad:

## Får inte

may-not-who = Det kan göras av

## Brev

letter-number = Ärende
letter-day = Datum
letter-appeal = Hur du överklagar

## Fel

error-reference = Uppge numret om du hör av dig om felet:
error-back = Till Min dag
error-not-found-title = Sidan finns inte
error-not-found = Antingen finns den inte, eller så är den inte till för dig. Sök på namn, personnummer eller ärendenummer.
error-refused-title = Det gick inte att skicka
error-refused = Begäran kom inte från en av Lyktas egna sidor. Gå tillbaka, läs in sidan igen och försök på nytt.
error-too-large-title = För stort
error-too-large = Det som skickades är större än Lykta tar emot. En fil får vara högst 25 MB.
error-slow-title = Det tog för lång tid
error-slow = Det är oklart om det senaste hann sparas. Försök igen: samma sak sparas aldrig två gånger.
error-fault-title = Något gick fel hos oss
error-fault = Det är inte ditt fel. Inget halvt har sparats. Försök igen.

## Det som skrevs, när det inte gick att ta emot

given-back-login-title = Du är utloggad
given-back-login = Inget har sparats än, och det du skrev står kvar här. Logga in i en ny flik, kom tillbaka hit och tryck Skicka igen.
given-back-step-up-title = Styrk vem du är
given-back-step-up = Inget har sparats än, och det du skrev står kvar här. Det du ska göra kräver att du nyss har visat vem du är. Gör det i en ny flik, kom tillbaka hit och tryck Skicka igen.
given-back-to-login = Logga in i en ny flik
given-back-gone-title = Det gick inte att spara
given-back-gone = Antingen finns sidan inte, eller så är den inte till för dig längre. Det du skrev står här: kopiera det och lämna det till den som har ärendet.
given-back-again = Skicka igen
given-back-document = En bifogad fil följer inte med: välj den på nytt i akten.
given-back-written = Det du skrev
given-back-settled = Det hann göras innan det du skrev skickades. Det som saknas kan du skriva som en anteckning.
login-away-title = Inloggningstjänsten svarar inte
login-away = Lykta är igång, men tjänsten som visar vem du är svarar inte just nu. Försök igen om en stund. Är det bråttom: ring socialjouren eller din chef.
login-lost-title = Inloggningen hann bli för gammal
login-lost = Svaret hör inte till någon pågående inloggning i den här webbläsaren. Börja om från inloggningssidan.
login-stopped-title = Du loggades inte in
login-stopped = Inloggningen avbröts. Börja om när du vill.
login-refused-title = Inloggningen godtogs inte
login-refused = Svaret från inloggningstjänsten gick inte att lita på. Börja om. Händer det igen, säg till den som sköter Lykta: orsaken står i loggen.
login-low-title = Logga in med kortet
login-low = Din roll kräver en starkare inloggning än den du använde. Logga in igen och välj e-legitimation på tjänsten, till exempel SITHS eller Freja.
login-old-title = Visa igen vem du är
login-old = Inloggningstjänsten svarade med en gammal inloggning. Försök igen och legitimera dig på nytt när den frågar.
login-no-account-title = Du har inget konto här
login-no-account = Inloggningstjänsten känner dig, men ingen har öppnat ett konto åt dig i Lykta. Be din chef om en kod. Har du en kod, koppla din inloggning med den.
login-other-title = Det var någon annan
login-other = Den som visade vem den är är inte den som är inloggad här. Logga ut och in igen.
bind-no-code-title = Koden gäller inte
bind-no-code = Koden är använd eller har gått ut. Be om en ny.
bind-taken-title = Inloggningen är redan kopplad
bind-taken = Den du loggade in som hör redan till ett annat konto. Koden är inte förbrukad. Logga in som dig själv, eller säg till den som sköter Lykta.
