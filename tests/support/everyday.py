"""Everyday texts in seven languages, made for the tests: four themes, a paragraph each."""

TEXTS = {
    "german": """
Gestern kam der Bus wieder zwanzig Minuten zu spät, obwohl es gar nicht geschneit hatte.
Wenn man mit der Straßenbahn fährt, braucht man einen Fahrschein, sonst wird es teuer.
Die Bahn hat mir geschrieben, dass mein Zug leider ausfällt.
Am Hauptbahnhof muss ich umsteigen, weil die S-Bahn dort endet.
Ein- und Ausgang der Haltestelle sind für Rollstühle geeignet, sagt der Fahrer.
Man sollte die Monatskarte kaufen, die ist viel billiger als einzelne Fahrscheine.
Der Fahrer hat die Tür zugemacht, bevor ich einsteigen konnte.
Wegen einer Baustelle fahren die Busse und Straßenbahnen diese Woche anders.
Ich würde ja gern mit dem Rad fahren, aber hier gibt's keinen Radweg.
Bis zum Flughafen dauert's mit dem Zug ungefähr eine halbe Stunde.

Meine Oma macht die besten Kartoffelklöße, die ich je gegessen habe.
Zuerst schneidet man die Zwiebeln klein und brät sie in etwas Butter an.
Für den Kuchen brauchst du drei Eier, Zucker, Mehl und ein bisschen Milch.
Das Restaurant an der Ecke hat eine neue Speisekarte, aber die Suppe war kalt.
Lass den Teig ruhen und heize inzwischen den Backofen vor.
Wir haben gestern Abend Nudeln mit Tomatensoße gekocht, das ging schnell.
Die Suppe schmeckt ohne Salz nach nichts, meinte der Kellner.
Obst- und Gemüsehändler verkaufen samstags auf dem Markt frische Tomaten.
Man kann den Kuchen auch mit Äpfeln statt Kirschen backen.
Der Kellner brachte uns zwei Portionen, dabei hatten wir nur eine bestellt.

Der Hausarzt sagte mir, dass ich mehr schlafen und weniger Kaffee trinken soll.
Seit drei Tagen habe ich Kopfschmerzen und ein bisschen Fieber.
In der Apotheke hat man mir ein Medikament gegen Husten gegeben.
Die Krankenkasse zahlt die Behandlung nicht, was mich sehr ärgert.
Nach der Operation durfte sie eine Woche lang nicht aufstehen.
Die Ärztin hat mir Tabletten verschrieben, die ich nach dem Essen nehme.
Wer Rückenschmerzen hat, sollte sich öfter bewegen, hieß es beim Arzt.
Man muss im Wartezimmer manchmal über eine Stunde sitzen.
Gegen die Grippe kann man sich impfen lassen, wenn man das möchte.
Mir tut der Hals weh, deshalb gehe ich morgen zum Arzt.

Unsere Lehrerin gibt uns jeden Tag zu viele Hausaufgaben.
In der Schule schreiben wir nächste Woche eine Klassenarbeit in Mathe.
Ich weiß nicht, ob ich die Prüfung bestanden habe.
Die Schüler sollen ihre Handys während des Unterrichts ausschalten.
Mein Sohn kommt im Herbst in die Schule und freut sich schon darauf.
Der Lehrer hat gesagt, wir dürfen bei der Prüfung kein Wörterbuch benutzen.
Einige Eltern finden, dass der Unterricht zu früh beginnt.
Auf dem Schulhof haben sich die Schüler gestritten.
Ohne Nachhilfe hätte ich Mathe nie verstanden.
Für das Zeugnis zählen Klassenarbeiten doppelt, mündliche Noten aber auch.
""",
    "turkish": """
Dün otobüs yine yirmi dakika geç geldi, oysa hiç kar yağmamıştı.
İstanbul'da metroya binmek için bir kart almanız gerekiyor.
Ankara'ya giden tren iptal edilmiş, bize kimse haber vermedi.
Durakta beklerken bir otobüs geçti ama durmadı.
Şoför kapıyı kapattı, ben de binemedim.
Trafik o kadar yoğundu ki işe ancak öğlen varabildim.
Metro daha hızlıdır, fakat akşamları çok kalabalık oluyor.
Bence bisikletle gitmek en iyisi, ama burada yol yok.
Vapurla karşıya geçmek hem ucuz hem de güzel.
Türkiye'nin bütün şehirlerinde otobüs bileti pahalandı.

Annem her pazar bize mantı yapar, çok lezzetli olur.
Önce soğanları doğrayın, sonra tereyağında kavurun.
Çorbaya biraz tuz ekledim çünkü tadı yoktu.
Köşedeki lokantanın menüsü değişmiş ama çorba soğuktu.
Kek için üç yumurta, şeker, un ve biraz süt lazım.
Dün akşam arkadaşlarla kebap yedik, garson çok kibardı.
Garson yanlış yemek getirdi, biz de geri gönderdik.
Pilavı kısık ateşte pişirin ve üzerini kapatın.
Izgara balık mı yoksa kebap mı yiyelim diye sordu.
Bu tarif için taze domates kullanmalısınız.

Doktor bana daha çok uyumam gerektiğini söyledi.
Üç gündür başım ağrıyor ve biraz ateşim var.
Eczaneden öksürük için bir ilaç aldım ama işe yaramadı.
Ameliyattan sonra bir hafta yataktan kalkamadı.
Hastanede sıra beklemek iki saat sürdü.
Doktor ilaçları yemekten sonra almamı istedi.
Sırtı ağrıyanlar daha sık hareket etmeli diyorlar.
Gribe karşı aşı olmak isteyenler hastaneye gidebilir.
Boğazım ağrıyor, bu yüzden yarın doktora gideceğim.
Hemşire bana iğne yaparken hiç acımadı.

Öğretmenimiz bize her gün çok fazla ödev veriyor.
Gelecek hafta okulda matematik sınavı olacağız.
Sınavı geçip geçmediğimi bilmiyorum.
Öğrenciler ders sırasında telefonlarını kapatmalıdır.
Oğlum bu sonbaharda okula başlıyor ve şimdiden heyecanlı.
Öğretmen sınavda sözlük kullanamayacağımızı söyledi.
Bazı veliler derslerin çok erken başladığını düşünüyor.
Bahçede öğrenciler kavga etti, müdür hepsini çağırdı.
Özel ders almasaydım matematiği asla anlamazdım.
Karnedeki notlar için sınavlar daha önemlidir.
""",
    "polish": """
Wczoraj autobus znowu spóźnił się dwadzieścia minut, chociaż wcale nie padał śnieg.
Żeby jechać tramwajem, trzeba mieć bilet, bo inaczej będzie drogo.
Mój pociąg został odwołany i nikt nam o tym nie powiedział.
Na dworcu muszę się przesiąść, ponieważ tramwaj dalej nie jedzie.
Kierowca zamknął drzwi, zanim zdążyłem wsiąść.
Lepiej kupić bilet miesięczny, jest o wiele tańszy niż pojedyncze bilety.
Przez remont autobusy i tramwaje jeżdżą w tym tygodniu inaczej.
Chętnie jeździłabym rowerem, ale tutaj nie ma ścieżki.
Na lotnisko jedzie się pociągiem około pół godziny.
Czy ktoś wie, o której odjeżdża ostatni autobus z dworca?

Moja babcia robi najlepsze pierogi, jakie kiedykolwiek jadłam.
Najpierw trzeba pokroić cebulę i podsmażyć ją na maśle.
Do ciasta potrzebujesz trzech jajek, cukru, mąki i trochę mleka.
Restauracja na rogu ma nowe menu, ale zupa była zimna.
Wczoraj wieczorem gotowaliśmy makaron z pomidorami i poszło szybko.
Ta zupa bez soli w ogóle nie smakuje, powiedział kelner.
Kelner przyniósł nam dwie porcje, a zamówiliśmy tylko jedną.
Zamiast wiśni można dać do ciasta jabłka.
Na targu w soboty sprzedają świeże pomidory i ser.
Niech ciasto odpocznie, a w tym czasie nagrzej piekarnik.

Lekarz powiedział mi, że powinienem więcej spać i mniej pić kawy.
Od trzech dni boli mnie głowa i mam trochę gorączki.
W aptece dali mi jakieś lekarstwo na kaszel.
Po operacji przez tydzień nie mogła wstawać z łóżka.
Pani doktor przepisała mi tabletki, które biorę po jedzeniu.
W poczekalni czasami trzeba siedzieć ponad godzinę.
Jeśli chcesz, możesz się zaszczepić przeciwko grypie.
Boli mnie gardło, dlatego jutro idę do lekarza.
Kogo bolą plecy, ten powinien częściej się ruszać.
Pielęgniarka zrobiła mi zastrzyk i nawet nie bolało.

Nasza nauczycielka zadaje nam codziennie za dużo lekcji.
W przyszłym tygodniu piszemy w szkole sprawdzian z matematyki.
Nie wiem, czy zdałam egzamin.
Uczniowie mają wyłączać telefony podczas lekcji.
Mój syn jesienią idzie do szkoły i bardzo się już cieszy.
Nauczyciel mówił, że na egzaminie nie wolno nam używać słownika.
Niektórzy rodzice uważają, że lekcje zaczynają się za wcześnie.
Na boisku pokłócili się uczniowie z naszej klasy.
Bez korepetycji nigdy bym nie zrozumiała matematyki.
Na świadectwie liczą się też oceny ustne, choć sprawdziany są ważniejsze.
""",
    "chinese": """
昨天公交车又晚了二十分钟，可是根本没有下雪。
坐地铁之前要先买票，不然会被罚款。
我的火车取消了，没有人告诉我们。
我每天都坐公交车上班，路上要花一个小时。
司机还没等我上车就把门关了。
早高峰的地铁站里人特别多，根本挤不进去。
因为修路，这个星期公交车改了路线。
我想骑自行车去，但是这里没有自行车道。
从这里打车去机场大概要半个小时。
你知道最后一班地铁是几点吗？
出租车司机说高速公路堵车了。
买月票比单程票便宜多了。

我奶奶包的饺子是我吃过最好吃的。
先把洋葱切成小块，再用油炒一下。
做蛋糕需要三个鸡蛋、白糖、面粉和一点牛奶。
街角那家餐厅换了菜单，可是汤是凉的。
昨晚我们煮了西红柿鸡蛋面，很快就做好了。
服务员给我们上错了菜，我们只好退回去。
这个汤不放盐就没有味道。
周末我们去菜市场买新鲜的蔬菜和水果。
他做的红烧肉太咸了，我吃不下。
火锅店门口排了很长的队，服务员让我们等一等。
宫保鸡丁里面要放花生米。
我不吃辣，所以点了清蒸鱼。

医生让我多睡觉，少喝咖啡。
我已经头疼三天了，还有点发烧。
我在药店买了咳嗽药，但是没什么用。
手术以后她一个星期不能下床。
挂号要排队，我在医院等了两个小时。
医生给我开了药，让我饭后吃。
腰疼的人应该多运动。
想打流感疫苗的人可以去社区医院。
我嗓子疼，所以明天要去看医生。
护士给我打针的时候一点也不疼。
感冒了就要多喝水，好好休息。
体检报告说我的血压有点高。

老师每天给我们布置太多作业。
下个星期学校有数学考试。
我不知道自己有没有考及格。
上课的时候学生应该把手机关掉。
我儿子今年秋天上小学，他已经很期待了。
老师说考试的时候不能用字典。
有些家长觉得上课时间太早了。
学生们在操场上吵架了，校长把他们都叫过去了。
如果没有补习班，我的数学永远学不会。
期末考试的成绩比平时作业重要。
高考结束以后，同学们一起去旅行了。
班主任给家长打了电话。
他的手机没电了，在学校里不能充电。
""",
    "japanese": """
昨日もバスが二十分遅れました。雪なんて降っていなかったのに。
地下鉄に乗る前に切符を買わなければなりません。
私の電車は運休になりましたが、誰も教えてくれませんでした。
毎日満員電車で通勤していて、とても疲れます。
運転手さんは私が乗る前にドアを閉めてしまった。
工事のため、今週はバスの路線が変わっています。
自転車で行きたいけれど、ここには自転車道がない。
空港まではタクシーで三十分くらいかかります。
終電は何時か知っていますか。
定期券を買ったほうが切符よりずっと安いです。
駅の改札口で友達を待っていたら、電車に乗り遅れた。
渋滞がひどくて、バスがなかなか来ない。

おばあちゃんの作る餃子は今まで食べた中で一番おいしい。
まず玉ねぎを切って、バターで炒めます。
ケーキを作るには卵が三つと砂糖と小麦粉と牛乳が必要です。
角のレストランはメニューが変わったが、スープが冷たかった。
昨夜は友達とラーメンを食べに行きました。
店員さんが注文を間違えたので、料理を返してもらった。
このスープは塩を入れないと味がしない。
週末は市場で新鮮な野菜と果物を買います。
辛いものが食べられないので、焼き魚を頼みました。
ご飯を炊いている間に味噌汁を作りましょう。
寿司屋の前に長い行列ができていた。
カレーは次の日のほうがおいしいと思う。

お医者さんにもっと寝て、コーヒーを減らすように言われました。
三日前から頭が痛くて、少し熱があります。
薬局で咳の薬を買いましたが、あまり効きませんでした。
手術の後、彼女は一週間起きられなかった。
病院の待合室で二時間も待たされた。
医者が出してくれた薬は食後に飲んでいます。
腰が痛い人はもっと運動するべきだそうです。
インフルエンザの予防接種を受けたい人は病院に行ってください。
のどが痛いから、明日病院へ行くつもりです。
看護師さんが注射してくれたけど、全然痛くなかった。
風邪をひいたら、水をたくさん飲んで休んだほうがいい。
健康診断で血圧が高いと言われた。

先生は毎日宿題をたくさん出します。
来週学校で数学の試験があります。
試験に合格したかどうかまだ分かりません。
授業中、生徒は携帯電話の電源を切らなければならない。
息子は来年の春に小学校に入るので、とても楽しみにしている。
先生は試験で辞書を使ってはいけないと言った。
授業が早く始まりすぎると考える親もいる。
校庭で生徒たちが喧嘩をして、校長先生に呼ばれた。
塾に行かなかったら、数学は絶対に分からなかっただろう。
通知表の成績には宿題も入るらしい。
受験が終わったら、みんなで旅行に行こう。
担任の先生から親に電話がかかってきた。
""",
    "arabic": """
تأخرت الحافلة أمس عشرين دقيقة مرة أخرى، مع أن الثلج لم ينزل أبدا.
قبل أن تركب المترو عليك أن تشتري تذكرة وإلا ستدفع غرامة.
أُلغي القطار ولم يخبرنا أحد بذلك.
أذهب كل يوم إلى العمل بالحافلة وأقضي ساعة في الطريق.
أغلق السائق الباب قبل أن أصعد إلى الحافلة.
بسبب أعمال البناء تغير مسار الحافلات هذا الأسبوع.
أريد أن أذهب بالدراجة لكن لا يوجد هنا طريق للدراجات.
الطريق إلى المطار يستغرق نصف ساعة تقريبا بسيارة الأجرة.
هل تعرف متى ينطلق آخر قطار من المحطة؟
كان الازدحام شديدا جدا فوصلت متأخرا.

جدتي تصنع أفضل كعك أكلته في حياتي.
أولا نقطع البصل ثم نقليه في الزبدة.
تحتاج الكعكة إلى ثلاث بيضات وسكر ودقيق وقليل من الحليب.
المطعم الذي في الزاوية غير قائمة الطعام، لكن الحساء كان باردا.
أمس طبخنا المعكرونة بالطماطم وكانت لذيذة.
هذا الحساء بدون ملح لا طعم له كما قال النادل.
أحضر لنا النادل طبقين ونحن طلبنا طبقا واحدا فقط.
يمكنك أن تضع التفاح بدلا من الكرز في الكعكة.
في السوق يبيعون الخضروات والفواكه الطازجة يوم الجمعة.
اتركي العجين حتى يرتاح ثم سخني الفرن.

قال لي الطبيب إنني يجب أن أنام أكثر وأشرب قهوة أقل.
منذ ثلاثة أيام وأنا أعاني من الصداع وعندي حمى.
اشتريت من الصيدلية دواء للسعال لكنه لم ينفعني.
بعد العملية لم تستطع أن تقوم من السرير أسبوعا كاملا.
انتظرت في المستشفى ساعتين حتى جاء دوري.
وصفت لي الطبيبة حبوبا آخذها بعد الأكل.
من يؤلمه ظهره ينبغي أن يتحرك كثيرا.
يستطيع من يريد أن يأخذ لقاح الإنفلونزا في المستشفى.
حلقي يؤلمني ولذلك سأذهب غدا إلى الطبيب.
أعطتني الممرضة الحقنة ولم أشعر بأي ألم.

معلمتنا تعطينا كل يوم واجبات كثيرة.
في الأسبوع القادم عندنا امتحان الرياضيات في المدرسة.
لا أعرف هل نجحت في الامتحان أم لا.
على الطلاب أن يغلقوا هواتفهم أثناء الدرس.
ابني سيدخل المدرسة في الخريف وهو سعيد بذلك.
قال المعلم إننا لا نستطيع استخدام القاموس في الامتحان.
بعض الآباء يرون أن الدروس تبدأ مبكرا.
تشاجر الطلاب في ساحة المدرسة فناداهم المدير.
لولا الدروس الخصوصية لما فهمت الرياضيات أبدا.
الواجبات أيضا تحسب في الشهادة ولكن الامتحان أهم.
""",
    "hindi": """
कल बस फिर बीस मिनट देर से आई, जबकि बारिश भी नहीं हो रही थी।
मेट्रो में बैठने से पहले आपको टिकट लेना पड़ता है, नहीं तो जुर्माना लगेगा।
मेरी ट्रेन रद्द हो गई और हमें किसी ने नहीं बताया।
मैं रोज़ बस से दफ़्तर जाता हूँ और रास्ते में एक घंटा लगता है।
ड्राइवर ने मेरे चढ़ने से पहले ही दरवाज़ा बंद कर दिया।
सड़क बन रही है इसलिए इस हफ़्ते बस का रास्ता बदल गया है।
मैं साइकिल से जाना चाहती हूँ लेकिन यहाँ साइकिल के लिए रास्ता नहीं है।
हवाई अड्डे तक टैक्सी से लगभग आधा घंटा लगता है।
क्या आपको पता है कि आख़िरी ट्रेन स्टेशन से कितने बजे निकलती है?
ट्रैफ़िक इतना ज़्यादा था कि मैं देर से पहुँचा।

मेरी दादी सबसे अच्छे पराठे बनाती हैं जो मैंने कभी खाए हैं।
पहले प्याज़ काट लीजिए और फिर उसे तेल में भून लीजिए।
केक के लिए तीन अंडे, चीनी, मैदा और थोड़ा सा दूध चाहिए।
नुक्कड़ वाले रेस्टोरेंट का मेन्यू बदल गया है पर सूप ठंडा था।
कल शाम को हमने टमाटर की चटनी बनाई और वह बहुत स्वादिष्ट थी।
यह दाल नमक के बिना बिल्कुल अच्छी नहीं लगती।
वेटर हमारे लिए दो प्लेट ले आया जबकि हमने सिर्फ़ एक मँगाई थी।
आप चाहें तो इसमें आलू की जगह पनीर डाल सकते हैं।
शनिवार को बाज़ार में ताज़ी सब्ज़ियाँ और फल मिलते हैं।
आटा गूँधकर उसे थोड़ी देर के लिए रख दें।

डॉक्टर ने मुझसे कहा कि मुझे ज़्यादा सोना चाहिए और कम चाय पीनी चाहिए।
तीन दिन से मेरे सिर में दर्द है और थोड़ा बुखार भी है।
दवा की दुकान से मैंने खाँसी की दवा ली पर उससे कुछ नहीं हुआ।
ऑपरेशन के बाद वह एक हफ़्ते तक बिस्तर से उठ नहीं सकी।
अस्पताल में हमें दो घंटे इंतज़ार करना पड़ा।
डॉक्टर ने मुझे गोलियाँ दी हैं जो मैं खाने के बाद लेता हूँ।
जिनकी कमर में दर्द रहता है उन्हें व्यायाम करना चाहिए।
जो लोग टीका लगवाना चाहते हैं वे अस्पताल जा सकते हैं।
मेरा गला ख़राब है, इसलिए कल मैं डॉक्टर के पास जाऊँगा।
नर्स ने मुझे सुई लगाई और मुझे ज़रा भी दर्द नहीं हुआ।

हमारी अध्यापिका हमें हर दिन बहुत सारा गृहकार्य देती हैं।
अगले हफ़्ते हमारे स्कूल में गणित की परीक्षा होगी।
मुझे नहीं मालूम कि मैं परीक्षा में पास हुआ या नहीं।
विद्यार्थियों को कक्षा में अपने फ़ोन बंद रखने चाहिए।
मेरा बेटा इस साल स्कूल जाने लगेगा और वह बहुत ख़ुश है।
शिक्षक ने बताया कि हम परीक्षा में शब्दकोश का इस्तेमाल नहीं कर सकते।
कुछ माता-पिता को लगता है कि कक्षाएँ बहुत जल्दी शुरू होती हैं।
मैदान में बच्चे झगड़ रहे थे तो प्रधानाचार्य ने उन्हें बुलाया।
ट्यूशन के बिना मैं गणित कभी समझ नहीं पाता।
गृहकार्य के अंक भी रिपोर्ट में जुड़ते हैं लेकिन परीक्षा ज़्यादा महत्वपूर्ण है।
""",
}
