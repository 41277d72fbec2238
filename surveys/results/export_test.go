package results_test

import (
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"cairn/store"
	"cairn/store/storetest"
	"cairn/surveys/results"
)

func TestAFileThatAnotherProcessIsWritingIsLeftAloneAndOneThatWasBrokenOffIsWrittenAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine := storetest.Memory(t, results.Schemas()...)
		open := func(e store.Engine) *results.Exports {
			return results.OpenExports(e, time.Now, func() string { return "export" })
		}
		here, there := open(engine), open(engine)
		e, err := here.Ask(t.Context(), results.Export{Survey: "s", Format: "csv", AskedBy: "ann"})
		if err == nil {
			_, err = here.Agree(t.Context(), e.ID, "ben")
		}
		if err != nil {
			t.Fatal(err)
		}
		release, wrote := make(chan error), make(chan error)
		go func() {
			wrote <- here.Write(t.Context(), e.ID, 1, func(w io.Writer, _ func(int) error) error {
				_, err := w.Write(make([]byte, 300<<10)) // one piece is kept, the next is held
				return errors.Join(err, <-release)
			})
		}()
		synctest.Wait()
		if broken, err := there.Broken(t.Context()); err != nil || len(broken) != 0 {
			t.Errorf("while it is written: got %v, %v, want it left to its writer", broken, err)
		}
		release <- nil
		if err := <-wrote; err != nil {
			t.Fatal(err)
		}
		crashed(t, engine, e.ID)
		broken, err := there.Broken(t.Context())
		if err != nil || len(broken) != 1 {
			t.Fatalf("after a crash: got %v, %v, want it to be written again", broken, err)
		}
		err = there.Write(t.Context(), e.ID, 1, func(w io.Writer, _ func(int) error) error {
			_, err := w.Write([]byte("short"))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		now, err := here.Export(t.Context(), e.ID)
		if err != nil || now.State != results.There || now.Chunks != 1 {
			t.Errorf("got %+v, %v, want one piece, and no conflict with what the crash left", now, err)
		}
	})
}

// crashed leaves an export as a process does that dies while it writes.
func crashed(t *testing.T, e store.Engine, id string) {
	t.Helper()
	exports := store.Open[results.Export](e, results.Schemas()[2])
	if _, err := exports.Update(t.Context(), id, func(x *results.Export) error { x.State = results.Writing; return nil }); err != nil {
		t.Fatal(err)
	}
}
