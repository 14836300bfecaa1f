// What the script adds to pages that work without it: the keyboard, settings that change in place, decisions without leaving the list, charts, explanations opened in
// place, citations to the clipboard, and a word when there is something new.

import { defineCharts, redrawCharts } from "./charts";
import { ask, rememberReviewer, send, type Wish } from "./review";
import { announce, loadWords, say } from "./words";

const root = document.documentElement;

// ---- Pages fetched and put in place

async function fetchPage(url: string, init?: RequestInit): Promise<Document | null> {
  try {
    const answer = await fetch(url, { ...init, headers: { Accept: "text/html" } });
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    announce(say("offline"));
    return null;
  }
}

// Takes over language, direction and content; what was typed and where one was stays.
function show(page: Document): void {
  const typed = new Map<string, string>();
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea[name], input[name]:not([type=hidden])")) {
    if (field.value !== field.defaultValue) typed.set(`${field.form?.getAttribute("action")} ${field.name}`, field.value);
  }
  const at = items().indexOf(document.activeElement as HTMLElement);
  const field = document.activeElement?.id ?? "";
  const scroll = window.scrollY;
  for (const name of ["lang", "dir", "data-theme", "data-digits"]) root.setAttribute(name, page.documentElement.getAttribute(name) ?? "");
  document.title = page.title;
  document.body.replaceWith(page.body);
  // Elements of another document are the browser's again; blocks of data were never run.
  loadWords();
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea[name], input[name]:not([type=hidden])")) {
    const value = typed.get(`${field.form?.getAttribute("action")} ${field.name}`);
    if (value !== undefined) field.value = value;
  }
  prepare();
  window.scrollTo({ top: scroll });
  if (at >= 0) items()[at]?.focus({ preventScroll: true });
  else if (field) document.getElementById(field)?.focus({ preventScroll: true });
}

// A dialog lies on the page that it was opened on, and would go with it, and what is typed into it, too.
async function dialogsClosed(): Promise<void> {
  for (let open = document.querySelector("dialog[open]"); open; open = document.querySelector("dialog[open]")) {
    const dialog = open;
    await new Promise((go) => dialog.addEventListener("close", go, { once: true }));
  }
}

// A page is named by its path; the answer to a posted draft has none of its own and is asked for again.
let postedDraft: URLSearchParams | null = null;

async function refresh(): Promise<void> {
  const page = postedDraft ? await fetchPage("/draft", { method: "POST", body: postedDraft }) : await fetchPage(location.pathname + location.search);
  await dialogsClosed();
  if (page) show(page);
}

async function refreshIf(kept: boolean): Promise<void> {
  if (kept) await refresh();
}

// ---- Settings

