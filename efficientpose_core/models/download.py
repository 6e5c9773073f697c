"""Downloads of known weights: over HTTPS, resumable, and visible only once they are verified."""

from __future__ import annotations

import errno
import hashlib
import http
import http.client
import ipaddress
import logging
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import IO

from efficientpose_core.errors import DownloadError, WeightsError
from efficientpose_core.models.importers.detect import import_file
from efficientpose_core.models.store import InstalledWeights, install, models_folder
from efficientpose_core.models.weights import WeightsSpec
from efficientpose_core.progress import (
    Progress,
    ProgressCallback,
    ShouldCancel,
    ignore_progress,
    never_cancel,
    raise_if_cancelled,
)

__all__ = ["download", "fetch"]

_LOGGER = logging.getLogger(__name__)

_CHUNK_BYTES = 64 * 1024
_MAX_UNVERIFIED_BYTES = 200_000_000  # IV, the largest network, has about 30 MB


def download(
    spec: WeightsSpec,
    *,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
    accept_unverified: bool = False,
    replace: bool = False,
    timeout_s: float = 30.0,
) -> InstalledWeights:
    """Download known weights, check them, and install them as a native file.

    Parameters
    ----------
    spec
        Row of the registry.
    progress
        Gets bytes done and in total.
    should_cancel
        Asked between chunks; what has arrived is kept for the next attempt.
    accept_unverified
        Also take files whose checksum is not known.
    replace
        Overwrite weights that are installed already.
    timeout_s
        Seconds without any data before giving up.

    Returns
    -------
    InstalledWeights
        What was installed.

    Raises
    ------
    DownloadError
        If there is no connection, no such file, the wrong content, or no checksum to tell.
    WeightsError
        If the content is not weights of that network.
    OutputError
        If weights of that name are installed already, or cannot be written.
    CancelledError
        If the user stopped it.
    """
    if spec.url is None:
        raise DownloadError(f"'{spec.name}' ships with the program: there is nothing to download.")
    if not spec.is_verified and not accept_unverified:
        raise DownloadError(
            f"'{spec.name}' is unverified: nobody has recorded a checksum of {spec.url}, so its "
            "content cannot be checked; add --accept-unverified to take it nevertheless."
        )
    target = models_folder() / "downloads" / f"{spec.name}.download"
    fetch(
        spec.url,
        target,
        size_bytes=spec.size_bytes,
        sha256=spec.sha256,
        progress=progress,
        should_cancel=should_cancel,
        timeout_s=timeout_s,
    )
    try:
        imported = import_file(target, variant=spec.variant)
        return install(imported, spec.name, replace=replace)
    finally:
        target.unlink(missing_ok=True)


