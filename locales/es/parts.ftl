# De qué se componen los avisos.

text = { $brand }: { $short }. { $act }
text-link = ¿No fue usted? { $link }

fact-when = Cuándo: { $fact }
fact-where = Dónde: { $fact }
fact-device = Dispositivo: { $fact }
status = { $label }: { $link }
status-own = Ver cómo va
status-staff = Aprobar o rechazar
undo =
    No fui yo: { $link }

    El enlace funciona durante 72 horas, una sola vez y sin iniciar sesión. Muestra una página; no ocurre nada hasta que usted pulse allí el botón.
undo-open =
    No fui yo: { $link }

    El enlace funciona mientras la solicitud esté abierta, una sola vez y sin iniciar sesión. Muestra una página; no ocurre nada hasta que usted pulse allí el botón.
otherwise = Si no fue usted, inicie sesión, cambie su contraseña y avise a un propietario de su organización.
    .short = ¿No fue usted? Cambie ahora su contraseña.
why-own = Recibe este mensaje porque afecta a la seguridad de su cuenta de { $brand }.
why-staff = Recibe este mensaje porque usted administra esta cuenta de { $brand }.

staff-lead = { $deed }.
staff-text = { $deed } ({ $brand })
staff-otherwise = Si no lo esperaba, hable con esa persona por un medio que no sea el correo.
    .short = Hable con esa persona.
staff-request = { $deed }: solicitud { $extra }. Si nadie interviene, el restablecimiento podrá comenzar después del { $due }. Hable con esa persona por un medio que no sea el correo antes de aprobar o rechazar.

role-member = miembro
role-admin = admin
role-owner = propietario
reason-lost = Teléfono perdido o robado
reason-number = Número nuevo
reason-broken = Teléfono averiado
reason-other = Otro motivo
aspect-demand = quién debe usar 2FA y desde cuándo
aspect-ways = medios permitidos
aspect-countries = países permitidos
aspect-voip = números VoIP
aspect-resetters = quién puede restablecer la 2FA
aspect-second = la segunda persona para restablecer
aspect-wait = la espera de «Reset MFA»
who-operator = Quien administra este servidor
who-somebody = Alguien
who-owner = un propietario de { $org }
who-of = { $who } ({ $org })
who-and = { $who } y { $other }
who-or = { $who } o { $other }
device = { $browser } en { $system }
device-unknown = Navegador desconocido
