type Props = { label: string; value: number | null; text?: string; tone?: "accent" | "clay" };

/** How far something is, from 0 to 1; null where nobody knows yet. */
export function ProgressBar({ label, value, text, tone = "accent" }: Props) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10;
  const fill = tone === "accent" ? "bg-accent" : "bg-clay";
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      aria-valuetext={percent === null ? undefined : (text ?? `${Math.round(percent)} %`)}
      className="h-2 w-full overflow-hidden rounded-full bg-sunken"
    >
      {percent === null ? (
        <div className={`h-full w-1/4 animate-slide rounded-full ${fill}`} />
      ) : (
        <div
          className={`h-full rounded-full transition-[width] duration-700 ease-out ${fill}`}
          style={{ width: `${percent}%` }}
        />
      )}
    </div>
  );
}
