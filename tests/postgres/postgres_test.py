#!/usr/bin/env python3
"""The PostgreSQL store against SQLite's: the same commands on both give the same bytes.

Makes a PostgreSQL cluster of its own in a temporary folder (unix socket only) and takes it away again. Says so and passes where PostgreSQL's server programs
or libpq are not there.

    tests/postgres/postgres_test.py                     the samples
    tests/postgres/postgres_test.py ARTICLES.ndjson     and these articles
"""
import glob
import json
import os
import pwd
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MIZAN = os.environ.get("MIZAN_PROGRAM", os.path.join(ROOT, "build/release/mizan"))
SAMPLES = os.path.join(ROOT, "corpus/samples")


def absent(why):
    print(f"postgres: not checked here: {why}")
    sys.exit(0)


def server_programs():
    for folder in os.environ.get("PATH", "").split(":") + sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True):
        if all(os.access(os.path.join(folder, name), os.X_OK) for name in ("initdb", "postgres", "psql")):
            return folder
    return absent("PostgreSQL's server programs are absent (apt install postgresql)")


class Cluster:
    """A server in a folder. initdb refuses to run as root: then it is the user postgres's."""

    def __init__(self, programs):
        self.programs = programs
        self.folder = tempfile.mkdtemp(prefix="mizan-postgres-")
        self.as_user = []
        if os.getuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        data = os.path.join(self.folder, "data")
        self.run("initdb", "--pgdata", data, "--username", "mizan", "--auth", "trust", "--encoding", "UTF8", "--no-sync", "--no-locale")
        # One user has a password.
        rules = os.path.join(data, "pg_hba.conf")
        with open(rules, encoding="utf-8") as file:
            usual = file.read()
        with open(rules, "w", encoding="utf-8") as file:
            file.write("local all guest scram-sha-256\n" + usual)
        log = open(os.path.join(self.folder, "log"), "wb")
        self.server = subprocess.Popen(
            [*self.as_user, os.path.join(programs, "postgres"), "-D", data, "-k", self.folder, "-c", "listen_addresses=", "-c", "fsync=off",
             "-c", "shared_buffers=128MB", "-c", "max_wal_size=2GB", "-c", "autovacuum=off"], stdout=log, stderr=log, cwd="/")
        for _ in range(200):
            if subprocess.run([os.path.join(programs, "psql"), "-h", self.folder, "-U", "mizan", "-d", "postgres", "-c", "SELECT 1"], capture_output=True).returncode == 0:
                break
            time.sleep(0.05)
        else:
            raise SystemExit("the server does not start: " + open(os.path.join(self.folder, "log"), encoding="utf-8").read())
        self.sql("CREATE ROLE guest LOGIN PASSWORD 'right'")

    def run(self, name, *words):
        subprocess.run([*self.as_user, os.path.join(self.programs, name), *words], check=True, capture_output=True, cwd="/")

    def sql(self, text, database="postgres"):
        done = subprocess.run([os.path.join(self.programs, "psql"), "-h", self.folder, "-U", "mizan", "-d", database, "-qAt", "-v", "ON_ERROR_STOP=1", "-c", text],
                              check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def make(self, name):
        self.sql(f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, name, user="mizan"):
        return f"postgresql://{user}@/{name}?host={urllib.parse.quote(self.folder, safe='')}"

    def stop(self):
        self.server.send_signal(signal.SIGINT)
        self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def mizan(*words, exit_code=0, text=None, env=None):
    done = subprocess.run([MIZAN, *words], capture_output=True, input=text, env={**os.environ, **(env or {})}, cwd="/")
    allowed = exit_code if isinstance(exit_code, tuple) else (exit_code,)
    assert done.returncode in allowed, f"mizan {' '.join(words)}: exit {done.returncode}, not {exit_code}\n{done.stderr.decode()[:3000]}"
    return done


def canonical(db):
    return mizan("export", "--db", db, "--canonical").stdout


def same(what, a, b):
    if a == b:
        return
    lines = [(x, y) for x, y in zip(a.splitlines(), b.splitlines()) if x != y]
    shown = lines[0] if lines else (len(a.splitlines()), len(b.splitlines()))
    raise AssertionError(f"{what}: SQLite and PostgreSQL differ:\n{shown[0]!r:.1500}\n{shown[1]!r:.1500}")


def served(db, paths):
    """Answers of the API, by path."""
    desk = subprocess.Popen([MIZAN, "serve", "--db", db, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        line = desk.stdout.readline()
        assert line.startswith("http://"), desk.stderr.read()
        root = line.split()[0] + "api/v1/"
        out = {}
        for path in paths:
            with urllib.request.urlopen(root + path) as answer:
                text = answer.read().decode()
            body = json.loads(text) if text.startswith(("{", "[")) else text
            for member in ("generated", "at"):
                if isinstance(body, dict):
                    body.pop(member, None)
            out[path] = body
        return out
    finally:
        desk.terminate()
        desk.wait()


def without_times(value):
    """Without what the clock says: the moments at which the two databases were written."""
    if isinstance(value, dict):
        return {k: without_times(v) for k, v in value.items() if k not in ("seconds", "changes")}
    if isinstance(value, list):
        return [without_times(v) for v in value]
    return "" if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value) else value


def difference(a, b, where=""):
    """The first place where two values differ."""
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        return next((found for key in a if (found := difference(a[key], b[key], f"{where}.{key}"))), "")
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return next((found for i, (x, y) in enumerate(zip(a, b)) if (found := difference(x, y, f"{where}[{i}]"))), "")
    return "" if a == b else f"{where}: {a!r:.600} and {b!r:.600}"


def check_same(cluster, work, articles, name):
    file, url = os.path.join(work, name + ".db"), cluster.make(name)
    for db in (file, url):
        mizan("ingest", "--db", db, "--quiet", *articles, exit_code=(0, 3))
    same("export --canonical after ingest", canonical(file), canonical(url))
    # The same again changes nothing.
    mizan("ingest", "--db", url, "--quiet", *articles, exit_code=(0, 3))
    same("the same ingested again", canonical(file), canonical(url))
    for db in (file, url):
        mizan("reconcile", "--db", db, "--quiet")
    same("export --canonical after reconcile", canonical(file), canonical(url))
    # The server knows what a full run has written, or it plans for empty tables.
    for table in ("groups", "claims", "verdicts"):
        assert cluster.sql(f"SELECT count(*) FROM pg_stats WHERE schemaname = 'mizan' AND tablename = '{table}'", name).strip() not in ("", "0"), f"{table} was not analysed"
    for words in (["facts"], ["facts", "--to", "csv"], ["facts", "--subject", "OPEC"], ["facts", "--subject", "opec", "--metric", "production"],
                  ["export", "--to", "ndjson"], ["export", "--groups", "--to", "ndjson"], ["entity", "list", "--limit", "50"], ["review", "list"]):
        same(" ".join(words), mizan(words[0], "--db", file, *words[1:]).stdout, mizan(words[0], "--db", url, *words[1:]).stdout)
    for db in (file, url):
        mizan("reconcile", "--db", db, "--full", "--quiet")
    same("export --canonical after reconcile --full", canonical(file), canonical(url))
    return file, url


def check_desk(file, url):
    groups = json.loads(mizan("reconcile", "--db", file, "--to", "json").stdout)
    paths = ["status", "groups?limit=50", "facts?limit=50", "articles?limit=50", "runs", "decisions", "search?q=production", "search?q=" + urllib.parse.quote("أرامكو"),
             "search?q=" + urllib.parse.quote('"net profit"')]
    paths += ["groups/" + g["id"] for g in groups[:5]] + [f"groups/{g['id']}/explanation" for g in groups[:5]]
    ours, theirs = served(file, paths), served(url, paths)
    for path in paths:
        a, b = without_times(ours[path]), without_times(theirs[path])
        assert a == b, f"/api/v1/{path} differs at {difference(a, b)}"


def check_decisions(file, url):
    group = json.loads(mizan("reconcile", "--db", file, "--to", "json").stdout)[0]
    fact = json.loads(mizan("export", "--db", file, "--to", "ndjson").stdout.splitlines()[0])["id"]
    name = json.loads(mizan("entity", "list", "--db", file, "--to", "json", "--limit", "1").stdout)
    name = (name[0] if isinstance(name, list) else name["entities"][0])["name"]
    for db in (file, url):
        mizan("review", "--db", db, "reject", group["id"], "--by", "Huda", "--text", "two plants")
        mizan("correct", "--db", db, fact, "metric=other", "--by", "هدى")
        mizan("entity", "rename", "--db", db, name, "Another Name", "--by", "Huda")
        mizan("review", "--db", db, "undo", "1", "--by", "Huda")
        mizan("reconcile", "--db", db, "--quiet")
    same("after decisions", canonical(file), canonical(url))
    for db in (file, url):
        mizan("db", "erase", "--db", db, "dc-2219")
        mizan("db", "erase", "--db", db, "OPEC")
        mizan("reconcile", "--db", db, "--quiet")
    same("after erasing", canonical(file), canonical(url))
    copy = file + ".copy"
    mizan("db", "backup", "--db", url, copy)
    same("a backup, which is a file of SQLite's", canonical(copy), canonical(url))
    same("the indexes of a backup", indexes(copy), indexes(file))
    mizan("db", "verify", "--db", copy)
    mizan("db", "verify", "--db", url, "--replay", "20")
    mizan("db", "stats", "--db", url)
    mizan("db", "vacuum", "--db", url)
    mizan("db", "migrate", "--db", url)
    mizan("db", "reextract", "--db", url)


def indexes(path):
    with sqlite3.connect(path) as db:
        return json.dumps(sorted(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))).encode()


def check_loaders(cluster, work, file_of_all, articles):
    """Two loaders at once, one killed in its middle and started again: what one loader alone brings."""
    url = cluster.make("loaders")
    halves = []
    for part in range(2):
        halves.append(os.path.join(work, f"half{part}.ndjson"))
        with open(halves[part], "w", encoding="utf-8") as out:
            out.writelines(articles[part::2] + articles[:40])  # some are in both
    for kill_after in (0.3, 0.7, 1.2):
        both = [subprocess.Popen([MIZAN, "ingest", "--db", url, "--quiet", half], stderr=subprocess.PIPE) for half in halves]
        time.sleep(kill_after)
        both[0].kill()
        errors = both[1].communicate()[1]
        assert both[1].returncode in (0, 3), errors.decode()
        both[0].communicate()
    mizan("ingest", "--db", url, "--quiet", halves[0], exit_code=(0, 3))
    file = os.path.join(work, "loaders.db")
    for half in halves:
        mizan("ingest", "--db", file, "--quiet", half, exit_code=(0, 3))
    same("two loaders at once, one killed", canonical(file), canonical(url))
    for db in (file, url):
        mizan("reconcile", "--db", db, "--quiet")
    same("and reconciled", canonical(file), canonical(url))
    mizan("db", "verify", "--db", url)


def check_extracted(cluster, work, articles, name):
    """Extracted somewhere else and then stored: what ingesting the articles gives. Also by two loaders at once, one of them killed and started again."""
    direct, file, url = os.path.join(work, name + "-direct.db"), os.path.join(work, name + "-stored.db"), cluster.make(name + "_stored")
    mizan("ingest", "--db", direct, "--quiet", *articles, exit_code=(0, 3))
    lines = mizan("extract", "--to", "extracted", "--quiet", *articles, exit_code=(0, 3)).stdout.splitlines(keepends=True)
    halves = []
    for half in range(2):
        halves.append(os.path.join(work, f"{name}-part-{half}.ndjson"))
        with open(halves[half], "wb") as out:
            out.writelines(lines[half * len(lines) // 2:(half + 1) * len(lines) // 2] + (lines[:100] if half else []))  # some are in both
    for part in halves:
        mizan("ingest", "--db", file, "--quiet", "--from", "extracted", part, exit_code=(0, 3))
    for kill_after in (0.2, 0.5):
        both = [subprocess.Popen([MIZAN, "ingest", "--db", url, "--quiet", half], stderr=subprocess.PIPE) for half in halves]
        time.sleep(kill_after)
        both[0].kill()
        errors = both[1].communicate()[1]
        assert both[1].returncode in (0, 3), errors.decode()
        both[0].communicate()
    for part in halves + halves:  # and once more, which changes nothing
        mizan("ingest", "--db", url, "--quiet", part, exit_code=(0, 3))
    for db in (file, url):
        same("extracted, then stored in " + db, canonical(direct), canonical(db))
        mizan("db", "verify", "--db", db)
    for db in (direct, file, url):
        mizan("reconcile", "--db", db, "--quiet")
    for db in (file, url):
        same("and reconciled, in " + db, canonical(direct), canonical(db))


NAMES_AS_ROWS = """
SET search_path = mizan;
CREATE TABLE old AS SELECT * FROM mentions;
DROP VIEW mentions; DROP TABLE version_names; DROP TABLE name_uses;
ALTER TABLE mention_rows RENAME TO mentions;
DELETE FROM remembered WHERE name = 'name_uses';
INSERT INTO mentions SELECT * FROM old ON CONFLICT DO NOTHING;
DROP TABLE old;
CREATE INDEX mentions_unknown ON mentions(entity) WHERE strpos(entity, ':~') > 0;
UPDATE schema_state SET version = 12"""


def check_names(cluster, url, name):
    """Names as rows, as the schema had them, go into one text a version; the view tells them as SQLite's does."""
    mentions = "SELECT * FROM mizan.mentions ORDER BY version_id, seq"
    packed = "SELECT * FROM mizan.version_names ORDER BY version_id"
    before, texts, exported = cluster.sql(mentions, name), cluster.sql(packed, name), canonical(url)
    assert texts.count("\n") > 3 and before.count("|entity|") > 20
    cluster.sql(NAMES_AS_ROWS, name)
    assert cluster.sql(mentions, name) == before, "the old rows of this test"
    assert b"older_schema" in mizan("facts", "--db", url, exit_code=4).stderr
    mizan("db", "migrate", "--db", url)
    assert cluster.sql(packed, name) == texts, "the packed names are not those that ingest writes"
    assert cluster.sql(mentions, name) == before, "a mention was lost on the way"
    assert canonical(url) == exported
    mizan("db", "verify", "--db", url)


def check_view(cluster, file, url, name):
    """The view of all mentions, in both."""
    connection = sqlite3.connect(file)
    ours = ["|".join("" if value is None else str(value) for value in row) for row in connection.execute("SELECT * FROM mentions ORDER BY version_id, seq")]
    connection.close()
    theirs = cluster.sql("SELECT * FROM mizan.mentions ORDER BY version_id, seq", name)
    same("the view of mentions", "\n".join(ours).encode(), theirs.encode())


def check_zero(cluster, work):
    """PostgreSQL keeps no zero characters: that article is refused, the rest of the batch goes on."""
    url, file = cluster.make("zero"), os.path.join(work, "zero.ndjson")
    with open(file, "w", encoding="utf-8") as out:
        for number, text in enumerate(["Revenue of Halvorsen Marine reached $20 billion.", "A fire\0 killed 7 people.", "A fire killed 8 people."]):
            out.write(json.dumps({"id": f"z{number}", "source": "Paper", "published": "2025-03-01", "text": text}) + "\n")
    done = mizan("ingest", "--db", url, file, exit_code=3)
    assert b"zero.ndjson:2" in done.stderr and b"[input.zero]" in done.stderr, done.stderr
    # The same of what was extracted, where the zero may stand in a value alone.
    lines = mizan("extract", "--to", "extracted", file).stdout.decode().replace('"metric":"revenue"', '"metric":"revenue","speaker":"\\u0000"')
    part = os.path.join(work, "zero-part.ndjson")
    with open(part, "w", encoding="utf-8") as out:
        out.write(lines)
    done = mizan("ingest", "--db", cluster.make("zero_stored"), part, exit_code=3)
    assert b"zero-part.ndjson:1" in done.stderr and b"zero-part.ndjson:2" in done.stderr and b"(1 new" in done.stdout, (done.stderr, done.stdout)
    kept = {json.loads(line)["document"] for line in mizan("export", "--db", url, "--to", "ndjson").stdout.splitlines()}
    assert kept == {"z0", "z2"}, kept


def check_abandoned(url, work):
    """What a full run that was killed left in TMPDIR goes with the next one; what a living one has there stays."""
    import fcntl
    env = {"TMPDIR": work}
    left, used = os.path.join(work, "mizan-mirror-killed"), os.path.join(work, "mizan-mirror-living")
    for folder in (left, used):
        os.mkdir(folder)
        open(os.path.join(folder, "alive"), "w").close()
    with open(os.path.join(used, "alive")) as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        mizan("reconcile", "--db", url, "--full", "--quiet", env=env)
    assert sorted(name for name in os.listdir(work) if name.startswith("mizan-mirror-")) == ["mizan-mirror-living"], os.listdir(work)


def check_lock(cluster, url):
    key = "1835629166, 1"
    with open(os.devnull, "w") as nowhere:
        holder = subprocess.Popen([os.path.join(cluster.programs, "psql"), "-h", cluster.folder, "-U", "mizan", "-d", "samples", "-c",
                                   f"SELECT pg_advisory_lock({key})", "-c", "SELECT pg_sleep(2)"], stdout=nowhere, stderr=nowhere)
    time.sleep(0.5)
    busy = mizan("ingest", "--db", url, "--wait", "0", SAMPLES, exit_code=5)
    assert b"another mizan" in busy.stderr and b"--wait" in busy.stderr, busy.stderr
    mizan("ingest", "--db", url, "--wait", "20", "--quiet", SAMPLES, exit_code=(0, 3))
    holder.wait()


def check_messages(cluster, url):
    def says(db, code, *words, env=None, command=("facts",)):
        done = mizan(command[0], "--db", db, *command[1:], exit_code=code, env=env)
        for word in words:
            assert word in done.stderr.decode(), done.stderr.decode()
        for secret in ("s3cret", "wr0ng"):
            assert secret not in done.stderr.decode() + done.stdout.decode(), done.stderr.decode()

    host = urllib.parse.quote(cluster.folder, safe="")
    says(f"postgresql://guest:wr0ng@/samples?host={host}", 4, "guest", "PGPASSWORD")
    says(f"postgresql://guest@/samples?host={host}&password=wr0ng", 4, "guest", "PGPASSWORD")
    says(f"postgres://guest@/samples?host={host}", 4, "guest", env={"PGPASSWORD": "s3cret"})
    says(f"postgresql://guest:right@/samples?host={host}", 4, "permission denied")
    says(cluster.url("nowhere"), 4, "no such database", "createdb")
    says("postgresql://u:s3cret@no-such-host.invalid/x", 4, "no-such-host.invalid", "host")
    says("postgresql://u:s3cret@localhost:notaport/x", 4)
    cluster.make("blank")
    says(cluster.url("blank"), 4, "no mizan tables", "mizan ingest")
    cluster.sql("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
    says(cluster.url("latin"), 4, "LATIN1", "UTF8")
    cluster.sql("UPDATE mizan.schema_state SET version = version + 1", "samples")
    says(url, 4, "schema version", "newer mizan")
    says(url, 4, "newer mizan", command=("ingest", SAMPLES))
    cluster.sql("UPDATE mizan.schema_state SET version = version - 1", "samples")


def main():
    programs = server_programs()
    if b"without PostgreSQL" in mizan("facts", "--db", "postgresql:///x", exit_code=4).stderr:
        absent("this mizan was built without libpq (apt install libpq-dev)")
    cluster = Cluster(programs)
    work = tempfile.mkdtemp(prefix="mizan-postgres-work-")
    try:
        start = time.time()

        def step(name):
            print(f"postgres: {name}: {time.time() - start:.1f} s", flush=True)

        if len(sys.argv) < 2:
            file, url = check_same(cluster, work, [SAMPLES], "samples")
            step("the samples, the same bytes")
            check_view(cluster, file, url, "samples")
            check_names(cluster, url, "samples")
            step("names as rows are packed")
            check_desk(file, url)
            step("the desk's API")
            check_messages(cluster, url)
            check_lock(cluster, url)
            step("messages and the writer's lock")
            check_extracted(cluster, work, [SAMPLES], "samples")
            step("what was extracted, stored")
            check_zero(cluster, work)
            check_abandoned(url, work)
            check_decisions(file, url)
            step("decisions, erasing, verify")
            lines = []
            for source in range(3):
                for number in range(160):
                    lines.append(json.dumps({"id": f"a{number}", "source": f"Paper {source}", "published": f"2025-03-{number % 28 + 1:02}", "text":
                        f"Halvorsen Marine said revenue reached {20 + number % 7} billion dollars in 2025.\nFire killed {number % 9 + 2} people in Port {number % 11}."}) + "\n")
            check_loaders(cluster, work, None, lines)
            step("two loaders at once, one killed")
        else:
            check_same(cluster, work, sys.argv[1:2], "articles")
            step("the articles, the same bytes")
            check_extracted(cluster, work, sys.argv[1:2], "articles")
            step("what was extracted, stored")
            with open(sys.argv[1], encoding="utf-8") as file:
                check_loaders(cluster, work, None, file.readlines())
            step("two loaders at once, one killed")
    finally:
        cluster.stop()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