async function set(name: string, value: string): Promise<void> {
  document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax`;
  if (name === "theme") {
    root.dataset.theme = value;
    for (const link of document.querySelectorAll('[data-set="theme"]')) link.toggleAttribute("aria-current", false);
    document.querySelector(`[data-set="theme"][data-to="${CSS.escape(value)}"]`)?.setAttribute("aria-current", "true");
    redrawCharts();
    return;
  }
  await refresh();
}

// ---- The list and its keyboard

function items(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-item]")];
}

function current(): HTMLElement | null {
  return (document.activeElement?.closest("[data-item]") as HTMLElement | null) ?? null;
}

function move(step: number): void {
  const all = items();
  if (all.length === 0) return;
  const now = current();
  const at = now ? all.indexOf(now) : step > 0 ? -1 : all.length;
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

// The group that a decision is on: the one in focus, else the page's own.
function groupInHand(): HTMLElement | null {
  const item = current();
  if (item?.dataset.group) return item;
  const own = document.querySelector<HTMLElement>("[data-decide]");
  return own ? document.querySelector<HTMLElement>(`[data-group="${CSS.escape(own.dataset.decide ?? "")}"]`) : null;
}

async function decide(kind: string): Promise<void> {
  const card = groupInHand();
  if (!card || !root.hasAttribute("data-review")) return;
  let text = "";
  const own = document.querySelector<HTMLFormElement>(`form[data-decide="${CSS.escape(card.dataset.group ?? "")}"]`);
  const noted = own?.querySelector<HTMLTextAreaElement>("textarea");
  if (noted) text = noted.value.trim();
  if (kind === "note" && !text) {
    const answer = await ask(say("note"));
    if (!answer) return;
    text = answer;
  }
  await decided(card, kind, text);
}

async function decided(card: HTMLElement, kind: string, text: string): Promise<void> {
  const id = card.dataset.group ?? "";
  if (!(await send(`/api/v1/groups/${encodeURIComponent(id)}/decisions`, card.dataset.revision ?? "", { kind, text }))) return;
  const list = card.closest("[data-list]");
  if (!list || kind === "note") {
    await refresh();
    return;
  }
  // In a list of what is undecided it is done with: mark it, and go on to the next.
  card.classList.add("is-decided");
  const tags = card.querySelector(".tags");
  const tag = document.createElement("span");
  tag.className = "decided";
  tag.textContent = say(kind === "accept" ? "accepted" : "rejected");
  tags?.append(" ", tag);
  move(1);
  const answer = await fetch(`/api/v1/groups/${encodeURIComponent(id)}`).catch(() => null);
  if (answer?.ok) card.dataset.revision = ((await answer.json()) as { revision: string }).revision;
}

function help(): void {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", say("help"));
  const title = document.createElement("h2");
  title.textContent = say("help");
  const list = document.createElement("dl");
  const rows: [string, string][] = [["j / k", "help.j"], ["Enter", "help.enter"], ["a", "help.a"], ["r", "help.r"], ["n", "help.n"], ["/", "help.slash"], ["m", "help.m"], ["u", "help.u"], ["?", "help.question"]];
  for (const [key, words] of rows) {
    const term = document.createElement("dt");
    const kbd = document.createElement("kbd");
    kbd.dir = "ltr";
    kbd.textContent = key;
    term.append(kbd);
    const meaning = document.createElement("dd");
    meaning.textContent = say(words);
    list.append(term, meaning);
  }
  const form = document.createElement("form");
  form.method = "dialog";
  const close = document.createElement("button");
  close.textContent = say("close");
  form.append(close);
  dialog.append(title, list, form);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.closest("input, textarea, select, dialog")) {
    if (event.key === "Escape" && !target.closest("dialog")) target.blur();
    return;
  }
  // Letters by their place on the keyboard: j is j with an Arabic layout, too.
  const key = event.key.length === 1 && event.key.charCodeAt(0) > 127 ? event.code.replace("Key", "").toLowerCase() : event.key;
  const actions: Record<string, () => void> = {
    j: () => move(1),
    k: () => move(-1),
    a: () => void decide("accept"),
    r: () => void decide("reject"),
    n: () => void decide("note"),
    "/": () => document.getElementById("q")?.focus(),
    Slash: () => document.getElementById("q")?.focus(),
    slash: () => document.getElementById("q")?.focus(),
    m: () => {
      const field = document.querySelector<HTMLInputElement>('[data-key="m"]');
      const details = field?.closest("details");
      if (details) details.open = true;
      field?.focus();
    },
    u: () => (history.length > 1 && document.referrer.startsWith(location.origin) ? history.back() : location.assign("/")),
    "?": help,
    Enter: () => {
      if (target !== current()) return;
      const link = current()?.querySelector<HTMLAnchorElement>(".name a, h3 a") ?? current()?.querySelector<HTMLAnchorElement>("a");
      if (link) location.assign(link.href);
    },
  };
  const action = actions[key];
  if (!action || (key === "Enter" && target !== current())) return;
  event.preventDefault();
  action();
});

// ---- Links and forms

document.addEventListener("click", (event) => {
  const target = event.target as HTMLElement;
  const setting = target.closest<HTMLElement>("[data-set]");
  if (setting) {
    event.preventDefault();
    void set(setting.dataset.set ?? "", setting.dataset.to ?? "");
    return;
  }
  if (target.closest("[data-help]")) {
    help();
    return;
  }
  const copied = target.closest<HTMLAnchorElement>("a[data-copy]");
  if (copied && !event.ctrlKey && !event.metaKey && navigator.clipboard) {
    event.preventDefault();
    void fetch(copied.href)
      .then((answer) => answer.text())
      .then((text) => navigator.clipboard.writeText(text))
      .then(() => announce(say("copied")))
      .catch(() => location.assign(copied.href));
    return;
  }
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const button = event.submitter as HTMLButtonElement | null;
  const data = new FormData(form);
  const who = String(data.get("who") ?? "");
  if (form.dataset.decide !== undefined) {
    event.preventDefault();
    rememberReviewer(who);
    const card = document.querySelector<HTMLElement>(`[data-group="${CSS.escape(form.dataset.decide)}"]`);
    if (card) void decided(card, button?.value ?? "note", String(data.get("text") ?? "").trim());
  } else if (form.dataset.correct !== undefined) {
    event.preventDefault();
    rememberReviewer(who);
    const fields: Record<string, string> = {};
    for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[data-was]")) {
      if (field.value !== field.dataset.was && field.value !== "" && !(field.name === "status" && field.dataset.was === "" && field.value === "actual")) fields[field.name] = field.value;
    }
    const kind = button?.value ?? "correct";
    const wish = { kind, text: String(data.get("text") ?? ""), ...(kind === "correct" ? { fields } : {}) };
    const path = `/api/v1/facts/${encodeURIComponent(form.dataset.correct)}/corrections?group=${encodeURIComponent(String(data.get("group")))}`;
    void send(path, String(data.get("revision")), wish).then(refreshIf);
  } else if (form.dataset.name !== undefined) {
    event.preventDefault();
    rememberReviewer(who);
    const wish: Wish = { kind: String(data.get("kind")) };
    for (const name of ["other", "name", "article"] as const) if (data.get(name)) wish[name] = String(data.get(name));
    void send(`/api/v1/entities/${encodeURIComponent(form.dataset.name)}/decisions`, String(data.get("revision")), wish, "names.now").then(refreshIf);
  } else if (form.dataset.undo !== undefined) {
    event.preventDefault();
    rememberReviewer(who);
    void send(`/api/v1/decisions/${encodeURIComponent(form.dataset.undo)}/undo`, "*", {}).then(refreshIf);
  } else if (form.dataset.draft !== undefined && button?.name !== "format") {
    event.preventDefault();
    const body = new URLSearchParams();
    for (const [name, value] of data) body.append(name, String(value));
    postedDraft = body;
    if (button) button.disabled = true;
    announce(say("loading"));
    void fetchPage("/draft", { method: "POST", body }).then((page) => {
      if (page) show(page);
      announce("");
      document.querySelector(".outcome, [role=alert]")?.scrollIntoView({ block: "start" });
    });
  }
});

// ---- What is opened in place

document.addEventListener(
  "toggle",
  (event) => {
    const details = event.target as HTMLDetailsElement;
    if (!details.open || !details.dataset?.why || details.querySelector("pre")) return;
    const text = document.createElement("pre");
    text.textContent = say("loading");
    details.querySelector("p")?.remove();
    details.append(text);
    void fetch(details.dataset.why)
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
      .then((words) => (text.textContent = words))
      .catch(() => (text.textContent = say("failed")));
  },
  true,
);

function prepare(): void {
  document.querySelectorAll<HTMLElement>("[data-help]").forEach((button) => (button.hidden = false));
  // Who decides is asked for once, when it is first needed; the forms of the review keep their field.
  document.querySelectorAll<HTMLElement>(".inline .who-asked, .names-of .who-asked").forEach((label) => {
    label.hidden = true;
    label.querySelector("input")?.removeAttribute("required");
  });
  const known = localStorage.getItem("mizan.who");
  if (known) document.querySelectorAll<HTMLInputElement>('input[name="who"]').forEach((field) => (field.value ||= known));
}

// ---- A word when there is something new

async function look(): Promise<void> {
  if (document.hidden || document.querySelector("dialog[open]")) return;
  const answer = await fetch("/api/v1/status").catch(() => null);
  if (!answer?.ok) return;
  const { changes } = (await answer.json()) as { changes: string };
  if (changes !== document.body.dataset.changes) announce("", { label: say("changed"), run: () => void refresh() });
}

loadWords();
defineCharts();
prepare();
root.dataset.ready = "";
window.setInterval(() => void look(), 30_000);
