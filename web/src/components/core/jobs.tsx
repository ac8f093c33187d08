"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import type { ReactNode } from "react";
import * as queries from "@/api/queries";
import { Empty } from "@/components/ui/empty";
import { Endless } from "@/components/ui/endless";
import { Unavailable } from "@/components/ui/missing";
import { Back, PageHead } from "@/components/ui/page-head";
import { RowsSkeleton } from "@/components/ui/skeleton";
import { useParam } from "@/hooks/use-param";
import { jobName } from "@/lib/core/jobs";
import { JobRow } from "./job-row";

const LIST = { href: "/jobs", label: "Jobs" };

export const JobsHead = () => (
  <PageHead title="Jobs">
    What Kith does for you in the background, now and lately. A restart interrupts none of it.
  </PageHead>
);

/** What goes on in the background, and what has: all of it, `children` before it, or what the address names. */
export function Jobs({ children }: { children: ReactNode }) {
  const [id] = useParam("id");
  return id ? <OneJob id={id} /> : <AllJobs>{children}</AllJobs>;
}

function OneJob({ id }: { id: string }) {
  const query = useQuery(queries.job(id));
  const job = query.data;
  if (query.isPending) return <RowsSkeleton rows={1} />;
  if (!job) return <Unavailable what="job" list={LIST} error={query.error} onRetry={() => query.refetch()} />;
  return (
    <div className="max-w-4xl">
      <Back {...LIST} />
      <PageHead title={jobName(job.type)} />
      <ul className="panel">
        <JobRow job={job} />
      </ul>
    </div>
  );
}

function AllJobs({ children }: { children: ReactNode }) {
  const jobs = useInfiniteQuery(queries.jobs);
  return (
    <div className="max-w-4xl">
      <JobsHead />
      {children}
      <Endless
        query={jobs}
        label="Jobs"
        row={(job) => <JobRow key={job.run_id} job={job} />}
        empty={
          <Empty icon={Workflow} title="No jobs yet">
            Connecting a mailbox starts the first.
          </Empty>
        }
      />
    </div>
  );
}
