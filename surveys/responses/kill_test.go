package responses

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"testing"

	"cairn/store"
	"cairn/store/sqlite"
	"cairn/surveys"
)

// The child that closes a survey until it is killed finds it by these.
const (
	killData   = "CAIRN_RESPONSES_KILL_DATA"
	killSurvey = "CAIRN_RESPONSES_KILL_SURVEY"
)

// killAnswers are more than one group of a closing.
const killAnswers = closeGroup + 80

// telling says on standard output that a write is on the disk.
type telling struct{ store.Engine }

func (e telling) Insert(ctx context.Context, c string, r []store.Record) ([]error, error) {
	refused, err := e.Engine.Insert(ctx, c, r)
	fmt.Println("wrote")
	return refused, err
}

func (e telling) Replace(ctx context.Context, c string, r store.Record) error {
	err := e.Engine.Replace(ctx, c, r)
	fmt.Println("wrote")
	return err
}

func (e telling) Delete(ctx context.Context, c string, q store.Query) (int, error) {
	n, err := e.Engine.Delete(ctx, c, q)
	fmt.Println("wrote")
	return n, err
}

func TestAClosingThatIsKilledLosesAndDoublesNothing(t *testing.T) {
	if dir := os.Getenv(killData); dir != "" {
		e := opened9(t, dir)
		(&table{t: t, engine: e, door: &door{words: map[string]string{}}, now: fixedNow()}).closes(telling{e}, os.Getenv(killSurvey))
		return
	}
	for _, after := range []int{1, 2, 3, killAnswers / 2, killAnswers + 2} {
		t.Run(fmt.Sprintf("after %d writes", after), func(t *testing.T) {
			dir := t.TempDir() + "/data"
			e := opened9(t, dir)
			b := layOn(t, e, nil)
			for i := range killAnswers {
				b.sends(b.phone(), b.key(), surveys.Answers{"where": pick([]string{"lake", "wood"}[i%2])})
			}
			before := told(b.all())
			must(t, e.Close())
			killedAfter(t, dir, b.survey, after)

			e = opened9(t, dir)
			defer func() { must(t, e.Close()) }()
			again := &table{t: t, engine: e, door: b.door, now: b.now, survey: b.survey}
			again.shelf = again.shelfOn(e)
			again.reopen(e)
			if between := told(again.all()); !maps.Equal(before, between) {
				t.Errorf("before it is finished: got %v, want %v", between, before)
			}
			_, err := again.shelf.Close(t.Context(), b.survey)
			must(t, err)
			if now := told(again.all()); !maps.Equal(before, now) {
				t.Errorf("got %v, want %v", now, before)
			}
			for id, r := range again.stored() {
				if r.Open {
					t.Errorf("%s is still open", id)
				}
			}
			if l, err := again.locks.Get(t.Context(), b.survey); err != nil || len(l.Wrapped) > 0 {
				t.Errorf("the key is still there (%v)", err)
			}
		})
	}
}

// closes is the child: it closes a survey and goes on until it is killed or done.
func (b *table) closes(e store.Engine, survey string) {
	b.shelf = b.shelfOn(e)
	b.reopen(e)
	_, err := b.shelf.Close(b.t.Context(), survey)
	must(b.t, err)
}

func opened9(t *testing.T, dir string) store.Engine {
	t.Helper()
	e, err := sqlite.Open(t.Context(), dir, sqlite.WithSynchronousOff())
	must(t, err)
	must(t, e.Ensure(t.Context(), schemas()))
	return e
}

// killedAfter lets a child close the survey and kills it -9 after so many writes.
func killedAfter(t *testing.T, dir, survey string, writes int) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAClosingThatIsKilledLosesAndDoublesNothing$", "-test.v")
	child.Env = append(os.Environ(), killData+"="+dir, killSurvey+"="+survey)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	seen := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() != "wrote" {
			continue
		}
		if seen++; seen == writes {
			must(t, child.Process.Kill())
		}
	}
	_ = child.Wait() // it was killed, and says so
	if seen < writes {
		t.Fatalf("the child was done after %d writes", seen)
	}
}
