/**
 * Card templates, as far as they decide what is taken and what people see: the public one of Markdown with buttons, and
 * those that the card platform exports as JSON.
 */
import { z } from "zod";

export type Params = Readonly<Record<string, string>>;

export interface ShownButton {
  readonly id: string;
  readonly text: string;
  readonly color: string;
  /** What a click sends beside the id; `input:` values are what was typed. */
  readonly params: Readonly<Record<string, string>>;
}

export interface ShownInput {
  /** The local variable that holds what is typed. */
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
}

/** A card as somebody sees it. */
export interface Shown {
  readonly title: string;
  readonly tag: string;
  readonly text: string;
  readonly tips: string;
  readonly buttons: readonly ShownButton[];
  readonly inputs: readonly ShownInput[];
}

export interface CardTemplate {
  /** What is wrong with these values; nothing when all is well. */
  check(params: Params): readonly string[];
  show(params: Params): Shown;
}

export const MARKDOWN_WITH_BUTTONS = "1366a1eb-bc54-4859-ac88-517c56a9acb1.schema";

const buttonSchema = z.strictObject({
  text: z.string().min(1).max(100),
  color: z.enum(["blue", "gray", "red"]),
  id: z.string().min(1),
  request: z.literal(true),
  params: z.record(z.string(), z.string()).optional(),
});
const extraSchema = z.strictObject({ msgButtons: z.array(buttonSchema).max(30) });
const builtInSchema = z.strictObject({
  markdown: z.string().min(1),
  title: z.string().min(1),
  tips: z.string().optional(),
  logo: z.string().optional(),
  sys_full_json_obj: z.string().refine((text) => extraSchema.safeParse(jsonOf(text)).success, "holds no msgButtons"),
});

export const builtInTemplate: CardTemplate = {
  check: (params) => {
    const parsed = builtInSchema.safeParse(params);
    return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  },
  show: ({ markdown = "", title = "", tips = "", sys_full_json_obj: extra = "{}" }) => {
    const { msgButtons } = extraSchema.parse(jsonOf(extra));
    const buttons = msgButtons.map(({ id, text, color, params = {} }) => ({ id, text, color, params }));
    return { title, tag: "", text: markdown, tips, buttons, inputs: [] };
  },
};

/** The parts of an exported template that matter here. */
const nodeSchema = z.looseObject({
  componentName: z.string(),
  id: z.string(),
  props: z.looseObject({}),
  get children() {
    return z.array(nodeSchema).optional();
  },
});
const variableSchema = z.looseObject({ name: z.string().min(1), type: z.enum(["string", "markdown", "boolean"]) });
const editorSchema = z.looseObject({
  schemaVersion: z.literal("2.0.0"),
  schema: z.looseObject({ componentsTree: z.array(nodeSchema).length(1) }),
  variableList: z.array(variableSchema),
  localList: z.array(variableSchema),
});
const exportedSchema = z.looseObject({ editorData: z.string(), type: z.literal("standard"), mode: z.literal("card") });

const dynamicString = z.looseObject({ type: z.literal("dynamicString"), content: z.string() });
const visibleSchema = z.looseObject({
  valueType: z.enum(["fixed", "condition"]),
  condition: z.looseObject({ conditions: z.array(z.looseObject({ op: z.literal("isTrue"), variable: z.string() })) }),
});
const titleSchema = z.looseObject({ cardName: dynamicString, tagText: dynamicString });
const markdownSchema = z.looseObject({
  visible: visibleSchema,
  content: z.looseObject({
    type: z.literal("dynamicMarkdown"),
    valueType: z.literal("variable"),
    variable: z.string(),
  }),
});
const inputSchema = z.looseObject({
  visible: visibleSchema,
  title: dynamicString,
  placeholder: dynamicString,
  actionType: z.literal("setLocalState"),
  localVarAction: z.looseObject({ variable: z.string() }),
});
const templateButtonSchema = z.looseObject({
  id: z.string().min(1),
  text: dynamicString,
  color: z.string(),
  actionType: z.literal("request"),
  params: z.array(z.looseObject({ type: z.literal("variable"), variable: z.string(), name: z.string() })),
  visible: visibleSchema,
});
const buttonsSchema = z.looseObject({ buttons: z.array(templateButtonSchema) });

/** Reads what the card platform exports. Throws for what it would not import. */
export function exportedTemplate(json: string): CardTemplate {
  const exported = exportedSchema.parse(JSON.parse(json));
  const editor = editorSchema.parse(JSON.parse(exported.editorData));
  const own = new Set(editor.localList.map(({ name }) => name));
  const names = new Set(editor.variableList.map(({ name }) => name));
  const [root] = editor.schema.componentsTree;
  const parts = root?.children ?? [];
  const head = titleSchema.parse(root?.props);
  const used = [...JSON.stringify(root).matchAll(/\$\{(\w+)\}|"variable":"(\w+)"/gu)].map(
    ([, one, other]) => one ?? other,
  );
  const unknown = used.filter((name) => name !== undefined && name !== "" && !names.has(name) && !own.has(name));
  if (unknown.length > 0) throw new Error(`the template uses variables it does not have: ${unknown.join(", ")}`);
  const shownIf = (visible: z.output<typeof visibleSchema>, params: Params) =>
    visible.valueType === "fixed" ||
    visible.condition.conditions.every(({ variable }) => (params[variable] ?? "") !== "");
  return {
    check: (params) => Object.keys(params).flatMap((name) => (names.has(name) ? [] : [`${name} is no variable of it`])),
    show: (params) => {
      const fill = ({ content }: z.output<typeof dynamicString>) =>
        content.replaceAll(/\$\{(\w+)\}/gu, (_, name: string) => params[name] ?? "");
      const texts: string[] = [];
      const inputs: ShownInput[] = [];
      const buttons: ShownButton[] = [];
      for (const { componentName, props } of parts) {
        if (componentName === "Markdown") {
          const { visible, content } = markdownSchema.parse(props);
          if (shownIf(visible, params)) texts.push(params[content.variable] ?? "");
        } else if (componentName === "Input") {
          const input = inputSchema.parse(props);
          if (shownIf(input.visible, params)) {
            inputs.push({
              name: input.localVarAction.variable,
              label: fill(input.title),
              placeholder: fill(input.placeholder),
            });
          }
        } else if (componentName === "ButtonBlock") {
          for (const button of buttonsSchema.parse(props).buttons) {
            if (!shownIf(button.visible, params)) continue;
            const sent = button.params.map(({ name, variable }) => [name, params[variable] ?? `input:${variable}`]);
            buttons.push({
              id: button.id,
              text: fill(button.text),
              color: button.color,
              params: Object.fromEntries(sent),
            });
          }
        } else if (componentName !== "DividerBlock") throw new Error(`the template has a ${componentName}`);
      }
      return {
        title: fill(head.cardName),
        tag: fill(head.tagText),
        text: texts.join("\n\n"),
        tips: "",
        buttons,
        inputs,
      };
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
