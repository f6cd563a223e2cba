/**
 * What Slack's published schema of app manifests asks for, as far as ours go: every property that it knows in the sections
 * that ours have, with its limits; unknown ones are refused, as there.
 *
 * Written after github.com/slackapi/manifest-schema, schemas/manifest.schema.1.0.0.json.
 */
import { z } from "zod";

const url = z
  .string()
  .regex(/^https?:\/\//)
  .max(3500);
const events = z.array(z.string().max(50)).max(100).refine(isUnique, "has an event twice");
const scopes = z.array(z.string().max(50)).max(255);

function isUnique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

const features = z.strictObject({
  app_home: z
    .strictObject({
      home_tab_enabled: z.boolean().optional(),
      messages_tab_enabled: z.boolean().optional(),
      messages_tab_read_only_enabled: z.boolean().optional(),
    })
    .optional(),
  bot_user: z
    .strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean().optional() })
    .optional(),
  shortcuts: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(24),
        type: z.enum(["message", "global"]),
        callback_id: z.string().min(1).max(255),
        description: z.string().min(1).max(150),
      }),
    )
    .min(1)
    .max(10)
    .optional(),
  slash_commands: z
    .array(
      z.strictObject({
        command: z.string().min(2).max(32).regex(/^\//),
        url: url.max(3000).optional(),
        description: z.string().min(1).max(2000),
        usage_hint: z.string().min(1).max(1000).optional(),
        should_escape: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(50)
    .optional(),
  unfurl_domains: z
    .array(
      z
        .string()
        .max(255)
        .regex(/^(?![.-])([-a-z0-9.])+([a-z0-9])$/),
    )
    .min(1)
    .max(5)
    .refine(isUnique, "has a domain twice")
    .optional(),
});

export const manifestSchema = z.strictObject({
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().min(1).max(140).optional(),
    background_color: z
      .string()
      .regex(/^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/)
      .optional(),
    long_description: z.string().min(175).max(4000).optional(),
  }),
  features: features.optional(),
  oauth_config: z
    .strictObject({
      redirect_urls: z.array(z.string().max(2500)).max(1000).refine(isUnique).optional(),
      scopes: z
        .strictObject({
          user: scopes.optional(),
          bot: scopes.optional(),
          user_optional: scopes.optional(),
          bot_optional: scopes.optional(),
        })
        .optional(),
      token_management_enabled: z.boolean().optional(),
      pkce_enabled: z.boolean().optional(),
    })
    .optional(),
  settings: z
    .strictObject({
      event_subscriptions: z
        .strictObject({
          request_url: url.optional(),
          user_events: events.optional(),
          bot_events: events.optional(),
        })
        .optional(),
      interactivity: z
        .strictObject({
          is_enabled: z.boolean(),
          request_url: url.optional(),
          message_menu_options_url: url.optional(),
        })
        .optional(),
      org_deploy_enabled: z.boolean().optional(),
      socket_mode_enabled: z.boolean().optional(),
      is_hosted: z.boolean().optional(),
      token_rotation_enabled: z.boolean().optional(),
    })
    .optional(),
});
