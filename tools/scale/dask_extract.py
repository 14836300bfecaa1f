#!/usr/bin/python3
"""Extracts an archive of NDJSON on a Dask cluster: `mizan extract` range by range, as numbered tasks that any worker may run, again if it must.

  dask_extract.py OUT INPUT...                                   on this machine, a worker for each core
  dask_extract.py --scheduler tcp://head:8786 OUT INPUT...       on a cluster that is there (dask-scheduler, dask-worker)

Joined, the parts in OUT are what one `mizan extract INPUT...` prints, byte for byte: ranges.py join OUT > facts.ndjson. With --to
extracted they go into a database, by as many loaders as one likes: mizan ingest --db DB --from extracted OUT/part-*.ndjson. Killed at any time, the same command goes
on where it was. Needs Debian's python3-distributed; OUT and INPUT have to be seen by all workers under the same path.
"""
import argparse
import pathlib
import sys
import time

import ranges

try:
    from distributed import Client, LocalCluster, as_completed
except ImportError:
    sys.exit("dask_extract.py: needs Dask distributed: apt install python3-distributed, and run it with /usr/bin/python3")


def extract(out, number, program):
    return number, ranges.run(pathlib.Path(out), number, program)  # the plan is read where it runs: what a worker was given would be lost with it


def same_everywhere(client, program, options, wanted):
    """Workers that have another version are named at once, not after hours."""
    for worker, here in client.run(ranges.version_of, program, options).items():
        if here != wanted:
            raise ranges.Trouble(f"{worker} has {here}, this machine {wanted}; install the same program and lexicons everywhere")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scheduler", help="address of a running scheduler; without it, workers of this machine")
    parser.add_argument("--workers", type=int, help="how many on this machine; one for each core")
    parser.add_argument("--program", default="mizan")
    parser.add_argument("--size", type=int, default=64 << 20, help="bytes of a range, at least (64 MiB)")
    parser.add_argument("--retries", type=int, default=5, help="how often a range is tried again (5)")
    parser.add_argument("--option", action="append", default=[], metavar="X", help="an option for mizan extract, as --option=--published=2026-03-01")
    parser.add_argument("--to", choices=["ndjson", "extracted"], default="ndjson", help="what the parts are; extracted is for mizan ingest")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("input", nargs="+")
    given = parser.parse_args()
    out = given.out.resolve()
    try:
        made = ranges.plan(out, given.input, given.size, given.program, given.option, given.to)
        # A worker is a process of one thread: what it runs is a process of its own, and a core is all it takes. None of them uses the disk for its own ends.
        cluster = None if given.scheduler else LocalCluster(n_workers=given.workers, threads_per_worker=1, processes=True, dashboard_address=None,
                                                            local_directory=str(out / "dask"))
        with Client(given.scheduler or cluster) as client:
            client.upload_file(ranges.__file__)
            same_everywhere(client, given.program, given.option, made["version"])
            print(f"dask_extract.py: {len(made['ranges'])} ranges, {len(client.scheduler_info()['workers'])} workers, {client.scheduler.address}", file=sys.stderr)
            # pure=False: a part lies on the disk, so a remembered result says nothing.
            tasks = [client.submit(extract, str(out), number, given.program, pure=False, retries=given.retries) for number in range(len(made["ranges"]))]
            start, bytes_done = time.monotonic(), 0
            for count, (_, (number, length)) in enumerate(as_completed(tasks, with_results=True), 1):
                bytes_done += length
                rate = bytes_done / 1e6 / max(time.monotonic() - start, 1e-9)
                print(f"dask_extract.py: {count}/{len(tasks)}, range {number}, {rate:.1f} MB/s", file=sys.stderr)
        if cluster:
            cluster.close()
    except (ranges.Trouble, RuntimeError) as error:
        sys.exit(f"dask_extract.py: {error}")


if __name__ == "__main__":
    main()
