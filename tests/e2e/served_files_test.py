"""How the files of the pages are sent: compressed, and kept by browsers for as long as they may."""
import gzip
import re
import unittest

from _api import API, ApiTest


class Files(ApiTest):
    def setUp(self):
        super().setUp()
        if self.link is None:
            self.skipTest("the program was built without pages")
        page = self.file("/")[1].decode()
        self.assets = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page)
        self.assertTrue(self.assets)

    def file(self, path, status=200, method="GET", **headers):
        connection = self.http_connection()
        connection.request(method, path, headers={name.replace("_", "-"): value
                                                  for name, value in headers.items()})
        response = connection.getresponse()
        body = response.read()
        self.assertEqual(response.status, status)
        return response, body

    def test_text_is_compressed_for_those_who_accept_it(self):
        for path in ("/", *self.assets):
            plain, whole = self.file(path)
            packed, compressed = self.file(path, Accept_Encoding="br, gzip;q=0.9")
            self.assertIsNone(plain.getheader("Content-Encoding"))
            self.assertEqual(packed.getheader("Content-Encoding"), "gzip")
            self.assertEqual(gzip.decompress(compressed), whole)
            self.assertLess(len(compressed), len(whole))
            self.assertEqual(self.file(path, Accept_Encoding="gzip;q=0")[1], whole)
            for response in (plain, packed):
                self.assertEqual(response.getheader("Vary"), "Accept-Encoding")
            self.assertNotEqual(plain.getheader("ETag"), packed.getheader("ETag"))

    def test_a_name_with_a_hash_is_kept_for_a_year_and_others_are_asked_for_again(self):
        for path in self.assets:
            self.assertEqual(self.file(path)[0].getheader("Cache-Control"),
                             "public, max-age=31536000, immutable")
        for path in ("/", "/index.html", "/icon.svg"):
            self.assertEqual(self.file(path)[0].getheader("Cache-Control"), "no-cache")

    def test_what_a_browser_has_is_not_sent_again(self):
        for path in ("/", self.assets[0]):
            for accepts in ("", "gzip"):
                tag = self.file(path, Accept_Encoding=accepts)[0].getheader("ETag")
                for known in (tag, f'"other", W/{tag}', "*"):
                    answer, body = self.file(path, 304, Accept_Encoding=accepts,
                                             If_None_Match=known)
                    self.assertEqual((body, answer.getheader("ETag")), (b"", tag))
                    self.assertEqual(answer.getheader("Vary"), "Accept-Encoding")
                self.file(path, Accept_Encoding=accepts, If_None_Match='"other"')
            # Its other form is another one.
            self.file(path, Accept_Encoding="", If_None_Match=tag)

    def test_head_has_the_headers_alone(self):
        for path in ("/", "/none"):
            status = 404 if path == "/none" else 200
            got, body = self.file(path, status)
            head, nothing = self.file(path, status, "HEAD")
            self.assertEqual(nothing, b"")
            self.assertEqual(head.getheader("Content-Length"), str(len(body)))
            self.assertEqual(head.getheaders(), got.getheaders())

    def test_no_answer_of_the_api_is_kept_or_compressed(self):
        run = self.open_run()
        for path, token in (("/drills", True), ("/none", True), ("/drills", False),
                            (f"/runs/{run}", True), ("/openapi.json", True)):
            _, headers, _ = self.request("GET", API + path, token=token,
                                         headers={"Accept-Encoding": "gzip"})
            self.assertEqual(headers["Cache-Control"], "no-store")
            self.assertNotIn("Content-Encoding", headers)
            self.assertNotIn("ETag", headers)
        for path in ("/none", "/login?key=x"):
            _, headers, _ = self.request("GET", path, token=False)
            self.assertEqual(headers["Cache-Control"], "no-store")


if __name__ == "__main__":
    unittest.main()
