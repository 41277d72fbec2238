package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"time"

	"cairn/e2e/stage"
	"cairn/figures"
	"cairn/staff"
	"cairn/store"
	"cairn/store/sqlite"
	"cairn/surveys"
	"cairn/surveys/responses"
	"cairn/surveys/results"
)

// field is the two surveys of B13 in a demo's folder: one that phones answer, and one that has all its answers.
type field struct {
	program, data string

	fresh string // short address
	full  string // id
	asked results.Asked
}

// inFolder opens a folder that no program holds, for as long as work takes.
func inFolder(ctx context.Context, data string, work func(store.Engine, *surveys.Shelf) error) error {
	engine, err := sqlite.Open(ctx, data, sqlite.WithSynchronousOff())
	if err != nil {
		return err
	}
	shelf := surveys.OpenShelf(surveys.ShelfParts{
		Engine: engine, Now: time.Now, Random: rand.Reader, MayOpen: func(context.Context, string) error { return nil },
	})
	schemas := slices.Concat(staff.Schemas(), surveys.Schemas(), responses.Schemas(), results.Schemas())
	if err := engine.Ensure(ctx, schemas); err != nil {
		return errors.Join(err, engine.Close())
	}
	return errors.Join(work(engine, shelf), engine.Close())
}

// fieldOf lets the demo write its story into a fresh folder and opens two surveys of forty questions there.
func fieldOf(ctx context.Context, w *workshop) (*field, error) {
	f := &field{}
	var err error
	if f.program, err = w.cairn(); err != nil {
		return nil, err
	}
	if f.data, err = w.empty(); err != nil {
		return nil, err
	}
	if _, err := f.staged(ctx, func(*stage.House) ([]figure, error) { return nil, nil }); err != nil {
		return nil, err
	}
	return f, inFolder(ctx, f.data, func(engine store.Engine, shelf *surveys.Shelf) error {
		services, err := staff.Open(staff.Deps{Engine: engine, Now: time.Now, Random: rand.Reader, Ended: func(string) {}}).Services(ctx)
		if err != nil {
			return err
		}
		service := ""
		for _, s := range services {
			if strings.Contains(s.Name, "LINK") {
				service = s.ID
			}
		}
		fresh, err := openForty(ctx, shelf, service)
		if err != nil {
			return err
		}
		full, err := openForty(ctx, shelf, service)
		if err != nil {
			return err
		}
		versions, err := shelf.Versions(ctx, full.ID)
		f.fresh, f.full = fresh.Slug, full.ID
		f.asked = results.Asked{Survey: full.ID, Band: full.Band, Columns: surveys.Columns(versions)}
		return err
	})
}

func openForty(ctx context.Context, shelf *surveys.Shelf, service string) (*surveys.Survey, error) {
	s := &surveys.Survey{
		Service: service, Title: surveys.Words{"en": "Forty questions"}, Band: surveys.Band11to15, Identity: surveys.FullyAnonymous,
		Languages: []string{"en"}, Visibility: surveys.StaffOnly, WhoAnswers: "Sam", AnswerBy: time.Now().AddDate(0, 0, 30),
		Draft: surveys.Form{Sections: []surveys.Section{{ID: "one"}}}, Example: true,
	}
	for i := range manyQuestions {
		place := surveys.Place{ID: fmt.Sprintf("p%d", i), Question: fortieth(i)}
		s.Draft.Sections[0].Places = append(s.Draft.Sections[0].Places, place)
	}
	if err := shelf.Make(ctx, s); err != nil {
		return nil, err
	}
	if _, err := shelf.Publish(ctx, s.ID, surveys.FirstVersion, "bench"); err != nil {
		return nil, err
	}
	return shelf.Open(ctx, s.ID)
}

