# Avisos sobre o lugar de alguém em uma organização e sobre redefinições feitas por outros.

member-invited = { $by } convida para fazer parte de { $org } em { $brand }. Papel: { $role }. O convite serve uma vez, até { $due }.
    .subject = Convite para { $org }
    .short = { $by } convida para fazer parte de { $org }
    .otherwise = O link mostra uma página; nada acontece antes que o botão dela seja pressionado. Se não souber quem convida, deixe-o sem uso.
    .otherwise-short = Nada precisa ser feito.
    .status = Ver o convite
    .why = Esta mensagem foi enviada porque alguém digitou seu endereço para fazer o convite.
    .deed = { $whose } recebeu de { $by } um convite para { $org }
member-joined = Sua conta agora faz parte de { $org } em { $brand }. Papel: { $role }.
    .subject = Boas-vindas a { $org }
    .short = sua conta agora faz parte de { $org }
    .deed = { $whose } entrou em { $org }; papel: { $role }
member-role = { $by } mudou seu papel em { $org } em { $brand }. Agora é: { $role }. Se antes era permitido mais, a sessão continua como antes.
    .subject = Seu papel em { $org } mudou
    .short = seu papel em { $org } agora é: { $role }
    .deed = { $whose } tem um novo papel em { $org } por { $by }: { $role }
member-suspended = { $org } suspendeu sua conta { $brand }. Todas as sessões foram encerradas, e não é possível entrar. Para voltar a entrar, fale com: { $by }.
    .subject = Sua conta está suspensa
    .short = { $org } suspendeu sua conta
    .otherwise = Seu telefone e seu código de recuperação continuam como estão.
    .otherwise-short = Fale com sua empresa.
    .deed = A conta de { $whose } foi suspensa por { $org }
member-unsuspended = { $org } retirou a suspensão da sua conta { $brand }.
    .subject = Sua conta não está mais suspensa
    .short = { $org } reativou sua conta
    .otherwise = O acesso funciona como sempre.
    .otherwise-short = O acesso funciona como sempre.
    .deed = A conta de { $whose } não está mais suspensa por { $org }
member-refused = Alguém tentou entrar na sua conta { $brand }, que { $org } suspendeu. Ninguém entrou. Para voltar a entrar, fale com: { $by }.
    .subject = Sua conta está suspensa
    .short = um acesso foi recusado, porque { $org } suspendeu sua conta
    .otherwise = Se foi outra pessoa, alguém sabe sua senha: escolha uma nova assim que puder entrar.
    .otherwise-short = Fale com sua empresa.
    .deed = { $whose } informou a senha correta, mas a conta está suspensa
member-released = Sua conta { $brand } agora é só sua. Os admins de { $org } não podem mais redefinir sua 2FA nem suspender sua conta.
    .subject = { $org } não administra mais sua conta
    .short = { $org } deixou de administrar sua conta
    .otherwise = Guarde seu código de recuperação em um lugar seguro: a partir de agora, ele é seu próprio caminho de volta.
    .otherwise-short = Guarde bem sua chave reserva.
    .deed = A conta de { $whose } não é mais administrada por { $org }
member-managed = { $org } agora administra sua conta { $brand }, como foi pedido. Os admins podem redefinir sua 2FA em caso de perda do telefone, e suspender sua conta.
    .subject = { $org } administra sua conta
    .short = { $org } agora administra sua conta
    .deed = A conta de { $whose } agora é administrada por { $org }
member-left = Sua conta não faz mais parte de { $org } em { $brand }.
    .subject = Saída de { $org }
    .short = sua conta saiu de { $org }
    .deed = { $whose } saiu de { $org }
member-removed = { $by } removeu sua conta de { $org } em { $brand }.
    .subject = Sua conta foi removida de { $org }
    .short = sua conta foi removida de { $org }
    .otherwise = Sua conta, seu telefone e seu código de recuperação continuam como estão. Se for um engano, fale com eles.
    .otherwise-short = Um engano? Fale com eles.
    .deed = A conta de { $whose } foi removida de { $org } por { $by }
member-signed-out = { $by }, de { $org }, encerrou suas sessões de { $brand } em todos os dispositivos.
    .subject = Suas sessões foram encerradas
    .short = { $org } desconectou todos os seus dispositivos
    .otherwise = É possível entrar de novo como sempre.
    .otherwise-short = Entre de novo como sempre.
    .deed = Todas as sessões de { $whose } foram encerradas por { $by }
