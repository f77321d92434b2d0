# Os SMS cabem em uma parte porque ficam no alfabeto GSM-7: é à ü estão nele; ã õ ç á ê í ó ú não. Daí «Use 123456 para…»
# em vez de «código», e «nunca» em vez de «não», também em `.short`.

sign-in = Use { $code } para entrar em { $brand }
    .subject = Seu código para entrar em { $brand }
    .call = Para ouvir seu código de acesso, pressione 1. Se o pedido não foi seu, pressione 9.
add-phone =
    { $phone ->
        [unknown] Use { $code } para ADICIONAR um telefone em { $brand }
       *[known] Use { $code } para ADICIONAR o telefone ...{ $last } em { $brand }
    }
    .subject =
        { $phone ->
            [unknown] Seu código para ADICIONAR um telefone em { $brand }
           *[known] Seu código para ADICIONAR o telefone ...{ $last } em { $brand }
        }
    .call = Para ouvir seu código para adicionar um novo telefone, pressione 1. Se o pedido não foi seu, pressione 9.
replace-phone =
    { $phone ->
        [unknown] Use { $code } para MUDAR para outro telefone em { $brand }
       *[known] Use { $code } para MUDAR para o telefone ...{ $last } em { $brand }
    }
    .subject =
        { $phone ->
            [unknown] Seu código para MUDAR para outro telefone em { $brand }
           *[known] Seu código para MUDAR para o telefone ...{ $last } em { $brand }
        }
    .call = Para ouvir seu código para mudar para este telefone, pressione 1. Se o pedido não foi seu, pressione 9.
proof =
    { $phone ->
        [unknown] Use { $code } para SUBSTITUIR seu telefone em { $brand }
       *[known] Use { $code } para SUBSTITUIR o telefone ...{ $last } em { $brand }
    }
    .subject =
        { $phone ->
            [unknown] Seu código para SUBSTITUIR seu telefone em { $brand }
           *[known] Seu código para SUBSTITUIR o telefone ...{ $last } em { $brand }
        }
    .call = Para ouvir seu código para substituir este telefone por outro, pressione 1. Se o pedido não foi seu, pressione 9.
gate = Use { $code } para abrir os ajustes de { $brand }
    .subject = Seu código para abrir os ajustes de { $brand }
    .call = Para ouvir seu código para abrir os ajustes, pressione 1. Se o pedido não foi seu, pressione 9.
enrolment = Use { $code } para configurar um novo telefone em { $brand }
    .subject = Seu código para configurar um novo telefone em { $brand }
    .call = Para ouvir seu código para configurar um novo telefone, pressione 1. Se o pedido não foi seu, pressione 9.
case = Use { $code } para pedir o reset da 2FA em { $brand }
    .subject = Seu código para pedir que a 2FA seja redefinida em { $brand }
    .call = Para ouvir seu código para pedir que a autenticação de dois fatores seja redefinida, pressione 1. Se o pedido não foi seu, pressione 9.
address = Use { $code } para confirmar este e-mail em { $brand }
    .subject = Seu código para confirmar este e-mail em { $brand }
    .call = Para ouvir seu código para confirmar um endereço de e-mail, pressione 1. Se o pedido não foi seu, pressione 9.
password = Use { $code } para escolher uma nova senha em { $brand }
    .subject = Seu código para escolher uma nova senha em { $brand }
    .call = Para ouvir seu código para escolher uma nova senha, pressione 1. Se o pedido não foi seu, pressione 9.

life =
    { $hours ->
        [0] { $minutes ->
                [one] { $minutes } minuto
               *[other] { $minutes } minutos
            }
       *[other] { $hours } horas
    }
code-text = { $said }. Vale por { life }. Nunca o compartilhe, nem conosco.
code-mail =
    { $said }.

    O código vale por { life } e serve uma única vez. Digite-o na página que o pediu.

    Não o compartilhe com ninguém: nossa equipe nunca vai pedi-lo. Se o pedido deste código não foi seu, outra pessoa está tentando usar sua conta. Não use o código e troque sua senha.

call-opening = Esta é uma chamada automática de { $brand }
call-greeting = { $opening }. { $keys }
call-code = Seu código é: { $digits }. Mais uma vez: { $digits }.
call-again = Para ouvi-lo novamente, pressione 1.
call-goodbye = Ele vale por { life }. Não o informe a ninguém, nem mesmo à nossa equipe. Até logo.
call-refused = Obrigado por nos avisar. O código continua em segredo. Até logo.
call-unanswered = Não recebemos resposta. Até logo.
call-over = Este código não vale mais. Até logo.
