### To show once more who one is, before what is guarded more closely.

step-up-title = Show once more who you are
step-up-lead = What you are about to do needs you to have just shown who you are. Then you come back to where you were.
step-up-demo = Show who I am
step-up-demo-hint = In the demo a press is enough. For real it is the card and its code.
