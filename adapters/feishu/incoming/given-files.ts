/**
 * The files and pictures that a message holds, by the keys that Feishu gives them.
 */
import { z } from "zod";

export interface GivenFile {
  readonly key: string;
  /** Pictures have none. */
  readonly name: string;
  /** As Feishu asks for it when the file is fetched. */
  readonly type: "file" | "image";
}

const fileSchema = z.object({ file_key: z.string(), file_name: z.string() });
const imageSchema = z.object({ image_key: z.string() });
const postSchema = z.object({
  content: z.array(z.array(z.looseObject({ tag: z.string(), image_key: z.string().optional() }))),
});

/** Of a message's type and content, as they are delivered. */
export function givenIn(type: string, content: string): readonly GivenFile[] {
  const json = parsed(content);
  switch (type) {
    case "file": {
      const read = fileSchema.safeParse(json);
      return read.success ? [{ key: read.data.file_key, name: read.data.file_name, type: "file" }] : [];
    }
    case "image": {
      const read = imageSchema.safeParse(json);
      return read.success ? [pictureOf(read.data.image_key)] : [];
    }
    case "post": {
      const read = postSchema.safeParse(json);
      if (!read.success) return [];
      return read.data.content
        .flat()
        .flatMap(({ tag, image_key: key }) => (tag === "img" && key ? [pictureOf(key)] : []));
    }
    default:
      return [];
  }
}

function pictureOf(key: string): GivenFile {
  return { key, name: "", type: "image" };
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
