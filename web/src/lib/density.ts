/** How much room rows take: compact, or roomy where somebody chose so; kept in this browser. */
export type Density = "compact" | "roomy";

const KEY = "kith-density";

export const APPLY_DENSITY = `try{if(localStorage.getItem("${KEY}")==="roomy")document.documentElement.dataset.density="roomy"}catch(e){}`;

export function chosenDensity(): Density {
  return document.documentElement.dataset.density === "roomy" ? "roomy" : "compact";
}

export function chooseDensity(density: Density) {
  if (density === "compact") delete document.documentElement.dataset.density;
  else document.documentElement.dataset.density = density;
  try {
    if (density === "compact") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, density);
  } catch {
    // Storage may be forbidden; the choice then holds for this page only.
  }
}
