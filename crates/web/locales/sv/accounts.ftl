# Konton

accounts-title = Konton
accounts-lead = Den som har ett öppet konto kan logga in med det som är kopplat till det. En kod kopplar en inloggning och gäller en gång. Varje kod och varje stängning står i journalen över konton, med vem som gjorde det.
accounts-none = Inget konto.
accounts-since = Öppet sedan { $day }.
accounts-way-provider = Inloggningstjänst
accounts-way-passkey = Inloggningsnyckel
accounts-unbound = Inget kopplat än
accounts-proved = Visade senast vem hen är { $when }.
accounts-never = Har inte loggat in.
accounts-open = Öppna konto
accounts-again = Ny kod
accounts-close = Stäng kontot
accounts-close-hint = Alla inloggningar och de program som använder kontot är slut från och med nästa klick. Kommer personen tillbaka behövs en ny kod.
accounts-close-now = Stäng nu
accounts-code-title = Kod för
accounts-code = Lämna den personligen. Den gäller en gång, till { $until }, och visas inte igen.
accounts-left = Arbetar inte här längre
accounts-left-lead = De kan inte logga in, men kontot är öppet. Stäng det.
organisation-accounts = Konton: vem som kan logga in
done-konto-stangt = Kontot är stängt.
