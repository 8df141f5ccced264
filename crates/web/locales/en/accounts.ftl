# Accounts

accounts-title = Accounts
accounts-lead = Whoever has an open account can log in by what is connected to it. A code connects a login and holds once. Every code and every closing stands in the record of accounts, with who did it.
accounts-none = No account.
accounts-since = Open since { $day }.
accounts-way-provider = Login service
accounts-way-passkey = Passkey
accounts-unbound = Nothing connected yet
accounts-proved = Last showed who they are { $when }.
accounts-never = Has not logged in.
accounts-open = Open an account
accounts-again = New code
accounts-close = Close the account
accounts-close-hint = All logins, and the programs that use the account, are out from the next click. If the person comes back a new code is needed.
accounts-close-now = Close now
accounts-code-title = Code for
accounts-code = Hand it over in person. It holds once, until { $until }, and is not shown again.
accounts-left = Work here no longer
accounts-left-lead = They cannot log in, but the account is open. Close it.
organisation-accounts = Accounts: who can log in
done-konto-stangt = The account is closed.
