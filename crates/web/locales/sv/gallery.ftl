### Galleriet: ord som bara det använder.

gallery-title = Galleri
gallery-clocks = Klockor
gallery-line = Tidslinjen
gallery-form = Formulär
gallery-notices = Besked
gallery-table = Fördelade ärenden
gallery-beside = Bredvid
gallery-beside-text = Här står sådant som är bra att ha, aldrig sådant man måste ha.
gallery-number = Barnets personnummer
gallery-number-hint = Tolv siffror, till exempel 20158211-2395
gallery-callback = Telefon till den som anmäler
gallery-day = Vilken dag hände det?
gallery-role = Anmälarens roll
gallery-note = Vad hände?
gallery-note-hint = Skriv det du såg och hörde. Det som barnet sa markerar du som egna ord.
gallery-acute = Behöver barnet skydd nu?
gallery-acute-hint = Bedömningen görs samma dag som anmälan kommer.
gallery-concerns = Vad handlar oron om?
gallery-reporter = Vem anmäler?
gallery-decision = Beslut
gallery-ground = Lagrum
gallery-reasons = Skäl
