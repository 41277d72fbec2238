package sqlite_test

import (
	"testing"

	"cairn/store"
	"cairn/store/storetest"
)

func TestTheEmbeddedEngineKeepsTheSuite(t *testing.T) {
	storetest.Suite(t, func(t *testing.T) store.Engine { return storetest.Memory(t) })
}
