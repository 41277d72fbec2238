package mongo

import (
	"context"
	"errors"
	"strconv"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// commandBytes is how many bytes of documents one command carries, well under
// the 16 MiB that a message's body may have; a single bigger document goes alone.
const commandBytes = 8 << 20

var errStrange = errors.New("the server's answer names a document that was not sent")

// fitting is how many of slots the next command takes.
func fitting(slots []slot) int {
	size := 0
	for i, s := range slots {
		size += len(s.record.Body)
		if i > 0 && (i == groupLimit || size > commandBytes) {
			return i
		}
	}
	return len(slots)
}

// insertCommand is an unordered InsertMany of documents that are encoded
// already. The driver's own one encodes each again and decodes it to look for
// its id, which was half of what a ballot cost this process. It does not
// try again by itself: patiently does.
func insertCommand(ctx context.Context, to *table, slots []slot) ([]driver.WriteError, error) {
	at, command := bsoncore.AppendDocumentStart(make([]byte, 0, 512+len(slots)*256))
	command = bsoncore.AppendStringElement(command, "insert", to.Name())
	command = bsoncore.AppendBooleanElement(command, "ordered", false)
	concern := bsoncore.NewDocumentBuilder().AppendString("w", "majority").AppendBoolean("j", true).Build()
	command = bsoncore.AppendDocumentElement(command, "writeConcern", concern)
	list, command := bsoncore.AppendArrayElementStart(command, "documents")
	for i, s := range slots {
		command = bsoncore.AppendDocumentElement(command, strconv.Itoa(i), bsoncore.Document(s.record.Body))
	}
	command, err := bsoncore.AppendArrayEnd(command, list)
	if err != nil {
		return nil, err
	}
	if command, err = bsoncore.AppendDocumentEnd(command, at); err != nil {
		return nil, err
	}
	err = to.Database().RunCommand(ctx, bson.Raw(command)).Err()
	var written driver.WriteException
	if errors.As(err, &written) && written.WriteConcernError == nil {
		return written.WriteErrors, nil
	}
	return nil, err
}
