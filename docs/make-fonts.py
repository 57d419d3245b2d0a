#!/usr/bin/env python3
"""Cuts the themes' web fonts from their sources, and writes into the style sheet of each theme where they are.

    python3 -m venv target/fonts && target/fonts/bin/pip install -r docs/make-fonts.txt
    target/fonts/bin/python docs/make-fonts.py                  # both themes
    target/fonts/bin/python docs/make-fonts.py default          # one
    target/fonts/bin/python docs/make-fonts.py paper            # the fonts of the paper, which are none of the web

A typesetter reads neither WOFF2 nor parts of a face: the fonts of the paper are whole faces as TrueType, each with all signs.

Every source is under the SIL Open Font License. A cut font is a modified version, and some of these licences reserve
the font's own name, so the cut ones bear other names (`Facing Serif`, not `Source Serif 4`), in the file and in the
style sheet. The licence is put beside them.

The program publishes an asset under a name with the first twelve signs of the BLAKE3 hash of its bytes, and does not
rewrite what a style sheet refers to. So the style sheet names the files as they will be published.

What stands in for a font until it is there, or where it never comes, is a font of the machine, scaled to the same
average width and set on the same lines.
"""

import importlib.util
import io
import pathlib
import shutil
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

THEMES = pathlib.Path(__file__).resolve().parent.parent / "themes"

# Western, Baltic and Central European languages, Turkish, Romanian, Sami, and Japanese in Latin letters; signs of prose.
LATIN = (
    "U+20-7E,U+A0-17E,U+192,U+218-21B,U+259,U+2BC,U+2C6,U+2C7,U+2D8-2DD,U+1E9E,U+2010-2015,U+2018-201A,"
    "U+201C-201E,U+2020-2022,U+2026,U+2030,U+2032,U+2033,U+2039,U+203A,U+2044,U+20AC,U+2122,U+2190-2193,U+21A9,"
    "U+2212,U+2248,U+2260,U+2264,U+2265"
)
# Shapes of cases, marks of tasks and states, and signs that web pages leave to the machine's fonts.
PAPER_SIGNS = "U+2007,U+2009,U+200A,U+202F,U+2070-208E,U+2116,U+2153-215E,U+25A0-25CF,U+2605,U+2610,U+2611,U+2713,U+2717,U+2192,U+FB00-FB04,U+1E80-1E85,U+1EA0-1EF9,U+370-3FF"
# Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian.
CYRILLIC = "U+400-45F,U+490,U+491,U+2116,U+20B4"

SERIF = ("source_serif_4", "SourceSerif4[opsz,wght].ttf")
SERIF_ITALIC = ("source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf")
SANS = ("source_sans_3", "SourceSans3[wght].ttf")
SANS_ITALIC = ("source_sans_3", "SourceSans3-Italic[wght].ttf")
FRANKLIN = ("libre_franklin", "LibreFranklin[wght].ttf")
FRANKLIN_ITALIC = ("libre_franklin", "LibreFranklin-Italic[wght].ttf")

# Of each file: its name, the family and style that pages ask for, its source, the axes as they are kept, its signs,
# its features.
FIGURES = ["kern", "liga", "locl", "lnum", "tnum"]
FACES = {
    "default": [
        ("facing-serif", "Facing Serif", "normal", SERIF, {"opsz": 20, "wght": (400, 600)}, LATIN, FIGURES + ["onum", "pnum"]),
        ("facing-serif-italic", "Facing Serif", "italic", SERIF_ITALIC, {"opsz": 20, "wght": 400}, LATIN, FIGURES + ["onum", "pnum"]),
        ("facing-serif-cyrillic", "Facing Serif", "normal", SERIF, {"opsz": 20, "wght": (400, 600)}, CYRILLIC, FIGURES),
        ("facing-serif-italic-cyrillic", "Facing Serif", "italic", SERIF_ITALIC, {"opsz": 20, "wght": 400}, CYRILLIC, FIGURES),
        ("facing-sans", "Facing Sans", "normal", SANS, {"wght": (400, 700)}, LATIN, FIGURES),
        ("facing-sans-italic", "Facing Sans", "italic", SANS_ITALIC, {"wght": 400}, LATIN, FIGURES),
        ("facing-sans-cyrillic", "Facing Sans", "normal", SANS, {"wght": (400, 700)}, CYRILLIC, FIGURES),
    ],
    "bulletin": [
        ("bulletin-sans", "Bulletin Sans", "normal", FRANKLIN, {"wght": (400, 800)}, LATIN, FIGURES),
        ("bulletin-sans-italic", "Bulletin Sans", "italic", FRANKLIN_ITALIC, {"wght": 400}, LATIN, FIGURES),
        ("bulletin-mono", "Bulletin Mono", "normal", ("ibm_plex_mono", "IBMPlexMono-Medium.ttf"), {}, LATIN, ["locl"]),
    ],
}

