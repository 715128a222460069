"""A language in, what to change in its published list of stop words out.

The lists are of many hands: some hold nouns, some the words of a neighbour, most forget pronouns.
"""

# Words that carry content, a name, or another language, in lists that hold them.
KEPT = {
    "bulgarian": """автентичен глас година години годишен ден дни евтин екип живот месец мокър
новина смях хиляди юмрук""",
    "czech": "clanek clanku clanky design email strana tema tipy článek článku články",
    "french": "essai force mine nom nommé parole personne personnes pièce sujet valeur voie droite",
    "hungarian": "cikk cikkek cikkeket keressünk",
    "indonesian": "kecil",
    "italian": "comprare consecutivi consecutivo doppio gente lavoro nome persone promesso triplo",
    "malay": "bahwa beriman bisa katakan kesan orang perkara tanya",
    "polish": "kierunku",
    "portuguese": """apontar caminho cara corrente desligado direita horas ligado maioria maiorias
nome povo tempo trabalhar trabalho valor verdade verdadeiro""",
    "russian": "жизнь имя люди миллионов мира процентов тысяч человек",
    "slovak": "and for of the",
    "spanish": """cabo cuenta empleais emplean emplear empleas empleo estado estados fuerza lugar
poder trabaja trabajais trabajamos trabajan trabajar trabajas trabajo valor verdad""",
    "swedish": "beslut beslutat beslutit kr",
    "ukrainian": "відсотків життя какая ким люди людина миру мільйонів тисяч",
}

