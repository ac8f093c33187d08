import Link from "next/link";

export function Mark({ className = "size-7" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={`${className} shrink-0 text-accent`}>
      <g fill="none" stroke="currentColor" strokeWidth="1.5" opacity=".45">
        <circle cx="16" cy="16" r="7" />
        <circle cx="16" cy="16" r="13" />
      </g>
      <g fill="currentColor">
        <circle cx="16" cy="16" r="3" />
        <circle cx="21.6" cy="11.8" r="2.3" />
        <circle cx="4.4" cy="21.8" r="2.3" />
        <circle cx="24.2" cy="26.1" r="2.3" />
      </g>
    </svg>
  );
}

export function Wordmark() {
  return (
    <Link href="/" prefetch={false} className="inline-flex items-center gap-2.5 self-start rounded-md">
      <Mark />
      <span className="font-serif text-[1.45rem] leading-none tracking-tight">Kith</span>
    </Link>
  );
}
