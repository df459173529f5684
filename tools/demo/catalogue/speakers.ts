/** Halvero's speakers and its microphone. */
import { type DemoProduct, has, measure, term, variant } from "../demo-product.ts";

export const SPEAKERS: readonly DemoProduct[] = [
  {
    id: "drum-speaker",
    brand: "Halvero",
    type: "speakers",
    categoryId: "speakers",
    rank: 840,
    weightGrams: 740,
    finish: "Coral",
    portrait: { kind: "portableSpeaker", tint: "butter", setting: "window", accent: "#14213d" },
    en: [
      "drum-portable-speaker",
      "Drum Portable Speaker",
      "Twenty hours of picnic in a knitted jacket. Sound leaves it in every direction, so there is no bad seat on the blanket, and two of them make a stereo pair. It floats, should the picnic be that kind of picnic.",
    ],
    de: [
      "drum-mobiler-lautsprecher",
      "Drum Mobiler Lautsprecher",
      "Zwanzig Stunden Picknick im Strickmantel. Der Klang geht in alle Richtungen, es gibt also keinen schlechten Platz auf der Decke, und zwei davon spielen Stereo. Er schwimmt – falls es so ein Picknick wird.",
    ],
    ja: [
      "drum-potaburu-supika",
      "Drum ポータブルスピーカー",
      "ニット地をまとった、20時間のピクニックのお供。全方向に音が広がるので、レジャーシートのどこに座っても特等席です。2台でステレオ再生も可能。水に浮くので、川辺でも安心です。",
    ],
    ar: [
      "mukabbir-sawt-mahmul-drum",
      "مكبر صوت محمول Drum",
      "عشرون ساعة من النزهة في معطف محبوك. ينطلق الصوت في كل الاتجاهات فلا مقعد سيئاً حول البساط، ويشكّل اثنان منه زوجاً ستيريو. وهو يطفو إن انتهت النزهة في الماء.",
    ],
    attributes: [
      measure("power", 30, "W"),
      measure("battery-life", 20, "h"),
      term("bluetooth", "5.3"),
      term("water-resistance", "IP67"),
      has("stereo-pair"),
      measure("weight", 740, "g"),
    ],
    variants: [
      variant("HAL-DRUM-COR", { Colour: "Coral" }, 36, [149, 139, 149, 22800, 549]),
      variant("HAL-DRUM-FOR", { Colour: "Forest" }, 24, [149, 139, 149, 22800, 549]),
      variant("HAL-DRUM-GRA", { Colour: "Graphite" }, 51, [149, 139, 149, 22800, 549]),
    ],
  },
  {
    id: "gallery-speakers",
    brand: "Halvero",
    type: "speakers",
    categoryId: "speakers",
    rank: 690,
    weightGrams: 11200,
    finish: "Walnut",
    portrait: { kind: "bookshelfSpeakers", tint: "paper", setting: "steps", accent: "#c9783f" },
    en: [
      "gallery-bookshelf-speakers",
      "Gallery Bookshelf Speakers",
      "A pair of wooden boxes that make the wall behind them disappear. Amplifier, streamer and a phono input live inside the left one, so the turntable plugs straight in. Real veneer, oiled by hand, no two quite alike.",
    ],
    de: [
      "gallery-regallautsprecher",
      "Gallery Regallautsprecher",
      "Zwei Holzkisten, die die Wand dahinter verschwinden lassen. Verstärker, Streamer und Phono-Eingang stecken in der linken, der Plattenspieler wird einfach angeschlossen. Echtes Furnier, von Hand geölt, kein Paar wie das andere.",
    ],
    ja: [
      "gallery-bukkushierufu-supika",
      "Gallery ブックシェルフスピーカー",
      "背後の壁が消えたかのような音場を描く、木製の2本組。左側にアンプとストリーマー、フォノ入力を内蔵し、レコードプレーヤーを直接つなげます。手作業でオイル仕上げした天然木の突板は、ひと組ごとに表情が異なります。",
    ],
    ar: [
      "samaat-raff-gallery",
      "سماعات رف Gallery",
      "صندوقان خشبيان يجعلان الجدار خلفهما يختفي. المضخم والبث ومدخل الفونو داخل الصندوق الأيسر، فيتصل مشغّل الأسطوانات به مباشرة. قشرة خشب طبيعية مدهونة بالزيت يدوياً، ولا زوج يشبه الآخر تماماً.",
    ],
    attributes: [
      measure("power", 120, "W"),
      term("frequency-response", "45 Hz – 25 kHz"),
      has("phono-input"),
      term("wireless", "Wi-Fi 6"),
      term("bluetooth", "5.2"),
      measure("weight", 11.2, "kg"),
    ],
    variants: [
      variant("HAL-GAL-WAL", { Colour: "Walnut" }, 8, [699, 669, 749, 109800, 2699]),
      variant("HAL-GAL-WHT", { Colour: "White" }, 3, [699, 669, 749, 109800, 2699]),
    ],
  },
  {
    id: "voice-microphone",
    brand: "Halvero",
    type: "speakers",
    categoryId: "microphones",
    rank: 680,
    weightGrams: 620,
    finish: "Midnight",
    portrait: { kind: "microphone", tint: "lilac", setting: "arch", accent: "#f0688a" },
    en: [
      "voice-usb-microphone",
      "Voice USB Microphone",
      "Plug in, tap to mute, say something worth recording. The large capsule picks up the voice and leaves the room alone, and a built-in limiter catches the laugh that would have clipped.",
    ],
    de: [
      "voice-usb-mikrofon",
      "Voice USB-Mikrofon",
      "Einstecken, zum Stummschalten antippen, etwas Hörenswertes sagen. Die große Kapsel nimmt die Stimme auf und lässt den Raum außen vor, der eingebaute Limiter fängt das Lachen ab, das sonst übersteuert hätte.",
    ],
    ja: [
      "voice-usb-maiku",
      "Voice USBマイク",
      "つなぐだけ、触れればミュート、あとは話すだけ。大口径カプセルが声だけを捉え、部屋の響きは拾いません。内蔵リミッターが、思わずこぼれた笑い声の音割れも防ぎます。",
    ],
    ar: [
      "mikrofun-usb-voice",
      "ميكروفون USB من طراز Voice",
      "صِله، والمسه لكتم الصوت، وقل شيئاً يستحق التسجيل. تلتقط الكبسولة الكبيرة الصوت وتترك الغرفة وشأنها، ويمسك المحدّد المدمج بالضحكة التي كانت ستشوّه التسجيل.",
    ],
    attributes: [
      measure("capsule-size", 25, "mm"),
      term("sample-rate", "24 bit / 96 kHz"),
      term("connection", "USB-C"),
      has("mute-button"),
      measure("cable-length", 2, "m"),
      measure("weight", 620, "g"),
    ],
    variants: [
      variant("HAL-VOI-MID", { Colour: "Midnight" }, 22, [119, 109, 119, 17800, 439]),
      variant("HAL-VOI-WHT", { Colour: "White" }, 16, [119, 109, 119, 17800, 439]),
    ],
  },
];
