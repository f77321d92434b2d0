# Notices of somebody's place in an organization, and of resets by others. As in notices.ftl; `.status` names the link of
# the mail and `.why` says why it comes, where that is not the usual.

member-invited = { $by } invites you to join { $org } on { $brand } as { $role }. The invitation works once, until { $due }.
    .subject = You are invited to { $org }
    .short = { $by } invites you to join { $org }
    .otherwise = The link shows a page; nothing happens before you press the button there. If you do not know who invites you, leave it unused.
    .otherwise-short = You can leave it unused.
    .status = See the invitation
    .why = You get this message because somebody entered your address to invite you.
    .deed = { $whose } was invited to { $org } by { $by }
member-joined = You are now { $role } of { $org } on { $brand }.
    .subject = You joined { $org }
    .short = you joined { $org }
    .deed = { $whose } joined { $org } as { $role }
member-role = { $by } made you { $role } of { $org } on { $brand }. If you could do more before, you were signed in as before.
    .subject = Your role in { $org } was changed
    .short = your role in { $org } is now { $role }
    .deed = { $whose } was made { $role } of { $org } by { $by }
member-suspended = { $org } suspended your { $brand } account. You are signed out everywhere and cannot sign in. To be let in again, ask { $by }.
    .subject = Your account is suspended
    .short = { $org } suspended your account
    .otherwise = Your phone and your recovery code stay as they are.
    .otherwise-short = Ask your organization.
    .deed = { $whose } was suspended by { $org }
member-unsuspended = { $org } lifted the suspension of your { $brand } account.
    .subject = Your account is not suspended any more
    .short = { $org } lifted the suspension of your account
    .otherwise = You can sign in as always.
    .otherwise-short = You can sign in as always.
    .deed = { $whose } is not suspended by { $org } any more
member-refused = Somebody tried to sign in to your { $brand } account, which { $org } suspended. Nobody was let in. To be let in again, ask { $by }.
    .subject = Your account is suspended
    .short = a sign-in was refused, because { $org } suspended your account
    .otherwise = If this was not you, somebody knows your password: choose a new one as soon as you are let in.
    .otherwise-short = Ask your organization.
    .deed = { $whose } gave the right password, and is suspended
member-released = Your { $brand } account is your own now. The admins of { $org } can no longer reset your 2FA or suspend you.
    .subject = { $org } no longer manages your account
    .short = { $org } no longer manages your account
    .otherwise = Keep your recovery code in a safe place: from now on it is your own way back.
    .otherwise-short = Keep your recovery code safe.
    .deed = { $whose } is no longer managed by { $org }
member-managed = You let { $org } manage your { $brand } account. Its admins can reset your 2FA when you lose your phone, and suspend you.
    .subject = { $org } manages your account
    .short = { $org } now manages your account
    .deed = { $whose } is managed by { $org } now
member-left = You no longer belong to { $org } on { $brand }.
    .subject = You left { $org }
    .short = you left { $org }
    .deed = { $whose } left { $org }
member-removed = { $by } removed you from { $org } on { $brand }.
    .subject = You were removed from { $org }
    .short = you were removed from { $org }
    .otherwise = Your account, your phone and your recovery code stay as they are. If this is a mistake, ask them.
    .otherwise-short = Ask them if this is a mistake.
    .deed = { $whose } was removed from { $org } by { $by }
member-signed-out = { $by } of { $org } signed you out of { $brand } on all devices.
    .subject = You were signed out everywhere
    .short = { $org } signed you out everywhere
    .otherwise = You can sign in again as always.
    .otherwise-short = You can sign in again.
    .deed = { $whose } was signed out everywhere by { $by }
member-reminded = { $org } asks you to set up two-factor authentication (2FA) for your { $brand } account.
    .subject = Set up two-factor authentication
    .short = { $org } asks you to set up 2FA
    .otherwise = Sign in at the address that you always use, and add a phone when you are asked to.
    .otherwise-short = Sign in to add a phone.
    .why = You get this message because an admin of your organization asked us to remind you.
    .deed = { $whose } was reminded to set up 2FA

# $way is one of the two ways back below: no link that signs in. The code stands in the mail to the address that signs in
# alone.
reset-done =
    { $by } reset the two-factor authentication of your { $brand } account. Why: { $why }. Your phone, your authenticator app and your recovery code no longer work, and every device was signed out.

    { $way }
    .subject = Your 2FA was reset by { $org }
    .short = { $org } reset your 2FA, this phone gets no codes any more
    .otherwise = If you did not ask for this, tell your organization by another way than email.
    .otherwise-short = Not you? Tell your organization.
    .deed = { $whose } had their 2FA reset by { $by }
    .staff = { $whose } had their 2FA reset by { $by }. Why: { $why }.
way-back-code =
    To come back, open the sign-in page as you always do, give your password, then this code, and add a phone:

    { $code }

    The code works once, for 24 hours; "Send a new code" on that page mails another. You can come back so until { $due }. Never share the code: nobody of your organization needs it.
way-back = To come back, sign in with your password and the code that was sent to the address you sign in with, and add a phone. This works until { $due }.
reset-asked = { $by } asked to reset the two-factor authentication of your { $brand } account. Why: { $why }. Another person of { $org } has to approve it until { $due }.
    .subject = Somebody wants to reset your 2FA
    .short = { $org } wants to reset your 2FA
    .otherwise = Nothing is changed yet. If you did not ask for this, tell your organization now, by another way than email: whoever approves it has to ask you first.
    .deed = { $whose } is to have their 2FA reset, { $by } asked
    .staff = { $whose } is to have their 2FA reset, { $by } asked. Why: { $why }. Another person has to approve it until { $due }.
reset-dropped = The reset of your { $brand } 2FA that { $by } asked for does not happen. Nothing was changed.
    .subject = Your 2FA is not reset
    .short = your 2FA is not reset
    .otherwise = Your phone works as before.
    .deed = { $whose } does not have their 2FA reset, for which { $by } asked
reset-void = Your { $brand } 2FA was reset, and then your password was replaced by email. The code that we mailed you does not work any more: password and code would both have come out of this mailbox.
    .subject = You need a new code to come back
    .short = your way back after the 2FA reset is void
    .otherwise = Ask an admin for a new reset. They ask you whether you replaced the password yourself.
    .deed = { $whose } replaced the password by email after their 2FA was reset, and needs a new reset
reset-over = Your { $brand } 2FA was reset, and nobody added a new phone until { $due }.
    .subject = Your way back has run out
    .short = your way back after the 2FA reset has run out
    .otherwise = Ask an admin for a new reset. Until then your password alone opens nothing.
    .deed = { $whose } did not add a new phone in time after their 2FA was reset, and needs a new reset
reset-question =
    { $by } looks at request { $extra } to reset your { $brand } 2FA, and wants to know:

    "{ $question }"

    Answer on the page of your request. Nobody needs your password or a code for that.
    .subject = A question about your request
    .short = there is a question about request { $extra }
    .deed = { $whose } was asked a question about request { $extra } by { $by }
reset-answer = Your answer about request { $extra } to reset your { $brand } 2FA was sent to { $by }.
    .subject = Your answer was sent
    .short = your answer about request { $extra } was sent
    .deed = { $whose } answered a question about request { $extra }
