// Values over time: <mizan-timeline> for one group, <mizan-series> for the measures of a name. The data stands inside the element; what the server drew for readers
// without a script is replaced.

import uPlot from "uplot";

// Seconds, value, low, high, cluster, label, source, day.
type Point = [number, number, number, number, number, string, string, string];
interface Series {
  label?: string;
  points: Point[];
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function digits(text: string): string {
  if (document.documentElement.dataset.digits !== "arabic") return text;
  return text.replace(/[0-9]/g, (d) => String.fromCharCode(0x660 + Number(d)));
}

// A chart of one series. `clusters` tells colours apart; without them the dots are joined by a line.
function draw(host: HTMLElement, series: Series, joined: boolean): void {
  const box = document.createElement("div");
  box.className = "chart";
  if (series.label) {
    const title = document.createElement("h3");
    title.dir = "auto";
    title.textContent = series.label;
    box.append(title);
  }
  const canvas = document.createElement("div");
  const line = document.createElement("p");
  line.className = "legend-line";
  line.dir = "auto";
  box.append(canvas, line);
  host.append(box);

  const points = series.points;
  const language = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(language === "ar" ? "ar-u-nu-latn" : "en", { notation: "compact", maximumFractionDigits: 2 });
  const days = new Intl.DateTimeFormat(language === "ar" ? "ar-u-nu-latn-ca-gregory" : "en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
  const years = new Intl.DateTimeFormat(language === "ar" ? "ar-u-nu-latn-ca-gregory" : "en-GB", { month: "short", year: "numeric", timeZone: "UTC" });
  const span = points.length ? points[points.length - 1]![0] - points[0]![0] : 0;
  const ink = colour("--soft");
  const rule = colour("--rule");
  const font = "12px " + getComputedStyle(document.body).fontFamily;
  const colours = [0, 1, 2, 3, 4, 5].map((i) => colour(`--c${i}`));

  const ranges = (plot: uPlot): void => {
    const { ctx } = plot;
    ctx.save();
    for (const p of points) {
      const x = plot.valToPos(p[0], "x", true);
      const y = plot.valToPos(p[1], "y", true);
      ctx.strokeStyle = ctx.fillStyle = colours[p[4]] ?? ink;
      ctx.lineWidth = 1.5 * devicePixelRatio;
      if (p[2] !== p[3]) {
        ctx.beginPath();
        ctx.moveTo(x, plot.valToPos(p[2], "y", true));
        ctx.lineTo(x, plot.valToPos(p[3], "y", true));
        ctx.stroke();
      }
      ctx.beginPath();
      ctx.arc(x, y, 4 * devicePixelRatio, 0, 2 * Math.PI);
      ctx.fill();
    }
    ctx.restore();
  };

  // A line where it tells a course; several values of one day would make it jump.
  const course = joined && points.length > 2 && new Set(points.map((p) => Math.floor(p[0] / 86_400))).size === points.length;
  const low = Math.min(...points.map((p) => p[2]));
  const high = Math.max(...points.map((p) => p[3]));
  const pad = (high - low || Math.abs(high) || 1) * 0.12;
  const day = 86_400;
  const plot = new uPlot(
    {
      width: Math.max(200, box.clientWidth - 28),
      height: 190,
      legend: { show: false },
      cursor: { y: false, points: { show: false } },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      scales: {
        x: { time: true, range: [points[0]![0] - Math.max(day / 2, span * 0.04), points[points.length - 1]![0] + Math.max(day / 2, span * 0.04)] },
        y: { range: [low - pad, high + pad] },
      },
      axes: [
        { stroke: ink, font, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule }, space: 70, incrs: [day, 2 * day, 7 * day, 14 * day, 30 * day, 91 * day, 182 * day, 365 * day, 1826 * day], values: (_, ticks) => ticks.map((t) => digits((span > 300 * day ? years : days).format(t * 1000))) },
        { stroke: ink, font, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule }, size: 64, values: (_, ticks) => ticks.map((t) => digits(numbers.format(t))) },
      ],
      series: [{}, { stroke: course ? colours[0] : "transparent", width: 1, points: { show: false }, paths: course ? undefined : () => null }],
      hooks: {
        draw: [ranges],
        setCursor: [
          (u) => {
            const at = u.cursor.idx;
            const p = at == null ? undefined : points[at];
            line.textContent = p ? `${p[5]} · ${p[6]} · ${digits(p[7])}` : "";
          },
        ],
      },
    },
    [points.map((p) => p[0]), points.map((p) => p[1])],
    canvas,
  );
  const fit = new ResizeObserver(() => {
    if (!box.isConnected) {
      fit.disconnect();
      plot.destroy();
    } else {
      const width = Math.max(200, box.clientWidth - 28);
      if (Math.abs(width - plot.width) > 1) plot.setSize({ width, height: 190 });
    }
  });
  fit.observe(box);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", points.map((p) => `${p[5]} ${p[6]} ${p[7]}`).slice(0, 40).join("; "));
}

function dataOf(element: HTMLElement): unknown {
  const block = element.querySelector('script[type="application/json"]');
  return block?.textContent ? JSON.parse(block.textContent) : null;
}

class Timeline extends HTMLElement {
  connectedCallback(): void {
    const data = dataOf(this) as Series | null;
    if (!data || this.querySelector(".chart")) return;
    this.querySelector("svg")?.remove();
    draw(this, data, false);
  }
}

class SeriesOfName extends HTMLElement {
  connectedCallback(): void {
    const data = dataOf(this) as Series[] | null;
    if (!data || this.querySelector(".charts")) return;
    const grid = document.createElement("div");
    grid.className = "charts";
    this.append(grid);
    data.sort((a, b) => b.points.length - a.points.length);
    for (const series of data.slice(0, 12)) draw(grid, series, true);
  }
}

export function defineCharts(): void {
  customElements.define("mizan-timeline", Timeline);
  customElements.define("mizan-series", SeriesOfName);
}

// Colours change with the theme, words with the language: draw anew.
export function redrawCharts(): void {
  for (const element of document.querySelectorAll<HTMLElement>("mizan-timeline, mizan-series")) {
    element.querySelectorAll(".chart, .charts").forEach((old) => old.remove());
    (element as Timeline | SeriesOfName).connectedCallback();
  }
}
