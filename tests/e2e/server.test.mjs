// The server over plain sockets: the API is what its description says, and what attackers and clumsy clients send does no harm.
import assert from "node:assert/strict";
import { request } from "node:http";
import net from "node:net";
import { after, before, describe, test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import { add, databaseOf, mizan, sampleDatabase, serve } from "./server.mjs";

let db, desk;
before(async () => {
  db = sampleDatabase();
  desk = await serve(db, "--allow-review");
});
after(() => desk?.stop());

const get = (path, headers = {}) => fetch(desk.url + path, { headers, redirect: "manual" });
const post = (path, body, headers = {}) => fetch(desk.url + path, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body: typeof body === "string" ? body : JSON.stringify(body), redirect: "manual" });

// Sends bytes, resolves to all that came back when the other side closes, or after `ms`.
function raw(bytes, ms = 3000) {
  return new Promise((resolve) => {
    const socket = net.connect(desk.port, "127.0.0.1");
    let out = "";
    socket.on("data", (data) => (out += data));
    socket.on("error", () => resolve(out));
    socket.on("close", () => resolve(out));
    socket.setTimeout(ms, () => socket.destroy());
    socket.write(bytes);
  });
}
const statusOf = (answer) => Number(answer.match(/^HTTP\/1\.1 (\d+)/)?.[1] ?? 0);
const head = (line, ...headers) => [line, "Host: 127.0.0.1", "Connection: close", ...headers, "", ""].join("\r\n");

