"""`studylab serve` with TLS: what it requires, what it endures, and what `ctl` trusts."""
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import unittest

from _api import API, ApiTest
from _program import PROGRAM, ProgramTest

AUTHORITY = """[ca]
default_ca = own
[own]
database = index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
[any]
"""
ALWAYS = ("20200101000000Z", "20990101000000Z")
FORMERLY = ("20200101000000Z", "20200102000000Z")
LATER = ("20980101000000Z", "20990101000000Z")


def openssl(*words, folder):
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)


class Certificates(ProgramTest):
    """Certificates that sign themselves, made once: NAME.pem and NAME.key."""
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.make("class", "DNS:localhost,IP:127.0.0.1", ALWAYS)
        cls.make("another", "DNS:localhost,IP:127.0.0.1", ALWAYS)
        cls.make("expired", "DNS:localhost,IP:127.0.0.1", FORMERLY)
        cls.make("early", "IP:127.0.0.1", LATER)
        cls.make("elsewhere", "DNS:class.example", ALWAYS)
        cls.make("nameless", "email:a@class.example", ALWAYS)

    @classmethod
    def make(cls, name, names, when):
        with open(cls.file("authority"), "w", encoding="ascii") as file:
            file.write(AUTHORITY)
        with open(cls.file("index"), "w", encoding="ascii"):
            pass
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                "/CN=Study Lab", "-addext", "subjectAltName=" + names, "-keyout", name + ".key",
                "-out", "request", folder=cls.folder)
        openssl("ca", "-config", "authority", "-batch", "-notext", "-selfsign", "-keyfile",
                name + ".key", "-in", "request", "-startdate", when[0], "-enddate", when[1], "-out",
                name + ".pem", folder=cls.folder)

    @classmethod
    def file(cls, name):
        return os.path.join(cls.folder, name)

    def words(self, certificate, key=None):
        return ("--tls-certificate", self.file(certificate + ".pem"),
                "--tls-key", self.file((key or certificate) + ".key"))

    def refused(self, status, *words, says):
        result = self.run_program("serve", *words)
        self.one_line(result, status, *says)
        self.assertEqual(result.stdout, "")
        self.assertNotIn("PRIVATE", result.stderr)


class Requirements(Certificates):
    def test_an_address_beyond_this_machine_requires_tls(self):
        for host in ("0.0.0.0", "[::]", "192.0.2.7", "[fd00::5]", "[::ffff:192.0.2.7]"):
            self.refused(2, "--listen", host + ":0",
                         says=("--listen", host, "requires TLS", "--tls-certificate FILE",
                               "--tls-key FILE", "127.0.0.1"))
        for words in (self.words("class")[:2], self.words("class")[2:]):
            self.refused(2, "--listen", "0.0.0.0:0", *words, says=("require each other",))

    def test_the_certificate_and_key_are_readable_valid_and_belong_together(self):
        for name in ("class.pem", "class.key"):
            shutil.copy(self.file(name), self.path(name))
        text = self.write("text.key", "not a key\n")
        os.chmod(text, 0o600)
        protected = self.path("protected.key")
        openssl("pkey", "-in", self.file("class.key"), "-aes256", "-passout", "pass:secret", "-out",
                protected, folder=self.home)
        os.chmod(protected, 0o600)
        none, cert = self.path("none"), self.file("class.pem")
        at = ("--listen", "127.0.0.1:0", "--tls-certificate")
        for certificate, key, says in (
                (none, self.file("class.key"), ("--tls-certificate: ", none, "No such file")),
                (cert, none, ("--tls-key: ", none, "No such file")),
                (self.home, self.file("class.key"), ("--tls-certificate: ", self.home)),
                (cert, self.home, ("--tls-key: ", self.home)),
                (text, self.file("class.key"), ("the certificate is not in PEM form", text)),
                (cert, text, ("the key is not in PEM form", text)),
                (cert, protected, ("passphrase", "openssl pkey")),
                (cert, self.file("another.key"), ("does not belong to the certificate",)),
                (self.file("expired.pem"), self.file("expired.key"), ("has expired",)),
                (self.file("early.pem"), self.file("early.key"), ("not valid yet",))):
            self.refused(3, *at, certificate, "--tls-key", key, says=says)
        os.chmod(self.path("class.key"), 0o640)
        self.refused(3, *at, cert, "--tls-key", self.path("class.key"), says=("chmod 600",))
        self.refused(2, *at, *self.words("nameless")[1:], says=("names no host", "--name"))
        self.refused(2, *at, *self.words("class")[1:], "--name", "class.example",
                     says=("--name", "does not name class.example"))

    def test_a_file_that_the_user_may_not_read_is_named(self):
        files = {name: shutil.copy(self.file(name), self.path(name))
                 for name in ("class.pem", "class.key")}
        for name, option in (("class.pem", "--tls-certificate: "), ("class.key", "--tls-key: ")):
            options = self.make_read_only()
            os.chmod(files[name], 0)
            result = self.run_program("serve", "--listen", "127.0.0.1:0", "--tls-certificate",
                                      files["class.pem"], "--tls-key", files["class.key"],
                                      **options)
            self.one_line(result, 3, option, files[name], "Permission denied")
            os.chmod(files[name], 0o600)


