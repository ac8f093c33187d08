"use client";

import { useCallback, useMemo, useRef, useState } from "react";
import { mailDocument, type Pictures } from "@/lib/mail/mail-document";

type Props = { html: string; images: boolean; pictures: Pictures | null; title: string };

/**
 * HTML mail in a frame that can run nothing: no allow-scripts, and a policy that loads nothing but what was asked for.
 * allow-same-origin lets this page measure it; without scripts the mail itself can do nothing with it.
 */
export function MailFrame({ html, images, pictures, title }: Props) {
  const source = useMemo(() => mailDocument(html, images, pictures), [html, images, pictures]);
  const [height, setHeight] = useState(120);
  const observer = useRef<ResizeObserver>(null);

  const fit = useCallback((frame: HTMLIFrameElement) => {
    const body = frame.contentDocument?.body;
    if (!body) return;
    observer.current?.disconnect();
    observer.current = new ResizeObserver(() => {
      const bar = frame.offsetHeight - (frame.contentDocument?.documentElement.clientHeight ?? 0);
      setHeight(Math.ceil(body.getBoundingClientRect().height) + Math.max(0, bar));
    });
    observer.current.observe(body);
  }, []);

  return (
    <iframe
      title={title}
      srcDoc={source}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      onLoad={(event) => fit(event.currentTarget)}
      style={{ height }}
      className="block w-full rounded-lg border border-line bg-white"
    />
  );
}
