/** Rows of lists, as keys move among them: links, or buttons that unfold, with `data-row`. */

/** The focus goes to the next row within a part of the page, or to its first. */
export function step(by: number, within = "main") {
  const rows = [...document.querySelectorAll<HTMLElement>(`${within} [data-row]`)];
  const here = document.activeElement; // a row, or the box that selects it
  const at = rows.findIndex((row) => row === here || (here && row.previousElementSibling === here));
  const next = at < 0 ? rows[0] : rows[at + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** The link of the row that has the focus, itself or something in it, within a part of the page. */
export const focusedRow = (within: string) =>
  document.activeElement?.closest(`${within} li`)?.querySelector<HTMLAnchorElement>("a[data-row]");

export const rowOf = (within: string, href: string) =>
  document.querySelector<HTMLAnchorElement>(`${within} a[data-row][href="${CSS.escape(href)}"]`);
