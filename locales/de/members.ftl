# Mitteilungen über den Platz in einer Organisation und über Zurücksetzen durch andere.

member-invited = { $by } lädt Sie ein, sich { $org } auf { $brand } anzuschließen. Ihre Rolle: { $role }. Die Einladung gilt einmal, bis { $due }.
    .subject = Einladung zu { $org }
    .short = { $by } lädt Sie zu { $org } ein
    .otherwise = Der Link zeigt eine Seite; nichts geschieht, bevor Sie dort die Schaltfläche drücken. Wenn Sie nicht wissen, wer Sie einlädt, lassen Sie ihn unbenutzt.
    .otherwise-short = Sie brauchen nichts zu tun.
    .status = Einladung ansehen
    .why = Sie erhalten diese Nachricht, weil jemand Ihre Adresse eingegeben hat, um Sie einzuladen.
    .deed = { $whose } wurde von { $by } zu { $org } eingeladen
member-joined = Sie gehören jetzt zu { $org } auf { $brand }. Ihre Rolle: { $role }.
    .subject = Sie sind { $org } beigetreten
    .short = Sie sind { $org } beigetreten
    .deed = { $whose } ist { $org } beigetreten, Rolle: { $role }
member-role = { $by } hat Ihre Rolle bei { $org } auf { $brand } geändert. Sie lautet jetzt: { $role }. Falls Sie vorher mehr durften, bleiben Sie angemeldet wie zuvor.
    .subject = Ihre Rolle bei { $org } wurde geändert
    .short = Ihre Rolle bei { $org } lautet jetzt: { $role }
    .deed = { $whose } hat bei { $org } durch { $by } eine neue Rolle: { $role }
member-suspended = { $org } hat Ihr { $brand }-Konto gesperrt. Sie wurden überall abgemeldet und können sich nicht anmelden. Um wieder eingelassen zu werden, wenden Sie sich an: { $by }.
    .subject = Ihr Konto ist gesperrt
    .short = { $org } hat Ihr Konto gesperrt
    .otherwise = Ihr Telefon und Ihr Wiederherstellungscode bleiben, wie sie sind.
    .otherwise-short = Fragen Sie Ihre Organisation.
    .deed = { $whose } wurde von { $org } gesperrt
member-unsuspended = { $org } hat die Sperre Ihres { $brand }-Kontos aufgehoben.
    .subject = Ihr Konto ist nicht mehr gesperrt
    .short = { $org } hat die Sperre Ihres Kontos aufgehoben
    .otherwise = Sie können sich anmelden wie immer.
    .otherwise-short = Sie können sich anmelden wie immer.
    .deed = { $whose } ist von { $org } nicht mehr gesperrt
member-refused = Jemand hat versucht, sich bei Ihrem { $brand }-Konto anzumelden, das { $org } gesperrt hat. Niemand wurde eingelassen. Um wieder eingelassen zu werden, wenden Sie sich an: { $by }.
    .subject = Ihr Konto ist gesperrt
    .short = eine Anmeldung wurde abgewiesen, weil { $org } Ihr Konto gesperrt hat
    .otherwise = Wenn Sie das nicht waren, kennt jemand Ihr Passwort: Wählen Sie ein neues, sobald Sie wieder eingelassen sind.
    .otherwise-short = Fragen Sie Ihre Organisation.
    .deed = { $whose } hat das richtige Passwort eingegeben und ist gesperrt
member-released = Ihr { $brand }-Konto gehört jetzt Ihnen allein. Die Admins von { $org } können Ihre 2FA nicht mehr zurücksetzen und Sie nicht mehr sperren.
    .subject = { $org } verwaltet Ihr Konto nicht mehr
    .short = { $org } verwaltet Ihr Konto nicht mehr
    .otherwise = Bewahren Sie Ihren Wiederherstellungscode sicher auf: Ab jetzt ist er Ihr eigener Weg zurück.
    .otherwise-short = Bewahren Sie Ihren Wiederherstellungscode sicher auf.
    .deed = { $whose } wird von { $org } nicht mehr verwaltet
