// Databases and servers for the tests: each on a port of its own, gone when the test ends.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const program = process.env.MIZAN;
export const source = process.env.SOURCE;

export function folder() {
  const path = mkdtempSync(join(tmpdir(), "mizan-e2e-"));
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  return path;
}

// Runs the program; exit codes of conflicts and rejections are fine.
export function mizan(...args) {
  return execFileSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28 });
}

export function sampleDatabase() {
  const db = join(folder(), "facts.db");
  mizan("ingest", "--db", db, "--quiet", join(source, "corpus/samples"));
  mizan("reconcile", "--db", db, "--quiet");
  return db;
}

export function databaseOf(articles) {
  const db = join(folder(), "facts.db");
  add(db, articles);
  return db;
}

// More articles, compared with what is there.
export function add(db, articles) {
  const file = join(folder(), "news.ndjson");
  writeFileSync(file, articles.map((a) => JSON.stringify(a)).join("\n") + "\n");
  mizan("ingest", "--db", db, "--quiet", "--from", "ndjson", file);
  mizan("reconcile", "--db", db, "--quiet");
}

// Resolves to {url, port, process, stop()}.
export function serve(db, ...args) {
  const child = spawn(program, ["serve", "--db", db, "--port", "0", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => child.kill("SIGKILL"));
  const ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? signal)));
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (bytes) => {
      said += bytes;
      const found = said.match(/http:\/\/\S+:(\d+)\//);
      if (!found) return;
      resolve({
        url: found[0].slice(0, -1),
        port: Number(found[1]),
        process: child,
        ended,
        async stop() {
          child.kill("SIGTERM");
          return ended;
        },
      });
    });
    ended.then((code) => reject(new Error(`serve ended with ${code} before it listened`)));
  });
}
