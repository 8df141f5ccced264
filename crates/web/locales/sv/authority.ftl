### Den som arbetar för flera myndigheter.

authority-title = Myndighet
authority-lead = Du arbetar nu för
authority-one = Din inloggning öppnar ingen annan myndighet. Ska du arbeta för flera behöver du ett konto och en kod i var och en.
authority-how = Din inloggning öppnar också de här. Byter du avslutas det du har öppet här. Det du skriver sparas som utkast där du skrev det. Vad du får se och göra beror på din roll i den myndigheten, och det du läser loggas där.
authority-stay = Fortsätt här
authority-change = Byt myndighet
