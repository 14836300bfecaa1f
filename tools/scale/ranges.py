#!/usr/bin/python3
"""Cuts NDJSON into ranges at newlines and extracts range by range, so that any engine that can run N numbered tasks can run mizan over an archive.

  ranges.py plan OUT INPUT...     files, or folders of them (*.ndjson, *.jsonl, also .gz and .zst); prints the number of ranges
  ranges.py run OUT N             extracts range N (from 0) into OUT/part-NNNNNN.ndjson; does nothing where that is done
  ranges.py join OUT              all parts in order, to standard output: the bytes that one `mizan extract INPUT...` prints

With `plan --to extracted` the parts hold the articles, too, and `mizan ingest --db DB --from extracted OUT/part-*.ndjson` stores them without reading them again.

A part is written under another name, brought to the disk and renamed: a part that is there is whole, whatever was killed. A plan holds for one program and
one lexicon: a machine that has others refuses to run a range. OUT has to be a folder that all machines see. What is packed cannot be cut: a packed file is a range of its own, unpacked by
whoever extracts it; one larger than a range is unpacked into OUT/unpacked first. Inputs are UTF-8, an article a line.
"""
import argparse
import functools
import json
import os
import pathlib
import subprocess
import sys
import tempfile

BLOCK = 1 << 20
UNPACK = {".gz": ["gzip", "-dc"], ".zst": ["zstd", "-dcq"]}


class Trouble(Exception):
    """What a user can mend; the text says how."""


def version_of(program, options):
    """Program and lexicon as its output names them, with these options: "mizan 0.1.0 lexicon 5f3a9c"."""
    command = [program, "extract", "--from", "ndjson", "--to", "ndjson", "--jobs", "1", "--quiet", *options]
    try:
        done = subprocess.run(command, input='{"text": "1"}\n', capture_output=True, text=True)
    except OSError as error:
        raise Trouble(f"{program} does not run here: {error}. Name the program with --program") from error
    if done.returncode != 0:
        raise Trouble(f"{' '.join(command)}: exit code {done.returncode}: {done.stderr.strip()}")
    return json.loads(done.stdout)["by"]


