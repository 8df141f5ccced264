### Connecting what one logs in with to one’s account.

bind-title = Connect your login
bind-lead = You have been given a code by whoever tends accounts. The code holds once.
bind-code = Code
bind-hint = 24 characters. Spaces, hyphens and small letters are fine.
bind-wrong = The code does not hold. Check it, or ask for a new one: it may have been used or have expired.
bind-go = Continue
bind-whose = The code is for
bind-how = Log in the way you will from now on. Then the code is used up and the login is yours.
bind-nowhere = The demo has no login service to connect to. The code is not used up.
