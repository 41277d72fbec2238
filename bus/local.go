package bus

import (
	"context"
	"slices"
	"sync"
)

// maxBehind is how many pieces of news wait for one listener; beyond that the oldest go.
const maxBehind = 256

// local is the bus of one process.
type local struct {
	mu        sync.Mutex
	closed    bool
	listeners map[string][]*listener
	answerers map[string]*answerer
}

// Local gives a bus that reaches everybody in this process and nobody else.
func Local() Bus {
	return &local{listeners: map[string][]*listener{}, answerers: map[string]*answerer{}}
}

// listener has a goroutine of its own, so that a slow one holds up nobody.
type listener struct {
	heard func([]byte)
	wake  chan struct{}
	quit  chan struct{}
	once  sync.Once
	done  sync.WaitGroup

	mu   sync.Mutex
	news [][]byte
}

type answerer struct {
	answer  func(context.Context, []byte) ([]byte, error)
	running sync.WaitGroup
}

// Publish is part of Bus.
func (l *local) Publish(ctx context.Context, subject string, news []byte) error {
	if err := l.fit(ctx, subject); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return ErrClosed
	}
	news = slices.Clone(news)
	for _, to := range l.listeners[subject] {
		to.tell(news)
	}
	return nil
}

func (l *listener) tell(news []byte) {
	l.mu.Lock()
	if len(l.news) == maxBehind {
		l.news = l.news[1:]
	}
	l.news = append(l.news, news)
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

func (l *listener) run() {
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

func (l *listener) stop() {
	l.once.Do(func() { close(l.quit) })
	l.done.Wait()
}

// Subscribe is part of Bus.
func (l *local) Subscribe(subject string, heard func([]byte)) (func(), error) {
	if err := CheckSubject(subject); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, ErrClosed
	}
	to := &listener{heard: heard, wake: make(chan struct{}, 1), quit: make(chan struct{})}
	to.done.Go(to.run)
	l.listeners[subject] = append(l.listeners[subject], to)
	return func() {
		l.mu.Lock()
		rest := slices.DeleteFunc(slices.Clone(l.listeners[subject]), func(x *listener) bool { return x == to })
		if len(rest) == 0 {
			delete(l.listeners, subject)
		} else {
			l.listeners[subject] = rest
		}
		l.mu.Unlock()
		to.stop()
	}, nil
}

// Request is part of Bus.
func (l *local) Request(ctx context.Context, subject string, question []byte) ([]byte, error) {
	if err := l.fit(ctx, subject); err != nil {
		return nil, err
	}
	l.mu.Lock()
	who, closed := l.answerers[subject], l.closed
	if who != nil && !closed {
		who.running.Add(1)
	}
	l.mu.Unlock()
	switch {
	case closed:
		return nil, ErrClosed
	case who == nil:
		return nil, ErrNobody
	}
	type outcome struct {
		answer []byte
		err    error
	}
	question = slices.Clone(question)
	result := make(chan outcome, 1)
	go func() {
		defer who.running.Done()
		answer, err := who.answer(ctx, question)
		result <- outcome{answer, err}
	}()
	select {
	case got := <-result:
		if got.err != nil {
			return nil, ErrRefused
		}
		return got.answer, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Respond is part of Bus.
func (l *local) Respond(subject string, answer func(context.Context, []byte) ([]byte, error)) (func(), error) {
	if err := CheckSubject(subject); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closed:
		return nil, ErrClosed
	case l.answerers[subject] != nil:
		return nil, ErrTaken
	}
	who := &answerer{answer: answer}
	l.answerers[subject] = who
	return func() {
		l.mu.Lock()
		if l.answerers[subject] == who {
			delete(l.answerers, subject)
		}
		l.mu.Unlock()
		who.running.Wait()
	}, nil
}

// Close is part of Bus.
func (l *local) Close() error {
	l.mu.Lock()
	l.closed = true
	listeners, answerers := l.listeners, l.answerers
	l.listeners, l.answerers = nil, map[string]*answerer{}
	l.mu.Unlock()
	for _, all := range listeners {
		for _, one := range all {
			one.stop()
		}
	}
	for _, who := range answerers {
		who.running.Wait()
	}
	return nil
}

// fit checks what every sending needs.
func (l *local) fit(ctx context.Context, subject string) error {
	if err := CheckSubject(subject); err != nil {
		return err
	}
	return ctx.Err()
}
