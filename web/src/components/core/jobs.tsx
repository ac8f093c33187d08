"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import * as queries from "@/api/queries";
import { Empty } from "@/components/ui/empty";
import { Endless } from "@/components/ui/endless";
import { PageHead } from "@/components/ui/page-head";
import { JobRow } from "./job-row";

/** What goes on in the background, and what has. */
export function Jobs() {
  const jobs = useInfiniteQuery(queries.jobs);
  return (
    <div className="max-w-4xl">
      <PageHead title="Jobs">
        Long work runs as workflows that survive restarts. Each one is here, with what it is doing now.
      </PageHead>
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
