/**
 * Writes `examples/dingtalk/card-template.json`: the richer card as DingTalk's card platform exports and imports templates,
 * with the variables that `adapters/dingtalk/templates.ts` fills.
 *
 * The platform documents no format; this one follows what it exports (open-dingtalk/dingtalk-card-examples). What it compiles
 * for phones, `widgetInfo`, it makes itself when the template is saved.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BUTTON_SLOTS, INPUT_SLOTS, TEXT_SLOTS } from "../adapters/dingtalk/templates.ts";

type Style = keyof typeof BUTTON_SLOTS;

const COLORS: Readonly<Record<Style, string>> = { primary: "blue", plain: "gray", danger: "red" };
const COMPONENTS = ["Markdown", "DividerBlock", "Input", "ButtonBlock", "StdCard"];

/** Where the card platform puts what a variable holds. */
const held = (name: string) => `\${${name}}`;
const words = (content: string) => ({ type: "dynamicString", content, i18n: false });
const always = { type: "dynamicVisible", value: true, valueType: "fixed", condition: { op: "and", conditions: [] } };
const noLink = { type: "dynamicLink", value: "", valueType: "fixed", variable: "", variableType: "global" };

/** Shown only while the variable holds something. */
function ifFilled(variable: string) {
  const filled = {
    value: "",
    op: "isTrue",
    variable,
    variableType: "global",
    type: "variable",
    valueType: "fixed",
    valueVariableType: "global",
  };
  return { ...always, valueType: "condition", condition: { op: "and", conditions: [filled] } };
}

function node(componentName: string, id: string, title: string, props: object) {
  return { componentName, id, props, title, hidden: false, isLocked: false, condition: true, conditionGroup: "" };
}

function markdown(variable: string, title: string) {
  return node("Markdown", `node_${variable}`, title, {
    mdVer: 0,
    hoverText: words(""),
    marginLeft: 12,
    marginRight: 12,
    marginTop: 12,
    marginBottom: 0,
    innerOffset: 0,
    visible: ifFilled(variable),
    content: { type: "dynamicMarkdown", valueType: "variable", value: "", variable, variableType: "global" },
  });
}

function input(place: number) {
  return node("Input", `node_input${place}`, `输入 ${place}`, {
    id: `input${place}`,
    title: words(held(`label${place}`)),
    placeholder: words(held(`hint${place}`)),
    message: words(held(`hint${place}`)),
    currentValue: words(held(`typed${place}`)),
    params: [],
    visible: ifFilled(`label${place}`),
    status: { type: "dynamicSelect", valueType: "fixed", value: "normal", variable: "", variableType: "global" },
    actionType: "setLocalState",
    localVarAction: { variable: `typed${place}`, variableType: "global", varType: "string", type: "variableValue" },
  });
}

const sent = (name: string, variable: string, id: number) => ({
  type: "variable",
  variable,
  value: "",
  name,
  variableType: "global",
  id: String(id),
});

function button(style: Style, place: number) {
  const typed = numbers(INPUT_SLOTS).map((each) => sent(`typed${each}`, `typed${each}`, each + 1));
  return {
    $$key: `${style}${place}`,
    id: `${style}${place}`,
    text: words(held(`${style}${place}`)),
    status: "normal",
    color: COLORS[style],
    icon: { type: "icon", icon: "", iconType: "emoji" },
    actionType: "request",
    urlType: "all",
    url: noLink,
    androidUrl: noLink,
    iosUrl: noLink,
    pcUrl: noLink,
    isDtmd: false,
    actionId: words(""),
    params: [sent("id", `${style}Id${place}`, 1), ...typed],
    successToast: words(""),
    failureToast: words(""),
    successCondition: { op: "and", conditions: [] },
    visible: ifFilled(`${style}${place}`),
  };
}

function buttons(style: Style, title: string) {
  const all = numbers(BUTTON_SLOTS[style]).map((place) => button(style, place));
  return node("ButtonBlock", `node_${style}`, title, { buttons: all });
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function variable(name: string, type: "string" | "markdown", description: string, editorVarType = "variables") {
  return { name, private: false, type, id: name, description, editorVarType };
}

function variables() {
  const styles: readonly Style[] = ["primary", "plain", "danger"];
  return [
    variable("title", "string", "标题"),
    variable("tag", "string", "状态"),
    ...numbers(TEXT_SLOTS).map((place) => variable(`text${place}`, "markdown", `正文 ${place}`)),
    variable("news", "markdown", "最近动态"),
    ...numbers(INPUT_SLOTS).flatMap((place) => [
      variable(`label${place}`, "string", `输入 ${place} 的名称`),
      variable(`hint${place}`, "string", `输入 ${place} 的提示`),
    ]),
    ...styles.flatMap((style) =>
      numbers(BUTTON_SLOTS[style]).flatMap((place) => [
        variable(`${style}${place}`, "string", `按钮 ${style}${place} 的文字`),
        variable(`${style}Id${place}`, "string", `按钮 ${style}${place} 的标识`),
      ]),
    ),
  ];
}

/** The template as the card platform imports it. */
export function cardTemplate(): string {
  const root = {
    ...node("StdCard", "node_gonogo", "", {
      url: noLink,
      linkCondition: always,
      cardIcon: { url: "@lALPDe7syH8nG_wcHA", type: "image" },
      cardName: words(held("title")),
      tagText: words(held("tag")),
      tagColor: { type: "dynamicSelect", valueType: "fixed", value: "blue", variable: "", variableType: "global" },
      tagStyle: "hollow",
      showCloseButton: false,
      dataSources: [],
    }),
    fileName: "gonogo",
    dataSource: { list: [] },
    state: {},
    lifeCycles: {},
    methods: {},
    children: [
      ...numbers(TEXT_SLOTS).map((place) => markdown(`text${place}`, `正文 ${place}`)),
      node("DividerBlock", "node_divider", "分割线", { visible: ifFilled("news") }),
      markdown("news", "最近动态"),
      ...numbers(INPUT_SLOTS).map(input),
      buttons("primary", "主要按钮"),
      buttons("plain", "普通按钮"),
      buttons("danger", "危险按钮"),
    ],
  };
  const componentsMap = COMPONENTS.map((componentName) => ({
    package: "@ali/dxComponent",
    version: "1.0.0",
    exportName: componentName,
    main: "./src/index.tsx",
    destructuring: false,
    subName: "",
    componentName,
  }));
  const list = variables();
  const editor = {
    schemaVersion: "2.0.0",
    schema: { version: "1.0.0", componentsMap, componentsTree: [root], i18n: {} },
    mockData: {
      cardData: {
        title: "52 · Release 2.4",
        tag: "⏳ 待审批",
        text1: "**发布窗口期** 今晚 20:00–22:00",
        primary1: "批准",
      },
      cardPrivateData: {},
      localData: {},
    },
    editVersion: 0,
    customWidgetInfo: "",
    useCustomWidgetInfo: false,
    variableList: list,
    formList: [],
    expList: [],
    localList: numbers(INPUT_SLOTS).map((place) =>
      variable(`typed${place}`, "string", `输入 ${place} 的内容`, "localList"),
    ),
    hsfList: [],
    lwpList: [],
    extension: { extendType: "NORMAL", fileTypeList: [] },
  };
  const exported = { editorData: JSON.stringify(editor), widgetInfo: "", type: "standard", mode: "card" };
  return `${JSON.stringify(exported, undefined, 2)}\n`;
}

const path = join(import.meta.dirname, "..", "examples", "dingtalk", "card-template.json");
if (import.meta.main) writeFileSync(path, cardTemplate());
