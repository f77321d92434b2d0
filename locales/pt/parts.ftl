# De que são feitos os avisos.

text = { $brand }: { $short }. { $act }
text-link = Foi outra pessoa? { $link }

fact-when = Quando: { $fact }
fact-where = Onde: { $fact }
fact-device = Dispositivo: { $fact }
status = { $label }: { $link }
status-own = Ver o andamento
status-staff = Aprovar ou recusar
undo =
    Não fui eu: { $link }

    O link funciona por 72 horas, uma única vez e sem login. Ele mostra uma página; nada acontece antes que o botão dela seja pressionado.
undo-open =
    Não fui eu: { $link }

    O link funciona enquanto o pedido estiver aberto, uma única vez e sem login. Ele mostra uma página; nada acontece antes que o botão dela seja pressionado.
otherwise = Se foi outra pessoa, entre na conta, troque a senha e avise um proprietário da sua organização.
    .short = Foi outra pessoa? Troque sua senha agora.
why-own = Esta mensagem foi enviada porque diz respeito à segurança da sua conta { $brand }.
why-staff = Esta mensagem foi enviada a quem administra esta conta { $brand }.

staff-lead = { $deed }.
staff-text = { $deed } ({ $brand })
staff-otherwise = Se isto não era esperado, fale com essa pessoa por um meio que não seja o e-mail.
    .short = Fale com essa pessoa.
staff-request = { $deed }: pedido { $extra }. Se ninguém agir, a redefinição poderá começar depois de { $due }. Fale com essa pessoa por um meio que não seja o e-mail antes de aprovar ou recusar.

role-member = membro
role-admin = admin
role-owner = proprietário
reason-lost = Telefone perdido ou roubado
reason-number = Número novo
reason-broken = Telefone com defeito
reason-other = Outro motivo
aspect-demand = quem precisa usar 2FA e a partir de quando
aspect-ways = meios permitidos
aspect-countries = países permitidos
aspect-voip = números VoIP
aspect-resetters = quem pode redefinir a 2FA
aspect-second = a segunda pessoa para redefinições
aspect-wait = a espera do “Reset MFA”
who-operator = Quem administra este servidor
who-somebody = Alguém
who-owner = um proprietário de { $org }
who-of = { $who } ({ $org })
who-and = { $who } e { $other }
who-or = { $who } ou { $other }
device = { $browser } em { $system }
device-unknown = Navegador desconhecido
