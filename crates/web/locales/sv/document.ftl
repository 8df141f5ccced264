### Inkomna handlingar.

document-page = Inkommen handling
document-file = Fil
document-on-paper = Handlingen finns bara på papper
document-what = Vad är det?
document-sender = Från vem?
document-channel = Hur kom den?
document-day = Togs emot
document-time = Tid
document-deemed-other = Räknas som inkommen en annan dag
document-deemed-hint = Det som låg i brevlådan när den tömdes, eller hämtades på posten, räknas som inkommet närmast föregående arbetsdag.
document-register = Registrera
document-error-missing = Välj filen, eller kryssa för att handlingen bara finns på papper.
document-error-title = Skriv vad det är, till exempel Intyg från BVC.
document-error-sender = Skriv vem den kommer från.
done-handling = Handlingen är registrerad.
document-siblings = Registrera också i syskonens akter
