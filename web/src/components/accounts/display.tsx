"use client";

import { useState } from "react";
import { Section } from "@/components/ui/section";
import { Segments } from "@/components/ui/segments";
import { chooseDensity, chosenDensity } from "@/lib/density";
import { chooseTheme, chosenTheme } from "@/lib/theme";

const THEMES = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;
const DENSITIES = [
  ["compact", "Compact"],
  ["roomy", "Roomy"],
] as const;

/** How the page looks in this browser. */
export function Display() {
  const [theme, setTheme] = useState(chosenTheme);
  const [density, setDensity] = useState(chosenDensity);
  return (
    <Section title="How it looks">
      <div className="panel divide-y divide-line">
        <Choice title="Colours">
          <Segments
            label="Colours"
            value={theme}
            options={THEMES}
            onChange={(value) => {
              chooseTheme(value);
              setTheme(value);
            }}
          />
        </Choice>
        <Choice title="Rows of lists">
          <Segments
            label="Rows of lists"
            value={density}
            options={DENSITIES}
            onChange={(value) => {
              chooseDensity(value);
              setDensity(value);
            }}
          />
        </Choice>
        <Choice title="Language">
          <p className="text-soft">English, dates and the 24-hour clock included, in your time zone</p>
        </Choice>
      </div>
      <p className="mt-2 text-sm text-faint">For this browser alone.</p>
    </Section>
  );
}

function Choice({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
      <p>{title}</p>
      {children}
    </div>
  );
}
