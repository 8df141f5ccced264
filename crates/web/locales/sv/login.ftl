### Inloggningen i övningen.

login-title = Vem är du i dag?
login-lead = Det här är en övning. Välj en roll och se Lykta med dess ögon. Du byter när du vill.
login-does-reception = Tar emot anmälningar, skyddsbedömer och förhandsbedömer.
login-does-duty = Tar emot på kvällar, nätter och helger.
login-does-investigation = Utreder, skriver anteckningar och lägger fram förslag till beslut.
login-does-new = Har ännu inte den behörighet som vissa uppgifter kräver.
login-does-first = Fördelar ärenden och beslutar det som är delegerat dit.
login-does-head = Leder alla grupper och ser alla frister.
login-does-open-care = Möter barn och föräldrar i insatser.
login-does-foster-home = Rekryterar och följer familjehem.
login-does-committee = Fattar beslut som inte får delegeras till tjänstemän.
login-title-real = Logga in
login-with = Logga in med
login-bind = Första gången? Koppla din inloggning

# Inloggningsnyckel (passkey)
login-key = Logga in med nyckel
bind-key = Skapa en inloggningsnyckel
passkey-title = Använd din inloggningsnyckel
passkey-title-make = Skapa din inloggningsnyckel
passkey-lead = Webbläsaren frågar efter nyckeln. Lås upp den med PIN-kod eller finger. Ingen annan sida kan använda den.
passkey-lead-make = Webbläsaren frågar var nyckeln ska ligga: i en säkerhetsnyckel, i telefonen eller i datorn. Lås upp den med PIN-kod eller finger. Sedan är koden förbrukad och nyckeln din.
passkey-use = Använd nyckeln
passkey-make = Skapa nyckeln
passkey-failed = Nyckeln användes inte. Försök igen, eller gå tillbaka.
passkey-missing = Den här webbläsaren kan inte använda inloggningsnycklar. Uppdatera den eller logga in på ett annat sätt.
passkey-script = En inloggningsnyckel kräver JavaScript: webbläsaren lämnar bara ut den till ett skript. Slå på det för den här sidan eller logga in på ett annat sätt.
passkey-other = Logga in på ett annat sätt
