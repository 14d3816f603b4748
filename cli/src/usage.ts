/** What `haconf lab --help` prints. */
export const LAB_USAGE = `usage: haconf lab scaffold [--template TEMPLATE] [--base-image IMAGE]
       haconf lab up
       haconf lab status
       haconf lab drill [--target NODE] [--rate NUMBER] [--max-gap TIME] [--max-lost NUMBER] [--tries NUMBER]
                        [--save FOLDER] DRILL...
       haconf lab drill --list
       haconf lab heal
       haconf lab down [--images]

all
  --folder FOLDER     where the lab's compose.yaml is (default: the current folder, or ha-lab in it; scaffold: ha-lab)
  --format text|json  what is printed (default: text); what is being done is told on standard error

scaffold
  --template NAME     two-web-two-lb (default) or two-node
  --base-image IMAGE  a Debian or Ubuntu image, such as debian:bookworm-slim

drill
  --target NODE       the node to strike; without it the holder of the address, or the first server
  --rate NUMBER       requests a second while it is measured (default: 50, at most 200)
  --max-gap TIME      fail if clients have no answer for longer than this: 1s, 500ms
  --max-lost NUMBER   fail if more requests are lost
  --tries NUMBER      how often a run is tried when the probe itself stood still (default: 3)
  --save FOLDER       write each report there as Markdown, JSON and a picture (SVG), over no file that is there
  --list              print the drills

A lab that does not run is started for a drill and removed afterwards. Ctrl-C heals what a drill has caused, and removes what
this command has started.

Exit status: 0: done, and within the limits; 1: it failed, a limit was exceeded, or every try was discarded;
2: wrong usage; 130: interrupted.
`;
