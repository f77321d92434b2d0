# Ce dont les avis sont composés.

text = { $brand } : { $short }. { $act }
text-link = Ce n'est pas vous ? { $link }

fact-when = Quand : { $fact }
fact-where = Où : { $fact }
fact-device = Appareil : { $fact }
status = { $label } : { $link }
status-own = Voir où cela en est
status-staff = Approuver ou refuser
undo =
    Ce n'était pas moi : { $link }

    Le lien fonctionne pendant 72 heures, une seule fois, sans connexion. Il affiche une page ; rien ne se passe tant que vous n'y appuyez pas sur le bouton.
undo-open =
    Ce n'était pas moi : { $link }

    Le lien fonctionne tant que la demande est ouverte, une seule fois, sans connexion. Il affiche une page ; rien ne se passe tant que vous n'y appuyez pas sur le bouton.
otherwise = Si ce n'était pas vous, connectez-vous, changez votre mot de passe et prévenez un propriétaire de votre organisation.
    .short = Ce n'est pas vous ? Changez vite votre mot de passe.
why-own = Vous recevez ce message parce qu'il concerne la sécurité de votre compte { $brand }.
why-staff = Vous recevez ce message parce que vous gérez ce compte { $brand }.

staff-lead = { $deed }.
staff-text = { $deed } ({ $brand })
staff-otherwise = Si vous ne vous y attendiez pas, parlez à cette personne par un autre moyen que l'e-mail.
    .short = Parlez à cette personne.
staff-request = { $deed } : demande { $extra }. Si personne n'intervient, la réinitialisation pourra commencer après le { $due }. Parlez à cette personne par un autre moyen que l'e-mail avant d'approuver ou de refuser.

role-member = membre
role-admin = admin
role-owner = propriétaire
reason-lost = Téléphone perdu ou volé
reason-number = Nouveau numéro
reason-broken = Téléphone en panne
reason-other = Autre raison
aspect-demand = qui doit utiliser la 2FA, et à partir de quand
aspect-ways = moyens autorisés
aspect-countries = pays autorisés
aspect-voip = numéros VoIP
aspect-resetters = qui peut réinitialiser la 2FA
aspect-second = la deuxième personne pour les réinitialisations
aspect-wait = le délai de « Reset MFA »
who-operator = L'exploitant de ce serveur
who-somebody = Quelqu'un
who-owner = un propriétaire de { $org }
who-of = { $who } ({ $org })
who-and = { $who } et { $other }
who-or = { $who } ou { $other }
device = { $browser } sur { $system }
device-unknown = Navigateur inconnu
