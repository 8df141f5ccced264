### The steps of the preliminary assessment.

preliminary-title = Preliminary assessment
preliminary-count = { $contacts ->
    [0] No contacts yet
    [one] One contact
   *[other] { $contacts } contacts
}, day { $day } of 14.
preliminary-count-over = { $contacts ->
    [0] No contacts yet
    [one] One contact
   *[other] { $contacts } contacts
}, day { $day }.
preliminary-decide = To the decision
preliminary-warning = It begins to look like an investigation
preliminary-many = In the preliminary assessment you may speak with the reporter, the child and the guardians, and read your own files. If more is needed, it is an investigation (20 kap. 2 § SoL).
preliminary-long = Fourteen days have passed. Decide now, or extend if there are exceptional reasons (20 kap. 2 § SoL).
preliminary-text = What was learnt?
preliminary-contacts = Contacts in this step
preliminary-earlier = Earlier reports and investigations are weighed in
preliminary-child-legend = The child’s part
preliminary-child = What the child has said about the report, or why it is not heard
preliminary-not-heard = Was the child heard?
preliminary-sign = Sign
preliminary-steps = Earlier steps
child-heard-or-later = Yes, or later
error-contacts = Write the number of contacts in digits, such as 1.