member-managed = Sie lassen { $org } Ihr { $brand }-Konto verwalten. Die Admins können Ihre 2FA zurücksetzen, wenn Sie Ihr Telefon verlieren, und Sie sperren.
    .subject = { $org } verwaltet Ihr Konto
    .short = { $org } verwaltet jetzt Ihr Konto
    .deed = { $whose } wird jetzt von { $org } verwaltet
member-left = Sie gehören nicht mehr zu { $org } auf { $brand }.
    .subject = Sie haben { $org } verlassen
    .short = Sie haben { $org } verlassen
    .deed = { $whose } hat { $org } verlassen
member-removed = { $by } hat Sie aus { $org } auf { $brand } entfernt.
    .subject = Sie wurden aus { $org } entfernt
    .short = Sie wurden aus { $org } entfernt
    .otherwise = Ihr Konto, Ihr Telefon und Ihr Wiederherstellungscode bleiben, wie sie sind. Wenn das ein Versehen ist, fragen Sie dort nach.
    .otherwise-short = Ein Versehen? Fragen Sie dort nach.
    .deed = { $whose } wurde von { $by } aus { $org } entfernt
member-signed-out = { $by } von { $org } hat Sie auf allen Geräten von { $brand } abgemeldet.
    .subject = Sie wurden überall abgemeldet
    .short = { $org } hat Sie überall abgemeldet
    .otherwise = Sie können sich wieder anmelden wie immer.
    .otherwise-short = Sie können sich wieder anmelden.
    .deed = { $whose } wurde von { $by } überall abgemeldet
member-reminded = { $org } bittet Sie, für Ihr { $brand }-Konto die Zwei-Faktor-Authentifizierung (2FA) einzurichten.
    .subject = Richten Sie die Zwei-Faktor-Authentifizierung ein
    .short = { $org } bittet Sie, 2FA einzurichten
    .otherwise = Melden Sie sich unter der Adresse an, die Sie immer verwenden, und fügen Sie ein Telefon hinzu, wenn Sie danach gefragt werden.
    .otherwise-short = Melden Sie sich an, um ein Telefon hinzuzufügen.
    .why = Sie erhalten diese Nachricht, weil ein Admin Ihrer Organisation uns gebeten hat, Sie zu erinnern.
    .deed = { $whose } wurde daran erinnert, 2FA einzurichten

reset-done =
    { $by } hat die Zwei-Faktor-Authentifizierung Ihres { $brand }-Kontos zurückgesetzt. Grund: { $why }. Ihr Telefon, Ihre Authenticator-App und Ihr Wiederherstellungscode gelten nicht mehr, und alle Geräte wurden abgemeldet.

    { $way }
    .subject = Ihre 2FA wurde von { $org } zurückgesetzt
    .short = { $org } hat Ihre 2FA zurückgesetzt, dieses Telefon erhält keine Codes mehr
    .otherwise = Wenn Sie nicht darum gebeten haben, sagen Sie Ihrer Organisation Bescheid, aber nicht per E-Mail.
    .otherwise-short = Das waren Sie nicht? Sagen Sie Ihrer Organisation Bescheid.
    .deed = Die 2FA von { $whose } wurde von { $by } zurückgesetzt
    .staff = Die 2FA von { $whose } wurde von { $by } zurückgesetzt. Grund: { $why }.
way-back-code =
    So kommen Sie zurück: Öffnen Sie die Anmeldeseite wie immer, geben Sie Ihr Passwort ein, danach diesen Code, und fügen Sie ein Telefon hinzu:

    { $code }

    Der Code gilt einmal, 24 Stunden lang; „Send a new code“ auf jener Seite schickt per E-Mail einen weiteren. So können Sie bis { $due } zurückkommen. Geben Sie den Code niemals weiter: Niemand in Ihrer Organisation braucht ihn.