class Documented(ProgramTest):
    def test_the_commands_for_a_class_make_what_serve_browsers_and_ctl_accept(self):
        """Those of docs/class.md."""
        page = os.path.join(os.path.dirname(os.path.realpath(__file__)), "../../docs/class.md")
        with open(page, encoding="utf-8") as file:
            commands = file.read().partition("```bash\n")[2].partition("```")[0]
        made = subprocess.run(["bash", "-e"], input=commands, cwd=self.home, text=True,
                              capture_output=True, check=False)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertRegex(made.stdout, r"(?i)sha256 fingerprint=(\w\w:){31}\w\w\n$")
        self.assertFalse(os.path.exists(self.path("authority.key")))
        server = subprocess.Popen([PROGRAM, "serve", "--listen", "127.0.0.1:0", "--tls-certificate",
                                   self.path("server.pem"), "--tls-key", self.path("server.key")],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                  env=self.environment())
        self.addCleanup(self.end, server)
        for line in server.stdout:
            if line.startswith("API: https://lab.class.example:"):
                port = int(line.split(":")[3].split("/")[0])
                break
        trust = ssl.create_default_context(cafile=self.path("authority.pem"))
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            with trust.wrap_socket(connection, server_hostname="lab.class.example") as stream:
                stream.sendall(f"GET / HTTP/1.1\r\nHost: lab.class.example:{port}\r\n"
                               "Connection: close\r\n\r\n".encode())
                self.assertRegex(stream.recv(4096), rb"^HTTP/1\.1 (200|404) ")
        group = self.run_program("group", "bad-deploy", "--names", "ada,ben")
        self.assertIn(f"ada: https://lab.class.example:{port}/login?key=", group.stdout)


