/** The labs that can be written: one folder of `lab-templates` each. */

interface TemplateInfo {
  /** Name of the folder, and value of the setting haLab.template. */
  readonly id: string;
  readonly label: string;
  readonly detail: string;
}

/** What a newcomer gets without being asked comes first. */
export const LAB_TEMPLATES = [
  {
    id: 'two-web-two-lb',
    label: 'Two web servers, two load balancers',
    detail: 'nginx on two nodes; HAProxy and keepalived on two others; plain HTTP, TLS termination, TLS passthrough',
  },
  {
    id: 'two-node',
    label: 'Two servers that each run everything',
    detail: 'Apache, HAProxy and keepalived on both; a statistics page with users who may read and users who may act',
  },
] as const satisfies readonly TemplateInfo[];

export const DEFAULT_TEMPLATE: string = LAB_TEMPLATES[0].id;
