### Sammanträden: dagordning, brådskande beslut och protokoll.

label-paragraph = Paragraf i protokollet
label-dissent = Reservation
meeting-dissent = Reservationer
meeting-dissent-hint = Namn, en på varje rad. Skälen står i protokollet.
sammantrade-title = Sammanträde
sammantrade-lead = Dagordningen görs av de förslag som väntar på nämnden eller utskottet. Den som sitter där öppnar handlingarna i just de ärendena.
sammantrade-agenda = Att besluta
sammantrade-agenda-empty = Inget förslag väntar.
sammantrade-sent = Föreslaget { $day } av { $who }
sammantrade-urgent = Ordförandens brådskande beslut
sammantrade-urgent-empty = Inga sedan { $day }.
sammantrade-since = Sedan förra sammanträdet
sammantrade-day = Protokoll för dagen
sammantrade-show = Visa
sammantrade-minutes = Beslutat { $day }
sammantrade-minutes-empty = Inget beslut är inskrivet den dagen.
sammantrade-no-paragraph = utan paragraf
sammantrade-dissent = Reservation: { $who }
