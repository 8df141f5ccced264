### Att koppla det man loggar in med till sitt konto.

bind-title = Koppla din inloggning
bind-lead = Du har fått en kod av den som sköter konton. Koden gäller en gång.
bind-code = Kod
bind-hint = 24 tecken. Mellanslag, bindestreck och små bokstäver går bra.
bind-wrong = Koden gäller inte. Kontrollera den, eller be om en ny: den kan vara använd eller ha gått ut.
bind-go = Fortsätt
bind-whose = Koden är för
bind-how = Logga in som du ska göra hädanefter. Sedan är koden förbrukad och inloggningen din.
bind-nowhere = Övningen har ingen inloggningstjänst att koppla till. Koden är inte förbrukad.