def fetch(
    url: str,
    target: Path,
    *,
    size_bytes: int | None,
    sha256: str | None,
    progress: ProgressCallback = ignore_progress,
    should_cancel: ShouldCancel = never_cancel,
    timeout_s: float = 30.0,
) -> None:
    """Download a file; ``target`` appears only when it is complete and has the right content.

    An interrupted download leaves ``<target>.part`` beside it, from which the next call goes on if
    a checksum is known.

    Parameters
    ----------
    url
        HTTPS; plain HTTP only on this computer.
    target
        Where the file goes.
    size_bytes, sha256
        What it has to be; None skips the check.
    progress, should_cancel, timeout_s
        As in `download`.

    Raises
    ------
    DownloadError
        If it cannot be fetched, stored, or is not what it should be.
    CancelledError
        If the user stopped it.
    """
    _require_safe(url)
    part = target.with_name(target.name + ".part")
    raise_if_cancelled(should_cancel)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if sha256 is None:
            part.unlink(missing_ok=True)  # nothing would tell whether two halves belong together
        _receive(url, part, size_bytes, progress, should_cancel, timeout_s)
        _verify(url, part, size_bytes, sha256)
        part.replace(target)
    except OSError as error:
        raise _as_download_error(url, error) from error
    except http.client.HTTPException as error:
        raise DownloadError(
            f"The download of {url} was interrupted ({error or type(error).__name__}): try again, "
            "it goes on where it stopped."
        ) from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _require_safe(url: str) -> None:
    """Refuse everything but HTTPS, and HTTP on this computer."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        return
    raise DownloadError(
        f"Weights are only downloaded over HTTPS, but the address is {url[:200]}: use an https "
        "address."
    )


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but never from HTTPS to anything weaker."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Check the new address first."""
        _require_safe(newurl)
        if req.type == "https" and urllib.parse.urlsplit(newurl).scheme != "https":
            raise DownloadError(
                f"{req.full_url} sends on to {newurl[:200]}, which is not encrypted: it is not "
                "used; import a file you trust."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _open(url: str, start: int, timeout_s: float) -> http.client.HTTPResponse:
    handlers: list[urllib.request.BaseHandler] = [_SafeRedirects()]
    if _is_loopback(urllib.parse.urlsplit(url).hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(
        url,
        headers={
            "User-Agent": "EfficientPose-Studio",
            # Compressed transfer would make byte ranges meaningless.
            "Accept-Encoding": "identity",
            **({"Range": f"bytes={start}-"} if start else {}),
        },
    )
    response = urllib.request.build_opener(*handlers).open(request, timeout=timeout_s)
    assert isinstance(response, http.client.HTTPResponse)
    return response


def _receive(
    url: str,
    part: Path,
    size_bytes: int | None,
    progress: ProgressCallback,
    should_cancel: ShouldCancel,
    timeout_s: float,
) -> None:
    """Bring ``part`` to its full length, from where it is if the server can."""
    start = part.stat().st_size if part.exists() else 0
    if size_bytes is not None and start == size_bytes:
        return
    if size_bytes is not None and start > size_bytes:
        part.unlink()
        start = 0
    try:
        response = _open(url, start, timeout_s)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE or not start:
            raise
        _LOGGER.info("The server does not continue %s at %d: starting again.", url, start)
        part.unlink()
        start = 0
        response = _open(url, start, timeout_s)
    with response:
        start = _accepted_start(response, start)
        total = _total_bytes(url, response, start, size_bytes)
        with part.open("ab" if start else "wb") as stream:
            _copy(url, response, stream, start, total, progress, should_cancel)


def _accepted_start(response: http.client.HTTPResponse, wanted: int) -> int:
    """Return where the server's answer begins: at ``wanted``, or at 0 if it ignored the range."""
    if response.status != http.HTTPStatus.PARTIAL_CONTENT:
        return 0
    given = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    if given is None or int(given[1]) != wanted:
        raise DownloadError(
            "The server sent another part of the file than asked for: try again later."
        )
    return wanted


def _total_bytes(
    url: str, response: http.client.HTTPResponse, start: int, size_bytes: int | None
) -> int | None:
    length = response.headers.get("Content-Length", "")
    total = start + int(length) if length.isdigit() else None
    if size_bytes is not None and total is not None and total != size_bytes:
        raise DownloadError(
            f"{url} has {total} bytes instead of {size_bytes}: the file has changed there, so it "
            "is not used; update EfficientPose Studio or import a file you trust."
        )
    return size_bytes if size_bytes is not None else total


def _copy(
    url: str,
    response: http.client.HTTPResponse,
    stream: IO[bytes],
    start: int,
    total: int | None,
    progress: ProgressCallback,
    should_cancel: ShouldCancel,
) -> None:
    done = start
    limit = total if total is not None else _MAX_UNVERIFIED_BYTES
    progress(Progress(stage="Downloading weights", done=done, total=total, unit="bytes"))
    while chunk := response.read1(_CHUNK_BYTES):
        raise_if_cancelled(should_cancel)
        done += len(chunk)
        if done > min(limit, _MAX_UNVERIFIED_BYTES):
            raise DownloadError(
                f"{url} sends more data than weights have: it is not used; try again later."
            )
        stream.write(chunk)
        progress(Progress(stage="Downloading weights", done=done, total=total, unit="bytes"))
    if total is not None and done < total:
        raise DownloadError(
            f"The download of {url} was interrupted after {done} of {total} bytes: try again, it "
            "goes on where it stopped."
        )


def _verify(url: str, part: Path, size_bytes: int | None, sha256: str | None) -> None:
    """Compare length and checksum; a wrong file is removed, since no continuation mends it."""
    content = part.read_bytes()
    wrong_size = size_bytes is not None and len(content) != size_bytes
    if wrong_size or (sha256 is not None and hashlib.sha256(content).hexdigest() != sha256):
        part.unlink()
        raise DownloadError(
            f"{url} is not the file it should be (wrong length or SHA-256 checksum) and was "
            "removed: try again, and if it stays so, import a file you trust."
        )


def _as_download_error(url: str, error: OSError) -> WeightsError:
    """Say what an error of the connection or of the disk means to the user."""
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        return DownloadError(
            f"The server answered {error.code} ({error.reason}) for {url}: the file may have "
            "moved; import a copy you have with 'efficientpose models import FILE'."
        )
    reason: object = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, OSError) and reason.errno in (errno.ENOSPC, errno.EDQUOT):
        return DownloadError(
            f"The disk is full, so {url} cannot be stored: free some space and try again."
        )
    if isinstance(reason, PermissionError):
        return DownloadError(
            f"The folder {models_folder()} cannot be written: check its permissions or set "
            "EFFICIENTPOSE_HOME to another one."
        )
    if isinstance(reason, ssl.SSLError):
        return DownloadError(
            f"The secure connection to {url} failed ({reason}): check the computer's clock "
            "and certificates."
        )
    if isinstance(reason, TimeoutError):
        return DownloadError(
            f"{url} did not answer in time: try again, it goes on where it stopped."
        )
    return DownloadError(
        f"Cannot reach {url} ({reason}): check the internet connection, or copy the file from "
        "another computer and use 'efficientpose models import FILE'."
    )