# Of each font of the paper: theme, file, family, style, weight, source, axes, features. Small sizes and titles are cut for
# their sizes: that is what the axis is for.
PAPER_FIGURES = FIGURES + ["onum", "pnum", "sups", "case"]
PAPER = [
    ("default", "facing-text", "Facing Text", "Regular", 400, SERIF, {"opsz": 11, "wght": 400}, PAPER_FIGURES + ["smcp"]),
    ("default", "facing-text-italic", "Facing Text", "Italic", 400, SERIF_ITALIC, {"opsz": 11, "wght": 400}, PAPER_FIGURES),
    ("default", "facing-text-semibold", "Facing Text", "SemiBold", 600, SERIF, {"opsz": 11, "wght": 600}, PAPER_FIGURES),
    ("default", "facing-title", "Facing Title", "Regular", 400, SERIF, {"opsz": 40, "wght": 400}, FIGURES + ["onum", "pnum"]),
    ("default", "facing-label", "Facing Label", "Regular", 400, SANS, {"wght": 400}, FIGURES + ["sups", "case"]),
    ("default", "facing-label-italic", "Facing Label", "Italic", 400, SANS_ITALIC, {"wght": 400}, FIGURES + ["sups"]),
    ("default", "facing-typed", "Facing Typed", "Regular", 400, ("ibm_plex_mono", "IBMPlexMono-Regular.ttf"), {}, ["locl"]),
    ("default", "facing-label-semibold", "Facing Label", "SemiBold", 600, SANS, {"wght": 600}, FIGURES + ["sups", "case"]),
    ("bulletin", "bulletin-sans", "Bulletin Sans", "Regular", 400, FRANKLIN, {"wght": 400}, FIGURES + ["sups"]),
    ("bulletin", "bulletin-sans-italic", "Bulletin Sans", "Italic", 400, FRANKLIN_ITALIC, {"wght": 400}, FIGURES + ["sups"]),
    ("bulletin", "bulletin-sans-semibold", "Bulletin Sans", "SemiBold", 600, FRANKLIN, {"wght": 600}, FIGURES + ["sups"]),
    ("bulletin", "bulletin-sans-extrabold", "Bulletin Sans", "ExtraBold", 800, FRANKLIN, {"wght": 800}, FIGURES + ["sups"]),
    # Greek, shapes and arrows, which Libre Franklin has not.
    ("bulletin", "bulletin-signs", "Bulletin Signs", "Regular", 400, SANS, {"wght": 400}, FIGURES),
    ("bulletin", "bulletin-mono", "Bulletin Mono", "Regular", 400, ("ibm_plex_mono", "IBMPlexMono-Regular.ttf"), {}, ["locl"]),
    ("bulletin", "bulletin-mono-italic", "Bulletin Mono", "Italic", 400, ("ibm_plex_mono", "IBMPlexMono-Italic.ttf"), {}, ["locl"]),
    ("bulletin", "bulletin-mono-semibold", "Bulletin Mono", "SemiBold", 600, ("ibm_plex_mono", "IBMPlexMono-SemiBold.ttf"), {}, ["locl"]),
]

# Where the rules stand.
SHEETS = {"default": "theme.css", "bulletin": "bulletin.css"}
FROM, TO = "/* ---- fonts:", "/* ---- end of fonts ---- */"

# Fonts that machines have, for the time before: average advance of a letter in English, ascent and descent, in ems.
STAND_INS = {
    "Georgia": (913 / 2048, 1878 / 2048, 449 / 2048),
    "Arial": (904 / 2048, 1854 / 2048, 434 / 2048),
    "Courier New": (1229 / 2048, 1705 / 2048, 615 / 2048),
}
STANDS_IN = {"Facing Serif": "Georgia", "Facing Sans": "Arial", "Bulletin Sans": "Arial", "Bulletin Mono": "Courier New"}

# How often a letter, or a space, comes in English, in thousandths.
FREQUENCY = {
    " ": 182, "e": 102, "t": 75, "a": 65, "o": 62, "n": 57, "i": 57, "s": 53, "r": 50, "h": 50, "l": 33, "d": 33, "u": 23,
    "c": 22, "m": 20, "f": 20, "w": 17, "g": 16, "p": 15, "y": 14, "b": 13, "v": 8, "k": 6, "x": 1, "j": 1, "q": 1, "z": 1,
}


def source(package, name):
    """The path of a font in a package that holds fonts."""
    spec = importlib.util.find_spec("fontpkg_" + package)
    return pathlib.Path(spec.origin).parent / "files" / name


