"use client";
import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { Panel } from "@/ui/page";
import { ToggleGroup } from "@/ui/toggle-group";

/** Light, dark, or as the system says. Kept in this browser. */
export function AppearanceSettings() {
  const { theme, setTheme } = useTheme();
  return (
    <Panel title="Appearance">
      <div className="flex flex-col items-start gap-2 p-3">
        <ToggleGroup
          label="Theme"
          value={theme ?? "system"}
          onChange={setTheme}
          options={[
            {
              value: "system",
              label: (
                <>
                  <Monitor aria-hidden /> System
                </>
              ),
            },
            {
              value: "light",
              label: (
                <>
                  <Sun aria-hidden /> Light
                </>
              ),
            },
            {
              value: "dark",
              label: (
                <>
                  <Moon aria-hidden /> Dark
                </>
              ),
            },
          ]}
        />
        <p className="text-xs text-muted">Kept in this browser. Motion follows your system’s setting.</p>
      </div>
    </Panel>
  );
}
