# Les SMS restent dans l'alphabet GSM-7 : é è à ù en font partie, ê â î ô û ç œ ’ « » n'en font pas partie.

sign-in = { $code } est votre code de connexion { $brand }
    .subject = Votre code de connexion { $brand }
    .call = Pour entendre votre code de connexion, appuyez sur 1. Si vous ne l'avez pas demandé, appuyez sur 9.
add-phone =
    { $phone ->
        [unknown] { $code } : code { $brand } pour AJOUTER un téléphone
       *[known] { $code } : code { $brand } pour AJOUTER le tél. ...{ $last }
    }
    .subject =
        { $phone ->
            [unknown] Votre code { $brand } pour AJOUTER un téléphone
           *[known] Votre code { $brand } pour AJOUTER le téléphone ...{ $last }
        }
    .call = Pour entendre votre code d'ajout d'un nouveau téléphone, appuyez sur 1. Si vous ne l'avez pas demandé, appuyez sur 9.
replace-phone =
    { $phone ->
        [unknown] { $code } : code { $brand } pour CHANGER de téléphone
       *[known] { $code } : code { $brand } pour PASSER au tél. ...{ $last }
    }
    .subject =
        { $phone ->
            [unknown] Votre code { $brand } pour CHANGER de téléphone
           *[known] Votre code { $brand } pour PASSER au téléphone ...{ $last }
        }
    .call = Pour entendre votre code de passage à ce téléphone, appuyez sur 1. Si vous ne l'avez pas demandé, appuyez sur 9.
proof =
    { $phone ->
        [unknown] { $code } : code { $brand } pour REMPLACER votre téléphone
       *[known] { $code } : code { $brand } pour REMPLACER le tél. ...{ $last }
    }
    .subject =
        { $phone ->
            [unknown] Votre code { $brand } pour REMPLACER votre téléphone
           *[known] Votre code { $brand } pour REMPLACER le téléphone ...{ $last }
        }
    .call = Pour entendre votre code de remplacement de ce téléphone par un autre, appuyez sur 1. Si vous ne l'avez pas demandé, appuyez sur 9.
gate = { $code } : code { $brand } pour ouvrir vos réglages
    .subject = Votre code { $brand } pour ouvrir vos réglages
    .call = Pour entendre votre code d'ouverture des réglages, appuyez sur 1. Si vous ne l'avez pas demandé, appuyez sur 9.
enrolment = { $code } : code { $brand } pour un nouveau téléphone
    .subject = Votre code { $brand } pour configurer un nouveau téléphone
    .call = Pour entendre votre code de configuration d'un nouveau téléphone, appuyez sur 1. Si vous ne l'avez pas demandé, appuyez sur 9.
case = { $code } : code { $brand } pour demander un reset de la 2FA
    .subject = Votre code { $brand } pour demander la réinitialisation de la 2FA
    .call = Pour entendre votre code de demande de réinitialisation de l'authentification à deux facteurs, appuyez sur 1. Si vous ne l'avez pas demandé, appuyez sur 9.
address = { $code } : code { $brand } pour confirmer cette adresse e-mail
    .subject = Votre code { $brand } pour confirmer cette adresse e-mail
    .call = Pour entendre votre code de confirmation d'une adresse e-mail, appuyez sur 1. Si vous ne l'avez pas demandé, appuyez sur 9.
password = { $code } : code { $brand } pour un nouveau mot de passe
    .subject = Votre code { $brand } pour choisir un nouveau mot de passe
    .call = Pour entendre votre code de choix d'un nouveau mot de passe, appuyez sur 1. Si vous ne l'avez pas demandé, appuyez sur 9.

life =
    { $hours ->
        [0] { $minutes ->
                [one] { $minutes } minute
               *[other] { $minutes } minutes
            }
       *[other] { $hours } heures
    }
code-text = { $said }. Valide { life }. Ne le donnez à personne, ni à nous.
code-mail =
    { $said }.

    Il est valable { life } et ne sert qu'une fois. Saisissez-le sur la page qui l'a demandé.

    Ne le communiquez à personne : notre équipe ne vous le demandera jamais. Si vous n'avez pas demandé ce code, quelqu'un d'autre essaie d'utiliser votre compte. N'utilisez pas le code et changez votre mot de passe.

call-opening = Ceci est un appel automatique de { $brand }
call-greeting = { $opening }. { $keys }
call-code = Votre code est : { $digits }. Je répète : { $digits }.
call-again = Pour l'entendre à nouveau, appuyez sur 1.
call-goodbye = Il est valable { life }. Ne le communiquez à personne, pas même à notre équipe. Au revoir.
call-refused = Merci de nous l'avoir signalé. Le code reste secret. Au revoir.
call-unanswered = Nous n'avons pas reçu de réponse. Au revoir.
call-over = Ce code n'est plus valable. Au revoir.
