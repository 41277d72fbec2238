package disclosure

import (
	"slices"
	"strings"
)

// kin are English names that stand for one another, a line for each kin.
const kin = `
abigail abi abby gail
agnes aggie nessie
albert al bert bertie alfred alf alfie fred
alexander alexandra alex alec alexis sandy sandra sasha xander lex lexi ali
amanda mandy
andrew andy drew andrea
angela angie ange
anthony tony ant antony
ann anne anna annie hannah nan nancy
arthur art artie
barbara barb babs
benjamin ben benny benji
catherine katherine kathryn catharine katharine kathleen cathy kathy kate katie katy kat cat kay kit kitty kaz karen
charles charlie chas chuck charlotte lottie
christopher chris kit topher christine christina christian chrissie tina kirsty
daniel dan danny danielle dani
david dave davy dai
deborah debra deb debbie
dennis den denny
donald don donny
dorothy dot dottie dolly
edward ed eddie ted teddy ned edwin edmund
eleanor ellen elle ellie nell nellie helen lena nora
elizabeth elisabeth liz lizzie lizzy beth bethan betty betsy bess bessie eliza elise elsie libby lisa lis lily
emily em emma emmy millie
florence flo florrie
frances francis fran frank frankie franny
frederick fred freddie
gabriel gabrielle gabi gabe
geoffrey jeffrey geoff jeff
george georgina georgia georgie
gerald gerard gerry jerry
gillian gill gilly jill
gregory greg
harold harry hal henry hank
isabel isabella isobel bella izzy issy
jacob jake jacqueline jackie jacqui
james jim jimmy jamie jem
janet jan jane jean jenny
jennifer jen jenny jenni
jessica jess jessie
joanna joanne jo joan
john jack johnny jon ian sean shaun shawn jonathan jonny jonathon
joseph joe joey josephine jo josie
joshua josh
judith judy jude
julia julie jules juliet
kenneth ken kenny
kimberley kim
laura laurie lori
laurence lawrence larry laurie
leonard leo len lenny
lesley leslie les
louise lou louis lewis luis
lucy lucinda lucia lu
madeleine maddie maddy
margaret maggie meg megan peg peggy madge mags marge margie greta rita daisy
mark marcus marc
martin marty
mary maria marie molly polly mae may
matthew matt matty
maxine maxwell maximilian max
michael mike mick mickey micky mikey michelle shelly
mohammed muhammad mohamed muhammed mo
natalie natasha nat tash
nathaniel nathan nat nate
nicholas nicolas nick nicky nico nicola nikki nicki
oliver olivia ollie olly liv
pamela pam
patricia patrick pat patty paddy trish tricia
penelope penny pen
peter pete
philip phillip phil pip philippa pippa
rachel rach rachael
raymond ray
rebecca becky becca becks
richard dick rick ricky rich richie dickie
robert bob bobby rob robbie bert robin roberta
ronald ron ronnie
rosemary rose rosie romy
rupert bert
russell russ
samantha samuel sam sammy
sarah sara sally sadie
simon si simone
stephen steven steve stevie steph stephanie stef
stuart stewart stu
susan suzanne susanna sue suzie susie suzy
sylvia syl
terence terry terri theresa teresa tess tessa
theodore theo ted teddy
thomas tom tommy
timothy tim timmy
valerie val
victor victoria vic vicky vicki tori
vincent vince vinny
walter walt wally
wendy wen
william will bill billy willie liam willy
zachary zac zack zak`

// nicknames lists what else somebody of this first name may be called.
func nicknames(name string) []string {
	var out []string
	for line := range strings.Lines(kin) {
		if all := strings.Fields(line); slices.Contains(all, name) {
			out = append(out, all...)
		}
	}
	return out
}

// titles stand before a name and are none.
func titles() []string {
	return strings.Fields("mr mrs ms miss mister missus sir dr doctor prof dame pan pani pana panu domnul domnului doamna doamnei пан пані пана " +
		"السيد السيده الاستاذ الاستاذه استاذ استاذه مس ميس مستر سيد سيده الانسه المعلم المعلمه عمو")
}

// particles are parts of names that are small words everywhere.
func particles() []string {
	return strings.Fields("de da di do du dos das del la le el al van von der den bin ibn bint ap ab ferch and")
}

// everyday are words that are met in every text, and the beginning of many a name.
func everyday() []string {
	return strings.Fields("her him his may man can all will are was but for not she you any one out has had too now the and same ale kat " +
		"have need read that this they them then than with when well want were what some seem been mean said tell told")
}

// The offices of those who read worries, as young people speak of them in our
// languages; a star stands for any ending, "_" for a space.
const (
	leadCalled = `lead lead* safeguard* child_protection dsl manager* menadzer* menedzer* boss* in_charge head_of_the
kierowni* szef* dyrektor* ochrony_dzieci ochrona_dzieci ochrony_maloletnich koordynator* lider* przelozon* bezpieczenstw*
керівни* начальни* менеджер* директор* шеф* бос боса босом захист_дітей захисту_дітей з_безпеки хто_головний головний_тут головна_тут координатор* лід ліда відповідальн*
руководител* защита_детей защите_детей ответственн*
sef* director* conducator* coordonator* responsabil* protectia_copi* protectiei_copi* patron*
arweinydd* harweinydd* rheolwr* rheolwraig bos fos pennaeth bennaeth phennaeth diogelu* ddiogelu* amddiffyn_plant cydlynydd* gydlynydd*
مدير* المدير* بالمدير* للمدير* مسوول* المسوول* رييس* الرييس* قايد* القايد* مشرف* المشرف* حمايه_الطفل* حمايه_الاطفال`
	deputyCalled = `deputy deputies second_in_command zastep* заступни* заместител* adjunct* loctiitor* dirprwy* ddirprwy* nirprwy* نايب* النايب* وكيل* الوكيل*`
	readerCalled = `who_reads reads_this reading_this who_read_this who_will_read will_read_this whoever_reads who_gets_this who_sees_this person_reading reads_these
to_czyta czyta_to przeczyta* czytasz kto_czyta
це_читає читає_це хто_читає прочитає* читаєш то_читає
citeste_asta citesti cine_citeste care_citeste va_citi citeste_aceasta
yn_darllen syn_darllen ei_ddarllen fydd_yn_darllen n_darllen
يقرا_هذا من_يقرا الذي_يقرا التي_تقرا سيقرا* تقرا_هذا يقراه`
)

// offices says whose office the words speak of.
func (h heard) offices() (lead, deputy, both bool) {
	return h.speaks(leadCalled), h.speaks(deputyCalled), h.speaks(readerCalled)
}

func (h heard) speaks(called string) bool {
	return slices.ContainsFunc(strings.Fields(plain(called)), func(office string) bool {
		phrase, open := strings.CutSuffix(" "+strings.ReplaceAll(office, "_", " "), "*")
		if !open {
			phrase += " "
		}
		return strings.Contains(h.text, phrase)
	})
}
