# Los SMS caben en una parte porque se quedan en el alfabeto GSM-7: é ñ ü ¿ ¡ están en él; á í ó ú « » no. De ahí «Use
# 123456 para…» en lugar de «código», y de ahí las frases sin esas letras en `.short`.

sign-in = Use { $code } para entrar en { $brand }
    .subject = Su código para entrar en { $brand }
    .call = Para escuchar su código de acceso, pulse 1. Si usted no lo ha pedido, pulse 9.
add-phone =
    { $phone ->
        [unknown] Use { $code } para AGREGAR un teléfono en { $brand }
       *[known] Use { $code } para AGREGAR el teléfono ...{ $last } en { $brand }
    }
    .subject =
        { $phone ->
            [unknown] Su código para AGREGAR un teléfono en { $brand }
           *[known] Su código para AGREGAR el teléfono ...{ $last } en { $brand }
        }
    .call = Para escuchar su código para agregar un teléfono nuevo, pulse 1. Si usted no lo ha pedido, pulse 9.
replace-phone =
    { $phone ->
        [unknown] Use { $code } para CAMBIAR a otro teléfono en { $brand }
       *[known] Use { $code } para CAMBIAR al teléfono ...{ $last } en { $brand }
    }
    .subject =
        { $phone ->
            [unknown] Su código para CAMBIAR a otro teléfono en { $brand }
           *[known] Su código para CAMBIAR al teléfono ...{ $last } en { $brand }
        }
    .call = Para escuchar su código para cambiar a este teléfono, pulse 1. Si usted no lo ha pedido, pulse 9.
proof =
    { $phone ->
        [unknown] Use { $code } para REEMPLAZAR su teléfono en { $brand }
       *[known] Use { $code } para REEMPLAZAR el teléfono ...{ $last } en { $brand }
    }
    .subject =
        { $phone ->
            [unknown] Su código para REEMPLAZAR su teléfono en { $brand }
           *[known] Su código para REEMPLAZAR el teléfono ...{ $last } en { $brand }
        }
    .call = Para escuchar su código para reemplazar este teléfono por otro, pulse 1. Si usted no lo ha pedido, pulse 9.
gate = Use { $code } para abrir los ajustes de { $brand }
    .subject = Su código para abrir los ajustes de { $brand }
    .call = Para escuchar su código para abrir los ajustes, pulse 1. Si usted no lo ha pedido, pulse 9.
enrolment = Use { $code } para configurar un teléfono nuevo en { $brand }
    .subject = Su código para configurar un teléfono nuevo en { $brand }
    .call = Para escuchar su código para configurar un teléfono nuevo, pulse 1. Si usted no lo ha pedido, pulse 9.
case = Use { $code } para pedir que se restablezca su 2FA en { $brand }
    .subject = Su código para pedir que se restablezca su 2FA en { $brand }
    .call = Para escuchar su código para pedir que se restablezca su autenticación de dos factores, pulse 1. Si usted no lo ha pedido, pulse 9.
address = Use { $code } para confirmar este correo en { $brand }
    .subject = Su código para confirmar este correo en { $brand }
    .call = Para escuchar su código para confirmar una dirección de correo, pulse 1. Si usted no lo ha pedido, pulse 9.
password = Use { $code } para elegir otra contraseña en { $brand }
    .subject = Su código para elegir otra contraseña en { $brand }
    .call = Para escuchar su código para elegir otra contraseña, pulse 1. Si usted no lo ha pedido, pulse 9.

life =
    { $hours ->
        [0] { $minutes ->
                [one] { $minutes } minuto
               *[other] { $minutes } minutos
            }
       *[other] { $hours } horas
    }
code-text = { $said }. Vale { life }. No lo comparta, ni con nosotros.
code-mail =
    { $said }.

    El código vale { life } y sirve una sola vez. Escríbalo en la página que se lo ha pedido.

    No lo comparta con nadie: nuestro personal nunca se lo pedirá. Si usted no ha pedido este código, otra persona está intentando usar su cuenta. No use el código y cambie su contraseña.

call-opening = Esta es una llamada automática de { $brand }
call-greeting = { $opening }. { $keys }
call-code = Su código es: { $digits }. Otra vez: { $digits }.
call-again = Para escucharlo otra vez, pulse 1.
call-goodbye = Vale { life }. No se lo diga a nadie, ni siquiera a nuestro personal. Adiós.
call-refused = Gracias por avisarnos. El código sigue siendo secreto. Adiós.
call-unanswered = No hemos recibido respuesta. Adiós.
call-over = Este código ya no es válido. Adiós.
