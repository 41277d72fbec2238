package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"io"

	"cairn/fault"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// BackupFormat is the version of the backup's own layout: gzip over BSON
// documents, a header first, then one per document kept, then an end that
// counts them. A higher one is refused with Invalid "store.newer".
const BackupFormat = 1

const (
	frameLimit   = 17 << 20 // MongoDB's largest document and its frame
	restoreGroup = 500
)

type backupHeader struct {
	Cairn   string         `bson:"cairn"`
	Format  int            `bson:"format"`
	Schemas []backupSchema `bson:"schemas"`
}

type backupSchema struct {
	Name    string `bson:"name"`
	Version int    `bson:"v"`
}

type backupFrame struct {
	Collection string   `bson:"c,omitempty"`
	Body       bson.Raw `bson:"d,omitempty"`
	End        bool     `bson:"end,omitempty"`
	Count      int64    `bson:"n,omitempty"`
}

// schemed is an engine that knows what was declared to it; both of ours do.
type schemed interface{ Schemas() []Schema }

func declared(e Engine) []Schema {
	if s, ok := e.(schemed); ok {
		return s.Schemas()
	}
	return nil
}

// Backup writes all that e keeps, except collections marked NeverSnapshot, to w
// while others go on reading and writing. It holds no more than a page in memory.
func Backup(ctx context.Context, e Engine, w io.Writer) error {
	zip := gzip.NewWriter(w)
	header := backupHeader{Cairn: "backup", Format: BackupFormat}
	for _, s := range declared(e) {
		if !s.NeverSnapshot {
			header.Schemas = append(header.Schemas, backupSchema{Name: s.Name, Version: s.Version})
		}
	}
	if err := writeFrame(zip, header); err != nil {
		return err
	}
	var count int64
	for s, err := range e.Snapshot(ctx) {
		if err != nil {
			return err
		}
		if err := writeFrame(zip, backupFrame{Collection: s.Collection, Body: s.Record.Body}); err != nil {
			return err
		}
		count++
	}
	if err := writeFrame(zip, backupFrame{End: true, Count: count}); err != nil {
		return err
	}
	return fault.Wrap(zip.Close(), "store: end the backup")
}

func writeFrame(w io.Writer, doc any) error {
	raw, err := bson.Marshal(doc)
	if err != nil {
		return fault.Wrap(err, "store: encode a backup")
	}
	_, err = w.Write(raw)
	return fault.Wrap(err, "store: write a backup")
}

// Verify reads a backup from end to end as Restore would, and stores nothing. It
// fails with what Restore would refuse the file for.
func Verify(ctx context.Context, schemas []Schema, r io.Reader) error {
	return eachKept(ctx, schemas, r, &restoring{})
}

// Restore puts a backup into e, on whichever engine it was made; the schemas
// must have been ensured there. Documents already there with the same words are
// passed over, so it may be repeated; others under the same id are Conflict
// "store.taken". What is no backup, or only part of one, is Invalid
// "store.backup"; one made by a newer program is Invalid "store.newer".
func Restore(ctx context.Context, e Engine, r io.Reader) error {
	return eachKept(ctx, declared(e), r, &restoring{engine: e})
}

func eachKept(ctx context.Context, schemas []Schema, r io.Reader, group *restoring) error {
	zip, err := gzip.NewReader(bufio.NewReader(r))
	if err != nil {
		return notABackup(err)
	}
	in := bufio.NewReaderSize(zip, 1<<16)
	known := map[string]int{}
	for _, s := range schemas {
		known[s.Name] = s.Version
	}
	if err := readHeader(in, known); err != nil {
		return err
	}
	for count := int64(0); ; count++ {
		var frame backupFrame
		if err := readFrame(in, &frame); err != nil {
			return err
		}
		if frame.End {
			if _, err := in.ReadByte(); !errors.Is(err, io.EOF) || frame.Count != count {
				return notABackup(errors.New("it does not end where it says"))
			}
			return group.flush(ctx)
		}
		if _, ok := known[frame.Collection]; !ok {
			return notABackup(errors.New("it holds a collection that is not known here"))
		}
		if err := group.add(ctx, frame); err != nil {
			return err
		}
	}
}

func readHeader(in io.Reader, known map[string]int) error {
	var header backupHeader
	if err := readFrame(in, &header); err != nil {
		return err
	}
	if header.Cairn != "backup" || header.Format < 1 {
		return notABackup(errors.New("no header"))
	}
	newer := fault.New(fault.Invalid, "store.newer", "Name", "backup")
	if header.Format > BackupFormat {
		return newer
	}
	for _, s := range header.Schemas {
		if here, ok := known[s.Name]; ok && s.Version > here {
			return newer
		}
	}
	return nil
}

func readFrame(in io.Reader, doc any) error {
	var head [4]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return notABackup(err)
	}
	size := binary.LittleEndian.Uint32(head[:])
	if size < 5 || size > frameLimit {
		return notABackup(errors.New("a frame has no possible size"))
	}
	raw := make(bson.Raw, size)
	copy(raw, head[:])
	if _, err := io.ReadFull(in, raw[4:]); err != nil {
		return notABackup(err)
	}
	if err := raw.Validate(); err != nil {
		return notABackup(err)
	}
	if err := bson.Unmarshal(raw, doc); err != nil {
		return notABackup(err)
	}
	return nil
}

func notABackup(cause error) error {
	return &fault.Error{Kind: fault.Invalid, Key: "store.backup", Cause: cause}
}

// restoring gathers documents of one collection into groups.
type restoring struct {
	engine     Engine // nil: only looks
	collection string
	records    []Record
}

func (g *restoring) add(ctx context.Context, frame backupFrame) error {
	if frame.Collection != g.collection || len(g.records) == restoreGroup {
		if err := g.flush(ctx); err != nil {
			return err
		}
		g.collection = frame.Collection
	}
	id, idErr := FieldValue(frame.Body, "_id")
	rev, revErr := FieldValue(frame.Body, "rev")
	name, isName := id.(string)
	number, isNumber := rev.(int64)
	if idErr != nil || revErr != nil || !isName || !isNumber {
		return notABackup(errors.New("a document without id or revision"))
	}
	g.records = append(g.records, Record{ID: name, Rev: number, Body: frame.Body})
	return nil
}

func (g *restoring) flush(ctx context.Context) error {
	if g.engine == nil {
		g.records = nil
	}
	if len(g.records) == 0 {
		return nil
	}
	refused, err := g.engine.Insert(ctx, g.collection, g.records)
	if err != nil {
		return err
	}
	for i, refusal := range refused {
		if refusal == nil {
			continue
		}
		there, err := g.engine.Get(ctx, g.collection, g.records[i].ID)
		if err != nil {
			return err
		}
		if !bytes.Equal(there.Body, g.records[i].Body) {
			return refusal
		}
	}
	g.records = nil
	return nil
}