def replace_whole(path, write):
    """write(file) to a temporary name beside `path`, then to the disk, then under its name."""
    descriptor, temporary = tempfile.mkstemp(prefix=path.name + ".", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def inputs_of(names):
    for name in map(pathlib.Path, names):
        if name.is_dir():
            found = [file for file in name.rglob("*") if file.is_file() and (file.suffix in (".ndjson", ".jsonl") or
                     (file.suffix in UNPACK and file.with_suffix("").suffix in (".ndjson", ".jsonl")))]
            if not found:
                raise Trouble(f"{name}: no .ndjson or .jsonl in this folder, packed or not")
            yield from sorted(found, key=lambda file: os.fsencode(file))
        elif name.is_file():
            yield name
        else:
            raise Trouble(f"{name}: no such file or folder")


def cut(file, size):
    """(begin, end, number of the first line) of each range: at least `size` bytes, cut behind a newline; the last one may be shorter."""
    begin = end = 0
    line = first_line = 1
    with open(file, "rb") as data:
        while block := data.read(min(BLOCK, max(size, 4096))):
            if end == 0:
                if block.startswith((b"\xff\xfe", b"\xfe\xff")):
                    raise Trouble(f"{file}: is UTF-16, which cannot be cut; convert it: iconv -f UTF-16 -t UTF-8")
                if block.split(b"\n", 1)[0].strip() in (b"{", b"["):
                    raise Trouble(f"{file}: is one JSON document over many lines; make lines of it: jq -c '.[]' FILE for a list, jq -c . FILE for objects")
            if end + len(block) - begin >= size and (at := block.rfind(b"\n")) >= 0:
                line += block.count(b"\n")
                yield begin, end + at + 1, first_line
                begin, first_line = end + at + 1, line
            else:
                line += block.count(b"\n")
            end += len(block)
    if end > begin:
        yield begin, end, first_line


def plan(out, names, size, program, options, to="ndjson"):
    """Writes OUT/plan.json and returns it. Where OUT holds another plan already, that is an error: parts of two plans must not mix."""
    ranges, seen = [], []
    out.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(inputs_of(names)):
        stat = file.stat()
        seen.append({"file": str(file.resolve()), "bytes": stat.st_size, "modified": stat.st_mtime_ns})
        source = file.resolve()
        if file.suffix in UNPACK and stat.st_size <= size:
            ranges.append({"file": str(source), "begin": 0, "end": stat.st_size, "first_line": 1, "packed": True})
            continue
        if file.suffix in UNPACK:
            (out / "unpacked").mkdir(exist_ok=True)
            source = (out / "unpacked" / f"{number:06}.ndjson").resolve()
            if not source.exists():
                def unpack(target):
                    done = subprocess.run(UNPACK[file.suffix] + [str(file)], stdout=target, stderr=subprocess.PIPE)
                    if done.returncode != 0:
                        raise Trouble(f"{file}: cannot be unpacked: {done.stderr.decode(errors='replace').strip()}")
                replace_whole(source, unpack)
        ranges += [{"file": str(source), "begin": begin, "end": end, "first_line": line} for begin, end, line in cut(source, size)]
    made = {"version": version_of(program, options), "options": options, "to": to, "size": size, "inputs": seen, "ranges": ranges}
    path = out / "plan.json"
    if path.exists():
        if json.loads(path.read_bytes()) != made:
            raise Trouble(f"{out} holds parts of other inputs, options, or another version of mizan; take an empty folder")
    else:
        replace_whole(path, lambda file: file.write(json.dumps(made, indent=1).encode()))
    return made


@functools.lru_cache(maxsize=1)
def read_plan(path, modified):
    return json.loads(path.read_bytes())


def load(out):
    try:
        return read_plan(out / "plan.json", (out / "plan.json").stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise Trouble(f"{out} holds no plan.json; make it with: ranges.py plan {out} INPUT...") from error


def part(out, number):
    return out / f"part-{number:06}.ndjson"


def unchanged(made, name):
    try:
        now = os.stat(name)
    except FileNotFoundError as error:
        raise Trouble(f"{name}: is not seen on this machine; inputs and OUT have to lie under the same paths everywhere") from error
    for given in made["inputs"]:
        if given["file"] == name and (given["bytes"], given["modified"]) != (now.st_size, now.st_mtime_ns):
            raise Trouble(f"{name}: has changed since the plan was made; take an empty folder and begin anew")


def blocks_of(wanted):
    """The bytes of a range."""
    if wanted.get("packed"):
        command = UNPACK[pathlib.Path(wanted["file"]).suffix] + [wanted["file"]]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as unpacking:
            while block := unpacking.stdout.read(BLOCK):
                yield block
            said = unpacking.stderr.read().decode(errors="replace").strip()
        if unpacking.returncode != 0:
            raise Trouble(f"{wanted['file']}: cannot be unpacked: {said}")
        return
    with open(wanted["file"], "rb") as source:
        source.seek(wanted["begin"])
        left = wanted["end"] - wanted["begin"]
        while left:
            block = source.read(min(left, BLOCK))
            if not block:
                raise Trouble(f"{wanted['file']}: has become shorter than it was when the plan was made")
            yield block
            left -= len(block)


def run(out, number, program, made=None):
    """Extracts one range. Returns how many bytes of input it held; the part exists afterwards, and is whole."""
    made = made or load(out)
    if not 0 <= number < len(made["ranges"]):
        raise Trouble(f"there is no range {number}; the plan has {len(made['ranges'])}")
    wanted = made["ranges"][number]
    length = wanted["end"] - wanted["begin"]
    if part(out, number).exists():
        return length
    if (here := version_of(program, made["options"])) != made["version"]:
        raise Trouble(f"this machine has {here}, the plan was made with {made['version']}; install the same program and lexicons everywhere")
    unchanged(made, wanted["file"])

    def extract(target):
        command = [program, "extract", "--from", "ndjson", "--to", made["to"], "--jobs", "1", "--quiet", "--first-line", str(wanted["first_line"]), *made["options"]]
        with tempfile.TemporaryFile() as said, subprocess.Popen(command, stdin=subprocess.PIPE, stdout=target, stderr=said) as process:
            try:
                for block in blocks_of(wanted):
                    process.stdin.write(block)
                process.stdin.close()
            except BrokenPipeError:
                pass  # its exit code says why
            if process.wait() not in (0, 3):  # 3: some records were rejected, and stand in the output as such
                said.seek(0)
                raise RuntimeError(f"range {number}: exit code {process.returncode}: {said.read().decode(errors='replace').strip()}")

    replace_whole(part(out, number), extract)
    return length


def join(out, target):
    made = load(out)
    missing = [number for number in range(len(made["ranges"])) if not part(out, number).exists()]
    if missing:
        raise Trouble(f"{len(missing)} of {len(made['ranges'])} parts are not there yet, the first is {missing[0]}")
    for number in range(len(made["ranges"])):
        with open(part(out, number), "rb") as file:
            while block := file.read(BLOCK):
                target.write(block)
    target.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="mizan")
    parser.add_argument("--size", type=int, default=64 << 20, help="bytes of a range, at least (64 MiB)")
    parser.add_argument("--option", action="append", default=[], metavar="X", help="an option for mizan extract, as --option=--published=2026-03-01")
    parser.add_argument("--to", choices=["ndjson", "extracted"], default="ndjson", help="of a plan: what the parts are; extracted is for mizan ingest")
    parser.add_argument("step", choices=["plan", "run", "join"])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("rest", nargs="*")
    given = parser.parse_args()
    try:
        if given.step == "plan":
            print(len(plan(given.out, given.rest, given.size, given.program, given.option, given.to)["ranges"]))
        elif given.step == "run":
            if len(given.rest) != 1 or not given.rest[0].isdigit():
                raise Trouble("which range? ranges.py run OUT N")
            run(given.out, int(given.rest[0]), given.program)
        else:
            join(given.out, sys.stdout.buffer)
    except (Trouble, RuntimeError) as error:
        sys.exit(f"ranges.py: {error}")


if __name__ == "__main__":
    main()
