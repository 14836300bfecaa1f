// Every page and the whole review loop in headless Chromium, in both languages: axe-core finds nothing, the console stays empty, nothing is wider than the window.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { databaseOf, folder, mizan, sampleDatabase, serve } from "./server.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
});
after(() => browser?.close());

// A page whose console and errors are watched; `problems` fills with what went wrong.
async function visitor(url, { lang = "ar", width = 1280, javaScriptEnabled = true, dark = false, digits = "latin", asked = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled, colorScheme: dark ? "dark" : "light", locale: lang === "ar" ? "ar-EG" : "en-GB", baseURL: url });
  await context.addCookies([
    { name: "lang", value: lang, url },
    { name: "digits", value: digits, url },
  ]);
  if (asked && javaScriptEnabled) await context.addInitScript(() => localStorage.setItem("mizan.who", "هدى"));
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => {
    // An answer that the test provokes is logged by the browser itself.
    if (["error", "warning"].includes(message.type()) && !/status of (404|412)/.test(message.text())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("dialog", (dialog) => (problems.push("dialog: " + dialog.message()), dialog.dismiss()));
  // Script and fonts come after the first paint.
  if (javaScriptEnabled) {
    const go = page.goto.bind(page);
    page.goto = async (...where) => {
      const answer = await go(...where);
      await ready(page);
      return answer;
    };
  }
  return { page, context, problems };
}

async function ready(page) {
  await page.waitForFunction(() => document.querySelector("script[data-desk]") === null || document.documentElement.dataset.ready !== undefined);
  await page.evaluate(() => document.fonts.ready.then(() => {}));
}

async function violations(page) {
  // Past the page's own policy, as the test is no part of it.
  await page.evaluate(axe + "; undefined");
  const found = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe("pages of the sample", () => {
  let desk, group, pages;
  before(async () => {
    desk = await serve(sampleDatabase(), "--allow-review");
    const groups = (await (await fetch(desk.url + "/api/v1/groups")).json()).groups;
    // With a course over time: values of several days.
    const course = (g) => !g.check && new Set(g.claims.map((c) => c.published?.slice(0, 10))).size > 1 && new Set(g.claims.map((c) => c.low)).size > 1;
    group = (groups.find((g) => g.verdict === "conflict" && course(g)) ?? groups.find(course)).id;
    const article = (await (await fetch(desk.url + "/api/v1/articles")).json()).articles[0].article;
    pages = { today: "/", agreements: "/?verdict=agree&state=all", group: `/groups/${group}`, entity: "/entities/org:opec", articles: "/articles", article: `/articles/${encodeURIComponent(article)}`, facts: "/facts", search: `/search?q=${encodeURIComponent("إنتاج أوبك")}`, draft: "/draft", runs: "/runs", run: "/runs/1", decisions: "/decisions", missing: "/no/such/page", empty: "/?subject=org:nobody" };
  });
  after(() => desk?.stop());

  for (const lang of ["ar", "en"]) {
    for (const look of [{ width: 1280 }, { width: 360, dark: true, digits: "arabic" }]) {
      test(`${lang}, ${look.width} px${look.dark ? ", dark, Arabic digits" : ""}: no violation, no console message, nothing too wide`, async () => {
        const { page, context, problems } = await visitor(desk.url, { lang, ...look });
        for (const [name, path] of Object.entries(pages)) {
          await page.goto(path);
          assert.equal(await page.getAttribute("html", "lang"), lang, name);
          assert.equal(await page.getAttribute("html", "dir"), lang === "ar" ? "rtl" : "ltr", name);
          assert.equal(await page.locator("h1").count(), 1, name);
          assert.ok((await overflow(page)) <= 0, `${name} is too wide`);
          assert.deepEqual(await violations(page), [], name);
          await page.screenshot({ path: `screens/${name}-${lang}-${look.width}.png`, fullPage: false });
        }
        assert.deepEqual(problems, []);
        await context.close();
      });
    }
  }

  test("language, digits and theme change in place, and what was typed stays", async () => {
    const { page, context, problems } = await visitor(desk.url);
    await page.goto("/draft");
    await page.evaluate(() => (window.here = true));
    await page.fill("textarea", "مسودة لم تُحفظ");
    await page.click('[data-set="lang"]');
    await page.waitForFunction(() => document.documentElement.lang === "en");
    assert.equal(await page.evaluate(() => window.here), true);
    assert.equal(await page.getAttribute("html", "dir"), "ltr");
    assert.equal(await page.inputValue("textarea"), "مسودة لم تُحفظ");
    assert.equal(await page.textContent("h1"), "Check a draft");
    await page.goto("/");
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await page.click("details.menu summary");
    await page.click('[data-set="digits"][data-to="arabic"]');
    await page.waitForFunction(() => document.documentElement.dataset.digits === "arabic");
    assert.match(await page.textContent("main"), /[٠-٩]/);
    await page.click("details.menu summary");
    await page.click('[data-set="theme"][data-to="dark"]');
    assert.equal(await page.getAttribute("html", "data-theme"), "dark");
    assert.deepEqual(problems, []);
    await context.close();
  });

  test("charts are drawn, explanations open in place, citations are copied", async () => {
    const { page, context, problems } = await visitor(desk.url);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(pages.group);
    await page.waitForSelector("mizan-timeline canvas");
    // In the page's language, each of them.
    await page.click("details.why summary");
    await page.waitForFunction(() => /لماذا التقت/.test(document.querySelector("details.why pre")?.textContent ?? ""));
    const why = await page.textContent("details.why pre");
    assert.match(why, /كل قولين معًا/);
    assert.doesNotMatch(why, /Why they meet|The verdict|sources/);
    await page.click('[data-set="lang"]');
    await page.waitForFunction(() => document.documentElement.lang === "en");
    await page.click("details.why summary");
    await page.waitForFunction(() => /Why they meet/.test(document.querySelector("details.why pre")?.textContent ?? ""));
    await page.click(".exports [data-copy]");
    await page.waitForFunction(() => document.getElementById("said").textContent.length > 0);
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /hash {6}[0-9a-f]{32}/);
    assert.deepEqual(problems, []);
    await context.close();
  });

  test("a pasted draft is marked, and its contradicted figure comes first", async () => {
    for (const [lang, text] of [["ar", "بلغ إنتاج أوبك 31.5 مليون برميل يوميا في فبراير 2026."], ["en", "OPEC produced 31.5 million barrels a day in February 2026."]]) {
      const { page, context, problems } = await visitor(desk.url, { lang });
      await page.goto("/draft");
      await page.fill("textarea", text);
      await page.click("form.draft button");
      await page.waitForSelector(".outcome .against");
      assert.ok((await page.locator(".groups > .against").count()) >= 1);
      assert.ok((await page.locator(".text .mention").count()) >= 2);
      assert.deepEqual(await violations(page), []);
      await page.screenshot({ path: `screens/draft-checked-${lang}.png` });
      await page.click('[data-set="lang"]');
      await page.waitForFunction((other) => document.documentElement.lang === other, lang === "ar" ? "en" : "ar");
      assert.ok((await page.locator(".outcome .against").count()) >= 1);
      assert.deepEqual(problems, []);
      await context.close();
    }
  });

  test("without a script: today's conflicts, and what is missing", async () => {
    const { page, context } = await visitor(desk.url, { lang: "en", javaScriptEnabled: false });
    await page.goto("/");
    assert.ok((await page.locator("article.v-conflict").count()) >= 3);
    assert.match(await page.textContent("body"), /Without JavaScript these are missing/);
    await page.goto("/draft");
    await page.fill("textarea", "OPEC produced 31.5 million barrels a day in February 2026.");
    await page.click("form.draft button");
    assert.ok((await page.locator(".outcome .against").count()) >= 1);
    await page.goto("/");
    await page.click('[data-set="lang"]');
    assert.equal(await page.getAttribute("html", "dir"), "rtl");
    await context.close();
  });
});

for (const lang of ["ar", "en"]) {
  describe(`the review loop, ${lang}`, () => {
    let db, desk;
    before(async () => {
      db = sampleDatabase();
      desk = await serve(db, "--allow-review");
    });
    after(() => desk?.stop());
    const state = async (id) => (await fetch(`${desk.url}/api/v1/groups/${id}`)).json();

    test("by keyboard alone: j k a r n / ? Enter u", async () => {
      const { page, context, problems } = await visitor(desk.url, { lang, asked: false });
      await page.goto("/");
      const ids = await page.$$eval("[data-group]", (cards) => cards.map((card) => card.dataset.group));
      assert.ok(ids.length >= 5);
      const focused = () => page.evaluate(() => document.activeElement?.dataset?.group);
      await page.keyboard.press("j");
      assert.equal(await focused(), ids[0]);
      await page.keyboard.press("j");
      assert.equal(await focused(), ids[1]);
      await page.keyboard.press("k");
      assert.equal(await focused(), ids[0]);
      // Asked for a name once.
      await page.keyboard.press("a");
      await page.waitForSelector("dialog[open] input");
      await page.keyboard.type("Huda هدى");
      await page.keyboard.press("Enter");
      await page.waitForFunction((id) => document.getElementById(id).classList.contains("is-decided"), ids[0]);
      assert.equal((await state(ids[0])).decided, "accept");
      assert.equal((await state(ids[0])).decided_by, "Huda هدى");
      assert.equal(await focused(), ids[1]);
      await page.keyboard.press("r");
      await page.waitForFunction((id) => document.getElementById(id).classList.contains("is-decided"), ids[1]);
      assert.equal((await state(ids[1])).decided, "reject");
      assert.equal(await focused(), ids[2]);
      await page.keyboard.press("n");
      await page.waitForSelector("dialog[open] input");
      await page.keyboard.type("call the ministry");
      const asked = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/" && answer.request().method() === "GET");
      await page.keyboard.press("Enter");
      // The page that shows the note comes while the next dialog is open, and leaves it so.
      await page.waitForSelector("dialog", { state: "detached" });
      await page.keyboard.press("?");
      await page.waitForSelector("dialog[open] dl");
      await asked;
      await page.waitForFunction((id) => fetch(`/api/v1/groups/${id}`).then((a) => a.json()).then((g) => g.decisions.some((d) => d.note === "call the ministry")), ids[2]);
      assert.equal(await page.locator("dialog[open] dl").count(), 1);
      await page.keyboard.press("Escape");
      await page.keyboard.press("/");
      assert.equal(await page.evaluate(() => document.activeElement.id), "q");
      await page.keyboard.press("Escape");
      // Decided ones are no longer in the list of what is open.
      await page.goto("/");
      const left = await page.$$eval("[data-group]", (cards) => cards.map((card) => card.dataset.group));
      assert.ok(!left.includes(ids[0]) && !left.includes(ids[1]));
      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/groups\/g/);
      await ready(page);
      assert.deepEqual(await violations(page), []);
      await page.keyboard.press("u");
      await page.waitForURL((url) => url.pathname === "/");
      assert.deepEqual(problems, []);
      await context.close();
    });

    test("a figure is corrected, shows at once, and counts at the next reconciliation", async () => {
      const { page, context, problems } = await visitor(desk.url, { lang });
      const groups = (await (await fetch(desk.url + "/api/v1/groups?verdict=conflict&state=open")).json()).groups;
      const group = groups.find((g) => g.claims.length === 2 && !g.check && g.claims[0].low !== g.claims[1].low);
      await page.goto(`/groups/${group.id}`);
      const last = page.locator("figure.claim").last();
      const other = group.claims[0].low;
      await last.locator("details.correct summary").click();
      assert.deepEqual(await violations(page), []);
      await last.locator('input[name="value"]').fill(other);
      await last.locator('button[value="correct"]').click();
      // The page may have a table before: what was kept is asked for, and then shown.
      await page.waitForFunction(([id, low]) => fetch(`/api/v1/groups/${id}`).then((a) => a.json()).then((g) => g.claims.every((c) => c.low === low)), [group.id, other]);
      await page.waitForFunction(() => document.querySelectorAll("section table tbody tr").length > 0);
      mizan("reconcile", "--db", db, "--quiet");
      assert.notEqual((await state(group.id)).verdict, "conflict");
      assert.deepEqual(problems, []);
      await context.close();
    });

    test("a decision on what has changed meanwhile is refused and says so", async () => {
      const { page, context, problems } = await visitor(desk.url, { lang });
      const id = (await (await fetch(desk.url + "/api/v1/groups?verdict=agree")).json()).groups[0].id;
      await page.goto(`/groups/${id}`);
      const revision = (await state(id)).revision;
      const other = await fetch(`${desk.url}/api/v1/groups/${id}/decisions`, { method: "POST", headers: { "Content-Type": "application/json", "If-Match": `"${revision}"` }, body: JSON.stringify({ kind: "note", text: "first", who: "Omar" }) });
      assert.equal(other.status, 201);
      await page.click('.review button[value="accept"]');
      await page.waitForSelector("#said button");
      assert.notEqual((await state(id)).decided, "accept");
      assert.deepEqual(problems, []);
      await context.close();
    });

    test("a decision is taken back from the log, and counts no more", async () => {
      const { page, context, problems } = await visitor(desk.url, { lang });
      const id = (await (await fetch(desk.url + "/api/v1/groups?verdict=update")).json()).groups[0].id;
      await page.goto(`/groups/${id}`);
      await page.click('.review button[value="reject"]');
      await page.waitForSelector("form[data-undo] button");
      assert.equal((await state(id)).decided, "reject");
      assert.deepEqual(await violations(page), []);
      await page.click("form[data-undo] button");
      await page.waitForSelector("tr.gone");
      assert.equal((await state(id)).decided, null);
      assert.equal((await state(id)).decisions[0].kind, "undo");
      assert.deepEqual(problems, []);
      await context.close();
    });

    test("without a script a decision is a form", async () => {
      const { page, context } = await visitor(desk.url, { lang, javaScriptEnabled: false });
      const id = (await (await fetch(desk.url + "/api/v1/groups?verdict=rounding")).json()).groups[0].id;
      await page.goto(`/groups/${id}`);
      await page.fill('.review input[name="who"]', "عمر");
      await page.click('.review button[value="reject"]');
      assert.equal((await state(id)).decided, "reject");
      assert.match(page.url(), new RegExp(`/groups/${id}$`));
      await context.close();
    });
  });
}

