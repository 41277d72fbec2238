package bus

import (
	"context"
	"slices"
	"sync"
)

// local is the bus of one process.
type local struct {
	mu        sync.Mutex
	closed    bool
	listeners map[string][]*Listener
	answerers map[string]*answerer
}

// Local gives a bus that reaches everybody in this process and nobody else.
func Local() Bus {
	return &local{listeners: map[string][]*Listener{}, answerers: map[string]*answerer{}}
}

type answerer struct {
	answer  func(context.Context, []byte) ([]byte, error)
	running sync.WaitGroup
}

// Publish is part of Bus.
func (l *local) Publish(ctx context.Context, subject string, news []byte) error {
	if err := Fit(ctx, subject, news); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return ErrClosed
	}
	news = slices.Clone(news)
	for _, to := range l.listeners[subject] {
		to.Tell(news)
	}
	return nil
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
	to := Listen(heard)
	l.listeners[subject] = append(l.listeners[subject], to)
	return func() {
		l.mu.Lock()
		rest := slices.DeleteFunc(slices.Clone(l.listeners[subject]), func(x *Listener) bool { return x == to })
		if len(rest) == 0 {
			delete(l.listeners, subject)
		} else {
			l.listeners[subject] = rest
		}
		l.mu.Unlock()
		to.Stop()
	}, nil
}

// Request is part of Bus.
func (l *local) Request(ctx context.Context, subject string, question []byte) ([]byte, error) {
	if err := Fit(ctx, subject, question); err != nil {
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
		return Outcome(got.answer, got.err)
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
			one.Stop()
		}
	}
	for _, who := range answerers {
		who.running.Wait()
	}
	return nil
}
