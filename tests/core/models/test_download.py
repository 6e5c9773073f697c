"""Downloads, against a real server on this computer."""

from __future__ import annotations

import errno
import hashlib
import http.client
import re
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from efficientpose_core.errors import CancelledError, DownloadError, OutputError, WeightsError
from efficientpose_core.models import download as module
from efficientpose_core.models.download import download, fetch
from efficientpose_core.models.store import Origin, load_weights, models_folder
from efficientpose_core.models.weights import WEIGHTS

CONTENT = bytes(range(256)) * 2000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@dataclass
class Site:
    """What the server does, and what it was asked."""

    url: str
    content: bytes = CONTENT
    status: int = 200
    ranges: bool = True
    range_shift: int = 0
    refuse_ranges: bool = False
    declare_length: bool = True
    cut_after: int | None = None
    location: str | None = None
    asked: list[str | None] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    site: Site

    def log_message(self, *args: object) -> None:
        """Keep the test output clean."""

    def do_GET(self) -> None:
        site = self.site
        asked = self.headers.get("Range")
        site.asked.append(asked)
        start = int(re.fullmatch(r"bytes=(\d+)-", asked)[1]) if asked and site.ranges else 0
        if site.location:
            self.send_response(302)
            self.send_header("Location", site.location)
            self.end_headers()
            return
        if asked and site.refuse_ranges:
            self.send_error(416)
            return
        if site.status != 200:
            self.send_error(site.status)
            return
        body = site.content[start:]
        self.send_response(206 if start else 200)
        if start:
            end = len(site.content)
            self.send_header("Content-Range", f"bytes {start + site.range_shift}-{end - 1}/{end}")
        if site.declare_length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if site.cut_after is None else body[: site.cut_after])


@pytest.fixture
def site() -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(url=f"http://127.0.0.1:{server.server_port}/weights")
    Handler.site = site
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "weights"


def get(site: Site, target: Path, **kwargs: object) -> None:
    arguments = {"size_bytes": len(CONTENT), "sha256": SHA256} | kwargs
    fetch(site.url, target, **arguments)  # type: ignore[arg-type]


def part_of(target: Path) -> Path:
    return target.with_name("weights.part")


def test_plain_download(site, target):
    reports = []
    get(site, target, progress=reports.append)
    assert target.read_bytes() == CONTENT
    assert not part_of(target).exists()
    assert site.asked == [None]
    done = [report.done for report in reports]
    assert done[0] == 0
    assert done[-1] == len(CONTENT)
    assert done == sorted(done)
    assert {(report.total, report.unit) for report in reports} == {(len(CONTENT), "bytes")}


def test_interrupted_and_resumed(site, target):
    site.cut_after = 100_000
    with pytest.raises(DownloadError, match="goes on where it stopped"):
        get(site, target)
    assert not target.exists()
    kept = part_of(target).stat().st_size
    assert 0 < kept <= 100_000
    site.cut_after = None
    get(site, target)
    assert site.asked == [None, f"bytes={kept}-"]
    assert target.read_bytes() == CONTENT


def test_interrupted_without_declared_length(site, target):
    site.declare_length = False
    site.cut_after = 100_000
    with pytest.raises(DownloadError, match="interrupted after 100000 of 512000 bytes"):
        get(site, target)
    site.cut_after = None
    get(site, target)
    assert target.read_bytes() == CONTENT


def test_server_without_ranges_starts_again(site, target):
    site.ranges = False
    target.parent.mkdir()
    part_of(target).write_bytes(CONTENT[:1000])
    get(site, target)
    assert site.asked == ["bytes=1000-"]
    assert target.read_bytes() == CONTENT


def test_server_that_refuses_ranges_starts_again(site, target):
    site.refuse_ranges = True
    target.parent.mkdir()
    part_of(target).write_bytes(CONTENT[:1000])
    get(site, target)
    assert site.asked == ["bytes=1000-", None]
    assert target.read_bytes() == CONTENT


def test_server_that_sends_another_part(site, target):
    site.range_shift = 7
    target.parent.mkdir()
    part_of(target).write_bytes(CONTENT[:1000])
    with pytest.raises(DownloadError, match="another part of the file"):
        get(site, target)


def test_finished_part_needs_no_connection(target):
    target.parent.mkdir()
    part_of(target).write_bytes(CONTENT)
    get(Site(url="http://127.0.0.1:9/nobody"), target)
    assert target.read_bytes() == CONTENT


def test_overlong_part_is_dropped(site, target):
    target.parent.mkdir()
    part_of(target).write_bytes(CONTENT + b"x")
    get(site, target)
    assert site.asked == [None]
    assert target.read_bytes() == CONTENT


def test_damaged_part_is_noticed_and_the_next_try_starts_afresh(site, target):
    target.parent.mkdir()
    part_of(target).write_bytes(b"\xff" * 1000)
    with pytest.raises(DownloadError, match="SHA-256"):
        get(site, target)
    assert list(target.parent.iterdir()) == []
    get(site, target)
    assert target.read_bytes() == CONTENT


def test_wrong_content(site, target):
    site.content = CONTENT[:-1] + b"x"
    with pytest.raises(DownloadError, match="SHA-256"):
        get(site, target)
    assert list(target.parent.iterdir()) == []


def test_wrong_length_is_noticed_before_the_transfer(site, target):
    site.content = CONTENT + b"more"
    with pytest.raises(DownloadError, match="512004 bytes instead of 512000"):
        get(site, target)
    assert list(target.parent.iterdir()) == []


