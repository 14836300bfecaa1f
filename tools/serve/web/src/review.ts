// Decisions: sent with the revision that they were taken on, tried again while the database is written to, never sent twice.

import { announce, say } from "./words";

export interface Wish {
  kind?: string;
  text?: string;
  other?: string;
  name?: string;
  article?: string;
  fields?: Record<string, string>;
}

// Who decides, where nobody signs in: asked once, kept in this browser.
export async function reviewer(): Promise<string | null> {
  if (!document.documentElement.hasAttribute("data-ask-name")) return "";
  const known = localStorage.getItem("mizan.who");
  if (known) return known;
  const name = await ask(say("your.name"));
  if (name) localStorage.setItem("mizan.who", name);
  return name;
}

export function rememberReviewer(name: string): void {
  if (name) localStorage.setItem("mizan.who", name);
}

// A small dialog with one line to fill in; null where it is closed without an answer.
export function ask(question: string): Promise<string | null> {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    const form = document.createElement("form");
    form.method = "dialog";
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.dir = "auto";
    input.required = true;
    label.append(question, input);
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    const fine = document.createElement("button");
    fine.value = "fine";
    fine.textContent = say("save");
    const away = document.createElement("button");
    away.type = "button";
    away.className = "quiet";
    away.textContent = say("close");
    away.addEventListener("click", () => dialog.close("away"));
    buttons.append(fine, away);
    form.append(label, buttons);
    dialog.append(form);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "fine" ? input.value.trim() : null);
      dialog.remove();
    });
    dialog.showModal();
    input.focus();
  });
}

// True where it was kept.
export async function send(path: string, revision: string, wish: Wish, done = "decided.now"): Promise<boolean> {
  const who = await reviewer();
  if (who === null) return false;
  for (let attempt = 0; attempt < 30; ++attempt) {
    let answer: Response;
    try {
      answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json", "If-Match": `"${revision}"` }, body: JSON.stringify({ ...wish, who }) });
    } catch {
      announce(say("offline"));
      return false;
    }
    if (answer.status === 503) {
      announce(say("busy"));
      await new Promise((later) => setTimeout(later, 1000));
      continue;
    }
    if (answer.status === 201) {
      announce(say(done));
      return true;
    }
    if (answer.status === 412) {
      announce(say("stale"), { label: "↻", run: () => location.reload() });
      return false;
    }
    const problem = (await answer.json().catch(() => ({}))) as { title?: string };
    announce(`${say("failed")} ${problem.title ?? ""}`);
    return false;
  }
  announce(say("failed"));
  return false;
}