member-reminded = { $org } pede que a autenticação de dois fatores (2FA) seja configurada na sua conta { $brand }.
    .subject = Configure a autenticação de dois fatores
    .short = { $org } pede que configure a 2FA
    .otherwise = Entre no endereço de sempre e adicione um telefone quando for pedido.
    .otherwise-short = Entre para adicionar um telefone.
    .why = Esta mensagem foi enviada porque um admin da sua organização nos pediu este lembrete.
    .deed = { $whose } recebeu um lembrete para configurar a 2FA

reset-done =
    { $by } redefiniu a autenticação de dois fatores da sua conta { $brand }. Motivo: { $why }. Seu telefone, seu aplicativo autenticador e seu código de recuperação não funcionam mais, e todos os dispositivos foram desconectados.

    { $way }
    .subject = Sua 2FA foi redefinida por { $org }
    .short = { $org } redefiniu sua 2FA, este telefone deixou de receber chaves de acesso
    .otherwise = Se o pedido não foi seu, avise sua organização por um meio que não seja o e-mail.
    .otherwise-short = Foi outra pessoa? Avise sua empresa.
    .deed = A 2FA de { $whose } foi redefinida por { $by }
    .staff = A 2FA de { $whose } foi redefinida por { $by }. Motivo: { $why }.
way-back-code =
    Para voltar, abra a página de acesso como sempre, informe sua senha, depois este código, e adicione um telefone:

    { $code }

    O código serve uma vez, por 24 horas; “Send a new code” naquela página envia outro por e-mail. É possível voltar assim até { $due }. Nunca compartilhe o código: ninguém da sua organização precisa dele.
way-back = Para voltar, entre com sua senha e com o código enviado ao endereço usado no acesso, e adicione um telefone. Isto vale até { $due }.
reset-asked = { $by } pediu para redefinir a autenticação de dois fatores da sua conta { $brand }. Motivo: { $why }. Outra pessoa de { $org } precisa aprovar até { $due }.
    .subject = Alguém quer redefinir sua 2FA
    .short = { $org } quer redefinir sua 2FA
    .otherwise = Nada mudou ainda. Se o pedido não foi seu, avise agora sua organização, por um meio que não seja o e-mail: quem aprovar precisa perguntar antes.
    .deed = { $by } pediu para redefinir a 2FA de { $whose }
    .staff = { $by } pediu para redefinir a 2FA de { $whose }. Motivo: { $why }. Outra pessoa precisa aprovar até { $due }.
reset-dropped = A redefinição da sua 2FA { $brand } pedida por { $by } não vai acontecer. Nada foi alterado.
    .subject = Sua 2FA não será redefinida
    .short = o pedido para redefinir sua 2FA foi encerrado
    .otherwise = Seu telefone funciona como antes.
    .deed = A 2FA de { $whose } não será redefinida, apesar do pedido de { $by }
reset-void = Sua 2FA { $brand } foi redefinida, e depois sua senha foi substituída por e-mail. O código que enviamos não vale mais: senha e código teriam vindo ambos desta caixa de entrada.
    .subject = É preciso um novo código para voltar
    .short = seu modo de voltar depois de redefinir a 2FA foi cancelado
    .otherwise = Peça a um admin uma nova redefinição. Será perguntado se a substituição da senha foi mesmo sua.
    .deed = { $whose } substituiu a senha por e-mail depois que a 2FA foi redefinida e precisa de uma nova redefinição
reset-over = Sua 2FA { $brand } foi redefinida, e ninguém adicionou um novo telefone até { $due }.
    .subject = Seu prazo para voltar terminou
    .short = seu prazo para voltar depois de redefinir a 2FA terminou
    .otherwise = Peça a um admin uma nova redefinição. Até lá, sua senha sozinha não abre nada.
    .deed = { $whose } não adicionou um novo telefone a tempo depois que a 2FA foi redefinida e precisa de uma nova redefinição
reset-question =
    { $by } está examinando o pedido { $extra } para redefinir sua 2FA { $brand } e quer saber:

    “{ $question }”

    Responda na página do seu pedido. Ninguém precisa da sua senha nem de um código para isso.
    .subject = Uma pergunta sobre seu pedido
    .short = chegou uma pergunta sobre o pedido { $extra }
    .deed = { $whose } recebeu de { $by } uma pergunta sobre o pedido { $extra }
reset-answer = Sua resposta sobre o pedido { $extra } para redefinir sua 2FA { $brand } foi enviada a { $by }.
    .subject = Sua resposta foi enviada
    .short = sua resposta sobre o pedido { $extra } foi enviada
    .deed = { $whose } respondeu a uma pergunta sobre o pedido { $extra }
