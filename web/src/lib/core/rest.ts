const REST = 4000; // milliseconds: later than anything that a page shows by itself

/** Runs `act` once the page has come and nothing else is to be done; never after the returned function was called. */
export function whenAtRest(act: () => void): () => void {
  const timer = setTimeout(act, REST);
  return () => clearTimeout(timer);
}

/** Runs `act` once the browser has painted what is there; never after the returned function was called. */
export function whenPainted(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(act);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
