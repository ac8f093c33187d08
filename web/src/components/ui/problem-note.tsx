import { RotateCw, TriangleAlert } from "lucide-react";
import { problemFrom } from "@/api/problem";
import { Button } from "./button";

type Props = { error: unknown; onRetry?: () => void };

/** What went wrong, in the words of the API, and a way to try again. */
export function ProblemNote({ error, onRetry }: Props) {
  const problem = problemFrom(error);
  return (
    <div role="alert" className="panel flex gap-4 p-5">
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-bad" strokeWidth={1.75} />
      <div className="min-w-0">
        <p className="font-medium">{problem.title}</p>
        {problem.detail !== problem.title && <p className="mt-0.5 text-soft">{problem.detail}</p>}
        {onRetry && problem.status !== 404 && (
          <Button small className="mt-4" onClick={onRetry}>
            <RotateCw aria-hidden className="size-3.5" />
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}