class TlsTest(Certificates, ApiTest):
    def setUp(self):
        self.certificate = self.file("class.pem")
        super().setUp()

    def serve(self, *words, **options):
        super().serve(*(words or self.words("class")), **options)

    def stop(self):
        """What it has printed since its start."""
        self.server.terminate()
        return self.server.communicate(timeout=60)

    def ctl(self, *words, status=0):
        result = self.run_program("ctl", *words)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result

    def tcp(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.addCleanup(connection.close)
        return connection

    def stream(self, run):
        trust = ssl.create_default_context(cafile=self.certificate)
        stream = trust.wrap_socket(self.tcp(), server_hostname="127.0.0.1")
        self.addCleanup(stream.close)
        stream.sendall((f"GET {API}/runs/{run}/events HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
                        f"Authorization: Bearer {self.token}\r\n\r\n").encode())
        return stream


class Served(TlsTest):
    def test_links_the_api_and_ctl_use_https(self):
        self.assertEqual(self.origin, f"https://127.0.0.1:{self.port}")
        opened = self.drill("--seed", "8", "--detach")
        self.assertIn(self.origin + "/#/practise/run-", opened.stdout)
        self.assertIn("incident-1", self.ctl("show", "incident").stdout)
        link = self.run_program("link", "instructor")
        self.assertIn(self.origin + "/login?key=", link.stdout)

    def test_the_cookie_of_a_login_is_only_sent_over_tls(self):
        link = self.run_program("link", "instructor").stdout.split("/login?key=")[1].split()[0]
        status, headers, _ = self.request("GET", "/login?key=" + link, token=False)
        self.assertEqual(status, 303)
        flags = headers["Set-Cookie"].split("; ")
        self.assertLessEqual({"Secure", "HttpOnly", "SameSite=Strict"}, set(flags))

    def test_pages_of_another_site_or_without_tls_are_refused(self):
        for origin, status in ((self.origin, 200), (f"http://127.0.0.1:{self.port}", 403),
                               ("https://127.0.0.1", 403), ("https://evil.example", 403)):
            self.assertEqual(self.request("GET", API + "/drills", headers={"Origin": origin})[0],
                             status, origin)
        self.assertEqual(self.request("GET", API + "/drills",
                                      headers={"Host": f"evil.example:{self.port}"})[0], 421)
        self.assertEqual(self.request("GET", API + "/drills", token=False)[0], 401)

    def test_a_request_without_tls_is_answered_with_the_address(self):
        plain = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.addCleanup(plain.close)
        plain.request("POST", API + "/runs", '{"drill":"bad-deploy"}',
                      {"Authorization": "Bearer " + self.token})
        response = plain.getresponse()
        self.assertEqual(response.status, 400)
        self.assertEqual(response.getheader("Content-Type"), "application/problem+json")
        self.assertIn(self.origin, response.read().decode())
        self.assertEqual(self.get("/runs"), [])

    def test_old_versions_of_tls_are_refused(self):
        trust = ssl.create_default_context(cafile=self.certificate)
        trust.minimum_version = trust.maximum_version = ssl.TLSVersion.TLSv1_2
        with trust.wrap_socket(self.tcp(), server_hostname="127.0.0.1") as stream:
            self.assertIn("ECDHE", stream.cipher()[0])
        # A hello of TLS 1.0, as its clients send it.
        hello = bytes.fromhex("1603010035010000310301") + bytes(32) + bytes.fromhex(
            "00000ac013c00900330032002f0100")
        old = self.tcp()
        old.sendall(hello)
        old.shutdown(socket.SHUT_WR)
        answer = old.recv(4096)
        self.assertNotEqual(answer[:1], b"\x16", "it has agreed")

    def test_a_server_that_others_can_reach_is_reached_by_ctl(self):
        self.stop()
        self.serve(*self.words("elsewhere"), listen="0.0.0.0:0")
        self.assertEqual(self.origin, f"https://class.example:{self.port}")
        self.drill("--seed", "8", "--detach")
        self.assertIn("incident-1", self.ctl("show", "incident").stdout)

    def test_nothing_secret_is_printed_or_published(self):
        self.drill("--seed", "8", "--detach")
        self.ctl("show", "incident")
        for garbage in (b"\x16\x03\x01\x00", b"GET / HTTP/1.1\r\n\r\n", os.urandom(300)):
            connection = self.tcp()
            connection.sendall(garbage)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass
        with open(self.path("server"), encoding="ascii") as file:
            published = file.read()
        self.assertEqual(os.stat(self.path("server")).st_mode & 0o777, 0o600)
        with open(self.file("class.key"), encoding="ascii") as file:
            secrets = [line for line in file.read().splitlines() if not line.startswith("-----")]
        out, errors = self.stop()
        self.assertEqual(errors, "")
        for secret in (self.token, *secrets):
            for text in (out, published):
                self.assertNotIn(secret, text)


class Endurance(TlsTest):
    def test_slow_and_broken_handshakes_do_not_hold_up_others(self):
        hello = ssl.MemoryBIO()
        client = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), hello,
                                                       server_hostname="localhost")
        with self.assertRaises(ssl.SSLWantReadError):
            client.do_handshake()
        first = hello.read()
        beginnings = [b"", first[:1], first[:40], first[:-1], first, first + os.urandom(50),
                      b"\x16\x03\x01\xff\xff", os.urandom(200), b"SSH-2.0-x\r\n"]
        waiting = []
        for beginning in beginnings * 20:
            waiting.append(self.tcp())
            waiting[-1].sendall(beginning)
        run = self.open_run()
        self.assertEqual(self.command(run, "show incident")["kind"], "done")
        # One that ends in the middle is closed.
        waiting[2].shutdown(socket.SHUT_WR)
        while waiting[2].recv(4096):
            pass
        self.assertEqual(self.command(run, "show status")["kind"], "done")

    def test_event_streams_receive_each_event(self):
        run = self.open_run()
        streams = [self.stream(run) for _ in range(50)]
        self.command(run, "show incident")
        self.post(f"/runs/{run}/end", {})
        for stream in streams:
            received = b""
            while part := stream.recv(65536):
                received += part
            for name in (b"opening", b"answer", b"debrief"):
                self.assertIn(b"event: " + name + b"\n", received)

    def test_too_many_connections_are_refused_over_tls_too(self):
        self.allow_files(4096)
        self.get("/drills")
        silent = [self.tcp() for _ in range(1024 + 3)]
        trust = ssl.create_default_context(cafile=self.certificate)
        with trust.wrap_socket(self.tcp(), server_hostname="127.0.0.1") as refused:
            refused.sendall(b"GET / HTTP/1.1\r\n")
            self.assertTrue(refused.recv(4096).startswith(b"HTTP/1.1 503 "))
        for connection in silent:
            connection.close()

    def test_a_client_that_vanishes_leaves_the_others_served(self):
        run = self.open_run()
        gone = [self.stream(run) for _ in range(20)]
        for stream in gone:
            stream.recv(100)
            socket.socket(fileno=stream.detach()).close()
        stays = self.stream(run)
        self.command(run, "show incident")
        self.post(f"/runs/{run}/end", {})
        received = b""
        while part := stays.recv(65536):
            received += part
        self.assertIn(b"event: debrief\n", received)


