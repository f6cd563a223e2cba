/**
 * `gonogo completion`: a script for the shell, made from the commands themselves.
 */
import type { Argument, Command } from "commander";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** One place of the command tree: what may be written there. */
interface Place {
  /** The words before it, such as `outbox send-again`. */
  readonly path: string;
  readonly commands: readonly { readonly word: string; readonly about: string }[];
  readonly options: readonly { readonly word: string; readonly about: string; readonly takes: boolean }[];
  readonly choices: readonly string[];
  /** True where a file is wanted. */
  readonly files: boolean;
}

/** `suggestions` are words for arguments, by their name, that may also be something else. */
export function completionScript(shell: Shell, program: Command, suggestions: Suggestions): string {
  const places = placesBelow(program, suggestions, "", []);
  switch (shell) {
    case "bash":
      return bash(places);
    case "zsh":
      return zsh(places);
    case "fish":
      return fish(places);
  }
}

type Suggestions = Readonly<Record<string, readonly string[]>>;

function placesBelow(
  command: Command,
  suggestions: Suggestions,
  path: string,
  inherited: Place["options"],
): readonly Place[] {
  const own = command.createHelp().visibleOptions(command);
  const said = own.flatMap(({ long, description, required, optional }) =>
    long ? [{ word: long, about: description, takes: required || optional }] : [],
  );
  const options = [...said, ...inherited.filter(({ word }) => !said.some((option) => option.word === word))];
  const below = command.commands.filter((each) => each.name() !== "help");
  const place: Place = {
    path,
    commands: below.map((each) => ({ word: each.name(), about: each.description() })),
    options,
    choices: command.registeredArguments.flatMap((argument) => choicesOf(argument, suggestions)),
    files: command.registeredArguments.some((argument) => argument.name() === "file"),
  };
  const passed = options.filter(({ word }) => word !== "--version");
  return [place, ...below.flatMap((each) => placesBelow(each, suggestions, `${path} ${each.name()}`.trim(), passed))];
}

function choicesOf(argument: Argument, suggestions: Suggestions): readonly string[] {
  return argument.argChoices ?? suggestions[argument.name()] ?? [];
}

function bash(places: readonly Place[]): string {
  const cases = places.map(({ path, ...place }) => `    ${quoted(path)}) words=${quoted(wordsAt(place).join(" "))} ;;`);
  return `_gonogo() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} here="" words="" word skip=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${stepsTo(places)}
  done
  if [ "$previous" = --config ]; then COMPREPLY=($(compgen -f -- "$current")); return; fi
  case "$here" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  case "$here" in
    ${fileCases(places)}) COMPREPLY+=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _gonogo gonogo
`;
}

function zsh(places: readonly Place[]): string {
  const cases = places.map(
    ({ path, ...place }) => `    ${quoted(path)}) compadd -- ${wordsAt(place).map(quoted).join(" ")} ;;`,
  );
  return `#compdef gonogo
_gonogo() {
  local here="" word skip=""
  for word in "\${(@)words[2,CURRENT-1]}"; do
${stepsTo(places)}
  done
  if [[ "\${words[CURRENT-1]}" == --config ]]; then _files; return; fi
  case "$here" in
${cases.join("\n")}
  esac
  case "$here" in
    ${fileCases(places)}) _files ;;
  esac
}
if [[ "\${funcstack[1]}" == _gonogo ]]; then _gonogo "$@"; else compdef _gonogo gonogo; fi
`;
}

/** One step along the words before the cursor; bash and zsh read it alike. */
function stepsTo(places: readonly Place[]): string {
  const taking = unique(places.flatMap(({ options }) => options.filter(({ takes }) => takes).map(({ word }) => word)));
  return `    if [ -n "$skip" ]; then skip=""; continue; fi
    case "$word" in
      ${taking.join("|")}) skip=1; continue ;;
      -*) continue ;;
    esac
    case "\${here:+$here }$word" in
      ${innerPaths(places).map(quoted).join("|")}) here="\${here:+$here }$word" ;;
    esac`;
}

function wordsAt({ commands, choices, options }: Omit<Place, "path">): readonly string[] {
  return [...commands.map(({ word }) => word), ...choices, ...options.map(({ word }) => word)];
}

function fileCases(places: readonly Place[]): string {
  return places.flatMap(({ path, files }) => (files ? [quoted(path)] : [])).join("|");
}

function innerPaths(places: readonly Place[]): readonly string[] {
  return places.flatMap(({ path }) => (path === "" ? [] : [path]));
}

function fish(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, commands, options, choices, files }) => {
    const here = `-n ${quoted(`__gonogo_at ${quotedInside(path)}`)}`;
    return [
      ...commands.map(({ word, about }) => `complete -c gonogo ${here} -a ${word} -d ${quoted(about)}`),
      ...choices.map((word) => `complete -c gonogo ${here} -a ${word}`),
      ...options.map(
        ({ word, about, takes }) =>
          `complete -c gonogo ${here} -l ${word.slice(2)}${takes ? " -r" : ""} -d ${quoted(about)}`,
      ),
      ...(files ? [`complete -c gonogo ${here} -F`] : []),
    ];
  });
  const inner = innerPaths(places);
  return `function __gonogo_at
  set -l path
  for word in (commandline -opc)[2..]
    set -l longer (string trim "$path $word")
    contains -- $longer ${inner.map(quoted).join(" ")}; and set path $longer
  end
  test "$path" = "$argv[1]"
end
complete -c gonogo -f
${lines.join("\n")}
`;
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Inside a word that is quoted already. */
function quotedInside(text: string): string {
  return `"${text}"`;
}
