# The outage pack: today's children on a page that opens without Lykta.
outage-title = Outage pack
outage-made = Made { $when }. What has happened since is not in it.
outage-secret = Confidential. Never let go of this pack. Destroy it when the outage is over and what happened has been written down.
outage-secret-protected = Confidential. Protected details, only for those the pack is locked for. Destroy it when the outage is over.
outage-count = { $n ->
    [one] One child with something running
   *[other] { $n } children with something running
  }, { $acute } with immediate need of protection.
outage-unnamed = A child without a known name
outage-born = Born { $day }, { $age } years
outage-acute = Immediate need of protection
outage-violence = The report is of violence
outage-no-consent = A service lacks the consent it rests on
outage-lapses = lapses
outage-child = The child
outage-guardian = Guardian
outage-masked = Call
outage-masked-why = Of these children nothing else is in this pack.
outage-call = { $numbers }: { $who }
