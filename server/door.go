package server

import (
	"net"
	"sync"
)

// doors are the listeners a site answers on. Fiber's shutdown knows only those
// it has begun to answer on; one that comes at the same moment, or after it,
// would stay open for ever.
type doors struct {
	mu   sync.Mutex
	over bool
	all  []net.Listener
}

// open notes a listener before it is answered on; false says that the site has
// closed, and the listener with it.
func (d *doors) open(listener net.Listener) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.over {
		_ = listener.Close() // nothing was answered there
		return false
	}
	d.all = append(d.all, listener)
	return true
}

// shut closes what is still open, once the site has ended everything else.
func (d *doors) shut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.over = true
	for _, listener := range d.all {
		_ = listener.Close() // mostly closed already
	}
}
