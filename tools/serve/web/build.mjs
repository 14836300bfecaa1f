// Bundles src/desk.ts and its styles with esbuild, and copies the fonts, into dist/. The same input gives the same bytes.
import { createHash } from "node:crypto";
import { build } from "esbuild";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";

await mkdir("dist", { recursive: true });
const common = { bundle: true, minify: true, target: "es2021", legalComments: "none", logLevel: "warning" };
await build({ ...common, entryPoints: ["src/desk.ts"], outfile: "dist/desk.js", format: "esm" });
await build({ ...common, entryPoints: ["src/start.ts"], outfile: "dist/start.js", format: "iife" });

// The Arabic and Latin letters of each font: nothing else of it is needed here.
const fonts = [
  ["IBM Plex Sans Arabic", "@fontsource/ibm-plex-sans-arabic", "ibm-plex-sans-arabic", [400, 600]],
  ["Noto Naskh Arabic", "@fontsource/noto-naskh-arabic", "noto-naskh-arabic", [400, 700]],
];
const ranges = {
  arabic: "U+0600-06FF, U+0750-077F, U+0870-088E, U+0890-0891, U+0897-08E1, U+08E3-08FF, U+200C-200E, U+2010-2011, U+204F, U+2E41, U+FB50-FDFF, U+FE70-FE74, U+FE76-FEFC",
  latin: "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2190-2193, U+2212, U+2215, U+2248, U+2260-2265",
};
let css = "";
for (const [family, from, file, weights] of fonts) {
  for (const weight of weights) {
    for (const subset of file.startsWith("noto") ? ["arabic"] : ["arabic", "latin"]) {
      const name = `${file}-${subset}-${weight}-normal.woff2`;
      await copyFile(`node_modules/${from}/files/${name}`, `dist/${name}`);
      const version = createHash("sha256").update(await readFile(`dist/${name}`)).digest("hex").slice(0, 12);  // so that browsers keep it for good
      css += `@font-face{font-family:"${family}";font-style:normal;font-display:swap;font-weight:${weight};src:url(${name}?v=${version}) format("woff2");unicode-range:${ranges[subset]}}\n`;
    }
  }
}
await writeFile("dist/fonts.css", css);
css = await readFile("node_modules/uplot/dist/uPlot.min.css", "utf8");
css += await readFile("src/desk.css", "utf8");
await writeFile("dist/desk.css", css);
