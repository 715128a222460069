"""Sentences on five subjects each in seven languages, made for the tests.

A paragraph is a subject. Words of Chinese and Japanese have blanks between them here, which go when
texts are made of the sentences.
"""

from __future__ import annotations

import random

SUBJECTS = {
    "german": """
Der Bäcker knetet den Teig für das Brot. In der Bäckerei duften Brötchen und Kuchen.
Mehl, Hefe und Salz gehören in den Teig. Am Morgen holt sie Brot und Brötchen aus dem Ofen.

Die Mannschaft gewann das Fußballspiel. Der Torwart hielt den Elfmeter im Stadion.
Nach dem Spiel feierte der Trainer mit der Mannschaft. Der Stürmer schoss zwei Tore im Stadion.

Die Regierung beschloss ein neues Steuergesetz.
Im Bundestag stritten die Abgeordneten über die Steuern.
Die Ministerin verteidigte das Gesetz im Bundestag.
Die Opposition lehnte die Steuern der Regierung ab.

Das Teleskop beobachtet ferne Galaxien. Astronomen entdeckten einen Planeten bei einem Stern.
Die Sonde flog an dem Planeten vorbei. Sterne und Galaxien leuchten im Teleskop.

Der Arzt untersucht den Patienten im Krankenhaus.
Die Krankenschwester gibt dem Patienten eine Spritze.
Im Krankenhaus heilt man Krankheiten mit Medikamenten.
Der Arzt verschreibt Medikamente gegen Schmerzen.
""",
    "turkish": """
İstanbul'da fırıncı ekmek pişirir. Fırıncı hamura un, maya ve tuz koyar.
IŞIKLI fırından sıcak ekmek çıktı. Simit ve ekmek hamuru sabah yoğrulur.

İki takım stadyumda futbol maçı oynadı. Kaleci penaltıyı kurtardı ve takım kazandı.
Stadyumda taraftarlar maçı izledi. Futbolcu maçta gol attı.

Hükümet yeni vergi kanununu açıkladı. Mecliste milletvekilleri vergi tartıştı.
Bakan kanunu mecliste savundu. Muhalefet hükümetin vergi kararını eleştirdi.

Teleskop uzak gökadaları gözlemledi. Gökbilimciler yıldızın çevresinde gezegen buldu.
Uydu gezegenin yörüngesinde döndü. Yıldızlar teleskopla gözlemlendi.

Doktor hastanede hastayı muayene etti. Hemşire hastaya iğne yaptı.
Hastanede hastalar ilaçla iyileşir. Doktor ağrı için ilaç yazdı.
""",
    "polish": """
Piekarz piecze chleb w piekarni. Ciasto na chleb ma mąkę, drożdże i sól.
W piekarni pachną świeże bułki i ciasto. Rano piekarz wyjmuje bułki z pieca.

Drużyna wygrała mecz na stadionie. Bramkarz obronił rzut karny w meczu.
Kibice na stadionie oklaskiwali drużynę. Napastnik strzelił gola w meczu.

Rząd ogłosił nową ustawę o podatkach. Posłowie w sejmie głosowali nad ustawą.
Minister bronił podatków w sejmie. Opozycja krytykuje rząd za podatki.

Teleskop obserwuje odległe galaktyki. Astronomowie odkryli planetę przy gwieździe.
Sonda okrążyła planetę. Gwiazdy i galaktyki widać przez teleskop.

Lekarz bada pacjenta w szpitalu. Pielęgniarka daje pacjentowi zastrzyk.
W szpitalu leczą choroby lekami. Lekarz przepisał leki na ból.
""",
    "chinese": """
面包师傅 用 面粉 做 面包。 面粉 和 酵母 放在 烤箱 里。 早上 烤箱 里 的 面包 有 香味。
蛋糕 也 需要 面粉 和 糖。

球队 赢得 了 足球比赛。 球迷 在 体育场 看 足球比赛。 教练 称赞 球队 的 防守。
守门员 在 比赛 中 受伤。

政府 公布 新的 税收政策。 议会 讨论 税收法律。 部长 支持 政府 的 法律。
反对党 批评 税收政策。

望远镜 观测 遥远 的 星系。 天文学家 发现 新的 行星。 飞船 接近 行星。 恒星 和 星系 在 宇宙 里。

医生 在 医院 治疗 病人。 护士 给 病人 打针。 医院 里 有 很多 药物。
病人 的 疾病 需要 药物 治疗。
""",
    "japanese": """
パン 屋 で 小麦粉 を 使って パン を 焼く。 オーブン で ケーキ と パン を 焼く。
小麦粉 と 砂糖 と バター が 必要 です。 ケーキ に 砂糖 と バター を 入れる。

サッカー の 試合 で チーム が 勝利。 選手 が 試合 で ゴール を 決め た。
スタジアム で サッカー の 試合 が あった。 チーム の 監督 は 選手 を 褒め た。

政府 は 税金 の 法律 を 発表。 国会 で 税金 の 法律 を 議論。
大臣 は 国会 で 政府 の 政策 を 説明。 野党 は 政府 の 政策 を 批判。

望遠鏡 で 銀河 を 観測。 天文学者 が 惑星 を 発見。 探査機 が 惑星 に 到着。
銀河 と 恒星 は 宇宙 に ある。

病院 で 医師 が 患者 を 治療。 看護師 が 患者 に 注射。 病院 で 患者 は 薬 を 飲む。
医師 は 病気 の 治療 に 薬 を 使う。
""",
    "arabic": """
الخباز يصنع الخبز من الدقيق. في المخبز رائحة الخبز والكعك. العجين من الدقيق والخميرة والملح.
صباحا يخرج الخباز الخبز من الفرن.

فاز الفريق في مباراة كرة القدم. شاهد الجمهور المباراة في الملعب.
المدرب يشكر اللاعبين في الملعب. سجل اللاعب هدفا في المباراة.

أعلنت الحكومة قانون الضرائب الجديد. ناقش البرلمان قانون الضرائب.
دافع الوزير عن القانون في البرلمان. المعارضة ترفض ضرائب الحكومة.

التلسكوب يرصد المجرات البعيدة. اكتشف علماء الفلك كوكبا قرب نجم. دارت المركبة حول الكوكب.
النجوم والمجرات في الفضاء.

الطبيب يعالج المريض في المستشفى. الممرضة تعطي المريض حقنة. في المستشفى أدوية وأجهزة.
الطبيب يصف الدواء للمريض.
""",
    "hindi": """
बेकर आटे से रोटी बनाता है। रोटी के लिए आटा और नमक चाहिए। ओवन में केक और रोटी पकती है।
दुकान में केक और मिठाई मिलती है।

टीम ने क्रिकेट मैच जीता। खिलाड़ी ने मैदान में गेंद फेंकी। दर्शकों ने क्रिकेट मैच देखा।
कप्तान ने टीम और खिलाड़ी की प्रशंसा की।

सरकार ने कर का नया कानून बनाया। संसद में कानून पर बहस हुई।
मंत्री ने संसद में सरकार का बचाव किया। विपक्ष ने कर और कानून का विरोध किया।

दूरबीन से आकाशगंगा दिखती है। वैज्ञानिकों ने तारे के पास ग्रह खोजा। अंतरिक्ष यान ग्रह तक पहुँचा।
तारे और ग्रह अंतरिक्ष में हैं।

अस्पताल में डॉक्टर मरीज का इलाज करता है। नर्स मरीज को दवा देती है।
अस्पताल में दवा और इंजेक्शन मिलते हैं। डॉक्टर बीमारी का इलाज दवा से करता है।
""",
}
UNSPACED = ("chinese", "japanese")
# Of words that the sentences have in another form.
DICTIONARY_FORMS = {"japanese": {"決める", "褒める"}}
_ENDS = ".。।"


