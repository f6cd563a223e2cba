/**
 * A job of each documented type with every field that the document's tables name, in the document's spelling.
 */

const repo = {
  source: "gitlab",
  repo_owner: "shop",
  repo_namespace: "shop",
  repo_name: "backend",
  remote_name: "origin",
  branch: "main",
  prs: [12, 13],
  tag: "v2.4",
  commit_id: "311fa899187a674a2e7fbf76cf2eeecdc8a51ac1",
  commit_message: "Count again\n",
  checkout_path: "src",
  codehost_id: 7,
  address: "https://git.example",
};

const keyVal = {
  key: "LEVEL",
  value: "info",
  type: "choice",
  registry_id: "registry",
  script: "return levels()",
  call_function: "levels()",
  choice_option: ["info", "debug"],
  choice_value: ["info"],
  is_credential: false,
  description: "How much is logged",
  source: "runtime",
};

const module = { service_name: "cart", service_module: "api" };
const origin = { source: "fromjob", job_name: "build", ref_repos: true };
const apolloPair = { key: "timeout", val: "3s" };

export const DOCUMENTED_PARAM = {
  name: "BRANCH",
  description: "What is built",
  type: "repo",
  value: "main",
  repo,
  choice_options: ["main", "next"],
  choice_value: ["main"],
  default: "main",
  is_credential: false,
  source: "runtime",
};

export const DOCUMENTED_SPECS = {
  "zadig-build": {
    ...origin,
    service_and_builds: [
      {
        ...module,
        build_name: "general",
        image: "registry.example/cart:1",
        package: "cart.tar.gz",
        image_name: "cart",
        key_vals: [keyVal],
        repos: [repo],
      },
    ],
  },
  "zadig-deploy": {
    env: "dev",
    production: false,
    deploy_type: "k8s",
    source: "runtime",
    env_source: "runtime",
    deploy_contents: ["image", "vars", "config"],
    job_name: "",
    version_name: "v2",
    services: [
      {
        service_name: "cart",
        modules: [{ service_module: "api", image: "registry.example/cart:1", image_name: "cart" }],
        deployed: true,
        auto_sync: false,
        update_config: true,
        updatable: true,
        variable_kvs: [
          {
            key: "size",
            value: "small",
            type: "enum",
            options: "small,large",
            desc: "Size",
            use_global_variable: false,
          },
        ],
        variable_yaml: "size: small\n",
        value_merge_strategy: "reuse-values",
        override_kvs: '[{"key":"a","value":1}]',
      },
    ],
  },
  "zadig-vm-deploy": {
    ...origin,
    env: "vm",
    production: true,
    env_alias: "the machines",
    service_and_vm_deploys: [
      {
        ...module,
        deploy_name: "copy",
        deploy_artifact_type: "file",
        artifact_url: "https://files.example/cart.tar.gz",
        file_name: "cart.tar.gz",
        image: "",
        key_vals: [keyVal],
        repos: [repo],
      },
    ],
  },
  "zadig-test": {
    ...origin,
    testing_type: "service_test",
    service_and_tests: [{ name: "smoke", ...module, repos: [repo], key_vals: [keyVal] }],
    test_modules: [{ name: "smoke", repos: [repo], key_vals: [keyVal] }],
  },
  "zadig-scanning": {
    ...origin,
    scannings_type: "service_scannings",
    service_and_scannings: [{ name: "sonar", ...module, repos: [repo], key_vals: [keyVal] }],
    scannings_modules: [{ name: "sonar", repos: [repo], key_vals: [keyVal] }],
  },
  "zadig-distribute-image": {
    source: "fromjob",
    job_name: "build",
    distribute_method: "image_push",
    targets: [
      {
        ...module,
        source_tag: "1",
        target_tag: "2",
        image_name: "cart",
        source_image: "a.example/cart:1",
        target_image: "b.example/cart:2",
        update_tag: true,
      },
    ],
    enable_target_image_tag_rule: "true",
    target_image_tag_rule: "$TAG",
  },
  freestyle: {
    ...origin,
    freestyle_type: "service_freestyle",
    repos: [repo],
    envs: [keyVal],
    services: [{ ...module, repos: [repo], key_vals: [keyVal] }],
  },
  apollo: {
    apollo_id: "apollo",
    namespace_list: [
      {
        app_id: "shop",
        cluster_id: "default",
        env: "DEV",
        namespace: "application",
        type: "properties",
        original_config: [apolloPair],
        kv: [apolloPair],
      },
    ],
  },
  nacos: {
    nacos_id: "nacos",
    namespace_id: "public",
    source: "fixed",
    nacos_datas: [
      {
        data_id: "shop.yaml",
        group: "DEFAULT_GROUP",
        desc: "The shop",
        format: "yaml",
        content: "a: 2",
        original_content: "a: 1",
        namespace_id: "public",
        namespace_name: "public",
      },
    ],
  },
  sql: { id: "database", type: "mysql", sql: "select 1;", source: "runtime" },
} as const;

export type DocumentedType = keyof typeof DOCUMENTED_SPECS;

export function isDocumented(type: string): type is DocumentedType {
  return Object.hasOwn(DOCUMENTED_SPECS, type);
}

export const DOCUMENTED_TYPES: readonly DocumentedType[] = Object.keys(DOCUMENTED_SPECS).filter(isDocumented);
