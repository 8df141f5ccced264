### Feedback to the one who reported.

feedback-title = Feedback
feedback-say = Say only this to the reporter:
feedback-opened = An investigation has been opened.
feedback-not-opened = No investigation has been opened.
feedback-already-running = An investigation was running already.
feedback-siblings = Also tell of the siblings in the same report
feedback-no-more = Nothing more may be said: neither reasons, measures nor how the family is (19 kap. 6 § SoL, 26 kap. 1 § OSL).
feedback-way = How do you tell it?
feedback-day = When
feedback-time = Time
feedback-give = Record the feedback
feedback-refuse-title = Feedback would be inappropriate
feedback-motive = Why would it be inappropriate?
feedback-refuse = Give no feedback
feedback-requested = The reporter asks for feedback
feedback-reporter = The reporter
feedback-asked = Wants feedback.
feedback-to-child = To the child’s page
feedback-not-mandated = The reporter has no duty to report. The law then gives no feedback, and to tell anything could break secrecy.
feedback-settled = The feedback is settled.
feedback-undecided = There is no decision to give feedback on yet. When it is made, what may be said stands here.
feedback-error-motive = Write why feedback would be inappropriate.
done-aterkopplad = The feedback is recorded.
done-ej-aterkopplad = That no feedback is given is recorded with reasons.
done-aterkoppling-onskad = The request for feedback is recorded.
