import { textsIn } from './text-table.js'

/** What a visitor is told of what is known of them, in this order. */
const KEYS = [
  'title',
  'nothing',
  'page',
  'tab',
  'device',
  'signal',
  'consent',
  'paused',
  'common',
  'learned',
  'view',
  'click',
  'cart',
  'purchase',
  'dismiss',
  'forget',
  'forgetAll',
  'pause',
  'resume',
  'download',
  'allow',
  'refuse',
] as const

export type PrivacyTexts = Readonly<Record<(typeof KEYS)[number], string>>

const TEXTS: Readonly<Record<string, string>> = {
  en: 'What is known about you|Nothing is known about you.|Kept until you leave this page.|Kept until you close this tab.|Kept on this device for at most 180 days.|Your browser asks for privacy (Global Privacy Control), so nothing is stored.|Nothing is stored without your consent.|Paused: nothing new is remembered.|In common|Recommendations are tuned to what you chose.|Viewed|Opened|Added to cart|Bought|Not interested|Forget|Forget all|Pause|Resume|Download|Allow storing|Do not store',
  de: 'Was über Sie bekannt ist|Über Sie ist nichts bekannt.|Wird behalten, bis Sie diese Seite verlassen.|Wird behalten, bis Sie diesen Tab schließen.|Wird auf diesem Gerät höchstens 180 Tage behalten.|Ihr Browser bittet um Datenschutz (Global Privacy Control), daher wird nichts gespeichert.|Ohne Ihre Einwilligung wird nichts gespeichert.|Angehalten: Neues wird nicht gemerkt.|Gemeinsam|Die Empfehlungen sind auf Ihre Auswahl abgestimmt.|Angesehen|Geöffnet|In den Warenkorb gelegt|Gekauft|Kein Interesse|Vergessen|Alle vergessen|Anhalten|Fortsetzen|Herunterladen|Speichern erlauben|Nicht speichern',
  fr: 'Ce que l’on sait de vous|On ne sait rien de vous.|Conservé jusqu’à ce que vous quittiez cette page.|Conservé jusqu’à la fermeture de cet onglet.|Conservé sur cet appareil pendant 180 jours au plus.|Votre navigateur demande le respect de la vie privée (Global Privacy Control) : rien n’est enregistré.|Rien n’est enregistré sans votre consentement.|En pause : rien de nouveau n’est retenu.|En commun|Les recommandations sont ajustées à vos choix.|Vu|Ouvert|Ajouté au panier|Acheté|Pas intéressé|Oublier|Tout oublier|Mettre en pause|Reprendre|Télécharger|Autoriser l’enregistrement|Ne rien enregistrer',
  es: 'Lo que se sabe de ti|No se sabe nada de ti.|Se guarda hasta que salgas de esta página.|Se guarda hasta que cierres esta pestaña.|Se guarda en este dispositivo durante 180 días como máximo.|Tu navegador pide privacidad (Global Privacy Control), así que no se guarda nada.|No se guarda nada sin tu consentimiento.|En pausa: no se recuerda nada nuevo.|En común|Las recomendaciones se ajustan a lo que elegiste.|Visto|Abierto|Añadido al carrito|Comprado|No me interesa|Olvidar|Olvidar todo|Pausar|Reanudar|Descargar|Permitir guardar|No guardar',
  it: 'Che cosa si sa di te|Di te non si sa nulla.|Conservato finché non lasci questa pagina.|Conservato finché non chiudi questa scheda.|Conservato su questo dispositivo per 180 giorni al massimo.|Il tuo browser chiede privacy (Global Privacy Control), quindi non si salva nulla.|Senza il tuo consenso non si salva nulla.|In pausa: non si ricorda nulla di nuovo.|In comune|I consigli sono regolati sulle tue scelte.|Visto|Aperto|Aggiunto al carrello|Acquistato|Non mi interessa|Dimentica|Dimentica tutto|Pausa|Riprendi|Scarica|Consenti il salvataggio|Non salvare',
  nl: 'Wat er over je bekend is|Er is niets over je bekend.|Bewaard tot je deze pagina verlaat.|Bewaard tot je dit tabblad sluit.|Hooguit 180 dagen op dit apparaat bewaard.|Je browser vraagt om privacy (Global Privacy Control), dus er wordt niets opgeslagen.|Zonder jouw toestemming wordt niets opgeslagen.|Gepauzeerd: er wordt niets nieuws onthouden.|Gemeen|De aanbevelingen zijn afgestemd op wat je koos.|Bekeken|Geopend|In winkelwagen gelegd|Gekocht|Niet interessant|Vergeten|Alles vergeten|Pauzeren|Hervatten|Downloaden|Opslaan toestaan|Niet opslaan',
  pl: 'Co o Tobie wiadomo|Nic o Tobie nie wiadomo.|Przechowywane do opuszczenia tej strony.|Przechowywane do zamknięcia tej karty.|Przechowywane na tym urządzeniu najwyżej 180 dni.|Twoja przeglądarka prosi o prywatność (Global Privacy Control), więc nic nie jest zapisywane.|Bez Twojej zgody nic nie jest zapisywane.|Wstrzymano: nic nowego nie jest zapamiętywane.|Wspólne|Polecenia są dopasowane do Twoich wyborów.|Obejrzane|Otwarte|Dodane do koszyka|Kupione|Nie interesuje mnie|Zapomnij|Zapomnij wszystko|Wstrzymaj|Wznów|Pobierz|Zezwól na zapisywanie|Nie zapisuj',
  pt: 'O que se sabe sobre si|Não se sabe nada sobre si.|Guardado até sair desta página.|Guardado até fechar este separador.|Guardado neste dispositivo por 180 dias no máximo.|O seu navegador pede privacidade (Global Privacy Control), por isso nada é guardado.|Nada é guardado sem o seu consentimento.|Em pausa: nada de novo é recordado.|Em comum|As recomendações são ajustadas às suas escolhas.|Visto|Aberto|Adicionado ao carrinho|Comprado|Não me interessa|Esquecer|Esquecer tudo|Pausar|Retomar|Transferir|Permitir guardar|Não guardar',
  sv: 'Vad som är känt om dig|Inget är känt om dig.|Sparas tills du lämnar sidan.|Sparas tills du stänger fliken.|Sparas på den här enheten i högst 180 dagar.|Din webbläsare ber om integritet (Global Privacy Control), så inget sparas.|Inget sparas utan ditt samtycke.|Pausat: inget nytt sparas i minnet.|Gemensamt|Rekommendationerna är anpassade efter det du har valt.|Visad|Öppnad|Lagd i varukorgen|Köpt|Inte intresserad|Glöm|Glöm alla|Pausa|Återuppta|Ladda ner|Tillåt att spara|Spara inte',
  da: 'Hvad der vides om dig|Der vides intet om dig.|Gemmes, til du forlader siden.|Gemmes, til du lukker fanen.|Gemmes på denne enhed i højst 180 dage.|Din browser beder om privatliv (Global Privacy Control), så intet gemmes.|Intet gemmes uden dit samtykke.|På pause: intet nyt huskes.|Fælles|Anbefalingerne er tilpasset det, du har valgt.|Set|Åbnet|Lagt i kurven|Købt|Ikke interesseret|Glem|Glem alt|Sæt på pause|Genoptag|Download|Tillad at gemme|Gem ikke',
  nb: 'Hva som er kjent om deg|Ingenting er kjent om deg.|Lagres til du forlater siden.|Lagres til du lukker fanen.|Lagres på denne enheten i høyst 180 dager.|Nettleseren din ber om personvern (Global Privacy Control), så ingenting lagres.|Ingenting lagres uten ditt samtykke.|På pause: ingenting nytt huskes.|Felles|Anbefalingene er tilpasset det du har valgt.|Sett|Åpnet|Lagt i handlekurven|Kjøpt|Ikke interessert|Glem|Glem alt|Sett på pause|Fortsett|Last ned|Tillat lagring|Ikke lagre',
  fi: 'Mitä sinusta tiedetään|Sinusta ei tiedetä mitään.|Säilytetään, kunnes poistut sivulta.|Säilytetään, kunnes suljet välilehden.|Säilytetään tällä laitteella enintään 180 päivää.|Selaimesi pyytää yksityisyyttä (Global Privacy Control), joten mitään ei tallenneta.|Mitään ei tallenneta ilman suostumustasi.|Tauolla: mitään uutta ei muisteta.|Yhteistä|Suositukset on sovitettu valintoihisi.|Katsottu|Avattu|Lisätty ostoskoriin|Ostettu|Ei kiinnosta|Unohda|Unohda kaikki|Tauko|Jatka|Lataa|Salli tallennus|Älä tallenna',
  cs: 'Co je o vás známo|Není o vás známo nic.|Uchová se, dokud neopustíte tuto stránku.|Uchová se, dokud nezavřete tuto kartu.|Uchová se v tomto zařízení nejvýše 180 dní.|Váš prohlížeč žádá o soukromí (Global Privacy Control), proto se nic neukládá.|Bez vašeho souhlasu se nic neukládá.|Pozastaveno: nic nového se nepamatuje.|Společné|Doporučení jsou přizpůsobena tomu, co jste si vybrali.|Prohlédnuto|Otevřeno|Vloženo do košíku|Koupeno|Nemám zájem|Zapomenout|Zapomenout vše|Pozastavit|Pokračovat|Stáhnout|Povolit ukládání|Neukládat',
  hu: 'Amit Önről tudunk|Önről semmit sem tudunk.|Az oldal elhagyásáig őrizzük meg.|A lap bezárásáig őrizzük meg.|Ezen az eszközön legfeljebb 180 napig őrizzük meg.|Böngészője adatvédelmet kér (Global Privacy Control), ezért semmit sem tárolunk.|Hozzájárulása nélkül semmit sem tárolunk.|Szüneteltetve: semmi újat nem jegyzünk meg.|Közös|Az ajánlások az Ön választásaihoz igazodnak.|Megnézve|Megnyitva|Kosárba téve|Megvéve|Nem érdekel|Elfelejtés|Összes elfelejtése|Szüneteltetés|Folytatás|Letöltés|Tárolás engedélyezése|Tárolás tiltása',
  ro: 'Ce se știe despre dvs.|Nu se știe nimic despre dvs.|Păstrat până când părăsiți pagina.|Păstrat până când închideți fila.|Păstrat pe acest dispozitiv cel mult 180 de zile.|Browserul cere confidențialitate (Global Privacy Control), deci nu se stochează nimic.|Nu se stochează nimic fără acordul dvs.|În pauză: nu se reține nimic nou.|În comun|Recomandările sunt adaptate la ceea ce ați ales.|Văzut|Deschis|Adăugat în coș|Cumpărat|Nu mă interesează|Uită|Uită tot|Pauză|Reia|Descarcă|Permite stocarea|Nu stoca',
  tr: 'Hakkınızda bilinenler|Hakkınızda hiçbir şey bilinmiyor.|Bu sayfadan ayrılana kadar tutulur.|Bu sekmeyi kapatana kadar tutulur.|Bu cihazda en çok 180 gün tutulur.|Tarayıcınız gizlilik istiyor (Global Privacy Control), bu yüzden hiçbir şey saklanmaz.|İzniniz olmadan hiçbir şey saklanmaz.|Duraklatıldı: yeni bir şey hatırlanmaz.|Ortak|Öneriler seçtiklerinize göre ayarlandı.|Görüntülendi|Açıldı|Sepete eklendi|Satın alındı|İlgilenmiyorum|Unut|Tümünü unut|Duraklat|Sürdür|İndir|Saklamaya izin ver|Saklama',
  uk: 'Що про вас відомо|Про вас нічого не відомо.|Зберігається, доки ви не залишите сторінку.|Зберігається, доки ви не закриєте вкладку.|Зберігається на цьому пристрої не довше 180 днів.|Ваш браузер просить приватності (Global Privacy Control), тож нічого не зберігається.|Без вашої згоди нічого не зберігається.|Призупинено: нічого нового не запам’ятовується.|Спільне|Рекомендації налаштовано на те, що ви обирали.|Переглянуто|Відкрито|Додано до кошика|Куплено|Не цікавить|Забути|Забути все|Призупинити|Відновити|Завантажити|Дозволити зберігання|Не зберігати',
  ru: 'Что о вас известно|О вас ничего не известно.|Хранится, пока вы не покинете страницу.|Хранится, пока вы не закроете вкладку.|Хранится на этом устройстве не дольше 180 дней.|Ваш браузер просит приватности (Global Privacy Control), поэтому ничего не сохраняется.|Без вашего согласия ничего не сохраняется.|Приостановлено: ничего нового не запоминается.|Общее|Рекомендации настроены на то, что вы выбирали.|Просмотрено|Открыто|Добавлено в корзину|Куплено|Не интересует|Забыть|Забыть всё|Приостановить|Возобновить|Скачать|Разрешить хранение|Не хранить',
  el: 'Τι είναι γνωστό για εσάς|Τίποτα δεν είναι γνωστό για εσάς.|Διατηρείται μέχρι να φύγετε από τη σελίδα.|Διατηρείται μέχρι να κλείσετε την καρτέλα.|Διατηρείται σε αυτή τη συσκευή έως 180 ημέρες.|Ο περιηγητής σας ζητά ιδιωτικότητα (Global Privacy Control), οπότε τίποτα δεν αποθηκεύεται.|Τίποτα δεν αποθηκεύεται χωρίς τη συγκατάθεσή σας.|Σε παύση: τίποτα νέο δεν απομνημονεύεται.|Κοινά|Οι προτάσεις είναι προσαρμοσμένες στις επιλογές σας.|Προβλήθηκε|Ανοίχτηκε|Προστέθηκε στο καλάθι|Αγοράστηκε|Δεν με ενδιαφέρει|Διαγραφή|Διαγραφή όλων|Παύση|Συνέχεια|Λήψη|Να επιτρέπεται η αποθήκευση|Χωρίς αποθήκευση',
  ja: 'あなたについて保持している情報|あなたについての情報はありません。|このページを離れるまで保持されます。|このタブを閉じるまで保持されます。|この端末に最長180日間保持されます。|お使いのブラウザーがプライバシーを求めているため（Global Privacy Control）、何も保存されません。|同意なしには何も保存されません。|一時停止中：新しい情報は記録されません。|共通点|おすすめはあなたの選択に合わせて調整されています。|閲覧|開封|カートに追加|購入|興味がない|削除|すべて削除|一時停止|再開|ダウンロード|保存を許可|保存しない',
  ko: '회원님에 대해 알려진 내용|회원님에 대해 알려진 내용이 없습니다.|이 페이지를 떠날 때까지 보관됩니다.|이 탭을 닫을 때까지 보관됩니다.|이 기기에 최대 180일 동안 보관됩니다.|브라우저가 개인정보 보호를 요청하므로(Global Privacy Control) 아무것도 저장되지 않습니다.|동의 없이는 아무것도 저장되지 않습니다.|일시 중지됨: 새로운 내용은 기억되지 않습니다.|공통점|추천이 회원님의 선택에 맞게 조정되었습니다.|조회함|열어 봄|장바구니에 담음|구매함|관심 없음|삭제|모두 삭제|일시 중지|다시 시작|다운로드|저장 허용|저장 안 함',
  zh: '关于你的已知信息|没有关于你的信息。|保留到你离开此页面。|保留到你关闭此标签页。|在此设备上最多保留 180 天。|你的浏览器要求保护隐私（Global Privacy Control），因此不存储任何内容。|未经你同意，不存储任何内容。|已暂停：不再记录新内容。|共同点|推荐已根据你的选择调整。|已浏览|已打开|已加入购物车|已购买|不感兴趣|移除|全部移除|暂停|继续|下载|允许存储|不存储',
  ar: 'ما هو معروف عنك|لا يُعرف عنك شيء.|يُحتفظ به حتى تغادر هذه الصفحة.|يُحتفظ به حتى تغلق علامة التبويب هذه.|يُحتفظ به على هذا الجهاز لمدة 180 يومًا كحد أقصى.|يطلب متصفحك الخصوصية (Global Privacy Control)، لذا لا يُخزَّن شيء.|لا يُخزَّن شيء دون موافقتك.|متوقف مؤقتًا: لا يُتذكَّر شيء جديد.|مشترك|التوصيات مضبوطة وفق ما اخترته.|شوهد|فُتح|أُضيف إلى السلة|اشتُري|غير مهتم|انسَ|انسَ الكل|إيقاف مؤقت|استئناف|تنزيل|السماح بالتخزين|عدم التخزين',
  he: 'מה ידוע עליך|לא ידוע עליך דבר.|נשמר עד שתעזבו את הדף.|נשמר עד שתסגרו את הכרטיסייה.|נשמר במכשיר הזה 180 ימים לכל היותר.|הדפדפן מבקש פרטיות (Global Privacy Control), ולכן דבר אינו נשמר.|דבר אינו נשמר ללא הסכמתכם.|מושהה: שום דבר חדש אינו נזכר.|במשותף|ההמלצות מותאמות למה שבחרתם.|נצפה|נפתח|נוסף לעגלה|נקנה|לא מעניין אותי|לשכוח|לשכוח הכול|השהיה|המשך|הורדה|לאפשר שמירה|לא לשמור',
}

/** English where there are none for the language of `tag` (BCP 47). */
export function privacyTexts(tag: string): PrivacyTexts {
  return textsIn(TEXTS, KEYS, tag)
}

/** Moments in the language; a tag that is none, as pages write them, is left out. */
export function momentFormat(tag: string): Intl.DateTimeFormat {
  const options = { dateStyle: 'medium', timeStyle: 'short' } as const
  try {
    return new Intl.DateTimeFormat(tag, options)
  } catch {
    return new Intl.DateTimeFormat(undefined, options)
  }
}