def test_endless_content(site, target):
    site.content = CONTENT + b"more"
    site.declare_length = False
    with pytest.raises(DownloadError, match="more data than weights have"):
        get(site, target)
    assert not target.exists()


def test_unknown_length_is_bounded(site, target, monkeypatch):
    monkeypatch.setattr(module, "_MAX_UNVERIFIED_BYTES", 1000)
    with pytest.raises(DownloadError, match="more data than weights have"):
        get(site, target, size_bytes=None, sha256=None)


def test_unverified_downloads_are_never_pieced_together(site, target):
    target.parent.mkdir()
    part_of(target).write_bytes(b"of another file")
    get(site, target, size_bytes=None, sha256=None)
    assert site.asked == [None]
    assert target.read_bytes() == CONTENT


def test_cancelled_download_keeps_what_arrived(site, target):
    answers = iter([False, False, True])
    with pytest.raises(CancelledError):
        get(site, target, should_cancel=lambda: next(answers))
    kept = part_of(target).stat().st_size
    assert 0 < kept < len(CONTENT)
    get(site, target)
    assert site.asked[-1] == f"bytes={kept}-"
    assert target.read_bytes() == CONTENT


def test_cancelled_before_it_began(target):
    with pytest.raises(CancelledError):
        get(Site(url="http://127.0.0.1:9/nobody"), target, should_cancel=lambda: True)
    assert not target.parent.exists()


def test_no_such_file(site, target):
    site.status = 404
    with pytest.raises(DownloadError, match=r"answered 404 .*models import FILE"):
        get(site, target)


def test_no_connection(target):
    with pytest.raises(DownloadError, match="check the internet connection"):
        get(Site(url="http://127.0.0.1:9/nobody"), target)


@pytest.mark.parametrize(
    "url",
    ["http://example.org/x", "ftp://example.org/x", "file:///etc/passwd", "example.org/x",
     "http://127.0.0.1.example.org/x", "http://localhost.example.org/x"],
)  # fmt: skip
def test_only_https(url, target):
    with pytest.raises(DownloadError, match="only downloaded over HTTPS"):
        fetch(url, target, size_bytes=None, sha256=None)
    assert not target.parent.exists()


@pytest.mark.parametrize("location", ["http://example.org/x", "ftp://example.org/x"])
def test_redirects_stay_safe(site, target, location):
    site.location = location
    with pytest.raises(DownloadError, match="only downloaded over HTTPS"):
        get(site, target)


def test_redirect_from_https_to_http_on_this_computer_is_refused():
    request = urllib.request.Request("https://example.org/x")
    with pytest.raises(DownloadError, match="not encrypted"):
        module._SafeRedirects().redirect_request(
            request, None, 302, "", http.client.HTTPMessage(), "http://127.0.0.1/x"
        )


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disk is full"),
        (PermissionError(errno.EACCES, "Permission denied"), "EFFICIENTPOSE_HOME"),
        (urllib.error.URLError(TimeoutError()), "did not answer in time"),
        (TimeoutError(), "did not answer in time"),
        (urllib.error.URLError(ssl.SSLCertVerificationError()), "secure connection"),
        (urllib.error.URLError(OSError("no host")), "internet connection"),
        (ConnectionResetError("reset"), "internet connection"),
        (http.client.IncompleteRead(b"", 5), "interrupted"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_goes_wrong_is_said(target, monkeypatch, error, message):
    def fail(*args: object) -> None:
        raise error

    monkeypatch.setattr(module, "_receive", fail)
    with pytest.raises(DownloadError, match=message):
        fetch("https://example.org/x", target, size_bytes=None, sha256=None)


@pytest.fixture
def row(site, keras_file):
    """A registry row whose file is served here."""
    content = keras_file().read_bytes()
    site.content = content
    return replace(
        WEIGHTS["released-rt"],
        name="test-rt",
        url=site.url,
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
    )


def test_download_and_install(home, row):
    item = download(row)
    assert (item.name, item.problem) == ("test-rt", "")
    assert item.path == home / "models" / "test-rt.safetensors"
    assert load_weights("test-rt").metadata.source_sha256 == row.sha256
    assert list((home / "models" / "downloads").iterdir()) == []


@pytest.mark.usefixtures("home")
def test_download_of_what_is_installed(row):
    download(row)
    with pytest.raises(OutputError, match="installed already"):
        download(row)
    download(row, replace=True)


@pytest.mark.usefixtures("home")
def test_download_of_another_network(row):
    with pytest.raises(WeightsError, match="holds EfficientPose RT, not I"):
        download(replace(row, variant="I"))
    assert list(models_folder().glob("*.safetensors")) == []
    assert list((models_folder() / "downloads").iterdir()) == []


@pytest.mark.usefixtures("home")
def test_unverified_needs_consent(row, site):
    unverified = replace(WEIGHTS["released-iii"], url=site.url, variant="RT")
    with pytest.raises(DownloadError, match=r"unverified.*--accept-unverified"):
        download(unverified)
    assert site.asked == []
    item = download(unverified, accept_unverified=True)
    assert (item.name, item.origin) == ("released-iii", Origin.RELEASED)


def test_bundled_weights_are_not_downloaded():
    with pytest.raises(DownloadError, match="ships with the program"):
        download(WEIGHTS["rt-lite-bundled"])
