# Woraus Mitteilungen zusammengesetzt werden.

text = { $brand }: { $short }. { $act }
text-link = Das waren Sie nicht? { $link }

fact-when = Wann: { $fact }
fact-where = Wo: { $fact }
fact-device = Gerät: { $fact }
status = { $label }: { $link }
status-own = Stand ansehen
status-staff = Genehmigen oder ablehnen
undo =
    Das war ich nicht: { $link }

    Der Link funktioniert 72 Stunden lang, einmal und ohne Anmeldung. Er zeigt eine Seite; nichts geschieht, bevor Sie dort die Schaltfläche drücken.
undo-open =
    Das war ich nicht: { $link }

    Der Link funktioniert, solange der Antrag offen ist, einmal und ohne Anmeldung. Er zeigt eine Seite; nichts geschieht, bevor Sie dort die Schaltfläche drücken.
otherwise = Wenn Sie das nicht waren, melden Sie sich an, ändern Sie Ihr Passwort und sagen Sie einem Eigentümer Ihrer Organisation Bescheid.
    .short = Das waren Sie nicht? Ändern Sie jetzt Ihr Passwort.
why-own = Sie erhalten diese Nachricht, weil sie die Sicherheit Ihres { $brand }-Kontos betrifft.
why-staff = Sie erhalten diese Nachricht, weil Sie dieses { $brand }-Konto verwalten.

staff-lead = { $deed }.
staff-text = { $deed } ({ $brand })
staff-otherwise = Wenn Sie das nicht erwartet haben, sprechen Sie mit dieser Person, aber nicht per E-Mail.
    .short = Sprechen Sie mit dieser Person.
staff-request = { $deed }: Antrag { $extra }. Wenn niemand handelt, kann das Zurücksetzen ab { $due } beginnen. Sprechen Sie mit dieser Person, aber nicht per E-Mail, bevor Sie genehmigen oder ablehnen.

role-member = Mitglied
role-admin = Admin
role-owner = Eigentümer
reason-lost = Telefon verloren oder gestohlen
reason-number = Neue Nummer
reason-broken = Telefon defekt
reason-other = Anderer Grund
aspect-demand = wer 2FA verwenden muss und ab wann
aspect-ways = erlaubte Wege
aspect-countries = erlaubte Länder
aspect-voip = VoIP-Nummern
aspect-resetters = wer die 2FA zurücksetzen darf
aspect-second = die zweite Person beim Zurücksetzen
aspect-wait = die Wartezeit von „Reset MFA“
who-operator = Der Betreiber dieses Servers
who-somebody = Jemand
who-owner = einen Eigentümer von { $org }
who-of = { $who } ({ $org })
who-and = { $who } und { $other }
who-or = { $who } oder { $other }
device = { $browser } unter { $system }
device-unknown = Unbekannter Browser
