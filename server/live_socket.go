package server

import (
	"context"
	"errors"
	"net/http"

	"cairn/fault"
	"cairn/live"

	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/websocket"
)

// sockets carries the live part of every page: a websocket where it gets
// through, a long poll on the same board where it does not.
type sockets struct {
	gate     *live.Gate
	board    *live.Board
	mirror   *mirror                                                  // nil in a process that is alone
	hearing  func(phoneAt) func(ctx context.Context, m []byte) []byte // answers what a phone sends
	panicked func(thrown any)                                         // told of a mistake of ours that one message met
}

// newSockets must be called before the app listens.
func newSockets(app *fiber.App, board *live.Board) *sockets {
	return &sockets{gate: live.NewGate(app.Server(), live.Upgrader(nil)), board: board}
}

// watching says what one socket is about: the topics it gets frames of, the
// topics by which it can be ended, and what answers its messages.
type watching struct {
	topic   string
	handles []string
	receive func(ctx context.Context, message []byte) []byte
	phone   *phoneAt // instead of receive: the seat that sends on it, whose session may be elsewhere
}

// socket upgrades the request. Everything needed later has been copied into w
// before: nothing of c lives on.
func (k *sockets) socket(c *fiber.Ctx, w watching) error {
	if !websocket.IsWebSocketUpgrade(upgradeHeaders(c)) {
		return fiber.ErrUpgradeRequired
	}
	if w.note(c, false) {
		return nil
	}
	if w.phone != nil {
		w.receive = k.hearing(*w.phone)
	}
	k.mirror.watch(w.topic, w.handles)
	after, _ := live.ParseVersion(c.Query("v")) // an unreadable version just gets the newest frame
	options := live.Options{
		Topics: append([]string{w.topic}, w.handles...), After: after, Receive: k.unbroken(w.receive),
	}
	// A refused handshake has been answered; why a socket ended matters to nobody: the phone comes back by itself.
	_ = k.gate.Upgrade(c.Context(), func(ws *websocket.Conn) { _ = k.board.Serve(ws, options) })
	return nil
}

// unbroken lets a mistake of ours cost one message instead of the whole hall:
// the phone hears nothing of it, and sends again.
func (k *sockets) unbroken(receive func(context.Context, []byte) []byte) func(context.Context, []byte) []byte {
	if receive == nil {
		return nil
	}
	return func(ctx context.Context, message []byte) (answer []byte) {
		defer func() {
			if p := recover(); p != nil {
				answer = nil
				k.panicked(p)
			}
		}()
		return receive(ctx, message)
	}
}

// upgradeHeaders shows gorilla the two headers it looks at.
func upgradeHeaders(c *fiber.Ctx) *http.Request {
	return &http.Request{Header: http.Header{
		"Connection": {c.Get(fiber.HeaderConnection)}, "Upgrade": {c.Get(fiber.HeaderUpgrade)},
	}}
}

// poll answers with the newest frame as soon as the page does not have it yet,
// or with 204 after 25 s.
func (k *sockets) poll(c *fiber.Ctx, topic string) error {
	if (watching{topic: topic}).note(c, true) {
		return nil
	}
	k.mirror.watch(topic, nil)
	after, _ := live.ParseVersion(c.Query("v")) // an unreadable version just gets the newest frame
	frame, err := k.board.Wait(c.UserContext(), topic, after)
	switch {
	case errors.Is(err, live.ErrNothingNew):
		return c.SendStatus(fiber.StatusNoContent)
	case err != nil:
		return fault.New(fault.TooMany, "fault.try")
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(frame.Bytes)
}
