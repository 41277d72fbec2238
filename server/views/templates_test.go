package views

import (
	"go/ast"
	"go/parser"
	"go/token"
	"html/template"
	"io/fs"
	"maps"
	"os"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn/locales"
	"cairn/surveys"

	"github.com/jba/templatecheck"
)

// allPages is one of each page struct; where a page has several templates or
// layouts, one for each.
func allPages() []Page {
	return []Page{
		SignIn{}, SignInOffer{}, SetUp{}, Invited{}, Password{}, Me{}, People{}, LinkOnce{}, ServiceEdit{}, Confirm{}, SafetyEdit{}, SafetyPoster{},
		Home{}, PanelNew{}, Panel{}, PanelChoice{}, SessionNew{}, SessionPlan{}, SessionPlan{Adding: true}, Editor{}, PictureChoice{}, Clips{}, Preview{}, PreviewAsPhone{},
		Start{}, Addresses{}, Remote{}, Count{}, Desk{}, Words{}, Wall{}, SessionEnd{}, Report{}, AnswerBack{}, Paper{},
		ReadDesk{}, ReadChoice{}, ReadThemes{}, ReadThemePage{}, ReadAnswer{}, HeardChoice{}, HeardPrint{}, PhoneSaid{},
		Failure{}, Failure{Frame: Frame{Staff: "Sam"}}, PhoneStart{}, PhoneJoin{}, PhoneWait{}, PhoneLayer{}, PhoneAsk{}, PhoneIdeas{}, PhoneIn{}, PhoneTurn{}, PhoneResult{},
		TellNotice{}, TellAsk{}, TellSent{}, TellCheck{}, TellCard{}, TellSay{}, Back{}, BackThread{}, Rights{}, WrongTell{}, WrongLook{}, Complaints{}, Replies{}, ReplyWrite{},
		FillStart{}, FillStep{}, FillPair{}, FillReview{}, FillAll{}, FillDone{}, FillOver{}, FillCode{}, FillSaved{}, FillCards{}, FillCards{Cards: []FillCard{{}}},
		Surveys{}, SurveyNew{}, SurveyShow{}, SurveyClose{}, SurveyPublish{}, SurveySettings{}, SurveyEdit{}, SurveyAdd{}, SurveyPlace{},
		SurveyPlace{Measure: surveys.Words{"en": "Goals"}}, SurveyPreview{}, SurveyPoster{},
		Results{}, Results{Items: []ResultItem{{Splits: []ResultSplit{{}}}}, Waves: &ResultWaves{}}, Cross{}, Versions{}, Together{}, Exports{List: []ExportLine{{State: "writing"}}}, Queue{}, Numbers{},
		Rota{}, RotaPlan{}, Pages{},
		Safe{}, SafeCase{}, SafeKeys{}, SafeRecovery{}, SafePaper{}, SafeCarry{}, SafeOutside{},
		PhoneHelp{}, PhoneRead{}, PhoneEnded{}, PhoneCheck{}, PhoneRemote{}, PhoneAway{},
	}
}

// noAssets stands in for the built files: what the addresses are is not looked at here.
type noAssets struct{}

func (noAssets) URL(name string) string { return "/static/" + name }
func (noAssets) PhoneCSS() template.CSS { return "" }
func (noAssets) TellCSS() template.CSS  { return "" }

