### För in beslut och händelser som har skett på annat håll.

record-title = För in ett beslut
record-why = Ett beslut som fattats i ett möte, på telefon eller i domstol förs in som det blev, också sent. Klockorna räknas från dagen det fattades.
record-kind = Vilket beslut?
record-day = Fattat den
record-person = Av vem?
record-maker-title = Titel
record-level = På vilken nivå?
record-urgent = Brådskande beslut av ordföranden
record-new-matter = Nytt ärende
record-text = Vad beslutades?
record-motive = Skäl
record-until = Gäller till och med
record-document = Handling som visar det
record-no-document = Ingen handling i akten
record-sign = För in beslutet
error-decision-kind = Välj ett beslut i listan: börja skriva, till exempel omhändertagande.
error-level = Välj på vilken nivå beslutet fattades.
occurrence-title = För in en händelse
occurrence-why = Händelser som startar eller stoppar en lagstadgad tid.
occurrence-kind = Vad har hänt?
occurrence-until = Till och med
occurrence-text = Med egna ord
occurrence-sign = För in händelsen
error-event = Välj en händelse i listan: börja skriva så visas den.
error-event-matter = Välj vilket ärende det gäller.