def sentences(language: str) -> list[list[str]]:
    """Sentences of each subject of a language, as they are above."""
    ends = str.maketrans(dict.fromkeys(_ENDS, ".\n"))
    return [
        [
            part.strip()
            for part in line.replace("\n", " ").translate(ends).split("\n")
            if part.strip()
        ]
        for line in SUBJECTS[language].strip().split("\n\n")
    ]


def whole_words(language: str) -> set[str]:
    """All words of the sentences, in small letters, as they are written or in dictionaries."""
    text = SUBJECTS[language].replace("IŞIKLI", "ışıklı").replace("İ", "i").lower()
    for mark in ".,。।'":
        text = text.replace(mark, " ")
    return set(text.split()) | DICTIONARY_FORMS.get(language, set())


def documents(language: str, n_docs: int = 250, seed: int = 0) -> list[str]:
    """Texts of three sentences on one subject, with what texts of the language come with."""
    rng = random.Random(seed)
    subjects = sentences(language)
    made = []
    for i in range(n_docs):
        text = " ".join(rng.sample(subjects[i % len(subjects)], 3))
        made.append(_as_printed(text, language, i))
    return made


def _as_printed(text: str, language: str, number: int) -> str:
    if language in UNSPACED:
        return text.replace(" ", "").replace(".", "。")
    words = text.split(" ")
    if language in ("german", "turkish", "polish"):
        # A word in five is divided by the end of a line, some by a soft hyphen.
        for i in range(number % 5, len(words), 5):
            word = words[i]
            if len(word) > 6 and word[:-1].isalpha():
                hyphen = ("-\n", "\u00ad\n", "\u00ad", "\u2010\n")[number % 4]
                words[i] = word[:3] + hyphen + word[3:]
    if language == "arabic":
        words = [f"\u200f{word}" if number % 2 else f"\u2067{word}\u2069" for word in words]
    if language == "hindi":
        words = [word.replace("क्", "क्\u200d") if number % 2 else word for word in words]
    return ("\u00a0" if number % 3 else " ").join(words)
