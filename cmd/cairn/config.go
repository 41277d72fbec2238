package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
)

// config is what an operator may choose. Every setting is one row of settings(),
// from which the flags, the environment variables and docs/configuration.md come.
type config struct {
	addr           string
	data           string
	secrets        string
	storeURI       string
	bus            string
	tlsCert        string
	tlsKey         string
	plainHTTP      bool
	publicURL      string
	leaveTo        string
	trustedProxies string
	offlineHall    bool
	smtp           string
	smtpFrom       string
	smtpUser       string
	pageWebhook    string
	json           bool // demo: one JSON line for scripts
	outlook
	clockFile string // demo: what its clock differs by; no setting, and no other subcommand has it

	// Files whose first line is a secret, so that none stands among a program's arguments.
	smtpPasswordFile string
	pageWebhookKey   string
}

// setting is one row: its flag, the same as an environment variable (CAIRN_ADDR
// for addr), its default, what it is for, and where it is kept.
type setting struct {
	name  string
	value string // default, in words a flag takes
	help  string
	text  *string
	on    *bool
}

// settings lists every setting with its default.
func (c *config) settings() []setting {
	return append([]setting{
		{name: "addr", value: "0.0.0.0:8080", help: "Address and port to answer on. Port 0 takes a free one.", text: &c.addr},
		{name: "data", value: "data", help: "Folder of the embedded store. One process at a time may use it.", text: &c.data},
		{name: "secrets", value: "", help: "Folder of the site secret. Empty means the data folder's name with -secrets behind it. It must be in no backup: with it, ballots of open activities could be read.", text: &c.secrets},
		{name: "store", value: "", help: "mongodb:// address of a replica set, instead of the embedded store.", text: &c.storeURI},
		{name: "bus", value: "", help: "nats:// or tls:// address of the NATS that several processes speak over; a user and password may stand in it. Needs store. Empty means this process alone. docs/scale.md tells more.", text: &c.bus},
		{name: "tls-cert", value: "", help: "Certificate file (PEM). With tls-key, Cairn answers over https.", text: &c.tlsCert},
		{name: "tls-key", value: "", help: "Key file (PEM) of the certificate.", text: &c.tlsKey},
		{name: "plain-http", help: "Answer over plain http to other machines. Others on the same Wi-Fi can then read along; the desk and the phones say so.", on: &c.plainHTTP},
		{name: "public-url", value: "", help: "Address that phones should use, such as https://cairn.example. Empty means: found from this machine's addresses.", text: &c.publicURL},
		{name: "leave-to", value: "https://www.bbc.co.uk/weather", help: "Where \"Leave quickly\" leads.", text: &c.leaveTo},
		{name: "trusted-proxies", value: "", help: "Addresses or networks, separated by commas, whose X-Forwarded headers are believed.", text: &c.trustedProxies},
		{name: "offline-hall", help: "A laptop without internet: text boxes open only while an on-call person is in the hall and has said so on it.", on: &c.offlineHall},
		{name: "smtp", value: "", help: "Mail server (host:port) for pages to staff on call. It must offer STARTTLS, or TLS on port 465. Empty sends no e-mail.", text: &c.smtp},
		{name: "smtp-from", value: "", help: "Address that e-mails come from. Needed with smtp.", text: &c.smtpFrom},
		{name: "smtp-user", value: "", help: "User name at the mail server, where it wants one.", text: &c.smtpUser},
		{name: "smtp-password-file", value: "", help: "File whose first line is the password at the mail server.", text: &c.smtpPasswordFile},
		{name: "page-webhook", value: "", help: "https address that is told when somebody on call is paged, such as a gateway for text messages. It gets a name and a number to ring and never what it is about.", text: &c.pageWebhook},
		{name: "page-webhook-key-file", value: "", help: "File whose first line is the key that webhooks are signed with (HMAC-SHA256 over timestamp, full stop, body). Needed with page-webhook.", text: &c.pageWebhookKey},
		{name: "json", help: "Demo only: print one JSON line with the links, for scripts.", on: &c.json},
	}, c.outlook.settings()...)
}