describe("the description of the API", () => {
  test("fits every answer", async () => {
    const description = await (await get("/api/v1/openapi.json")).json();
    assert.equal(description.openapi, "3.1.0");
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema(description, "api");
    const check = (value, pointer, what) => {
      const validate = ajv.compile({ $ref: `api#${pointer}` });
      assert.ok(validate(value), `${what}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
    };
    const group = (await (await get("/api/v1/groups")).json()).groups[0];
    const article = (await (await get("/api/v1/articles")).json()).articles.find((a) => a.facts > 0).article;
    const example = { "{id}": { groups: group.id, facts: group.claims[0].fact, entities: "org:opec", runs: "1" }, "{number}": { decisions: "1" }, "{key}": { articles: encodeURIComponent(article) } };
    const escape = (text) => text.replace(/~/g, "~0").replace(/\//g, "~1").replace(/{/g, "%7B").replace(/}/g, "%7D");
    let answers = 0;
    for (const [path, methods] of Object.entries(description.paths)) {
      const kind = path.split("/")[1];
      const real = path.replace(/{\w+}/, (name) => example[name][kind]);
      if (methods.get) {
        const forms = methods.get.parameters.find((p) => p.name === "format")?.schema.enum ?? [];
        const query = path === "/search" ? "?q=OPEC" : "?";
        const answer = await get("/api/v1" + real + query);
        assert.equal(answer.status, 200, real);
        const type = answer.headers.get("content-type").split(";")[0];
        assert.ok(methods.get.responses["200"].content[type], `${real}: ${type} is not described`);
        if (type === "application/json") check(await answer.json(), `/paths/${escape(path)}/get/responses/200/content/application~1json/schema`, real);
        for (const form of forms) {
          const other = await get(`/api/v1${real}${query}&format=${form}`);
          assert.equal(other.status, 200, `${real} as ${form}`);
          assert.ok(methods.get.responses["200"].content[other.headers.get("content-type").split(";")[0]]);
          assert.ok((await other.text()).length > 0);
        }
        ++answers;
      }
      if (methods.post) {
        const bodies = { "/extract": { text: "OPEC produced 30 million barrels a day.", lang: "en" }, "/check": { text: "OPEC produced 30 million barrels a day in February 2026.", published: "2026-03-12" }, "/groups/{id}/decisions": { kind: "note", text: "x", who: "t" }, "/facts/{id}/corrections": { kind: "correct", fields: { period: "2026-02" }, who: "t" }, "/entities/{id}/decisions": { kind: "rename", name: "OPEC", who: "t" }, "/decisions/{number}/undo": { who: "t" } };
        check(bodies[path], `/paths/${escape(path)}/post/requestBody/content/application~1json/schema`, path);
        const answer = await post("/api/v1" + real, bodies[path], { "If-Match": "*" });
        const code = Object.keys(methods.post.responses).find((c) => c.startsWith("2"));
        assert.equal(String(answer.status), code, real);
        check(await answer.json(), `/paths/${escape(path)}/post/responses/${code}/content/application~1json/schema`, real);
        ++answers;
      }
    }
    assert.ok(answers >= 20);
    for (const path of ["/api/v1/groups/gffffffffff", "/api/v1/facts/f000000000000.0-1", "/api/v1/articles/none", "/api/v1/nothing", "/api/v1/entities/org:none"]) {
      const answer = await get(path);
      assert.equal(answer.status, 404, path);
      assert.equal(answer.headers.get("content-type"), "application/problem+json");
      check(await answer.json(), "/components/schemas/Problem", path);
    }
  });

  test("what is asked for wrongly is refused", async () => {
    for (const query of ["verdict=conflicts", "limit=-1", "limit=0", "limit=abc", "since=notadate", "since=2026-02-30", "state=maybe", "format=exe", "verdct=conflict"]) {
      const answer = await get(`/api/v1/groups?${query}`);
      assert.equal(answer.status, 400, query);
      assert.equal((await answer.json()).code, "request.parameter");
    }
    for (const query of ["verdict=conflict&limit=1", "since=2026-03-01&state=open", "cursor=nonsense", "verdict=&limit=5"]) assert.equal((await get(`/api/v1/groups?${query}`)).status, 200, query);
  });

  test("pages by cursor show each row once", async () => {
    for (const [list, key] of [["groups", "id"], ["facts", "id"], ["articles", "article"]]) {
      const all = (await (await get(`/api/v1/${list}?limit=1000`)).json())[list].length;
      const seen = [];
      let next = "";
      do {
        const page = await (await get(`/api/v1/${list}?limit=3&cursor=${encodeURIComponent(next)}`)).json();
        seen.push(...page[list].map((row) => row[key]));
        next = page.next ?? "";
      } while (next);
      assert.equal(seen.length, Math.min(all, seen.length));
      assert.ok(seen.length >= (list === "groups" ? 10 : all));
      if (list !== "facts") assert.equal(new Set(seen).size, seen.length, list);
    }
  });

  test("answers have an ETag and come packed", async () => {
    for (const path of ["/", "/api/v1/groups", "/runs"]) {
      const first = await get(path);
      assert.equal(first.headers.get("content-encoding"), "gzip", path);
      const again = await get(path, { "If-None-Match": first.headers.get("etag") });
      assert.equal(again.status, 304, path);
      assert.equal((await again.text()).length, 0);
    }
    const plain = await raw(head("GET /api/v1/groups HTTP/1.1"));
    assert.ok(!/content-encoding/i.test(plain));
    const style = (await (await get("/")).text()).match(/\/assets\/desk\.css\?v=\w+/)[0];
    assert.match((await get(style)).headers.get("cache-control"), /immutable/);
  });

  test("a decision needs the revision that it was taken on", async () => {
    const group = (await (await get("/api/v1/groups?verdict=update")).json()).groups[0];
    const path = `/api/v1/groups/${group.id}/decisions`;
    assert.equal((await post(path, { kind: "accept", who: "t" })).status, 428);
    assert.equal((await post(path, { kind: "accept", who: "t" }, { "If-Match": '"0-0-00000000"' })).status, 412);
    assert.equal((await post(path, { kind: "bless", who: "t" }, { "If-Match": "*" })).status, 400);
    assert.equal((await post(path, { kind: "accept" }, { "If-Match": "*" })).status, 400);
    assert.equal((await post(path, { kind: "note", who: "t" }, { "If-Match": "*" })).status, 400);
    const tag = (await get(`/api/v1/groups/${group.id}`)).headers.get("etag");
    assert.equal((await post(path, { kind: "accept", who: "t" }, { "If-Match": tag })).status, 201);
    assert.equal((await post(path, { kind: "accept", who: "t" }, { "If-Match": tag })).status, 412);
    const many = await Promise.all(Array.from({ length: 20 }, async () => (await post(path, { kind: "note", text: "n", who: "t" }, { "If-Match": (await get(`/api/v1/groups/${group.id}`)).headers.get("etag") })).status));
    const kept = (await (await get(`/api/v1/groups/${group.id}`)).json()).decisions.filter((d) => d.note === "n").length;
    assert.equal(kept, many.filter((status) => status === 201).length);
    assert.ok(many.every((status) => status === 201 || status === 412));
    const fact = group.claims[0].fact;
    for (const fields of [{ colour: "red" }, { value: "many" }, { status: "maybe" }]) assert.equal((await post(`/api/v1/facts/${fact}/corrections`, { kind: "correct", fields, who: "t" }, { "If-Match": "*" })).status, 400);
  });
});

describe("what does no harm", () => {
  test("headers of every answer keep others out", async () => {
    for (const path of ["/", "/api/v1/groups", "/nothing", "/assets/icon.svg"]) {
      const answer = await get(path);
      assert.match(answer.headers.get("content-security-policy"), /default-src 'self'/);
      assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
      const text = await answer.text();
      assert.ok(!/<script(?![^>]*(src=|application\/json))/.test(text) && !/ style="/.test(text) && !/ on\w+="/.test(text), path);
    }
  });

  test("another Host, another Origin, another method", async () => {
    assert.equal(statusOf(await raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")), 421);
    assert.equal(statusOf(await raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")), 400);
    for (const origin of ["https://evil.example", "null", `http://127.0.0.1:${desk.port + 1}`]) assert.equal((await post("/api/v1/extract", { text: "5%" }, { Origin: origin })).status, 403, origin);
    const other = await new Promise((resolve) => request({ port: desk.port, path: "/draft", method: "POST", headers: { "Sec-Fetch-Site": "cross-site", "Content-Type": "application/x-www-form-urlencoded" } }, (answer) => resolve(answer.statusCode)).end("text=5%25"));
    assert.equal(other, 403);
    for (const method of ["PUT", "DELETE", "OPTIONS", "PATCH"]) assert.ok([400, 405].includes((await fetch(desk.url + "/", { method })).status), method);
    assert.equal((await post("/api/v1/extract", "text=5", { "Content-Type": "application/x-www-form-urlencoded" })).status, 415);
  });

  test("paths lead nowhere else", async () => {
    for (const path of ["/../../etc/passwd", "/assets/../../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fetc%2fpasswd", "/articles/..%2F..%2Fetc%2Fpasswd", "/assets/%00", "//evil.example/", "/%ff%fe", "/api/v1/../../etc/passwd", "/groups/" + "a".repeat(6000)]) {
      const answer = await raw(head(`GET ${path} HTTP/1.1`));
      assert.ok([400, 404].includes(statusOf(answer)), `${path}: ${answer.slice(0, 60)}`);
      assert.ok(!answer.includes("root:"));
    }
    for (const back of ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x=1"]) {
      const answer = await get(`/settings?lang=en&back=${encodeURIComponent(back)}`);
      assert.equal(answer.headers.get("location"), "/", back);
      assert.ok(!answer.headers.get("set-cookie").includes("x=1"));
    }
  });

  test("malformed queries, bodies and heads", async () => {
    for (const query of ["%", "%zz", "cursor=%00", "limit=-1", "limit=99999999999999999999", "cursor=conflict.x.y", "verdict=%ff", "q=%c3%28", "&&&==&", "since=2026-99-99", "subject=" + "%D8%A3".repeat(900), "format=exe"]) {
      for (const path of ["/", "/search", "/facts", "/api/v1/groups", "/api/v1/search", "/api/v1/facts", "/decisions"]) {
        const status = statusOf(await raw(head(`GET ${path}?${query} HTTP/1.1`)));
        assert.ok([200, 400].includes(status), `${path}?${query}: ${status}`);
      }
    }
    for (const body of ["", "{", "[]", "null", '{"text":5}', '{"text":""}', '{"text":"\\ud800"}', "[".repeat(100_000), '{"a":'.repeat(20_000), Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString("latin1")]) assert.equal((await post("/api/v1/extract", body)).status, 400, body.slice(0, 20));
    for (const [bytes, statuses] of [
      ["\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", [200]],
      [head("GET / HTTP/9.9"), [400, 200]],
      [head("GET  /  HTTP/1.1"), [200, 400, 404]],
      ["\x00\x01\x02\x03\r\n\r\n", [400]],
      [head("POST /draft HTTP/1.1", "Content-Length: 5", "Content-Length: 6") + "hello", [400]],
      [head("POST /draft HTTP/1.1", "Content-Length: -5"), [400]],
      [head("POST /draft HTTP/1.1", "Content-Length: 5x") + "hello", [400]],
      [head("POST /draft HTTP/1.1", "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n", [411]],
      [head("POST /draft HTTP/1.1", "Content-Length: 99999999999999"), [413]],
      [head("POST /draft HTTP/1.1", "Content-Length: 2000000"), [413]],
      [head("GET / HTTP/1.1", "X: " + "x".repeat(30_000)), [431, 400]],
      [head("GET / HTTP/1.1", " folded: line"), [400]],
      [head("GET / HTTP/1.1", "no colon at all"), [400]],
      ["GET /" + "a".repeat(40_000), [431]],
      [head("GET / HTTP/1.1", "Range: bytes=0-1,0-2,0-3"), [200]],
    ]) {
      const answer = await raw(bytes);
      assert.ok(statuses.includes(statusOf(answer)), `${JSON.stringify(bytes.slice(0, 60))}: ${answer.slice(0, 40)}`);
    }
    assert.equal((await post("/draft", "text=" + "a".repeat(300_000), { "Content-Type": "application/x-www-form-urlencoded" })).status, 200);
    assert.equal((await post("/api/v1/check", { text: "a".repeat(300_000) })).status, 413);
    const two = await raw(head("GET /healthz HTTP/1.1").replace("Connection: close\r\n", "") + head("GET /healthz HTTP/1.1"));
    assert.equal(two.match(/HTTP\/1\.1 200/g).length, 2);
    assert.equal((await get("/healthz")).status, 200);
  });

  test("a body after Expect: 100-continue", async () => {
    const answer = await new Promise((resolve) => {
      const call = request({ port: desk.port, path: "/api/v1/extract", method: "POST", headers: { Expect: "100-continue", "Content-Type": "application/json", "Content-Length": 13 } }, (response) => resolve(response.statusCode));
      call.on("continue", () => call.end('{"text":"5%"}'));
    });
    assert.equal(answer, 200);
  });

  test("beside 50 slow clients a request takes less than 2 s", async () => {
    const slow = Array.from({ length: 50 }, (_, i) => {
      const socket = net.connect(desk.port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(i % 2 ? "GET / HT" : "POST /draft HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n");
      const timer = setInterval(() => socket.write("x"), 200);
      socket.on("close", () => clearInterval(timer));
      return { socket, timer };
    });
    // And some that ask for much and take nothing.
    const deaf = Array.from({ length: 20 }, () => {
      const socket = net.connect(desk.port, "127.0.0.1");
      socket.pause();
      socket.on("error", () => {});
      socket.write(head("GET /api/v1/facts?limit=1000 HTTP/1.1").replace("Connection: close\r\n", "").repeat(20));
      return socket;
    });
    await new Promise((later) => setTimeout(later, 500));
    for (let i = 0; i < 10; ++i) {
      const began = performance.now();
      assert.equal((await get("/")).status, 200);
      assert.ok(performance.now() - began < 2000, `${performance.now() - began} ms`);
    }
    for (const { socket, timer } of slow) clearInterval(timer), socket.destroy();
    for (const socket of deaf) socket.destroy();
  });

  test("a request that never ends is ended", { timeout: 60_000 }, async () => {
    const began = performance.now();
    const answer = await new Promise((resolve) => {
      const socket = net.connect(desk.port, "127.0.0.1");
      let out = "";
      socket.on("data", (data) => (out += data));
      socket.on("error", () => {});
      socket.write("GET / HTTP/1.1\r\nHost: ");
      const timer = setInterval(() => socket.writable && socket.write("x"), 500);
      socket.on("close", () => (clearInterval(timer), resolve(out)));
    });
    assert.equal(statusOf(answer), 408);
    assert.ok(performance.now() - began < 30_000);
  });

  test("1,000 connections opened at once are each answered or refused within 30 s", { timeout: 90_000 }, async () => {
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 1000 }, () => raw(head("GET / HTTP/1.1"), 30_000)));
    assert.ok(performance.now() - began < 30_000, `${performance.now() - began} ms`);
    const statuses = answers.map(statusOf);
    assert.ok(statuses.every((status) => status === 200 || status === 503), JSON.stringify([...new Set(statuses)]));
    assert.ok(statuses.filter((status) => status === 200).length > 900);
    assert.equal((await get("/healthz")).status, 200);
  });
});

test("readers and decisions go on beside a running ingest", { timeout: 120_000 }, async (t) => {
  const words = ["revenue", "profit", "output", "debt", "sales"];
  const news = (count, from) => Array.from({ length: count }, (_, i) => ({ id: `n${from + i}`, source: `s${i % 7}`, published: "2026-03-10", text: `Company ${from + i} said its ${words[i % 5]} reached $${(i % 97) + 3} billion in 2025. It employs ${1000 + i} people.` }));
  const own = databaseOf(news(20, 0));
  const here = await serve(own, "--allow-review");
  t.after(() => here.stop());
  const { spawn } = await import("node:child_process");
  const { program } = await import("./server.mjs");
  const ingest = spawn(program, ["ingest", "--db", own, "--from", "ndjson", "--quiet", "--jobs", "1", "-"], { stdio: ["pipe", "ignore", "inherit"] });
  t.after(() => ingest.kill("SIGKILL"));
  const ended = new Promise((resolve) => ingest.on("exit", resolve));
  ingest.stdin.write(news(3000, 100).map((a) => JSON.stringify(a)).join("\n") + "\n");
  let running = true;
  void ended.then(() => (running = false));
  const group = (await (await fetch(here.url + "/api/v1/groups?limit=1")).json()).groups[0];
  let reads = 0;
  let kept = 0;
  while (running) {
    for (const path of ["/", "/articles", "/search?q=revenue", "/api/v1/facts"]) assert.equal((await fetch(here.url + path)).status, 200, path);
    ++reads;
    // The ingest goes on until readers have been seen beside it, however slow the machine; a decision waits for the articles that are being written.
    if (reads === 3) ingest.stdin.end();
    if (group && reads >= 3) {
      const answer = await fetch(`${here.url}/api/v1/groups/${group.id}/decisions`, { method: "POST", headers: { "Content-Type": "application/json", "If-Match": "*" }, body: JSON.stringify({ kind: "note", text: "beside", who: "t" }) });
      assert.ok([201, 503].includes(answer.status), `${answer.status} ${await answer.text()}`);
      kept += answer.status === 201;
    }
  }
  assert.equal(await ended, 0);
  assert.ok(reads >= 3);
  if (group) assert.ok(kept >= 1);
  assert.equal(await here.stop(), 0);
});

test("the page of today is kept, and follows every run and decision at once", async (t) => {
  const report = (source, value) => ({ id: source, source, published: "2026-03-10", text: `Northwind Traders said its revenue reached $${value} billion in 2025.` });
  const own = databaseOf([report("a", 10), report("b", 10)]);
  const here = await serve(own, "--allow-review");
  t.after(() => here.stop());
  // Each worker has a connection of its own: asked often enough, each has answered.
  const pages = async (headers = {}) => {
    const all = [];
    for (let i = 0; i < 12; ++i) all.push(await fetch(here.url + "/?state=all", { headers }));
    const etags = new Set(all.map((answer) => answer.headers.get("etag")));
    assert.equal(etags.size, 1);
    return { etag: [...etags][0], text: await all[0].text() };
  };
  const before = await pages();
  assert.ok(!before.text.includes("Third Post"));
  const arabic = await pages({ "Accept-Language": "ar" });
  const english = await pages({ "Accept-Language": "en" });
  assert.notEqual(arabic.etag, english.etag);
  assert.equal((await fetch(here.url + "/?state=all", { headers: { "If-None-Match": before.etag } })).status, 304);
  add(own, [{ ...report("c", 12), source: "Third Post" }]);
  const after = await pages();
  assert.notEqual(after.etag, before.etag);
  assert.ok(after.text.includes("Third Post"));
  const group = (await (await fetch(here.url + "/api/v1/groups")).json()).groups[0];
  assert.equal((await fetch(`${here.url}/api/v1/groups/${group.id}/decisions`, { method: "POST", headers: { "Content-Type": "application/json", "If-Match": "*" }, body: JSON.stringify({ kind: "accept", who: "t" }) })).status, 201);
  assert.notEqual((await pages()).etag, after.etag);
});

test("stops when it is told to, and finishes what was begun", async () => {
  const here = await serve(db);
  const asked = fetch(here.url + "/api/v1/groups");
  await asked.then((answer) => answer.arrayBuffer());
  const idle = net.connect(here.port, "127.0.0.1");
  idle.on("error", () => {});
  await new Promise((later) => setTimeout(later, 100));
  const began = performance.now();
  assert.equal(await here.stop(), 0);
  assert.ok(performance.now() - began < 5000);
});

test("read only unless decisions are allowed; the database is not touched", async () => {
  const here = await serve(db);
  const group = (await (await fetch(here.url + "/api/v1/groups?limit=1")).json()).groups[0].id;
  const before = mizan("export", "--db", db, "--canonical");
  const answer = await fetch(`${here.url}/api/v1/groups/${group}/decisions`, { method: "POST", headers: { "Content-Type": "application/json", "If-Match": "*" }, body: JSON.stringify({ kind: "accept", who: "t" }) });
  assert.equal(answer.status, 403);
  assert.ok(!(await (await fetch(`${here.url}/groups/${group}`)).text()).includes("data-decide"));
  assert.equal(mizan("export", "--db", db, "--canonical"), before);
  await here.stop();
});
