// After `next build`: leaves out what no browser that runs Kith loads, has each page ask for its data before it waits for
// its styles, and writes each text file compressed as well.
// The API sends `app.js.br` or `app.js.gz` for `app.js` to whoever takes it (api/site.py).
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const OUT = "out";
const TEXT = /\.(html|css|js|svg|txt|json)$/;
const OLD = /<script src="\/([^"]+)" noModule="">\s*<\/script>/g;
const EARLY = /<script>[^<]*<\/script>(?=<\/head>)/;
const STYLES = /<link rel="stylesheet"/;
const WORTH = 0.95; // of the size: what compresses less well goes out as it is

const files = async () =>
  (await readdir(OUT, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Next gives every page 110 kB of polyfills for browsers without modules, where React itself does not start. */
async function dropPolyfills() {
  const dropped = new Set();
  for (const page of (await files()).filter((name) => name.endsWith(".html"))) {
    const html = await readFile(page, "utf8");
    const without = html.replace(OLD, (_, path) => {
      dropped.add(path);
      return "";
    });
    if (without !== html) await writeFile(page, without);
  }
  for (const path of dropped) await rm(join(OUT, path));
  if (dropped.size === 0) throw new Error("No polyfills in the export: does Next name them differently now?");
}

/** A script in the page waits for the styles before it, and what is to be painted waits for the script. */
async function askFirst() {
  for (const page of (await files()).filter((name) => name.endsWith(".html"))) {
    const html = await readFile(page, "utf8");
    const script = html.match(EARLY)?.[0];
    const styles = html.search(STYLES);
    if (!script || styles < 0)
      throw new Error(`No early script or no styles in ${page}: is <head> made differently now?`);
    const without = html.replace(script, () => "");
    await writeFile(page, without.slice(0, styles) + script + without.slice(styles));
  }
}

async function compress(name) {
  const bytes = await readFile(name);
  const brotli = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const made = {
    br: await promisify(brotliCompress)(bytes, { params: brotli }),
    gz: await promisify(gzip)(bytes, { level: 9 }),
  };
  for (const [ending, smaller] of Object.entries(made)) {
    if (smaller.length < bytes.length * WORTH) await writeFile(`${name}.${ending}`, smaller);
  }
}

await dropPolyfills();
await askFirst();
await Promise.all((await files()).filter((name) => TEXT.test(name)).map(compress));
