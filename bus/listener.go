package bus

import (
	"context"
	"errors"
	"sync"
)

// MaxBehind is how many pieces of news wait for one listener; beyond that the oldest go.
const MaxBehind = 256

// Listener hands news to one function, one at a time and in order. It has a
// goroutine of its own, so that a slow one holds up nobody. It is what every
// kind of bus keeps for a Subscribe.
type Listener struct {
	heard func([]byte)
	wake  chan struct{}
	quit  chan struct{}
	once  sync.Once
	done  sync.WaitGroup

	mu   sync.Mutex
	news [][]byte
}

// Listen starts a listener; it runs until Stop.
func Listen(heard func(news []byte)) *Listener {
	l := &Listener{heard: heard, wake: make(chan struct{}, 1), quit: make(chan struct{})}
	l.done.Go(l.run)
	return l
}

// Tell lets news wait for the listener and never waits itself; news must not change afterwards.
func (l *Listener) Tell(news []byte) {
	l.mu.Lock()
	if len(l.news) == MaxBehind {
		l.news = l.news[1:]
	}
	l.news = append(l.news, news)
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *Listener) run() {
	for {
		select {
		case <-l.quit:
			return
		case <-l.wake:
		}
		for {
			l.mu.Lock()
			news := l.news
			l.news = nil
			l.mu.Unlock()
			if len(news) == 0 {
				break
			}
			for _, one := range news {
				select {
				case <-l.quit:
					return
				default:
					l.heard(one)
				}
			}
		}
	}
}

// Stop ends the listener; nothing is heard after it has returned. It may be called again.
func (l *Listener) Stop() {
	l.once.Do(func() { close(l.quit) })
	l.done.Wait()
}

// Fit checks what every sending needs: a subject, bytes within MaxBytes, and a
// caller that still waits. Every kind of bus asks it first.
func Fit(ctx context.Context, subject string, bytes []byte) error {
	if err := CheckSubject(subject); err != nil {
		return err
	}
	if len(bytes) > MaxBytes {
		return ErrSize
	}
	return ctx.Err()
}

// Outcome is what the asker gets of an answer: the answer, ErrNobody where who
// answered says that it is not the one any more, ErrSize or ErrRefused.
func Outcome(answer []byte, err error) ([]byte, error) {
	switch {
	case errors.Is(err, ErrNobody):
		return nil, ErrNobody
	case err != nil:
		return nil, ErrRefused
	case len(answer) > MaxBytes:
		return nil, ErrSize
	}
	return answer, nil
}
