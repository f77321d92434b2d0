# Avis sur la place dans une organisation, et sur les réinitialisations par d'autres.

member-invited = { $by } vous invite à rejoindre { $org } sur { $brand }. Votre rôle : { $role }. L'invitation sert une fois, jusqu'au { $due }.
    .subject = Vous êtes invité(e) à rejoindre { $org }
    .short = { $by } vous invite à rejoindre { $org }
    .otherwise = Le lien affiche une page ; rien ne se passe tant que vous n'y appuyez pas sur le bouton. Si vous ne savez pas qui vous invite, ne l'utilisez pas.
    .otherwise-short = Vous pouvez ne pas l'utiliser.
    .status = Voir l'invitation
    .why = Vous recevez ce message parce que quelqu'un a saisi votre adresse pour vous inviter.
    .deed = { $whose } a reçu une invitation de { $by } pour { $org }
member-joined = Vous faites maintenant partie de { $org } sur { $brand }. Votre rôle : { $role }.
    .subject = Vous avez rejoint { $org }
    .short = vous avez rejoint { $org }
    .deed = { $whose } a rejoint { $org }, rôle : { $role }
member-role = { $by } a changé votre rôle dans { $org } sur { $brand }. Il est maintenant : { $role }. Si vous aviez plus de droits avant, vous restez connecté(e) comme avant.
    .subject = Votre rôle dans { $org } a changé
    .short = vos droits dans { $org } ont changé : { $role }
    .deed = { $whose } a un nouveau rôle dans { $org } par { $by } : { $role }
member-suspended = { $org } a suspendu votre compte { $brand }. Vous êtes déconnecté(e) partout et ne pouvez plus vous connecter. Pour retrouver l'accès, adressez-vous à : { $by }.
    .subject = Votre compte est suspendu
    .short = { $org } a suspendu votre compte
    .otherwise = Votre téléphone et votre code de secours restent tels quels.
    .otherwise-short = Adressez-vous à votre organisation.
    .deed = Le compte de { $whose } a été suspendu par { $org }
member-unsuspended = { $org } a levé la suspension de votre compte { $brand }.
    .subject = Votre compte n'est plus suspendu
    .short = { $org } a levé la suspension de votre compte
    .otherwise = Vous pouvez vous connecter comme toujours.
    .otherwise-short = Vous pouvez vous connecter comme toujours.
    .deed = Le compte de { $whose } n'est plus suspendu par { $org }
member-refused = Quelqu'un a essayé de se connecter à votre compte { $brand }, que { $org } a suspendu. Personne n'est entré. Pour retrouver l'accès, adressez-vous à : { $by }.
    .subject = Votre compte est suspendu
    .short = une connexion a été refusée, car { $org } a suspendu votre compte
    .otherwise = Si ce n'était pas vous, quelqu'un connaît votre mot de passe : choisissez-en un nouveau dès que vous aurez retrouvé l'accès.
    .otherwise-short = Adressez-vous à votre organisation.
    .deed = { $whose } a donné le bon mot de passe, mais son compte est suspendu
member-released = Votre compte { $brand } n'appartient plus qu'à vous. Les admins de { $org } ne peuvent plus réinitialiser votre 2FA ni vous suspendre.
    .subject = { $org } ne gère plus votre compte
    .short = { $org } ne gère plus votre compte
    .otherwise = Gardez votre code de secours en lieu sûr : c'est désormais votre propre chemin de retour.
    .otherwise-short = Gardez bien votre code de secours.
    .deed = Le compte de { $whose } n'est plus géré par { $org }
member-managed = Vous laissez { $org } gérer votre compte { $brand }. Ses admins peuvent réinitialiser votre 2FA si vous perdez votre téléphone, et vous suspendre.
    .subject = { $org } gère votre compte
    .short = { $org } gère maintenant votre compte
    .deed = Le compte de { $whose } est maintenant géré par { $org }
member-left = Vous ne faites plus partie de { $org } sur { $brand }.
    .subject = Vous avez quitté { $org }
    .short = vous avez quitté { $org }
    .deed = { $whose } a quitté { $org }
member-removed = { $by } vous a retiré(e) de { $org } sur { $brand }.
    .subject = Vous ne faites plus partie de { $org }
    .short = vous ne faites plus partie de { $org }
    .otherwise = Votre compte, votre téléphone et votre code de secours restent tels quels. Si c'est une erreur, renseignez-vous auprès d'eux.
    .otherwise-short = Une erreur ? Adressez-vous à eux.
    .deed = { $whose } ne fait plus partie de { $org }, par décision de { $by }
member-signed-out = { $by }, de { $org }, vous a déconnecté(e) de { $brand } sur tous les appareils.
    .subject = Vous avez été déconnecté(e) partout
    .short = { $org } a fermé toutes vos connexions
    .otherwise = Vous pouvez vous reconnecter comme toujours.
    .otherwise-short = Vous pouvez vous reconnecter.
    .deed = Toutes les connexions de { $whose } ont été fermées par { $by }
