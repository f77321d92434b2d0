# Avisos sobre el lugar de alguien en una organización y sobre restablecimientos hechos por otros.

member-invited = { $by } le invita a unirse a { $org } en { $brand }. Su papel: { $role }. La invitación sirve una vez, hasta el { $due }.
    .subject = Invitación a { $org }
    .short = { $by } le invita a unirse a { $org }
    .otherwise = El enlace muestra una página; no ocurre nada hasta que usted pulse allí el botón. Si no sabe quién le invita, no lo use.
    .otherwise-short = Puede no hacer nada.
    .status = Ver la invitación
    .why = Recibe este mensaje porque alguien ha escrito su dirección para invitarle.
    .deed = { $whose } ha recibido de { $by } una invitación a { $org }
member-joined = Ahora forma parte de { $org } en { $brand }. Su papel: { $role }.
    .subject = Se ha unido a { $org }
    .short = se ha unido a { $org }
    .deed = { $whose } se ha unido a { $org }; papel: { $role }
member-role = { $by } ha cambiado su papel en { $org } en { $brand }. Ahora es: { $role }. Si antes podía hacer más, su sesión sigue abierta como antes.
    .subject = Su papel en { $org } ha cambiado
    .short = su papel en { $org } es ahora: { $role }
    .deed = { $whose } tiene un nuevo papel en { $org } por { $by }: { $role }
member-suspended = { $org } ha suspendido su cuenta de { $brand }. Se ha cerrado su sesión en todas partes y no puede entrar. Para volver a entrar, diríjase a: { $by }.
    .subject = Su cuenta está suspendida
    .short = { $org } ha suspendido su cuenta
    .otherwise = Su teléfono y su código de recuperación siguen como están.
    .otherwise-short = Consulte con su empresa.
    .deed = La cuenta de { $whose } ha sido suspendida por { $org }
member-unsuspended = { $org } ha levantado la suspensión de su cuenta de { $brand }.
    .subject = Su cuenta ya no está suspendida
    .short = { $org } ha reactivado su cuenta
    .otherwise = Puede entrar como siempre.
    .otherwise-short = Puede entrar como siempre.
    .deed = La cuenta de { $whose } ya no está suspendida por { $org }
member-refused = Alguien ha intentado entrar en su cuenta de { $brand }, que { $org } ha suspendido. No ha entrado nadie. Para volver a entrar, diríjase a: { $by }.
    .subject = Su cuenta está suspendida
    .short = un acceso ha sido rechazado, porque { $org } ha suspendido su cuenta
    .otherwise = Si no fue usted, alguien sabe su contraseña: elija otra en cuanto pueda volver a entrar.
    .otherwise-short = Consulte con su empresa.
    .deed = { $whose } ha dado la contraseña correcta, pero su cuenta está suspendida
member-released = Su cuenta de { $brand } es ahora solo suya. Los admins de { $org } ya no pueden restablecer su 2FA ni suspenderle.
    .subject = { $org } ya no administra su cuenta
    .short = { $org } ya no administra su cuenta
    .otherwise = Guarde su código de recuperación en un lugar seguro: desde ahora es su propio camino de vuelta.
    .otherwise-short = Guarde bien su clave de emergencia.
    .deed = La cuenta de { $whose } ya no es administrada por { $org }
member-managed = Usted permite que { $org } administre su cuenta de { $brand }. Sus admins pueden restablecer su 2FA si pierde el teléfono, y suspenderle.
    .subject = { $org } administra su cuenta
    .short = { $org } administra ahora su cuenta
    .deed = La cuenta de { $whose } es administrada ahora por { $org }
member-left = Ya no forma parte de { $org } en { $brand }.
    .subject = Ha dejado { $org }
    .short = ha dejado { $org }
    .deed = { $whose } ha dejado { $org }
member-removed = { $by } le ha quitado de { $org } en { $brand }.
    .subject = Ya no forma parte de { $org }
    .short = ya no forma parte de { $org }
    .otherwise = Su cuenta, su teléfono y su código de recuperación siguen como están. Si es un error, pregúnteles.
    .otherwise-short = ¿Es un error? Consulte con ellos.
    .deed = { $whose } ya no forma parte de { $org }, por decisión de { $by }
member-signed-out = { $by }, de { $org }, ha cerrado su sesión de { $brand } en todos los dispositivos.
    .subject = Se ha cerrado su sesión en todas partes
    .short = { $org } ha cerrado todas sus sesiones
    .otherwise = Puede volver a entrar como siempre.
    .otherwise-short = Puede volver a entrar.
    .deed = { $by } ha cerrado todas las sesiones de { $whose }
