"""What Typst itself needs for a document: `papers.rs` asks.

    typst_peer.py FOLDER        # holds main.typ, start.typ, fonts/

Prints the milliseconds of one compilation to a tagged PDF, after a small document with the same templates and
fonts was set, so that neither the start of a process nor the reading of fonts counts.
"""

import pathlib
import sys
import time

import typst

folder = pathlib.Path(sys.argv[1])
compiler = typst.Compiler(
    str(folder / "start.typ"), root=str(folder), font_paths=[str(folder / "fonts")], ignore_system_fonts=True
)
kind = {"format": "pdf", "pdf_standards": ["ua-1", "a-2a"]}
compiler.compile(**kind)
start = time.perf_counter()
made = compiler.compile(input=str(folder / "main.typ"), **kind)
took = time.perf_counter() - start
assert made.startswith(b"%PDF-")
print(f"{1000 * took:.3f}")
