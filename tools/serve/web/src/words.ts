// The words of the page's language, as the server wrote them into it.

let words: Record<string, string> = {};

export function loadWords(): void {
  const block = document.getElementById("words");
  words = block?.textContent ? (JSON.parse(block.textContent) as Record<string, string>) : {};
}

export function say(key: string): string {
  return words[key] ?? key;
}

// Tells the reader something for a while; screen readers, too.
let timer: number | undefined;
export function announce(text: string, link?: { label: string; run: () => void }): void {
  const place = document.getElementById("said");
  if (!place) return;
  place.textContent = text;
  if (link) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = link.label;
    button.addEventListener("click", link.run);
    place.append(" ", button);
  }
  window.clearTimeout(timer);
  timer = window.setTimeout(() => place.replaceChildren(), link ? 60_000 : 5_000);
}
