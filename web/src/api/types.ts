/** Names for what the API speaks of. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type User = Schemas["User"];
export type Mailbox = Schemas["Mailbox"];
export type MailboxStatus = Schemas["MailboxStatus"];
export type MailboxHealth = Schemas["MailboxHealth"];
export type HealthLevel = Schemas["HealthLevel"];
export type Alias = Schemas["Alias"];
export type DeadLetter = Schemas["DeadLetter"];
export type Contact = Schemas["Contact"];
export type ContactKind = Schemas["ContactKind"];
export type KnownAddress = Schemas["KnownAddress"];
export type Identity = Schemas["Identity"];
export type Strength = Schemas["Strength"];
export type Correction = Schemas["Correction"];
export type Analytics = Schemas["Analytics"];
export type Trend = Schemas["Trend"];
export type CardValue = Schemas["CardValue"];
export type KnownValue = Schemas["KnownValue"];
export type Evidence = Schemas["Evidence"];
export type ContactEdit = Schemas["ContactEdit"];
export type NewContact = Schemas["NewContact"];
export type CustomField = Schemas["CustomField"];
export type Deletion = Schemas["Deletion"];
export type PeopleList = Schemas["PeopleList"];
export type MembershipChange = Schemas["MembershipChange"];
export type Suggestion = Schemas["Suggestion"];
export type SuggestedContact = Schemas["SuggestedContact"];
export type Company = Schemas["Company"];
export type CompanyDomain = Schemas["CompanyDomain"];
export type Interaction = Schemas["Interaction"];
export type TrafficMonth = Schemas["TrafficMonth"];
export type Label = Schemas["Label"];
export type Address = Schemas["Address"];
export type Attachment = Schemas["Attachment"];
export type Span = Schemas["Span"];
// The client widens pairs to arrays.
export type Message = Omit<Schemas["Message"], "headers"> & { headers: string[][] };
export type EnclosedMail = Omit<Schemas["EnclosedMail"], "headers"> & { headers: string[][] };
/** What can be read: a message, or a mail that came attached to one. */
export type Readable = Message | EnclosedMail;
export type DateSource = Schemas["DateSource"];
export type MessageSummary = Schemas["MessageSummary"];
export type Thread = Omit<Schemas["Thread"], "messages"> & { messages: Message[] };
export type ThreadSummary = Schemas["ThreadSummary"];
/** What names a thread. */
export type ThreadKey = Pick<ThreadSummary, "mailbox_id" | "id">;
export type OutboxItem = Schemas["OutboxItem"];
export type OutboxFile = Schemas["OutboxFile"];
export type Written = Schemas["Written"];
export type AnswerStart = Schemas["AnswerStart"];
export type Shortcut = Schemas["Shortcut"];
export type EnrichmentSource = Schemas["EnrichmentSource"];
export type SourceCall = Schemas["SourceCall"];
export type ContactEnrichment = Schemas["ContactEnrichment"];
export type ModelShown = Schemas["ModelShown"];
export type UsageLine = Schemas["UsageLine"];
export type ModelUsage = Schemas["Usage"];
export type Job = Schemas["Job"];
export type PersonalToken = Schemas["PersonalToken"];
export type Invitation = Schemas["Invitation"];
export type Session = Schemas["Session"];
export type SignUp = Schemas["SignUp"];
export type Import = Schemas["Import"];
export type GoogleContacts = Schemas["GoogleContacts"];
export type ContactImport = Schemas["ContactImport"];
export type StartedContactImport = Schemas["StartedContactImport"];
export type ColumnTarget = Schemas["ColumnTarget"];
export type PreviewColumn = Schemas["PreviewColumn"];
export type StartedUpload = Schemas["StartedUpload"];

export type Page<T> = { items: T[]; next_cursor?: string | null };
