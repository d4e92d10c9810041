"""Draws the Codetrail mark into every icon format the bundles need.

A page with one highlighted line, and a trail of three steps leading from it:
the note, the index path, the code. Needs nothing but Python's standard library.

    python3 assets/icons/draw.py
"""

import struct
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLES = 4  # sub-pixel samples a side

GROUND = (15, 76, 92)
PAGE = (247, 250, 250)
LINE = (174, 193, 199)
MARK = (255, 200, 61)
TRAIL = (226, 91, 69)


def inside_rounded(x, y, left, top, right, bottom, radius):
    if not (left <= x <= right and top <= y <= bottom):
        return False
    dx = max(left + radius - x, x - (right - radius), 0.0)
    dy = max(top + radius - y, y - (bottom - radius), 0.0)
    return dx * dx + dy * dy <= radius * radius


def near_segment(x, y, ax, ay, bx, by, width):
    vx, vy = bx - ax, by - ay
    t = ((x - ax) * vx + (y - ay) * vy) / (vx * vx + vy * vy)
    t = min(1.0, max(0.0, t))
    dx, dy = x - (ax + t * vx), y - (ay + t * vy)
    return dx * dx + dy * dy <= width * width


STEPS = [(0.40, 0.47), (0.60, 0.64), (0.80, 0.80)]


def colour(x, y):
    """The colour at a point of the unit square, or None where it is clear."""
    if not inside_rounded(x, y, 0.03, 0.03, 0.97, 0.97, 0.2):
        return None
    for cx, cy in STEPS:
        d2 = (x - cx) ** 2 + (y - cy) ** 2
        if d2 <= 0.075**2:
            return PAGE if d2 <= 0.035**2 else TRAIL
    for (ax, ay), (bx, by) in zip(STEPS, STEPS[1:]):
        if near_segment(x, y, ax, ay, bx, by, 0.022):
            return TRAIL
    if inside_rounded(x, y, 0.2, 0.15, 0.68, 0.85, 0.05):
        if inside_rounded(x, y, 0.27, 0.425, 0.61, 0.515, 0.03):
            return MARK
        for top in (0.245, 0.335, 0.59, 0.68):
            if inside_rounded(x, y, 0.27, top, 0.61, top + 0.038, 0.019):
                return LINE
        return PAGE
    return GROUND


def pixels(size):
    rows = []
    for py in range(size):
        row = bytearray()
        for px in range(size):
            r = g = b = hits = 0
            for sy in range(SAMPLES):
                for sx in range(SAMPLES):
                    c = colour(
                        (px + (sx + 0.5) / SAMPLES) / size,
                        (py + (sy + 0.5) / SAMPLES) / size,
                    )
                    if c:
                        r, g, b, hits = r + c[0], g + c[1], b + c[2], hits + 1
            if hits:
                row += bytes((r // hits, g // hits, b // hits, 255 * hits // SAMPLES**2))
            else:
                row += b"\0\0\0\0"
        rows.append(bytes(row))
    return rows


def png(size):
    def chunk(kind, body):
        return (
            struct.pack(">I", len(body))
            + kind
            + body
            + struct.pack(">I", zlib.crc32(kind + body))
        )

    raw = b"".join(b"\0" + row for row in pixels(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(raw, 9))
        + chunk(b"IEND", b"")
    )


def ico(images):
    head = struct.pack("<HHH", 0, 1, len(images))
    offset = len(head) + 16 * len(images)
    entries, bodies = b"", b""
    for size, body in images:
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(body), offset)
        bodies += body
        offset += len(body)
    return head + entries + bodies


def icns(images):
    body = b"".join(kind + struct.pack(">I", len(data) + 8) + data for kind, data in images)
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main():
    drawn = {size: png(size) for size in (16, 32, 48, 64, 128, 256, 512)}
    (HERE / "32x32.png").write_bytes(drawn[32])
    (HERE / "128x128.png").write_bytes(drawn[128])
    (HERE / "128x128@2x.png").write_bytes(drawn[256])
    (HERE / "icon.png").write_bytes(drawn[512])
    (HERE / "icon.ico").write_bytes(ico([(s, drawn[s]) for s in (16, 32, 48, 64, 256)]))
    (HERE / "icon.icns").write_bytes(
        icns([(b"ic07", drawn[128]), (b"ic08", drawn[256]), (b"ic09", drawn[512])])
    )


main()