class Impostor:
    """A server with another certificate, and what its clients have sent it."""
    def __init__(self, certificate, key):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.received = b""
        self.thread = threading.Thread(target=self.answer)
        self.thread.start()

    def answer(self):
        connection, _ = self.listener.accept()
        connection.settimeout(60)
        try:
            with self.context.wrap_socket(connection, server_side=True) as stream:
                self.received = stream.recv(4096)
                stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
        except OSError:
            connection.close()

    def close(self):
        self.thread.join()
        self.listener.close()


class Trust(Certificates):
    def answer_of(self, real, shown, name="127.0.0.1"):
        """That of `ctl`, whose home names a server with the certificate `real`, when one with
        `shown` answers; and what `ctl` has sent."""
        server = Impostor(self.file(shown + ".pem"), self.file(shown + ".key"))
        with open(self.file(real + ".pem"), encoding="ascii") as file:
            certificate = file.read()
        self.write("server",
                   f"127.0.0.1:{server.port}\nhttps://{name}:{server.port}\n{certificate}")
        self.write("token", "0" * 64 + "\n")
        result = self.run_program("ctl", "show", "incident")
        server.close()
        return result, server.received

    def test_the_certificate_of_the_server_is_trusted(self):
        result, received = self.answer_of("class", "class")
        self.assertIn(b"Authorization: Bearer " + b"0" * 64, received)
        self.one_line(result, 2, "no run is open")

    def test_any_other_is_refused_before_the_token_is_sent(self):
        for real, shown, name, why in (("class", "another", "127.0.0.1", "self-signed"),
                                       ("expired", "expired", "127.0.0.1", "expired"),
                                       ("early", "early", "127.0.0.1", "not yet valid"),
                                       ("elsewhere", "elsewhere", "127.0.0.1", "mismatch"),
                                       ("class", "class", "class.example", "mismatch")):
            with self.subTest(real=real, shown=shown, name=name):
                result, received = self.answer_of(real, shown, name)
                self.one_line(result, 3, "its certificate is not accepted", why)
                self.assertEqual(received, b"")

    def test_a_server_without_tls_is_refused(self):
        with socket.create_server(("127.0.0.1", 0)) as plain:
            def answer():
                connection, _ = plain.accept()
                with connection:
                    self.received = connection.recv(4096)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
            thread = threading.Thread(target=answer)
            thread.start()
            port = plain.getsockname()[1]
            with open(self.file("class.pem"), encoding="ascii") as file:
                self.write("server", f"127.0.0.1:{port}\nhttps://127.0.0.1:{port}\n{file.read()}")
            self.write("token", "0" * 64 + "\n")
            self.one_line(self.run_program("ctl", "show", "incident"), 3, "no server of this home")
            thread.join()
        self.assertNotIn(b"Bearer", self.received)


if __name__ == "__main__":
    unittest.main()
