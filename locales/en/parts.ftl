# What notices are put together from.

# A notice by text, and what can be done: the link, or a sentence.
text = { $brand }: { $short }. { $act }
text-link = Not you? { $link }

# The facts under the first paragraph of a mail.
fact-when = When: { $fact }
fact-where = Where: { $fact }
fact-device = Device: { $fact }
status = { $label }: { $link }
status-own = See how it stands
status-staff = Approve or decline
undo =
    This wasn't me: { $link }

    The link works for 72 hours, once, without signing in. It shows a page; nothing happens before you press the button there.
undo-open =
    This wasn't me: { $link }

    The link works as long as the request is open, once, without signing in. It shows a page; nothing happens before you press the button there.
otherwise = If this was not you, sign in, change your password and tell an owner of your organization.
    .short = Not you? Change your password now.
why-own = You get this message because it concerns the safety of your { $brand } account.
why-staff = You get this message because you manage this { $brand } account.

# To the people who manage an account. $deed is the `.deed` of what happened, a sentence without its full stop.
staff-lead = { $deed }.
staff-text = { $deed } ({ $brand })
staff-otherwise = If you did not expect this, talk to them by another way than email.
    .short = Talk to them.
staff-request = { $deed }: request { $extra }. Unless somebody acts, the reset can start after { $due }. Talk to them by another way than email before you approve or decline.

# Facts that are words of ours. They are stored in English, and recognised by that.
role-member = a member
role-admin = an admin
role-owner = an owner
reason-lost = Lost or stolen phone
reason-number = New number
reason-broken = Broken phone
reason-other = Other
aspect-demand = who must use 2FA, and from when on
aspect-ways = allowed ways
aspect-countries = allowed countries
aspect-voip = VoIP numbers
aspect-resetters = who may reset 2FA
aspect-second = the second person for resets
aspect-wait = the wait of Reset MFA
who-operator = Whoever runs this server
who-somebody = Somebody
who-owner = an owner of { $org }
who-of = { $who } of { $org }
who-and = { $who } and { $other }
who-or = { $who } or { $other }
device = { $browser } on { $system }
device-unknown = Unknown browser
