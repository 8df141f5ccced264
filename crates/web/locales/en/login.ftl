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
