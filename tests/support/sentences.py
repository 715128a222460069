"""A made text in every language that there are stop words for: everyday prose, 80 to 110 words."""

SENTENCES = {
    "arabic": """
        استيقظت أمي في الصباح الباكر وذهبت إلى السوق لأنها كانت تريد أن تشتري الخضار قبل أن يأتي
        الناس. كان الجو باردا جدا، ولكن الشمس كانت تشرق فوق البيوت القديمة. عندما عادت إلى البيت
        وجدت أخي جالسا مع جارنا الذي يعمل في المدرسة. قال لها إنه لم ينم جيدا هذه الليلة، ثم شرب
        كوبا من الشاي وخرج. بعد ذلك طبخنا معا حساء كبيرا لكل العائلة، وأكلنا كثيرا حتى المساء.
        هذا هو اليوم الذي أحبه أكثر من كل الأيام، لأن كل شيء فيه بسيط وهادئ.
        """,
    "bulgarian": """
        Сутринта баба ми стана рано и отиде на пазара, защото искаше да купи зеленчуци, преди да
        дойдат хората. Беше доста студено, но слънцето вече светеше над старите къщи. Когато се
        върна у дома, тя завари брат ми, който седеше в кухнята със съседа. Той каза, че не е спал
        добре през нощта, после изпи чаша чай и излезе. След това сварихме заедно голяма тенджера
        супа за цялото семейство и ядохме чак до вечерта. Това е денят, който обичам най-много,
        защото тогава всичко е просто и никой не бърза за никъде.
        """,
    "catalan": """
        Al matí la meva àvia es va llevar molt d'hora i va anar al mercat, perquè volia comprar
        verdures abans que arribés la gent. Feia força fred, però el sol ja brillava damunt de les
        cases velles. Quan va tornar a casa, va trobar el meu germà, que seia a la cuina amb el
        veí. Ell va dir que aquella nit no havia dormit gaire bé, després es va beure una tassa de
        te i se'n va anar. Més tard vam fer junts una olla de sopa per a tota la família i vam
        menjar fins al vespre. Aquest és el dia que m'agrada més.
        """,
    "chinese": """
        今天早上奶奶很早就起床了，她想在人多以前去市场买一些新鲜的蔬菜。天气有点冷，可是太阳已经照在老
        房子的屋顶上。她回到家的时候，看见我哥哥和邻居坐在厨房里说话。哥哥说他昨天晚上没有睡好，喝了一
        杯茶，然后就出门上班去了。后来我们一起给全家人做了一大锅汤，从中午一直吃到晚上。我最喜欢这样的
        日子，因为大家都不着急，什么事情都可以慢慢地做。如果你有时间，也可以来我们家，跟我们一起吃饭。
        """,
    "czech": """
        Ráno babička vstala velmi brzy a šla na trh, protože chtěla koupit zeleninu dříve, než tam
        přijdou lidé. Bylo docela chladno, ale slunce už svítilo nad starými domy. Když se vrátila
        domů, našla v kuchyni mého bratra, který tam seděl se sousedem. Řekl jí, že v noci nespal
        příliš dobře, potom vypil šálek čaje a odešel. Později jsme společně uvařili velký hrnec
        polévky pro celou rodinu a jedli jsme až do večera. Tenhle den mám ze všech nejraději,
        protože nikdo nikam nespěchá a všechno je jednoduché.
        """,
    "danish": """
        Om morgenen stod min bedstemor tidligt op og gik hen på torvet, fordi hun gerne ville købe
        nogle grøntsager, inden de andre kom. Det var ret koldt, men solen skinnede allerede over
        de gamle huse. Da hun kom hjem igen, fandt hun min bror, som sad i køkkenet sammen med
        naboen. Han sagde, at han ikke havde sovet ret godt den nat, drak så en kop te og gik ud
        af døren. Bagefter lavede vi en stor gryde suppe til hele familien, og vi spiste lige til
        om aftenen. Det er den dag, jeg holder mest af, for der er ingen, der har travlt.
        """,
    "dutch": """
        's Ochtends stond mijn oma heel vroeg op en ging naar de markt, omdat zij groente wilde
        kopen voordat de andere mensen kwamen. Het was behoorlijk koud, maar de zon scheen al
        boven de oude huizen. Toen ze weer thuis was, vond ze mijn broer, die met de buurman in de
        keuken zat. Hij zei dat hij die nacht niet zo goed had geslapen, dronk daarna een kop thee
        en ging weg. Later hebben wij samen een grote pan soep gemaakt voor het hele gezin, en we
        aten tot het avond werd. Dit is de dag waar ik het meest van houd, want niemand heeft dan
        haast.
        """,
    "english": """
        In the morning my grandmother got up very early and went to the market, because she wanted
        to buy some vegetables before the other people came. It was rather cold, but the sun was
        already shining above the old houses. When she was back at home, she found my brother, who
        was sitting in the kitchen with our neighbour. He said that he had not slept well that
        night, drank a cup of tea and left. Later we made a big pot of soup for the whole family,
        and we ate until the evening. This is the day that I like best, for nobody is in a hurry.
        """,
    "finnish": """
        Aamulla isoäitini nousi hyvin aikaisin ja lähti torille, koska hän halusi ostaa vihanneksia
        ennen kuin muut ihmiset tulivat. Ulkona oli melko kylmä, mutta aurinko paistoi jo vanhojen
        talojen yllä. Kun hän palasi kotiin, hän löysi veljeni, joka istui keittiössä naapurin
        kanssa. Veli sanoi, ettei hän ollut nukkunut sinä yönä kovin hyvin, joi sitten kupin teetä
        ja lähti pois. Myöhemmin me keitimme yhdessä ison kattilan keittoa koko perheelle, ja
        söimme sitä iltaan asti. Tämä on se päivä, josta minä pidän eniten, sillä silloin
        kenelläkään ei ole kiire.
        """,
    "french": """
        Le matin, ma grand-mère s'est levée très tôt et elle est allée au marché, parce qu'elle
        voulait acheter des légumes avant que les autres n'arrivent. Il faisait plutôt froid, mais
        le soleil brillait déjà au-dessus des vieilles maisons. Quand elle est rentrée chez nous,
        elle a trouvé mon frère, qui était assis dans la cuisine avec le voisin. Il a dit qu'il
        n'avait pas bien dormi cette nuit-là, puis il a bu une tasse de thé et il est parti. Plus
        tard, nous avons préparé une grande soupe pour toute la famille. C'est le jour que j'aime
        le plus, car personne n'est pressé.
        """,
    "german": """
        Am Morgen stand meine Großmutter sehr früh auf und ging zum Markt, weil sie Gemüse kaufen
        wollte, bevor die anderen Leute kamen. Es war ziemlich kalt, aber die Sonne schien schon
        über den alten Häusern. Als sie wieder nach Hause kam, fand sie meinen Bruder, der mit dem
        Nachbarn in der Küche saß. Er sagte, dass er in dieser Nacht nicht gut geschlafen habe,
        trank eine Tasse Tee und ging weg. Später haben wir zusammen einen großen Topf Suppe für
        die ganze Familie gekocht, und wir aßen bis zum Abend. Das ist der Tag, den ich am liebsten
        mag, denn niemand hat es eilig.
        """,
    "greek": """
        Το πρωί η γιαγιά μου σηκώθηκε πολύ νωρίς και πήγε στην αγορά, επειδή ήθελε να αγοράσει
        λαχανικά πριν έρθουν οι άλλοι. Έκανε αρκετό κρύο, αλλά ο ήλιος έλαμπε ήδη πάνω από τα παλιά
        σπίτια. Όταν γύρισε στο σπίτι, βρήκε τον αδελφό μου, που καθόταν στην κουζίνα μαζί με τον
        γείτονα. Εκείνος είπε ότι δεν είχε κοιμηθεί καλά εκείνη τη νύχτα, ήπιε ένα φλιτζάνι τσάι
        και έφυγε. Αργότερα φτιάξαμε μαζί μια μεγάλη κατσαρόλα σούπα για όλη την οικογένεια και
        τρώγαμε μέχρι το βράδυ. Αυτή είναι η μέρα που μου αρέσει περισσότερο, γιατί κανείς δεν
        βιάζεται.
        """,
    "gujarati": """
        આજે સવારે મારા દાદી બહુ વહેલા ઊઠ્યા અને બજારમાં ગયા, કારણ કે તે લોકો આવે તે પહેલાં શાકભાજી
        ખરીદવા માગતા હતા. બહાર થોડી ઠંડી હતી, પણ જૂના ઘરો ઉપર સૂરજ નીકળી ગયો હતો. જ્યારે તે ઘેર
        પાછા આવ્યા ત્યારે મારો ભાઈ રસોડામાં પાડોશી સાથે બેઠો હતો. તેણે કહ્યું કે તે રાત્રે બરાબર
        ઊંઘ્યો નથી, પછી ચા પીધી અને કામ પર ગયો. બપોરે અમે બધાએ મળીને આખા પરિવાર માટે રસોઈ બનાવી અને
        સાંજ સુધી સાથે બેસીને વાતો કરી. મને આવો દિવસ સૌથી વધારે ગમે છે, કારણ કે કોઈને ઉતાવળ હોતી
        નથી.
        """,
    "hebrew": """
        בבוקר סבתא שלי קמה מוקדם מאוד והלכה לשוק, כי היא רצתה לקנות ירקות לפני שכל האנשים יבואו. היה
        די קר בחוץ, אבל השמש כבר זרחה מעל הבתים הישנים. כאשר היא חזרה הביתה, היא מצאה את אחי, שישב
        במטבח עם השכן שלנו. הוא אמר לה שהוא לא ישן טוב בלילה הזה, שתה כוס תה והלך לעבודה. אחר כך
        בישלנו יחד סיר גדול של מרק בשביל כל המשפחה, ואכלנו עד הערב. זה היום שאני אוהב יותר מכל יום
        אחר, כי אף אחד לא ממהר ואין שום דבר שצריך לעשות.
        """,
    "hindi": """
        आज सुबह मेरी दादी बहुत जल्दी उठीं और बाज़ार गईं, क्योंकि वे लोगों के आने से पहले सब्ज़ी
        खरीदना चाहती थीं। बाहर थोड़ी ठंड थी, लेकिन पुराने घरों के ऊपर सूरज निकल चुका था। जब वे घर
        वापस आईं, तो उन्होंने देखा कि मेरा भाई पड़ोसी के साथ रसोई में बैठा है। उसने कहा कि वह रात को
        ठीक से नहीं सोया, फिर उसने एक कप चाय पी और काम पर चला गया। दोपहर को हम सब ने मिलकर पूरे
        परिवार के लिए खाना बनाया और शाम तक बातें करते रहे। मुझे ऐसा दिन सबसे अच्छा लगता है, क्योंकि
        किसी को कोई जल्दी नहीं होती।
        """,
    "hungarian": """
        Reggel a nagymamám nagyon korán felkelt, és elment a piacra, mert zöldséget akart venni,
        mielőtt a többi ember odaér. Elég hideg volt, de a nap már sütött a régi házak fölött.
        Amikor hazaért, a bátyámat találta a konyhában, aki a szomszéddal ült az asztalnál. Azt
        mondta, hogy ezen az éjszakán nem aludt túl jól, aztán megivott egy csésze teát, és elment.
        Később együtt főztünk egy nagy fazék levest az egész családnak, és estig ettünk belőle. Ez
        az a nap, amelyet a legjobban szeretek, mert ilyenkor senki sem siet sehova.
        """,
    "indonesian": """
        Pagi ini nenek saya bangun sangat awal dan pergi ke pasar, karena dia ingin membeli sayur
        sebelum orang lain datang. Udara cukup dingin, tetapi matahari sudah bersinar di atas rumah
        tua itu. Ketika nenek kembali ke rumah, dia melihat kakak saya sedang duduk di dapur dengan
        tetangga kami. Kakak berkata bahwa dia tidak bisa tidur nyenyak tadi malam, lalu dia minum
        secangkir teh dan berangkat kerja. Setelah itu kami memasak satu panci besar sup untuk
        seluruh keluarga, dan kami makan sampai malam. Ini hari yang paling saya suka, karena tidak
        ada yang terburu-buru.
        """,
    "italian": """
        La mattina mia nonna si è alzata molto presto ed è andata al mercato, perché voleva
        comprare le verdure prima che arrivassero gli altri. Faceva piuttosto freddo, ma il sole
        splendeva già sopra le vecchie case. Quando è tornata a casa, ha trovato mio fratello, che
        era seduto in cucina con il vicino. Lui ha detto che quella notte non aveva dormito bene,
        poi ha bevuto una tazza di tè ed è uscito. Più tardi abbiamo preparato insieme una grande
        pentola di zuppa per tutta la famiglia, e abbiamo mangiato fino alla sera. Questo è il
        giorno che mi piace di più.
        """,
    "japanese": """
        今朝、祖母はとても早く起きて、人が来る前に野菜を買いたかったので、市場へ行きました。少し寒かったです
        が、古い家の上ではもう太陽が輝いていました。祖母が家に帰ると、兄が台所で隣の人と話していました。兄は
        昨日の夜あまり眠れなかったと言って、お茶を一杯飲んでから、会社に出かけました。それから、私たちは家族
        みんなのために大きな鍋でスープを作り、夕方までゆっくり食べました。誰も急がないので、私はこういう日が
        一番好きです。あなたも時間があれば、ぜひ遊びに来てください。
        """,
    "korean": """
        오늘 아침에 할머니는 아주 일찍 일어나서 시장에 가셨다. 다른 사람들이 오기 전에 채소를 사고
        싶었기 때문이다. 날씨는 조금 추웠지만 해는 벌써 오래된 집들 위에서 빛나고 있었다. 할머니가
        집에 돌아왔을 때 형은 부엌에서 이웃과 함께 앉아 있었다. 형은 어젯밤에 잠을 잘 자지
        못했다고 말하고 차를 한 잔 마신 다음 회사에 갔다. 그리고 우리는 온 가족을 위해 큰 냄비에
        국을 끓였고 저녁까지 천천히 먹었다. 나는 이런 날이 제일 좋다. 아무도 서두르지 않고 모든
        것이 조용하기 때문이다. 그래서 우리는 다음 주에도 다시 모이기로 했다.
        """,
    "malay": """
        Pagi tadi nenek saya bangun sangat awal dan pergi ke pasar, kerana dia mahu membeli sayur
        sebelum orang lain datang. Cuaca agak sejuk, tetapi matahari sudah bersinar di atas rumah
        lama itu. Apabila nenek balik ke rumah, dia nampak abang saya sedang duduk di dapur dengan
        jiran kami. Abang berkata bahawa dia tidak boleh tidur malam tadi, kemudian dia minum
        secawan teh dan pergi kerja. Selepas itu kami memasak satu periuk besar sup untuk seluruh
        keluarga, dan kami makan sampai petang. Inilah hari yang paling saya suka, sebab tiada
        sesiapa pun yang tergesa-gesa.
        """,
    "norwegian": """
        Om morgenen sto bestemoren min opp veldig tidlig og gikk til torget, fordi hun ville kjøpe
        noen grønnsaker før de andre kom. Det var ganske kaldt, men solen skinte allerede over de
        gamle husene. Da hun kom hjem igjen, fant hun broren min, som satt på kjøkkenet sammen med
        naboen. Han sa at han ikke hadde sovet så godt den natten, drakk en kopp te og gikk ut av
        døren. Etterpå laget vi en stor gryte med suppe til hele familien, og vi spiste helt til
        kvelden. Dette er den dagen jeg liker best av alle, for da er det ingen som har det travelt.
        """,
    "persian": """
        امروز صبح مادربزرگم خیلی زود بیدار شد و به بازار رفت، چون می‌خواست پیش از آمدن مردم سبزی
        بخرد. هوا کمی سرد بود، اما خورشید بالای خانه‌های قدیمی می‌تابید. وقتی به خانه برگشت، دید که
        برادرم با همسایه در آشپزخانه نشسته است. او گفت که دیشب خوب نخوابیده است، بعد یک فنجان چای
        نوشید و سر کار رفت. ظهر ما با هم یک دیگ بزرگ آش برای همهٔ خانواده پختیم و تا شب کنار هم
        نشستیم. این همان روزی است که من از همه بیشتر دوست دارم، زیرا هیچ کس عجله ندارد و همه چیز
        آرام است.
        """,
    "polish": """
        Rano moja babcia wstała bardzo wcześnie i poszła na targ, ponieważ chciała kupić warzywa,
        zanim przyjdą inni ludzie. Było dość zimno, ale słońce świeciło już nad starymi domami.
        Kiedy wróciła do domu, zastała w kuchni mojego brata, który siedział tam z sąsiadem.
        Powiedział jej, że tej nocy nie spał zbyt dobrze, potem wypił filiżankę herbaty i wyszedł.
        Później ugotowaliśmy razem duży garnek zupy dla całej rodziny i jedliśmy aż do wieczora. To
        jest dzień, który lubię najbardziej ze wszystkich, bo nikt się wtedy nigdzie nie spieszy.
        """,
    "portuguese": """
        De manhã a minha avó levantou-se muito cedo e foi ao mercado, porque queria comprar
        legumes antes que chegassem as outras pessoas. Estava bastante frio, mas o sol já brilhava
        por cima das casas velhas. Quando voltou para casa, encontrou o meu irmão, que estava
        sentado na cozinha com o vizinho. Ele disse que não tinha dormido bem naquela noite, bebeu
        uma chávena de chá e saiu. Mais tarde fizemos juntos uma grande panela de sopa para toda a
        família, e comemos até à noite. Este é o dia de que eu mais gosto, pois ninguém tem pressa.
        """,
    "romanian": """
        Dimineața bunica mea s-a trezit foarte devreme și a mers la piață, pentru că voia să
        cumpere legume înainte să vină ceilalți oameni. Era destul de frig, dar soarele strălucea
        deja deasupra caselor vechi. Când s-a întors acasă, l-a găsit pe fratele meu, care stătea
        în bucătărie cu vecinul nostru. El a spus că în noaptea aceea nu a dormit prea bine, apoi a
        băut o ceașcă de ceai și a plecat. Mai târziu am gătit împreună o oală mare de supă pentru
        toată familia și am mâncat până seara. Aceasta este ziua care îmi place cel mai mult.
        """,
    "russian": """
        Утром бабушка встала очень рано и пошла на рынок, потому что хотела купить овощи до того,
        как придут другие люди. Было довольно холодно, но солнце уже светило над старыми домами.
        Когда она вернулась домой, на кухне сидел мой брат вместе с нашим соседом. Он сказал, что
        этой ночью плохо спал, потом выпил чашку чая и ушёл. Позже мы все вместе сварили большую
        кастрюлю супа для всей семьи и ели его до самого вечера. Это тот день, который я люблю
        больше всех, потому что никто никуда не спешит и всё очень просто.
        """,
    "slovak": """
        Ráno stará mama vstala veľmi skoro a išla na trh, pretože chcela kúpiť zeleninu skôr, ako
        tam prídu ostatní ľudia. Bolo dosť chladno, ale slnko už svietilo nad starými domami. Keď
        sa vrátila domov, našla v kuchyni môjho brata, ktorý tam sedel so susedom. Povedal jej, že
        v noci nespal príliš dobre, potom vypil šálku čaju a odišiel. Neskôr sme spolu uvarili
        veľký hrniec polievky pre celú rodinu a jedli sme až do večera. Tento deň mám zo všetkých
        najradšej, lebo sa nikto nikam neponáhľa a všetko je jednoduché.
        """,
    "spanish": """
        Por la mañana mi abuela se levantó muy temprano y fue al mercado, porque quería comprar
        verduras antes de que llegaran los demás. Hacía bastante frío, pero el sol ya brillaba
        sobre las casas viejas. Cuando volvió a casa, encontró a mi hermano, que estaba sentado en
        la cocina con el vecino. Él dijo que aquella noche no había dormido bien, luego se bebió
        una taza de té y se marchó. Más tarde hicimos juntos una gran olla de sopa para toda la
        familia y comimos hasta la noche. Este es el día que más me gusta, pues nadie tiene prisa.
        """,
    "swahili": """
        Asubuhi hii bibi yangu aliamka mapema sana na kwenda sokoni, kwa sababu alitaka
        kununua mboga kabla ya watu wengine kufika. Hewa ilikuwa baridi kidogo, lakini jua
        lilikuwa linaangaza juu ya nyumba za zamani. Aliporudi nyumbani alimkuta kaka yangu
        jikoni pamoja na jirani. Alisema kwamba hakulala vizuri jana usiku, kisha akanywa
        kikombe cha chai na kwenda kazini. Mchana sisi sote tulipika chungu kikubwa cha supu
        kwa ajili ya familia nzima na tukakaa pamoja hadi usiku. Hii ndiyo siku ambayo mimi
        naipenda zaidi kuliko zote, kwa kuwa hakuna mtu mwenye haraka na kila kitu ni kimya.
        """,
    "swedish": """
        På morgonen steg min mormor upp mycket tidigt och gick till torget, eftersom hon ville köpa
        några grönsaker innan de andra kom. Det var ganska kallt, men solen sken redan över de
        gamla husen. När hon kom hem igen hittade hon min bror, som satt i köket tillsammans med
        grannen. Han sade att han inte hade sovit så bra den natten, drack en kopp te och gick ut
        genom dörren. Senare lagade vi en stor gryta soppa åt hela familjen, och vi åt ända till
        kvällen. Det här är den dag som jag tycker bäst om, för då har ingen bråttom.
        """,
    "thai": """
เมื่อวานนี้แม่ของฉันไปตลาดเพื่อซื้อผักและผลไม้สำหรับทุกคนในบ้าน แต่ว่าฝนตกมากจนต้องกลับมาก่อน
พวกเขาไม่ได้บอกว่าจะไปที่ไหน และเราก็ยังไม่รู้ว่าทำไมเขาจึงไม่อยู่ที่นี่แล้ว
ถ้าคุณมีเวลา คุณควรจะอ่านหนังสือเล่มนี้ เพราะว่ามันเป็นเรื่องที่ดีมากสำหรับเด็กทุกคน
""",
    "turkish": """
        Bu sabah büyükannem çok erken kalktı ve pazara gitti, çünkü başka insanlar gelmeden önce
        biraz sebze almak istiyordu. Hava oldukça soğuktu ama güneş eski evlerin üzerinde çoktan
        parlıyordu. Eve döndüğü zaman ağabeyimi mutfakta komşumuzla birlikte otururken buldu. O,
        gece hiç iyi uyumadığını söyledi, sonra bir bardak çay içti ve işe gitti. Daha sonra biz
        hep beraber bütün aile için büyük bir tencere çorba pişirdik ve akşama kadar yedik. Benim
        en çok sevdiğim gün budur, çünkü kimsenin acelesi yok ve her şey çok basit.
        """,
    "ukrainian": """
        Вранці бабуся встала дуже рано і пішла на ринок, тому що хотіла купити овочі до того, як
        прийдуть інші люди. Було досить холодно, але сонце вже світило над старими будинками. Коли
        вона повернулася додому, на кухні сидів мій брат разом із нашим сусідом. Він сказав, що
        цієї ночі погано спав, потім випив чашку чаю і пішов. Пізніше ми всі разом зварили велику
        каструлю супу для всієї родини та їли його до самого вечора. Це той день, який я люблю
        найбільше, бо ніхто нікуди не поспішає і все дуже просто.
        """,
    "urdu": """
        آج صبح میری دادی بہت جلدی اٹھ گئیں اور بازار چلی گئیں، کیونکہ وہ لوگوں کے آنے سے
        پہلے سبزی خریدنا چاہتی تھیں۔ ہوا کچھ ٹھنڈی تھی، لیکن پرانے گھروں کے اوپر سورج چمک
        رہا تھا۔ جب وہ گھر واپس آئیں تو انہوں نے دیکھا کہ میرا بھائی پڑوسی کے ساتھ باورچی
        خانے میں بیٹھا ہے۔ اس نے کہا کہ وہ کل رات اچھی طرح نہیں سویا تھا، پھر اس نے چائے کی
        ایک پیالی پی اور کام پر چلا گیا۔ دوپہر کو ہم سب نے مل کر پورے خاندان کے لیے سوپ کا
        ایک بڑا برتن پکایا اور رات تک ساتھ بیٹھے رہے۔ یہ وہ دن ہے جو مجھے سب سے زیادہ پسند
        ہے، کیونکہ کسی کو جلدی نہیں ہوتی۔
        """,
    "vietnamese": """
        Sáng nay bà tôi dậy rất sớm và đi chợ, vì bà muốn mua một ít rau trước khi mọi người đến.
        Trời khá lạnh, nhưng mặt trời đã lên trên những ngôi nhà cũ. Khi về đến nhà, bà thấy anh
        tôi đang ngồi trong bếp với người hàng xóm. Anh ấy nói rằng đêm qua anh không ngủ được
        ngon, sau đó uống một tách trà rồi đi làm. Buổi trưa chúng tôi cùng nhau nấu một nồi canh
        lớn cho cả gia đình, và chúng tôi ăn cho đến tối. Đây là ngày mà tôi thích nhất, bởi vì
        không ai phải vội.
        """,
}