// readConfig reads defaults, then the environment, then the flags of a subcommand.
func readConfig(command string, args []string, env func(string) string, errs io.Writer) (config, error) {
	var c config
	flags := flag.NewFlagSet("cairn "+command, flag.ContinueOnError)
	flags.SetOutput(errs)
	for _, s := range c.settings() {
		fromEnv := env(envName(s.name))
		if s.on != nil {
			flags.BoolVar(s.on, s.name, fromEnv == "1" || fromEnv == "true", s.help)
			continue
		}
		value := s.value
		if fromEnv != "" {
			value = fromEnv
		}
		flags.StringVar(s.text, s.name, value, s.help)
	}
	if command == "demo" {
		flags.StringVar(&c.clockFile, "clock-file", "", clockFileHelp)
	}
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if flags.NArg() > 0 {
		return c, fmt.Errorf("cairn %s takes no word %q", command, flags.Arg(0))
	}
	return c, c.check()
}

// check refuses settings that do not go together, each with a sentence.
func (c *config) check() error {
	if c.secrets == "" {
		c.secrets = strings.TrimRight(c.data, "/") + "-secrets"
	}
	switch {
	case (c.tlsCert == "") != (c.tlsKey == ""):
		return fmt.Errorf("tls-cert and tls-key go together; one of them is missing")
	case c.storeURI != "" && !strings.HasPrefix(c.storeURI, "mongodb://") && !strings.HasPrefix(c.storeURI, "mongodb+srv://"):
		return fmt.Errorf("store takes a mongodb:// address; leave it empty for the embedded store")
	case c.smtp != "" && !strings.Contains(c.smtpFrom, "@"):
		return fmt.Errorf("smtp needs smtp-from, the address that e-mails come from")
	case c.smtp == "" && c.smtpFrom+c.smtpUser+c.smtpPasswordFile != "":
		return fmt.Errorf("smtp-from, smtp-user and smtp-password-file need smtp, the mail server")
	case c.pageWebhook != "" && !safeHook(c.pageWebhook):
		return fmt.Errorf("page-webhook takes an https:// address; http:// only on this machine")
	case (c.pageWebhook == "") != (c.pageWebhookKey == ""):
		return fmt.Errorf("page-webhook and page-webhook-key-file go together; one of them is missing")
	case c.bus != "" && !busAddress(c.bus):
		return fmt.Errorf("bus takes a nats:// or tls:// address, such as nats://127.0.0.1:4222")
	case c.bus != "" && c.storeURI == "":
		return fmt.Errorf("bus is for several processes, and the embedded store takes one: give --store mongodb://… too, or leave bus empty")
	}
	return c.outlook.check()
}

func (c *config) tls() bool { return c.tlsCert != "" }

// busAddress says whether text is one or several addresses of NATS servers.
func busAddress(text string) bool {
	for one := range strings.SplitSeq(text, ",") {
		u, err := url.Parse(strings.TrimSpace(one))
		if err != nil || u.Host == "" || u.Scheme != "nats" && u.Scheme != "tls" {
			return false
		}
	}
	return true
}

// safeHook says whether notices may be posted to an address: over https, or to this machine.
func safeHook(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	here := net.ParseIP(u.Hostname()).IsLoopback() || u.Hostname() == "localhost"
	return u.Scheme == "https" || u.Scheme == "http" && here
}

func envName(name string) string {
	return "CAIRN_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// configMarkdown is docs/configuration.md; a test keeps the file equal to it.
func configMarkdown() string {
	var c config
	var b strings.Builder
	b.WriteString("# Configuration\n\nWritten by `cairn config --markdown` from `cmd/cairn/config.go`; a test keeps it so.\n")
	b.WriteString("A flag wins over its environment variable, which wins over the default.\n\n")
	b.WriteString("| flag | environment | default | what it is for |\n|---|---|---|---|\n")
	for _, s := range c.settings() {
		value := s.value
		if s.on != nil {
			value = "off"
		}
		fmt.Fprintf(&b, "| `--%s` | `%s` | %s | %s |\n", s.name, envName(s.name), orNone(value), s.help)
	}
	return b.String()
}

func orNone(s string) string {
	if s == "" {
		return "–"
	}
	return "`" + s + "`"
}

// runConfig prints the settings in force, or the page for docs/.
func runConfig(args []string) error {
	if len(args) > 0 && args[0] == "--markdown" {
		_, err := fmt.Print(configMarkdown())
		return err
	}
	c, err := readConfig("config", args, os.Getenv, os.Stderr)
	if err != nil {
		return err
	}
	for _, s := range c.settings() {
		value := fmt.Sprint(s.on != nil && *s.on)
		if s.text != nil {
			value = *s.text
		}
		switch s.name {
		case "store":
			value = withoutPassword(value)
		case "bus":
			value = withoutUser(value)
		}
		fmt.Printf("%-22s %s\n", s.name, value)
	}
	return nil
}
