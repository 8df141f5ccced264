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
