### The protection assessment.

protection-title = Protection assessment
protection-receipt = { $n ->
    [one] Report { $numbers } registered { $time }. Make the protection assessment now, or later today from My day.
   *[other] Reports { $numbers } registered { $time }. Make the protection assessment now, or later today from My day.
}
protection-acute = The child may need protection now
protection-acute-text = Make contact before you write on: colleague, manager, 112 if there is danger. The assessment can be written afterwards with its true time.
protection-done-title = The protection assessment is made
protection-done = It was signed { $when }. Was something wrong, or has something come to light: assess anew. Both assessments stand, and the newest counts.
protection-again = Assess anew
protection-again-hint = The earlier assessment stands. The new one counts.
protection-to-child = To the child’s page
protection-late = The assessment is made later than the day after the report
protection-late-text = Write when it was in fact made and why it took time. It is recorded, but hinders nothing.
protection-text = What you have done and learnt
protection-outcome = Does the child need protection now?
protection-opens = If protection is needed an investigation is opened at the same moment.
protection-asks = If protection is needed an investigation is to be opened at once. You may not decide that yourself; the proposal goes straight to { $who }.
protection-asks-nobody = If protection is needed an investigation is to be opened at once. You may not decide that yourself; the proposal goes to those who lead the unit.
protection-measures = What has been done to protect the child?
protection-day = When the assessment was made
protection-time = Time
protection-siblings = Siblings in the same report
protection-siblings-hint = What is common is signed into everybody’s file. The child’s own words, what the child does not want the guardians to know and what concerns one child alone stay in that child’s file.
protection-only = Only about this child
protection-same = The same as above
protection-sign = Sign
protection-report = The report
protection-document = The written report
protection-error-outcome = Choose whether the child needs protection now.
protection-error-reasons = Write the reasons. They are always needed, also when no protection is; they may be as short as you like.
done-skydd = The protection assessment is signed.
done-skydd-inledd = The protection assessment is signed and an investigation has been opened.
done-skydd-foreslagen = The protection assessment is signed and the proposal to open an investigation has been sent.
done-vantat-barn = The information about the expected child is registered in the expectant parent’s file.
