// After `next build`: leaves out what no browser that runs Kith loads, has each page ask for its data before it waits for
// its styles, has the browser compile what a page begins with beside everything else, and writes each text file compressed
// as well.
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
const SCRIPT = /<script src="\/([^"]+)"/g;
// V8's explicit compile hints (v8.dev/blog/explicit-compile-hints): all functions of the file are compiled while it
// arrives, off the main thread, and not one by one when they are first called. Other engines read a comment.
const HINT = "//# allFunctionsCalledOnLoad\n";
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

/** Of what a page names itself most is called at once; of what comes later, little may be. */
async function compileEarly() {
  const named = new Set();
  for (const page of (await files()).filter((name) => name.endsWith(".html"))) {
    for (const [, path] of (await readFile(page, "utf8")).matchAll(SCRIPT)) named.add(join(OUT, path));
  }
  if (named.size === 0) throw new Error("No page names a script: does Next write them differently now?");
  for (const name of named) await writeFile(name, HINT + (await readFile(name, "utf8")));
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
await compileEarly();
await Promise.all((await files()).filter((name) => TEXT.test(name)).map(compress));