member-reminded = { $org } vous demande de configurer l'authentification à deux facteurs (2FA) pour votre compte { $brand }.
    .subject = Configurez l'authentification à deux facteurs
    .short = { $org } vous demande de configurer la 2FA
    .otherwise = Connectez-vous à l'adresse que vous utilisez toujours et ajoutez un téléphone quand on vous le demandera.
    .otherwise-short = Connectez-vous pour ajouter un téléphone.
    .why = Vous recevez ce message parce qu'un admin de votre organisation nous a demandé de vous le rappeler.
    .deed = { $whose } a reçu un rappel pour configurer la 2FA

reset-done =
    { $by } a réinitialisé l'authentification à deux facteurs de votre compte { $brand }. Raison : { $why }. Votre téléphone, votre application d'authentification et votre code de secours ne fonctionnent plus, et tous les appareils ont été déconnectés.

    { $way }
    .subject = Votre 2FA a été réinitialisée par { $org }
    .short = { $org } a réinitialisé votre 2FA, plus aucun code n'arrive sur ce téléphone
    .otherwise = Si vous ne l'avez pas demandé, prévenez votre organisation par un autre moyen que l'e-mail.
    .otherwise-short = Ce n'est pas vous ? Prévenez votre organisation.
    .deed = La 2FA de { $whose } a été réinitialisée par { $by }
    .staff = La 2FA de { $whose } a été réinitialisée par { $by }. Raison : { $why }.
way-back-code =
    Pour revenir, ouvrez la page de connexion comme toujours, donnez votre mot de passe, puis ce code, et ajoutez un téléphone :

    { $code }

    Le code sert une fois, pendant 24 heures ; « Send a new code » sur cette page en envoie un autre par e-mail. Vous pouvez revenir ainsi jusqu'au { $due }. Ne communiquez jamais ce code : personne dans votre organisation n'en a besoin.
way-back = Pour revenir, connectez-vous avec votre mot de passe et le code envoyé à l'adresse avec laquelle vous vous connectez, et ajoutez un téléphone. C'est possible jusqu'au { $due }.
reset-asked = { $by } a demandé à réinitialiser l'authentification à deux facteurs de votre compte { $brand }. Raison : { $why }. Une autre personne de { $org } doit l'approuver avant le { $due }.
    .subject = Quelqu'un veut réinitialiser votre 2FA
    .short = { $org } veut réinitialiser votre 2FA
    .otherwise = Rien n'est encore changé. Si vous ne l'avez pas demandé, prévenez tout de suite votre organisation, par un autre moyen que l'e-mail : la personne qui approuve doit d'abord vous interroger.
    .deed = La réinitialisation de la 2FA de { $whose } a été demandée par { $by }
    .staff = La réinitialisation de la 2FA de { $whose } a été demandée par { $by }. Raison : { $why }. Une autre personne doit l'approuver avant le { $due }.
reset-dropped = La réinitialisation de votre 2FA { $brand }, demandée par { $by }, n'aura pas lieu. Rien n'a été changé.
    .subject = Votre 2FA n'est pas réinitialisée
    .short = votre 2FA n'est pas réinitialisée
    .otherwise = Votre téléphone fonctionne comme avant.
    .deed = La 2FA de { $whose } n'est pas réinitialisée, malgré la demande de { $by }
reset-void = Votre 2FA { $brand } a été réinitialisée, puis votre mot de passe a été remplacé par e-mail. Le code que nous vous avions envoyé ne fonctionne plus : mot de passe et code seraient tous deux venus de cette boîte de réception.
    .subject = Il vous faut un nouveau code pour revenir
    .short = votre chemin de retour n'est plus valable depuis le changement de mot de passe
    .otherwise = Demandez une nouvelle réinitialisation à un admin. On vous demandera si c'est vous qui avez remplacé le mot de passe.
    .deed = { $whose } a remplacé son mot de passe par e-mail après la réinitialisation de sa 2FA et a besoin d'une nouvelle réinitialisation
reset-over = Votre 2FA { $brand } a été réinitialisée, et personne n'a ajouté de nouveau téléphone avant le { $due }.
    .subject = Votre chemin de retour a expiré
    .short = votre chemin de retour a expiré, demandez une nouvelle réinitialisation
    .otherwise = Demandez une nouvelle réinitialisation à un admin. D'ici là, votre mot de passe seul n'ouvre rien.
    .deed = { $whose } n'a pas ajouté de téléphone à temps après la réinitialisation de sa 2FA et a besoin d'une nouvelle réinitialisation
reset-question =
    { $by } examine la demande { $extra } de réinitialiser votre 2FA { $brand } et voudrait savoir :

    « { $question } »

    Répondez sur la page de votre demande. Personne n'a besoin pour cela de votre mot de passe ni d'un code.
    .subject = Une question sur votre demande
    .short = il y a une question sur la demande { $extra }
    .deed = { $whose } a reçu de { $by } une question sur la demande { $extra }
reset-answer = Votre réponse au sujet de la demande { $extra } de réinitialiser votre 2FA { $brand } a été envoyée à { $by }.
    .subject = Votre réponse a été envoyée
    .short = votre réponse sur la demande { $extra } a été envoyée
    .deed = { $whose } a répondu à une question sur la demande { $extra }