// fortieth is the ith question: mostly choices, some of several answers, some scales.
func fortieth(i int) surveys.Question {
	q := surveys.Question{
		ID: fmt.Sprintf("question-%02d", i), Kind: "choice", Private: surveys.PrivateNo,
		Full: surveys.Words{"en": fmt.Sprintf("What do you say to question number %d, all in all?", i+1)},
	}
	if i%4 == 3 {
		q.Kind, q.Scale = "scale", surveys.ScaleNumbers
		q.Low, q.High = surveys.Words{"en": "not at all"}, surveys.Words{"en": "very much"}
		return q
	}
	if i%8 == 5 {
		q.Max = 3
	}
	for o := range 5 {
		q.Options = append(q.Options, surveys.Option{ID: string(rune('a' + o)), Full: surveys.Words{"en": fmt.Sprintf("The answer number %d of five", o+1)}})
	}
	return q
}

// oneAnswer is a whole form as a phone sends it.
func oneAnswer() string {
	var list []string
	for i := range manyQuestions {
		pick := "b"
		if fortieth(i).Kind == "scale" {
			pick = "7"
		}
		list = append(list, fmt.Sprintf(`{"q":"question-%02d","pick":[%q]}`, i, pick))
	}
	return "[" + strings.Join(list, ",") + "]"
}

// storedRow is a response as it lies in the store once its survey is closed.
type storedRow struct {
	store.Meta `bson:",inline"`
	Survey     string              `bson:"survey"`
	Open       bool                `bson:"open"`
	Response   *responses.Response `bson:"response"`
	Day        time.Time           `bson:"day"`
}

// invented gives the same fifty thousand responses each time.
func invented() iter.Seq2[int, *responses.Response] {
	return func(yield func(int, *responses.Response) bool) {
		random := mathrand.New(mathrand.NewPCG(50, 40))
		asked, kinds := make([]surveys.Question, manyQuestions), surveys.Kinds()
		for i := range asked {
			asked[i] = fortieth(i)
		}
		for n := range manyResponses {
			r := &responses.Response{Version: 1, Band: surveys.Band11to15, Lang: "en", Answers: surveys.Answers{}}
			for _, q := range asked {
				if random.IntN(20) > 0 {
					r.Answers[q.ID] = kinds[q.Kind].Invent(q, r.Band, random)
				}
			}
			if !yield(n, r) {
				return
			}
		}
	}
}

// fill lays the responses into the store.
func (f *field) fill(ctx context.Context) error {
	return inFolder(ctx, f.data, func(engine store.Engine, _ *surveys.Shelf) error {
		rows := store.Open[storedRow](engine, responses.Schemas()[0])
		var group []*storedRow
		for n, r := range invented() {
			group = append(group, &storedRow{Meta: store.Meta{ID: store.NewID(rand.Reader)}, Survey: f.full, Response: r, Day: time.Now().UTC().Truncate(24 * time.Hour)})
			if len(group) < 1000 && n < manyResponses-1 {
				continue
			}
			if err := rows.Insert(ctx, group...); err != nil {
				return err
			}
			group = nil
		}
		return nil
	})
}

// close ends the survey as the program does: closed, and its counts written down.
func (f *field) close(ctx context.Context) error {
	return inFolder(ctx, f.data, func(engine store.Engine, shelf *surveys.Shelf) error {
		if _, err := shelf.Close(ctx, f.full); err != nil {
			return err
		}
		gate, err := figures.NewGate(figures.Standard())
		if err != nil {
			return err
		}
		return results.OpenDesk(engine, results.OpenBook(allInvented{}), gate).Freeze(ctx, f.asked)
	})
}

// allInvented reads the responses to results without the store.
type allInvented struct{}

// Responses gives all of them, whatever the survey.
func (allInvented) Responses(context.Context, string) iter.Seq2[results.Kept, error] {
	return func(yield func(results.Kept, error) bool) {
		for n, r := range invented() {
			if !yield(results.Kept{ID: fmt.Sprint(n), Row: results.Row{Version: 1, Band: r.Band, Lang: r.Lang, Answers: r.Answers}}, nil) {
				return
			}
		}
	}
}