member-reminded = { $org } le pide que configure la autenticación de dos factores (2FA) para su cuenta de { $brand }.
    .subject = Configure la autenticación de dos factores
    .short = { $org } le pide que configure la 2FA
    .otherwise = Entre en la dirección que usa siempre y agregue un teléfono cuando se le pida.
    .otherwise-short = Entre para agregar un teléfono.
    .why = Recibe este mensaje porque un admin de su organización nos ha pedido que se lo recordemos.
    .deed = { $whose } ha recibido un recordatorio para configurar la 2FA

reset-done =
    { $by } ha restablecido la autenticación de dos factores de su cuenta de { $brand }. Motivo: { $why }. Su teléfono, su aplicación de autenticación y su código de recuperación ya no sirven, y se ha cerrado la sesión en todos los dispositivos.

    { $way }
    .subject = Su 2FA ha sido restablecida por { $org }
    .short = { $org } ha restablecido su 2FA, este teléfono ya no recibe claves
    .otherwise = Si usted no lo ha pedido, avise a su organización por un medio que no sea el correo.
    .otherwise-short = ¿No fue usted? Avise a su empresa.
    .deed = La 2FA de { $whose } ha sido restablecida por { $by }
    .staff = La 2FA de { $whose } ha sido restablecida por { $by }. Motivo: { $why }.
way-back-code =
    Para volver, abra la página de acceso como siempre, escriba su contraseña, después este código, y agregue un teléfono:

    { $code }

    El código sirve una vez, durante 24 horas; «Send a new code» en esa página envía otro por correo. Puede volver así hasta el { $due }. No comparta nunca el código: nadie de su organización lo necesita.
way-back = Para volver, entre con su contraseña y con el código enviado a la dirección con la que inicia sesión, y agregue un teléfono. Vale hasta el { $due }.
reset-asked = { $by } ha pedido restablecer la autenticación de dos factores de su cuenta de { $brand }. Motivo: { $why }. Otra persona de { $org } tiene que aprobarlo antes del { $due }.
    .subject = Alguien quiere restablecer su 2FA
    .short = { $org } quiere restablecer su 2FA
    .otherwise = Todavía no ha cambiado nada. Si usted no lo ha pedido, avise ahora a su organización por un medio que no sea el correo: quien lo apruebe tiene que preguntarle antes.
    .deed = { $by } ha pedido restablecer la 2FA de { $whose }
    .staff = { $by } ha pedido restablecer la 2FA de { $whose }. Motivo: { $why }. Otra persona tiene que aprobarlo antes del { $due }.
reset-dropped = El restablecimiento de su 2FA de { $brand } que pidió { $by } no se llevará a cabo. No se ha cambiado nada.
    .subject = Su 2FA no se restablece
    .short = su 2FA no se restablece
    .otherwise = Su teléfono sirve como antes.
    .deed = La 2FA de { $whose } no se restablece, aunque lo pidió { $by }
reset-void = Su 2FA de { $brand } fue restablecida y después su contraseña fue reemplazada por correo. El código que le enviamos ya no sirve: la contraseña y el código habrían salido los dos de este buzón.
    .subject = Necesita un código nuevo para volver
    .short = su modo de volver tras restablecer la 2FA ya no vale
    .otherwise = Pida a un admin que la restablezca de nuevo. Le preguntarán si fue usted quien reemplazó la contraseña.
    .deed = { $whose } ha reemplazado la contraseña por correo después de que se restableciera su 2FA, y hay que restablecerla de nuevo
reset-over = Su 2FA de { $brand } fue restablecida y nadie agregó un teléfono nuevo antes del { $due }.
    .subject = Su plazo para volver ha terminado
    .short = su plazo para volver tras restablecer la 2FA ha terminado
    .otherwise = Pida a un admin que la restablezca de nuevo. Hasta entonces, su contraseña sola no abre nada.
    .deed = { $whose } no agregó a tiempo un teléfono nuevo después de que se restableciera su 2FA, y hay que restablecerla de nuevo
reset-question =
    { $by } está revisando la solicitud { $extra } para restablecer su 2FA de { $brand } y quiere saber:

    «{ $question }»

    Responda en la página de su solicitud. Nadie necesita para ello su contraseña ni un código.
    .subject = Una pregunta sobre su solicitud
    .short = hay una pregunta sobre la solicitud { $extra }
    .deed = { $whose } ha recibido de { $by } una pregunta sobre la solicitud { $extra }
reset-answer = Su respuesta sobre la solicitud { $extra } para restablecer su 2FA de { $brand } ha sido enviada a { $by }.
    .subject = Su respuesta ha sido enviada
    .short = su respuesta sobre la solicitud { $extra } ha sido enviada
    .deed = { $whose } ha respondido a una pregunta sobre la solicitud { $extra }
