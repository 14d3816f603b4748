/** What a node's configuration says. */
export interface Options {
  readonly priority: number;
  readonly id?: number;
  readonly name?: string;
  /** Lines more. */
  readonly more?: string;
  readonly addresses?: readonly string[];
  /** Of a script that fails as soon as the file `dead` is there. */
  readonly weight?: number;
}

/** The configuration of a node with one instance, whose script fails when there is a file `dead` in the folder. */
export function node(
  folder: string,
  { priority, id = 51, name = 'VI_1', more = '', addresses = ['192.0.2.10'], weight }: Options,
): string {
  const script = `vrrp_script chk {\n  script "/usr/bin/test ! -e ${folder}/dead"\n  interval 1\n  fall 1\n  weight ${weight ?? 0}\n}\n`;
  return `global_defs {\n  script_user root\n}\n${weight === undefined ? '' : script}vrrp_instance ${name} {
  interface eth0
  virtual_router_id ${id}
  priority ${priority}
  ${more}
  virtual_ipaddress {
    ${addresses.map((one) => `${one}/24`).join('\n')}
  }
${weight === undefined ? '' : '  track_script {\n    chk\n  }\n'}}\n`;
}
