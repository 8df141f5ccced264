### What the operators can and cannot see. Read by children, parents and those who have reported, too.

operators-title = What the operators can and cannot see
operators-lead = Some people look after the computers that Lykta runs on. They are needed so that nothing is lost, but they have no business in your file. This is what they can reach and what they cannot.
operators-sees = Can see:
operators-not = Cannot see:
operators-database = Whoever looks after the database or a backup
operators-database-sees = that there is a file, which unit and worker have it, what kind of case it is, on which days something happened, whether it is urgent, whether somebody's identity is protected, and who of the staff has read.
operators-database-not = what anybody is called, identity numbers, addresses or telephones, a word of what stands in the file, documents or pictures. All that is locked, and the key is somewhere else.
operators-logs = Whoever reads the program's own log
operators-logs-sees = when something went wrong and what kind of fault it was.
operators-logs-not = names, numbers or anything that stands in a file. They are never written there.
operators-accounts = Whoever looks after the staff's accounts
operators-accounts-sees = who of the staff has an account, and when it was opened and closed.
operators-accounts-not = any file. Nobody can log in with an account but the one it is for.
operators-keys = Whoever has the key file
operators-keys-sees = nothing with the file alone: it is locked with a passphrase or a card. Whoever has the file, what unlocks it and the database can read everything. So two people should have a part each.
operators-keys-not = anything at all without the two other parts.
operators-machine = Whoever controls the computer while Lykta runs
operators-machine-sees = the computer's memory, which holds keys and the files that are open just then. No program can prevent that. The municipality should know who they are, and they should never be there alone.
operators-machine-not = files that nobody has opened, without leaving traces in the computer.
operators-changed = Can they change anything?
operators-changed-text = Not without its being seen. Every note hangs together with the one before, and every day the whole register gets a seal that another municipality can keep. If anything is changed, removed or added, the seal does not fit.
operators-protected = If your identity is protected
operators-protected-text = If you are protected in the population register, your address is not in Lykta at all. Then nobody who runs the computers can find it here either.
operators-yours = Do you want to know who has read about you?
operators-yours-text = Ask your social worker for the list “Who has read”. It says which unit and role read, when and why.
