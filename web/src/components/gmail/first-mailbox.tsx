import { ImportDrop } from "@/components/imports/import-drop";
import { PageHead } from "@/components/ui/page-head";
import { ConnectButton } from "./connect-button";

/** The first thing to do. */
export function FirstMailbox({ name }: { name: string }) {
  return (
    <div className="max-w-3xl">
      <PageHead title={`Welcome, ${name}`}>
        Kith needs some mail to find your people in. Connect a mailbox, or bring a file.
      </PageHead>
      <div className="panel p-6 sm:p-8">
        <h2 className="font-serif text-xl">Connect Gmail</h2>
        <p className="mt-1.5 mb-6 max-w-lg text-soft">
          Kith asks for reading only. The newest mail comes first, and you can watch the rest arrive.
        </p>
        <ConnectButton />
      </div>
      <p className="my-5 text-center text-sm text-faint">or</p>
      <ImportDrop />
    </div>
  );
}
