/**
 * Where browsers find this instance, and the address of a one-time sign-in link.
 */
import type { Settings } from "../settings/settings.ts";

export type Reachable = Pick<Settings, "publicUrl" | "host" | "port">;

/** Where browsers reach the server that runs with these settings. */
export function baseUrl({ publicUrl, host, port }: Reachable): string {
  if (publicUrl !== undefined) return publicUrl;
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Opening it asks for a confirmation, which uses the secret up. */
export function signInUrl(settings: Reachable, secret: string): string {
  return `${baseUrl(settings)}/console/sign-in?token=${encodeURIComponent(secret)}`;
}
