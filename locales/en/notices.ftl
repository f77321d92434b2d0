# What happened to an account. The value is the first paragraph of the mail to its owner; `.subject` its subject; `.short`
# the text message, without brand and full stop; `.otherwise` what to do where there is no link, if not the usual, and
# `.otherwise-short` the same in a text; `.deed` and `.staff` tell it to the people who manage the account.

phone-changed = The phone that receives your { $brand } codes was changed to the number ending in { $last }. The old number and the old recovery code no longer work, and your other devices are signed out.
    .subject = Your 2FA phone was changed
    .short = your 2FA phone was changed to the one ending { $last }
    .deed = { $whose } changed the 2FA phone
phone-added = { $brand } now sends your codes to the number ending in { $last }.
    .subject = A phone was added to your account
    .short = a phone ending { $last } was added to your account
    .deed = { $whose } added a 2FA phone
spare-added = Your { $brand } codes can now also be sent to the number ending in { $last }.
    .subject = Another phone was added to your account
    .short = another phone ending { $last } was added to your account
    .deed = { $whose } added another 2FA phone
phone-removed = The phone ending in { $last } no longer gets codes for your { $brand } account.
    .subject = A phone was removed from your account
    .short = the phone ending { $last } was removed from your account
    .deed = { $whose } removed a 2FA phone
phone-main = { $brand } sends your codes to the number ending in { $last } from now on.
    .subject = Your codes go to another phone
    .short = your codes go to the phone ending { $last } from now on
    .deed = { $whose } chose another phone for codes
app-added = The authenticator app "{ $extra }" can now be used to sign in to your { $brand } account.
    .subject = An authenticator app was added
    .short = an authenticator app was added to your account
    .deed = { $whose } added an authenticator app
app-removed = The authenticator app "{ $extra }" no longer works for your { $brand } account.
    .subject = An authenticator app was removed
    .short = an authenticator app was removed from your account
    .deed = { $whose } removed an authenticator app
turned-off = Your { $brand } account opens with the password alone from now on. No phone, app or recovery code works.
    .subject = Two-factor authentication was turned off
    .short = two-factor authentication was turned off
    .deed = { $whose } turned two-factor authentication off
recovery-made = A new emergency recovery code was made for your { $brand } account. Any older one no longer works.
    .subject = A new recovery code was made
    .short = a new recovery code was made for your account
    .deed = { $whose } made a new recovery code
recovery-used = The emergency recovery code of your { $brand } account was used to sign in. It is spent.
    .subject = Your recovery code was used
    .short = your recovery code was used to sign in
    .otherwise = If this was you, a new phone and a new code follow. If not, somebody has your password and your recovery code: sign in with your phone and choose a new password now.
    .otherwise-short = Not you? Sign in and choose a new password.
    .deed = { $whose } used the recovery code
wrong-codes = Somebody gave the right password for your { $brand } account, then three wrong codes.
    .subject = Somebody could not complete a sign-in to your account
    .short = your password was used, then 3 wrong codes
    .otherwise = If this was you, there is nothing to do. If not, somebody knows your password: change it now. They did not get in.
    .deed = { $whose } had a change to their account
password-demanded = Somebody who knows your { $brand } password gave many wrong codes over the last month.
    .subject = You need a new password
    .short = your password is known to somebody, choose a new one when you sign in
    .otherwise = They did not get in. The next time you sign in, you choose a new password: take one that you use nowhere else.
    .deed = { $whose } had a change to their account
policy-weaker = You changed the policy of your organization in { $brand }. Less strict now: { $parts }.
    .subject = Your organization asks for less than before
    .short = your organization's policy asks for less now: { $parts }
    .otherwise = If this was not you, tell another owner now and change your password.
    .deed = { $whose } changed the policy of your organization, which asks for less than before
    .staff = { $whose } changed the policy of your organization, which asks for less than before: { $parts }.
password-changed = The password of your { $brand } account was changed.
    .subject = Your password was changed
    .short = your password was changed
    .otherwise = Every device was signed out. If this was not you, tell an owner of your organization now.
    .deed = { $whose } changed the password
password-reset = The password of your { $brand } account was replaced with a code that we emailed. Signing in still takes your phone or authenticator app. Every device was signed out.
    .subject = Your password was reset
    .short = your password was reset by email
    .deed = { $whose } reset the password by email
email-changed = You sign in to { $brand } with { $extra } from now on.
    .subject = Your email address was changed
    .short = the email address of your account was changed
    .deed = { $whose } changed the email addresses
email-added = { $extra } is told of changes to your { $brand } account from now on.
    .subject = An email address was added
    .short = an email address was added to your account
    .deed = { $whose } changed the email addresses