# Frequent function words that the lists forget.
ADDED = {
    "arabic": """آخر أحد أخرى أصبح أصبحت أقل أكبر أكثر ألا أما أمام أمس أن أنا أنت أننا أنه أنها
أنهم أني أو أول أولئك أي أية أيضا أيضاً أين إذ إذا إلا إلى إليه إليها إليهم إما إن إنني إنه إنها
إنهم الآن اللاتي اللذين اللواتي بأن بأنه بدون بينما بينهم تحت تكون تلك جدا جداً حينما خلف دائما ذات
ذاك سوف سوى سيكون شيء علينا عليهم عندنا عنده عندها عندي عنها عنهم غيره فإن فقد فقط فلا فوق فيهم كأن
كذلك كلا كلاهما كلما كله كلها كنا كنت كي كيف لأن لأنه لأنها لأنهم لديه لديها لست لعل لكم لكنه لكنها
لكي لماذا لنا لهم لهما لولا لي ليت ليس ليست ليسوا ماذا متى مثل مثلا معا معنا معه معها معهم مما ممن
منا منهم مني مهما نحن نعم نفسها نفسي هؤلاء هكذا هم هما هنا وأن وأنا وإلى وإن وبعد وذلك وراء وعلى وعن
وقبل ولكن ولو وما ومع وهذا وهذه يا يزال""",
    "bulgarian": """ами бих биха бихме бъда бъдем веднага веднъж вместо всичките въз вътре годе горе
далеч дано дето долу друго единия единствен едни ей имаха имаше именно иначе искаш каквато каквито
каквото какъвто камо кого когото кои колкото кому моите мой моя моята насам нататък нашата наше
нашите нашия нашият негов негова неговата негови неговите неговия негово неговото неин неина неини
неино нейде нейната нейните нейния нему никак никаква никакви никакво никакъв никъде някак някаква
някакви някакво някакъв някога някъде онази онези онова оня отвъд отдавна откакто откъде ох покрай
понякога просто против своето свои своите свой своя своята себе спрямо съвсем сякаш твоя твоята тия
тоест току ту тъкмо хем чак чието чии чий чийто чиято щеше щяло щях щяха""",
    "catalan": """ahir així això al aleshores allà allò als altra altres aquella aquest aquesta
aquestes aquests ara aviat avui baix cadascun cadascuna cap cinc contra damunt darrere davant del
dels demà des després dir diu doncs dos dues durant ell ella em encara estaven et fins força fou
gaire gairebé ha hagi han hauria haurien havia havien he hem heu hi ho hom ja junts li llur llurs lo
mai malgrat mateix mateixa mateixes mateixos me'n mentrestant menys meus meva meves mig molta moltes
més ni ningú no només nostra nostre nostres pel pels poc poca pocs podia podien poques pot prou
puguin qualsevol quanta quantes quants quatre quelcom quin quina quines quins res se se'n segons
sempre seva seves sinó sobre sí són tampoc tan tant tanta tantes tants tard tenen teus teva teves
tota totes tothom tots tres tu té us vam vau vora vostra vostre vostres""",
    "czech": """avšak ač ačkoliv brzy buď bychom byste bývá chtěl chtěla chtěli dokonce dokud dole
dost dříve hned ihned jakmile jehož jejichž jejíž jelikož jenže jichž jimiž jimž jinde jiná jiného
jiném jiných jinými každou každá každé každého každém kdyby kdybych kdykoli koho kolem komu kterak
kterého kterém kterému kterých kterým kterými kudy kým lze mimo mnoho mohla mohli mohlo mohly musel
musela museli muset musíme mého mém mému méně místo mých mým naopak například napříč navíc neboť
nebude nejen nejvíce nelze nemá nemůže nikam nikde nikdo nikdy nikoli nikoliv nimž níž nýbrž něhož
nějaká nějaké nějakého nějaký několik některá některé některého některý některých některým někteří
němž odkud odtud okolo opět ovšem podél pokaždé pomocí právě přesto přestože příliš sama sami samo
sebe sebou sem skrz sobě společně stejně stále svou svého svém svému svůj sám tahle taková takové
takový takto tehdy tenhle tentýž tomu totiž tou trochu tudíž tvého tyhle téměř též těch těmi třebaže
uprostřed uvnitř velice velmi veškeré vše všech všem všemi všude vší vůči vždycky zase zcela znovu
zpátky čeho čemu čím řekl řekla žádná žádné žádného žádný""",
    "danish": """aldrig alene allerede alligevel altid andet andre bag bagefter bare begge blandt
blevet bort borte burde både bør deraf derefter derfor derimod dermed derpå derved desuden dine dit
eftersom egen eget egne ellers endnu ene eneste enhver enten faktisk fem fik fire flere flest fleste
foran forbi fordi frem få fået får før først første gennem gerne gik giver gjorde gjort gået går gør
gøre hele heller helt hen henad herfra herved hjem hvem hver hverandre hverken hvert hvilke hvilken
hvilket hvordan hvorfor hvorfra hvorhen hvorimod hvornår hvorved hvorvidt iblandt ifølge igen
igennem imellem imens imidlertid imod inde inden indtil ingen intet især ja jeres kan kom komme
kommer kommet kun kunnet langs langt lidt lige ligeledes ligesom mellem mens mere mest mindre mindst
må måske måtte nede nej netop ni nogen nogensinde nok nå næppe nær næste næsten nødvendigvis ofte
omkring oppe otte ovenfor overalt overfor rundt sagde samme sammen samt seks selvom siden sidste
sige siger sikke skulde snarere snart stadig syv så sådanne sådant således temmelig ti tilbage to
tre trods tværs uanset ude uden udenfor undtagen ved vel via videre vore vores""",
    "dutch": """acht achter af aldus alleen anders behalve behoorlijk beide beneden bent beter bijna
binnen boven buiten daarbij daardoor daarentegen daarin daarmee daarna daarom daarop daarvan
daarvoor deden deed derde dezelfde doet doordat drie echter eerst eerste eigen elk elkaar elke enige
enkel enkele enz ergens ga gaan gaat gaf gedaan geeft gegaan gehad gekomen geven gewoon ging gingen
gisteren graag hadden hebt heel hele helemaal hen hetzelfde hierbij hierdoor hierin hierop hiervan
hoewel ieder iedere iedereen indien intussen jij jou jouw jullie komen komt konden kunt kwam kwamen
laat langs laten later liever lijk maakt maakte mag maken mee meest meestal meeste minder misschien
mocht mochten moest moesten moeten mogen morgen naast nadat natuurlijk nauwelijks negen nergens noch
nodig nogal nooit ondanks onze ooit opnieuw overal pas per rond samen sinds slechts sommige soms
steeds tegenover tenzij terug terwijl tevens tien tijdens totdat tussen twee tweede vaak vanaf
vandaag vanuit vele verder vier vijf volgens vooral voorbij voordat vroeger waar waarbij waardoor
waarin waarmee waarom waarop waarvan wanneer weer weinig welke werden wij wilde wilden willen zeer
zeggen zegt zei zelfs zes zeven zichzelf zoals zodat zodra zojuist zoveel zowel zulke zullen""",
    "finnish": """alle eihän eivätkä emmekä enemmän enkä eräitä eräässä eräästä etkä ettekä haluaisi
ikinä joitakin jokaisen jokaisessa jokaista jokin joku jommankumman jonkun jotkin jotkut kai
kenellekään kenelläkään kenenkään keskelle keskellä keskeltä ketään koskaan kukaan kumpaakin
kumpikin kymmentä lopulta lähtien läpi mihinkään mikäli mikään millainen millaisen millaista
milloinkaan minkälainen minkään missään mistään mitäkään muukin muutamat muutamia myöhemmin niinkuin
niinpä näköjään ohitse oikeastaan olisiko ollaan ollessa omistaan onkaan ovatko piti pitäisi pitänyt
pitää pois saa saada saan saanut saavat sai saisi saivat sanoi sanoo sellainen sellaisen sellaiset
sellaisia sellaista semmoinen siellä siksikin sinällään sittenkin sitäpaitsi taakse tehdä tekee teki
toisiaan toisin toistensa toki tuollainen tuollaisen tuonne tuskin tällainen tällaisen tällaiset
tällaisia tällaista tämmöinen tännekin tässäkin täytyi täytynyt täälläkin ulkona vieläkin viereen
viereltä vieressä voinut vuoksi välissä välistä yhtäkään ylle yllä ympärille ympärillä äsken
äskettäin""",
    "french": """abord afin ailleurs ainsi alla allait aller allez allons assez aucune aujourd'hui
auprès auquel autour autrefois autrement auxquels beaucoup bientôt celle celles celui cependant
certain certaine certaines certains chacun chacune cinq combien davantage debout demain desquelles
desquels devaient devait disait dit dix doivent duquel déjà désormais enfin ensemble ensuite environ
faisaient faisait hier huit jamais jusqu laquelle lequel lesquelles lesquels loin longtemps lorsqu
lorsque mien mienne mieux mêmes neuf non notamment néanmoins nôtre nôtres oui parfois partout
peuvent peux pire plus plusieurs plutôt pourra pourraient pourrait pourtant pouvaient pouvait
presque près pu puis puisqu puisque quant quatre quelqu quelque quelquefois quelques quoi quoique
rien semble sept sienne sinon six soudain souvent surtout tantôt tard tel telle telles tien toujours
toute toutefois trois tôt va vais vas veulent veut veux voulait vôtre""",
    "german": """ab acht allerdings anstatt außer außerdem außerhalb bald beide beiden beides beim
    bereits bevor bisher bitte bleiben bleibt blieb bloß bzw dabei dafür dagegen dahin damals danach
    daneben daran darauf daraus darf darfst darin darunter darüber davon davor denen dennoch deren
    derzeit drei durchaus durfte dürfen eben ebenfalls ebenso eher eigentlich einander eins endlich
    entlang erst erste ersten erster erstes etwa falls fast früher fünf gab ganz ganze ganzen gar
    geben gegenüber gehen geht gemacht genau genug gerade gestern getan gibt ging gingen gleich
    hattet heraus herum heute hierbei hierzu hinaus hinein hingegen hinten hätte hätten ihrs immer
    inmitten innen innerhalb inzwischen irgend irgendwie irgendwo je jedenfalls jedoch jemals jemand
    jeweils kam kamen kaum kommen kommst kommt konnte konnten könne lag lassen leider letzte letzten
    liegen liegt ließ los längst lässt macht mag mal manchmal mehr mehrere meist mussten möchte
    mögen müsste nahm natürlich neben neun nie niemals niemand nimmt nirgends nämlich oben obwohl
    oft ohnehin paar per sagen sagt sagte schon sechs sei seien seit seitdem seither sieben sieht
    sobald sogar solange somit sowie sowohl später stand statt stehen steht stets trotz trotzdem tun
    tut unten unterhalb viele vielen vieler vielleicht vielmehr vier vorher vorne weder wegen
    weitere weiteren wem wen wenig wenige weniger wessen wobei wodurch wohl womit worauf worden
    worin wovon wurde wurden wäre wären würdest zehn ziemlich zudem zuerst zuletzt zunächst zurück
    zusammen zwei überall überhaupt""",
    "hebrew": """אהיה אחד אחת אינה אינו אינם אלא אלי אליה אליהם אליו אליך אמר אמרה אפילו בה בהם בהן
בו בזה בי בנו די האלה ההוא ההיא הזאת הזה הזו היו היינו הייתה הייתי ואז ואין ואני וגם והוא והיא ולא
ועוד יהיו כבר כדי כולה כולו כמעט לאחר לגבי לזה ליד לפי מאוד מאז מהם מכל ממנה ממנו ממני מתוך נהיה
עדיין עוד עכשיו צריך צריכה צריכים שאני שהוא שהיא שהם שום שזה שלא שלוש שני שתי תוך תמיד""",
    "hindi": """अगर अतः अब आई आए आज आने आपका आपकी आपके आपको आपने आया इतना इतनी इतने इनकी इनके इनमें
इन्होंने इसको इसलिए इससे इसीलिए उतना उनमें उनसे उन्होंने उसका उसकी उसको उसने उसमें उससे ऊपर ओर कब
कभी कल कहाँ कहां काफी किंतु कितनी कितने किन्तु किसका किसने कैसा कैसी कैसे क्या क्यों क्योंकि गई गए
गयी चाहिए चाहे चुका चुकी चुके चूँकि जाएगा जाता जाती जाते जाने जिसका जिसकी जिसके जिसने जिसमें जिससे
जैसी तथा ताकि तुम्हारी तुम्हारे तुम्हें तू थीं दिए दी दूसरा दूसरी दोनों परंतु परन्तु पास बल्कि बस
बार बाहर बिना बिल्कुल बीच मात्र मुझको मुझे मेरा मेरी मेरे मैंने यद्यपि यहां रहता रहती रहते रही लगभग
वहां वाला वाली सकती सब सबको सामने सिर्फ हम हमने हमारा हमारी हमारे हमें हर हूँ हूं हों होंगे होगा
होगी""",
    "hungarian": """akar akart akiket akinek akit akivel alá alól amiatt amiben amire amiről annyi
annyira azokat azoknak azonnal azóta bele belőle bárki bármi bármilyen egymás egymással egymást
egyszer egyáltalán együtt elé előbb előle engem ennyi esetleg ezeket ezekkel ezeknek felett felől
fog fogja fogják fölé fölött fölül ha hat hogyha holnap honnan hová hozzá három ilyet inkább iránt
is kettő kilenc később két kétszer köré körül közben közé legjobban lehetne lettek lévő ma magad
magam magukat magunk magától majdnem meddig mellé mellől mennyi miatt mielőtt mihelyt mindegyik
mindjárt mindkét mindnyájan mindössze minket mire mondja mondta mögé mögött mögül nehogy nekik
nektek nekünk nyolc nála nálam nálunk négy oda olyankor olyat onnan rajta rajtuk rám ránk róla rólam
róluk sehol sehova semmit senki senkit sincs soha sokan során szokott számunkra tavaly tegnap
teljesen ti titeket tud téged tíz többi többször többé tőle tőlük ugyan ugyanaz ugyanez ugyanúgy
vagytok vagyunk valahogy valahol valakinek valakit valamennyi valamit veled velem velük velünk
volnának volnék voltatok voltál végett végig végül általa óta öt""",
    "indonesian": """adakah anu atas bawah berada berikut bersamaan berupa delapan dua empat enam
jadi kah kali kecuali kedua kembali ketiga kurang langsung lewat lima mengenai menjadi menuju nih
nya perlu pertama punya satu secara seiring sembilan semenjak sepuluh sih terdapat termasuk terus
tetap tiada tiga tujuh untuk usai ya yuk""",
    "italian": """abbastanza accanto affatto affinché alcuna alcunché alcune alcuni almeno
altrimenti anzi appena attraverso benché ce ciascun ciascuna ciascuno cinque cioè circa ciò comunque
così dappertutto davanti detto devono dice diceva dicono dieci dietro dire domani dopo doveva
dovevano dovrebbe dovrebbero dovunque dunque eppure fatta fatti fatto finché forse gia già glie
glielo ieri inoltre insieme intanto intorno invece laddove là lì mediante mentre molta neanche
nemmeno neppure nessun nessuna nessuno niente nonché nove nulla né oggi ognuna ognuno oppure ora
ormai ossia otto parecchi parecchie perciò perfino persino pertanto piuttosto poiché possano
possiamo posso possono poteva potevano potrebbe potrebbero potuto presso prima propri propria
proprie proprio pure può qualcosa quali qualora qualsiasi qualunque quand quando quegli quei quel
quell quest sebbene sette spesso stata state stessa sì tale tali talvolta tardi troppa troppe troppi
troppo tutt tuttavia ve vengono venire veniva venivano verrà viene voglio vogliono voleva volevano
vorrebbe vuole""",
    "malay": """anda awak bagaimanapun begini begitulah beliau berikut bersama biasa biasanya
bukannya diri dua dulu empat enam justeru kedua kenapa ketiga lah lapan lima macam malahan manakala
melalui menerusi menuju meski mesti mungkin nak namun samada satu sebaliknya sebarang sebuah selepas
semacam semasa sembilan seorang sepanjang sepuluh seterusnya tadi tatkala terlalu tersebut terus
tetap tiga tujuh walaubagaimanapun""",
    "norwegian": """aldri alene allerede alltid alt altså andre annen annet bak blant bort borte
burde bør deretter derfor derimot dermed dessuten desto dine dit egen eget egne ellers enda endog
eneste enhver ennå ens enten etterpå ettersom faktisk fem fikk fire flere flest fleste foran forbi
fram frem få får fått først første ganske gikk gjennom gjerne gjorde gjort gjør gjøre gå går gått
ham hatt hele heller helt hit hjem hos hverken hvert hvilket hvorfra hvorvidt ifølge igjen igjennom
imellom imens imidlertid imot inne innen inntil jo kanskje komme kommer kommet kunnet langs langt
lenge like likevel litt mens mer mest mindre minst mye må måtte nede nei nemlig neppe neste nesten
nettopp ni noensinne nok nær ofte omkring omtrent oppe overalt overfor per rundt sa sammen samt seks
selvom sier siste sju slike slikt snart stadig syv således sånne særlig ti tilbake to trass tre
tross tvers uansett under unntatt ute utenfor vel veldig via videre våre vårt åtte""",
    "polish": """aby ale ani aż bardziej by byli byliśmy był była byłaby byłam byłem było byłoby
były byłyby będzie będą cała cały chce chciał chciała chcieli chcą chcę chociaż choć chyba cokolwiek
coraz coś czasami czasem czego czegoś cztery czyj czyli czym często dokładnie dopiero dopóki druga
drugi drugie drugą duże dużą dwoma dwóch dziesięć dziewięć gdy gdyż ileś inna inne innego innej inni
innych innym innymi iść jaka jakich jakie jakiego jakiej jakim jakimi jako jaką jednak jednego
jednej jedni jednocześnie jednym jedną jedynie jesteś jesteście jesteśmy jeszcze juz każda każde
każdego każdej każdym każdą kilka kilku kim kogo komu która które którego której któremu który
których którym którymi którzy którą którędy lecz masz mało miał miała miało miały mieli mieć mimo
między mniej mogli mogą mogę mogła mogło moich moimi mojego mojej mojemu moją możemy można musiał
musieć muszą muszę mógł nad nadal najbardziej najmniej naprzeciw naszej naszemu naszym naszymi naszą
natomiast nawet niczego niczym niebawem niech nieco niekiedy niektóre niektórych niektórym niektórzy
niemal niewiele nigdzie nikogo nikomu nikt no oba obie obu obydwa odkąd odtąd oprócz oraz osiem oto
owa owe pani pierwsza pierwsze pierwszy pierwszym pięć podczas pomiędzy ponad ponadto poniżej
ponownie poprzez potem powinien powinna powinno powyżej poza pośród prawie przecież przede przez
przy raczej raz razem rzadko również same samego samej sami samo samym siedem skoro sobie sobą spod
sprzed stamtąd stąd swe swego swemu swoich swoim swoimi swoja swoje swojego swojej swojemu swoją
swych swym swymi swój sześć ta taka takie takiego takiej takim takimi taką także tamta tamten tamto
tamtym te tego tej temu teraz też toteż trochę trzeba trzech trzy tuż twoich twojego twojej twoją
tych tyle tylko tym tymczasem tymi tą tę wcale wciąż według wewnątrz wiele wielu więcej wkrótce
wobec wokół wprost wraz wszelkich wszelkie wszyscy wszystkich wszystkie wszystkim wszystkimi
wszystką wszędzie wtem wzdłuż właśnie wśród za zamiast zanim zapewne zaraz zatem zaś zbyt ze znad
znowu znów zostali zostać został została zostało zostały zresztą zwykle zwłaszcza ów żadna żadne
żadnego żadnej żadnych żadnym żeby""",
    "portuguese": """abaixo acima ainda algo algum alguma algumas alguns alguém aliás além amanhã
ambas antes aonde apenas apesar aqui assim através aí bastante cinco comigo conforme consigo contigo
contudo cuja cujas cujo cujos cá dali daquela daquelas daquele daqueles daquilo daí demais dessa
dessas desse desses desta destas deste destes deveria devia dez diferente diferentes disse disso
disto diversas diversos dois duas dum duma embora enfim entanto entretanto exceto existe fazem feito
fez fizeram hoje ia iam igual jamais logo longe lá mesma mesmas mesmos mim muita muitas nada naquela
naquelas naquele naqueles naquilo nela nelas nele neles nenhum nenhuma nessa nessas nesse nesses
nesta nestas neste nestes ninguém nisso nisto nove numas nunca nuns oito ontem ora outra outras
outros parece partir perto podem podemos podiam pois porquanto porquê portanto porém posso pouca
poucas pouco poucos primeira primeiro própria próprias próprio próprios pude pôde pôr quais
quaisquer quanta quantas quanto quantos quase quatro quer querem queria quero quiser seis sempre
sendo sete si sido sob tais talvez tampouco tanta tantas tanto tantos tendo ti toda todas todavia
todo três tudo tão vai vamos vez vezes vossa vossas vosso vossos vou vão àquela àquele""",
    "romanian": """această aceeași același aceleași acestora acestă aceștia adesea afară altă
alături atât atâta atâtea aveau aș așa ați ceilalți celălalt cinci când cât câte câteva câtă câți
câțiva că căci cărei cărora cărui căruia către dacă datorită decât dedesubt deoarece desigur destul
devreme deși dincolo dinspre doi două după eram erau ești fiecare fiecărui fiind fiindcă făcut fără
lângă mea mei mele mereu meu multă mulți niciodată niște noastre noastră nostru nouă noștri odată
oricare oricine oricând oricât patru poate pot poți printr printre putea putut puțin puțini puțină
până rareori spus să săi său ta tale toată totuși toți trebuie trei târziu tăi tău undeva vei veți
vi voastră voia vostru vouă voștri vrea vreau vrei vreunul vă zis îi îl îmi împotriva împreună în
înainte înaintea înapoi încât încă îndată îndeajuns înspre însuși însă întotdeauna într între își
îți ăla ăsta și ți""",
    "russian": """благодаря будучи вашего вашей вашим вашими ваших весьма вместе вместо вне внутри
возле вообще вроде вряд всей вскоре вследствие всяк всякая всякие всякий всякое должен должны едва
зря имеет имеют иначе иной иные иных итак каждого каждой каждом каждым какие каким каких каковы
какого какое каком какому кое которое котором которому которою которую которым которыми кстати либо
любая любого любое любой любые любых многие многим многих могла могло моего моей моем моему моим
моими моих моём наверное навсегда насколько насчёт нашего нашей нашем нашему нашею нашим нашими
наших некогда некоторая некоторого некоторое некоторые некоторый некоторых некто несмотря нечто
нигде никакая никакие никакого никакой никто ниоткуда ничем ничему ничто нынче нём обе одна одни
одних одном одному откуда отнюдь отчего поверх пожалуй позади порой поскольку поэтому прежде притом
причём пусть ради разумеется своем своему своим своими свой своя своё своём сквозь словно согласно
среди стала стали стало столь столько таки таким такими таких такого таком такому твоего твоей твоем
твоему твоим твоими твоих тотчас хотел хотела хотели хотят хочет чей чьи чья чьё чём этою является
являются якобы""",
    "slovak": """aspoň avšak blízko bývalý celkom chce chcel chcela dokiaľ dokonca dole dosť dva dve
hlavne hneď hoci hore ibaže im inak inde jeden jedna jednej jedno jedného jedným kade každej každom
každou každého keby kedy koho kohokoľvek komu koľko ktorej ktorom ktorého ktorému ktorú ktorých
ktorým ktorými kým leda lenže majú mal mala mali malo miesto mimo mnoho mohla mohli mohlo mohol
mojej mojich možno musel musela musia musí môjho môžeme môžu najmä najviac nami naopak napokon
napriek napríklad navyše našej našich ne nebol nebola neboli nebolo nebude neho nej nejaká nejaké
nejakého nejaký nemožno nemá nemôže neskôr nich niekto niektorá niektoré niektorých niečo nikam
nikde nikdy nikoho nikto nim nimi nás nášho ním odkiaľ odtiaľ odvtedy okolo okrem opäť ostatné
ostatní podobne pomocou popri posledný počas predsa preň pritom proti príliš päť sama sami samo seba
sebe sebou sem skoro skrz skôr snáď spolu stade stále svojej svojho svojom svojou svoju sám takisto
takmer takto taká také taký tej tejto teraz tohto tomu tou tri trocha trochu tvoja tvoje tvojej tých
týchto tými týmito uprostred vami vaša vedľa veľa veľmi vnútri vtedy vás vôbec vďaka všade všetci
všetka všetko všetky všetkých všetkým vždy zase zatiaľ znova znovu čoho čomu čím ňom ňou ňu štyri
žiaden žiadna žiadne žiadny""",
    "spanish": """adonde adónde alguien algún apenas aquella asimismo aunque aún cinco conseguido
cuan cuanta cuantas cuantos cuatro cuya cuyas cuyo cuyos cuál cuáles cuándo cuánta cuántas cuánto
cuántos dar debajo debemos debería deberían debía debían delante demasiada demasiado demasiados
detrás dicha dichas dichos diez dónde enfrente etcétera hacía hacían hice hicimos iba iban ibas
jamás mientras ojalá podía podían pude pudiera pudieron puedes quería quieren quieres quiero quizá
quizás quiénes según suele suelen tampoco tanta tantas tantos toda través usted ustedes vamos viene
vienen ésa ésas ése ésos íbamos""",
    "swedish": """allting alltjämt alltsedan bakom borde bredvid brukade brukar både bör dej
dessutom desto detsamma dit diverse dom därav därefter däremot däri därmed därpå emellan emot enbart
endast ens flest förbi ganska gentemot hellre hit hos huruvida härifrån ifall ifrån inne inuti
istället kommer kring likväl lät låta låter medan mej nära någonsin någonstans nån nåra nåt ofta
oftare omkring per redan runt samt sej sen själva sådär såsom såväl ta tar tog trots tvärs ty täm
undan uppe ute utom utöver varandra varav vardera varpå varvid velat via vilja vilkens ville vore
ända ännu åter""",
    "turkish": """altına altında altından ancak arada arasına arasında arasından ardından artık asla
aynı ayrıca az bazen başka başkası belli beraber beri bile biraz birbiri birbirinden birbirine
birbirini birinden birini birinin birisi birlikte birçok birçoğu bizce bize bizler biçimde boyunca
bugün bunca bunlar bunlara bunları bunların bununla burada buradan buraya böyle böylece böylesine
bütün dahil dair değil değildi değildir diğer diğeri diğerleri dolayı dolayısıyla doğru dün edecek
eden edenler eder ederek ederken edilen edilmiş edip ediyor elbette epey epeyce etmek etmesi etti
ettiği evet eğer fakat falan filan galiba gene gerek göre hala hangi hangisi hariç hatta hayır hemen
henüz herhangi herkes herkese herkesi herkesin hiçbir hiçbiri hâlâ idi iken ilgili ilk imiş ister
itibaren içinde içinden içine kadar karşı karşın kaç kendi kendilerine kendilerini kendinden kendine
kendini kendisi kendisine kendisini kere keşke kimse kimsenin kimseye kimseyi lakin madem mademki
meğer mi midir misin mıdır nedeniyle nereden neresi nice nitekim olacak olan olanlar olarak oldu
olduklarını oldukça olduğu olduğunu olmadı olmadığı olmak olmalı olması olmayan olmaz olsa olsun
olup olur olursa oluyor onca onunla orada oradan oraya oysa oysaki pek peki rağmen sadece sana sonra
sonradan sonraki sonunda tabii tarafından tek var vardı vardır vasıtasıyla yahut yalnız yalnızca
yarın yerine yine yok yoksa yoktu yoktur yüzden zaman zaten zira çoktan çoğu çoğunlukla öbür önce
önceden önceki öyle öyleyse üstelik üstünde üstüne üzere üzerinde üzerinden üzerine şayet şeklinde
şimdi şunlar şunları şöyle""",
    "ukrainian": """аби би бо будучи ваших вашого вашої внаслідок всередині всі всіма всієї вчора
дещо деяких деякі доки досі завдяки замість згідно кожного кожної котра котрий крізь лиш мав мала
мають має могла могло мого моєї моїм моїх наче нашим наших нашого нашої немов ним ніде нікого ніхто
ніщо обоє оскільки отже отож поза понад попри протягом ради разом своя своєму своїм своїми свій
серед стосовно стільки таки таких такого твого твоєї твоїх тощо тій тієї усе усього усі усіх усієї
хтось цій чий чим чия чиї щодо щойно щось якби яке яким якими якому якось якій із інколи іншого їхня
їхнє їхні їхній""",
}
