/**
 * Guesses what kind of thing a product is from its words, where its source does not say it in ours. What goes with a
 * thing comes before the thing: a laptop bag is a bag. The first rule that fits decides.
 */
import type { ProductType } from "../../catalog/product-type.ts";

type Rule = readonly [ProductType, RegExp, RegExp?];

/** Type, words that tell it, and words that tell it is something else after all. */
const RULES: readonly Rule[] = [
  [
    "other",
    /\b(warranty|care ?pack|e?service ?pack|on-?site|svc|renewal|installation service|support (plan|contract)|notebook only|hardware support)\b/i,
  ],
  [
    "toys",
    /\b(dolls?|toys?|puzzles?|playhouse|jigsaw|sylvanian|barbie|baby annabell|kids.? (craft|knitting|digital)|board game|playset|plush)\b/i,
  ],
  [
    "kitchen",
    /\b(coffee|espresso|blender|mixer|toaster|fryer|kettle|juicer|ice cream maker|cooker|oven|microwave|refrigerator|fridge|freezer|dishwasher|washing machine|front-load|water filter|grinder|hob|food processor|airfryer|cookware|steamer|vacuum cleaner|steam iron)\b/i,
    /\b(CPU|rack)\b/i,
  ],
  [
    "paper-labels",
    /\b(photo paper|paper|labels?|labelling tape|label-making tape|envelopes?|canvas|vellum|textile|transparency|banner|ring binder|report cover|cards? index|file folder|binder|notepad|laminator pouch|polypropylene film|media roll)\b/i,
    /\b(tray|feeder|cassette|label (printer|maker)|shredder|bluetooth)\b/i,
  ],
  [
    "ink-toner",
    /\b(toner|ink ?cartridges?|cartridges?|print ?heads?|imaging (unit|drum)|image drum|printer drum|drum|fuser|maintenance kit|developer unit|ink|printer ribbon|transfer (kit|belt|roller)|waste (toner|ink)|ink sticks?|singlepack|multipack)\b|^(?=.*\boriginal\b)(?=.*\b(black|cyan|magenta|yellow|matte)\b)/i,
    /\b(ink ?jet (paper|printer)|tape cartridge|data cartridge|LTO|drum kit|water cartridge|shav)/i,
  ],
  [
    "accessories",
    /\b(notebook|laptop|netbook|tablet|i?phone|ipad)\b[^|,]*\b(stand|cooler|cooling pad|(quick ?)?dock|dock(ing)? station|holder|riser|mount|spare part|accessory|privacy (screen|filter|and protection)|screen protector|security enclosure|cable lock|lock)\b/i,
    /\b\d+ GB\b.*\b(HDD|SSD|SDRAM|Windows)\b|\bbatter(y|ies)\b/i,
  ],
  [
    "accessories",
    /\bthinkpad\b.*\bdock\b|\bdock station\b|\bfor (laptops?|notebooks?|macbooks?)\b/i,
    /\b(cable|memory|module|case|bag|sleeve|backpack|battery|keyboard|mouse)\b/i,
  ],
  ["accessories", /\bmouse ?(pad|mat|wrist)s?\b|\bwrist (pillow|rest|pad)s?\b/i],
  ["memory", /\b(RAM|memory) modules?\b/i, /\bprinter\b/i],
  [
    "keyboards-mice",
    /\b(notebook|laptop)\b[^|,]*\b(mouse|mice|keypad|KBD|trackball)\b|\bkeypad\b.*\b(notebook|laptop)\b/i,
    /\bmouse pad\b/i,
  ],
  ["cameras", /\b(notebook|laptop) webcam\b/i],
  ["speakers", /\b(notebook|laptop)\b[^|,]*\bspeakers?\b/i],
  ["paper-labels", /\bwriting notebook\b|\bnotebook\b.*\b(wirebound|squared|ruled)\b/i],
  [
    "bags-cases",
    /\b(notebook|laptop|netbook|camera|camcorder|tablet|phone|lens|media player|e-?book)\b.*\b(case|bag|sleeve|cover|pouch|backpack|roller)\b|\b(backpack|back pack|trolley case|messenger case|briefcase|topload|carrying case|carry case|holster|rucksack)\b|\bsleeve for\b/i,
  ],
  [
    "cables",
    /\b(cable|cables|cord|cords|patchcord|patch lead|pigtail)\b/i,
    /\bcable (management|tester|organi[sz]er|lock|tie|cover|ladder|tray|modem|stripper)|\bcable ?box|cordless/i,
  ],
  [
    "power",
    /\b(uninterruptible|UPS|surge|power (suppl(y|ies)|adapters?|adapters? & inverters?|distribution|strip|extension|bank|module)|PDU|batter(y|ies)|chargers?|inverter|AC outlets?)\b/i,
    /\b(battery (grip|tester|door)|\d+ batteries included)\b/i,
  ],
  [
    "components",
    /\b(motherboard|desktop board|server board|workstation board|graphics (card|adapter)|video card|computer case|computer cooling|cpu cooler|heat ?sink|fan\b|interface cards?|expansion card|raid controller|controller card|sound card|tv tuner|riser|backplane|drive bay|mounting kit|computer case part)|\b(LGA|Socket) ?\w+.*\bATX\b/i,
    /\bbarebone\b/i,
  ],
  [
    "networking",
    /\b(router|network switch|ethernet switch|managed switch|unmanaged|access point|wlan|network(ing)? (card|adapter|interface|extender|management|transceiver|media converter)|ethernet adapter|media converter|transceiver|SFP\+?|modem|firewall|KVM|powerline|patch panel|keystone|antenna|print server|wireless adapter|bridge|repeater|media converter|video extender|gateway|VoIP adapter|\d+[- ]port .*switch|console server)\b/i,
  ],
  [
    "processors",
    /\bprocessor\b.*\b(GHz|MHz|cache|L[123]|box)\b|\bProcessor \||\b(Xeon|Opteron|Pentium|Celeron)\b.*\bprocessor\b/i,
    /\b(notebook|laptop|PC|desktop|server barebone|workstation)\b/i,
  ],
  [
    "keyboards-mice",
    /\b(keyboard|mouse|mice|trackball|numeric keypad|presenter|wireless presenter|graphic tablet|pen tablet|touchpad)\b/i,
    /\b(keyboard (cover|light|drawer|tray)|notebook|town girl|miffy)\b/i,
  ],
  ["headphones", /\b(headphones?|headset|earphones?|earbuds?|in-ear|ear ?pads?)\b/i],
  [
    "storage",
    /\b(hard (disk|drive)|HDD|SSD|solid[- ]state|USB flash|flash drive|memory card|memory stick|compactflash|CF card|SDHC|SDXC|micro ?SD|CD-?R[W]?|DVD[+-]?R?W?|blu-?ray|BD-R|tape (drive|cartridge|array|auto loader)|data cartridge|blank data tape|LTO|NAS|disk array|storage (drive|server|enclosure)|enclosure|card reader|optical (disc )?drive|floppy|diskette|docking station.*(SATA|HDD))\b/i,
    /\b(notebook|laptop|netbook|chromebook|workstation|tower|DVD player|camcorder|PC\b|home cinema)/i,
  ],
  [
    "memory",
    /\b(memory module|system specific memory|DIMM|SO-?DIMM|SO DIMM|RAM module|GB DDR\d?|MB DDR|SDRAM|printer memory|ECC)\b/i,
    /\b(notebook|laptop|PC|workstation|server barebone|tower)\b/i,
  ],
  ["tvs", /\b(TVs?|television|smart tv|commercial display)\b/i, /\b(mount|stand|remote|bracket|tv card|tuner|coax)\b/i],
  ["projectors", /\bprojectors?\b/i, /\b(lamps?|mount|screen|bulb|bracket|filter)\b/i],
  [
    "accessories",
    /\b(tray|feeder|finisher|stapler|stacker|spindle|duplex(er)?( unit)?|booklet unit|cabinet stand|mount|bracket|remote control|cable lock|lock\b|USB hub|hub\b|interface hub|docking station|port replicator|adapter|converter|splitter|stand\b|lamp|cleaning|screen protector|privacy filter|foot ?rest|wrist rest|cable management)/i,
    /\b(notebook|laptop)\b.*\d+(\.\d+)? cm/i,
  ],
  ["tablets", /\b(tablet|ipad|e-?book reader|galaxy tab)\b/i],
  [
    "laptops",
    /\b(notebook|laptop|netbook|chromebook|ultrabook|hybrid \(2-in-1\)|mobile workstation|macbook|thinkpad|latitude \d|elitebook|probook)\b/i,
  ],
  ["servers", /\b(servers?|blade|rack cabinet|rack\b|rackmount|cabinet|chassis)\b/i],
  [
    "desktops",
    /\b(PCs?|workstation|barebone|all-in-one|thin client|desktop computer|mini pc|tower|SFF|i[3579]-\d{4,}|Windows (XP|Vista|7|8|10|CE))\b/i,
  ],
  [
    "printers",
    /\b(printers?|multifunction|multifunctional|laserjet|deskjet|officejet|designjet|plotter|scanner|fax|copier|label maker|\d{3,4} x \d{3,4} DPI)\b/i,
  ],
  [
    "monitors",
    /\b(monitor|LCD|LED display|flat panel|touch screen monitor|\d{3,4} x \d{3,4} pixels|signage)\b/i,
    /\b(camera|phone|photo frame)\b/i,
  ],
  [
    "cameras",
    /\b(camera|camcorder|lens|lenses|camera flash|macro flash|speedlite|EOS|webcam|binocular|tripod|photo frame|EF-S?)\b/i,
  ],
  ["phones", /\b(smartphone|mobile phone|telephone|cordless phone|DECT|ip phone|phone)\b/i],
  [
    "speakers",
    /\b(speakers?|soundbar|subwoofer|loudspeaker|hi-?fi|audio system|radio|home cinema|home theater|DVD player|MP3|media player|amplifier|receiver|microphone)\b/i,
  ],
  ["gaming", /\b(gamepad|joystick|game console|gaming|steering wheel|playstation|xbox|nintendo)\b/i],
  ["wearables", /\b(smart ?watch|activity tracker|fitness|watch)\b/i],
  ["smart-home", /\b(smart home|thermostat|netbotz|sensor|smart plug|light bulb|led lamp|doorbell|alarm)\b/i],
];

/** `10 pc(s)`: a number of pieces, not a computer. */
const PIECES = /\b\d+ ?pcs?\b(\(s\))?\.?/gi;

/** `words` are everything that says what it is: its type at the source, its title, its short description. */
export function classifyProduct(words: string): ProductType {
  const text = words.replace(PIECES, " ");
  return RULES.find(([, fits, unless]) => fits.test(text) && !unless?.test(text))?.[0] ?? "other";
}
