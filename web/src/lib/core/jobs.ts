/** Jobs in the words of somebody who does not know what a workflow is. */
const NAMES: Record<string, string> = {
  BackfillWorkflow: "Copy the mailbox",
  MailboxSyncWorkflow: "Follow the mailbox",
  ImportWorkflow: "Read an imported file",
  ContactImportWorkflow: "Import people",
  GoogleContactsWorkflow: "Keep Google Contacts in step",
  ContactExtractionWorkflow: "Find people",
  SendWorkflow: "Send a mail",
  ModifyWorkflow: "Change labels",
  ReconcileWorkflow: "Compare with Gmail",
  AttachmentsAheadWorkflow: "Fetch attachments ahead",
  LeaveWorkflow: "Take a mailbox out",
  EnrichmentWorkflow: "Ask about a person",
  EnrichmentRoundWorkflow: "Ask about everybody who is due",
};

export function jobName(type: string) {
  return NAMES[type] ?? type.replace(/Workflow$/, "").replace(/(?<=[a-z])(?=[A-Z])/g, " ");
}

const STATES: Record<string, { word: string; style: string }> = {
  running: { word: "Running", style: "bg-accent-soft text-accent" },
  completed: { word: "Done", style: "bg-sunken text-soft" },
  continued_as_new: { word: "Went on", style: "bg-sunken text-soft" },
  failed: { word: "Failed", style: "bg-bad-soft text-bad" },
  timed_out: { word: "Timed out", style: "bg-bad-soft text-bad" },
  terminated: { word: "Ended", style: "bg-warn-soft text-warn" },
  canceled: { word: "Stopped", style: "bg-warn-soft text-warn" },
};

export function jobState(state: string) {
  return STATES[state] ?? { word: state.replaceAll("_", " "), style: "bg-sunken text-soft" };
}

const TROUBLES: Record<string, string> = {
  timed_out: "It took longer than it may, and was given up.",
  terminated: "Whoever runs Kith ended it, or an upgrade did, which begins it anew.",
};

/** Why a job ended early, where nothing more is said. */
export const jobTrouble = (state: string) => TROUBLES[state];
