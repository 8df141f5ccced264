### Mer: hjälp, tangenter, språk och lagdata.

more-law = Lagdata
more-law-version = Version { $version }: { $rules } tidsregler och { $decisions } slag av beslut.
more-law-reviewed = { $unreviewed } av { $rules } tidsregler är ej granskade av jurist. { $uncertain } är dessutom osäkra. Varje frist säger hur det är med den.
more-law-driven = { $acts } av reglerna startar och stannar frister genom det som görs i Lykta, { $hand } bara när någon för in att något har hänt; övriga väntar på delar som ännu inte är byggda.
more-keys = Tangenter
more-key = Tangent
more-does = Gör
more-key-off = avslagen
more-keys-off = Slå av enbokstavstangenter
more-keys-on = Slå på enbokstavstangenter
more-language = Språk
more-about = Om Lykta
more-about-lykta = Lykta är fri programvara (EUPL-1.2) för socialtjänstens arbete med barn och unga. Allt som skrivs förseglas och kedjas, så att inget kan försvinna eller ändras utan att det syns.
more-about-demo = Det här är en övning: inga riktiga personer finns här.
more-gallery = Se alla delar
key-find = Hitta på sidan
key-send = Trycker på sidans huvudknapp
key-help = Hjälp
key-urgent = Öppnar det mest brådskande under Min dag
key-next = Nästa rad
key-previous = Föregående rad
more-drafts = Utkast som blivit liggande
more-drafts-text = Ett utkast som ingen har sparat på så många dagar visas för den som leder enheten och kan tas över.
more-days = Antal dagar
more-drafts-save = Spara
more-error-days = Skriv ett antal dagar mellan 1 och 365.
