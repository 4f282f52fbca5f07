"""Compression: zstd at level 3, and a way back that cannot be made to fill the memory."""

from __future__ import annotations

from .errors import BadContents, BundleTooLarge

PLAIN_LIMIT = 64 * 1024 * 1024
WINDOW_LOG = 23  # 8 MiB
LEVEL = 3

_STEP = 1024 * 1024


def pack(plain: bytes) -> bytes:
    """One zstd frame."""
    from .zstd import zstd

    if len(plain) > PLAIN_LIMIT:
        raise BundleTooLarge(why=f"{len(plain):,} bytes of contents")
    return zstd.compress(plain, level=LEVEL)


def unpack(packed: bytes) -> bytes:
    """What is in exactly one frame, counted while it unfolds: a frame's own word for its size is not believed."""
    from .zstd import zstd

    reader = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: WINDOW_LOG})
    parts: list[bytes] = []
    total = 0
    try:
        feed = packed
        while not reader.eof:
            part = reader.decompress(feed, max_length=_STEP)
            feed = b""
            total += len(part)
            if total > PLAIN_LIMIT:
                raise BundleTooLarge(why="its contents unfold beyond 64 MiB")
            parts.append(part)
            if not part and reader.needs_input:
                raise BadContents(why="its compressed contents end too early")
    except zstd.ZstdError:
        raise BadContents(why="its contents cannot be unpacked") from None
    if reader.unused_data:
        raise BadContents(why="something follows its compressed contents")
    return b"".join(parts)
