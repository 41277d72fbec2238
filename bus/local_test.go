package bus_test

import (
	"testing"

	"cairn/bus"
	"cairn/bus/bustest"
)

func TestTheLocalBusKeepsTheContract(t *testing.T) {
	buses := map[string]bus.Bus{}
	bustest.Run(t, func(t *testing.T) bus.Bus {
		b := buses[t.Name()]
		if b == nil {
			b = bus.Local()
			buses[t.Name()] = b
			t.Cleanup(func() { _ = b.Close() })
		}
		return b
	})
}
