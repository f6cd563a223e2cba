import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Node } from "typescript/unstable/ast";
import { SyntaxKind } from "typescript/unstable/ast";
import { isAsExpression } from "typescript/unstable/ast/is";
import { API } from "typescript/unstable/sync";
import { expect, it, onTestFinished } from "vitest";

const root = join(import.meta.dirname, "..");

/** What tells the compiler to believe, or asks chance, which the linter has no name for. */
function doubt(node: Node): string | undefined {
  if (isAsExpression(node)) return node.type.getText() === "const" ? undefined : "cast";
  if (node.kind === SyntaxKind.TypeAssertionExpression) return "cast";
  if (node.kind === SyntaxKind.NonNullExpression) return "non-null";
  if (node.kind === SyntaxKind.AnyKeyword) return "any";
  if (node.kind === SyntaxKind.PropertyAccessExpression && node.getText() === "Math.random") return "chance";
  return;
}

/** Every doubt in the files of a project whose path begins with `folder`, as `file: kind, code`. */
function doubtsIn(project: string, folder: string): { readonly files: number; readonly doubts: readonly string[] } {
  using api = disposable(new API({ cwd: root }));
  const program = api.updateSnapshot({ openProjects: [project] }).getProjects()[0]?.program;
  if (program === undefined) throw new Error(`no project at ${project}`);
  const files = program.getSourceFileNames().filter((name) => name.startsWith(`${folder}/`));
  const doubts: string[] = [];
  for (const file of files) {
    const visit = (node: Node): void => {
      const kind = doubt(node);
      if (kind !== undefined) doubts.push(`${file.slice(folder.length + 1)}: ${kind}, ${node.getText()}`);
      node.forEachChild(visit);
    };
    program.getSourceFile(file)?.forEachChild(visit);
  }
  return { files: files.length, doubts };
}

function disposable(api: API): API & Disposable {
  return Object.assign(api, { [Symbol.dispose]: () => api.close() });
}

it("the domain has no cast, no any, no non-null assertion and no chance", () => {
  const { files, doubts } = doubtsIn(join(root, "tsconfig.json"), join(root, "src", "plan"));
  expect(files).toBeGreaterThan(5);
  expect(doubts).toEqual([]);
});

it("a cast, an any, a non-null assertion and chance are seen where they are", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gonogo-doubts-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { noEmit: true }, files: ["a.ts"] }),
  );
  const code = [
    "export const fine = [1, 2] as const;",
    "export const cast = fine as unknown;",
    "export const old = <unknown>fine;",
    "export const sure = fine[0]!;",
    "export const loose = (given: any) => given;",
    "export const dice = Math.random();",
    'export const words = "as any of you!";',
  ];
  await writeFile(join(folder, "a.ts"), code.join("\n"));
  expect(doubtsIn(join(folder, "tsconfig.json"), folder).doubts).toEqual([
    "a.ts: cast, fine as unknown",
    "a.ts: cast, <unknown>fine",
    "a.ts: non-null, fine[0]!",
    "a.ts: any, any",
    "a.ts: chance, Math.random",
  ]);
});

const built = new Set([".git", "node_modules", "dist", "test-results", "runs"]);
const readable = /(?:^|\/)(?:\.npmrc|\.ci\/.*|[^/]*\.(?:ts|js|json|md|css|html|yaml|yml|sh|sql|txt))$/;

/** A package registry by its host, or a folder of one machine. */
const foreign = new RegExp(
  ["registry\\.(?:npm|yarn)", "npmmirror", "artifactory", "(?<![\\w.}*])/(?:work|root)/"].join("|"),
);

it("no file names a package registry or a folder of somebody's machine", async () => {
  const found: string[] = [];
  for (const file of await filesUnder(".")) {
    const lines = (await readFile(join(root, file), "utf8")).split("\n");
    lines.forEach((line, index) => {
      if (file !== "test/architecture.test.ts" && foreign.test(line))
        found.push(`${file}:${index + 1}: ${line.trim().slice(0, 100)}`);
    });
  }
  expect(found).toEqual([]);
});

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const nested = entries
    .filter(({ name }) => !built.has(name))
    .map((entry) => {
      const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesUnder(path);
      return Promise.resolve(readable.test(path) ? [path] : []);
    });
  return (await Promise.all(nested)).flat();
}
