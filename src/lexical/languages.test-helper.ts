import type { Item } from '../types.js'

/** How a language tells things: `{0}` is the kind of thing, `{1}` what it is made of or like, `{2}` what it is for. */
interface Telling {
  readonly kinds: readonly string[]
  readonly qualities: readonly string[]
  readonly uses: readonly string[]
  readonly title: string
  readonly text: string
}

const TELLINGS = {
  en: {
    kinds: ['kettle', 'tent', 'bicycle', 'lamp', 'jacket', 'knife', 'sofa', 'violin'],
    qualities: ['steel', 'light', 'waterproof', 'wooden', 'folding', 'red'],
    uses: ['for long journeys in the mountains', 'for the kitchen at home', 'for children at school', 'for quiet evenings in the garden'],
    title: '{1} {0}',
    text: 'This {0} is {1}. It was made {2}.',
  },
  de: {
    kinds: ['Wasserkocher', 'Zelt', 'Fahrrad', 'Stehlampe', 'Regenjacke', 'Küchenmesser', 'Schlafsofa', 'Geige'],
    qualities: ['aus Edelstahl', 'sehr leicht', 'wasserdicht', 'aus Eichenholz', 'zusammenklappbar', 'leuchtend rot'],
    uses: ['für lange Reisen in die Berge', 'für die Küche zu Hause', 'für Kinder in der Schule', 'für stille Abende im Garten'],
    title: '{0} {1}',
    text: 'Unser Modell {0} ist {1}. Gemacht wurde es {2}.',
  },
  ru: {
    kinds: ['чайник', 'палатка', 'велосипед', 'светильник', 'куртка', 'кухонный нож', 'диван', 'скрипка'],
    qualities: [
      'из нержавеющей стали',
      'очень лёгкая модель',
      'не пропускает воду',
      'из дубового дерева',
      'складная конструкция',
      'ярко-красный цвет',
    ],
    uses: ['для долгих путешествий в горы', 'для кухни дома', 'для детей в школе', 'для тихих вечеров в саду'],
    title: '{0}, {1}',
    text: 'Это {0}: {1}. Сделано {2}.',
  },
  ar: {
    kinds: ['غلاية', 'خيمة', 'دراجة', 'مصباح', 'سترة', 'سكين', 'أريكة', 'كمان'],
    qualities: ['من الفولاذ', 'خفيفة الوزن', 'مقاومة للماء', 'من خشب البلوط', 'قابلة للطي', 'حمراء اللون'],
    uses: ['للرحلات الطويلة في الجبال', 'للمطبخ في المنزل', 'للأطفال في المدرسة', 'للأمسيات الهادئة في الحديقة'],
    title: '{0} {1}',
    text: 'هذه {0} {1}. صنعت {2}.',
  },
  ja: {
    kinds: ['やかん', 'テント', '自転車', '電気スタンド', 'レインコート', '包丁', 'ソファ', 'バイオリン'],
    qualities: ['ステンレス製の', '軽量な', '防水の', '木製の', '折りたたみ式の', '赤い'],
    uses: ['山への長い旅行のために', '家庭の台所のために', '学校の子供たちのために', '庭での静かな夜のために'],
    title: '{1}{0}',
    text: 'これは{1}{0}です。{2}作られました。',
  },
  zh: {
    kinds: ['水壶', '帐篷', '自行车', '台灯', '雨衣', '菜刀', '沙发', '小提琴'],
    qualities: ['不锈钢', '轻便', '防水', '橡木', '可折叠', '红色'],
    uses: ['适合山区长途旅行', '适合家庭厨房', '适合学校的孩子', '适合花园里安静的夜晚'],
    title: '{1}{0}',
    text: '这款{0}是{1}的。{2}。',
  },
  th: {
    kinds: ['กาต้มน้ำ', 'เต็นท์', 'จักรยาน', 'โคมไฟ', 'เสื้อกันฝน', 'มีดทำครัว', 'โซฟา', 'ไวโอลิน'],
    qualities: ['สแตนเลส', 'น้ำหนักเบา', 'กันน้ำ', 'ไม้โอ๊ค', 'พับได้', 'สีแดง'],
    uses: ['สำหรับการเดินทางไกลบนภูเขา', 'สำหรับห้องครัวที่บ้าน', 'สำหรับเด็กในโรงเรียน', 'สำหรับค่ำคืนอันเงียบสงบในสวน'],
    title: '{0}{1}',
    text: '{0}นี้{1} ผลิตขึ้น{2}',
  },
} as const satisfies Readonly<Record<string, Telling>>

export type Language = keyof typeof TELLINGS
export const LANGUAGES = Object.keys(TELLINGS) as Language[]

/** 96 things told in a language: 8 kinds in 6 qualities, each for two uses. */
export function itemsIn(language: Language): Item[] {
  const { kinds, qualities, uses, title, text }: Telling = TELLINGS[language]
  const fill = (template: string, parts: readonly string[]) => template.replace(/\{(\d)\}/g, (_, at: string) => parts[Number(at)]!)
  return kinds.flatMap((kind, k) =>
    qualities.flatMap((quality, q) =>
      [0, 1].map((turn): Item => {
        const parts = [kind, quality, uses[(k + q + turn) % uses.length]!]
        return { id: `${language}-${k}-${q}-${turn}`, title: fill(title, parts), description: fill(text, parts), lang: language }
      }),
    ),
  )
}

/** The kinds of things, in the order of the ids. */
export function kindsIn(language: Language): readonly string[] {
  return TELLINGS[language].kinds
}
