### Utkast: vad formulären kallas i listor.

draft-form-note = Anteckning
draft-form-addendum = Tillägg till en anteckning
draft-form-protection = Skyddsbedömning
draft-form-preliminary = Förhandsbedömning
draft-form-decision = Beslut
draft-form-feedback = Återkoppling
draft-form-report = Anmälan
draft-form-document = En handling
draft-form-record = Ett beslut som fattats på annat håll
draft-form-person = En person
draft-form-other = Text
done-kastat = Utkastet är kastat.