for (const lang of ["ar", "en"]) {
  // Two companies of invented names: articles in both scripts, and a third that somebody knows to be the same.
  test(`names are merged, called, parted and taken back again, ${lang}`, async () => {
    const db = databaseOf([
      { id: "a", source: "Gulf Ledger", published: "2026-03-10", title: "Halvorsen Marine Inc. revenue", text: "Halvorsen Marine Inc. reported revenue of $14 million in 2025." },
      { id: "b", source: "الميناء", published: "2026-03-10", text: "بلغت إيرادات شركة هالفورسن مارين 17 مليون دولار في 2025." },
      { id: "c", source: "Delta Courier", published: "2026-03-11", title: "Nordfjell Shipping Inc. revenue", text: "Nordfjell Shipping Inc. reported revenue of $15 million in 2025." },
    ]);
    const desk = await serve(db, "--allow-review");
    const subjects = (await (await fetch(desk.url + "/api/v1/facts?metric=revenue")).json()).facts.map((f) => f.subject);
    const one = subjects.find((id) => /halvorsen/.test(id)), other = subjects.find((id) => /nordfjell/.test(id));
    assert.ok(one && other, subjects.join());
    const name = async (id) => (await fetch(`${desk.url}/api/v1/entities/${encodeURIComponent(id)}`)).json();
    const { page, context, problems } = await visitor(desk.url, { lang });
    await page.goto(`/entities/${encodeURIComponent(one)}`);
    assert.ok((await name(one)).members.length >= 1, "the two scripts are linked");
    // By keyboard: m goes to the field, Enter sends it.
    await page.keyboard.press("m");
    assert.equal(await page.evaluate(() => document.activeElement.name), "other");
    assert.deepEqual(await violations(page), []);
    await page.keyboard.type("Nordfjell Shipping");
    await page.keyboard.press("Enter");
    await page.waitForFunction((id) => [...document.querySelectorAll(".members code")].some((c) => c.textContent === id), other);
    assert.equal((await name(other)).id, one);
    assert.equal((await name(one)).facts.length, 3);
    await page.keyboard.press("m");
    await page.fill('form[data-name] input[name="name"]', "هالفورسن البحرية");
    await page.locator('form[data-name]:has(input[value="rename"]) button').click();
    await page.waitForFunction(() => document.querySelector("h1").textContent === "هالفورسن البحرية");
    assert.deepEqual(await violations(page), []);
    await page.screenshot({ path: `screens/names-${lang}.png`, fullPage: true });
    // Three figures that differ are one group now.
    mizan("reconcile", "--db", db, "--quiet");
    const group = (await (await fetch(desk.url + "/api/v1/groups?verdict=conflict")).json()).groups.find((g) => g.claims.length === 3);
    assert.ok(group, "a conflict of three");
    await page.goto(`/groups/${group.id}`);
    assert.deepEqual(await violations(page), []);
    // Not this one: parted on the page of the group.
    await page.locator(".members li", { hasText: other }).locator("button").click();
    await page.waitForFunction((id) => ![...document.querySelectorAll(".members code")].some((c) => c.textContent === id), other);
    assert.equal((await name(other)).id, other);
    // And that is taken back, where the name's decisions are listed.
    await page.goto(`/entities/${encodeURIComponent(one)}`);
    const parted = (await (await fetch(desk.url + "/api/v1/decisions")).json()).decisions[0];
    assert.equal(parted.kind, "split");
    await page.click(`form[data-undo="${parted.number}"] button`);
    await page.waitForFunction((id) => [...document.querySelectorAll(".members code")].some((c) => c.textContent === id), other);
    assert.equal((await name(other)).id, one);
    // Whoever decides on what has changed since is refused.
    const stale = await fetch(`${desk.url}/api/v1/entities/${encodeURIComponent(one)}/decisions`, { method: "POST", headers: { "Content-Type": "application/json", "If-Match": '"0-00000000"' }, body: JSON.stringify({ kind: "rename", name: "x", who: "t" }) });
    assert.equal(stale.status, 412);
    assert.deepEqual((await (await fetch(desk.url + "/api/v1/decisions")).json()).decisions.map((d) => d.kind), ["undo", "split", "rename", "merge"]);
    assert.deepEqual(problems, []);
    await context.close();
    // Without a script the same forms work.
    const plain = await visitor(desk.url, { lang, javaScriptEnabled: false });
    await plain.page.goto(`/entities/${encodeURIComponent(one)}`);
    await plain.page.click(".names-of details summary");
    const form = plain.page.locator('form[data-name]:has(input[value="split"]):has(select)');
    await form.locator("select").selectOption({ index: 0 });
    await form.locator('input[name="name"]').fill("Halvorsen (another)");
    await form.locator('input[name="who"]').fill("عمر");
    await form.locator("button").click();
    assert.match(plain.page.url(), /\/entities\//);
    assert.equal((await (await fetch(desk.url + "/api/v1/decisions")).json()).decisions[0].name, "Halvorsen (another)");
    await plain.context.close();
    await desk.stop();
  });
}

test("what a run left out is listed with its place and remedy", async () => {
  const place = folder();
  writeFileSync(place + "/news.ndjson", '{"id":"a","text":"OPEC produced 30 million barrels a day."}\n{"id":"b","text":\n{"id":"c"}\n{"id":"=cmd()","text":5}\n');
  const db = place + "/facts.db";
  try {
    mizan("ingest", "--db", db, "--quiet", "--from", "ndjson", place + "/news.ndjson");
  } catch (error) {
    assert.equal(error.status, 3);
  }
  const desk = await serve(db);
  for (const lang of ["ar", "en"]) {
    const { page, context, problems } = await visitor(desk.url, { lang });
    await page.goto("/runs");
    assert.equal(await page.textContent("td a.against"), "3");
    await page.click("td a.against");
    assert.equal(await page.locator("#rejections li").count(), 3);
    assert.match(await page.textContent("#rejections"), /news\.ndjson/);
    assert.deepEqual(await violations(page), []);
    await page.screenshot({ path: `screens/run-rejections-${lang}.png` });
    assert.deepEqual(problems, []);
    await context.close();
  }
  const run = await (await fetch(desk.url + "/api/v1/runs/1")).json();
  assert.deepEqual(run.rejections.map((r) => r.line), [2, 3, 4]);
  assert.match(await (await fetch(desk.url + "/api/v1/runs/1?format=csv")).text(), /ndjson/);
  assert.equal((await fetch(desk.url + "/api/v1/runs/99")).status, 404);
  await desk.stop();
});

describe("hostile words", () => {
  const bidi = "\u202e\u2066\u202d";
  const evil = `<script>window.hacked=1</script><img src=x onerror="window.hacked=1">${bidi}`;
  let desk;
  before(async () => {
    desk = await serve(
      databaseOf([
        { id: `=1+1${evil}`, source: `=cmd|' /C calc'!A0 ${evil}`, title: `@SUM(1) ${evil}`, published: "2026-03-10", text: `OpenAI's revenue reached $20 billion in 2024 ${evil}.` },
        { id: `-2"'><svg onload=window.hacked=1>`, source: `"><script>window.hacked=1</script>`, title: `"><script>window.hacked=1</script>`, url: "javascript:window.hacked=1", published: "2026-03-10", text: `OpenAI's revenue reached $14 billion in 2024 ${evil}. <b onmouseover=window.hacked=1>${bidi}` },
        { id: "d", source: "D", title: "Names", published: "2026-03-10", text: `Brandt =HYPERLINK Holdings Inc. reported revenue of $7 million in 2025. Krallex ${bidi}<b>Bold</b> Group Ltd. reported revenue of $8 million in 2025. شركة ${bidi}كرالكس القابضة أعلنت أن إيراداتها بلغت 9 ملايين دولار في 2025.` },
        { id: "c", source: "</script><script>window.hacked=1</script>", title: "C", published: "2026-03-10", text: `“${evil}” Corporation's revenue reached $5 billion in 2025. {{constructor}} ${"${7*7}"}` },
      ]),
      "--allow-review",
    );
  });
  after(() => desk?.stop());

  test("stay inert on every page", async () => {
    const { page, context, problems } = await visitor(desk.url, { lang: "en" });
    const groups = (await (await fetch(desk.url + "/api/v1/groups")).json()).groups;
    const articles = (await (await fetch(desk.url + "/api/v1/articles")).json()).articles;
    const paths = ["/", "/?verdict=conflict&subject=" + encodeURIComponent(evil), "/articles", "/facts", "/search?q=" + encodeURIComponent(evil), "/search?q=revenue", "/entities/org:openai", "/entities/" + encodeURIComponent(evil), "/runs", "/decisions"];
    for (const g of groups) {
      paths.push(`/groups/${g.id}`);
      const revision = (await (await fetch(`${desk.url}/api/v1/groups/${g.id}`)).json()).revision;
      await fetch(`${desk.url}/api/v1/groups/${g.id}/decisions`, { method: "POST", headers: { "Content-Type": "application/json", "If-Match": `"${revision}"` }, body: JSON.stringify({ kind: "note", text: evil, who: evil }) });
    }
    for (const a of articles) paths.push(`/articles/${encodeURIComponent(a.article)}`);
    // Names that people give are foreign text, too: as a name, as another, as what it is in one article.
    const subject = (await (await fetch(desk.url + "/api/v1/facts")).json()).facts.map((f) => f.subject).find((id) => id?.includes(":~"));
    for (const wish of [{ kind: "rename", name: `=1+1 ${evil}` }, { kind: "split", article: articles[0].article, name: evil }, { kind: "merge", other: "org:openai", text: evil }]) {
      const answer = await fetch(`${desk.url}/api/v1/entities/${encodeURIComponent(subject)}/decisions`, { method: "POST", headers: { "Content-Type": "application/json", "If-Match": "*" }, body: JSON.stringify({ ...wish, who: evil }) });
      assert.equal(answer.status, 201, await answer.text());
    }
    for (const id of new Set((await (await fetch(desk.url + "/api/v1/facts?limit=1000")).json()).facts.map((f) => f.subject).filter(Boolean))) paths.push(`/entities/${encodeURIComponent(id)}`);
    for (const path of paths) {
      await page.goto(path);
      assert.equal(await page.evaluate(() => window.hacked), undefined, path);
      assert.equal(await page.locator("img, iframe, object, b[onmouseover], a[href^='javascript']").count(), 0, path);
      const text = await page.evaluate(() => document.documentElement.outerHTML);
      assert.ok(!/[\u202a-\u202e\u2066-\u2069]/.test(text.replace(/<script type="application\/json">[^]*?<\/script>/g, "")), `${path}: a bidi control came through`);
    }
    await page.goto("/draft");
    await page.fill("textarea", `OpenAI's revenue reached $3 billion in 2024. ${evil}`);
    await page.click("form.draft button");
    await page.waitForSelector(".outcome");
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.deepEqual(problems, []);
    await context.close();
  });

  test("are no formulas in CSV", async () => {
    for (const path of ["groups", "facts", "articles", "decisions", "runs", "search?q=revenue", "entities/org:openai"]) {
      // Bytes, as a decoder takes the mark of the encoding away.
      const csv = Buffer.from(await (await fetch(`${desk.url}/api/v1/${path}${path.includes("?") ? "&" : "?"}format=csv`)).arrayBuffer()).toString("utf8");
      for (const cell of csv.split(/[\r\n,]/)) assert.ok(!/^"?[=@]/.test(cell.replace("\ufeff", "")), `${path}: ${cell.slice(0, 60)}`);
      assert.ok(csv.startsWith("\ufeff"));
    }
  });
});

test("with tokens: who signs in, and what each role may do", async () => {
  const { writeFileSync, chmodSync } = await import("node:fs");
  const file = folder() + "/tokens";
  const token = { reader: "reader-0123456789abcdef", reviewer: "reviewer-0123456789abcdef", editor: "editor-0123456789abcdef" };
  writeFileSync(file, `rana reader ${token.reader}\nhuda reviewer ${token.reviewer}\nomar editor ${token.editor}\n`);
  chmodSync(file, 0o600);
  const desk = await serve(sampleDatabase(), "--allow-review", "--tokens", file);
  const { page, context, problems } = await visitor(desk.url, { lang: "en" });
  await page.goto("/");
  assert.match(page.url(), /\/login$/);
  assert.deepEqual(await violations(page), []);
  await page.fill("main input", token.reviewer);
  await page.click("main button");
  await page.waitForURL((url) => url.pathname === "/");
  const id = await page.getAttribute("[data-group]", "data-group");
  await page.goto(`/groups/${id}`);
  assert.equal(await page.locator('input[name="who"]').count(), 0);
  assert.equal(await page.locator("details.correct").count(), 0);
  await page.click('.review button[value="accept"]');
  await page.waitForFunction((group) => fetch(`/api/v1/groups/${group}`).then((a) => a.json()).then((g) => g.decided_by === "huda"), id);
  const answer = (name, path, init = {}) => fetch(desk.url + path, { redirect: "manual", ...init, headers: { ...(name ? { Authorization: `Bearer ${token[name] ?? name}` } : {}), ...init.headers } });
  assert.equal((await answer(null, "/api/v1/groups")).status, 401);
  assert.equal((await answer("wrong-0123456789abcdef", "/api/v1/groups")).status, 401);
  assert.equal((await answer("reader", "/api/v1/groups")).status, 200);
  const wish = { method: "POST", headers: { "Content-Type": "application/json", "If-Match": "*" }, body: JSON.stringify({ kind: "accept", who: "somebody else" }) };
  assert.equal((await answer("reader", `/api/v1/groups/${id}/decisions`, wish)).status, 403);
  assert.equal((await answer("reviewer", `/api/v1/groups/${id}/decisions`, wish)).status, 201);
  const fact = (await (await answer("reader", "/api/v1/facts?limit=1")).json()).facts[0].id;
  const correction = { ...wish, body: JSON.stringify({ kind: "not_a_fact" }) };
  assert.equal((await answer("reviewer", `/api/v1/facts/${fact}/corrections`, correction)).status, 403);
  assert.equal((await answer("editor", `/api/v1/facts/${fact}/corrections`, correction)).status, 201);
  const log = (await (await answer("reader", "/api/v1/decisions")).json()).decisions;
  assert.deepEqual(log.map((d) => d.who), ["omar", "huda", "huda"]);
  assert.deepEqual(problems, []);
  await context.close();
  await desk.stop();
});