func renderer(t *testing.T) *Renderer {
	t.Helper()
	texts, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(texts, noAssets{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEveryTemplateFitsItsPageInEveryLanguage(t *testing.T) {
	r := renderer(t)
	clear(r.sets) // a set that was drawn has been rewritten by html/template
	seen := map[string]bool{}
	for _, page := range allPages() {
		name, layout := page.Template()
		seen[name] = true
		for _, lang := range locales.Tags() {
			set, err := r.set(name, layout, lang)
			if err != nil {
				t.Fatal(err)
			}
			if err := templatecheck.CheckHTML(set.Lookup("layout-"+layout), page); err != nil {
				t.Errorf("%s in %s: %v", name, lang, err)
			}
		}
	}
	for name := range r.pages {
		if !seen[name] {
			t.Errorf("got no page struct for %s.html", name)
		}
	}
}

func TestEveryPageStructIsChecked(t *testing.T) {
	listed := map[string]bool{}
	for _, page := range allPages() {
		listed[reflect.TypeOf(page).Name()] = true
	}
	for _, name := range pageStructs(t) {
		if !listed[name] {
			t.Errorf("%s is a page that no test checks: put it into allPages", name)
		}
	}
}

// What stands around <main> is the frame's, also where a page has a title or a
// service of its own.
func TestNoPageHidesWhatItsLayoutNeeds(t *testing.T) {
	r := renderer(t)
	frame := Frame{Lang: "ar", Dir: "rtl", Title: "the title of the frame", Staff: "", Help: "/help-of-the-frame", Service: "service of the frame"}
	for _, page := range allPages() {
		whole := reflect.New(reflect.TypeOf(page)).Elem()
		whole.Set(reflect.ValueOf(page))
		whole.FieldByName("Frame").Set(reflect.ValueOf(frame))
		name, layout := page.Template()
		html, err := r.Render("ar", whole.Interface().(Page), false)
		if err != nil {
			continue // an empty page of this kind cannot be drawn
		}
		want := []string{"<title>the title of the frame</title>", `lang="ar" dir="rtl"`}
		if layout == "phone" {
			want = append(want, `href="/help-of-the-frame"`, "service of the frame")
		}
		for _, text := range want {
			if !strings.Contains(string(html), text) {
				t.Errorf("%s: got no %s, want it from the frame", name, text)
			}
		}
	}
}

// pageStructs names the types of this package that have a Template method.
func pageStructs(t *testing.T) []string {
	t.Helper()
	sources, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, source := range sources {
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "Template" {
				if of, ok := f.Recv.List[0].Type.(*ast.Ident); ok {
					names = append(names, of.Name)
				}
			}
		}
	}
	return names
}

// A kind is one row in surveys.kinds, one file there, and one view.
func TestAKindIsOneRowOneFileAndOneView(t *testing.T) {
	r := renderer(t)
	rows := slices.Sorted(slices.Values(surveys.KindNames()))
	views, err := fs.Glob(files, "kinds/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range views {
		views[i] = strings.TrimSuffix(path.Base(name), ".html")
	}
	if !slices.Equal(rows, views) {
		t.Errorf("got views %v, want one for each of %v", views, rows)
	}
	if got := slices.Sorted(slices.Values(kindFiles(t))); !slices.Equal(got, rows) {
		t.Errorf("got files with a kind %v, want one for each of %v", got, rows)
	}
	for _, kind := range rows {
		if r.base.Lookup("phone-"+kind) == nil {
			t.Errorf("kinds/%s.html defines no phone-%s", kind, kind)
		}
	}
}

// kindFiles names the files of surveys that hold a kind's Name method.
func kindFiles(t *testing.T) []string {
	t.Helper()
	dir := os.DirFS("../../surveys")
	sources, err := fs.Glob(dir, "*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, source := range sources {
		raw, err := fs.ReadFile(dir, source)
		if err != nil {
			t.Fatal(err)
		}
		if regexp.MustCompile(`(?m)^func \(\w+\) Name\(\) string`).Match(raw) {
			names = append(names, strings.TrimSuffix(source, ".go"))
		}
	}
	return names
}

func TestAFailureSaysItsNumbers(t *testing.T) {
	html, err := renderer(t).Render("en", Failure{Say: "staff.password.short", Args: []any{"N", 12}}, true)
	if err != nil || !strings.Contains(string(html), "12") {
		t.Errorf("got %s, %v; want the 12 of the failure", html, err)
	}
}

// sources are the templates by name, without their comments.
func sources(t *testing.T) map[string]string {
	t.Helper()
	names, err := fs.Glob(files, "*/*.html")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = regexp.MustCompile(`(?s)\{\{-?\s*/\*.*?\*/\s*-?\}\}`).ReplaceAllString(string(raw), "")
	}
	return out
}

// english lists what a template says in words of its own: what stands between two
// tags, and attributes that are read out. Attributes and addresses that have a
// template of their own, keys of the keyboard (<kbd>) and Cairn's name are no words.
func english(source string) []string {
	bare := regexp.MustCompile(`(?s)\{\{-?\s*define\b.*?\}\}`).ReplaceAllString(source, "<\x00>")
	bare = regexp.MustCompile(`(?s)\{\{.*?\}\}`).ReplaceAllString(bare, "\x00")
	bare = regexp.MustCompile(`(?s)<(style|script|kbd)\b.*?</(style|script|kbd)>`).ReplaceAllString(bare, "")
	var found []string
	for _, m := range regexp.MustCompile(`\s(?:title|alt|placeholder|aria-label|aria-description)="([^"]*)"`).FindAllStringSubmatch(bare, -1) {
		found = append(found, m[1])
	}
	for _, m := range regexp.MustCompile(`>([^<>]*)<`).FindAllStringSubmatch(regexp.MustCompile(`"[^"<>]*"`).ReplaceAllString(bare, `""`), -1) {
		found = append(found, m[1])
	}
	return slices.DeleteFunc(found, func(s string) bool {
		word := regexp.MustCompile(`&#?\w+;|[\w-]+=""|/\w+/`).ReplaceAllString(strings.ReplaceAll(s, "\x00", " "), " ")
		word = strings.TrimSpace(word)
		return word == "Cairn" || !regexp.MustCompile(`\pL{2}`).MatchString(word)
	})
}

func TestNoTemplateSaysAnythingInWordsOfItsOwn(t *testing.T) {
	all := sources(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, words := range english(all[name]) {
			t.Errorf("%s says %q without a key", name, strings.TrimSpace(words))
		}
	}
	for planted, want := range map[string]int{
		`<p>{{t "a.b"}}</p>`: 0, `<p>Hello {{.Name}}</p>`: 1, `<img alt="A tree" src="x">`: 1, `<b>Cairn</b> &amp; 12`: 0, `{{if gt .N 3}}<i>!</i>{{end}}`: 0,
	} {
		if got := english(planted); len(got) != want {
			t.Errorf("%s: got %q, want %d", planted, got, want)
		}
	}
}

func TestEveryKeyOfATemplateIsInTheEnglishCatalogue(t *testing.T) {
	texts, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	all, asked := sources(t), 0
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, m := range regexp.MustCompile(`[{(\s](?:t|plain|safe)\s+"([^"]+)"`).FindAllStringSubmatch(all[name], -1) {
			asked++
			if texts.Text("en", m[1], "N", 2) == "["+m[1]+"]" {
				t.Errorf("%s says %q, which is in no catalogue", name, m[1])
			}
		}
	}
	if asked < 100 {
		t.Errorf("got %d keys in all templates, want the hundreds there are", asked)
	}
}
