"""Requests as bytes: what HTTP requires of the server beyond the operations of its API."""
import json
import socket
import unittest

from _api import API, ApiTest


class Bytes(ApiTest):
    def setUp(self):
        super().setUp()
        self.host = f"Host: 127.0.0.1:{self.port}"
        self.bearer = f"Authorization: Bearer {self.token}"

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.addCleanup(connection.close)
        return connection

    def answer_to(self, *head, body=""):
        """Status, headers and body of the answer to a request with these lines."""
        connection = self.connect()
        connection.sendall(("\r\n".join(head) + "\r\nConnection: close\r\n\r\n" + body).encode())
        received = b""
        while part := connection.recv(65536):
            received += part
        headers, _, content = received.decode().partition("\r\n\r\n")
        return int(headers.split()[1]), headers, content

    def refused(self, status, *head, says, body=""):
        got, headers, content = self.answer_to(*head, body=body)
        self.assertEqual(got, status, content)
        self.assertIn("Content-Type: application/problem+json", headers)
        self.assertIn(says, json.loads(content)["detail"])


class Headers(Bytes):
    GET = f"GET {API}/access HTTP/1.1"

    def test_a_repeated_host_is_refused(self):
        self.assertEqual(self.answer_to(self.GET, self.host, self.bearer)[0], 200)
        for other in ("Host: evil.example", self.host, self.host.lower(), "Host:"):
            self.refused(400, self.GET, self.host, other, self.bearer, says="Host")
            self.refused(400, self.GET, other, self.host, self.bearer, says="Host")
            self.refused(400, "GET / HTTP/1.1", other, self.host, says="Host")

    def test_a_request_needs_a_host(self):
        self.refused(400, self.GET, self.bearer, says="no Host")
        self.refused(421, self.GET.replace("1.1", "1.0"), self.bearer, says="Host")

    def test_other_headers_that_decide_are_not_repeated(self):
        for one in (self.bearer, f"Origin: {self.origin}", "Content-Type: application/json"):
            self.refused(400, self.GET, self.host, self.bearer, one, one,
                         says=one.partition(":")[0])


class Keys(Bytes):
    def test_a_repeated_key_is_refused(self):
        for body, key in (('{"drill":"x","drill":"bad-deploy"}', "'drill'"),
                          ('{"drill":"bad-deploy","seed":8,"seed":8}', "'seed'"),
                          ('{"drill":"x","\\u0064rill":"bad-deploy"}', "'drill'")):
            status, _, text = self.request("POST", API + "/runs", body)
            self.assertEqual(status, 400, text)
            self.assertIn(key, json.loads(text)["detail"])
        status, _, text = self.request("POST", API + "/decisions/failover",
                                       '{"inputs":{"age":30,"fence":"holds","age":60}}')
        self.assertEqual(status, 400, text)
        self.assertIn("'age'", json.loads(text)["detail"])
        self.assertEqual(self.get("/runs"), [])

    def test_a_key_may_occur_in_two_objects(self):
        inputs = {"inputs": {"age": 30}}
        self.assertEqual(self.post("/decisions/failover", inputs)["inputs"]["age"], 30)


class Expect(Bytes):
    BODY = '{"drill":"bad-deploy","seed":8}'

    def head(self, length, expect="100-continue", version="1.1"):
        return (f"POST {API}/runs HTTP/{version}", self.host, self.bearer, f"Expect: {expect}",
                "Content-Type: application/json", f"Content-Length: {length}")

    def test_the_body_is_asked_for_before_it_is_sent(self):
        for word in ("100-continue", "100-Continue"):
            connection = self.connect()
            connection.sendall(("\r\n".join(self.head(len(self.BODY), word)) + "\r\n\r\n").encode())
            answers = connection.makefile("rb")
            self.assertEqual(answers.readline(), b"HTTP/1.1 100 Continue\r\n")
            self.assertEqual(answers.readline(), b"\r\n")
            connection.sendall(self.BODY.encode())
            self.assertEqual(answers.readline(), b"HTTP/1.1 201 Created\r\n")

    def test_a_body_that_is_too_long_is_not_asked_for(self):
        self.refused(413, *self.head(100_000), says="at most 65536 bytes")

    def test_a_client_of_http_1_0_is_not_asked(self):
        status, _, _ = self.answer_to(*self.head(len(self.BODY), version="1.0"), body=self.BODY)
        self.assertEqual(status, 201)


if __name__ == "__main__":
    unittest.main()
