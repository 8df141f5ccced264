### Utkast: vad formulären kallas i listor.

draft-form-note = Anteckning
draft-form-addendum = Tillägg
draft-form-protection = Skyddsbedömning
draft-form-preliminary = Förhandsbedömning
draft-form-decision = Beslut
draft-form-feedback = Återkoppling
draft-form-report = Anmälan
draft-form-document = En handling
draft-form-record = Ett beslut som fattats på annat håll
draft-form-person = En person
draft-form-change = Ändring av beslut
draft-form-stand = Ansökan och samtycke
draft-form-other = Text
done-kastat = Utkastet är kastat.
draft-text-lead = Akten är inte öppen för dig längre, men texten är din. Kopiera den och lämna den till den som har ärendet, eller kasta den.
draft-throw-away = Kasta utkastet
draft-clash-title = Texten är sparad från ett annat fönster
draft-clash = Det du skrev här är inte sparat. Öppna formuläret igen, jämför och lägg till det som saknas.
draft-gone-title = Utkastet finns inte längre
draft-gone = Det är signerat, kastat eller övertaget. Det du skrev här är inte sparat: kopiera det du behöver.
draft-form-communication = Kommunicering
draft-form-told = Underrättelse om beslut
