"""Things that nobody here wrote, to stand opposite of Rekey in tests: aiosmtpd as mail server, dkimpy as DKIM verifier,
the official libraries of Standard Webhooks and Twilio. One line of JSON on stdout per thing that happens.

    rig.py smtp FOLDER      a mail server with STARTTLS and AUTH (user "rekey", password "sesame"); writes ca.pem, dkim.pem
    rig.py https FOLDER     a bridge behind TLS; writes ca.pem
    rig.py webhook          reads one JSON line {secret, headers, body}; answers whether the official library takes it
    rig.py twilio           reads one JSON line {token, url, fields}; answers with the official library's signature
"""
import asyncio, json, os, ssl, sys
from email import policy
from email.parser import BytesParser


def tell(**facts):
    print(json.dumps(facts), flush=True)


def smtp(folder):
    import base64
    import dkim, trustme
    from aiosmtpd.smtp import SMTP, AuthResult
    from cryptography.hazmat.primitives import serialization as ser
    from cryptography.hazmat.primitives.asymmetric import rsa

    authority = trustme.CA()
    authority.cert_pem.write_to_path(os.path.join(folder, "ca.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    key = rsa.generate_private_key(65537, 2048)
    with open(os.path.join(folder, "dkim.pem"), "wb") as file:
        file.write(key.private_bytes(ser.Encoding.PEM, ser.PrivateFormat.TraditionalOpenSSL, ser.NoEncryption()))
    der = key.public_key().public_bytes(ser.Encoding.DER, ser.PublicFormat.SubjectPublicKeyInfo)
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)
    busy = set()

    class Handler:
        async def handle_RCPT(self, server, session, envelope, address, options):
            if address.startswith("nobody@"):
                return "550 5.1.1 no such mailbox"
            if address.startswith("full@"):
                return "552 5.2.2 mailbox full"
            if address.startswith("busy@") and address not in busy:
                busy.add(address)
                return "451 4.7.1 try again"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server, session, envelope):
            raw = envelope.content
            mail = BytesParser(policy=policy.default).parsebytes(raw)
            asked = []
            def dns(name, timeout=5):
                asked.append(name.decode())
                return record
            signed = mail["DKIM-Signature"] is not None
            parts = {p.get_content_type(): p.get_content() for p in mail.walk() if not p.is_multipart()}
            tell(mail_from=envelope.mail_from, to=envelope.rcpt_tos, headers={k: str(v) for k, v in mail.items()},
                 parts=parts, dkim=signed and dkim.verify(raw, dnsfunc=dns), asked=asked,
                 tls=session.ssl is not None, user=session.auth_data.login.decode() if session.auth_data else "")
            return "250 2.0.0 taken"

    def login(server, session, envelope, mechanism, data):
        right = data.login == b"rekey" and data.password == b"sesame"
        # Not handled: the server itself answers 535.
        return AuthResult(success=right, handled=False, auth_data=data if right else None)

    async def serve():
        factory = lambda: SMTP(Handler(), tls_context=context, require_starttls=True, auth_required=True,
                               authenticator=login, hostname="localhost")
        server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", 0)
        tell(port=server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


def https(folder):
    import http.server
    import trustme

    authority = trustme.CA()
    authority.cert_pem.write_to_path(os.path.join(folder, "ca.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)

    class Bridge(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            tell(host=self.headers["host"], path=self.path, length=len(body))
            answer = b'{"id": "b-1"}'
            self.send_response(200)
            # Without a length the end could not be told from a line that was cut.
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *ignored):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bridge)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    tell(port=server.server_address[1])
    server.serve_forever()


def webhook():
    from datetime import datetime, timezone
    from unittest import mock
    from standardwebhooks.webhooks import Webhook

    asked = json.loads(sys.stdin.readline())
    moment = datetime.fromtimestamp(int(asked["headers"]["webhook-timestamp"]), timezone.utc)
    try:
        with mock.patch("standardwebhooks.webhooks.datetime", wraps=datetime) as clock:
            clock.now.return_value = moment
            Webhook(asked["secret"]).verify(asked["body"].encode(), asked["headers"])
        tell(right=True)
    except Exception as error:
        tell(right=False, why=repr(error))


def twilio():
    from twilio.request_validator import RequestValidator

    asked = json.loads(sys.stdin.readline())
    tell(signature=RequestValidator(asked["token"]).compute_signature(asked["url"], dict(asked["fields"])))


if __name__ == "__main__":
    {"smtp": smtp, "https": https, "webhook": webhook, "twilio": twilio}[sys.argv[1]](*sys.argv[2:])
