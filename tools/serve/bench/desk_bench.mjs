// The desk with many articles: how long lists take at the server, beside a bare "hello" of httplib in the same run; first paint in Chromium; memory of the server.
//
//   node tools/serve/bench/desk_bench.mjs build/release/mizan build/release/tools/bench/hello [ARTICLES] [FOLDER]
//
// Writes ARTICLES (100,000) articles with a fixed seed, ingests and reconciles them, serves, asks. A FOLDER is kept, and used again by the next run. First paint needs
// tests/e2e/run to have been run once (it brings playwright-core).
import { execFileSync, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { Agent, get as httpGet } from "node:http";
import { join, resolve } from "node:path";

const [program, hello, count = "100000", folder = "build/desk-bench"] = process.argv.slice(2);
const articles = Number(count);
mkdirSync(folder, { recursive: true });
const db = join(folder, `desk-${articles}.db`);

// mulberry32: the same numbers everywhere.
let state = 20260310;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const pick = (list) => list[Math.floor(random() * list.length)];

const companies = ["Apple", "Microsoft", "Nvidia", "OpenAI", "Aramco", "QatarEnergy", "Emirates", "Siemens", "Toyota", "Boeing", "Airbus", "Samsung", "Amazon", "Tesla", "Intel", "Oracle"];
const arabic = ["أرامكو السعودية", "مايكروسوفت", "إنفيديا", "آبل", "أوراكل", "أمازون", "تسلا", "بوينغ", "سامسونغ", "قطر للطاقة"];
const towns = ["Kabul", "Khartoum", "Basra", "Aleppo", "Tripoli", "Sanaa", "Mosul", "Aden", "Benghazi", "Gaza"];
const arabicTowns = ["كابول", "الخرطوم", "البصرة", "حلب", "طرابلس", "صنعاء", "الموصل", "عدن", "بنغازي", "غزة"];
const sources = ["Gulf Ledger", "Nahr Wire", "Zawraq", "Delta Courier", "Al-Sahl Gazette", "Northlight Daily", "الميناء", "صدى الخليج"];
const filler = ["Officials said the work would go on.", "Analysts had expected as much.", "Prices were little changed after the news.", "A spokesman declined to comment on the matter.", "The statement was published late in the evening."];
const arabicFiller = ["وقال مسؤولون إن العمل سيستمر.", "وكان محللون يتوقعون ذلك.", "ولم تتغير الأسعار كثيرا بعد الخبر.", "ورفض متحدث باسم الجهة التعليق على الأمر.", "ونشر البيان في وقت متأخر من المساء."];

// Four reports in a row are on one event: most agree, one in five does not.
function article(i) {
  const event = Math.floor(i / 4);
  const saved = state;
  state = event * 7919 + 1;
  const day = new Date(Date.UTC(2025, 0, 1) + Math.floor((event / Math.max(1, articles / 4)) * 400) * 86_400_000).toISOString().slice(0, 10);
  const who = Math.floor(random() * 10);
  const value = 3 + Math.floor(random() * 900);
  const staff = 100 + Math.floor(random() * 90_000);
  const money = random() < 0.6;
  const quarter = 1 + Math.floor(random() * 4);
  state = saved;
  const off = random() < 0.2 ? 1 + Math.floor(random() * 40) : 0;
  const ar = i % 2 === 0;
  const n = value + off;
  const rest = () => Array.from({ length: 3 + Math.floor(random() * 6) }, () => pick(ar ? arabicFiller : filler)).join(" ");
  const text = money
    ? ar
      ? `بلغت إيرادات ${arabic[who]} ${n}.${event % 10} مليار دولار في الربع ${["الأول", "الثاني", "الثالث", "الرابع"][quarter - 1]} من 2025. ${rest()} ويعمل في الشركة ${staff} موظفا. ${rest()}`
      : `${companies[who]}'s revenue reached $${n}.${event % 10} billion in the ${["first", "second", "third", "fourth"][quarter - 1]} quarter of 2025. ${rest()} The company employs ${staff} people. ${rest()}`
    : ar
      ? `قتل ${n} شخصا وأصيب ${n * 2 + 1} آخرون في انفجار هز ${arabicTowns[who]} يوم ${day}. ${rest()}`
      : `An explosion in ${towns[who]} on ${day} killed ${n} people and injured ${n * 2 + 1}. ${rest()}`;
  return JSON.stringify({ id: `a${i}`, source: pick(sources), published: `${day}T${String(6 + (i % 12)).padStart(2, "0")}:00:00Z`, title: text.slice(0, 60).split(" ").slice(0, -1).join(" "), text });
}

if (!existsSync(db)) {
  const file = join(folder, `news-${articles}.ndjson`);
  const out = createWriteStream(file);
  for (let i = 0; i < articles; ++i) if (!out.write(article(i) + "\n")) await new Promise((go) => out.once("drain", go));
  await new Promise((go) => out.end(go));
  let began = performance.now();
  execFileSync(program, ["ingest", "--db", db, "--quiet", "--from", "ndjson", file], { stdio: "inherit" });
  console.log(`ingest      ${((performance.now() - began) / 1000).toFixed(1)} s`);
  began = performance.now();
  try {
    execFileSync(program, ["reconcile", "--db", db, "--quiet"], { stdio: ["ignore", "ignore", "inherit"], maxBuffer: 1 << 30 });
  } catch (error) {
    if (error.status !== 6) throw error;  // 6 says that something conflicts: the generator makes it so
  }
  console.log(`reconcile   ${((performance.now() - began) / 1000).toFixed(1)} s`);
}
console.log(`database    ${(statSync(db).size / 1e6).toFixed(0)} MB, ${articles} articles`);

function start(command, ...args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => child.kill("SIGKILL"));
  return new Promise((go) => child.stdout.on("data", (bytes) => go({ child, port: Number(String(bytes).match(/:(\d+)\//)[1]) })));
}
const desk = await start(program, "serve", "--db", db, "--port", "0");
const bare = await start(hello);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
function ask(port, path) {
  return new Promise((go, fail) => {
    const began = performance.now();
    httpGet({ port, path, agent, host: "127.0.0.1" }, (answer) => {
      let size = 0;
      answer.on("data", (bytes) => (size += bytes.length));
      answer.on("end", () => go({ ms: performance.now() - began, status: answer.statusCode, size }));
    }).on("error", fail);
  });
}
const body = (port, path) => new Promise((go) => httpGet({ port, path, agent, host: "127.0.0.1" }, (answer) => { let out = ""; answer.setEncoding("utf8"); answer.on("data", (b) => (out += b)); answer.on("end", () => go(out)); }));
async function times(port, path, rounds = 41) {
  const all = [];
  for (let i = 0; i < rounds; ++i) {
    const { ms, status } = await ask(port, path);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    all.push(ms);
  }
  all.sort((a, b) => a - b);
  return { median: all[Math.floor(rounds / 2)], worst: all[Math.floor(rounds * 0.95)], first: all[0] };
}

const first = JSON.parse(await body(desk.port, "/api/v1/groups"));
const second = encodeURIComponent(first.next ?? "");
const group = first.groups[0].id;
const articleKey = encodeURIComponent(JSON.parse(await body(desk.port, "/api/v1/articles?limit=1")).articles[0].article);
const word = encodeURIComponent("إيرادات");
const lists = {
  "today": "/", "today, next page": `/?state=all&cursor=${second}`, "agreements": "/?verdict=agree&state=all", "by subject": "/?subject=Microsoft&state=all", "by measure and day": "/?metric=revenue&since=2025-06-01&state=all", "decided (none)": "/?state=done",
  "group": `/groups/${group}`, "articles": "/articles", "article": `/articles/${articleKey}`, "facts": "/facts", "facts of one subject": "/facts?subject=Microsoft", "entity": "/entities/org:microsoft", "search, common word": `/search?q=${word}`, "search, two words": `/search?q=Kabul%20explosion`, "search, no match": "/search?q=xyzzy",
  "runs": "/runs", "API: groups": "/api/v1/groups", "API: facts": "/api/v1/facts", "explanation (not a list)": `/api/v1/groups/${group}/explanation`,
};
const yard = await times(bare.port, "/", 201);
console.log(`bare hello  ${yard.median.toFixed(2)} ms`);
console.log("\nmedian ms   95 % ms   × hello   what");
for (const [what, path] of Object.entries(lists)) {
  const t = await times(desk.port, path);
  console.log(`${t.median.toFixed(1).padStart(9)} ${t.worst.toFixed(1).padStart(9)} ${(t.median / yard.median).toFixed(0).padStart(9)}   ${what}`);
}
const again = await times(bare.port, "/", 201);
console.log(`bare hello  ${again.median.toFixed(2)} ms after`);
const memory = readFileSync(`/proc/${desk.child.pid}/status`, "utf8");
console.log(`\nmemory of the server: ${(Number(memory.match(/VmRSS:\s+(\d+)/)[1]) / 1024).toFixed(0)} MB now, ${(Number(memory.match(/VmHWM:\s+(\d+)/)[1]) / 1024).toFixed(0)} MB at most`);

const modules = resolve("build/e2e/node_modules/playwright-core/package.json");
if (existsSync(modules)) {
  const { chromium } = createRequire(modules)("playwright-core");
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
  // Beside it the bare server's page of one word: what the browser itself takes on this machine.
  const paints = { desk: [], bare: [] };
  for (let i = 0; i < 11; ++i) {
    for (const [which, port] of [["desk", desk.port], ["bare", bare.port]]) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
      paints[which].push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime));
      await context.close();
    }
  }
  for (const [which, what] of [["desk", "today"], ["bare", "the bare page"]]) {
    const all = paints[which].sort((a, b) => a - b);
    console.log(`first contentful paint of ${what}: ${all[5].toFixed(0)} ms median, ${all[10].toFixed(0)} ms at most, of 11 fresh contexts`);
  }
  await browser.close();
}
desk.child.kill();
bare.child.kill();
process.exit(0);
