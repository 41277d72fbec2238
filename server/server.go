// Package server is the site: Fiber, the routes, one file per screen, and the
// only place where failures become statuses.
package server

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"time"

	"cairn/live"
	"cairn/locales"
	"cairn/meter"
	"cairn/moderation"
	"cairn/moderation/disclosure"
	"cairn/moderation/oncall"
	"cairn/panels"
	"cairn/polls"
	"cairn/server/views"
	"cairn/staff"
	"cairn/static"
	"cairn/surveys"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// Parts are what the site is made of; cmd/cairn builds them.
type Parts struct {
	Texts   *locales.Catalogues
	Static  *static.Assets
	Board   *live.Board
	Frames  *Frames // what rooms and moderation are told to announce to; nil makes its own
	Rooms   *polls.Rooms
	Peers   *Peers // the other processes; nil where there are none
	Staff   *staff.Office
	Panels  *panels.Register
	Answers *themes.Answers
	Themes  *themes.Board
	Words   *moderation.Desk
	Rota    *oncall.Rota // who is on call; nil has nobody, and Gate nil keeps text boxes shut
	Gate    *oncall.Gate
	Keys    *disclosure.Keys
	Cases   *disclosure.Cases
	// ReportWords gives reports the approved texts; nil leaves texts out of them.
	ReportWords polls.ReportWords
	Pictures    *surveys.Pictures
	Log         *slog.Logger
	Now         func() time.Time
	Ready       func(context.Context) []string // what keeps the program from being given work, in words for an operator; none when all is well
	Meter       *meter.Meter                   // nil counts nothing
	FormKey     []byte                         // 32 random bytes from the secrets file; form tokens are made with it
	Settings    Settings
	Waiting     Waiting // what waits for staff, for the start page
	Telling     Telling // telling a service something, and coming back
	Filling     Filling // answering a survey
	Counting    Counting
}

// Settings are what an operator chooses about the site itself.
type Settings struct {
	Example        bool            // demo: "Example. Nobody real wrote this." on every page
	PublicURL      string          // the charity's own address for phones, "" = found from the listener
	LeaveTo        string          // where "Leave quickly" goes
	Addresses      func() []string // where phones can reach this machine, likeliest first; nil = as the request came
	TrustedProxies []string        // addresses whose X-Forwarded-* headers are believed
	TLS            *tls.Config
}

// site is what every screen shares.
type site struct {
	texts    *locales.Catalogues
	views    *views.Renderer
	static   *static.Assets
	pictures *surveys.Pictures
	staff    *staff.Office
	log      *slog.Logger
	meter    *meter.Meter // nil counts nothing
	now      func() time.Time
	formKey  []byte
	example  bool
	set      Settings
	sockets  *sockets
	rooms    *polls.Rooms
	peers    *Peers // nil in a process that is alone
	mirror   *mirror
	unlocked *holding
	handler  fasthttp.RequestHandler // the whole site, for requests that other processes pass on
	// heardHere answers what a phone said on its socket at another process.
	heardHere func(context.Context, []byte) ([]byte, error)
	rota      *oncall.Rota // nil where nobody can be on call
	gate      *oncall.Gate // nil keeps text boxes shut

	// life is what handlers pass on instead of Fiber's own context: Fiber lends
	// that one to the next request while a database may still be looking at it.
	life context.Context
}

// Server is the site on a listener.
type Server struct {
	app   *fiber.App
	board *live.Board
	tls   *tls.Config
	quiet *unspoken
	table []Route
	end   context.CancelFunc // ends what requests still ask of the store

	peers    *Peers
	mirror   *mirror
	unlocked *holding

	results *resultScreens

	door doors
}

// New builds the site from its parts.
func New(p Parts) (*Server, error) {
	renderer, err := views.New(p.Texts, p.Static)
	if err != nil {
		return nil, err
	}
	s := &site{
		texts: p.Texts, views: renderer, static: p.Static, pictures: p.Pictures, staff: p.Staff,
		log: p.Log, meter: p.Meter, now: p.Now, formKey: p.FormKey, example: p.Settings.Example, set: p.Settings,
		rota: p.Rota, gate: p.Gate, rooms: p.Rooms, peers: p.Peers,
	}
	app := fiber.New(fiber.Config{
		AppName:                 "Cairn",
		Immutable:               true, // Fiber lends its strings otherwise, and one person's value becomes the next one's
		DisableStartupMessage:   true,
		BodyLimit:               1 << 20,
		ReadBufferSize:          8 << 10,
		ReadTimeout:             20 * time.Second,
		WriteTimeout:            40 * time.Second, // longer than a long poll
		IdleTimeout:             75 * time.Second,
		ErrorHandler:            s.answerFailure,
		EnableTrustedProxyCheck: true,
		TrustedProxies:          p.Settings.TrustedProxies,
		ProxyHeader:             fiber.HeaderXForwardedFor,
		StrictRouting:           false,
		CaseSensitive:           true,
	})
	app.Server().HeaderReceived = s.bodyLimits
	s.sockets = newSockets(app, p.Board)
	s.sockets.panicked = func(thrown any) { _ = s.panicked(thrown, slog.String("route", "a socket")) }
	server := &Server{app: app, board: p.Board, tls: p.Settings.TLS, quiet: newUnspoken()}
	s.life, server.end = context.WithCancel(context.Background())
	server.table = s.routes(p)
	server.results = newResults(s, p, newAfter(s, p))
	s.mount(app, server.table)
	if p.Peers != nil {
		server.peers, s.handler = p.Peers, app.Handler()
		if err := s.join(p); err != nil {
			return nil, err
		}
		server.mirror, server.unlocked = s.mirror, s.unlocked
	}
	return server, nil
}

// mount hangs the table of routes into Fiber, each behind the gate.
func (s *site) mount(app *fiber.App, table []Route) {
	app.Use(s.shield)
	for _, r := range table {
		app.Add(r.Method, r.Path, s.metered(r, s.unbroken(s.admit(r))))
	}
	app.Use(func(c *fiber.Ctx) error {
		v := newVisitor(c, s.texts)
		c.Locals(visitorKey, v)
		c.SetUserContext(s.life)
		s.recognise(c, v)
		return fiber.ErrNotFound
	})
}

// Serve answers on the listener until Close; it offers http/1.1 alone, which is what Fiber speaks.
func (s *Server) Serve(listener net.Listener) error {
	if s.tls != nil {
		config := s.tls.Clone()
		config.NextProtos = []string{"http/1.1"}
		listener = tls.NewListener(listener, config)
	}
	if !s.door.open(listener) {
		return nil
	}
	return s.app.Listener(hearing{listener, s.quiet})
}

// Close ends the live connections first (an open socket would hold Fiber to its
// deadline) and those that never asked for anything, then waits for requests under way until ctx ends, and then ends
// whatever those that are still there ask of the store.
func (s *Server) Close(ctx context.Context) error {
	defer s.mirror.wait()
	defer s.end()
	defer s.unlocked.stop()
	defer s.peers.stop() // what others ask is answered as long as anything is
	s.board.Close()
	s.quiet.end()
	defer s.door.shut()
	return s.app.ShutdownWithContext(ctx)
}

// Routes is the table of the whole site, for the tests that walk it.
func (s *Server) Routes() []Route { return s.table }

// App is the Fiber application, for tests that ask without a listener.
func (s *Server) App() *fiber.App { return s.app }
