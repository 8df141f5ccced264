### The login of the demo.

login-title = Who are you today?
login-lead = This is a demonstration. Choose a role and see Lykta through its eyes. Change whenever you like.
login-does-reception = Receives reports, assesses protection, makes preliminary assessments.
login-does-duty = Receives reports in the evening, at night and at weekends.
login-does-investigation = Investigates, writes notes and proposes decisions.
login-does-new = Does not yet have the qualification that some tasks demand.
login-does-first = Distributes matters and makes the decisions delegated to that level.
login-does-head = Leads every group and sees every deadline.
login-does-open-care = Meets children and parents in services.
login-does-foster-home = Recruits and follows foster homes.
login-does-committee = Makes decisions that may not be delegated to officials.
login-title-real = Log in
login-with = Log in with
login-bind = First time? Connect your login

# Passkeys
login-key = Log in with a passkey
bind-key = Make a passkey
passkey-title = Use your passkey
passkey-title-make = Make your passkey
passkey-lead = The browser asks for the key. Unlock it with a PIN or a finger. No other site can use it.
passkey-lead-make = The browser asks where the key is to be: in a security key, in the telephone or in the computer. Unlock it with a PIN or a finger. Then the code is used up and the key is yours.
passkey-use = Use the key
passkey-make = Make the key
passkey-failed = The key was not used. Try again, or go back.
passkey-missing = This browser cannot use passkeys. Update it, or log in another way.
passkey-script = A passkey needs JavaScript: the browser gives it to nothing but a script. Switch it on for this page, or log in another way.
passkey-other = Log in another way
