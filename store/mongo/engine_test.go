package mongo_test

import (
	"testing"

	"cairn/store"
	"cairn/store/storetest"
)

func TestTheMongoEngineKeepsTheSuite(t *testing.T) {
	storetest.Suite(t, func(t *testing.T) store.Engine { return storetest.Mongo(t) })
}
