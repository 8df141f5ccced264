### Sök.

search-label = Vem eller vilket ärende söker du?
search-hint = Namn, personnummer eller ärendenummer
search-go = Sök
search-empty = Skriv ett namn, ett personnummer eller ett ärendenummer.
search-too-short = Skriv minst två bokstäver av namnet.
search-unreadable = Det går inte att läsa. Skriv ett namn, ett personnummer eller ett ärendenummer.
search-hits = { $n ->
    [0] Ingen träff
    [one] 1 träff
   *[other] { $n } träffar
}
search-none = Inget bland de akter du arbetar med. Mottagningen kan svara på om ett barn är känt.
search-none-reception = Ingen med det namnet eller numret är känd här.
search-register-new = Registrera en anmälan
search-register = Registrera anmälan om barnet
search-open = Öppna akten
search-no-file = Finns som person i en akt, har ingen egen akt.
search-known = Känd hos { $unit }.
search-known-contact = Känd hos { $unit }. Kontakta { $who }, { $phone }.
search-age = { $n } år
search-unborn = väntat barn
search-about-title = Om sökningen
search-about-what = Det går att söka på namn, personnummer och ärendenummer, inte på vad som står i akterna.
search-about-log = Varje sökning skrivs upp: vem som sökte, när, och vilka som visades.
search-about-protected = Den som har skyddade uppgifter hittas inte på namn.
