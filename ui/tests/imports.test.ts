import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const SRC = resolve(import.meta.dirname, "../src");

type Import = { file: string; target: string };

const imports: Import[] = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .flatMap((file) =>
    [...readFileSync(join(SRC, file), "utf8").matchAll(/(?:from|import)\s+"([^"]+)"/g)].map((match) => ({
      file,
      target: inside(file, match[1] ?? ""),
    })),
  );

/** A relative target as a path below `src`; a package as it is. */
function inside(file: string, target: string) {
  return target.startsWith(".") ? relative(SRC, resolve(SRC, dirname(file), target)) : target;
}

const broken = (rule: (one: Import) => boolean) =>
  imports.filter(rule).map((one) => `${one.file} → ${one.target}`);
const folder = (path: string) => path.split("/").slice(0, 2).join("/");

test("steps do not import each other", () => {
  expect(
    broken(
      ({ file, target }) =>
        file.startsWith("steps/") && target.startsWith("steps/") && folder(file) !== folder(target),
    ),
  ).toEqual([]);
});

test("kit knows no IPC, no step, no wizard", () => {
  expect(
    broken(({ file, target }) => file.startsWith("kit/") && /^(ipc|steps|wizard|app)\//.test(target)),
  ).toEqual([]);
});

test("only the generated bindings and ipc/host.ts talk to the desktop host", () => {
  const allowed = new Set(["ipc/bindings.ts", "ipc/host.ts"]);
  expect(broken(({ file, target }) => target.startsWith("@tauri-apps/") && !allowed.has(file))).toEqual([]);
});

test("commands are called in ipc only, and nothing there knows the wizard", () => {
  expect(
    broken(({ file, target }) => file.startsWith("ipc/") && /^(steps|wizard|app|kit)\//.test(target)),
  ).toEqual([]);
  const callers = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(
    (file) =>
      /\.tsx?$/.test(file) &&
      !file.startsWith("ipc/") &&
      /\bcommands\b.*from ".*bindings"/.test(readFileSync(join(SRC, file), "utf8")),
  );
  expect(callers).toEqual([]);
});

test("the fixtures are reached by an alias only", () => {
  expect(
    broken(({ file, target }) => target.startsWith("ipc/fake") && !file.startsWith("ipc/fake/")),
  ).toEqual([]);
});
