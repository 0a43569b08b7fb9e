// Builds static/ from assets/ and node_modules/: the same input gives the same bytes.
//   node assets/build.mjs
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { PurgeCSS } from "purgecss";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const modules = path.join(root, "node_modules");
const output = path.join(root, "static");

// Tabler is 54 kB compressed, most of it components these pages never use. What stays is chosen by family,
// not by scanning the templates, so that writing a template never depends on a fresh build.
const KEPT_FAMILIES = [
  /^(container(-xl)?|row|col|order|offset|g|gx|gy)(-|$)/,
  /^d(-(sm|md|lg|xl))?-(none|inline|inline-block|block|flex|inline-flex|grid)$/,
  /^(flex|justify-content|align-items|align-self|align-middle|align-top|gap|row-gap|column-gap)(-|$)/,
  /^[mp][tbsexy]?(-(sm|md|lg|xl))?-(auto|n?\d)$/,
  /^[wh]-(25|50|75|100|auto)$/,
  /^text-(start|end|center|nowrap|wrap|break|truncate|decoration-none|muted|white)$/,
  /^(fw|lh|fs)-/,
  /^(border|rounded)(-(0|1|2|3|top|bottom|start|end|circle|pill))*$/,
  /^visually-hidden/,
  /^(position|overflow)-|^sticky-(top|bottom)$/,
  /^(list-unstyled|list-inline|list-inline-item|img-fluid|small|lead|h[1-6]|hr|vr|mark)$/,
  /^btn(-(primary|danger|sm|lg|icon|group|close|list|link|ghost))?$/,
  /^card(-(header|body|footer|title|subtitle|actions|table|sm|md))?$/,
  /^table(-(responsive|sm|vcenter|hover|striped|bordered|borderless|nowrap))?$/,
  /^list-group(-|$)/,
  /^form-(control|select|check|label|text|hint|fieldset)(-(sm|lg|input|label|inline|description|color))?$/,
  /^input-(group|icon)(-|$)/,
  /^(is-invalid|invalid-feedback)$/,
  /^(badge|empty|placeholder|datagrid|pagination|page-item|page-link|breadcrumb|breadcrumb-item)(-(header|title|subtitle|action|content|item|glow|wave|lg|sm|xs))?$/,
  /^(progress|progress-bar|steps|steps-vertical|step-item)$/,
  /^offcanvas(-(start|end|header|body|title))?$/,
  /^(active|disabled|show|icon|antialiased)$/,
];

async function tabler(name) {
  const css = await readFile(path.join(modules, "@tabler/core/dist/css", `${name}.min.css`), "utf8");
  const [kept] = await new PurgeCSS().purge({
    content: [{ raw: "<html><head></head><body></body></html>", extension: "html" }],
    css: [{ raw: css }],
    defaultExtractor: () => ELEMENTS,
    safelist: { standard: KEPT_FAMILIES },
    dynamicAttributes: ["type", "dir", "lang", "role", "open", "hidden", "disabled", "readonly", "multiple", "size", "list", "data-bs-theme", "aria-current"],
    keyframes: true,
    fontFace: true,
  });
  const { code } = await esbuild.transform(kept.css, { loader: "css", minify: true, legalComments: "none" });
  const licence = "/*! Tabler 1.6, MIT licence; shortened to the families in assets/build.mjs */\n";
  await write(`${name}.min.css`, licence + code);
}

const ELEMENTS = (
  "html body main header footer nav section article aside a abbr address b bdi bdo blockquote button caption code col " +
  "colgroup dd details dialog div dl dt em fieldset figure form h1 h2 h3 h4 h5 h6 hr img input kbd label legend li mark " +
  "menu ol optgroup option output p pre progress q s samp search select small span strong sub summary sup svg table " +
  "tbody td template textarea tfoot th thead time tr u ul var"
).split(" ");

async function styles() {
  const css = await readdir(path.join(here, "css"));
  const sources = css.filter((name) => name.endsWith(".css")).sort();
  const parts = await Promise.all(sources.map((name) => readFile(path.join(here, "css", name), "utf8")));
  const { code } = await esbuild.transform(parts.join("\n"), { loader: "css", minify: true, target: ["chrome109", "firefox115"] });
  await write("app.css", code);
}

async function scripts() {
  // What only some pages need is not sent to the others.
  for (const name of ["app.js", "screening.js", "drafts.js"]) {
    const source = await readFile(path.join(here, name), "utf8");
    const { code } = await esbuild.transform(source, { loader: "js", minify: true, format: "iife", target: ["chrome109", "firefox115"] });
    await write(name, code);
  }
  await write("htmx.min.js", await readFile(path.join(modules, "htmx.org/dist/htmx.min.js"), "utf8"));
}

// One sprite: each icon file becomes a symbol named after it. Stroke and fill come from the class "icon".
async function icons() {
  const names = (await readdir(path.join(here, "icons"))).filter((name) => name.endsWith(".svg")).sort();
  const symbols = await Promise.all(names.map(async (name) => {
    const svg = await readFile(path.join(here, "icons", name), "utf8");
    const body = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>").replaceAll('"/><path d="M', "M");
    return `<symbol id="${path.basename(name, ".svg")}" viewBox="0 0 24 24">${body}</symbol>`;
  }));
  await write("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

async function write(name, text) {
  await writeFile(path.join(output, name), text);
  console.log(`static/${name}  ${(Buffer.byteLength(text) / 1024).toFixed(1)} kB`);
}

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
await Promise.all([tabler("tabler"), tabler("tabler.rtl"), styles(), scripts(), icons()]);
await write("favicon.svg", await readFile(path.join(here, "favicon.svg"), "utf8"));