way-back = So kommen Sie zurück: Melden Sie sich mit Ihrem Passwort und dem Code an, der an Ihre Anmeldeadresse gesendet wurde, und fügen Sie ein Telefon hinzu. Das geht bis { $due }.
reset-asked = { $by } möchte die Zwei-Faktor-Authentifizierung Ihres { $brand }-Kontos zurücksetzen. Grund: { $why }. Eine weitere Person von { $org } muss das bis { $due } genehmigen.
    .subject = Jemand möchte Ihre 2FA zurücksetzen
    .short = { $org } möchte Ihre 2FA zurücksetzen
    .otherwise = Noch ist nichts geändert. Wenn Sie nicht darum gebeten haben, sagen Sie Ihrer Organisation jetzt Bescheid, aber nicht per E-Mail: Wer es genehmigt, muss zuerst Sie fragen.
    .deed = Die 2FA von { $whose } soll zurückgesetzt werden, beantragt von { $by }
    .staff = Die 2FA von { $whose } soll zurückgesetzt werden, beantragt von { $by }. Grund: { $why }. Eine weitere Person muss das bis { $due } genehmigen.
reset-dropped = Das Zurücksetzen Ihrer { $brand }-2FA, beantragt von { $by }, findet nicht statt. Nichts wurde geändert.
    .subject = Ihre 2FA wird nicht zurückgesetzt
    .short = Ihre 2FA wird nicht zurückgesetzt
    .otherwise = Ihr Telefon gilt wie bisher.
    .deed = Die 2FA von { $whose } wird nicht zurückgesetzt, was { $by } beantragt hatte
reset-void = Ihre { $brand }-2FA wurde zurückgesetzt, und danach wurde Ihr Passwort per E-Mail ersetzt. Der Code, den wir Ihnen per E-Mail gesendet haben, gilt nicht mehr: Passwort und Code kämen sonst beide aus diesem Postfach.
    .subject = Sie brauchen einen neuen Code, um zurückzukommen
    .short = Ihr Weg zurück nach dem Zurücksetzen der 2FA gilt nicht mehr
    .otherwise = Bitten Sie einen Admin, noch einmal zurückzusetzen. Sie werden gefragt, ob Sie das Passwort selbst ersetzt haben.
    .deed = { $whose } hat nach dem Zurücksetzen der 2FA das Passwort per E-Mail ersetzt und braucht ein erneutes Zurücksetzen
reset-over = Ihre { $brand }-2FA wurde zurückgesetzt, und bis { $due } hat niemand ein neues Telefon hinzugefügt.
    .subject = Ihr Weg zurück ist abgelaufen
    .short = Ihr Weg zurück nach dem Zurücksetzen der 2FA ist abgelaufen
    .otherwise = Bitten Sie einen Admin, noch einmal zurückzusetzen. Bis dahin öffnet Ihr Passwort allein nichts.
    .deed = { $whose } hat nach dem Zurücksetzen der 2FA nicht rechtzeitig ein neues Telefon hinzugefügt und braucht ein erneutes Zurücksetzen
reset-question =
    { $by } prüft den Antrag { $extra }, Ihre { $brand }-2FA zurückzusetzen, und möchte wissen:

    „{ $question }“

    Antworten Sie auf der Seite Ihres Antrags. Niemand braucht dafür Ihr Passwort oder einen Code.
    .subject = Eine Frage zu Ihrem Antrag
    .short = es gibt eine Frage zu Antrag { $extra }
    .deed = { $whose } erhielt von { $by } eine Frage zu Antrag { $extra }
reset-answer = Ihre Antwort zu Antrag { $extra }, Ihre { $brand }-2FA zurückzusetzen, wurde an { $by } gesendet.
    .subject = Ihre Antwort wurde gesendet
    .short = Ihre Antwort zu Antrag { $extra } wurde gesendet
    .deed = { $whose } hat eine Frage zu Antrag { $extra } beantwortet
