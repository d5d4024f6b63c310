"""Shared by tests of the HTTP API: the program's server, requests to it, and its answers."""
import http.client
import json
import os
import re
import resource
import signal
import ssl
import subprocess

from _program import PROGRAM, ProgramTest

API = "/api/v1"


def query_of(operation):
    """The names that an operation of the OpenAPI document requires in its query, each with 1."""
    names = [one["name"] for one in operation.get("parameters", ())
             if one["in"] == "query" and one["required"]]
    return "?" + "&".join(name + "=1" for name in names) if names else ""


class ApiTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.serve()

    certificate = None  # the file with that of the server; None: without TLS

    def serve(self, *words, listen="127.0.0.1:0"):
        self.server = subprocess.Popen([PROGRAM, "serve", "--listen", listen, *words],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                       env=self.environment())
        self.addCleanup(self.end, self.server)
        self.link = None
        for line in self.server.stdout:
            self.link = re.search(r"/login\?key=\w+", line) or self.link
            address = re.search(r"API: (\w+://\S+):(\d+)/api/v1", line)
            if address:
                self.origin, self.port = ":".join(address.groups()), int(address.group(2))
                break
        with open(os.path.join(self.home, "token"), encoding="ascii") as file:
            self.token = file.read().strip()

    def stop(self, how=signal.SIGTERM):
        self.server.send_signal(how)
        self.server.wait(timeout=60)

    def allow_files(self, most):
        """This process may have so many files open during the test."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard != resource.RLIM_INFINITY and hard < most:
            self.skipTest("a process here has too few files")
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))

    def http_connection(self):
        if self.certificate is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        else:
            trust = ssl.create_default_context(cafile=self.certificate)
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60,
                                                     context=trust)
        self.addCleanup(connection.close)
        return connection

    def answered(self, method, path, status, headers, content):
        """Called with every answer; its body is bytes."""

    def request(self, method, path, body=None, headers=None, token=True):
        """Status, headers and body."""
        status, headers, content = self.exchange(method, path, body, headers, token)
        return status, headers, content.decode()

    def exchange(self, method, path, body=None, headers=None, token=True):
        """The same; the body is bytes."""
        connection = self.http_connection()
        all_headers = {"Authorization": "Bearer " + self.token} if token else {}
        if body is not None:
            all_headers["Content-Type"] = "application/json"
        all_headers.update(headers or {})
        connection.request(method, path, body, all_headers)
        response = connection.getresponse()
        answer = response.status, dict(response.getheaders()), response.read()
        connection.close()
        self.answered(method, path, *answer)
        return answer

    def get(self, path, status=200):
        got, _, body = self.request("GET", API + path)
        self.assertEqual(got, status, body)
        return json.loads(body)

    def post(self, path, body, status=200):
        got, _, text = self.request("POST", API + path, json.dumps(body))
        self.assertEqual(got, status, text)
        return json.loads(text)

    def open_run(self, **options):
        return self.post("/runs", {"drill": "bad-deploy", "seed": 8, **options}, 201)["run"]

    def command(self, run, line, **options):
        return self.post(f"/runs/{run}/commands", {"command": line, **options})

    def events(self, run, **headers):
        """Every event of a run, once it has ended."""
        status, _, text = self.request("GET", f"{API}/runs/{run}/events", headers=headers)
        self.assertEqual(status, 200, text)
        found = []
        for block in text.strip().split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.split("\n"))
            found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
        return found