def cut(package, name, axes, signs, features, title, flavor="woff2"):
    """A font with these axes, signs and features, under another name; as WOFF2 unless something else is wanted."""
    font = TTFont(source(package, name), recalcTimestamp=False)
    if axes:
        font = instancer.instantiateVariableFont(font, axes)
        # What the instancer leaves half done is settled by writing and reading.
        held = io.BytesIO()
        font.save(held)
        held.seek(0)
        font = TTFont(held, recalcTimestamp=False)
    options = subset.Options()
    options.flavor = flavor
    options.layout_features = features
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(signs))
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4):
            record.string = title
        elif record.nameID == 6:
            record.string = title.replace(" ", "")
    font.flavor = flavor
    held = io.BytesIO()
    font.save(held)
    return held.getvalue(), font


def average(font):
    """The average advance in ems, by how often a letter comes."""
    map_, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    return sum(widths[map_[ord(it)]][0] * n for it, n in FREQUENCY.items()) / sum(FREQUENCY.values()) / em


def percent(value):
    return f"{100 * value:.2f}%"


def stand_in(family, font):
    """The rule for what stands in: as wide as the font, on the same lines."""
    name = STANDS_IN[family]
    wide, _, _ = STAND_INS[name]
    size = average(font) / wide
    em, lines = font["head"].unitsPerEm, font["hhea"]
    return (
        f'@font-face {{ font-family: "{family} Stand-in"; src: local("{name}"); size-adjust: {percent(size)}; '
        f"ascent-override: {percent(lines.ascent / em / size)}; descent-override: {percent(-lines.descent / em / size)}; "
        f"line-gap-override: {percent(lines.lineGap / em / size)}; }}"
    )


def make(theme):
    """All fonts of a theme, and the rules between two lines of its style sheet."""
    assets = THEMES / theme / "assets"
    folder = assets / "fonts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rules, seen = [], {}
    for stem, family, style, (package, name), axes, signs, features in FACES[theme]:
        data, font = cut(package, name, axes, signs, features, family)
        (folder / f"{stem}.woff2").write_bytes(data)
        weight = axes.get("wght", 500 if "Medium" in name else 400)
        weight = f"{weight[0]} {weight[1]}" if isinstance(weight, tuple) else weight
        # The one face of this family serves every weight: none is painted on.
        if "Medium" in name:
            weight = "400 700"
        rules.append(
            f'@font-face {{ font-family: "{family}"; font-style: {style}; font-weight: {weight}; font-display: optional; '
            f'src: url("fonts/{stem}.woff2") format("woff2"); unicode-range: {signs.replace(",", ", ")}; }}'
        )
        if family not in seen:
            seen[family] = stand_in(family, font)
        licence = source(package, name).parent.parent / "LICENSE"
        lines = licence.read_text(encoding="utf-8").splitlines()
        (folder / f"OFL-{package.replace('_', '-')}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{theme}: {stem}.woff2, {len(data):,} bytes, {len(font.getBestCmap())} signs")
    sheet = assets / SHEETS[theme]
    text = sheet.read_text(encoding="utf-8")
    top, end = text.index("\n", text.index(FROM)) + 1, text.index(TO)
    sheet.write_text(text[:top] + "\n".join(rules + list(seen.values())) + "\n" + text[end:], encoding="utf-8")


def make_paper():
    """The fonts of the paper: one file for each face, whose names say which face of its family it is."""
    for theme, stem, family, style, weight, (package, name), axes, features in PAPER:
        folder = THEMES / theme / "paper" / "fonts"
        folder.mkdir(parents=True, exist_ok=True)
        _, font = cut(package, name, axes, f"{LATIN},{CYRILLIC},{PAPER_SIGNS}", features, family, flavor=None)
        names = font["name"]
        names.names = [it for it in names.names if it.nameID in (13, 14)]
        bold = style == "Bold"
        four = style if style in ("Regular", "Italic", "Bold") else "Regular"
        # Names 1 and 2 know four styles of a family, 16 and 17 know all (OpenType 1.9, `name`).
        words = {1: family if four == style else f"{family} {style}", 2: four, 3: f"{family} {style}", 4: f"{family} {style}",
                 6: f"{family}-{style}".replace(" ", ""), 16: family, 17: style}
        for number, text in words.items():
            names.setName(text, number, 3, 1, 0x409)
        font["OS/2"].usWeightClass = weight
        italic = "Italic" in style
        font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0b1100001) | (1 if italic else 0) | (32 if bold else 0) | (0 if italic or bold else 64)
        font["head"].macStyle = (1 if bold else 0) | (2 if italic else 0)
        held = io.BytesIO()
        font.save(held)
        (folder / f"{stem}.ttf").write_bytes(held.getvalue())
        licence = source(package, name).parent.parent / "LICENSE"
        lines = licence.read_text(encoding="utf-8").splitlines()
        (folder / f"OFL-{package.replace('_', '-')}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{theme}: {stem}.ttf, {len(held.getvalue()):,} bytes, {len(font.getBestCmap())} signs")


if __name__ == "__main__":
    for it in sys.argv[1:] or [*FACES, "paper"]:
        if it == "paper":
            make_paper()
        else:
            make(it)
