/** Words for a strength in [0, 1]. */
export function strengthWord(strength: number) {
  if (strength >= 0.75) return "very close";
  if (strength >= 0.5) return "close";
  if (strength >= 0.25) return "in touch";
  if (strength >= 0.08) return "loosely in touch";
  return "distant";
}

export const percent = (strength: number) => Math.round(strength * 100);
