# Messages with a code. The value of a purpose begins the text and the mail, `.subject` is the mail's, and `.call` is what
# a call offers after it has said who calls. $last: the last two digits of the phone
# concerned, if $phone is "known".
# A text begins with its code, as a lock screen shows the first words only, and fits one part (GSM-7).

sign-in = { $code } is your { $brand } sign-in code
    .subject = Your { $brand } sign-in code
    .call = To hear your sign-in code, press 1. If you did not ask for it, press 9.
add-phone =
    { $phone ->
        [unknown] { $code } is your { $brand } code to ADD a new phone
       *[known] { $code } is your { $brand } code to ADD a new phone ending { $last }
    }
    .subject =
        { $phone ->
            [unknown] Your { $brand } code to ADD a new phone
           *[known] Your { $brand } code to ADD a new phone ending { $last }
        }
    .call = To hear your code to add a new phone, press 1. If you did not ask for it, press 9.
replace-phone =
    { $phone ->
        [unknown] { $code } is your { $brand } code to SWITCH to a new phone
       *[known] { $code } is your { $brand } code to SWITCH to phone ending { $last }
    }
    .subject =
        { $phone ->
            [unknown] Your { $brand } code to SWITCH to a new phone
           *[known] Your { $brand } code to SWITCH to phone ending { $last }
        }
    .call = To hear your code to change to this phone, press 1. If you did not ask for it, press 9.
proof =
    { $phone ->
        [unknown] { $code } is your { $brand } code to REPLACE your phone
       *[known] { $code } is your { $brand } code to REPLACE phone ending { $last }
    }
    .subject =
        { $phone ->
            [unknown] Your { $brand } code to REPLACE your phone
           *[known] Your { $brand } code to REPLACE phone ending { $last }
        }
    .call = To hear your code to replace this phone with another, press 1. If you did not ask for it, press 9.
gate = { $code } is your { $brand } code to open User Settings
    .subject = Your { $brand } code to open User Settings
    .call = To hear your code to open User Settings, press 1. If you did not ask for it, press 9.
enrolment = { $code } is your { $brand } code to set up a new phone
    .subject = Your { $brand } code to set up a new phone
    .call = To hear your code to add a new phone, press 1. If you did not ask for it, press 9.
case = { $code } is your { $brand } code to request an MFA reset
    .subject = Your { $brand } code to request an MFA reset
    .call = To hear your code to request a reset of your two-factor authentication, press 1. If you did not ask for it, press 9.
address = { $code } is your { $brand } code to confirm this email address
    .subject = Your { $brand } code to confirm this email address
    .call = To hear your code to confirm an email address, press 1. If you did not ask for it, press 9.
password = { $code } is your { $brand } code to choose a new password
    .subject = Your { $brand } code to choose a new password
    .call = To hear your code to choose a new password, press 1. If you did not ask for it, press 9.

# How long a code works. $hours is 0 where minutes say it.
life =
    { $hours ->
        [0] { $minutes ->
                [one] { $minutes } minute
               *[other] { $minutes } minutes
            }
       *[other] { $hours } hours
    }
# "Even with us" answers the commonest pretext.
code-text = { $said }. Expires in { life }. Never share it, even with us.
code-mail =
    { $said }.

    It expires in { life } and works once. Type it on the page that asked for it.

    Never share it with anyone: our staff will never ask for it. If you did not ask for this code, somebody else is trying to use your account. Leave the code unused and change your password.

# What a call says. In $digits each comma is a pause of a second and "…" one of two: use neither elsewhere in `call-code`.
call-opening = This is an automated call from { $brand }
call-greeting = { $opening }. { $keys }
call-code = Your code is: { $digits }. Again: { $digits }.
call-again = To hear it again, press 1.
call-goodbye = It expires in { life }. Never tell it to anyone, even our staff. Goodbye.
call-refused = Thank you for telling us. The code stays secret. Goodbye.
call-unanswered = We did not get an answer. Goodbye.
call-over = This code is no longer valid. Goodbye.
