### Whoever works for several authorities.

authority-title = Authority
authority-lead = You are working now for
authority-one = Your login opens no other authority. To work for several you need an account and a code in each.
authority-how = Your login opens these as well. When you change, what you have open here is ended. What you write is kept as a draft where you wrote it. What you may see and do depends on your role in that authority, and what you read is logged there.
authority-stay = Go on here
authority-change = Change authority