email-removed = { $extra } is no longer told of changes to your { $brand } account.
    .subject = An email address was removed
    .short = an email address was removed from your account
    .deed = { $whose } changed the email addresses
new-device = Somebody signed in to your { $brand } account with a browser that we have not seen before.
    .subject = New sign-in to your account
    .short = your account was opened in a browser not seen before
    .deed = { $whose } had a change to their account
restored =
    { $phone ->
        [unknown] The last change to your account was taken back.
       *[known] Somebody pressed "This wasn't me", so { $brand } sends your codes to the number ending in { $last } again. The newer number was removed.
    }
    .subject =
        { $phone ->
            [unknown] Your account is as it was
           *[known] Your old phone is back
        }
    .short =
        { $phone ->
            [unknown] the last change to your account was taken back, all devices were signed out
           *[known] codes go to the phone ending { $last } again, all devices were signed out
        }
    .otherwise = Every device was signed out, and changes to your phone are paused. Sign in and choose a new password.
    .otherwise-short = Sign in to choose a new password.
    .deed = { $whose } had a change to their account
line-changed = Somebody gave the right password for your { $brand } account. We did not send the code, because the SIM card of your number was changed not long ago.
    .subject = We held a code back
    .short = a code was held back, because your SIM card was changed
    .otherwise = If you have a new SIM card, use your authenticator app or your recovery code for now. If not, somebody may have taken your number over: call your carrier, and change your password.
    .otherwise-short = Not you? Call your carrier.
    .deed = { $whose } had a change to their account
call-not-me = We called your phone with a code for your { $brand } account. Whoever answered pressed 9: they did not ask for it. Nobody heard the code.
    .subject = A call with a code was refused
    .short = a call with a code was refused
    .otherwise = If you asked for the code yourself, there is nothing to do. If not, somebody knows your password: sign in, change it, and tell an owner of your organization.
    .deed = { $whose } had a change to their account
unlocked = The waits after wrong tries were lifted from your { $brand } account.
    .subject = You can sign in again
    .short = the waits after wrong tries were lifted
    .otherwise = You can try again. If you did not ask for it, tell an owner of your organization.
    .otherwise-short = You can try again.
    .deed = { $whose } had a change to their account
case-opened = Request { $extra }: somebody who knows your { $brand } password and reads this mailbox asked to replace your phone. The reset can start after { $due }. Sign in with your phone to stop it.
    .subject = Somebody asked to reset your 2FA
    .short = request { $extra } to reset your 2FA, it can start after { $due }
    .deed = { $whose } asked to reset their 2FA
case-halfway = Request { $extra } to reset your { $brand } 2FA is half-way. The reset can start after { $due }.
    .subject = Your 2FA is about to be reset
    .short = request { $extra } to reset your 2FA is half-way, it can start after { $due }
    .deed = { $whose } is half-way to a reset of their 2FA
case-soon = Request { $extra } to reset your { $brand } 2FA: the reset can start after { $due }.
    .subject = Your 2FA is reset soon
    .short = last call: your 2FA can be reset after { $due }
    .deed = { $whose } can reset their 2FA soon
case-passed = Request { $extra } is granted. Sign in with your password; we then email you a code, and you add a new phone. This works until { $due }.
    .subject = Your 2FA can be reset now
    .short = request { $extra } is granted, a new phone can be added until { $due }
    .deed = { $whose } can add a new phone now
case-stuck = None of our messages about request { $extra } arrived, so it does not complete by itself.
    .subject = Your request needs a person
    .short = request { $extra } needs a person to look at it
    .deed = { $whose } waits for a person to look at their request
case-refused = Request { $extra } to reset your { $brand } 2FA was declined.
    .subject = Your request was declined
    .short = request { $extra } to reset your 2FA was declined
    .otherwise = Your phone works as before. If you asked for it, talk to an owner of your organization.
    .otherwise-short = Your phone works as before.
    .deed = { $whose } was declined a reset of their 2FA
case-cancelled = Request { $extra } to reset your { $brand } 2FA is over. Nothing was changed.
    .subject = Your request is over
    .short = request { $extra } to reset your 2FA is over, nothing was changed
    .otherwise = Your phone works as before. If you still need a reset, you can ask again.
    .otherwise-short = Your phone works as before.
    .deed = { $whose } no longer asks for a reset of their 2FA
case-used = Request { $extra } was used: a new phone is on your { $brand } account, and the old factors are gone.
    .subject = Your 2FA was reset
    .short = request { $extra } was used, a new phone is on your account
    .deed = { $whose } used the reset and added a new phone
