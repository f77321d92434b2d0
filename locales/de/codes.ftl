# Texte bleiben im GSM-7-Alphabet (ä ö ü ß gehören dazu, „ “ … nicht) und passen in einen Teil. „…“ und Kommas in $digits
# sind Pausen eines Anrufs.

sign-in = { $code } ist Ihr Anmeldecode für { $brand }
    .subject = Ihr Anmeldecode für { $brand }
    .call = Um Ihren Anmeldecode zu hören, drücken Sie die 1. Wenn Sie ihn nicht angefordert haben, drücken Sie die 9.
add-phone =
    { $phone ->
        [unknown] { $code } ist Ihr { $brand }-Code zum HINZUFÜGEN eines Telefons
       *[known] { $code } ist Ihr { $brand }-Code zum HINZUFÜGEN von Telefon ...{ $last }
    }
    .subject =
        { $phone ->
            [unknown] Ihr { $brand }-Code zum HINZUFÜGEN eines Telefons
           *[known] Ihr { $brand }-Code zum HINZUFÜGEN von Telefon ...{ $last }
        }
    .call = Um Ihren Code zum Hinzufügen eines neuen Telefons zu hören, drücken Sie die 1. Wenn Sie ihn nicht angefordert haben, drücken Sie die 9.
replace-phone =
    { $phone ->
        [unknown] { $code } ist Ihr { $brand }-Code zum WECHSEL auf ein neues Telefon
       *[known] { $code } ist Ihr { $brand }-Code zum WECHSEL auf Telefon ...{ $last }
    }
    .subject =
        { $phone ->
            [unknown] Ihr { $brand }-Code zum WECHSEL auf ein neues Telefon
           *[known] Ihr { $brand }-Code zum WECHSEL auf Telefon ...{ $last }
        }
    .call = Um Ihren Code für den Wechsel auf dieses Telefon zu hören, drücken Sie die 1. Wenn Sie ihn nicht angefordert haben, drücken Sie die 9.
proof =
    { $phone ->
        [unknown] { $code } ist Ihr { $brand }-Code zum ERSETZEN Ihres Telefons
       *[known] { $code } ist Ihr { $brand }-Code zum ERSETZEN von Telefon ...{ $last }
    }
    .subject =
        { $phone ->
            [unknown] Ihr { $brand }-Code zum ERSETZEN Ihres Telefons
           *[known] Ihr { $brand }-Code zum ERSETZEN von Telefon ...{ $last }
        }
    .call = Um Ihren Code zum Ersetzen dieses Telefons durch ein anderes zu hören, drücken Sie die 1. Wenn Sie ihn nicht angefordert haben, drücken Sie die 9.
gate = { $code } ist Ihr { $brand }-Code zum Öffnen der Einstellungen
    .subject = Ihr { $brand }-Code zum Öffnen der Einstellungen
    .call = Um Ihren Code zum Öffnen der Einstellungen zu hören, drücken Sie die 1. Wenn Sie ihn nicht angefordert haben, drücken Sie die 9.
enrolment = { $code } ist Ihr { $brand }-Code zum Einrichten eines Telefons
    .subject = Ihr { $brand }-Code zum Einrichten eines neuen Telefons
    .call = Um Ihren Code zum Einrichten eines neuen Telefons zu hören, drücken Sie die 1. Wenn Sie ihn nicht angefordert haben, drücken Sie die 9.
case = { $code } ist Ihr { $brand }-Code für den Antrag auf 2FA-Reset
    .subject = Ihr { $brand }-Code für den Antrag, die 2FA zurückzusetzen
    .call = Um Ihren Code für den Antrag auf Zurücksetzen Ihrer Zwei-Faktor-Authentifizierung zu hören, drücken Sie die 1. Wenn Sie ihn nicht angefordert haben, drücken Sie die 9.
address = { $code } ist Ihr { $brand }-Code zum Bestätigen dieser E-Mail-Adresse
    .subject = Ihr { $brand }-Code zum Bestätigen dieser E-Mail-Adresse
    .call = Um Ihren Code zum Bestätigen einer E-Mail-Adresse zu hören, drücken Sie die 1. Wenn Sie ihn nicht angefordert haben, drücken Sie die 9.
password = { $code } ist Ihr { $brand }-Code für ein neues Passwort
    .subject = Ihr { $brand }-Code für ein neues Passwort
    .call = Um Ihren Code für ein neues Passwort zu hören, drücken Sie die 1. Wenn Sie ihn nicht angefordert haben, drücken Sie die 9.

life =
    { $hours ->
        [0] { $minutes ->
                [one] { $minutes } Minute
               *[other] { $minutes } Minuten
            }
       *[other] { $hours } Stunden
    }
code-text = { $said }. Gilt { life }. Nie verraten, auch uns nicht.
code-mail =
    { $said }.

    Er gilt noch { life } und nur ein einziges Mal. Geben Sie ihn auf der Seite ein, die danach gefragt hat.

    Geben Sie ihn niemals weiter: Unsere Mitarbeitenden fragen nie danach. Wenn Sie diesen Code nicht angefordert haben, versucht gerade jemand anderes, Ihr Konto zu benutzen. Verwenden Sie den Code nicht und ändern Sie Ihr Passwort.

call-opening = Dies ist ein automatischer Anruf von { $brand }
call-greeting = { $opening }. { $keys }
call-code = Ihr Code lautet: { $digits }. Noch einmal: { $digits }.
call-again = Um ihn noch einmal zu hören, drücken Sie die 1.
call-goodbye = Er gilt noch { life }. Nennen Sie ihn niemandem, auch nicht unseren Mitarbeitenden. Auf Wiederhören.
call-refused = Danke für Ihren Hinweis. Der Code bleibt geheim. Auf Wiederhören.
call-unanswered = Wir haben keine Antwort erhalten. Auf Wiederhören.
call-over = Dieser Code gilt nicht mehr. Auf Wiederhören.
