### Filer som laddas upp.

upload-too-large = Filen är större än 25 MB. Dela den, eller spara den med lägre upplösning.
upload-empty = Filen är tom. Kontrollera att det är rätt fil och välj den igen.
upload-unknown-kind = Filen är av ett slag som Lykta inte kan ta emot. Spara den som PDF, eller som bild (JPEG, PNG, TIFF).
upload-again = Välj filen igen. Webbläsaren kan inte behålla den när sidan läses om.
upload-hint = PDF, bild eller dokument, högst 25 MB. Den förseglas som den kom.
