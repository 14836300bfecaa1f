// The page first: its script and its fonts come once it has been painted, as getting them ready would keep the paint waiting by a third. Whoever presses a key
// before gets the script at once. Fonts that were here on an earlier page lie in the browser's cache, so that nobody sees them change again.

const me = document.currentScript as HTMLScriptElement;
const { desk = "", fonts = "" } = me.dataset;
const kept = "mizan.fonts";
let begun = false;

function addFonts(): void {
  if (document.querySelector("link[data-fonts]")) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = fonts;
  link.dataset.fonts = "";
  link.addEventListener("load", () => void document.fonts.ready.then(() => remember(fonts)));
  document.head.append(link);
}

// A browser may keep nothing for us: then fonts come late on every page.
function remember(what: string): void {
  try {
    localStorage.setItem(kept, what);
  } catch {
    // see above
  }
}
function remembered(): string | null {
  try {
    return localStorage.getItem(kept);
  } catch {
    return null;
  }
}

function begin(): void {
  if (begun) return;
  begun = true;
  addFonts();
  void import(desk);
}

if (remembered() === fonts) addFonts();
for (const event of ["keydown", "pointerdown"]) addEventListener(event, begin, { once: true });
// A page in the background is not painted, and an old browser does not tell.
setTimeout(begin, 2000);
new PerformanceObserver((list) => {
  if (list.getEntriesByName("first-contentful-paint").length > 0) begin();
}).observe({ type: "paint", buffered: true });

export {};
