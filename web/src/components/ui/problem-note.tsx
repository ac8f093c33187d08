import { RotateCw, TriangleAlert } from "lucide-react";
import { type Problem, problemFrom } from "@/api/problem";
import { Button } from "./button";

const UNKNOWN = {
  title: "There is no such thing here.",
  detail: "The address of this page names something that is not here; it may be mistyped.",
};

/** An id in an address that can be none: what the API says of its form is for programs. */
const isUnknown = ({ status, field }: Problem) => status === 422 && (field?.endsWith("_id") ?? false);

type Props = { error: unknown; onRetry?: () => void };

/** What went wrong, in the words of the API, and a way to try again. */
export function ProblemNote({ error, onRetry }: Props) {
  const problem = problemFrom(error);
  const { title, detail } = isUnknown(problem) ? UNKNOWN : problem;
  const again = onRetry && problem.status !== 404 && !isUnknown(problem);
  return (
    <div role="alert" className="panel flex gap-4 p-5">
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-bad" strokeWidth={1.75} />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        {detail !== title && <p className="mt-0.5 text-soft">{detail}</p>}
        {again && (
          <Button small className="mt-4" onClick={onRetry}>
            <RotateCw aria-hidden className="size-3.5" />
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}
